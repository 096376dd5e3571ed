//! The ground around a change of a boundary: what is added, what is given up, and the streets there.

use catchment_questions::check::StreetAdded;
use catchment_questions::report::{CheckReport, CloseUp, OutlineKind};
use serde::Serialize;

use super::map::{CHANGE, Form, GROUND, PARK, PROGRAM, STREET};
use crate::draw::{HATCH, Map, Style};

/// Cells added, and given up.
const ADDED: &str = "#7fb5ab";
const GIVEN_UP: &str = "#b23a00";
/// Length of the bar, meters.
const BAR_M: f64 = 200.0;

/// A close-up, and what stands beside it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct CloseView {
    /// Name of the picture.
    pub(super) file: String,
    /// Whether it is wider than high.
    wide: bool,
    /// The picture in words.
    alt: String,
    /// What each form means.
    legend: Vec<Form>,
}

/// The picture and what stands beside it.
pub(super) fn close_up(report: &CheckReport, close: &CloseUp, told: &[StreetAdded], file: &str) -> (CloseView, String) {
    let outlines = &report.outlines;
    let mut map = Map::new(close.bounds, 1.0);
    for area in &outlines.areas {
        let fill = if area.kind == OutlineKind::Park { PARK } else { GROUND };
        map.shape(&area.geometry, Style { fill, line: "#ffffff", width: 4.0, dashed: false });
    }
    for site in outlines.sites.iter().filter(|s| s.id == close.id) {
        map.shape(&site.geometry, Style { fill: HATCH, line: PROGRAM, width: 5.0, dashed: false });
    }
    if let Some(added) = &close.added {
        map.shape(&added.geometry, Style { fill: ADDED, line: PROGRAM, width: 3.0, dashed: false });
    }
    if let Some(given_up) = &close.given_up {
        map.shape(&given_up.geometry, Style { fill: "#ffffff", line: GIVEN_UP, width: 4.0, dashed: true });
    }
    for street in &close.streets {
        map.line(&street.points, STREET, if street.main { 9.0 } else { 4.0 });
    }
    // Above the streets, so that it is seen where the boundary would run.
    for change in outlines.changes.iter().filter(|c| c.id == close.id) {
        map.shape(&change.geometry, Style { fill: "none", line: CHANGE, width: 5.0, dashed: true });
    }
    map.bar(BAR_M);
    // Streets of the added ground first: they are what the change is told by.
    let mut named: Vec<&str> = close.streets.iter().filter_map(|s| s.name.as_deref()).collect();
    named.sort_unstable();
    named.dedup();
    named.sort_by_key(|name| !told.iter().any(|s| s.name == *name));
    for name in named {
        let lines = close.streets.iter().filter(|s| s.name.as_deref() == Some(name));
        map.name(lines.map(|s| s.points.as_slice()), name);
    }
    let legend = legend(close);
    let said: Vec<&str> = legend.iter().map(|form| form.text.as_str()).collect();
    let alt = format!("The ground around the change of {}. {}.", close.name, said.join(". "));
    (CloseView { file: file.to_owned(), wide: map.aspect() > 1.0, alt, legend }, map.finish())
}

fn legend(close: &CloseUp) -> Vec<Form> {
    let form = |form: &'static str, text: &str| Form { form, text: text.to_owned() };
    let added = close.added.as_ref().map(|_| form("added", "Ground that the change adds"));
    let given_up = close.given_up.as_ref().map(|_| form("given_up", "Ground that it gives up"));
    let street = (!close.streets.is_empty()).then(|| form("street", "Streets; main ones are wider"));
    [Some(form("site", &format!("{} today", close.name))), added, given_up]
        .into_iter()
        .chain([Some(form("change", "The boundary that would have helped")), street])
        .flatten()
        .collect()
}
