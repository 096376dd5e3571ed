//! The newest days as a table.

use super::{RecentAnswer, RecentBeside, RecentItem, RecentStretch};
use crate::engine::Engine;
use crate::error::AskError;
use crate::file::{Content, Field, Sheet, csv};

const COLUMNS: [&str; 16] = [
    "kind",
    "id",
    "name",
    "period",
    "from",
    "to",
    "then_from",
    "then_to",
    "incidents",
    "incidents_then",
    "offenses",
    "offenses_then",
    "change",
    "chance_low",
    "chance_high",
    "verdict",
];

/// A row for each place and period that is told.
pub(super) fn file(engine: &Engine, answer: &RecentAnswer) -> Result<Content, AskError> {
    let mut sheet = Sheet::new(COLUMNS);
    for (at, item) in answer.items.iter().enumerate() {
        let to_date = if at == 0 { Some(&answer.year_to_date) } else { answer.places_year_to_date.as_ref() };
        let periods = [
            ("year-to-date", to_date, &item.year_to_date),
            ("last-28-days", Some(&answer.last_28_days), &item.last_28_days),
        ];
        for (period, stretch, beside) in periods {
            if let Some((stretch, beside)) = stretch.zip(beside.as_ref()) {
                sheet.push(row((item, period), stretch, beside));
            }
        }
    }
    csv(engine, &answer.meta.window, "recent", &sheet)
}

fn row((item, period): (&RecentItem, &str), stretch: &RecentStretch, beside: &RecentBeside) -> Vec<Field> {
    let texts = [
        item.kind.name(),
        item.id.as_str(),
        item.name.as_str(),
        period,
        stretch.from.as_str(),
        stretch.to.as_str(),
        stretch.then_from.as_str(),
        stretch.then_to.as_str(),
    ];
    let counts = [beside.incidents, beside.incidents_then, beside.offenses, beside.offenses_then];
    let mut row: Vec<Field> = texts.map(Field::from).into();
    row.extend(counts.map(Field::Int));
    row.push(Field::maybe(beside.change, 4));
    row.extend([beside.low, beside.high].map(Field::Int));
    row.push(beside.verdict.name().into());
    row
}
