//! What the server holds in memory: the engine, and the answers it remembers.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use catchment_questions::{
    BacktestAnswer, CatchmentsFound, CellsFound, ChanceAnswer, ClustersFound, DecisionDraws, Engine, EngineError,
    OptimizeAnswer, PlaceRanking, SurfaceFound,
};
use catchment_store::{Dataset, Points};
use moka::future::Cache;
use tokio::sync::Semaphore;

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

/// The engine and what is remembered of it. Cheap to share behind an [`Arc`].
#[derive(Debug)]
pub struct AppState {
    /// What answers are computed from.
    pub engine: Arc<Engine>,
    pub(crate) caches: Caches,
    /// Places for heavy work: as many as there are cores, at least two.
    pub(crate) workers: Arc<Semaphore>,
    /// Places for work that takes long, fewer than there are cores: a search never keeps tiles and rankings waiting.
    pub(crate) long: Semaphore,
    /// Set once the server is told to stop.
    pub(crate) stopping: AtomicBool,
}

impl Deref for AppState {
    type Target = Engine;

    fn deref(&self) -> &Engine {
        &self.engine
    }
}

impl AppState {
    /// Loads what the server needs beside the dataset itself. Reads the dataset's points: call it outside async code.
    ///
    /// # Errors
    /// As [`Engine::load`].
    pub fn load(data: Arc<Dataset>) -> Result<Self, EngineError> {
        Engine::load(data).map(Self::over)
    }

    /// As [`AppState::load`], with the points given.
    ///
    /// # Errors
    /// As [`Engine::new`].
    pub fn new(data: Arc<Dataset>, points: Points) -> Result<Self, EngineError> {
        Engine::new(data, points).map(Self::over)
    }

    fn over(engine: Engine) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from).max(2);
        Self {
            engine: Arc::new(engine),
            caches: Caches::new(),
            workers: Arc::new(Semaphore::new(cores)),
            long: Semaphore::new((cores / 2).max(1)),
            stopping: AtomicBool::new(false),
        }
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
