//! What the server holds in memory: a dataset, what is derived from it once, and the answers it remembers.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};

use catchment_model::{Cell, Cube, MonthStatus, RESOLUTIONS, Resolution};
use catchment_spatial::{CellsError, study_cells, union_cells};
use catchment_store::{Dataset, Points, StoreError};
use catchment_tiles::Shapes;
use geo::MultiPolygon;
use moka::future::Cache;
use tokio::sync::Semaphore;

use crate::api::{
    BacktestAnswer, CatchmentsFound, CellsFound, ChanceAnswer, ClustersFound, DecisionDraws, OptimizeAnswer,
    PlaceRanking, StudyCells, SurfaceFound,
};
use crate::projection::{Projection, ProjectionError};

/// Why a dataset cannot be served.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StateError {
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

/// Answers kept, each under its question in canonical spelling. A dataset never changes, so nothing expires.
#[derive(Debug, Clone)]
pub(crate) struct Caches {
    pub(crate) neighborhoods: Cache<String, Arc<PlaceRanking>>,
    pub(crate) searches: Cache<String, Arc<CatchmentsFound>>,
    pub(crate) catchments: Cache<String, Arc<PlaceRanking>>,
    pub(crate) cells: Cache<String, Arc<CellsFound>>,
    pub(crate) optimized: Cache<String, Arc<OptimizeAnswer>>,
    pub(crate) chances: Cache<String, Arc<ChanceAnswer>>,
    pub(crate) clusters: Cache<String, Arc<ClustersFound>>,
    pub(crate) decisions: Cache<String, Arc<DecisionDraws>>,
    pub(crate) surfaces: Cache<String, Arc<SurfaceFound>>,
    pub(crate) backtests: Cache<String, Arc<BacktestAnswer>>,
}

/// Everything that answers are computed from. Cheap to share behind an [`Arc`].
#[derive(Debug)]
pub struct AppState {
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
    pub(crate) caches: Caches,
    /// Places for heavy work: as many as there are cores, at least two.
    pub(crate) workers: Arc<Semaphore>,
    /// Places for work that takes long, fewer than there are cores: a search never keeps tiles and rankings waiting.
    pub(crate) long: Semaphore,
    /// Set once the server is told to stop.
    pub(crate) stopping: AtomicBool,
}

impl AppState {
    /// Loads what the server needs beside the dataset itself. Reads the dataset's points: call it outside async code.
    ///
    /// # Errors
    /// [`StateError`] where the points cannot be read or the outlines cannot be used.
    pub fn load(data: Arc<Dataset>) -> Result<Self, StateError> {
        let points = data.points().map_err(|e| StateError::Points(Box::new(e)))?;
        Self::new(data, points)
    }

    /// As [`AppState::load`], with the points given; still reads the dataset's positions.
    ///
    /// # Errors
    /// As [`AppState::load`].
    pub fn new(data: Arc<Dataset>, points: Points) -> Result<Self, StateError> {
        let positions = data.control_points().map_err(|e| StateError::Points(Box::new(e)))?;
        let projection = Projection::fit(&data.areas, &positions)?;
        let cores = std::thread::available_parallelism().map_or(2, usize::from).max(2);
        let state = Self {
            incidents: without_area_counts(&data),
            projection,
            area_shapes: Shapes::new(data.areas.list().iter().map(|a| &a.outline)),
            site_shapes: Shapes::new(data.sites.iter().map(|s| &s.outline)),
            study: [OnceLock::new(), OnceLock::new(), OnceLock::new()],
            caches: Caches::new(),
            workers: Arc::new(Semaphore::new(cores)),
            long: Semaphore::new((cores / 2).max(1)),
            stopping: AtomicBool::new(false),
            points,
            data,
        };
        for resolution in RESOLUTIONS {
            if resolution <= state.data.city.positions.finest_resolution {
                state.prepare(resolution)?;
            }
        }
        Ok(state)
    }

    /// The cells of the city at a resolution, as far as it is shown.
    pub fn study(&self, resolution: Resolution) -> Option<&Arc<StudyCells>> {
        self.study[resolution.index()].get()
    }

    fn prepare(&self, resolution: Resolution) -> Result<(), StateError> {
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

impl Caches {
    fn new() -> Self {
        // A ranking's weight is its table of monthly counts, a surface's its pixels: a reader who asks for everything
        // fills no more than this.
        let table = |_: &String, r: &Arc<PlaceRanking>| {
            let numbers = r.input.monthly.len() + r.input.reference.as_ref().map_or(0, |other| other.monthly.len());
            bytes(numbers)
        };
        let draws = |_: &String, d: &Arc<DecisionDraws>| bytes(d.bytes() / 8);
        let pixels = |_: &String, s: &Arc<SurfaceFound>| bytes(s.surface.values.len());
        Self {
            neighborhoods: Cache::builder().weigher(table).max_capacity(128 << 20).build(),
            searches: Cache::new(64),
            catchments: Cache::builder().weigher(table).max_capacity(128 << 20).build(),
            cells: Cache::new(64),
            optimized: Cache::new(64),
            chances: Cache::new(32),
            clusters: Cache::new(16),
            decisions: Cache::builder().weigher(draws).max_capacity(256 << 20).build(),
            backtests: Cache::new(64),
            surfaces: Cache::builder().weigher(pixels).max_capacity(256 << 20).build(),
        }
    }
}

/// Size of so many numbers, with something for what surrounds them.
fn bytes(numbers: usize) -> u32 {
    u32::try_from(numbers * 8 + 4096).unwrap_or(u32::MAX)
}

/// The cube without entries of months that are published per area only: they would enter counts but not the months that
/// rates divide by.
fn without_area_counts(data: &Dataset) -> Cube {
    let incidents = |m| matches!(data.coverage.months.get(&m), Some((MonthStatus::Incidents, _)));
    let entries = data.cube.entries().iter().filter(|e| incidents(e.reported)).copied().collect();
    Cube::from_parts(data.cube.places().to_vec(), entries, data.cube.year_counts().to_vec())
}
