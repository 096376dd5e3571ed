//! The best k catchments under limits, computed.

use catchment_model::{Cell, Finest, Query};
use catchment_siting::{CatchmentError, CatchmentInput, CatchmentParams, CatchmentSet, WalkParams};
use catchment_store::Dataset;

use super::found::{chosen, counts};
use super::{
    BudgetInfo, ChosenCatchment, CityReach, CostInfo, ExpectedInfo, FrontierPoint, LimitsInfo, Optimize,
    OptimizeAnswer, OptimizeAsk, PredictorInfo, ToExpect, WalkInfo, WeighedInfo, words,
};
use crate::Watch;
use crate::answers::{CityShare, ShapePrice};
use crate::engine::{
    Engine, Expected, GroundUnder, Maximized, Prices, Shows, Stacked, StudyCells, check_first, ground_under, maximized,
    meta, search_input,
};
use crate::error::AskError;
use crate::file::{Content, Form};
use crate::pieces::value::{AreaKm2, K};
use crate::pieces::{ChoicePart, Objective};
use crate::question::Question;
use crate::words::one_in;

/// Points of the frontier at most: each is proven on its own.
const FRONTIER: usize = 6;
/// Length of street per km² that the sentence about walking assumes, km: a grid of blocks of about 100 × 120 m has some
/// 18.
const STREET_KM_PER_KM2: f64 = 18.0;

impl Question for Optimize {
    const NAME: &'static str = "optimize";
    const ADDRESS: &'static str = "optimize";
    const SITES: bool = true;
    const ABOUT: &'static str = "The disjoint, connected, compact catchments that hold most under a planner's limits, \
        with a proven bound on what any other choice could hold.";
    const LONG: bool = true;
    const FORMS: &'static [Form] = &[Form::Json, Form::Geojson, Form::Csv, Form::About];

    type Ask = OptimizeAsk;
    type Answer = OptimizeAnswer;

    fn check(ask: OptimizeAsk, data: &Dataset) -> Result<Self, AskError> {
        let OptimizeAsk { counting, number, search, proof, limiting, walking, steering, telling } = ask;
        let limits = limiting.check(data)?;
        Ok(Self {
            counted: counting.check(Finest::Cell, data)?,
            basis: search.basis.unwrap_or(Objective::Expected),
            k: K::or_city(number.k, data),
            seed: number.seed.get(),
            area_km2: AreaKm2::or_city(search.area_km2, data),
            effort: usize::try_from(proof.effort.get()).unwrap_or(usize::MAX),
            shape: search.shape(limits.outline)?,
            limits,
            hours_a_day: walking.hours_a_day.get(),
            weighing: steering.check(data)?,
            parts: telling.parts()?,
        })
    }

    fn answer(&self, engine: &Engine, watch: &dyn Watch) -> Result<OptimizeAnswer, AskError> {
        let query = self.counted.query(&engine.data)?;
        let study = engine.finest_study()?;
        let found = maximized(engine, &query, (self.basis, self.weighing.as_ref()), study)?;
        let expected = found.expected.as_ref().map(|e| info(engine, e));
        let GroundUnder { sites, cells: ground } =
            ground_under(engine, study, (&self.limits, self.area_km2, query.window))?;
        let affordable = self.limits.affordable(&engine.data)?;
        let k = affordable.most().map_or(self.k, |most| self.k.min(most));
        let (set, frontier) = super::lived::best(self, engine, (&query, study), (k, &found.harm, &ground), watch)?;
        let counts = counts(engine, &query, study, &set);
        let mut catchments = chosen(engine, (&query, self.basis), study, (&set, &counts))?;
        let weighed = super::weighed::told(self, engine, (&query, study), (&set, &found), &mut catchments)?;
        let along = self.along(engine, (&query, study), (&found, &set), &mut catchments)?;
        if watch.cancelled() {
            return Err(AskError::Stopped);
        }
        // What they will bring is told of the burden, whatever they were chosen by.
        let burden = search_input(study, &found.burden, &ground.allowed);
        let to_expect = super::to_expect::correct(self, engine, (&query, study, &burden), &set, &mut catchments)?;
        let whole = if self.basis == Objective::Counted { counts.city_harm } else { found.burden.iter().sum() };
        let count = catchments.iter().map(|c| c.count).sum();
        let shows = Shows { count, positions: true, sites: true, estimated_residents: true, measure: None };
        let budget = |most| BudgetInfo::new(engine.data.city.site_cost.as_ref(), most, self.k);
        let mut meta = meta(engine, self, &self.counted, Some(self.seed), shows)?;
        meta.warnings.extend(check_first(stacked(engine, &query, study, &catchments)));
        let mut notes = words::notes(self, k, sites.len(), (ground.excluded, ground.near_sites), expected.as_ref());
        notes.extend(words::residents(self.limits.least_residents, self.area_km2, &catchments));
        notes.extend(along.map(str::to_owned));
        notes.extend(weighed.iter().map(|w: &WeighedInfo| w.sentence.clone()));
        notes.extend(to_expect.iter().map(|t| t.sentence.clone()));
        let reach = to_expect.as_ref().and_then(|t| reach(t, whole));
        let (harm_inside, bound) = (set.proven.harm, set.proven.bound);
        // By criteria, the index of the ground is what the chosen are a part of.
        let city = if weighed.is_some() { found.harm.iter().sum() } else { whole };
        Ok(OptimizeAnswer {
            meta,
            finding: words::finding((harm_inside, bound), (self.basis, weighed.is_some()), catchments.len()),
            chosen_by: words::chosen_by(expected.as_ref()),
            basis: self.basis,
            limits: LimitsInfo::of(self.effort, &self.limits),
            harm: harm_inside,
            bound,
            gap: set.proven.gap(),
            to_expect,
            usable_harm: found.harm.iter().zip(&ground.allowed).filter(|(_, ok)| **ok).map(|(h, _)| h.max(0.0)).sum(),
            of_city: CityShare::of(harm_inside, city),
            reach,
            weighed,
            prices: self.prices(engine, k)?,
            frontier,
            budget: affordable.most().map(budget),
            cost: CostInfo::of(engine.data.city.site_cost.as_ref(), catchments.len()),
            walk: walk(self.hours_a_day)?,
            shapes: words::shapes(self.shape, &self.limits, &catchments),
            notes,
            expected,
            catchments,
        })
    }

