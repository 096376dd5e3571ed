//! What each command prints for people: tables, and the sentences that come with the answer. One file a question.

mod area;
mod backtest;
mod cells;
mod chance;
mod check;
mod clusters;
mod concentration;
mod counts;
mod decision;
mod evaluate;
mod optimize;
mod rankings;
mod recent;
mod route;
mod score;
mod status;
mod target;

use catchment_questions::answers::{ConcentrationFigures, Meta, NotRankedItem};
use catchment_questions::pieces::Counted;
use catchment_store::Dataset;

/// What a reader of a table must know: unit, period, source, dataset.
pub(crate) fn legend<Q>(meta: &Meta<Q>, counted: &Counted, data: &Dataset) -> String {
    let covered = format!("{} of {} months", meta.window.covered_months, meta.window.months);
    let through = data.coverage.through().map_or_else(String::new, |m| format!(", data through {m}"));
    let date = match counted.time {
        catchment_model::TimeBasis::Occurred => "occurrence",
        catchment_model::TimeBasis::Reported => "report",
    };
    let seed = meta.seed.map_or_else(String::new, |seed| format!(", seed {seed}"));
    let mut lines = vec![
        format!("Offenses: {}.", counted.offense.join(", ")),
        format!(
            "Unit: {}, by month of {date}. Period: {} to {} ({covered}{through}).",
            meta.unit_label, meta.window.from, meta.window.to
        ),
        format!("Source: {}", meta.source),
        format!("Dataset {}{seed}, {}.", meta.dataset, meta.program),
    ];
    let synthetic = data.city.positions.synthetic.as_ref();
    lines.extend(synthetic.filter(|note| !meta.warnings.contains(note)).cloned());
    lines.extend(meta.warnings.iter().map(|w| format!("Note: {w}")));
    lines.join("\n")
}

/// Places that are not ranked, by the reason.
fn not_ranked(items: &[NotRankedItem]) -> Vec<String> {
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for item in items {
        match reasons.iter_mut().find(|(why, _)| *why == item.why) {
            Some((_, places)) => places.push(&item.name),
            None => reasons.push((&item.why, vec![&item.name])),
        }
    }
    reasons.into_iter().map(|(why, places)| format!("Not ranked ({why}): {}", places.join(", "))).collect()
}

/// How few cells hold half of what is counted, beside what chance alone would give.
fn concentration(null: &ConcentrationFigures) -> String {
    let half = null.cells_with_half;
    format!(
        "Half of the count lies in {:.1}% of the cells; by chance alone it would lie in {:.1} to {:.1}%. Generalized \
         Gini {:.2}; by chance alone {:.2} to {:.2}.",
        100.0 * half.observed,
        100.0 * half.null.low,
        100.0 * half.null.high,
        null.generalized_gini.observed,
        null.generalized_gini.null.low,
        null.generalized_gini.null.high
    )
}
