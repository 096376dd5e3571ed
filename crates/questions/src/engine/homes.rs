//! Where residents live, cell by cell: from the blocks of a census where the city file names some, else spread evenly
//! over each neighborhood.

use std::collections::BTreeMap;

use catchment_model::{Area, AreaIdx, AreaKind, Cell, Homes, Window};
use catchment_store::Dataset;
use geo::CoordsIter;
use serde::Serialize;

use super::places::{population_year, residents};
use super::study::StudyCells;
use super::{Engine, Find};
use crate::error::AskError;
use crate::words::listed;

/// Areas that a sentence names.
const NAMED: usize = 5;

/// Residents of the inside cells of the finest resolution, in a census year.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct CellResidents {
    /// Census year of the neighborhoods' totals.
    pub(crate) year: u16,
}

impl CellResidents {
    /// Those that divide counts of a window; none where no census is known.
    pub(crate) fn of(window: Window, data: &Dataset) -> Option<Self> {
        population_year(data, window).map(|year| Self { year })
    }
}

impl Find for CellResidents {
    const NAME: &'static str = "residents of cells";
    type Found = Vec<Option<f64>>;

    fn find(&self, engine: &Engine) -> Result<Self::Found, AskError> {
        let study = engine.finest_study()?;
        Ok(match pattern(&engine.data, self.year) {
            Some(homes) => by_homes(engine, study, homes, self.year),
            None => evenly(engine, study, self.year),
        })
    }
}

/// The count of blocks that is nearest to a census year, the earlier of two as near.
pub(crate) fn pattern(data: &Dataset, year: u16) -> Option<&Homes> {
    data.homes.iter().min_by_key(|homes| (homes.year.abs_diff(year), homes.year))
}

/// Each neighborhood's residents spread evenly over its area; a cell belongs to the area that holds its center.
fn evenly(engine: &Engine, study: &StudyCells, year: u16) -> Vec<Option<f64>> {
    let density = |area: &Area| Some(area.population.get(&year)? / area.area_km2);
    let cell = |(at, area): (usize, &Option<AreaIdx>)| {
        let density = area.and_then(|a| engine.data.areas.get(a)).and_then(density);
        density.map(|d| d * study.inside_km2[at]).filter(|n| n.is_finite())
    };
    study.area.iter().enumerate().map(cell).collect()
}

/// Each neighborhood's residents where the blocks have theirs. The sum over all cells is that of the neighborhoods.
fn by_homes(engine: &Engine, study: &StudyCells, homes: &Homes, year: u16) -> Vec<Option<f64>> {
    let areas = engine.data.areas.list();
    let mut sums = vec![0.0; areas.len()];
    for home in &homes.cells {
        if let Some(sum) = sums.get_mut(usize::from(home.area.0)) {
            *sum += home.residents;
        }
    }
    let total = |area: AreaIdx| areas.get(usize::from(area.0))?.population.get(&year).copied();
    let mut found: Vec<Option<f64>> = study.area.iter().map(|a| a.and_then(total).map(|_| 0.0)).collect();
    let mut add = |at: usize, n: f64| *found[at].get_or_insert(0.0) += n;
    let mut near: BTreeMap<Cell, usize> = BTreeMap::new();
    for home in &homes.cells {
        let Some(whole) = total(home.area).filter(|_| sums[usize::from(home.area.0)] > 0.0) else { continue };
        let at = *near.entry(home.cell).or_insert_with(|| nearest_inside(study, home.cell));
        add(at, whole * home.residents / sums[usize::from(home.area.0)]);
    }
    // Areas where no block lives and residents all the same: evenly over their cells.
    for (area, index) in areas.iter().zip(0u16..) {
        let whole = area.population.get(&year).copied().filter(|n| *n > 0.0 && sums[usize::from(index)] <= 0.0);
        let Some(whole) = whole else { continue };
        let own: Vec<usize> = (0..study.inside.len()).filter(|c| study.area[*c] == Some(AreaIdx(index))).collect();
        let km2: f64 = own.iter().map(|c| study.inside_km2[*c]).sum();
        for cell in &own {
            add(*cell, whole * study.inside_km2[*cell] / km2);
        }
        // An area smaller than a cell may hold no center of one.
        let corner = || area.outline.coords_iter().next().and_then(|c| Cell::at(c.x, c.y, study.resolution).ok());
        if let Some(cell) = own.is_empty().then(corner).flatten() {
            add(nearest_inside(study, cell), whole);
        }
    }
    found
}