    fn file(&self, engine: &Engine, answer: &OptimizeAnswer, form: Form) -> Result<Content, AskError> {
        super::file::file(engine, answer, form)
    }
}

impl Optimize {
    /// What each kind of shape would reach, where that is asked for.
    fn prices(&self, engine: &Engine, k: usize) -> Result<Option<Vec<ShapePrice>>, AskError> {
        if !self.parts.contains(&ChoicePart::Prices) {
            return Ok(None);
        }
        let Self { counted, basis, weighing, area_km2, seed, effort, shape, limits, .. } = self.clone();
        let asked = Prices { counted, basis, steered: weighing, k, area_km2, seed, effort, shape, limits };
        engine.find(&asked).map(|found| Some((*found).clone()))
    }

    /// Outlines along streets, where they are asked for; what must be known about them.
    fn along(
        &self,
        engine: &Engine,
        on: (&Query, &StudyCells),
        (found, set): (&Maximized, &CatchmentSet),
        catchments: &mut [ChosenCatchment],
    ) -> Result<Option<&'static str>, AskError> {
        if !self.parts.contains(&ChoicePart::Streets) {
            return Ok(None);
        }
        let followed = super::along::follow(engine, on, (found, &set.catchments), catchments)?;
        Ok(Some(if followed { words::ALONG } else { words::NO_STREETS }))
    }

    /// The best k, and the best of each number up to six.
    pub(super) fn best(
        &self,
        k: usize,
        input: &CatchmentInput<'_>,
        watch: &dyn Watch,
    ) -> Result<(CatchmentSet, Vec<FrontierPoint>), CatchmentError> {
        let search = self.limits.search((k, self.area_km2), self.shape, self.seed);
        let raw = CatchmentParams { effort: self.effort, ..search };
        let sets = CatchmentParams { k: k.min(FRONTIER), ..raw }.check()?.frontier_watched(input, watch)?;
        let frontier = (1..).zip(&sets).map(|(k, set)| point(k, set)).collect();
        let set = match sets.into_iter().next_back().filter(|_| k <= FRONTIER) {
            Some(last) => last,
            None => raw.check()?.best_watched(input, watch)?,
        };
        Ok((set, frontier))
    }
}

/// What of each catchment is at addresses that hold more than chance allows.
fn stacked(engine: &Engine, query: &Query, study: &StudyCells, catchments: &[ChosenCatchment]) -> Vec<String> {
    let stacked = Stacked::of(engine, query);
    let one = |c: &ChosenCatchment| {
        let cells: Vec<Cell> = c.cells.iter().filter_map(|id| id.parse().ok()).collect();
        let of = format!("counted in {} ({})", c.id, c.name);
        stacked.says(&of, c.count, (study.resolution, |cell| cells.contains(&cell)))
    };
    catchments.iter().filter_map(one).collect()
}

fn info(engine: &Engine, expected: &Expected) -> ExpectedInfo {
    let one = |(id, weight): &(catchment_model::GroupId, f64)| {
        let group = engine.data.offenses.group(*id);
        let (offense, label) = group.map(|g| (g.id.clone(), g.label.clone())).unwrap_or_default();
        PredictorInfo { offense, label, weight: *weight }
    };
    ExpectedInfo {
        half_life_months: expected.how.half_life_months,
        burst: expected.how.burst,
        predictors: expected.predictors.iter().map(one).collect(),
    }
}

/// What the chosen are to be expected to reach of what the whole city holds.
fn reach(expect: &ToExpect, whole: f64) -> Option<CityReach> {
    if whole <= 0.0 {
        return None;
    }
    let part = |held: f64| (held / whole).clamp(0.0, 1.0);
    let (share, low, high) = (part(expect.expected), part(expect.low), part(expect.high));
    let sentence = words::reach(share, (low, high), expect.years.is_some());
    Some(CityReach { share, low, high, words: one_in(share), sentence })
}

fn point(k: usize, set: &CatchmentSet) -> FrontierPoint {
    FrontierPoint { k, harm: set.proven.harm, bound: set.proven.bound, gap: set.proven.gap() }
}

fn walk(hours_a_day: f64) -> Result<WalkInfo, AskError> {
    let walk = WalkParams { hours_a_day, ..WalkParams::default() };
    Ok(WalkInfo {
        hours_a_day,
        interrupters: walk.interrupters,
        speed_km_h: walk.speed_km_h,
        street_km: walk.street_km().map_err(AskError::internal)?,
        area_km2: walk.area_km2(STREET_KM_PER_KM2).map_err(AskError::internal)?,
    })
}
