//! Tiles for still pictures: a layer for each class, since what draws them knows one color per layer.

use std::sync::Arc;

use catchment_tiles::{Classes, Feature, Shapes, TileAddress, VectorError};

use super::{CatchmentLayer, NeighborhoodLayer};
use crate::answers::LegendItem;
use crate::cells::{Cells, CellsFound};
use crate::engine::{CatchmentsFound, Engine, PlaceRanking, ranking_classes};
use crate::error::AskError;

/// Name of the layer beneath: all neighborhoods and parks.
pub const GROUND: &str = "ground";

/// What a still picture shows: outlines, each with its class.
#[derive(Debug)]
pub struct Still {
    over: Over,
    class: Vec<Option<usize>>,
    /// The classes with their colors.
    pub legend: Vec<LegendItem>,
}

/// Where the outlines stand.
#[derive(Debug)]
enum Over {
    Areas,
    Catchments(Arc<CatchmentsFound>),
    Cells(Arc<CellsFound>),
}

impl Still {
    /// Neighborhoods by the measure of their ranking.
    ///
    /// # Errors
    /// [`AskError`] where they cannot be ranked.
    pub fn neighborhoods(engine: &Engine, layer: &NeighborhoodLayer) -> Result<Self, AskError> {
        let ranking = engine.find(&layer.ranking())?;
        Ok(Self::places(engine, Over::Areas, &ranking))
    }

    /// Catchments by the measure of their ranking.
    ///
    /// # Errors
    /// [`AskError`] where none are found.
    pub fn catchments(engine: &Engine, layer: &CatchmentLayer) -> Result<Self, AskError> {
        let of = layer.ranking();
        let (found, ranking) = (engine.find(&of.search)?, engine.find(&of)?);
        Ok(Self::places(engine, Over::Catchments(found), &ranking))
    }

    /// Cells by count.
    ///
    /// # Errors
    /// [`AskError`] where they cannot be counted.
    pub fn cells(engine: &Engine, cells: &Cells) -> Result<Self, AskError> {
        let found = engine.find(cells)?;
        let count =
            |cell| found.cells.binary_search(cell).ok().and_then(|at| found.classes.of(found.counts[at] as f64));
        let class = found.study.all.iter().map(count).collect();
        let legend = LegendItem::of(&found.classes);
        Ok(Self { over: Over::Cells(found), class, legend })
    }

    fn places(engine: &Engine, over: Over, ranking: &PlaceRanking) -> Self {
        let classes: Classes = ranking_classes(ranking, &engine.data);
        let mut class = vec![None; ranking.input.units.len()];
        for item in &ranking.ranking.items {
            let value = ranking.value(&ranking.totals(item.unit, item.count, &engine.data));
            class[item.unit] = value.and_then(|v| classes.of(v));
        }
        Self { over, class, legend: LegendItem::of(&classes) }
    }

    fn shapes<'a>(&'a self, engine: &'a Engine) -> &'a Shapes {
        match &self.over {
            Over::Areas => &engine.area_shapes,
            Over::Catchments(found) => &found.shapes,
            Over::Cells(found) => &found.study.shapes,
        }
    }

    /// A tile with the layer [`GROUND`] and a layer for each class of the legend, in its order; layers without a
    /// feature are left out.
    ///
    /// # Errors
    /// [`AskError::Internal`] where the tile cannot be written.
    pub fn tile(&self, engine: &Engine, address: TileAddress) -> Result<Vec<u8>, AskError> {
        let plain = |i: usize| Some(Feature::<&str> { id: i as u64 + 1, properties: Vec::new() });
        let fault = |e: VectorError| AskError::internal(e);
        let mut tile = engine.area_shapes.tile(address, GROUND, plain).map_err(fault)?;
        for item in &self.legend {
            let of_class = |i: usize| plain(i).filter(|_| self.class[i] == Some(item.class));
            // A tile is a list of layers, and in this encoding lists are joined by joining their bytes.
            let layer = self.shapes(engine).tile(address, &class_layer(item.class), of_class).map_err(fault)?;
            tile.extend(layer);
        }
        Ok(tile)
    }
}

/// Name of a class's layer.
pub fn class_layer(class: usize) -> String {
    format!("class-{class}")
}