/// The position of a cell among the inside ones, or of the inside cell nearest to it.
fn nearest_inside(study: &StudyCells, cell: Cell) -> usize {
    study.inside.binary_search(&cell).unwrap_or_else(|_| {
        let (lng, lat) = cell.center();
        let squeeze = lat.to_radians().cos();
        let far = |at: &usize| {
            let (x, y) = study.inside[*at].center();
            ((x - lng) * squeeze).powi(2) + (y - lat).powi(2)
        };
        (0..study.inside.len()).min_by(|a, b| far(a).total_cmp(&far(b))).unwrap_or(0)
    })
}

/// Residents of some inside cells of the finest resolution; none where none are known.
pub(crate) fn residents_of(engine: &Engine, window: Window, cells: &[usize]) -> Option<f64> {
    let all = engine.find(&CellResidents::of(window, &engine.data)?).ok()?;
    let known: Vec<f64> = cells.iter().filter_map(|c| all.get(*c).copied().flatten()).collect();
    if known.is_empty() { None } else { Some(known.iter().sum()) }
}

/// Residents of the cells of a coarser or the same resolution; none where they are only known evenly.
fn residents_by_parent(engine: &Engine, window: Window, cells: &[Cell]) -> Option<Vec<f64>> {
    let asked = CellResidents::of(window, &engine.data)?;
    pattern(&engine.data, asked.year)?;
    let (all, study) = (engine.find(&asked).ok()?, engine.finest_study().ok()?);
    let resolution = cells.first()?.h3().resolution();
    let mut sums: BTreeMap<Cell, f64> = BTreeMap::new();
    for (cell, n) in study.inside.iter().zip(all.iter()) {
        if let (Some(parent), Some(n)) = (cell.h3().parent(resolution), n) {
            *sums.entry(Cell::from(parent)).or_default() += n;
        }
    }
    Some(cells.iter().map(|cell| sums.get(cell).copied().unwrap_or_default()).collect())
}

/// Residents of each of some cells of a resolution: where they live, else each neighborhood's spread evenly over its
/// area, on the part of it that the cell covers; 0 where none are known.
pub(crate) fn residents_of_cells(engine: &Engine, window: Window, study: &StudyCells, cells: &[Cell]) -> Vec<f64> {
    let density = |area: AreaIdx| {
        let area = engine.data.areas.get(area)?;
        Some(residents(area, &engine.data, window)? / area.area_km2).filter(|d| d.is_finite() && *d > 0.0)
    };
    let parts = |cell: &Cell| study.all.binary_search(cell).map_or(&[][..], |at| &study.clipped.parts[at]);
    let evenly = |cell: &Cell| parts(cell).iter().filter_map(|(area, km2)| Some(density(*area)? * km2)).sum();
    residents_by_parent(engine, window, cells).unwrap_or_else(|| cells.iter().map(evenly).collect())
}

/// How residents of places smaller than a neighborhood come about.
pub(crate) fn spread_sentence(places: &str, window: Window, data: &Dataset) -> String {
    let year = population_year(data, window);
    match year.and_then(|year| Some((year, pattern(data, year)?))) {
        None => format!(
            "Residents of {places} are estimated: each neighborhood's residents are spread evenly over its area."
        ),
        Some((year, homes)) => format!(
            "Residents of {places} are estimated: each neighborhood's residents of {year} are spread as they lived in \
             it in {}. {}",
            homes.year, homes.method
        ),
    }
}

/// Neighborhoods whose residents are not known, which have no rate per resident.
pub(crate) fn without_residents(window: Window, data: &Dataset) -> Option<String> {
    let year = population_year(data, window)?;
    let ranked = || data.areas.list().iter().filter(|a| a.kind == AreaKind::Neighborhood);
    let without: Vec<&str> =
        ranked().filter(|a| residents(a, data, window).is_none()).map(|a| a.name.as_str()).collect();
    let first: Vec<String> = without.iter().take(NAMED).map(|name| (*name).to_owned()).collect();
    (!without.is_empty()).then(|| {
        let more = without.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(", and {more} more") } else { String::new() };
        let named = if more.is_empty() { listed(&first) } else { first.join(", ") };
        format!(
            "The residents of {} of {} neighborhoods in {year} are not known, and they have no rate: {named}{more}.",
            without.len(),
            ranked().count(),
        )
    })
}
