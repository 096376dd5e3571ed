//! The draws weighed, as an answer.

use catchment_model::{Month, Site};
use catchment_siting::decide::{CRITERIA, DecideError, Decided, Draws, RankSet, RuleInput, Standing, WeighParams, rule_outcome};
use serde::Serialize;
use utoipa::ToSchema;

use super::super::detail::{RankByMeasure, RankSpan};
use super::super::meta::Meta;
use super::super::params::Params;
use super::super::places::shows;
use super::super::rankings::{NotRankedItem, finite};
use super::super::{ApiError, Totals};
use super::draws::{DecisionDraws, measure_at, rule_per};
use crate::state::AppState;

/// Level of all intervals.
const LEVEL: f64 = 0.9;

/// A decision.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DecisionAnswer {
    /// What the answer says of itself.
    pub meta: Meta,
    /// The criteria, with weights and scale.
    pub criteria: Vec<CriterionInfo>,
    /// Places by falling score.
    pub items: Vec<DecisionItem>,
    /// Places that are counted but not ranked.
    pub not_ranked: Vec<NotRankedItem>,
    /// Ids of the sites that distance and equity are about.
    pub sites: Vec<String>,
    /// How ranks would move if police-initiated offenses entered; empty where there are none.
    pub guard: Vec<GuardItem>,
    /// Funding rules of the city file against this ranking; for neighborhoods only.
    pub rules: Vec<RuleItem>,
}

/// A criterion.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CriterionInfo {
    /// Id.
    pub id: &'static str,
    /// Name for people.
    pub label: &'static str,
    /// What it is, and its unit.
    pub definition: String,
    /// Weight as given.
    pub weight: f64,
    /// Expected value that 0 stands for: the lowest of the ranked places.
    pub low: Option<f64>,
    /// Expected value that 1 stands for: the highest.
    pub high: Option<f64>,
    /// Whether its values carry the noise of the counts.
    pub drawn: bool,
    /// Why it cannot be weighed here, where so.
    pub unavailable: Option<String>,
}

/// A place in its rank.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DecisionItem {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Place in the list, 1 first.
    pub rank: usize,
    /// Expected score: 0 would be lowest by every criterion, 1 highest.
    pub score: f64,
    /// Count over the covered months.
    pub count: i64,
    /// Count per 1,000 residents and year.
    pub per_1000: Option<f64>,
    /// Count per km² and year.
    pub per_km2: Option<f64>,
    /// Chance of being among the first k, over doubt about counts and weights.
    pub p_top: f64,
    /// The same over doubt about the weights alone.
    pub p_top_weights_only: f64,
    /// The same over doubt about the counts alone.
    pub p_top_counts_only: f64,
    /// Better end of the rank's 90 % interval, over counts and weights.
    pub rank_low: usize,
    /// Worse end.
    pub rank_high: usize,
    /// Best rank by burden as counted, in a set of ranges that hold all true ranks together with 90 % confidence.
    pub rank_set_low: usize,
    /// Worst rank of that set.
    pub rank_set_high: usize,
    /// Why this rank: contributions add up to the score.
    pub criteria: Vec<CriterionValue>,
    /// What would move it into or out of the first k.
    pub would_change: ChangeItem,
    /// The fall to expect without any program.
    pub expected_fall: FallItem,
    /// When a fall of 20 % would be visible.
    pub detectable: DetectableItem,
    /// The same weights by each measure.
    pub by_measure: RankByMeasure,
}

/// A criterion's part in a score.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CriterionValue {
    /// Criterion.
    pub id: &'static str,
    /// Expected value in the criterion's unit.
    pub value: Option<f64>,
    /// Part of the score.
    pub contribution: f64,
}

/// What would move a place into or out of the first k.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ChangeItem {
    /// Smallest change of one weight, the others as given; absent where none from 0 to 1000 does.
    pub weight: Option<WeightChangeItem>,
    /// Fewest offenses of the window, mixed as its own are; absent where no number does.
    pub incidents: Option<IncidentChangeItem>,
}

