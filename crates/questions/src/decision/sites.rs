//! What sites have to do with places: how far they are, what ground they serve.

use catchment_model::heap;
use geo::{Centroid, Distance, Euclidean, MapCoords, MultiPolygon, Point};
use serde::Serialize;

use crate::engine::{CatchmentSearch, CatchmentsFound, Engine, Find, owners, served_cells};
use crate::error::AskError;

/// What sites are to each place; it depends on no count.
#[derive(Debug)]
pub(super) struct Reach {
    /// Distance of each place's middle to the nearest outline, km; or why there is none.
    pub(super) distance_km: Result<Vec<f64>, String>,
    /// Share of each place's ground within the outlines, by the centers of its finest cells.
    pub(super) served: Vec<f64>,
}

/// Looks for what these sites are to each place.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Reached {
    /// Ids of the sites.
    pub(super) sites: Vec<String>,
    /// The search that gives the places; neighborhoods where there is none.
    pub(super) search: Option<CatchmentSearch>,
}

impl Find for Reached {
    const NAME: &'static str = "reach of sites";
    type Found = Reach;

    fn find(&self, engine: &Engine) -> Result<Reach, AskError> {
        let found = self.search.as_ref().map(|search| engine.find(search)).transpose()?;
        Reach::of(engine, found.as_deref(), &self.sites)
    }
}

impl Reach {
    /// What some sites are to each place.
    ///
    /// # Errors
    /// [`AskError::Internal`] where the city's cells cannot be read.
    pub(super) fn of(engine: &Engine, found: Option<&CatchmentsFound>, sites: &[String]) -> Result<Self, AskError> {
        let sites = engine.data.sites.iter().filter(|s| sites.contains(&s.id));
        let outlines: Vec<&MultiPolygon<f64>> = sites.map(|s| &s.outline).collect();
        Ok(Self { distance_km: distances(engine, found, &outlines), served: served(engine, found, &outlines)? })
    }
}

fn distances(
    engine: &Engine,
    found: Option<&CatchmentsFound>,
    sites: &[&MultiPolygon<f64>],
) -> Result<Vec<f64>, String> {
    if sites.is_empty() {
        return Err("no site exists at the end of the window".to_owned());
    }
    let flat = |outline: &MultiPolygon<f64>| {
        outline.map_coords(|c| engine.projection.to_metres(c.x, c.y).map_or(c, |(x, y)| geo::Coord { x, y }))
    };
    let sites: Vec<MultiPolygon<f64>> = sites.iter().map(|s| flat(s)).collect();
    let km = |middle: Option<Point<f64>>| {
        let middle = middle.ok_or("a place has no outline")?;
        Ok(sites.iter().map(|s| Euclidean.distance(&middle, s)).fold(f64::INFINITY, f64::min) / 1000.0)
    };
    match found {
        None => engine.data.areas.list().iter().map(|a| km(a.outline_m.centroid())).collect(),
        Some(found) => found.list.iter().map(|c| km(flat(&c.outline).centroid())).collect(),
    }
}

fn served(
    engine: &Engine,
    found: Option<&CatchmentsFound>,
    sites: &[&MultiPolygon<f64>],
) -> Result<Vec<f64>, AskError> {
    let units = found.map_or(engine.data.areas.len(), |found| found.list.len());
    if sites.is_empty() {
        return Ok(vec![0.0; units]);
    }
    let study = engine.finest_study()?;
    let owner: Vec<Option<usize>> = match found {
        Some(found) => owners(found),
        None => study.area.iter().map(|a| a.map(|a| usize::from(a.0))).collect(),
    };
    let mut ground = vec![(0.0, 0.0); units];
    for ((inside, owner), km2) in served_cells(study, sites).into_iter().zip(owner).zip(&study.area_km2) {
        if let Some(unit) = owner {
            ground[unit].0 += if inside { *km2 } else { 0.0 };
            ground[unit].1 += km2;
        }
    }
    let share = |(inside, all): (f64, f64)| if all > 0.0 { (inside / all).clamp(0.0, 1.0) } else { 0.0 };
    Ok(ground.into_iter().map(share).collect())
}

heap!(Reach { distance_km, served });
