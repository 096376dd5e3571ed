//! Counts by month: a bar for each month with data, a hatched field where there is none.

use std::fmt::Write as _;

use catchment_questions::area::MonthCount;
use catchment_questions::words::{class_bound, month_name};

use super::escaped;

const WIDTH: f64 = 1000.0;
const HEIGHT: f64 = 270.0;
const LEFT: f64 = 52.0;
const TOP: f64 = 34.0;
const BOTTOM: f64 = 236.0;
const FONT: &str = "font-family=\"Libertinus Serif\" font-size=\"17\"";

/// The picture of a series; the months from `from` to `to` are those that the ranks are about.
pub(crate) fn series(months: &[MonthCount], from: &str, to: &str) -> String {
    let peak = months.iter().filter_map(|m| m.count).max().unwrap_or(0).max(1);
    let top = round_up(peak as f64);
    let step = (WIDTH - LEFT) / months.len().max(1) as f64;
    let x = |at: usize| LEFT + at as f64 * step;
    let mut svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\">");
    svg.push_str(
        "<defs><pattern id=\"hatch\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\" \
            patternTransform=\"rotate(45)\">\
         <rect width=\"8\" height=\"8\" fill=\"#f4f4f4\"/><line x1=\"0\" y1=\"0\" x2=\"0\" y2=\"8\" stroke=\"#bbbbbb\" \
         stroke-width=\"2\"/></pattern></defs>",
    );
    for share in [0.0, 0.5, 1.0] {
        let y = BOTTOM - share * (BOTTOM - TOP);
        let _ = write!(
            svg,
            "<line x1=\"{LEFT}\" y1=\"{y:.1}\" x2=\"{WIDTH}\" y2=\"{y:.1}\" stroke=\"#d0d0d0\" stroke-width=\"1\"/>"
        );
        let _ = write!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\" {FONT} text-anchor=\"end\">{}</text>",
            LEFT - 7.0,
            y + 6.0,
            class_bound(share * top)
        );
    }
    for (at, m) in months.iter().enumerate() {
        bar(&mut svg, (x(at), step), m, top, (from..=to).contains(&m.month.as_str()));
        if m.month.ends_with("-01") {
            let y = BOTTOM + 5.0;
            let _ = write!(
                svg,
                "<line x1=\"{0:.1}\" y1=\"{BOTTOM}\" x2=\"{0:.1}\" y2=\"{y}\" stroke=\"#444444\" stroke-width=\"1\"/>",
                x(at)
            );
            let year = m.month.get(2..4).unwrap_or_default();
            let _ = write!(
                svg,
                "<text x=\"{:.1}\" y=\"{:.1}\" {FONT} text-anchor=\"middle\">’{year}</text>",
                x(at) + 6.0 * step,
                BOTTOM + 24.0
            );
        }
    }
    changes(&mut svg, months, x);
    svg.push_str("</svg>");
    svg
}

fn bar(svg: &mut String, (x, step): (f64, f64), m: &MonthCount, top: f64, ranked: bool) {
    let (height, fill) = match m.count {
        Some(n) => ((n.max(0) as f64 / top) * (BOTTOM - TOP), if ranked { "#7f1d1d" } else { "#c9a9a0" }),
        None => (BOTTOM - TOP, "url(#hatch)"),
    };
    // A hair wider than its place where nothing is known, so that a gap is one field.
    let width = if m.count.is_some() { step * 0.82 } else { step + 0.3 };
    let _ = write!(
        svg,
        "<rect x=\"{x:.2}\" y=\"{:.2}\" width=\"{width:.2}\" height=\"{height:.2}\" fill=\"{fill}\"/>",
        BOTTOM - height
    );
}

/// A line where the police changed their way of counting.
fn changes(svg: &mut String, months: &[MonthCount], x: impl Fn(usize) -> f64) {
    let mut before: Option<&str> = None;
    for (at, m) in months.iter().enumerate() {
        let Some(system) = m.system.as_deref() else { continue };
        if before.is_some_and(|b| b != system) {
            let _ = write!(
                svg,
                "<line x1=\"{0:.1}\" y1=\"{1:.1}\" x2=\"{0:.1}\" y2=\"{BOTTOM}\" stroke=\"#111111\" stroke-width=\"2\" \
                    stroke-dasharray=\"6 4\"/>\
                 <text x=\"{2:.1}\" y=\"16\" {FONT} text-anchor=\"end\">{3}</text>",
                x(at),
                TOP - 12.0,
                (x(at) + 150.0).min(WIDTH),
                escaped(&format!("from {} on: {system}", month_name(&m.month)))
            );
        }
        before = Some(system);
    }
}

/// The next round number: 1, 2, 4 or 5 times a power of ten, or ten.
fn round_up(v: f64) -> f64 {
    let power = 10f64.powf(v.log10().floor());
    [1.0, 2.0, 4.0, 5.0, 6.0, 8.0, 10.0].into_iter().map(|m| m * power).find(|r| *r >= v).unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use catchment_questions::answers::MonthKnown;

    use super::*;

    fn known(month: &str, n: i64) -> MonthCount {
        MonthCount {
            month: month.to_owned(),
            status: MonthKnown::Incidents,
            count: Some(n),
            system: Some("UCR".to_owned()),
        }
    }

    #[test]
    fn a_month_without_data_is_hatched_and_no_zero() {
        let gap = MonthCount { month: "2020-02".to_owned(), status: MonthKnown::Missing, count: None, system: None };
        let svg = series(&[known("2020-01", 10), gap, known("2020-03", 0)], "2020-01", "2020-03");
        assert_eq!(svg.matches("fill=\"url(#hatch)\"").count(), 1);
        assert_eq!(svg.matches("fill=\"#7f1d1d\"").count(), 2);
    }

    #[test]
    fn the_axis_ends_at_a_round_number() {
        assert!(
            (round_up(437.0) - 500.0).abs() < 1e-9
                && (round_up(10.0) - 10.0).abs() < 1e-9
                && (round_up(1.5) - 2.0).abs() < 1e-9
        );
    }
}
