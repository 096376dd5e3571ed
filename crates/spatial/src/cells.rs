//! H3 cells: the study set, neighbors among given cells, densities by true area.

use catchment_model::{Cell, Resolution};
use geo::MultiPolygon;
use rustc_hash::FxHashMap;

use crate::Neighbors;
use crate::laid::{Laid, laid};

/// Why cells could not be laid over a region, or densities not be taken.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CellsError {
    /// A polygon that cannot be covered: not finite, not degrees, or too few vertices.
    #[error(
        "polygon {polygon} cannot be covered with cells: {detail}; expected closed rings in degrees, longitude first"
    )]
    Polygon {
        /// Position in the multipolygon.
        polygon: usize,
        /// What is wrong.
        detail: String,
    },
    /// As many counts as cells are needed.
    #[error("{counts} counts for {cells} cells; expected one each")]
    Length {
        /// Counts given.
        counts: usize,
        /// Cells given.
        cells: usize,
    },
}

/// Every cell whose center lies in the region (degrees, longitude first), sorted, each once.
/// These are the cells that count as zero where nothing happened.
///
/// # Errors
/// [`CellsError::Polygon`] for a polygon that is not in degrees or not closed.
pub fn study_cells(region: &MultiPolygon<f64>, resolution: Resolution) -> Result<Vec<Cell>, CellsError> {
    let mut cells = Vec::new();
    for (at, polygon) in region.iter().enumerate() {
        cells.extend(
            laid(polygon, resolution, Laid::Centers).map_err(|detail| CellsError::Polygon { polygon: at, detail })?,
        );
    }
    cells.sort_unstable();
    cells.dedup();
    Ok(cells)
}

/// The cells of both lists, sorted, each once: the study set and the cells beyond it that hold counts.
pub fn union_cells(study: &[Cell], counted: &[Cell]) -> Vec<Cell> {
    let mut cells = [study, counted].concat();
    cells.sort_unstable();
    cells.dedup();
    cells
}

/// Neighbors of each cell: the other given cells at most `k` steps away. The cells must be distinct;
/// of a repeated cell only the first is anyone's neighbor. `k = 0` gives no neighbors.
pub fn rings(cells: &[Cell], k: u32) -> Neighbors {
    let mut at: FxHashMap<Cell, u32> = FxHashMap::default();
    for (i, cell) in (0u32..).zip(cells) {
        at.entry(*cell).or_insert(i);
    }
    let lists: Vec<Vec<u32>> = cells
        .iter()
        .map(|cell| {
            let mut near: Vec<u32> = cell
                .h3()
                .grid_disk_safe(k)
                .filter(|c| *c != cell.h3())
                .filter_map(|c| at.get(&Cell::from(c)).copied())
                .collect();
            near.sort_unstable();
            near
        })
        .collect();
    Neighbors::from_sorted(lists.iter())
}

/// Counts per km² of each cell's true area on the sphere.
///
/// # Errors
/// [`CellsError::Length`] where there are not as many counts as cells.
pub fn per_km2(cells: &[Cell], counts: &[f64]) -> Result<Vec<f64>, CellsError> {
    if cells.len() != counts.len() {
        return Err(CellsError::Length { counts: counts.len(), cells: cells.len() });
    }
    Ok(cells.iter().zip(counts).map(|(cell, count)| count / cell.area_km2()).collect())
}
