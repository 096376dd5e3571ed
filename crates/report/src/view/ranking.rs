//! The tables: every measure beside the others, each with its 90% interval.

use catchment_model::Measure;
use catchment_questions::rankings::{RankItem, RankingsAnswer};
use catchment_questions::report::ReportAnswer;
use catchment_questions::words::{capital, grouped, odds, span, tenths};
use serde::Serialize;

use super::compared::compared;

/// A table of places.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    /// Heads of the columns with bars.
    pub heads: Vec<String>,
    /// Places in order.
    pub rows: Vec<Row>,
    /// What stands below.
    pub notes: Vec<String>,
    /// Whether names are long and need room.
    pub wide: bool,
}

/// A place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Place in the list.
    pub rank: usize,
    /// Whether it is one of the chosen.
    pub chosen: bool,
    /// Name.
    pub name: String,
    /// A bar for each measure; absent where the place is not ranked by it.
    pub bars: Vec<Option<Bar>>,
    /// Chance of belonging to the first k.
    pub odds: String,
}

/// A figure with its interval.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bar {
    /// The figure as counted.
    pub figure: String,
    /// Rank with its 90% interval.
    pub ranks: String,
    /// Lower end of the score's interval, as a share of the column's width.
    pub low: f64,
    /// The score.
    pub middle: f64,
    /// Upper end.
    pub high: f64,
}

/// The neighborhoods by all measures, ordered by the one asked for.
pub(super) fn neighborhoods(answers: &ReportAnswer, asked: &RankingsAnswer, rows: usize) -> Table {
    let by: Vec<(Measure, &RankingsAnswer)> = Measure::ALL
        .iter()
        .copied()
        .filter(|m| *m != Measure::PerResident || answers.neighborhoods.per_resident.is_some())
        .map(|m| (m, answers.neighborhoods.by(m)))
        .collect();
    let k = asked.meta.params.k;
    let row = |item: &RankItem| Row {
        rank: item.rank,
        chosen: item.rank <= k,
        name: item.name.clone(),
        bars: by.iter().map(|(m, r)| r.find(&item.id).and_then(|i| bar(i, *m, longest(r)))).collect(),
        odds: odds(item.p_top),
    };
    let mut notes = vec![];
    let left = asked.items.len().saturating_sub(rows);
    if left > 0 {
        notes.push(format!(
            "{left} more neighborhoods are ranked below these; catchment rank --top {} lists all.",
            asked.items.len()
        ));
    }
    let without: Vec<String> = asked.not_ranked.iter().map(|n| format!("{} ({})", n.name, grouped(n.count))).collect();
    if !without.is_empty() {
        notes.push(format!("Counted but not ranked, being parks or having too few residents: {}.", without.join(", ")));
    }
    Table {
        heads: by.iter().map(|(m, _)| head(*m)).collect(),
        rows: asked.items.iter().take(rows).map(row).collect(),
        notes,
        wide: false,
    }
}

/// The catchments by the measure asked for.
pub(super) fn catchments(found: &RankingsAnswer) -> Table {
    let measure = found.meta.params.measure;
    let k = found.meta.params.k;
    let row = |item: &RankItem| Row {
        rank: item.rank,
        chosen: item.rank <= k,
        name: item.name.clone(),
        bars: Measure::ALL
            .iter()
            .map(|m| if *m == measure { bar(item, *m, longest(found)) } else { plain(item, *m) })
            .collect(),
        odds: odds(item.p_top),
    };
    Table {
        heads: Measure::ALL.iter().map(|m| head(*m)).collect(),
        rows: found.items.iter().map(row).collect(),
        notes: Vec::new(),
        wide: true,
    }
}

fn head(measure: Measure) -> String {
    match measure {
        Measure::Count => "Count".to_owned(),
        other => capital(compared(other).score),
    }
}

/// The highest upper end of a ranking: the width of its column.
fn longest(r: &RankingsAnswer) -> f64 {
    r.items.iter().filter_map(|i| i.score_high).fold(0.0, f64::max)
}

fn figure(item: &RankItem, measure: Measure) -> Option<String> {
    match measure {
        Measure::Count => Some(grouped(item.count)),
        other => item.value(other).map(|v| tenths(Some(v))),
    }
}

fn bar(item: &RankItem, measure: Measure, longest: f64) -> Option<Bar> {
    let share = |v: Option<f64>| v.map(|v| (v / longest).clamp(0.0, 1.0));
    let (low, middle, high) = (share(item.score_low)?, share(item.score)?, share(item.score_high)?);
    Some(Bar {
        figure: figure(item, measure)?,
        ranks: format!("{} ({})", item.rank, span(item.rank_low, item.rank_high)),
        low,
        middle,
        high,
    })
}

/// A figure that was not ranked by.
fn plain(item: &RankItem, measure: Measure) -> Option<Bar> {
    Some(Bar { figure: figure(item, measure)?, ranks: String::new(), low: 0.0, middle: 0.0, high: 0.0 })
}
