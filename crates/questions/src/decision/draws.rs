//! Criteria drawn, kept while weights move: those with weight, by one measure.

use catchment_model::heap;
use catchment_model::{Finest, GroupId, Measure, Query, ReportedBy, Selection};
use catchment_siting::RankInput;
use catchment_siting::decide::{Criterion, DecideError, DecideInput, DecideParams, Decider, Draws, RankSet, Weights};
use serde::Serialize;

use super::weighable::{Weighable, WeighablePlaces};
use crate::engine::{Engine, Find};
use crate::error::AskError;
use crate::pieces::CriterionName;

/// Level of the rank sets.
const LEVEL: f64 = 0.9;

/// How criteria are drawn.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Drawing {
    /// The places.
    pub(super) places: Weighable,
    /// What they are compared by.
    pub(super) measure: Measure,
    /// Seed of the draws.
    pub(super) seed: u64,
    /// Months after which an offense counts half in recency.
    pub(super) half_life_months: f64,
    /// Criteria with weight: only these are drawn.
    pub(super) weighed: Vec<CriterionName>,
}

/// Criteria of the places by the measure asked for: draws of those with weight, expected values of all.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Shown(pub(super) Drawing);

/// Criteria of the places by another measure: draws of those with weight and nothing else.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Beside(pub(super) Drawing);

/// The same places with police-initiated offenses among those counted.
#[derive(Debug, Clone, Serialize)]
pub(super) struct WithPolice(pub(super) Drawing);

/// Draws with the rank sets of the same counts, in the order of the ids.
#[derive(Debug)]
pub(super) struct Drawn {
    pub(super) draws: Draws,
    pub(super) sets: Vec<RankSet>,
}

impl Find for Shown {
    const NAME: &'static str = "criteria drawn";
    type Found = Result<Drawn, DecideError>;

    fn find(&self, engine: &Engine) -> Result<Self::Found, AskError> {
        let places = engine.find(&self.0.places)?;
        let weights = self.0.weights()?;
        let draws = self
            .0
            .ask(engine, &places, (&places.input, false), |decider, input| decider.draw_with_expected(input, &weights));
        Ok(draws.map(|draws| Drawn { sets: draws.rank_sets(LEVEL).unwrap_or_default(), draws }))
    }
}

impl Find for Beside {
    const NAME: &'static str = "criteria drawn by another measure";
    type Found = Result<Draws, DecideError>;

    fn find(&self, engine: &Engine) -> Result<Self::Found, AskError> {
        let places = engine.find(&self.0.places)?;
        let weights = self.0.weights()?;
        Ok(self.0.ask(engine, &places, (&places.input, false), |decider, input| decider.draw_for(input, &weights)))
    }
}

impl Find for WithPolice {
    const NAME: &'static str = "criteria with police-initiated offenses";
    type Found = Option<Draws>;

    /// Expected values only, but for years hot, which only draws give; absent where there are no such offenses.
    fn find(&self, engine: &Engine) -> Result<Self::Found, AskError> {
        let Drawing { places: weighable, weighed, .. } = &self.0;
        let query = weighable.counted.query(&engine.data)?;
        let finest = if weighable.search.is_some() { Finest::Cell } else { Finest::Area };
        let Some(selection) = police_too(engine, &query.selection, finest) else { return Ok(None) };
        let found = weighable.search.as_ref().map(|search| engine.find(search)).transpose()?;
        let (counts, _) = weighable.input(engine, &Query { selection, ..query }, found.as_deref());
        let places = engine.find(weighable)?;
        // Residents have no draws: nothing is drawn where years hot have no weight.
        let years_hot = weighed.contains(&CriterionName::Persistence);
        let only = if years_hot { Criterion::Persistence } else { Criterion::Residents };
        let only = only_these(|criterion| criterion == only)?;
        Ok(self.0.ask(engine, &places, (&counts, true), |decider, input| decider.draw_for(input, &only)).ok())
    }
}

impl Drawing {
    /// What draws need to know of the weights: which are above 0.
    fn weights(&self) -> Result<Weights, AskError> {
        only_these(|criterion| self.weighed.contains(&criterion.into()))
    }

    /// Draws from these counts; with `lenient`, a group without a severity counts 0.
    pub(super) fn ask(
        &self,
        engine: &Engine,
        places: &WeighablePlaces,
        (counts, lenient): (&RankInput, bool),
        draw: impl FnOnce(&Decider, &DecideInput<'_>) -> Result<Draws, DecideError>,
    ) -> Result<Draws, DecideError> {
        let input = DecideInput {
            rank: counts,
            ages: &places.ages,
            severity: severity(engine, counts, lenient),
            shift: places.shift.clone(),
            distance_km: places.reach.distance_km.clone(),
            served: places.reach.served.clone(),
        };
        let raw = DecideParams {
            measure: self.measure,
            seed: self.seed,
            half_life_months: self.half_life_months,
            min_residents: engine.data.city.analysis.min_residents,
            ..DecideParams::default()
        };
        draw(&raw.check()?, &input)
    }
}

/// Weight 1 for some criteria, 0 for the others.
fn only_these(weighed: impl Fn(Criterion) -> bool) -> Result<Weights, AskError> {
    let one = |criterion| if weighed(criterion) { 1.0 } else { 0.0 };
    Weights::new(catchment_siting::decide::CRITERIA.map(one)).map_err(AskError::internal)
}

/// Severity of each group, as the city file gives it.
fn severity(engine: &Engine, rank: &RankInput, lenient: bool) -> Result<Vec<f64>, String> {
    let declared = engine.data.city.severity.as_ref().ok_or("the city file gives no severities")?;
    let of = |g: &catchment_siting::RankGroup| {
        let given = declared.per_offense.get(&g.id).copied().or(lenient.then_some(0.0));
        given.ok_or_else(|| format!("the city file gives no severity of {}", g.label))
    };
    rank.groups.iter().map(of).collect()
}

/// A selection and every police-initiated group that may be shown; `None` where there is no other.
fn police_too(engine: &Engine, selection: &Selection, finest: Finest) -> Option<Selection> {
    let groups = engine.data.offenses.groups().iter().zip(0u8..);
    let police = groups
        .filter(|(g, _)| g.reported_by == ReportedBy::Police && g.finest >= finest && g.weight > 0.0)
        .map(|(_, id)| GroupId(id));
    let more: Vec<GroupId> = police.filter(|id| selection.weight(*id) <= 0.0).collect();
    if more.is_empty() {
        return None;
    }
    let ids: Vec<GroupId> = selection.ids().filter(|id| selection.weight(*id) > 0.0).chain(more).collect();
    engine.data.offenses.selection(&ids).ok()
}

heap!(Drawn { draws, sets });
