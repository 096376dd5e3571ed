//! Shares of past quarters: a dot with its interval for each that is known, a hatched field for each that is not.

use std::fmt::Write as _;

use super::{FONT, GAP};

const WIDTH: f64 = 620.0;
const HEIGHT: f64 = 150.0;
const LEFT: f64 = 44.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 116.0;
const INK: &str = "#0b6157";

/// A quarter.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Quarter {
    /// Last month.
    pub(crate) to: String,
    /// Lower end, share, upper end, and whether the site was open; absent where it is not known.
    pub(crate) known: Option<(f64, f64, f64, bool)>,
}

/// The picture; shares from 0 to `top`.
pub(crate) fn quarters(shown: &[Quarter], top: f64) -> String {
    let top = (20.0 * top).ceil().max(1.0) / 20.0;
    let step = (WIDTH - LEFT) / shown.len().max(1) as f64;
    let y = |share: f64| BOTTOM - (share / top).clamp(0.0, 1.0) * (BOTTOM - TOP);
    let mut svg =
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\"><defs>{GAP}</defs>");
    for share in [0.0, top / 2.0, top] {
        line(&mut svg, (LEFT, y(share)), (WIDTH, y(share)), "#d0d0d0", 1.0);
        text(&mut svg, (LEFT - 7.0, y(share) + 5.0), "end", &percent(share));
    }
    let last = shown.iter().rposition(|q| q.known.is_some());
    for (at, quarter) in shown.iter().enumerate() {
        let x = LEFT + (at as f64 + 0.5) * step;
        if let Some(known) = quarter.known {
            dot(&mut svg, x, known, y);
        } else {
            let (x, height) = (x - step / 2.0, BOTTOM - TOP);
            let _ = write!(
                svg,
                "<rect x=\"{x:.1}\" y=\"{TOP}\" width=\"{step:.1}\" height=\"{height:.1}\" fill=\"url(#gap)\"/>"
            );
        }
        if let Some((_, share, _, _)) = quarter.known.filter(|_| Some(at) == last || at == 0) {
            text(&mut svg, (x + 9.0, y(share) + 5.0), "start", &format!("{:.1}%", 100.0 * share));
        }
        text(&mut svg, (x, BOTTOM + 22.0), "middle", &short(&quarter.to));
    }
    svg.push_str("</svg>");
    svg
}

fn dot(svg: &mut String, x: f64, (low, share, high, open): (f64, f64, f64, bool), y: impl Fn(f64) -> f64) {
    line(svg, (x, y(low)), (x, y(high)), INK, 2.4);
    let fill = if open { INK } else { "#ffffff" };
    let _ = write!(
        svg,
        "<circle cx=\"{x:.1}\" cy=\"{:.1}\" r=\"4.4\" fill=\"{fill}\" stroke=\"{INK}\" stroke-width=\"2\"/>",
        y(share)
    );
}

fn line(svg: &mut String, (x1, y1): (f64, f64), (x2, y2): (f64, f64), color: &str, width: f64) {
    let _ = write!(
        svg,
        "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"{color}\" \
         stroke-width=\"{width}\"/>"
    );
}

fn text(svg: &mut String, (x, y): (f64, f64), anchor: &str, said: &str) {
    let _ = write!(
        svg,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" {FONT} font-size=\"16\" text-anchor=\"{anchor}\">{}</text>",
        super::escaped(said)
    );
}

/// A mark of the axis, without needless decimals.
fn percent(share: f64) -> String {
    let text = format!("{:.1}", 100.0 * share);
    format!("{}%", text.strip_suffix(".0").unwrap_or(&text))
}

/// `2026-04` as `Apr ’26`.
fn short(month: &str) -> String {
    const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let read = month.split_once('-').and_then(|(year, m)| {
        Some(format!("{} ’{}", NAMES.get(m.parse::<usize>().ok()?.checked_sub(1)?)?, year.get(2..4)?))
    });
    read.unwrap_or_else(|| month.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quarter(to: &str, known: Option<(f64, f64, f64, bool)>) -> Quarter {
        Quarter { to: to.to_owned(), known }
    }

    #[test]
    fn what_is_not_known_is_hatched_and_what_was_not_open_is_hollow() {
        let shown = [
            quarter("2025-07", Some((0.02, 0.03, 0.04, false))),
            quarter("2025-10", None),
            quarter("2026-01", Some((0.03, 0.04, 0.05, true))),
        ];
        let svg = quarters(&shown, 0.05);
        assert_eq!(svg.matches("url(#gap)").count(), 1);
        assert_eq!((svg.matches("<circle").count(), svg.matches("fill=\"#ffffff\"").count()), (2, 1));
        assert!(svg.contains("Jul ’25") && svg.contains("4.0%"), "{svg}");
    }

    #[test]
    fn the_axis_begins_at_zero_and_ends_above_every_interval() {
        let svg = quarters(&[quarter("2026-01", Some((0.05, 0.06, 0.071, true)))], 0.071);
        assert!(svg.contains(">0%<") && svg.contains(">5%<") && svg.contains(">10%<"), "{svg}");
    }
}
