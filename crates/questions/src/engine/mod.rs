//! The engine: a dataset made ready, and one memory of what was computed from it.
//!
//! Lives here: the dataset in memory, what several questions rest on (counts, ranked places, the search for catchments,
//! expected harm), and the memory. Does not live here: threads, timers, HTTP, what only one question needs.

mod account;
mod below;
mod blocks;
mod bridge;
mod by_chance;
mod catchments;
mod cell_groups;
mod clip;
mod conformal;
mod counts;
mod expected;
mod field;
mod finished;
mod geometry;
mod ground;
mod homes;
mod incidents;
mod labels;
mod memo;
mod next;
mod places;
mod prices;
mod projection;
mod selected;
mod serving;
mod shelf;
mod shelved;
mod snapped;
mod solve;
mod stacked;
mod study;
mod under;
mod walked;
mod weighed;

use std::sync::{Arc, OnceLock};

use catchment_model::{Cube, Heap, MonthStatus, RESOLUTIONS, Resolution};
use catchment_spatial::{CellsError, study_cells, touching_cells};
use catchment_store::{Dataset, Points, Register, StoreError};
use catchment_tiles::Shapes;
use geo::MultiPolygon;

pub(crate) use account::{Shows, meta, window_meta};
pub(crate) use below::below;
pub(crate) use blocks::city_blocks;
pub(crate) use bridge::{Carries, carries, offered, one_way, spans};
pub(crate) use by_chance::{SIMULATIONS, events, figures, map_figures};
pub(crate) use catchments::{
    Candidate, CatchmentRanking, CatchmentSearch, CatchmentsFound, candidate, catchment_input, owners, refused,
    units_of_places,
};
pub(crate) use cell_groups::cell_groups;
pub(crate) use counts::{Months, area_of, by_incidents, fold, fold_distinct};
pub(crate) use expected::{Expected, looked_back, monthly_harm, objective, predictor_groups, predictors};
pub(crate) use field::{CellField, Step};
pub use finished::{Encoding, Finished};
pub(crate) use geometry::{bounds, extent_m, geojson};
pub(crate) use ground::{harm, inside_of_place, search_input, usable};
pub(crate) use homes::{residents_of, residents_of_cells, spread_sentence};
pub(crate) use incidents::{Sizes, once, sizes_in_cells};
pub(crate) use labels::labels_warnings;
use memo::Memo;
pub(crate) use next::{NextDrift, NextRanks, NextVisible};
pub(crate) use places::{
    NeighborhoodRanking, PlaceRanking, Ranked, city_totals, finite, kind, neighborhood_input, population_year,
    ranking_classes, remarks,
};
pub(crate) use prices::Prices;
pub use projection::{MAX_REST_M, Projection, ProjectionError};
pub(crate) use selected::CatchmentsHeld;
pub(crate) use serving::{existing, served_cells};
pub use shelf::Shelf;
pub(crate) use stacked::{Stacked, check_first};
pub(crate) use study::{NO_CELL, StudyCells};
pub(crate) use under::{GroundUnder, ground_under};
pub(crate) use weighed::{Column, Maximized, maximized};

use crate::error::AskError;

