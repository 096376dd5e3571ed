//! A decision as a table: the columns of a ranking first, then what a decision adds.

use super::{DecisionAnswer, DecisionItem};
use crate::answers::RankSpan;
use crate::engine::Engine;
use crate::error::AskError;
use crate::file::{Content, Field, Sheet, csv};
use crate::pieces::{CriterionName, Direction};

pub(super) fn csv_of(engine: &Engine, answer: &DecisionAnswer) -> Result<Content, AskError> {
    csv(engine, &answer.meta.window, "decision", &sheet(answer))
}

fn sheet(answer: &DecisionAnswer) -> Sheet {
    let first = ["rank", "id", "name", "score", "count", "per_1000", "per_km2", "rank_low", "rank_high", "p_top"];
    let more = ["p_top_weights_only", "p_top_counts_only", "rank_set_low", "rank_set_high"];
    // Only where they were asked for: other decisions say nothing of them.
    let measured = answer.items.iter().any(|item| item.by_measure.is_some());
    let ranks: &[&str] = if measured { &["rank_by_count", "rank_by_per_resident", "rank_by_per_km2"] } else { &[] };
    let last = ["weight_change", "incident_change", "observed_last_year", "expected_fall", "year_visible", "incidents"];
    let next = ["smallest_fall", "smallest_year", "next_low", "next_high", "p_next"];
    let available = || answer.criteria.iter().filter(|c| c.unavailable.is_none());
    let values = available().map(|c| c.id.name().to_owned());
    let contributions = available().filter(|c| c.weight > 0.0).map(|c| format!("{}_contribution", c.id.name()));
    let fixed = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
    let columns = fixed(&first)
        .into_iter()
        .chain(fixed(&more))
        .chain(fixed(ranks))
        .chain(values)
        .chain(contributions)
        .chain(fixed(&last))
        .chain(fixed(&next));
    let weighed = |id: CriterionName| answer.criteria.iter().any(|c| c.id == id && c.weight > 0.0);
    let mut sheet = Sheet::new(columns);
    for item in &answer.items {
        let mut row: Vec<Field> = vec![
            item.rank.into(),
            item.id.as_str().into(),
            item.name.as_str().into(),
            Field::Real(item.score, 3),
            item.count.into(),
            Field::maybe(item.per_1000, 1),
            Field::maybe(item.per_km2, 1),
            item.rank_low.into(),
            item.rank_high.into(),
            Field::Real(item.p_top, 2),
            Field::Real(item.p_top_weights_only, 2),
            Field::Real(item.p_top_counts_only, 2),
            item.rank_set_low.into(),
            item.rank_set_high.into(),
        ];
        if measured {
            let by = item.by_measure.as_ref();
            let rank = |span: Option<&RankSpan>| span.map(|s| s.rank).into();
            row.push(rank(by.and_then(|b| b.count.as_ref())));
            row.push(rank(by.and_then(|b| b.per_resident.as_ref())));
            row.push(rank(by.and_then(|b| b.per_km2.as_ref())));
        }
        row.extend(item.criteria.iter().map(|c| Field::maybe(c.value, 3)));
        row.extend(item.criteria.iter().filter(|c| weighed(c.id)).map(|c| Field::Real(c.contribution, 3)));
        row.push(weight_change(item).into());
        row.push(incident_change(item).into());
        row.push(Field::maybe(item.expected_fall.observed, 1));
        row.push(Field::maybe(item.expected_fall.share, 3));
        row.push(item.detectable.year_visible.into());
        row.push(item.incidents.into());
        row.push(Field::maybe(item.detectable.smallest_fall, 2));
        row.push(item.detectable.smallest_year.into());
        let next = item.next_year.as_ref();
        row.push(next.map(|n| n.rank_low).into());
        row.push(next.map(|n| n.rank_high).into());
        row.push(Field::maybe(next.map(|n| n.p_top), 2));
        sheet.push(row);
    }
    sheet
}

/// The smallest change of a weight that moves a place into or out of the first: `burden 3→1.5`.
pub fn weight_change(item: &DecisionItem) -> Option<String> {
    let change = item.would_change.weight.as_ref()?;
    Some(format!("{} {}→{:.3}", change.criterion.name(), change.from, change.to))
}

/// The fewest offenses that do: `−21`.
pub fn incident_change(item: &DecisionItem) -> Option<String> {
    let change = item.would_change.incidents.as_ref()?;
    Some(format!("{}{}", if change.direction == Direction::More { "+" } else { "−" }, change.n))
}
