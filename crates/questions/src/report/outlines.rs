//! Outlines for the maps of a report.

use catchment_model::{AreaKind, Cell, Site, SiteShape};
use geo::MultiPolygon;
use h3o::geom::SolventBuilder;

use super::{Outline, OutlineKind, Outlines};
use crate::engine::{CatchmentsFound, Engine, geojson};
use crate::error::AskError;
use crate::optimize::ChosenCatchment;

/// Outlines of areas and sites, of the catchments of a ranking, and of those chosen under limits.
pub(super) fn outlines(
    engine: &Engine,
    found: Option<&CatchmentsFound>,
    chosen: &[ChosenCatchment],
) -> Result<Outlines, AskError> {
    let one = |c: &crate::engine::Candidate| outline(&c.id, &c.name, OutlineKind::Catchment, &c.outline);
    Ok(Outlines {
        areas: areas(engine)?,
        catchments: found.iter().flat_map(|f| &f.list).map(one).collect::<Result<_, _>>()?,
        choice: chosen.iter().map(around).collect::<Result<_, _>>()?,
        sites: sites(engine)?,
    })
}

fn outline(id: &str, name: &str, kind: OutlineKind, outline: &MultiPolygon<f64>) -> Result<Outline, AskError> {
    let geometry = serde_json::to_value(geojson(outline)).and_then(serde_json::from_value);
    let geometry = geometry.map_err(AskError::internal)?;
    Ok(Outline { id: id.to_owned(), name: name.to_owned(), kind, geometry })
}

/// The outline of a chosen catchment: along streets where it has one, else of its cells.
fn around(c: &ChosenCatchment) -> Result<Outline, AskError> {
    if let Some(along) = &c.along {
        let geometry = serde_json::from_value(along.outline.clone()).map_err(AskError::internal)?;
        return Ok(Outline { id: c.id.clone(), name: c.name.clone(), kind: OutlineKind::Catchment, geometry });
    }
    let found: Vec<Cell> = c.cells.iter().filter_map(|id| id.parse().ok()).collect();
    cells(&c.id, &c.name, &found)
}

/// The outline around cells.
pub(super) fn cells(id: &str, name: &str, cells: &[Cell]) -> Result<Outline, AskError> {
    let dissolved = SolventBuilder::new().build().dissolve(cells.iter().map(|c| c.h3()));
    let dissolved = dissolved.map_err(|e| AskError::internal(e.to_string()))?;
    outline(id, name, OutlineKind::Catchment, &dissolved)
}

/// Neighborhoods and parks.
pub(super) fn areas(engine: &Engine) -> Result<Vec<Outline>, AskError> {
    let areas = engine.data.areas.list();
    // Parks lie beneath: a small neighborhood beside one stays visible.
    let (parks, others): (Vec<_>, Vec<_>) = areas.iter().partition(|a| a.kind == AreaKind::Park);
    let kind = |kind| match kind {
        AreaKind::Neighborhood => OutlineKind::Neighborhood,
        AreaKind::Park => OutlineKind::Park,
    };
    parks.into_iter().chain(others).map(|a| outline(&a.id, &a.name, kind(a.kind), &a.outline)).collect()
}

fn sites(engine: &Engine) -> Result<Vec<Outline>, AskError> {
    engine.data.latest_sites().map(site).collect()
}

/// The outline of a site.
pub(super) fn site(s: &Site) -> Result<Outline, AskError> {
    let kind = if s.shape == SiteShape::StandIn { OutlineKind::StandIn } else { OutlineKind::Published };
    outline(&s.id, &s.name, kind, &s.outline)
}