/// Why a dataset cannot be served.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EngineError {
    /// The points could not be read.
    #[error("the dataset's positions cannot be read")]
    Points(#[source] Box<StoreError>),
    /// Degrees and metres do not agree.
    #[error("the dataset's degrees and metres do not agree")]
    Projection(#[from] ProjectionError),
    /// The areas cannot be covered with cells.
    #[error("the dataset's areas cannot be covered with cells")]
    Cells(#[from] CellsError),
}

/// Everything that answers are computed from. Cheap to share behind an [`Arc`].
#[derive(Debug)]
pub struct Engine {
    /// The dataset.
    pub data: Arc<Dataset>,
    /// Rows with a position, for surfaces: each at the center of its finest cell, unless the city file says otherwise.
    pub points: Points,
    /// The cube without months that are published per area only: ranks, rates and cells come from it.
    pub incidents: Cube,
    /// Degrees to metres.
    pub projection: Projection,
    /// Outlines of the areas, for tiles.
    pub area_shapes: Shapes,
    /// Outlines of the sites, for tiles.
    pub site_shapes: Shapes,
    /// Cells of the city, finest resolution included.
    study: [OnceLock<Arc<StudyCells>>; 3],
    memo: Memo,
    /// Where what took long is kept, if anywhere.
    shelf: Option<Arc<dyn Shelf>>,
}

/// Something that questions rest on: found once, kept while there is room.
pub(crate) trait Find: serde::Serialize {
    /// Name: in keys.
    const NAME: &'static str;
    /// What is found.
    type Found: Heap + Send + Sync + 'static;

    /// Finds it.
    fn find(&self, engine: &Engine) -> Result<Self::Found, AskError>;
}

impl Engine {
    /// Loads what the server needs beside the dataset itself. Reads the dataset's points: call it outside async code.
    ///
    /// # Errors
    /// [`EngineError`] where the points cannot be read or the outlines cannot be used.
    pub fn load(data: Arc<Dataset>) -> Result<Self, EngineError> {
        let points = data.points().map_err(|e| EngineError::Points(Box::new(e)))?;
        Self::new(data, points)
    }

    /// As [`Engine::load`], with the points given; still reads the dataset's positions.
    ///
    /// # Errors
    /// As [`Engine::load`].
    pub fn new(data: Arc<Dataset>, points: Points) -> Result<Self, EngineError> {
        let positions = data.control_points().map_err(|e| EngineError::Points(Box::new(e)))?;
        let projection = Projection::fit(&data.areas, &positions)?;
        let points = if data.city.finest.points {
            points
        } else {
            snapped::snapped(points, &positions, (data.city.positions.finest_resolution, &projection))
        };
        let engine = Self {
            incidents: without_area_counts(&data),
            projection,
            area_shapes: Shapes::new(data.areas.list().iter().map(|a| &a.outline)),
            site_shapes: Shapes::new(data.sites.iter().map(|s| &s.outline)),
            study: [OnceLock::new(), OnceLock::new(), OnceLock::new()],
            memo: Memo::new(memo::BUDGET),
            shelf: None,
            points,
            data,
        };
        for resolution in RESOLUTIONS {
            if resolution <= engine.data.city.positions.finest_resolution {
                engine.prepare(resolution)?;
            }
        }
        Ok(engine)
    }

    /// The same engine, with so many bytes for everything that it remembers.
    #[must_use]
    pub fn remembering(self, bytes: u64) -> Self {
        Self { memo: Memo::new(bytes), ..self }
    }

    /// The same engine with the sites of a register in place of those that it has, and an empty memory of so many
    /// bytes.
    #[must_use]
    pub fn with_register(&self, register: Register, bytes: u64) -> Self {
        let data = Arc::new(Dataset::clone(&self.data).with_register(register));
        Self {
            points: self.points.clone(),
            incidents: self.incidents.clone(),
            projection: self.projection.clone(),
            area_shapes: self.area_shapes.clone(),
            site_shapes: Shapes::new(data.sites.iter().map(|s| &s.outline)),
            study: self.study.clone(),
            memo: Memo::new(bytes),
            shelf: self.shelf.clone(),
            data,
        }
    }

    /// Bytes that it remembers, as they are counted toward those that it may.
    pub fn remembered_bytes(&self) -> u64 {
        self.memo.bytes()
    }

    /// Bytes that it may remember.
    pub fn budget_bytes(&self) -> u64 {
        self.memo.budget()
    }

    /// The box around all areas, degrees: west, south, east, north.
    ///
    /// # Errors
    /// [`AskError::Internal`] where the areas have no extent.
    pub fn bounds(&self) -> Result<[f64; 4], AskError> {
        bounds(&self.data.areas).ok_or_else(|| AskError::internal("the areas have no extent"))
    }

    /// What a question rests on: remembered, or found now.
    pub(crate) fn find<F: Find>(&self, find: &F) -> Result<Arc<F::Found>, AskError> {
        self.memo.get_or(&key(F::NAME, find)?, Heap::heap, || find.find(self))
    }

    /// The cells of the city at a resolution.
    ///
    /// # Errors
    /// [`AskError::Internal`] for a resolution finer than the city shows, which checking refuses.
    pub(crate) fn study(&self, resolution: Resolution) -> Result<&Arc<StudyCells>, AskError> {
        self.study[resolution.index()].get().ok_or_else(|| AskError::internal("no cells at this resolution"))
    }

    /// The cells at the finest resolution that the city shows: what catchments are made of.
    pub(crate) fn finest_study(&self) -> Result<&Arc<StudyCells>, AskError> {
        self.study(self.data.city.positions.finest_resolution)
    }

    fn prepare(&self, resolution: Resolution) -> Result<(), EngineError> {
        let region = MultiPolygon(self.data.areas.list().iter().flat_map(|a| a.outline.0.iter().cloned()).collect());
        let (inside, touching) = (study_cells(&region, resolution)?, touching_cells(&region, resolution)?);
        let ground = (&self.data.areas, self.incidents.places(), &self.projection);
        let study = StudyCells::new(resolution, inside, &touching, ground);
        // Called once per resolution, from `new`.
        let _ = self.study[resolution.index()].set(Arc::new(study));
        Ok(())
    }
}

/// The cube without entries of months that are published per area only: they would enter counts but not the months that
/// rates divide by.
fn without_area_counts(data: &Dataset) -> Cube {
    let incidents = |m| matches!(data.coverage.months.get(&m), Some((MonthStatus::Incidents, _)));
    data.cube.filtered(|entry| incidents(entry.reported))
}

/// A key: the name, and the canonical JSON of what is asked.
pub(crate) fn key(name: &str, asked: &impl serde::Serialize) -> Result<String, AskError> {
    let asked = serde_json::to_value(asked).map_err(AskError::internal)?;
    Ok(format!("{name}{}", catchment_store::canonical_json(&asked)))
}
