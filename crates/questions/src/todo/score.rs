//! A catchment drawn by hand: what it holds, how sure that is, and what the search would choose at the same size.

use std::collections::BTreeSet;
use std::sync::Arc;

use catchment_model::{Cell, Finest};
use catchment_siting::{Catchment, CatchmentError, CatchmentParams, DrawnScore, reference_tiling};
use catchment_tiles::Shapes;
use geo::{BoundingRect, Contains, CoordsIter, LineString, MultiPolygon, Point, Polygon};
use h3o::CellIndex;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::AskError;
use super::catchments::{CatchmentsFound, candidate, harm, rank_catchments, refused, search_input, usable};
use super::expected::sought;
use super::meta::Meta;
use super::params::Params;
use super::places::{PlaceRanking, shows};
use super::study::StudyCells;
use crate::engine::Engine;

/// Largest drawn area, km²: that of a catchment.
const MAX_KM2: f64 = 25.0;
/// Most cells in a request.
const MAX_CELLS: usize = 20_000;
/// Most corners of a polygon.
const MAX_CORNERS: usize = 5_000;

/// A catchment drawn by hand: cells or a polygon.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DrawnArea {
    /// H3 cells, no finer than the city allows; coarser ones stand for the cells inside them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cells: Option<Vec<String>>,
    /// `GeoJSON` polygon or multipolygon, degrees: the cells whose centers it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub polygon: Option<Value>,
}

/// What a drawn catchment is worth.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ScoreAnswer {
    /// What the answer says of itself.
    pub meta: Meta,
    /// The drawn catchment.
    pub drawn: ScoredArea,
    /// The best catchment that the search finds at the same size with no longer an outline; absent where the drawn one
    /// is too small for a search.
    pub best: Option<ScoredArea>,
    /// Weighted count of the drawn one as a share of the best's.
    pub share_of_best: Option<f64>,
    /// Given cells (or, for a polygon, none) that lie outside of the city and are not counted.
    pub outside: usize,
    /// Whether its cells hang together.
    pub connected: bool,
    /// Number of pieces.
    pub pieces: usize,
    /// Whether all of it lies within reach of one of its cells, as the search asks of a catchment of this area.
    pub compact: bool,
    /// Least distance within which one of its cells reaches all others, metres.
    pub radius_m: f64,
    /// Distance that the search allows at this area, metres.
    pub reach_m: f64,
    /// Length of its outline along the edges of its cells, rims of holes included, metres.
    pub outline_m: f64,
}

/// An area with its counts, rates and score.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ScoredArea {
    /// The neighborhoods that most of it lies in.
    pub name: String,
    /// H3 cells at the city's finest resolution.
    pub cells: Vec<String>,
    /// Area, km².
    pub area_km2: f64,
    /// Residents, estimated.
    pub residents: Option<f64>,
    /// Count over the covered months.
    pub count: i64,
    /// Count times weight, over the covered months.
    pub harm: f64,
    /// Count per 1,000 residents and year.
    pub per_1000: Option<f64>,
    /// Count per km² and year.
    pub per_km2: Option<f64>,
    /// Posterior mean of the measure per year, groups weighted: drawn toward what areas of this size usually have.
    /// Absent where it cannot be ranked by the measure.
    pub score: Option<f64>,
    /// Lower end of its 90 % interval.
    pub score_low: Option<f64>,
    /// Upper end of its 90 % interval.
    pub score_high: Option<f64>,
    /// Existing sites that it touches.
    pub sites: Vec<String>,
}

/// Scores a catchment drawn by hand.
///
/// # Errors
/// [`AskError`] for cells or a polygon that cannot be read, cells finer than the city allows, an area out of range or
/// outside of the city, and as [`super::find_catchments`].
pub fn score_drawn(engine: &Engine, params: &Params, drawn: &DrawnArea) -> Result<ScoreAnswer, AskError> {
    let resolution = engine.data.city.positions.finest_resolution;
    let study = engine.study(resolution).ok_or_else(|| AskError::internal("no cells at the finest resolution"))?;
    let (cells, outside) = inside_cells(engine, study, drawn)?;
    let area_km2: f64 = cells.iter().map(|c| study.area_km2[*c]).sum();
    if area_km2 > MAX_KM2 {
        return Err(AskError::value(field(drawn), format!("{area_km2:.2} km²"), format!("up to {MAX_KM2} km²")));
    }
    // A hair more, so that rounding in the sum of its cells does not make its own size too small for it.
    let params = Params { k: 1, area_km2: area_km2 * (1.0 + 1e-9), ..params.ranking(super::Of::Catchments) };
    let found = as_found(engine, &params, study, cells)?;
    let ranking = rank_catchments(engine, &params, &found)?;
    let cells = &found.list[0].cells;
    let search = CatchmentParams { area_km2: params.area_km2, ..CatchmentParams::default() };
    let shape = shape(study, search, cells)?;
    let scored = scored(engine, &found, &ranking);
    let best = best_of_size(engine, &params, study, cells)?;
    let share = best.as_ref().filter(|b| b.harm > 0.0).map(|b| scored.harm / b.harm);
    let meta = Meta::new(&params, &found.shown, &engine.data, shows(&params, ranking.city.count));
    Ok(ScoreAnswer {
        meta,
        drawn: scored,
        best,
        share_of_best: share,
        outside,
        connected: shape.connected(),
        pieces: shape.pieces,
        compact: shape.compact(),
        radius_m: shape.farthest_m,
        reach_m: search.reach_m(),
        outline_m: shape.outline_m,
    })
}

