//! `catchment recent`.

use anyhow::Result;
use catchment_questions::file::{Field, Sheet};
use catchment_questions::recent::{Recent, RecentAnswer, RecentBeside, RecentItem, RecentKind, RecentVerdict, words};
use catchment_store::Dataset;

use super::legend;
use crate::ask::Printed;
use crate::output;

impl Printed for Recent {
    fn warnings(answer: &RecentAnswer) -> &[String] {
        &answer.meta.warnings
    }

    fn print(&self, answer: &RecentAnswer, data: &Dataset) -> Result<()> {
        output::print_table(&sheet(answer))?;
        let mut lines = vec![answer.finding.clone()];
        lines.extend(answer.says.iter().cloned());
        lines.push("Neighborhoods with fewer than 10 incidents in both years stand in --format csv alone.".to_owned());
        lines.extend(own_outline(answer));
        lines.extend(words::withheld(&self.counted.withheld));
        lines.push(format!("Data through {}.", answer.through));
        lines.push(legend(&answer.meta, &self.counted, data));
        output::print_text(&lines.join("\n"))
    }
}

/// A row for each place and period that is told and has incidents enough; of the city and its sites all.
fn sheet(answer: &RecentAnswer) -> Sheet {
    let columns =
        ["place", "period", "incidents", "year before", "change", "chance alone", "offenses", "year before", "verdict"];
    let mut sheet = Sheet::new(columns);
    for item in &answer.items {
        for (period, beside) in [("year to date", &item.year_to_date), ("28 days", &item.last_28_days)] {
            if let Some(beside) = beside.as_ref().filter(|b| judged(item, b)) {
                sheet.push(row((item, period), beside));
            }
        }
    }
    sheet
}

fn judged(item: &RecentItem, beside: &RecentBeside) -> bool {
    beside.verdict != RecentVerdict::Few || matches!(item.kind, RecentKind::City | RecentKind::Site)
}

fn row((item, period): (&RecentItem, &str), beside: &RecentBeside) -> Vec<Field> {
    vec![
        item.name.as_str().into(),
        period.into(),
        Field::Int(beside.incidents),
        Field::Int(beside.incidents_then),
        words::change(beside).into(),
        format!("{} to {}", beside.low, beside.high).into(),
        Field::Int(beside.offenses),
        Field::Int(beside.offenses_then),
        beside.verdict.name().into(),
    ]
}

/// Sites that days are not known of.
fn own_outline(answer: &RecentAnswer) -> Vec<String> {
    let untold = |i: &&RecentItem| i.kind == RecentKind::Site && i.year_to_date.is_none();
    let why = |i: &RecentItem| i.not_told.as_ref().map(|why| format!("{}: {why}", i.name));
    answer.items.iter().filter(untold).filter_map(why).collect()
}
