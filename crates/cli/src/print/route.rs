//! `catchment route`.

use anyhow::Result;
use catchment_questions::file::{Field, Sheet};
use catchment_questions::route::{Route, RouteAnswer};
use catchment_store::Dataset;

use super::legend;
use crate::ask::Printed;
use crate::output;

impl Printed for Route {
    fn warnings(answer: &RouteAnswer) -> &[String] {
        &answer.meta.warnings
    }

    fn print(&self, answer: &RouteAnswer, data: &Dataset) -> Result<()> {
        output::print_text(&answer.finding)?;
        let mut sheet = Sheet::new(["", "way", "m"]);
        for (i, stretch) in answer.stretches.iter().enumerate() {
            let says = stretch.says.rsplit_once(", ").map_or(stretch.says.as_str(), |(way, _)| way);
            let again = if stretch.again { " (passed before)" } else { "" };
            sheet.push(vec![(i + 1).into(), format!("{says}{again}").into(), Field::Real(stretch.meters, 0)]);
        }
        output::print_table(&sheet)?;
        let mut lines: Vec<String> = answer.shift.iter().map(|s| s.says.clone()).collect();
        lines.extend(answer.notes.iter().chain(&answer.limits).cloned());
        lines.push(legend(&answer.meta, &self.counted, data));
        output::print_text(&lines.join("\n"))
    }
}
