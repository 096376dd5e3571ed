//! What is known of an agency's months: a bar for each count, hatched where a month is missing.

use std::fmt::Write as _;

use catchment_questions::target::{AgencyMonth, KnownMonth};

use super::{FONT, GAP};

const WIDTH: f64 = 900.0;
const HEIGHT: f64 = 58.0;
/// Height of the axis, and of a row without months.
const LOW: f64 = 22.0;
/// Room for the highest count.
const HEAD: f64 = 18.0;
const INK: &str = "#1a1e23";

/// A row of months.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum MaskRow<'a> {
    /// Of an agency.
    Agency(&'a [AgencyMonth]),
    /// Of agencies that publish no months.
    Nothing,
    /// The axis.
    Axis(&'a [AgencyMonth]),
}

/// The picture of a row.
pub(crate) fn mask(row: MaskRow<'_>) -> String {
    let height = if matches!(row, MaskRow::Agency(_)) { HEIGHT } else { LOW };
    let mut svg =
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\"><defs>{GAP}</defs>");
    match row {
        MaskRow::Agency(months) => agency(&mut svg, months),
        MaskRow::Nothing => {
            let _ = write!(
                svg,
                "<rect x=\"0.5\" y=\"0.5\" width=\"{:.1}\" height=\"{:.1}\" fill=\"url(#gap)\" stroke=\"#8f979f\" \
                 stroke-width=\"1\" stroke-dasharray=\"5 4\"/>",
                WIDTH - 1.0,
                LOW - 1.0
            );
        }
        MaskRow::Axis(months) => axis(&mut svg, months),
    }
    svg.push_str("</svg>");
    svg
}

fn agency(svg: &mut String, months: &[AgencyMonth]) {
    let peak = months.iter().filter_map(|m| m.count).max().unwrap_or(0).max(1);
    let step = WIDTH / months.len().max(1) as f64;
    let mut named = false;
    for (at, month) in months.iter().enumerate() {
        let x = at as f64 * step;
        let Some(count) = month.count.filter(|_| month.status != KnownMonth::Missing) else {
            let _ = write!(
                svg,
                "<rect x=\"{x:.1}\" y=\"{HEAD}\" width=\"{step:.1}\" height=\"{:.1}\" fill=\"url(#gap)\" \
                 stroke=\"#8f979f\" stroke-width=\"0.8\" stroke-dasharray=\"4 3\"/>",
                HEIGHT - HEAD
            );
            continue;
        };
        let height = count.max(0) as f64 / peak as f64 * (HEIGHT - HEAD);
        let (fill, line) = if month.status == KnownMonth::Reported { (INK, INK) } else { ("#ffffff", INK) };
        let (x, width, y) = (x + 0.12 * step, 0.76 * step, HEIGHT - height);
        let _ = write!(
            svg,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"{fill}\" \
             stroke=\"{line}\" stroke-width=\"1.4\"/>"
        );
        if month.status == KnownMonth::Suspect {
            text(svg, (x + width / 2.0, y - 4.0), "?");
        } else if count == peak && !named {
            text(svg, (x + width / 2.0, y - 4.0), &count.to_string());
            named = true;
        }
    }
}

fn axis(svg: &mut String, months: &[AgencyMonth]) {
    let step = WIDTH / months.len().max(1) as f64;
    for (at, month) in months.iter().enumerate() {
        if at == 0 || month.month.ends_with("-01") {
            let x = at as f64 * step;
            let _ = write!(
                svg,
                "<line x1=\"{x:.1}\" y1=\"0\" x2=\"{x:.1}\" y2=\"7\" stroke=\"{INK}\" stroke-width=\"1.4\"/>"
            );
            let year = month.month.get(0..4).unwrap_or_default();
            if month.month.ends_with("-01") {
                let _ = write!(svg, "<text x=\"{:.1}\" y=\"18\" {FONT} font-size=\"16\">{year}</text>", x + 4.0);
            }
        }
    }
}

fn text(svg: &mut String, (x, y): (f64, f64), said: &str) {
    let _ = write!(svg, "<text x=\"{x:.1}\" y=\"{y:.1}\" {FONT} font-size=\"15\" text-anchor=\"middle\">{said}</text>");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(status: KnownMonth, count: Option<i64>) -> AgencyMonth {
        AgencyMonth { month: "2025-01".to_owned(), status, count, edition: String::new(), remark: String::new() }
    }

    #[test]
    fn each_status_has_a_form_of_its_own_and_a_missing_month_is_no_bar_of_zero() {
        let months = [
            month(KnownMonth::Reported, Some(10)),
            month(KnownMonth::Late, Some(8)),
            month(KnownMonth::Suspect, Some(2)),
            month(KnownMonth::Missing, None),
        ];
        let svg = mask(MaskRow::Agency(&months));
        assert_eq!((svg.matches("url(#gap)").count(), svg.matches("fill=\"#ffffff\"").count()), (1, 2));
        assert!(svg.contains(">?<") && svg.contains(">10<"), "{svg}");
    }

    #[test]
    fn nothing_published_is_hatched_over_all_months() {
        assert_eq!(mask(MaskRow::Nothing).matches("url(#gap)").count(), 1);
    }
}