fn field(drawn: &DrawnArea) -> &'static str {
    if drawn.polygon.is_some() { "polygon" } else { "cells" }
}

/// Whether a drawn area can be read here: what a scenario is held to when it is saved.
///
/// # Errors
/// As [`score_drawn`], but for its size.
pub fn check_drawn(engine: &Engine, drawn: &DrawnArea) -> Result<(), AskError> {
    let resolution = engine.data.city.positions.finest_resolution;
    let study = engine.study(resolution).ok_or_else(|| AskError::internal("no cells at the finest resolution"))?;
    inside_cells(engine, study, drawn).map(|_| ())
}

/// The drawn cells as the one candidate of a search, beside the usual tiling of that size.
fn as_found(
    engine: &Engine,
    params: &Params,
    study: &Arc<StudyCells>,
    cells: Vec<usize>,
) -> Result<CatchmentsFound, AskError> {
    let shown = params.shown(Finest::Cell, &engine.data)?;
    let all = harm(engine, params, &shown, study);
    let allowed = usable(study);
    let tiling = reference_tiling(&search_input(study, &all, &allowed), params.area_km2, params.seed)
        .map_err(|e| refused(e, params))?;
    let sum: f64 = cells.iter().map(|c| all[*c]).sum();
    let area_km2 = cells.iter().map(|c| study.area_km2[*c]).sum();
    let outline_m = shape(study, CatchmentParams::default(), &cells)?.outline_m;
    let id = cells.first().map_or_else(String::new, |c| study.inside[*c].to_string());
    let catchment =
        Catchment { id, center: cells.first().copied().unwrap_or(0), cells, harm: sum, area_km2, outline_m };
    let list = vec![candidate(engine, (params.window, study), 1, catchment)?];
    let shapes = Shapes::new(list.iter().map(|c| &c.outline));
    Ok(CatchmentsFound { study: Arc::clone(study), list, shapes, shown, gap: 0.0, harm: sum, tiling })
}

/// The best of the search at the same size, with no longer an outline; none where nothing can be searched for at that
/// size.
fn best_of_size(
    engine: &Engine,
    params: &Params,
    study: &Arc<StudyCells>,
    drawn: &[usize],
) -> Result<Option<ScoredArea>, AskError> {
    let shown = params.shown(Finest::Cell, &engine.data)?;
    let (harm, _) = sought(engine, params, &shown, study)?;
    let allowed = usable(study);
    let input = search_input(study, &harm, &allowed);
    let raw =
        CatchmentParams { k: 1, area_km2: params.area_km2, seed: params.seed, effort: 0, ..CatchmentParams::default() };
    let best = raw.check().and_then(|s| s.best_of_same_size(&input, drawn));
    let first = match best.map(|set| set.catchments.into_iter().next()) {
        Ok(Some(first)) => first,
        // Nothing to be found: the drawn one stands alone.
        Ok(None) | Err(CatchmentError::Area { .. } | CatchmentError::NoHarm(_) | CatchmentError::TooFew { .. }) => {
            return Ok(None);
        }
        Err(other) => return Err(refused(other, params)),
    };
    let found = as_found(engine, params, study, first.cells)?;
    let ranking = rank_catchments(engine, params, &found)?;
    Ok(Some(scored(engine, &found, &ranking)))
}

/// The first candidate of a search with its counts.
pub(super) fn scored(engine: &Engine, found: &CatchmentsFound, ranking: &PlaceRanking) -> ScoredArea {
    scored_at(engine, found, ranking, 0)
}

/// A candidate of a search with its counts.
pub(super) fn scored_at(engine: &Engine, found: &CatchmentsFound, ranking: &PlaceRanking, at: usize) -> ScoredArea {
    let one = &found.list[at];
    let item = ranking.item(&one.id);
    let months = ranking.input.months;
    let units = ranking.input.units.len();
    let sum = |group: usize| ranking.input.monthly[(group * units + at) * months..][..months].iter().sum::<i64>();
    let counts: Vec<i64> = (0..ranking.input.groups.len()).map(sum).collect();
    let totals = ranking.totals(at, counts.iter().sum(), &engine.data);
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
        score: item.map(|i| i.score),
        score_low: item.map(|i| i.score_low),
        score_high: item.map(|i| i.score_high),
        sites: one.sites.clone(),
    }
}

