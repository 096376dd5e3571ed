//! Residents of census blocks, block groups or tracts, laid on the inhabited ground of the areas.

mod ground;
mod inhabited;
mod lay;
mod read;

use std::collections::BTreeMap;
use std::path::Path;

use catchment_model::city::City;
use catchment_model::{AreaIdx, AreaKind, Areas, Cell, CellHomes, Homes, InputFile};

use crate::IngestError;
use crate::paths::Env;

use ground::Ground;
use lay::lay;
use read::Block;

/// Where residents live, with the files that say so.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    pub(super) homes: Vec<Homes>,
    pub(super) inputs: Vec<InputFile>,
}

/// Residents by cell and area, and how each source of them was laid.
type OfYear = (BTreeMap<(Cell, AreaIdx), f64>, Vec<String>);

/// Reads the blocks of a city and lays their residents on its ground: on parts of cells of the finest resolution.
///
/// The sum is kept: what the blocks have inside of the city, the cells have. Which residents an area has in all is
/// decided by its own figure where it has one.
///
/// # Errors
/// [`IngestError`] for a missing file, layer, column or CRS, and for outlines that no cell can be laid over.
pub(super) fn read(
    city: &City,
    areas: &Areas,
    base: &Path,
    env: Env<'_>,
    warnings: &mut Vec<String>,
) -> Result<Blocks, IngestError> {
    let mut blocks = Blocks::default();
    if city.areas.blocks.is_empty() {
        return Ok(blocks);
    }
    let mut ground = Ground::of(areas, city)?;
    let beside = match &city.areas.inhabited {
        Some(source) => Some(inhabited::keep(&mut ground, source, (city, base, env), &mut blocks.inputs)?),
        None => None,
    };
    let mut years: BTreeMap<u16, OfYear> = BTreeMap::new();
    for source in &city.areas.blocks {
        let list = read::blocks(source, (city, base, env), &mut blocks.inputs, warnings)?;
        for (year, list) in list {
            let laid = lay(&ground, &list, areas);
            warnings.extend(laid.outside(&source.path, year));
            let (cells, methods) = years.entry(year).or_default();
            for (place, n) in &laid.cells {
                *cells.entry(*place).or_default() += n;
            }
            methods.push(method(&list, &source.what, beside.as_deref()));
        }
    }
    for (year, (cells, methods)) in years {
        let cells = cells.into_iter().map(|((cell, area), residents)| CellHomes { cell, area, residents }).collect();
        let resolution = city.positions.finest_resolution;
        blocks.homes.push(Homes { year, resolution, method: methods.join(" "), cells });
    }
    for homes in &blocks.homes {
        warnings.extend(beside_areas(homes, areas));
    }
    Ok(blocks)
}

/// How the residents came to the cells.
fn method(list: &[Block], what: &str, beside: Option<&str>) -> String {
    let spread = match list.first().map(|b| &b.place) {
        Some(read::Place::Point(_)) => "on the ground nearest to the point of each",
        Some(read::Place::Cell(_)) => "on the ground of each cell",
        _ => "on the ground of each",
    };
    let ground = beside.map_or(String::new(), |beside| format!(", {beside}"));
    format!("Source: {what}, {} of them, spread evenly {spread}, parks left out{ground}.", list.len())
}

/// How the blocks' sum stands beside the areas' own.
fn beside_areas(homes: &Homes, areas: &Areas) -> Option<String> {
    let year = homes.year;
    let own: f64 = areas.list().iter().filter_map(|a| a.population.get(&year)).sum();
    let sum = homes.total();
    (own > 0.0 && (sum / own - 1.0).abs() >= 0.005).then(|| {
        format!(
            "Blocks of {year} have {sum:.0} residents in the areas, which themselves have {own:.0}: the areas' own \
             figures count, and the blocks say where in them people live."
        )
    })
}

/// Residents of areas that have no figure of their own in a year of the blocks: the sum of their blocks.
pub(super) fn fill(list: &mut [catchment_model::Area], homes: &[Homes]) -> Vec<String> {
    let mut told = Vec::new();
    for homes in homes {
        let mut sums = vec![0.0; list.len()];
        for home in &homes.cells {
            sums[usize::from(home.area.0)] += home.residents;
        }
        let mut filled = 0;
        for (area, sum) in list.iter_mut().zip(sums) {
            if sum > 0.0 && area.kind == AreaKind::Neighborhood && !area.population.contains_key(&homes.year) {
                area.population.insert(homes.year, sum);
                filled += 1;
            }
        }
        if filled > 0 {
            told.push(format!(
                "{filled} areas have no residents of {} of their own: those of their blocks were added up.",
                homes.year
            ));
        }
    }
    told
}
