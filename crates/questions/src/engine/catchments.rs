//! Candidate catchments: searched for, named, and ranked.

use catchment_model::heap;
use std::collections::BTreeMap;
use std::sync::Arc;

use catchment_model::{AreaKind, Measure, Query, Site, Window};
use catchment_siting::{
    CatchmentError, CatchmentParams, Clusters, RankInput, RankUnit, Reference, Tiling, reference_tiling,
};
use catchment_tiles::Shapes;
use geo::{Contains, MultiPolygon, Point};
use h3o::geom::SolventBuilder;
use serde::Serialize;

use super::counts::{Months, monthly};
use super::expected::objective;
use super::ground::{inside_of_place, search_input, usable};
use super::homes::residents_of;
use super::incidents::clusters;
use super::places::{PlaceRanking, Ranked, groups};
use super::study::StudyCells;
use super::{Engine, Find};
use crate::error::AskError;
use crate::pieces::{Counted, Objective, Shape};

/// Catchments listed at least: the k that belong together, and further ones to compare them with.
const LISTED: usize = 12;
/// Work for the proof in a list that moves with every control; `/optimize` proves more.
const QUICK: usize = 1;

/// A candidate catchment.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    /// `C1`, `C2` …: the order of the search. The k first are the best found together.
    pub(crate) id: String,
    /// The neighborhoods that most of it lies in.
    pub(crate) name: String,
    /// Positions of its cells among the inside cells.
    pub(crate) cells: Vec<usize>,
    /// Outline, degrees.
    pub(crate) outline: MultiPolygon<f64>,
    /// Area, km².
    pub(crate) area_km2: f64,
    /// Part of it in parks and the like, km².
    pub(crate) park_km2: f64,
    /// Residents, an estimate; `None` where none are known.
    pub(crate) residents: Option<f64>,
    /// Sites that it touches.
    pub(crate) sites: Vec<String>,
}

/// What the search found; it does not depend on the measure.
#[derive(Debug)]
pub(crate) struct CatchmentsFound {
    /// Cells of the city.
    pub(crate) study: Arc<StudyCells>,
    /// Catchments in the order of the search.
    pub(crate) list: Vec<Candidate>,
    /// Their outlines, for tiles.
    pub(crate) shapes: Shapes,
    /// Of the `k` chosen: no choice of as many disjoint catchments can hold more than their harm / (1 − gap).
    pub(crate) gap: f64,
    /// What was searched for inside all of them: weighted count, or expected harm per year.
    pub(crate) harm: f64,
    /// The city cut into areas of the same size: what is usual for them.
    pub(crate) tiling: Tiling,
}

/// The search for catchments.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct CatchmentSearch {
    /// What is counted, as far as it may be shown per cell.
    pub(crate) counted: Counted,
    /// What the search maximizes.
    pub(crate) basis: Objective,
    /// Number that belong together.
    pub(crate) k: usize,
    /// Largest area of one, km².
    pub(crate) area_km2: f64,
    /// Which shapes they may have.
    pub(crate) shape: Shape,
    /// Seed of the search.
    pub(crate) seed: u64,
}

impl Find for CatchmentSearch {
    const NAME: &'static str = "catchments searched for";
    type Found = CatchmentsFound;

    fn find(&self, engine: &Engine) -> Result<CatchmentsFound, AskError> {
        let query = self.counted.query(&engine.data)?;
        let study = engine.finest_study()?;
        let (harm, _) = objective(engine, &query, self.basis, study)?;
        let allowed = usable(study);
        let input = search_input(study, &harm, &allowed);
        let (k, area_km2, seed) = (self.k, self.area_km2, self.seed);
        let shape = self.shape.into();
        let raw = CatchmentParams { k, area_km2, shape, seed, effort: QUICK, ..CatchmentParams::default() };
        let refuse = |e| refused(e, query.window);
        let set = raw.check().and_then(|s| s.best_and_more(&input, k.max(LISTED))).map_err(refuse)?;
        let tiling = reference_tiling(&input, area_km2, seed).map_err(refuse)?;
        let one = |(i, c): (usize, catchment_siting::Catchment)| candidate(engine, (query.window, study), i + 1, c);
        let list: Vec<Candidate> = set.catchments.iter().cloned().enumerate().map(one).collect::<Result<_, _>>()?;
        let shapes = Shapes::new(list.iter().map(|c| &c.outline));
        Ok(CatchmentsFound { study: Arc::clone(study), list, shapes, gap: set.proven.gap(), harm: set.harm, tiling })
    }
}

