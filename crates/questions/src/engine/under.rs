//! The ground that limits leave.

use catchment_model::{Month, Site, Window};
use catchment_siting::{AllowedCells, SiteShape, WalkParams, peopled};
use geo::LineString;

use super::ground::usable;
use super::homes::CellResidents;
use super::{Engine, StudyCells};
use crate::error::AskError;
use crate::pieces::Limits;

/// The ground that limits leave.
pub(crate) struct GroundUnder<'a> {
    /// Open sites, where these play a part.
    pub(crate) sites: Vec<&'a Site>,
    /// Cells that may be used, and how many may not.
    pub(crate) cells: AllowedCells,
}

/// The cells that may be used under limits.
///
/// # Errors
/// [`AskError::Internal`] where outlines of sites do not fit the city.
pub(crate) fn ground_under<'a>(
    engine: &'a Engine,
    study: &StudyCells,
    (limits, area_km2, window): (&Limits, f64, Window),
) -> Result<GroundUnder<'a>, AskError> {
    let constraints = limits.constraints(closed_cells(engine, study, limits), WalkParams::default())?;
    let sites = if limits.spacing_m.is_some() { open_sites(engine) } else { Vec::new() };
    let shapes = sites.iter().map(|s| site_shape(engine, s)).collect::<Result<Vec<_>, _>>()?;
    let usable = match limits.least_residents {
        None => usable(study),
        Some(least) => lived_on(engine, study, window, (least, area_km2))?,
    };
    let cells = constraints.allowed(&usable, &study.x_m, &study.y_m, &shapes).map_err(AskError::internal)?;
    if !cells.allowed.contains(&true) {
        return Err(nothing_left(limits));
    }
    Ok(GroundUnder { sites, cells })
}

/// The limits leave nothing of the city; the one that took most is named.
fn nothing_left(limits: &Limits) -> AskError {
    if let Some(least) = limits.least_residents {
        return AskError::value("least_residents", least.to_string(), "a number that leaves ground to choose from");
    }
    match limits.spacing_m {
        Some(meters) => {
            AskError::value("spacing_m", meters.to_string(), "a distance that leaves ground to choose from")
        }
        None => AskError::value("exclude", limits.exclude.join(","), "areas that leave ground to choose from"),
    }
}

/// Usable cells about which so many people live, within a circle of the area of a catchment.
fn lived_on(
    engine: &Engine,
    study: &StudyCells,
    window: Window,
    (least, area_km2): (u64, f64),
) -> Result<Vec<bool>, AskError> {
    let unknown = || AskError::value("least_residents", least.to_string(), "none: residents are not known here");
    let residents = engine.find(&CellResidents::of(window, &engine.data).ok_or_else(unknown)?)?;
    if residents.iter().all(Option::is_none) {
        return Err(unknown());
    }
    let places: Vec<(f64, f64)> = study.x_m.iter().copied().zip(study.y_m.iter().copied()).collect();
    let radius_m = (area_km2 / std::f64::consts::PI).sqrt() * 1000.0;
    let lived = peopled(&places, &residents, radius_m, least as f64);
    Ok(usable(study).into_iter().zip(lived).map(|(ok, lived)| ok && lived).collect())
}

/// Positions of the cells in closed areas.
fn closed_cells(engine: &Engine, study: &StudyCells, limits: &Limits) -> Vec<usize> {
    let closed: Vec<_> = limits.exclude.iter().filter_map(|id| engine.data.areas.find(id)).collect();
    (0..study.inside.len()).filter(|cell| study.area[*cell].is_some_and(|a| closed.contains(&a))).collect()
}

/// Sites that are open in the last month of the data: where people work today, whatever window is asked for.
fn open_sites(engine: &Engine) -> Vec<&Site> {
    let Some(now) = engine.data.coverage.through() else { return Vec::new() };
    let open = |s: &&Site| s.from <= now && s.to.is_none_or(|to: Month| to >= now);
    engine.data.sites.iter().filter(open).collect()
}

/// Outline of a site in meters.
fn site_shape(engine: &Engine, site: &Site) -> Result<SiteShape, AskError> {
    let meters = |ring: &LineString<f64>| {
        let place = |c: &geo::Coord<f64>| engine.projection.to_metres(c.x, c.y).map(|(x, y)| [x, y]);
        ring.0.iter().map(place).collect::<Option<Vec<_>>>()
    };
    let rings = site.outline.0.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
    let rings = rings.map(meters).collect::<Option<Vec<_>>>();
    rings
        .map(SiteShape::Outline)
        .ok_or_else(|| AskError::internal(format!("the outline of site {} lies too far away", site.id)))
}
