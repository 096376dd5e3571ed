//! Rates drawn, and catchments chosen again on each draw.

use catchment_model::{Finest, Query, Resolution};
use catchment_siting::{
    CatchmentChance, CatchmentInput, CatchmentParams, CellChances, ChanceError, ChanceGroup, ChanceInput, ChanceParams,
    ExpectedChanceInput, Tiling, over_dispersion, reference_tiling,
};
use catchment_store::Dataset;

use super::{Chance, ChanceAnswer, ChanceAsk, ChanceExpected, ChanceModel, fill, words};
use crate::Watch;
use crate::engine::{
    Engine, Months, Shows, StudyCells, clusters, fold, groups, incidents_of, inside_of_place, looked_back, meta,
    monthly, objective, refused, search_input,
};
use crate::error::AskError;
use crate::file::{Content, Form};
use crate::optimize::{LimitsInfo, Optimize, ground_under};
use crate::pieces::Objective;
use crate::pieces::value::{AreaKm2, Draws, HoursADay, K};
use crate::question::Question;

/// Draws where none are asked for; and on cells of resolution 10, where each costs several times as much.
const DRAWS: u64 = 200;
const DRAWS_OF_SMALL_CELLS: u64 = 100;

impl Question for Chance {
    const NAME: &'static str = "chance";
    const ADDRESS: &'static str = "catchments/chance";
    const ABOUT: &'static str = "The chance of each cell of lying in one of the k best catchments while the harm to \
        expect (or, with basis=counted, the counts) is in doubt, and how stable the best choice is.";
    const LONG: bool = true;
    const FORMS: &'static [Form] = &[Form::Json, Form::Geojson, Form::Csv, Form::About];

    type Ask = ChanceAsk;
    type Answer = ChanceAnswer;

    fn check(ask: ChanceAsk, data: &Dataset) -> Result<Self, AskError> {
        let ChanceAsk { counting, number, search, proof, limiting, drawing } = ask;
        let small = data.city.positions.finest_resolution > Resolution::R9;
        let usual = Draws::nearest(if small { DRAWS_OF_SMALL_CELLS } else { DRAWS });
        let size = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
        Ok(Self {
            counted: counting.check(Finest::Cell, data)?,
            basis: search.basis.unwrap_or(Objective::Expected),
            k: K::or_city(number.k, data),
            seed: number.seed.get(),
            area_km2: AreaKm2::or_city(search.area_km2, data),
            effort: size(proof.effort.get()),
            limits: limiting.check(data)?,
            draws: size(drawing.draws.unwrap_or(usual).get()),
        })
    }

    fn answer(&self, engine: &Engine, watch: &dyn Watch) -> Result<ChanceAnswer, AskError> {
        let chosen = engine.answer(&self.choice(), watch)?;
        let study = engine.finest_study()?;
        let cells: Vec<Vec<usize>> = chosen.catchments.iter().map(|c| fill::positions(study, &c.cells)).collect();
        let (chances, model, expected) = self.draw(engine, (study, &cells), watch)?;
        let count = chosen.catchments.iter().map(|c| c.count).sum();
        let sites = self.limits.spacing_m.is_some();
        let shows = Shows { count, positions: true, sites, estimated_residents: false, measure: None };
        let areas = fill::areas(&engine.data, study, &chances);
        let catchments = fill::stable(&chosen.catchments, &chances);
        Ok(ChanceAnswer {
            meta: meta(engine, self, &self.counted, Some(self.seed), shows)?,
            finding: words::finding(&catchments, self.draws, self.basis),
            basis: self.basis,
            limits: LimitsInfo::of(self.effort, &self.limits),
            resolution: study.resolution.into(),
            draws: self.draws,
            floor: fill::FLOOR,
            cells: fill::cells(&engine.data, study, &chances),
            ground: words::ground(&areas),
            areas,
            catchments,
            holds: chances.holds,
            holds_low: chances.holds_low,
            holds_sentence: words::holds(chances.holds, chances.holds_low, self.basis),
            model,
            notes: words::notes(self.draws, expected.as_ref()),
            expected,
        })
    }

    fn file(&self, engine: &Engine, answer: &ChanceAnswer, form: Form) -> Result<Content, AskError> {
        super::file::file(engine, answer, form)
    }
}

impl Chance {
    /// The choice that is judged. How far a team walks plays no part in it.
    fn choice(&self) -> Optimize {
        let Self { counted, basis, k, seed, area_km2, effort, limits, draws: _ } = self.clone();
        Optimize { counted, basis, k, seed, area_km2, effort, limits, hours_a_day: HoursADay::usual().get() }
    }