/// The catchments of a search, ranked by one measure.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct CatchmentRanking {
    /// The search.
    pub(crate) search: CatchmentSearch,
    /// What they are compared by.
    pub(crate) measure: Measure,
}

impl Find for CatchmentRanking {
    const NAME: &'static str = "catchments ranked";
    type Found = PlaceRanking;

    fn find(&self, engine: &Engine) -> Result<PlaceRanking, AskError> {
        let found = engine.find(&self.search)?;
        let query = self.search.counted.query(&engine.data)?;
        let ranked = Ranked {
            query: &query,
            measure: self.measure,
            k: self.search.k,
            seed: self.search.seed,
            places: "catchments",
            unit_of: units_of_places(&found),
        };
        ranked.rank(engine, catchment_input(engine, &query, &found))
    }
}

/// Catchments with their counts, and the count of the whole city.
pub(crate) fn catchment_input(engine: &Engine, query: &Query, found: &CatchmentsFound) -> (RankInput, i64) {
    let months = Months::of(query.window, engine);
    let units = listed_units(found);
    let (table, clusters, city) = table(engine, query, found, &months, (units.len(), &owners(found)));
    let reference = Some(reference(engine, query, found, &months));
    let groups = groups(&query.selection, &engine.data);
    (RankInput { months: months.covered, units, groups, monthly: table, clusters, reference }, city)
}

/// The tiling of the city by areas of the same size, which says what is usual for such areas.
fn reference(engine: &Engine, query: &Query, found: &CatchmentsFound, months: &Months) -> Reference {
    let units = tile_units(engine, query.window, found);
    let (monthly, clusters, _) = table(engine, query, found, months, (units.len(), &tile_owners(found)));
    Reference { units, monthly, clusters }
}

/// The tiles, with residents of the window.
pub(super) fn tile_units(engine: &Engine, window: Window, found: &CatchmentsFound) -> Vec<RankUnit> {
    let unit = |(i, cells): (usize, &Vec<usize>)| {
        let residents = residents_of(engine, window, cells);
        rank_unit(format!("T{}", i + 1), residents, inside_km2(found, cells))
    };
    found.tiling.tiles.iter().enumerate().map(unit).collect()
}

/// Tile of each inside cell.
pub(super) fn tile_owners(found: &CatchmentsFound) -> Vec<Option<usize>> {
    found.tiling.tile_of.iter().map(|t| t.map(|t| t as usize)).collect()
}

/// The catchments of a search.
pub(super) fn listed_units(found: &CatchmentsFound) -> Vec<RankUnit> {
    found.list.iter().map(|c| rank_unit(c.id.clone(), c.residents, inside_km2(found, &c.cells))).collect()
}

/// Ground of some cells inside the study region, km²: a density is of that, not of whole hexagons at the border.
fn inside_km2(found: &CatchmentsFound, cells: &[usize]) -> f64 {
    cells.iter().map(|c| found.study.inside_km2[*c]).sum()
}

fn rank_unit(id: String, residents: Option<f64>, area_km2: f64) -> RankUnit {
    RankUnit { id, residents, area_km2, left_out: None }
}

/// Catchment of each inside cell.
pub(crate) fn owners(found: &CatchmentsFound) -> Vec<Option<usize>> {
    let mut owner = vec![None; found.study.inside.len()];
    for (i, candidate) in found.list.iter().enumerate() {
        for cell in &candidate.cells {
            owner[*cell] = Some(i);
        }
    }
    owner
}

