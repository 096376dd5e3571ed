//! Twelve months beside a baseline: the way so far, what chance alone gives, an even pace, and the target.

use std::fmt::Write as _;

use super::{FONT, escaped};

const WIDTH: f64 = 1000.0;
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 74.0;
const RIGHT: f64 = 880.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 262.0;
const INK: &str = "#1a1e23";
const TARGET: &str = "#b23a00";

/// What is drawn. Months are numbered from the first of the target, 0.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Fan {
    /// Points in order of months.
    pub(crate) points: Vec<FanPoint>,
    /// Number of the last month of the target.
    pub(crate) end: f64,
    /// Fall aimed at, as a share.
    pub(crate) reduction: f64,
    /// Ticks of the axis of months.
    pub(crate) ticks: Vec<(f64, String)>,
    /// What stands at the last point, at the target, along the pace and in the fan.
    pub(crate) labels: [String; 4],
}

/// Twelve months up to a month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct FanPoint {
    /// Number of the month.
    pub(crate) at: f64,
    /// Count ÷ baseline; absent where a month is missing.
    pub(crate) ratio: Option<f64>,
    /// What chance alone gives.
    pub(crate) chance: (f64, f64),
    /// Whether a month within is expected to change.
    pub(crate) late: bool,
}

struct Scale {
    low: f64,
    high: f64,
    end: f64,
}

impl Scale {
    fn of(fan: &Fan) -> Self {
        let drawn = fan.points.iter().flat_map(|p| [Some(p.chance.0), Some(p.chance.1), p.ratio]).flatten();
        let drawn: Vec<f64> = drawn.chain([1.0 - fan.reduction, 1.0]).collect();
        let low = drawn.iter().copied().fold(f64::INFINITY, f64::min);
        let high = drawn.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        Self { low: ((low - 0.02) * 20.0).floor() / 20.0, high: ((high + 0.02) * 20.0).ceil() / 20.0, end: fan.end }
    }

    fn x(&self, at: f64) -> f64 {
        // The twelve months before the start end a month before it.
        LEFT + (at + 1.0) / (self.end + 1.0).max(1.0) * (RIGHT - LEFT)
    }

    fn y(&self, ratio: f64) -> f64 {
        BOTTOM - (ratio - self.low) / (self.high - self.low).max(1e-9) * (BOTTOM - TOP)
    }
}

/// The picture.
pub(crate) fn fan(fan: &Fan) -> String {
    let scale = Scale::of(fan);
    let mut svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\">");
    axes(&mut svg, fan, &scale);
    chance(&mut svg, fan, &scale);
    pace(&mut svg, fan, &scale);
    way(&mut svg, fan, &scale);
    svg.push_str("</svg>");
    svg
}

fn axes(svg: &mut String, fan: &Fan, scale: &Scale) {
    let steps = ((scale.high - scale.low) * 20.0).round();
    let mut step = 0.0;
    while step <= steps {
        let ratio = scale.low + step / 20.0;
        let y = scale.y(ratio);
        let zero = (ratio - 1.0).abs() < 1e-9;
        let (color, width) = if zero { (INK, 1.6) } else { ("#d8d4ca", 1.0) };
        line(svg, [LEFT, y, RIGHT, y], (color, width), "");
        text(svg, (LEFT - 9.0, y + 6.0), "end", INK, &change(ratio));
        step += 1.0;
    }
    for (at, label) in &fan.ticks {
        let x = scale.x(*at);
        line(svg, [x, BOTTOM, x, BOTTOM + 7.0], (INK, 1.2), "");
        text(svg, (x, BOTTOM + 27.0), "middle", INK, label);
    }
}

/// The field of chance, and its name at its upper end.
fn chance(svg: &mut String, fan: &Fan, scale: &Scale) {
    let Some(last) = fan.points.last() else { return };
    let mut path = format!("M{:.1} {:.1}", scale.x(-1.0), scale.y(1.0));
    for point in &fan.points {
        let _ = write!(path, "L{:.1} {:.1}", scale.x(point.at), scale.y(point.chance.1));
    }
    for point in fan.points.iter().rev() {
        let _ = write!(path, "L{:.1} {:.1}", scale.x(point.at), scale.y(point.chance.0));
    }
    let _ = write!(
        svg,
        "<path d=\"{path}Z\" fill=\"#dcdfe2\" fill-opacity=\"0.85\" stroke=\"#8f979f\" stroke-width=\"1\"/>"
    );
    text(svg, (scale.x(last.at) + 10.0, scale.y(last.chance.1) + 6.0), "start", "#4b535c", &fan.labels[3]);
}

