//! A drawn catchment's score, computed.

use std::sync::Arc;

use catchment_model::{Cell, Finest, Query};
use catchment_siting::{Catchment, CatchmentError, CatchmentParams, DrawnScore, Tiling, reference_tiling};
use catchment_store::Dataset;
use catchment_tiles::Shapes;

use super::ground::{field, inside_cells};
use super::{DrawnArea, Score, ScoreAnswer, ScoreAsk, ScoredArea, words};
use crate::Watch;
use crate::area::{AreaInfo, Place, Target, inside_of, unranked};
use crate::engine::{
    CatchmentsFound, Engine, PlaceRanking, Ranked, Shows, Stacked, StudyCells, candidate, catchment_input, check_first,
    finite, harm, meta, objective, population_year, refused, remarks, search_input, units_of_places, usable,
};
use crate::error::AskError;
use crate::pieces::value::Drawn;
use crate::pieces::{Extent, Objective, PlaceKind};
use crate::question::Question;
use crate::rankings::Rankings;

/// Largest drawn area, km²: that of a catchment.
const MAX_KM2: f64 = 25.0;

impl Score {
    /// The score of a drawn area by the offenses, the measure and the basis of a ranking of catchments.
    pub fn beside(catchments: &Rankings, drawn: DrawnArea) -> Self {
        Self {
            counted: catchments.counted.clone(),
            measure: catchments.measure,
            basis: catchments.basis.unwrap_or(Objective::Counted),
            seed: catchments.seed,
            extent: Extent::Figures,
            drawn,
        }
    }
}

impl Question for Score {
    const NAME: &'static str = "score";
    const ADDRESS: &'static str = "catchments/score";
    const SITES: bool = true;
    const ABOUT: &'static str = "A catchment drawn by hand: what it holds, and what the best of the same size would.";

    type Ask = ScoreAsk;
    type Answer = ScoreAnswer;

    fn check(ask: ScoreAsk, data: &Dataset) -> Result<Self, AskError> {
        let ScoreAsk { counting, scoring, outlined } = ask;
        Ok(Self {
            counted: counting.check(Finest::Cell, data)?,
            measure: scoring.measure,
            basis: scoring.basis,
            seed: scoring.seed.get(),
            extent: scoring.extent,
            drawn: read(&outlined.drawn)?,
        })
    }

    fn answer(&self, engine: &Engine, _: &dyn Watch) -> Result<ScoreAnswer, AskError> {
        let query = self.counted.query(&engine.data)?;
        let study = engine.finest_study()?;
        let (cells, outside) = inside_cells(engine, study, &self.drawn)?;
        let area_km2: f64 = cells.iter().map(|c| study.area_km2[*c]).sum();
        if area_km2 > MAX_KM2 {
            let accepted = format!("up to {MAX_KM2} km²");
            return Err(AskError::value(field(&self.drawn), format!("{area_km2:.2} km²"), accepted));
        }
        // A hair more, so that rounding in the sum of its cells does not make its own size too small for it.
        let sized = Sized::new(engine, self, (&query, study), area_km2 * (1.0 + 1e-9))?;
        let (found, ranking) = sized.ranked(engine, cells)?;
        let cells = &found.list[0].cells;
        let best = if self.extent.compares() { sized.best(engine, cells)? } else { None };
        let search = CatchmentParams { area_km2: sized.area_km2, ..CatchmentParams::default() };
        let shape = shape(study, search, cells)?;
        let drawn = scored(engine, &found, &ranking);
        let place = self.extent.is_full().then(|| in_full(engine, &query, (&found, &ranking))).transpose()?;
        let share_of_best = best.as_ref().filter(|b| b.harm > 0.0).map(|b| drawn.harm / b.harm);
        let shows = Shows {
            count: ranking.city.count,
            positions: true,
            sites: true,
            estimated_residents: true,
            measure: Some(self.measure),
        };
        let mut meta = meta(engine, self, &self.counted, Some(self.seed), shows)?;
        let stacked = Stacked::of(engine, &query);
        let rests = |what: &str, area: &ScoredArea| {
            let held: Vec<Cell> = area.cells.iter().filter_map(|id| id.parse().ok()).collect();
            stacked.says(&format!("counted in the {what} one"), area.count, (study.resolution, |c| held.contains(&c)))
        };
        let both = [rests("drawn", &drawn), best.as_ref().and_then(|best| rests("best", best))];
        meta.warnings.extend(check_first(both.into_iter().flatten()));
        let mut answer = ScoreAnswer {
            meta,
            finding: if self.extent.compares() { words::finding(share_of_best) } else { words::alone(drawn.count) },
            notes: Vec::new(),
            drawn,
            best,
            place,
            share_of_best,
            outside,
            connected: shape.connected(),
            pieces: shape.pieces,
            compact: shape.compact(),
            radius_m: shape.farthest_m,
            reach_m: search.reach_m(),
            outline_m: shape.outline_m,
        };
        answer.notes = words::notes(&answer);
        Ok(answer)
    }
}

