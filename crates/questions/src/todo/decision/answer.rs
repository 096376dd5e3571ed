//! The draws weighed, as an answer.

use catchment_model::{Month, Site};
use catchment_siting::decide::{CRITERIA, DecideError, Decided, Draws, RankSet, Standing, WeighParams};

use super::super::detail::{RankByMeasure, RankSpan};
use super::super::meta::Meta;
use super::super::params::Params;
use super::super::places::shows;
use super::super::rankings::{NotRankedItem, finite};
use super::super::{AskError, Totals};
use super::against::{guard, rules};
use super::draws::{DecisionDraws, measure_at};
use super::shape::{
    ChangeItem, CriterionInfo, CriterionValue, DecisionAnswer, DecisionItem, DetectableItem, FallItem,
    IncidentChangeItem, WeightChangeItem,
};
use crate::engine::Engine;

/// Level of all intervals.
const LEVEL: f64 = 0.9;

/// Weighs what was drawn.
///
/// # Errors
/// [`AskError::Value`] for a weight on a criterion that cannot be had, and a measure by which nothing can be ranked.
pub fn decision_answer(engine: &Engine, params: &Params, found: &DecisionDraws) -> Result<DecisionAnswer, AskError> {
    let at = measure_at(params);
    let draws = found.by[at]
        .as_ref()
        .map_err(|why| AskError::value("measure", params.measure.name(), format!("another measure ({why})")))?;
    let weigh = weigh_params(params, draws);
    let decision = draws.decide(&weigh).map_err(|e| refused(e, params))?;
    let standings: Vec<Vec<Standing>> = found.by.iter().map(|d| standings(d, params)).collect();
    let sets: Vec<(&String, &RankSet)> = draws.ids().iter().zip(&found.sets[at]).collect();
    let set = |id: &str| sets.binary_search_by(|(own, _)| own.as_str().cmp(id)).ok().map(|i| *sets[i].1);
    let start = params.window.to().next();
    let items: Vec<DecisionItem> = decision
        .items
        .iter()
        .map(|i| item(engine, found, i, (&standings, set(&i.id), start)))
        .take(params.top.unwrap_or(usize::MAX))
        .collect();
    let order: Vec<String> = decision.items.iter().map(|i| i.id.clone()).collect();
    Ok(DecisionAnswer {
        meta: meta(engine, params, found, weigh.k),
        criteria: criteria(engine, params, draws),
        items,
        not_ranked: not_ranked(draws, found),
        sites: found.sites.clone(),
        guard: guard(found, (at, params), &order),
        rules: rules(engine, found, &order),
    })
}

fn weigh_params(params: &Params, draws: &Draws) -> WeighParams {
    let ask = &params.decision;
    WeighParams { weights: ask.weights, concentration: ask.concentration, k: params.k.min(draws.len()), level: LEVEL }
}

fn refused(error: DecideError, params: &Params) -> AskError {
    match error {
        DecideError::Unavailable { .. } => AskError::value(
            "weights",
            params.decision.weights.to_string(),
            format!("criteria that can be had here: {error}"),
        ),
        other => AskError::internal(other),
    }
}

/// Standings by one measure; none where nothing can be ranked so.
fn standings(draws: &Result<Draws, String>, params: &Params) -> Vec<Standing> {
    draws.as_ref().ok().and_then(|d| d.standings(&weigh_params(params, d)).ok()).unwrap_or_default()
}

fn meta(engine: &Engine, params: &Params, found: &DecisionDraws, k: usize) -> Meta {
    let mut meta = Meta::new(params, &found.place.shown, &engine.data, shows(params, found.place.city.count));
    meta.few_places(params.k, k);
    if found.sites.is_empty() && !engine.data.sites.is_empty() {
        let first = engine.data.sites.iter().map(|s: &Site| s.from).min();
        let since = first.map_or_else(String::new, |m| format!(" (the first began in {m})"));
        meta.warnings.push(format!(
            "No site existed in {}{since}: distance to sites cannot be weighed, and all ground counts as unserved.",
            params.window.to()
        ));
    }
    meta
}

