//! The positions that most rows share.

use catchment_model::{Quality, RepeatedPoint};
use catchment_questions::file::{Field, Sheet};
use catchment_questions::words::{grouped, percent};
use catchment_store::Dataset;

/// Positions of the list in a summary that chance allows.
const USUAL: usize = 5;

/// One row for each listed position, most rows first.
pub(super) fn sheet(dataset: &Dataset) -> Sheet {
    let mut sheet = Sheet::new([
        "rows",
        "share",
        "beyond_chance",
        "treat",
        "name",
        "address",
        "area",
        "label_differs",
        "label_known",
        "longitude",
        "latitude",
        "x_m",
        "y_m",
    ]);
    for p in &dataset.quality.repeated {
        let area = p.area.and_then(|a| dataset.areas.get(a)).map(|a| a.name.clone());
        sheet.push(vec![
            p.rows.into(),
            Field::Real(p.share, 4),
            p.stacked.into(),
            p.treat.map(|t| t.name().to_owned()).into(),
            p.name.clone().into(),
            p.address.clone().into(),
            area.into(),
            p.label_differs.0.into(),
            p.label_differs.1.into(),
            Field::Real(p.lng, 6),
            Field::Real(p.lat, 6),
            p.x_m.into(),
            p.y_m.into(),
        ]);
    }
    sheet
}

/// The same in a few lines; nothing where no two rows share a position.
pub(super) fn summary(quality: &Quality) -> String {
    let usual = quality.repeated.iter().filter(|p| !p.stacked).take(USUAL);
    let list: Vec<&RepeatedPoint> = quality.repeated.iter().filter(|p| p.stacked).chain(usual).collect();
    if list.is_empty() {
        return String::new();
    }
    let line = |p: &RepeatedPoint| {
        let kind = match (p.stacked, p.treat) {
            (_, Some(treat)) => format!("declared: {}", treat.name()),
            (true, None) => "more than chance allows".to_owned(),
            (false, None) => "chance allows it".to_owned(),
        };
        let rows = grouped(i64::try_from(p.rows).unwrap_or(i64::MAX));
        let differs = match p.label_differs {
            (0, _) => String::new(),
            (differs, known) => format!("; {differs} of {known} carry another area's label"),
        };
        format!("  {rows:>10}  {} ({}; {kind}{differs})", p.called(), percent(p.share, 2))
    };
    let lines: Vec<String> = list.into_iter().map(line).collect();
    format!("\nthe most repeated positions (`--by position` lists them with their place):\n{}", lines.join("\n"))
}