    /// Chances of the cells, of a choice given by the positions of its cells.
    fn draw(
        &self,
        engine: &Engine,
        (study, chosen): (&StudyCells, &[Vec<usize>]),
        watch: &dyn Watch,
    ) -> Result<(CellChances, Vec<ChanceModel>, Option<ChanceExpected>), AskError> {
        let query = self.counted.query(&engine.data)?;
        let (harm, _) = objective(engine, &query, self.basis, study)?;
        let ground = ground_under(engine, study, &self.limits)?;
        let input = search_input(study, &harm, &ground.cells.allowed);
        let refuse = |e| match e {
            ChanceError::Search(e) => refused(e, query.window),
            ChanceError::Cancelled => AskError::Stopped,
            ChanceError::NoHindsight => AskError::value(
                "basis",
                "expected",
                "counted, or a window of two whole years or more: doubt in expected harm is learned from past years",
            ),
            other => AskError::internal(other),
        };
        let chance = self.drawn(chosen.len()).map_err(refuse)?;
        if self.basis == Objective::Expected {
            let (past, dispersion) = looked_back(engine, &query, study)?;
            let asked = ExpectedChanceInput { ground: input, hindsight: &past, dispersion, chosen };
            let (chances, model) = chance.of_expected_watched(&asked, watch).map_err(refuse)?;
            return Ok((chances, Vec::new(), Some(fill::expected(&model))));
        }
        let tiling = self.tiling(&input).map_err(|e| refused(e, query.window))?;
        let groups = chance_groups(engine, &query, study, &tiling);
        let chances =
            chance.of_watched(&ChanceInput { ground: input, groups: &groups, chosen }, watch).map_err(refuse)?;
        let model = fill::model(&groups, &chances);
        Ok((chances, model, None))
    }

    fn drawn(&self, chosen: usize) -> Result<CatchmentChance, ChanceError> {
        let standard = ChanceParams::default();
        let search = CatchmentParams {
            k: chosen.max(1),
            area_km2: self.area_km2,
            outline_factor: self.limits.outline,
            seed: self.seed,
            ..standard.search
        };
        ChanceParams { draws: self.draws, search }.check()
    }

    fn tiling(&self, input: &CatchmentInput<'_>) -> Result<Tiling, catchment_siting::CatchmentError> {
        reference_tiling(input, self.area_km2, self.seed)
    }
}

/// Incidents of each group by cell, with the over-dispersion of areas of the size of a catchment.
///
/// What is drawn anew is incidents; each holds what incidents of its group hold in the city: a cell has too few to say
/// it for itself.
fn chance_groups(engine: &Engine, query: &Query, study: &StudyCells, tiling: &Tiling) -> Vec<ChanceGroup> {
    let months = Months::of(query.window, engine);
    let at = inside_of_place(study);
    let tile = |place: usize| at[place].and_then(|cell| tiling.tile_of[cell]).map(|t| t as usize);
    let units = tiling.tiles.len();
    let (table, _) = monthly(engine, query, &months, units, |place, _| tile(place));
    let held = clusters(engine, query, &months, units, |place, _| tile(place));
    // The tiles cover all cells: sums over them are those of the city.
    let whole = |table: &[i64], group: usize| {
        let rows = table.chunks(units.max(1) * months.covered.max(1)).nth(group);
        rows.map_or(0, |rows| rows.iter().sum::<i64>()) as f64
    };
    let size_of = |group: usize| match held.as_ref().map(|h| (whole(&table, group), whole(&h.monthly, group))) {
        Some((offenses, incidents)) if offenses > 0.0 && incidents > 0.0 => offenses / incidents,
        _ => 1.0,
    };
    let events = held.as_ref().map_or(&table, |h| &h.monthly);
    let mut group_at = vec![0; query.selection.weights().len()];
    query.selection.ids().enumerate().for_each(|(at, id)| group_at[usize::from(id.0)] = at);
    let named = groups(&query.selection, &engine.data);
    let mut counts = vec![vec![0.0; study.inside.len()]; named.len()];
    fold(engine, query, &months, |entry, _, n| {
        if let Some(cell) = at[entry.place as usize] {
            counts[group_at[usize::from(entry.group.0)]][cell] += incidents_of(entry, query.unit).unwrap_or(n) as f64;
        }
    });
    let size = units * months.covered;
    let one = |(group, (named, counts)): (usize, (catchment_siting::RankGroup, Vec<f64>))| ChanceGroup {
        id: named.id,
        weight: named.weight * size_of(group),
        phi: over_dispersion(events[group * size..(group + 1) * size].chunks(months.covered.max(1)), months.covered),
        counts,
    };
    named.into_iter().zip(counts).enumerate().map(one).collect()
}