fn read(drawn: &Drawn) -> Result<DrawnArea, AskError> {
    let refuse = |why: String| AskError::value("drawn", why, "an object with either \"cells\" or \"polygon\"");
    let area: DrawnArea = serde_json::from_str(drawn.as_str()).map_err(|e| refuse(e.to_string()))?;
    if area.cells.is_some() == area.polygon.is_some() {
        return Err(refuse(drawn.as_str().to_owned()));
    }
    Ok(area)
}

/// A score at the size of what was drawn.
struct Sized<'a> {
    score: &'a Score,
    query: &'a Query,
    study: &'a Arc<StudyCells>,
    area_km2: f64,
    /// Harm of each cell of the city.
    harm: Vec<f64>,
    /// What areas of that size usually hold.
    tiling: Tiling,
}

impl<'a> Sized<'a> {
    fn new(
        engine: &Engine,
        score: &'a Score,
        (query, study): (&'a Query, &'a Arc<StudyCells>),
        area_km2: f64,
    ) -> Result<Self, AskError> {
        let harm = harm(engine, query, study);
        let tiling = reference_tiling(&search_input(study, &harm, &usable(study)), area_km2, score.seed)
            .map_err(|e| refused(e, query.window))?;
        Ok(Self { score, query, study, area_km2, harm, tiling })
    }

    /// Some cells as the one candidate of a search, ranked beside the usual tiling of that size.
    fn ranked(&self, engine: &Engine, cells: Vec<usize>) -> Result<(CatchmentsFound, PlaceRanking), AskError> {
        let found = self.as_found(engine, cells)?;
        let Score { measure, seed, .. } = *self.score;
        let unit_of = units_of_places(&found);
        let ranked = Ranked { query: self.query, measure, k: 1, seed, places: "catchments", unit_of };
        let ranking = ranked.rank(engine, catchment_input(engine, self.query, &found))?;
        Ok((found, ranking))
    }

    fn as_found(&self, engine: &Engine, cells: Vec<usize>) -> Result<CatchmentsFound, AskError> {
        let Self { query, study, ref tiling, .. } = *self;
        let sum: f64 = cells.iter().map(|c| self.harm[*c]).sum();
        let area_km2 = cells.iter().map(|c| study.area_km2[*c]).sum();
        let outline_m = shape(study, CatchmentParams::default(), &cells)?.outline_m;
        let id = cells.first().map_or_else(String::new, |c| study.inside[*c].to_string());
        let center = cells.first().copied().unwrap_or(0);
        let catchment = Catchment { id, center, cells, harm: sum, area_km2, outline_m };
        let list = vec![candidate(engine, (query.window, study), 1, catchment)?];
        let shapes = Shapes::new(list.iter().map(|c| &c.outline));
        Ok(CatchmentsFound { study: Arc::clone(study), list, shapes, gap: 0.0, harm: sum, tiling: tiling.clone() })
    }