/// A change of one weight.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct WeightChangeItem {
    /// Criterion.
    pub criterion: &'static str,
    /// Weight now.
    pub from: f64,
    /// Weight just beyond which the place is moved.
    pub to: f64,
}

/// Offenses more or fewer.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct IncidentChangeItem {
    /// How many.
    pub n: u64,
    /// `more` or `fewer`.
    pub direction: &'static str,
}

/// Regression to the mean, in counts per year.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FallItem {
    /// Counted in the last year of the window.
    pub observed: Option<f64>,
    /// To expect without a program, the city as a whole staying at that year's level.
    pub expected: Option<f64>,
    /// Fall as a share of what was counted; below 0 is a rise; absent without a count.
    pub share: Option<f64>,
}

/// When a fall of 20 % would be visible, with 80 % power at the 5 % level.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DetectableItem {
    /// Counts per year to expect without a program.
    pub events_per_year: Option<f64>,
    /// Counts needed before, and in as long a time after.
    pub events_needed: Option<f64>,
    /// Calendar year, for a start in the month after the window; absent where it takes more than 30 years.
    pub year_visible: Option<i32>,
}

/// A rank with and without police-initiated offenses.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct GuardItem {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Rank by the chosen offenses.
    pub rank: usize,
    /// Rank if all police-initiated offenses entered too.
    pub rank_with_police_initiated: usize,
    /// Places up (above 0) or down (below 0) that would mean.
    pub change: i64,
}

/// A funding rule against this ranking.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RuleItem {
    /// Id.
    pub id: String,
    /// The rule in words.
    pub label: String,
    /// Where it is stated; an example says so.
    pub source: String,
    /// What is counted where the rule's own unit is not in the data.
    pub unit_note: Option<String>,
    /// What else a reader must know: months without data, offenses not shown.
    pub notes: Vec<String>,
    /// Ids that it takes, best first.
    pub chosen: Vec<String>,
    /// Those that this ranking's first as many do not have.
    pub enter: Vec<String>,
    /// Those that only this ranking's first as many have.
    pub leave: Vec<String>,
}

/// Weighs what was drawn.
///
/// # Errors
/// [`ApiError::Value`] for a weight on a criterion that cannot be had, and a measure by which nothing can be ranked.
pub fn decision_answer(state: &AppState, params: &Params, found: &DecisionDraws) -> Result<DecisionAnswer, ApiError> {
    let at = measure_at(params);
    let draws =
        found.by[at].as_ref().map_err(|why| ApiError::value("measure", params.measure.name(), format!("another measure ({why})")))?;
    let weigh = weigh_params(params, draws);
    let decision = draws.decide(&weigh).map_err(|e| refused(e, params))?;
    let standings: Vec<Vec<Standing>> = found.by.iter().map(|d| standings(d, params)).collect();
    let sets: Vec<(&String, &RankSet)> = draws.ids().iter().zip(&found.sets[at]).collect();
    let set = |id: &str| sets.binary_search_by(|(own, _)| own.as_str().cmp(id)).ok().map(|i| *sets[i].1);
    let start = params.window.to().next();
    let items: Vec<DecisionItem> = decision
        .items
        .iter()
        .map(|i| item(state, found, i, (&standings, set(&i.id), start)))
        .take(params.top.unwrap_or(usize::MAX))
        .collect();
    let order: Vec<String> = decision.items.iter().map(|i| i.id.clone()).collect();
    Ok(DecisionAnswer {
        meta: meta(state, params, found, weigh.k),
        criteria: criteria(state, params, draws),
        items,
        not_ranked: not_ranked(draws, found),
        sites: found.sites.clone(),
        guard: guard(found, (at, params), &order),
        rules: rules(state, found, &order),
    })
}

fn weigh_params(params: &Params, draws: &Draws) -> WeighParams {
    let ask = &params.decision;
    WeighParams { weights: ask.weights, concentration: ask.concentration, k: params.k.min(draws.len()), level: LEVEL }
}

fn refused(error: DecideError, params: &Params) -> ApiError {
    match error {
        DecideError::Unavailable { .. } => {
            ApiError::value("weights", params.decision.weights.to_string(), format!("criteria that can be had here: {error}"))
        }
        other => ApiError::internal(other),
    }
}