fn criteria(engine: &Engine, params: &Params, draws: &Draws) -> Vec<CriterionInfo> {
    let unit = engine.data.city.severity.as_ref().map(|s| format!(" Severity: {} ({}).", s.unit, s.source));
    let info = |criterion: catchment_siting::decide::Criterion| {
        let range = &draws.ranges()[criterion.index()];
        let known = |v: f64| finite(v).filter(|_| range.unavailable.is_none());
        let mut definition = criterion.definition().to_owned();
        match criterion.id() {
            "severity" => definition.push_str(unit.as_deref().unwrap_or_default()),
            "recency" => definition = format!("{definition} Half-life: {} months.", params.decision.half_life_months),
            _ => {}
        }
        CriterionInfo {
            id: criterion.id(),
            label: criterion.label(),
            definition,
            weight: params.decision.weights.of(criterion),
            low: known(range.low),
            high: known(range.high),
            drawn: criterion.is_drawn(),
            unavailable: range.unavailable.clone(),
        }
    };
    CRITERIA.into_iter().map(info).collect()
}

fn item(
    engine: &Engine,
    found: &DecisionDraws,
    decided: &Decided,
    (standings, set, start): (&[Vec<Standing>], Option<RankSet>, Month),
) -> DecisionItem {
    let place = &found.place;
    let totals: Totals = place.totals(decided.unit, count(found, decided.unit), &engine.data);
    let span = |at: usize| {
        let s = standings[at].iter().find(|s| s.id == decided.id)?;
        Some(RankSpan { rank: s.rank, low: s.rank_low, high: s.rank_high, p_top: s.p_top })
    };
    let weight =
        decided.weight_change.map(|c| WeightChangeItem { criterion: c.criterion.id(), from: c.from, to: c.to });
    let direction = |added: bool| if added { "more" } else { "fewer" };
    let incidents = decided.incident_change.map(|c| IncidentChangeItem { n: c.n, direction: direction(c.added) });
    let fall = decided.expected_fall;
    DecisionItem {
        id: decided.id.clone(),
        name: found.names[decided.unit].clone(),
        rank: decided.rank,
        score: decided.score,
        count: totals.count,
        per_1000: totals.per_1000,
        per_km2: totals.per_km2,
        p_top: decided.p_top,
        p_top_weights_only: decided.p_top_weights_only,
        p_top_counts_only: decided.p_top_counts_only,
        rank_low: decided.rank_low,
        rank_high: decided.rank_high,
        rank_set_low: set.map_or(1, |s| s.low),
        rank_set_high: set.map_or(place.input.units.len(), |s| s.high),
        criteria: decided
            .criteria
            .iter()
            .map(|c| CriterionValue { id: c.criterion.id(), value: finite(c.value), contribution: c.contribution })
            .collect(),
        would_change: ChangeItem { weight, incidents },
        expected_fall: FallItem { observed: finite(fall.observed), expected: finite(fall.expected), share: fall.share },
        detectable: DetectableItem {
            events_per_year: finite(decided.detectable.events_per_year),
            events_needed: finite(decided.detectable.events_needed),
            year_visible: decided.detectable.years.and_then(|years| year_after(start, years)),
        },
        by_measure: RankByMeasure { count: span(0), per_resident: span(1), per_km2: span(2) },
    }
}

/// Net count of a unit over all groups that are counted.
fn count(found: &DecisionDraws, unit: usize) -> i64 {
    let input = &found.place.input;
    let of = |(group, g): (usize, &catchment_siting::RankGroup)| -> i64 {
        let start = (group * input.units.len() + unit) * input.months;
        if g.weight > 0.0 { input.monthly[start..start + input.months].iter().sum() } else { 0 }
    };
    input.groups.iter().enumerate().map(of).sum()
}

/// Calendar year in which so many years have passed since the start of a month.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "30 years at most")]
fn year_after(start: Month, years: f64) -> Option<i32> {
    let months = (12.0 * years).ceil().max(1.0) as u16;
    Month::from_index(start.index().checked_add(months - 1)?).map(Month::year)
}

fn not_ranked(draws: &Draws, found: &DecisionDraws) -> Vec<NotRankedItem> {
    let one = |n: &catchment_siting::NotRanked| NotRankedItem {
        id: n.id.clone(),
        name: found.names[n.unit].clone(),
        why: n.why.clone(),
        count: n.count,
    };
    draws.not_ranked().iter().map(one).collect()
}
