//! Tiles for still pictures: a layer for each class, since what draws them knows one color per layer.

use catchment_tiles::{Classes, Feature, Shapes, TileAddress, VectorError};

use super::AskError;
use super::catchments::CatchmentsFound;
use super::cells::CellsFound;
use super::places::PlaceRanking;
use super::rankings::{LegendItem, classes, legend};
use crate::engine::Engine;

/// Name of the layer beneath: all neighborhoods and parks.
pub const GROUND: &str = "ground";

/// What a still picture shows: outlines, each with its class.
#[derive(Debug)]
pub struct StillClasses<'a> {
    ground: &'a Shapes,
    shapes: &'a Shapes,
    class: Vec<Option<usize>>,
    /// The classes with their colors.
    pub legend: Vec<LegendItem>,
}

impl<'a> StillClasses<'a> {
    /// Neighborhoods by the measure of their ranking.
    pub fn neighborhoods(engine: &'a Engine, ranking: &PlaceRanking) -> Self {
        Self::places(engine, &engine.area_shapes, ranking)
    }

    /// Catchments by the measure of their ranking.
    pub fn catchments(engine: &'a Engine, found: &'a CatchmentsFound, ranking: &PlaceRanking) -> Self {
        Self::places(engine, &found.shapes, ranking)
    }

    /// Cells by count.
    pub fn cells(engine: &'a Engine, found: &'a CellsFound) -> Self {
        let count =
            |cell| found.cells.binary_search(cell).ok().and_then(|at| found.classes.of(found.counts[at] as f64));
        let class = found.study.all.iter().map(count).collect();
        Self::new(engine, &found.study.shapes, class, &found.classes)
    }

    fn places(engine: &'a Engine, shapes: &'a Shapes, ranking: &PlaceRanking) -> Self {
        let classes = classes(ranking, &engine.data);
        let mut class = vec![None; ranking.input.units.len()];
        for item in &ranking.ranking.items {
            let value = ranking.value(&ranking.totals(item.unit, item.count, &engine.data));
            class[item.unit] = value.and_then(|v| classes.of(v));
        }
        Self::new(engine, shapes, class, &classes)
    }

    fn new(engine: &'a Engine, shapes: &'a Shapes, class: Vec<Option<usize>>, classes: &Classes) -> Self {
        Self { ground: &engine.area_shapes, shapes, class, legend: legend(classes) }
    }

    /// A tile with the layer [`GROUND`] and a layer for each class of the legend, in its order.
    ///
    /// # Errors
    /// [`AskError::Internal`] where the tile cannot be written.
    pub fn tile(&self, address: TileAddress) -> Result<Vec<u8>, AskError> {
        let plain = |i: usize| Some(Feature { id: i as u64 + 1, properties: Vec::new() });
        let fault = |e: VectorError| AskError::internal(e);
        let mut tile = self.ground.tile(address, GROUND, plain).map_err(fault)?;
        for item in &self.legend {
            let of_class = |i: usize| plain(i).filter(|_| self.class[i] == Some(item.class));
            // A tile is a list of layers, and in this encoding lists are joined by joining their bytes.
            tile.extend(self.shapes.tile(address, &layer(item.class), of_class).map_err(fault)?);
        }
        Ok(tile)
    }
}

/// Name of a class's layer.
pub fn layer(class: usize) -> String {
    format!("class-{class}")
}