/// An even pace to the target: a broken line, and a bar at its end.
fn pace(svg: &mut String, fan: &Fan, scale: &Scale) {
    let (x, y) = (scale.x(fan.end), scale.y(1.0 - fan.reduction));
    line(svg, [scale.x(-1.0), scale.y(1.0), x, y], (TARGET, 2.2), " stroke-dasharray=\"9 6\"");
    line(svg, [x, y - 13.0, x, y + 13.0], (TARGET, 5.0), "");
    text(svg, (x + 12.0, y + 6.0), "start", TARGET, &fan.labels[1]);
    let middle = 0.72 * fan.end;
    let on_pace = 1.0 - fan.reduction * (middle + 1.0) / (fan.end + 1.0).max(1.0);
    text(svg, (scale.x(middle) + 8.0, scale.y(on_pace) - 8.0), "start", TARGET, &fan.labels[2]);
}

/// The way so far: a line through comparable months, broken where one is missing; hollow where it may still change.
fn way(svg: &mut String, fan: &Fan, scale: &Scale) {
    let mut path = String::new();
    let mut open = false;
    for point in &fan.points {
        let Some(ratio) = point.ratio else {
            open = false;
            continue;
        };
        let _ = write!(path, "{}{:.1} {:.1}", if open { 'L' } else { 'M' }, scale.x(point.at), scale.y(ratio));
        open = true;
    }
    let _ = write!(svg, "<path d=\"{path}\" fill=\"none\" stroke=\"{INK}\" stroke-width=\"2.6\"/>");
    for point in &fan.points {
        let Some(ratio) = point.ratio else { continue };
        let fill = if point.late { "#ffffff" } else { INK };
        let _ = write!(
            svg,
            "<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"4.6\" fill=\"{fill}\" stroke=\"{INK}\" stroke-width=\"2\"/>",
            scale.x(point.at),
            scale.y(ratio)
        );
    }
    if let Some((at, ratio)) = fan.points.last().and_then(|p| Some((p.at, p.ratio?))) {
        // On the side of the way that the pace does not run on.
        let ahead = ratio < 1.0 - fan.reduction * (at + 1.0) / (fan.end + 1.0).max(1.0);
        let (dx, dy, anchor) = if ahead { (6.0, 26.0, "end") } else { (-6.0, -14.0, "start") };
        text(svg, (scale.x(at) + dx, scale.y(ratio) + dy), anchor, INK, &fan.labels[0]);
    }
}

/// A ratio as a mark of the axis.
fn change(ratio: f64) -> String {
    let percent = (100.0 * (ratio - 1.0)).round();
    if percent == 0.0 {
        "0%".to_owned()
    } else {
        format!("{}{}%", if percent < 0.0 { '−' } else { '+' }, percent.abs())
    }
}

fn line(svg: &mut String, [x1, y1, x2, y2]: [f64; 4], (color, width): (&str, f64), more: &str) {
    let _ = write!(
        svg,
        "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"{color}\" \
         stroke-width=\"{width}\"{more}/>"
    );
}

fn text(svg: &mut String, (x, y): (f64, f64), anchor: &str, color: &str, said: &str) {
    let _ = write!(
        svg,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" {FONT} font-size=\"18\" text-anchor=\"{anchor}\" fill=\"{color}\">{}</text>",
        escaped(said)
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(at: f64, ratio: Option<f64>, late: bool) -> FanPoint {
        FanPoint { at, ratio, chance: (0.9, 1.1), late }
    }

    #[test]
    fn a_missing_month_breaks_the_line_and_a_late_one_is_hollow() {
        let drawn = fan(&Fan {
            points: vec![point(0.0, Some(1.0), false), point(1.0, None, false), point(2.0, Some(0.95), true)],
            end: 35.0,
            reduction: 0.2,
            ticks: vec![(0.0, "Dec 2024".to_owned())],
            labels: ["−5.0%", "−20%", "even pace", "chance"].map(str::to_owned),
        });
        let way = drawn.split("fill=\"none\"").next().and_then(|d| d.rsplit("d=\"").next()).expect("the way");
        assert_eq!((way.matches('M').count(), way.matches('L').count()), (2, 0), "{way}");
        assert_eq!((drawn.matches("<circle").count(), drawn.matches("fill=\"#ffffff\"").count()), (2, 1));
    }

    #[test]
    fn a_ratio_is_marked_as_a_change() {
        assert_eq!([0.8, 1.0, 1.05].map(change), ["−20%", "0%", "+5%"]);
    }
}
