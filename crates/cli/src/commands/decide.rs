//! `catchment rank --weights …`: places under several weighed criteria.

use std::sync::Arc;

use anyhow::{Result, bail};
use catchment_questions::{
    DecisionAnswer, DecisionItem, Question, decision_answer, find_catchments, find_decision, rank_catchments,
    rank_neighborhoods,
};
use catchment_server::AppState;

use super::question::{legend, state, told};
use super::rank::{chance, not_ranked, weighed_pairs};
use crate::args::{Common, Format, RankArgs, RankOf};
use crate::output::{self, Field, Sheet};
use crate::progress;

/// Whether criteria are to be weighed: any flag that is about them.
pub(super) fn is_asked(args: &RankArgs) -> bool {
    args.weights.is_some() || args.concentration.is_some() || args.half_life_months.is_some() || args.sites.is_some()
}

/// Prints a decision.
pub(super) fn run(common: &Common, args: &RankArgs) -> Result<()> {
    if args.format == Format::Geojson {
        bail!("--format geojson: not with --weights; expected table, json or csv");
    }
    let dataset = super::open(&common.workspace)?;
    let params = weighed_pairs(args).read(Question::Decision, &dataset)?;
    let state = state(dataset, false)?;
    let question = params.decision_draws();
    let (found, place) = match args.of {
        RankOf::Neighborhoods => (None, rank_neighborhoods(&state, &question).map_err(told)?),
        RankOf::Catchments => {
            let found = find_catchments(&state, &question).map_err(told)?;
            let place = rank_catchments(&state, &question, &found).map_err(told)?;
            (Some(found), place)
        }
    };
    let draws = find_decision(&state, &question, &Arc::new(place), found.as_ref()).map_err(told)?;
    print(args, &state, &decision_answer(&state, &params, &draws).map_err(told)?)
}

/// Prints a decision that was computed already.
pub(super) fn print(args: &RankArgs, state: &AppState, answer: &DecisionAnswer) -> Result<()> {
    if args.format != Format::Table {
        progress::warn(&answer.meta.warnings);
    }
    match args.format {
        Format::Json => output::print_json(answer),
        Format::Csv => csv(answer).print_csv(),
        _ => table(state, answer),
    }
}

/// The columns of a ranking first, then what a decision adds.
fn csv(answer: &DecisionAnswer) -> Sheet {
    let first = ["rank", "id", "name", "score", "count", "per_1000", "per_km2", "rank_low", "rank_high", "p_top"];
    let more = ["p_top_weights_only", "p_top_counts_only", "rank_set_low", "rank_set_high"];
    let last = ["weight_change", "incident_change", "observed_last_year", "expected_fall", "year_visible"];
    let available = || answer.criteria.iter().filter(|c| c.unavailable.is_none());
    let values = available().map(|c| c.id.to_owned());
    let contributions = available().filter(|c| c.weight > 0.0).map(|c| format!("{}_contribution", c.id));
    let fixed = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
    let columns = fixed(&first).into_iter().chain(fixed(&more)).chain(values).chain(contributions).chain(fixed(&last));
    let mut sheet = Sheet::new(columns);
    for item in &answer.items {
        let mut row: Vec<Field> = vec![
            item.rank.into(),
            item.id.as_str().into(),
            item.name.as_str().into(),
            Field::Real(item.score, 3),
            Field::Int(item.count),
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
        row.extend(item.criteria.iter().map(|c| Field::maybe(c.value, 3)));
        let weighed = |id: &str| answer.criteria.iter().any(|c| c.id == id && c.weight > 0.0);
        row.extend(item.criteria.iter().filter(|c| weighed(c.id)).map(|c| Field::Real(c.contribution, 3)));
        row.push(weight_change(item).map_or(Field::Empty, Into::into));
        row.push(incident_change(item).map_or(Field::Empty, Into::into));
        row.push(Field::maybe(item.expected_fall.observed, 1));
        row.push(Field::maybe(item.expected_fall.share, 3));
        row.push(item.detectable.year_visible.map_or(Field::Empty, |y| Field::Int(y.into())));
        sheet.push(row);
    }
    sheet
}

fn weight_change(item: &DecisionItem) -> Option<String> {
    let change = item.would_change.weight.as_ref()?;
    Some(format!("{} {}→{:.3}", change.criterion, change.from, change.to))
}

fn incident_change(item: &DecisionItem) -> Option<String> {
    let change = item.would_change.incidents.as_ref()?;
    Some(format!("{}{}", if change.direction == "more" { "+" } else { "−" }, change.n))
}

fn table(state: &AppState, answer: &DecisionAnswer) -> Result<()> {
    let k = answer.meta.params.k;
    let columns = ["rank", "id", "name", "score", "count", "90 % ranks", "rank set"].map(str::to_owned);
    let more = [
        format!("P(top {k})"),
        "weights only".to_owned(),
        "counts only".to_owned(),
        "weight".to_owned(),
        "offenses".to_owned(),
    ];
    let last = ["fall", "−20 % seen"].map(str::to_owned);
    let mut sheet = Sheet::new(columns.into_iter().chain(more).chain(last));
    for item in &answer.items {
        sheet.push(vec![
            item.rank.into(),
            item.id.as_str().into(),
            item.name.as_str().into(),
            Field::Real(item.score, 3),
            Field::Int(item.count),
            format!("{}–{}", item.rank_low, item.rank_high).into(),
            format!("{}–{}", item.rank_set_low, item.rank_set_high).into(),
            chance(item.p_top).into(),
            chance(item.p_top_weights_only).into(),
            chance(item.p_top_counts_only).into(),
            weight_change(item).map_or(Field::Empty, Into::into),
            incident_change(item).map_or(Field::Empty, Into::into),
            item.expected_fall.share.map_or(Field::Empty, |s| format!("{:.0} %", 100.0 * s).into()),
            item.detectable.year_visible.map_or(Field::Empty, |y| y.to_string().into()),
        ]);
    }
    sheet.print_table()?;
    let mut lines =
        vec![
        "Score: 0 would be lowest by every criterion, 1 highest. Ranks: 90 % interval over counts and weights; rank \
            set: by burden as counted, all sets together 90 %."
            .to_owned(),
        format!("Weight, offenses: the smallest change of one weight, and the fewest offenses, that move the place \
            into or out of the first {k}."),
        "Fall: to expect after the last year of the window without any program. −20 % seen: year by which such a fall \
            would show (80 % power).".to_owned(),
    ];
    for c in answer.criteria.iter().filter(|c| c.weight > 0.0) {
        lines.push(format!("{} (weight {}): {}", c.label, c.weight, c.definition));
    }
    lines.extend(rules(answer));
    lines.extend(
        not_ranked(&answer.not_ranked)
            .into_iter()
            .map(|(why, places)| format!("Not ranked ({why}): {}", places.join(", "))),
    );
    lines.push(legend(&answer.meta, &state.data));
    output::print_text(&lines.join("\n"))
}

fn rules(answer: &DecisionAnswer) -> impl Iterator<Item = String> + '_ {
    let ids = |list: &[String]| if list.is_empty() { "none".to_owned() } else { list.join(", ") };
    answer
        .rules
        .iter()
        .map(move |r| format!("Rule: {}. Enter: {}. Leave: {}. {}", r.label, ids(&r.enter), ids(&r.leave), r.source))
}