/// Positions of the drawn cells among those inside of the city, ascending, and how many given cells are not.
fn inside_cells(engine: &Engine, study: &StudyCells, drawn: &DrawnArea) -> Result<(Vec<usize>, usize), AskError> {
    let (cells, outside) = match (&drawn.cells, &drawn.polygon) {
        (Some(cells), None) => from_cells(engine, study, cells)?,
        (None, Some(polygon)) => (from_polygon(study, &read_polygon(polygon)?), 0),
        _ => return Err(AskError::value("body", "", "an object with either \"cells\" or \"polygon\"")),
    };
    if cells.is_empty() {
        return Err(AskError::value(
            field(drawn),
            format!("{outside} cells outside"),
            "at least one cell whose center lies in the city",
        ));
    }
    Ok((cells, outside))
}

fn from_cells(engine: &Engine, study: &StudyCells, given: &[String]) -> Result<(Vec<usize>, usize), AskError> {
    let finest = engine.data.city.positions.finest_resolution;
    if given.is_empty() || given.len() > MAX_CELLS {
        return Err(AskError::value("cells", format!("{} cells", given.len()), format!("1 to {MAX_CELLS} cells")));
    }
    let accepted = || format!("H3 cells of resolution 5 to {finest}, the finest that this city shows");
    let mut found = BTreeSet::new();
    let mut outside = 0;
    for text in given {
        let index: CellIndex = text.parse().map_err(|_cause| AskError::value("cells", text, accepted()))?;
        let resolution = u8::from(index.resolution());
        if !(5..=u8::from(finest)).contains(&resolution) {
            return Err(AskError::value("cells", format!("{text} (resolution {resolution})"), accepted()));
        }
        let to = h3o::Resolution::try_from(u8::from(finest)).map_err(AskError::internal)?;
        let inside: Vec<usize> =
            index.children(to).filter_map(|c| study.inside.binary_search(&Cell::from(c)).ok()).collect();
        outside += usize::from(inside.is_empty());
        found.extend(inside);
    }
    Ok((found.into_iter().collect(), outside))
}

/// Cells whose center a polygon holds.
fn from_polygon(study: &StudyCells, polygon: &MultiPolygon<f64>) -> Vec<usize> {
    let Some(frame) = polygon.bounding_rect() else { return Vec::new() };
    let holds = |cell: &Cell| {
        let (lng, lat) = cell.center();
        let point = Point::new(lng, lat);
        frame.contains(&point) && polygon.contains(&point)
    };
    (0..study.inside.len()).filter(|at| holds(&study.inside[*at])).collect()
}

fn read_polygon(given: &Value) -> Result<MultiPolygon<f64>, AskError> {
    let refuse = |why: String| {
        AskError::value("polygon", why, "a GeoJSON Polygon or MultiPolygon, longitude and latitude in degrees")
    };
    let outline: Outline = serde_json::from_value(given.clone()).map_err(|e| refuse(e.to_string()))?;
    let rings = match outline {
        Outline::Polygon(rings) => vec![rings],
        Outline::MultiPolygon(polygons) => polygons,
    };
    let polygon = MultiPolygon(
        rings
            .into_iter()
            .map(polygon)
            .collect::<Option<Vec<_>>>()
            .ok_or_else(|| refuse("a position without two numbers".to_owned()))?,
    );
    let corners = polygon.coords_count();
    if !(4..=MAX_CORNERS).contains(&corners) {
        return Err(AskError::value("polygon", format!("{corners} corners"), format!("4 to {MAX_CORNERS} corners")));
    }
    let earthly = |c: geo::Coord<f64>| c.x.is_finite() && c.y.is_finite() && c.x.abs() <= 180.0 && c.y.abs() <= 90.0;
    if let Some(bad) = polygon.coords_iter().find(|c| !earthly(*c)) {
        return Err(refuse(format!("{}, {}", bad.x, bad.y)));
    }
    Ok(polygon)
}

/// The outlines that are read (RFC 7946, section 3.1).
#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Outline {
    Polygon(Vec<Vec<Vec<f64>>>),
    MultiPolygon(Vec<Vec<Vec<Vec<f64>>>>),
}

/// A polygon of its rings, the outer one first.
fn polygon(rings: Vec<Vec<Vec<f64>>>) -> Option<Polygon<f64>> {
    let ring = |positions: Vec<Vec<f64>>| {
        let places = positions.iter().map(|p| Some(geo::Coord { x: *p.first()?, y: *p.get(1)? }));
        Some(LineString(places.collect::<Option<Vec<_>>>()?))
    };
    let mut rings = rings.into_iter().map(ring).collect::<Option<Vec<_>>>()?.into_iter();
    Some(Polygon::new(rings.next()?, rings.collect()))
}

/// Pieces, reach and outline of some cells, by the rules of a search; their harm does not matter here.
fn shape(study: &StudyCells, search: CatchmentParams, cells: &[usize]) -> Result<DrawnScore, AskError> {
    let (harm, allowed) = (vec![0.0; study.inside.len()], vec![true; study.inside.len()]);
    let search = search.check().map_err(AskError::internal)?;
    search.score(&search_input(study, &harm, &allowed), cells).map_err(AskError::internal)
}