fn table(
    engine: &Engine,
    query: &Query,
    found: &CatchmentsFound,
    months: &Months,
    (units, owner): (usize, &[Option<usize>]),
) -> (Vec<i64>, Option<Clusters>, i64) {
    let at = inside_of_place(&found.study);
    let of = |place: usize| at[place].and_then(|cell| owner[cell]);
    let (table, city) = monthly(engine, query, months, units, |place, _| of(place));
    (table, clusters(engine, query, months, units, |place, _| of(place)), city)
}

/// Catchment of each place of the cube.
pub(crate) fn units_of_places(found: &CatchmentsFound) -> Vec<Option<usize>> {
    let owner = owners(found);
    inside_of_place(&found.study).into_iter().map(|cell| cell.and_then(|c| owner[c])).collect()
}

/// A refusal of the search, told in parameters.
pub(crate) fn refused(error: CatchmentError, window: Window) -> AskError {
    match error {
        CatchmentError::Area { area_km2, min_km2, max_km2 } => {
            // Rounded up, so that the number named is itself accepted.
            let least = (min_km2 * 1000.0).ceil() / 1000.0;
            AskError::value("area_km2", area_km2.to_string(), format!("a number from {least} to {max_km2}"))
        }
        CatchmentError::TooFew { k, found } => {
            AskError::value("k", k.to_string(), format!("at most {found}: no more disjoint catchments hold anything"))
        }
        CatchmentError::K { k, max } => AskError::value("k", k.to_string(), format!("a whole number from 1 to {max}")),
        CatchmentError::Lattice { .. } => AskError::value("shape", "walkable", format!("free: {error}")),
        CatchmentError::NoHarm(_) => {
            AskError::value("offense", "", format!("offenses with a positive count per cell from {window}"))
        }
        CatchmentError::Cancelled => AskError::Stopped,
        other => AskError::internal(other),
    }
}

pub(crate) fn candidate(
    engine: &Engine,
    (window, study): (Window, &StudyCells),
    number: usize,
    found: catchment_siting::Catchment,
) -> Result<Candidate, AskError> {
    let cells = found.cells.iter().map(|c| study.inside[*c].h3());
    let outline = SolventBuilder::new().build().dissolve(cells).map_err(|e| AskError::internal(e.to_string()))?;
    let mut by_area: BTreeMap<usize, f64> = BTreeMap::new();
    for cell in &found.cells {
        if let Some(area) = study.area[*cell] {
            *by_area.entry(usize::from(area.0)).or_default() += study.area_km2[*cell];
        }
    }
    let areas = engine.data.areas.list();
    let parks = by_area.iter().filter(|(a, _)| areas[**a].kind == AreaKind::Park);
    Ok(Candidate {
        id: format!("C{number}"),
        name: name(engine, &by_area, found.area_km2),
        area_km2: found.area_km2,
        park_km2: parks.map(|(_, km2)| km2).sum(),
        residents: residents_of(engine, window, &found.cells),
        sites: engine.data.latest_sites().filter(|s| touches(s, study, &found.cells)).map(|s| s.id.clone()).collect(),
        cells: found.cells,
        outline,
    })
}

/// The areas that hold most of a catchment: as many as make 70% of it, three at most.
fn name(engine: &Engine, by_area: &BTreeMap<usize, f64>, whole_km2: f64) -> String {
    let mut shares: Vec<(usize, f64)> = by_area.iter().map(|(a, km2)| (*a, *km2)).collect();
    shares.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut names = Vec::new();
    let mut held = 0.0;
    for (area, km2) in shares.into_iter().take(3) {
        names.push(engine.data.areas.list()[area].name.clone());
        held += km2;
        if held >= 0.7 * whole_km2 {
            break;
        }
    }
    names.join(" / ")
}

fn touches(site: &Site, study: &StudyCells, cells: &[usize]) -> bool {
    cells.iter().map(|c| study.inside[*c].center()).any(|(lng, lat)| site.outline.contains(&Point::new(lng, lat)))
}

heap!(Candidate { id, name, cells, outline, area_km2, park_km2, residents, sites });
heap!(CatchmentsFound { study, list, shapes, gap, harm, tiling });
