//! The lists of the quality report: labels, codes, values that could not be read, and why rows were lost.

use catchment_model::{Quality, UnknownLabel};
use catchment_questions::file::Sheet;

/// Labels that are the name of no area, with the area that they may mean.
pub(super) fn by_label(quality: &Quality) -> Sheet {
    let mut sheet =
        Sheet::new(["source", "label", "rows", "file", "line", "nearest_id", "nearest", "changes", "points_in"]);
    for (source, label) in quality.labels.iter().flat_map(|s| s.labels.iter().map(move |l| (&s.source, l))) {
        let (id, name, changes) = label
            .nearest
            .as_ref()
            .map_or(("", "", String::new()), |n| (n.id.as_str(), n.name.as_str(), n.changes.to_string()));
        sheet.push(vec![
            source.as_str().into(),
            label.label.as_str().into(),
            label.rows.into(),
            label.file.as_str().into(),
            label.line.into(),
            id.into(),
            name.into(),
            changes.as_str().into(),
            points(label).as_str().into(),
        ]);
    }
    sheet
}

/// `South Uptown (22), East Isles (1)`.
fn points(label: &UnknownLabel) -> String {
    label.points.iter().map(|p| format!("{} ({})", p.name, p.rows)).collect::<Vec<_>>().join(", ")
}

/// Codes, the groups that they were put into, and their rows.
pub(super) fn by_code(quality: &Quality) -> Sheet {
    let mut sheet = Sheet::new(["source", "code", "group", "rows"]);
    for c in &quality.codes {
        sheet.push(vec![c.source.as_str().into(), c.code.as_str().into(), c.group.as_str().into(), c.rows.into()]);
    }
    sheet
}

/// The commonest values that could not be read.
pub(super) fn by_value(quality: &Quality) -> Sheet {
    let mut sheet = Sheet::new(["source", "column", "value", "reason", "rows", "file", "line"]);
    for v in &quality.unread {
        let words = [&v.source, &v.column, &v.value, &v.reason];
        let mut row: Vec<_> = words.into_iter().map(|w| w.as_str().into()).collect();
        row.extend([v.rows.into(), v.file.as_str().into(), v.line.into()]);
        sheet.push(row);
    }
    sheet
}

/// Reasons for which rows were lost, each with a sample row.
pub(super) fn by_loss(quality: &Quality) -> Sheet {
    let mut sheet = Sheet::new(["source", "reason", "rows", "file", "line", "detail"]);
    for l in &quality.lost {
        sheet.push(vec![
            l.source.as_str().into(),
            l.reason.as_str().into(),
            l.rows.into(),
            l.file.as_str().into(),
            l.line.into(),
            l.detail.as_str().into(),
        ]);
    }
    sheet
}
