//! The engine: a dataset made ready, and what is derived from it once.

use std::sync::{Arc, OnceLock};

use catchment_model::{Cell, Cube, MonthStatus, RESOLUTIONS, Resolution};
use catchment_spatial::{CellsError, study_cells, union_cells};
use catchment_store::{Dataset, Points, StoreError};
use catchment_tiles::Shapes;
use geo::MultiPolygon;

use crate::projection::{Projection, ProjectionError};
use crate::study::StudyCells;

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
    /// Rows with a position, for surfaces.
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
        let engine = Self {
            incidents: without_area_counts(&data),
            projection,
            area_shapes: Shapes::new(data.areas.list().iter().map(|a| &a.outline)),
            site_shapes: Shapes::new(data.sites.iter().map(|s| &s.outline)),
            study: [OnceLock::new(), OnceLock::new(), OnceLock::new()],
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

    /// The cells of the city at a resolution, as far as it is shown.
    pub fn study(&self, resolution: Resolution) -> Option<&Arc<StudyCells>> {
        self.study[resolution.index()].get()
    }

    fn prepare(&self, resolution: Resolution) -> Result<(), EngineError> {
        let region = MultiPolygon(self.data.areas.list().iter().flat_map(|a| a.outline.0.iter().cloned()).collect());
        let inside = study_cells(&region, resolution)?;
        let counted: Vec<Cell> =
            self.incidents.places().iter().filter_map(|p| p.cells.map(|c| c[resolution.index()])).collect();
        let all = union_cells(&inside, &counted);
        let study = StudyCells::new(resolution, inside, all, self);
        // Called once per resolution, from `new`.
        let _ = self.study[resolution.index()].set(Arc::new(study));
        Ok(())
    }
}

/// The cube without entries of months that are published per area only: they would enter counts but not the months that
/// rates divide by.
fn without_area_counts(data: &Dataset) -> Cube {
    let incidents = |m| matches!(data.coverage.months.get(&m), Some((MonthStatus::Incidents, _)));
    let entries = data.cube.entries().iter().filter(|e| incidents(e.reported)).copied().collect();
    Cube::from_parts(data.cube.places().to_vec(), entries, data.cube.year_counts().to_vec())
}
