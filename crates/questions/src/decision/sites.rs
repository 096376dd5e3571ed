//! What sites have to do with places: which exist, how far they are, what ground they serve.

use std::sync::Arc;

use catchment_model::{Site, Window};
use catchment_store::Dataset;
use geo::{BoundingRect, Centroid, Contains, Distance, Euclidean, MapCoords, MultiPolygon, Point};
use serde::Serialize;

use crate::engine::{CatchmentSearch, CatchmentsFound, Engine, Find, owners};
use crate::error::AskError;

/// The sites that exist at the end of a window: `active`, `none`, or ids.
pub(super) fn existing<'a>(choice: &str, data: &'a Dataset, window: Window) -> Vec<&'a Site> {
    let exists = |site: &&Site| match choice {
        "active" => site.from <= window.to() && site.to.is_none_or(|to| to >= window.to()),
        "none" => false,
        ids => ids.split(',').any(|id| id == site.id),
    };
    data.sites.iter().filter(exists).collect()
}

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
        let sites = engine.data.sites.iter().filter(|s| self.sites.contains(&s.id));
        let outlines: Vec<&MultiPolygon<f64>> = sites.map(|s| &s.outline).collect();
        Ok(Reach {
            distance_km: distances(engine, found.as_deref(), &outlines),
            served: served(engine, found.as_ref(), &outlines)?,
        })
    }

    fn bytes(found: &Reach) -> usize {
        16 * found.served.len()
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
    found: Option<&Arc<CatchmentsFound>>,
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
    let boxed: Vec<_> = sites.iter().filter_map(|s| Some((s.bounding_rect()?, *s))).collect();
    let mut ground = vec![(0.0, 0.0); units];
    for (cell, (owner, km2)) in study.inside.iter().zip(owner.iter().zip(&study.area_km2)) {
        if let Some(unit) = owner {
            let (lng, lat) = cell.center();
            let center = Point::new(lng, lat);
            let near = |around: &geo::Rect<f64>| {
                let (low, high) = (around.min(), around.max());
                (low.x..=high.x).contains(&lng) && (low.y..=high.y).contains(&lat)
            };
            let inside = boxed.iter().any(|(around, outline)| near(around) && outline.contains(&center));
            ground[*unit].0 += if inside { *km2 } else { 0.0 };
            ground[*unit].1 += km2;
        }
    }
    let share = |(inside, all): (f64, f64)| if all > 0.0 { (inside / all).clamp(0.0, 1.0) } else { 0.0 };
    Ok(ground.into_iter().map(share).collect())
}
