//! `catchment check`.

use anyhow::Result;
use catchment_questions::check::{Check, CheckAnswer, SiteChecked, words};
use catchment_questions::file::{Field, Sheet};
use catchment_questions::words::month_name;
use catchment_store::Dataset;

use super::legend;
use crate::ask::Printed;
use crate::output;

impl Printed for Check {
    fn warnings(answer: &CheckAnswer) -> &[String] {
        &answer.meta.warnings
    }

    fn print(&self, answer: &CheckAnswer, data: &Dataset) -> Result<()> {
        let mut lines = vec![answer.finding.clone()];
        if answer.together.is_some() {
            output::print_table(&sheet(answer))?;
        }
        lines.extend(answer.sites.iter().map(told));
        let boundary = |s: &SiteChecked| {
            (!s.says.boundary.is_empty()).then(|| format!("{}, its boundary: {}", s.name, s.says.boundary.join(" ")))
        };
        lines.extend(answer.sites.iter().filter_map(boundary));
        lines.extend(answer.together.iter().filter(|t| !t.reason.is_empty()).map(|t| t.reason.clone()));
        lines.extend(answer.sites.iter().filter_map(|s| Some(format!("{}: {}", s.name, s.earlier.as_ref()?.says))));
        lines.extend(quarters(answer));
        lines.push(answer.false_alarms.clone());
        lines.extend(answer.notes.iter().cloned());
        lines.push(legend(&answer.meta, &self.counted, data));
        output::print_text(&lines.join("\n"))
    }
}

fn sheet(answer: &CheckAnswer) -> Sheet {
    let columns = [
        "site",
        "km²",
        "incidents",
        "of the city (90%)",
        "year before",
        "of the best",
        "drift in a year",
        "shift",
        "verdict",
        "a quarter before",
    ];
    let mut sheet = Sheet::new(columns);
    for site in answer.sites.iter().chain(&answer.together) {
        let text = |t: Option<String>| t.map_or(Field::Empty, Field::Text);
        let star = if site.stand_in { "*" } else { "" };
        sheet.push(vec![
            format!("{}{star}", site.name).into(),
            Field::Real(site.area_km2, 2),
            site.incidents.into(),
            text(site.reached.as_ref().map(words::reached)),
            text(site.year_before.as_ref().map(words::reached)),
            text(site.best.as_ref().map(words::of_best)),
            text(site.drift.as_ref().map(words::drift)),
            text(site.shift.as_ref().map(words::shift)),
            text(site.verdict.map(|v| words::verdict(v).to_owned())),
            text(site.earlier.as_ref().map(words::earlier_short)),
        ]);
    }
    sheet
}

/// The verdict with its reasons.
fn told(site: &SiteChecked) -> String {
    let verdict = site.verdict.map_or("", words::verdict);
    format!("{}: {verdict}. {}", site.name, site.reason)
}

/// Shares of past quarters, a line a site.
fn quarters(answer: &CheckAnswer) -> Vec<String> {
    let one = |site: &SiteChecked| {
        let quarter = |q: &catchment_questions::check::QuarterItem| {
            let before = if q.open { "" } else { " (not open)" };
            format!("{} {}{before}", month_name(&q.to), words::reached(&q.reached))
        };
        let list: Vec<String> = site.quarters.iter().map(quarter).collect();
        (!list.is_empty()).then(|| format!("{}, twelve months up to: {}.", site.name, list.join("; ")))
    };
    answer.sites.iter().chain(&answer.together).filter_map(one).collect()
}
