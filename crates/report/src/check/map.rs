//! The map of a check: the sites, the best ground of their size and number, and one more site.

use catchment_questions::report::{CheckReport, OutlineKind};
use catchment_questions::words::{listed, stands_in};
use serde::Serialize;

use crate::draw::{HATCH, Map, Mark, Spot, Style};

pub(super) const GROUND: &str = "#efece5";
pub(super) const PARK: &str = "#dfe5dc";
/// An existing program.
pub(super) const PROGRAM: &str = "#0b6157";
/// A boundary that would have helped, and the streets beneath.
pub(super) const CHANGE: &str = "#0b6157";
pub(super) const STREET: &str = "#b7b0a2";
/// What is best.
const BEST: &str = "#b23a00";

/// What stands beside the map.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct GroundView {
    /// The picture in words.
    alt: String,
    /// Width over height.
    aspect: f64,
    /// What each form means.
    legend: Vec<Form>,
}

/// A form on the map.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Form {
    /// Which: `site`, `best`, `next`, `change`, `street`.
    pub(super) form: &'static str,
    /// What it says.
    pub(super) text: String,
}

/// The map and what stands beside it.
pub(super) fn ground(report: &CheckReport) -> (GroundView, String) {
    let outlines = &report.outlines;
    let mut map = Map::new(report.status.city.bounds, 1.25);
    for outline in &outlines.areas {
        let fill = if outline.kind == OutlineKind::Park { PARK } else { GROUND };
        map.shape(&outline.geometry, Style { fill, line: "#ffffff", width: 2.5, dashed: false });
    }
    for line in &outlines.streets {
        map.line(line, STREET, 1.6);
    }
    for site in &outlines.sites {
        map.shape(&site.geometry, Style { fill: HATCH, line: PROGRAM, width: 7.0, dashed: false });
    }
    // A casing of paper, so that the line stands out from what it crosses.
    for best in outlines.best.iter().chain(&outlines.next) {
        map.shape(&best.geometry, Style { fill: "none", line: "#ffffff", width: 11.0, dashed: false });
    }
    for best in &outlines.best {
        map.shape(&best.geometry, Style { fill: "none", line: BEST, width: 5.0, dashed: false });
    }
    if let Some(next) = &outlines.next {
        map.shape(&next.geometry, Style { fill: "none", line: "#111111", width: 5.0, dashed: true });
    }
    for change in &outlines.changes {
        map.shape(&change.geometry, Style { fill: "none", line: CHANGE, width: 4.0, dashed: true });
    }
    let lettered: Vec<(char, &str)> = ('A'..='Z').zip(outlines.best.iter().map(|b| b.name.as_str())).collect();
    for (letter, best) in ('A'..='Z').zip(&outlines.best) {
        map.mark(&best.geometry, &Mark { text: letter.to_string(), chosen: false }, Spot::NorthEast);
    }
    if let Some(next) = &outlines.next {
        map.mark(&next.geometry, &Mark { text: "+".to_owned(), chosen: false }, Spot::SouthWest);
    }
    for (site, number) in outlines.sites.iter().zip(1..) {
        map.mark(&site.geometry, &Mark { text: number.to_string(), chosen: true }, Spot::Middle);
    }
    let legend = legend(report, &lettered);
    let said: Vec<&str> = legend.iter().map(|form| form.text.as_str()).collect();
    let alt = format!("Map of the city. {}.", said.join(". "));
    (GroundView { alt, aspect: map.aspect(), legend }, map.finish())
}

fn legend(report: &CheckReport, lettered: &[(char, &str)]) -> Vec<Form> {
    let outlines = &report.outlines;
    let sites: Vec<String> = outlines.sites.iter().zip(1..).map(|(s, n)| format!("{n} {}", s.name)).collect();
    let best: Vec<String> = lettered.iter().map(|(letter, name)| format!("{letter} {name}")).collect();
    let mut forms = Vec::new();
    if !sites.is_empty() {
        let checked = report.status.sites.iter().filter(|s| outlines.sites.iter().any(|o| o.id == s.id));
        let ground = stands_in(checked.map(|s| (s.shape, s.area_ids.as_slice())));
        let how = ground.map_or_else(String::new, |g| format!("; where an outline is not published, {g}"));
        forms.push(Form { form: "site", text: format!("Sites today: {}{how}", listed(&sites)) });
    }
    if !best.is_empty() {
        let text = format!("The best ground of their size and number to expect: {}", listed(&best));
        forms.push(Form { form: "best", text });
    }
    if !outlines.changes.is_empty() {
        let names: Vec<&str> = outlines.changes.iter().map(|c| c.name.as_str()).collect();
        let text = format!("The boundary that would have helped: {}", listed(&names));
        forms.push(Form { form: "change", text });
    }
    if !outlines.streets.is_empty() {
        forms.push(Form { form: "street", text: "Main streets".to_owned() });
    }
    if let Some(next) = &outlines.next {
        forms.push(Form { form: "next", text: format!("+ One more site: {}", next.name) });
    }
    forms
}