    /// The best of the search at the same size, with no longer an outline; none where nothing can be searched for at
    /// that size.
    fn best(&self, engine: &Engine, drawn: &[usize]) -> Result<Option<ScoredArea>, AskError> {
        let Self { query, study, area_km2, .. } = *self;
        let (harm, _) = objective(engine, query, self.score.basis, study)?;
        let allowed = usable(study);
        let input = search_input(study, &harm, &allowed);
        let raw = CatchmentParams { k: 1, area_km2, seed: self.score.seed, effort: 0, ..CatchmentParams::default() };
        let best = raw.check().and_then(|s| s.best_of_same_size(&input, drawn));
        let first = match best.map(|set| set.catchments.into_iter().next()) {
            Ok(Some(first)) => first,
            // Nothing to be found: the drawn one stands alone.
            Ok(None) | Err(CatchmentError::Area { .. } | CatchmentError::NoHarm(_) | CatchmentError::TooFew { .. }) => {
                return Ok(None);
            }
            Err(other) => return Err(refused(other, query.window)),
        };
        let (found, ranking) = self.ranked(engine, first.cells)?;
        Ok(Some(scored(engine, &found, &ranking)))
    }
}

/// The one candidate in full.
///
/// # Errors
/// As [`unranked`].
fn in_full(
    engine: &Engine,
    query: &Query,
    (found, ranking): (&CatchmentsFound, &PlaceRanking),
) -> Result<Place, AskError> {
    let one = &found.list[0];
    let year = population_year(&engine.data, query.window);
    let info = AreaInfo {
        id: "drawn".to_owned(),
        name: one.name.clone(),
        kind: PlaceKind::Catchment,
        area_km2: one.area_km2,
        population: year.zip(one.residents).map(|(y, n)| (y.to_string(), n.round())).into_iter().collect(),
        sites: one.sites.clone(),
    };
    let remarks = remarks(one.park_km2, &one.sites, &engine.data);
    let target = Target {
        info,
        inside: inside_of(&found.study, &one.cells),
        unit: 0,
        with_area_counts: false,
        remarks,
        place: Finest::Cell,
        bridge: None,
    };
    unranked(engine, query, ranking, target)
}

/// The one candidate with its counts.
fn scored(engine: &Engine, found: &CatchmentsFound, ranking: &PlaceRanking) -> ScoredArea {
    let one = &found.list[0];
    let item = ranking.item(&one.id);
    let months = ranking.input.months;
    let units = ranking.input.units.len();
    let sum = |group: usize| ranking.input.monthly[group * units * months..][..months].iter().sum::<i64>();
    let counts: Vec<i64> = (0..ranking.input.groups.len()).map(sum).collect();
    let totals = ranking.totals(0, counts.iter().sum(), &engine.data);
    let harm = counts.iter().zip(&ranking.input.groups).map(|(n, g)| *n as f64 * g.weight).sum();
    ScoredArea {
        name: one.name.clone(),
        cells: one.cells.iter().map(|c| found.study.inside[*c].to_string()).collect(),
        area_km2: one.area_km2,
        residents: one.residents,
        count: totals.count,
        harm,
        per_1000: totals.per_1000,
        per_km2: totals.per_km2,
        score: item.and_then(|i| finite(i.score)),
        score_low: item.and_then(|i| finite(i.score_low)),
        score_high: item.and_then(|i| finite(i.score_high)),
        sites: one.sites.clone(),
    }
}

/// Pieces, reach and outline of some cells, by the rules of a search; their harm does not matter here.
fn shape(study: &StudyCells, search: CatchmentParams, cells: &[usize]) -> Result<DrawnScore, AskError> {
    let (harm, allowed) = (vec![0.0; study.inside.len()], vec![true; study.inside.len()]);
    let search = search.check().map_err(AskError::internal)?;
    search.score(&search_input(study, &harm, &allowed), cells).map_err(AskError::internal)
}
