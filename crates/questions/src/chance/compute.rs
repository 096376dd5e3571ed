//! Rates drawn, and catchments chosen again on each draw.

use catchment_model::{Finest, Resolution};
use catchment_siting::{
    CatchmentChance, CatchmentInput, CatchmentParams, CellChances, ChanceError, ChanceInput, ChanceParams,
    ExpectedChanceInput, Tiling, reference_tiling,
};
use catchment_store::Dataset;

use super::{Chance, ChanceAnswer, ChanceAsk, ChanceExpected, ChanceModel, fill, words};
use crate::Watch;
use crate::engine::{
    Engine, Maximized, Shows, StudyCells, cell_groups, ground_under, looked_back, maximized, meta, refused,
    search_input,
};
use crate::error::AskError;
use crate::file::{Content, Form};
use crate::optimize::{LimitsInfo, Optimize};
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
        let ChanceAsk { counting, number, search, proof, limiting, steering, drawing } = ask;
        let small = data.city.positions.finest_resolution > Resolution::R9;
        let usual = Draws::nearest(if small { DRAWS_OF_SMALL_CELLS } else { DRAWS });
        let size = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
        let limits = limiting.check(data)?;
        Ok(Self {
            counted: counting.check(Finest::Cell, data)?,
            basis: search.basis.unwrap_or(Objective::Expected),
            k: K::or_city(number.k, data),
            seed: number.seed.get(),
            area_km2: AreaKm2::or_city(search.area_km2, data),
            effort: size(proof.effort.get()),
            shape: search.shape(limits.outline)?,
            limits,
            weighing: steering.check(data)?,
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
        let sober = fill::Sober::of(cells.iter().map(Vec::len).max().unwrap_or(0));
        let areas = fill::areas(&engine.data, study, &chances, sober);
        let catchments = fill::stable(&chosen.catchments, &chances);
        Ok(ChanceAnswer {
            meta: meta(engine, self, &self.counted, Some(self.seed), shows)?,
            finding: words::finding(&catchments, self.draws, self.basis),
            basis: self.basis,
            limits: LimitsInfo::of(self.effort, &self.limits),
            resolution: study.resolution.into(),
            draws: self.draws,
            floor: sober.shown(fill::FLOOR),
            cells: fill::cells(&engine.data, study, &chances, sober),
            ground: words::ground(&areas),
            areas,
            catchments,
            holds: chances.holds,
            holds_low: chances.holds_low,
            holds_sentence: words::holds(chances.holds, chances.holds_low, self.basis),
            model,
            covers: words::covers(expected.is_some()).to_owned(),
            notes: self.notes(expected.as_ref()),
            expected,
        })
    }

    fn file(&self, engine: &Engine, answer: &ChanceAnswer, form: Form) -> Result<Content, AskError> {
        super::file::file(engine, answer, form)
    }
}

impl Chance {
    fn notes(&self, expected: Option<&ChanceExpected>) -> Vec<String> {
        let mut notes = words::notes(self.draws, expected);
        if self.weighing.is_some() {
            notes.push(words::TILTED.to_owned());
        }
        notes
    }

    /// The choice that is judged. How far a team walks plays no part in it.
    fn choice(&self) -> Optimize {
        let Self { counted, basis, k, seed, area_km2, shape, effort, limits, weighing, draws: _ } = self.clone();
        Optimize {
            counted,
            basis,
            k,
            seed,
            area_km2,
            shape,
            effort,
            limits,
            hours_a_day: HoursADay::usual().get(),
            weighing,
            parts: Vec::new(),
        }
    }

    /// Chances of the cells, of a choice given by the positions of its cells.
    fn draw(
        &self,
        engine: &Engine,
        (study, chosen): (&StudyCells, &[Vec<usize>]),
        watch: &dyn Watch,
    ) -> Result<(CellChances, Vec<ChanceModel>, Option<ChanceExpected>), AskError> {
        let query = self.counted.query(&engine.data)?;
        let found = maximized(engine, &query, (self.basis, self.weighing.as_ref()), study)?;
        let ground = ground_under(engine, study, (&self.limits, self.area_km2, query.window))?;
        let input = search_input(study, &found.burden, &ground.cells.allowed);
        let tilt = self.weighing.is_some().then(|| tilt(&found));
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
            let (chances, model) = chance.of_expected_tilted(&asked, tilt.as_deref(), watch).map_err(refuse)?;
            return Ok((chances, Vec::new(), Some(fill::expected(&model))));
        }
        let tiling = self.tiling(&input).map_err(|e| refused(e, query.window))?;
        let groups = cell_groups(engine, &query, study, &tiling);
        let asked = ChanceInput { ground: input, groups: &groups, chosen };
        let chances = chance.of_tilted(&asked, tilt.as_deref(), watch).map_err(refuse)?;
        let model = fill::model(&groups, &chances);
        Ok((chances, model, None))
    }

    fn drawn(&self, chosen: usize) -> Result<CatchmentChance, ChanceError> {
        let standard = ChanceParams::default();
        let asked = self.limits.search((chosen.max(1), self.area_km2), self.shape, self.seed);
        let search = CatchmentParams { effort: standard.search.effort, ..asked };
        ChanceParams { draws: self.draws, search }.check()
    }

    fn tiling(&self, input: &CatchmentInput<'_>) -> Result<Tiling, catchment_siting::CatchmentError> {
        reference_tiling(input, self.area_km2, self.seed)
    }
}

/// What a unit of burden on each cell is worth by a planner's criteria: what is maximized over the burden. Where there
/// is none of it, what is usual in the city.
fn tilt(found: &Maximized) -> Vec<f64> {
    let (harm, burden) = (found.harm.iter().sum::<f64>(), found.burden.iter().sum::<f64>());
    let usual = if burden > 0.0 { (harm / burden).max(0.0) } else { 0.0 };
    let one = |(h, b): (&f64, &f64)| if *b > 0.0 { (h / b).max(0.0) } else { usual };
    found.harm.iter().zip(&found.burden).map(one).collect()
}
