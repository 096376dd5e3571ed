//! `catchment area`.

use anyhow::Result;
use catchment_questions::answers::RankSpan;
use catchment_questions::area::{Area, AreaAnswer, Catchment, CatchmentAnswer, Place, ThenNow};
use catchment_questions::file::{Field, Sheet};
use catchment_questions::words::{chance, grouped, percent};
use catchment_store::Dataset;

use super::legend;
use crate::ask::Printed;
use crate::output;

impl Printed for Area {
    fn warnings(answer: &AreaAnswer) -> &[String] {
        &answer.meta.warnings
    }

    fn print(&self, answer: &AreaAnswer, data: &Dataset) -> Result<()> {
        place(&answer.place, self.k, legend(&answer.meta, &self.counted, data))
    }
}

impl Printed for Catchment {
    fn warnings(answer: &CatchmentAnswer) -> &[String] {
        &answer.meta.warnings
    }

    fn print(&self, answer: &CatchmentAnswer, data: &Dataset) -> Result<()> {
        place(&answer.place, self.k, legend(&answer.meta, &self.counted, data))
    }
}

fn place(place: &Place, k: usize, legend: String) -> Result<()> {
    output::print_table(&ranks(place, k))?;
    let area = &place.area;
    let mut lines = vec![
        format!("{} ({}, {}), {:.2} km².", area.name, area.kind, area.id, area.area_km2),
        format!(
            "Counted: {}. {}",
            grouped(place.count),
            place.offenses.iter().map(|o| format!("{} {}", o.label, grouped(o.count))).collect::<Vec<_>>().join("; ")
        ),
    ];
    lines.extend(
        place.shift_share.map(|s| format!("Within the working hours of a site: {} (of known hour).", percent(s, 0))),
    );
    if !area.sites.is_empty() {
        lines.push(format!("Sites here: {}.", area.sites.join(", ")));
    }
    lines.extend(place.why.iter().cloned());
    lines.extend(place.then_now.as_ref().map(said));
    lines.push(legend);
    output::print_text(&lines.join("\n"))
}

/// Then and now in one line.
pub(super) fn said(then: &ThenNow) -> String {
    format!("{}. {}", then.finding, then.sentence)
}

/// A row for each measure.
fn ranks(place: &Place, k: usize) -> Sheet {
    let columns = ["by", "value a year", "rank", "90% ranks"].map(str::to_owned);
    let mut sheet = Sheet::new(columns.into_iter().chain([format!("P(top {k})")]));
    let mut add = |by: &str, value: Field, rank: Option<&RankSpan>| {
        sheet.push(vec![
            by.into(),
            value,
            rank.map(|r| r.rank).into(),
            rank.map(|r| format!("{}–{}", r.low, r.high)).into(),
            rank.map(|r| chance(r.p_top)).into(),
        ]);
    };
    add("count", Field::Empty, place.rank.count.as_ref());
    add("per 1,000 residents", Field::maybe(place.per_1000, 1), place.rank.per_resident.as_ref());
    add("per km²", Field::maybe(place.per_km2, 1), place.rank.per_km2.as_ref());
    sheet
}