/// Standings by one measure; none where nothing can be ranked so.
fn standings(draws: &Result<Draws, String>, params: &Params) -> Vec<Standing> {
    draws.as_ref().ok().and_then(|d| d.standings(&weigh_params(params, d)).ok()).unwrap_or_default()
}

fn meta(state: &AppState, params: &Params, found: &DecisionDraws, k: usize) -> Meta {
    let mut meta = Meta::new(params, &found.place.shown, &state.data, shows(params, found.place.city.count));
    meta.few_places(params.k, k);
    if found.sites.is_empty() && !state.data.sites.is_empty() {
        let first = state.data.sites.iter().map(|s: &Site| s.from).min();
        let since = first.map_or_else(String::new, |m| format!(" (the first began in {m})"));
        meta.warnings.push(format!(
            "No site existed in {}{since}: distance to sites cannot be weighed, and all ground counts as unserved.",
            params.window.to()
        ));
    }
    meta
}

fn criteria(state: &AppState, params: &Params, draws: &Draws) -> Vec<CriterionInfo> {
    let unit = state.data.city.severity.as_ref().map(|s| format!(" Severity: {} ({}).", s.unit, s.source));
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
    state: &AppState,
    found: &DecisionDraws,
    decided: &Decided,
    (standings, set, start): (&[Vec<Standing>], Option<RankSet>, Month),
) -> DecisionItem {
    let place = &found.place;
    let totals: Totals = place.totals(decided.unit, count(found, decided.unit), &state.data);
    let span = |at: usize| {
        let s = standings[at].iter().find(|s| s.id == decided.id)?;
        Some(RankSpan { rank: s.rank, low: s.rank_low, high: s.rank_high, p_top: s.p_top })
    };
    let weight = decided.weight_change.map(|c| WeightChangeItem { criterion: c.criterion.id(), from: c.from, to: c.to });
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

/// Ranks with and without police-initiated offenses, in the order of the ranking.
fn guard(found: &DecisionDraws, (at, params): (usize, &Params), order: &[String]) -> Vec<GuardItem> {
    let then = found.with_police[at].as_ref().and_then(|d| d.ranked_ids(&params.decision.weights).ok()).unwrap_or_default();
    let name = |id: &str| {
        let unit = found.place.input.units.iter().position(|u| u.id == id);
        unit.map(|u| found.names[u].clone()).unwrap_or_default()
    };
    let one = |(id, rank): (&String, usize)| {
        let with = 1 + then.iter().position(|other| other == id)?;
        let change = i64::try_from(rank).ok()? - i64::try_from(with).ok()?;
        Some(GuardItem { id: id.clone(), name: name(id), rank, rank_with_police_initiated: with, change })
    };
    order.iter().zip(1..).filter_map(one).collect()
}

fn rules(state: &AppState, found: &DecisionDraws, order: &[String]) -> Vec<RuleItem> {
    let one = |(rule, counted): (&catchment_model::Rule, &super::draws::RuleCounts)| {
        let input = RuleInput {
            units: &found.place.input.units,
            counts: &counted.counts,
            eligible: &counted.eligible,
            per: rule_per(rule.per),
            top: rule.top,
            min_residents: rule.min_residents,
        };
        let outcome = rule_outcome(input, order);
        let mut notes = Vec::new();
        if counted.covered < counted.months {
            notes.push(format!("{} of the rule's {} months have data.", counted.covered, counted.months));
        }
        if !counted.withheld.is_empty() {
            notes.push(format!("Not counted, because not shown per area: {}.", counted.withheld.join(", ")));
        }
        RuleItem {
            id: rule.id.clone(),
            label: rule.label.clone(),
            source: rule.source.clone(),
            unit_note: rule.unit_note.clone(),
            notes,
            chosen: outcome.chosen,
            enter: outcome.enter,
            leave: outcome.leave,
        }
    };
    state.data.city.rule.iter().zip(&found.rules).map(one).collect()
}
