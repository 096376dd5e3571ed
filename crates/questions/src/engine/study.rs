//! The cells of a city, with what never changes about them.

use catchment_model::{AreaIdx, Areas, Cell, Place, Resolution};
use catchment_spatial::{Neighbors, rings, union_cells};
use catchment_tiles::Shapes;
use geo::MultiPolygon;

use super::clip::{Clipped, clip};
use super::projection::Projection;

/// Mark of a place without a cell in [`StudyCells::of_place`].
pub(crate) const NO_CELL: u32 = u32::MAX;

/// Least ground of a cell, km²: a square meter.
const LEAST_KM2: f64 = 1e-6;

/// The cells of a city at one resolution.
#[derive(Debug)]
pub(crate) struct StudyCells {
    /// Resolution.
    pub(crate) resolution: Resolution,
    /// Cells whose center lies in an area, sorted.
    pub(crate) inside: Vec<Cell>,
    /// Cells with a part inside the study region, sorted: those that methods compare, border cells included.
    pub(crate) ground: Vec<Cell>,
    /// Area of each ground cell inside the study region, km²: what its count is in proportion to.
    pub(crate) ground_km2: Vec<f64>,
    /// Which ground cells touch.
    pub(crate) ground_neighbors: Neighbors,
    /// Those of both lists and every cell that ever held a count, sorted.
    pub(crate) all: Vec<Cell>,
    /// All cells cut to the areas of the city.
    pub(crate) clipped: Clipped,
    /// Outlines of `all`, for tiles.
    pub(crate) shapes: Shapes,
    /// Position in `all` of the cell of each place of the cube.
    pub(crate) of_place: Vec<u32>,
    /// True area of each inside cell as a whole, km²: what a catchment is made of.
    pub(crate) area_km2: Vec<f64>,
    /// Area of each inside cell inside the study region, km²: what its count is in proportion to.
    pub(crate) inside_km2: Vec<f64>,
    /// Easting of each inside cell's center, metres.
    pub(crate) x_m: Vec<f64>,
    /// Northing of each inside cell's center, metres.
    pub(crate) y_m: Vec<f64>,
    /// Area that holds each inside cell's center.
    pub(crate) area: Vec<Option<AreaIdx>>,
    /// Which inside cells touch.
    pub(crate) neighbors: Neighbors,
}

impl StudyCells {
    /// Measures the cells: those with their center inside, and all that touch the city or ever held a count.
    pub(crate) fn new(
        resolution: Resolution,
        inside: Vec<Cell>,
        touching: &[Cell],
        (areas, places, projection): (&Areas, &[Place], &Projection),
    ) -> Self {
        let centers: Vec<(f64, f64)> = inside
            .iter()
            .map(|c| c.center())
            .map(|(lng, lat)| projection.to_metres(lng, lat).unwrap_or((f64::NAN, f64::NAN)))
            .collect();
        let held: Vec<Cell> = places.iter().filter_map(|p| p.cells.map(|c| c[resolution.index()])).collect();
        let all = union_cells(&inside, &union_cells(touching, &held));
        let clipped = clip(&all, areas, projection);
        let ground_km2 = || all.iter().zip(&clipped.km2).filter(|(_, km2)| **km2 > 0.0);
        let ground: Vec<Cell> = ground_km2().map(|(cell, _)| *cell).collect();
        let ground_km2 = ground_km2().map(|(_, km2)| *km2).collect();
        let position =
            |cell: Cell| all.binary_search(&cell).ok().and_then(|i| u32::try_from(i).ok()).unwrap_or(NO_CELL);
        // A cell that lies wholly in one area and in no other has its center there.
        let area_of = |cell: Cell, center: (f64, f64)| {
            let parts = all.binary_search(&cell).map_or(&[][..], |at| &clipped.parts[at]);
            match parts {
                [(area, km2)] if *km2 >= cell.area_km2() => Some(*area),
                _ => areas.at(center.0, center.1),
            }
        };
        // An inside cell holds its center and some ground about it; a part too small to measure is no part of 0.
        let inside_km2 = |cell: &Cell| all.binary_search(cell).map_or(0.0, |at| clipped.km2[at]).max(LEAST_KM2);
        let outlines: Vec<MultiPolygon<f64>> = all.iter().map(|c| c.polygon().into()).collect();
        Self {
            of_place: places.iter().map(|p| p.cells.map_or(NO_CELL, |c| position(c[resolution.index()]))).collect(),
            shapes: Shapes::new(&outlines),
            area_km2: inside.iter().map(|c| c.area_km2()).collect(),
            inside_km2: inside.iter().map(inside_km2).collect(),
            x_m: centers.iter().map(|c| c.0).collect(),
            y_m: centers.iter().map(|c| c.1).collect(),
            area: inside.iter().zip(&centers).map(|(cell, center)| area_of(*cell, *center)).collect(),
            neighbors: rings(&inside, 1),
            ground_neighbors: rings(&ground, 1),
            ground,
            ground_km2,
            resolution,
            inside,
            all,
            clipped,
        }
    }

    /// Area of a cell inside the study region, km²; 0 outside.
    pub(crate) fn km2(&self, cell: Cell) -> f64 {
        self.all.binary_search(&cell).map_or(0.0, |at| self.clipped.km2[at])
    }
}
