//! What the server holds in memory: the engine, and the places where work is done.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, PoisonError, RwLock};

use catchment_questions::backtest::default_backtest;
use catchment_questions::{AskError, Engine, EngineError};
use catchment_store::{Dataset, Register};
use tokio::sync::Semaphore;

use crate::jobs::Jobs;

/// The engine and the work in hand. Cheap to share behind an [`Arc`].
#[derive(Debug)]
pub struct AppState {
    /// What answers questions; another once the register of sites has changed.
    engine: RwLock<Arc<Engine>>,
    /// Places for quick work: as many as there are cores, at least two.
    quick: Arc<Semaphore>,
    /// Long work.
    pub(crate) jobs: Jobs,
    /// Set once the server is told to stop.
    pub(crate) stopping: AtomicBool,
}

impl AppState {
    /// Makes a dataset ready. Reads its points: call it outside async code.
    ///
    /// # Errors
    /// As [`Engine::load`].
    pub fn load(data: Arc<Dataset>) -> Result<Self, EngineError> {
        Engine::load(data).map(Self::over)
    }

    /// Serves an engine that is ready.
    pub fn over(engine: Engine) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from).max(2);
        Self {
            engine: RwLock::new(Arc::new(engine)),
            quick: Arc::new(Semaphore::new(cores)),
            jobs: Jobs::new(cores),
            stopping: AtomicBool::new(false),
        }
    }

    /// What answers questions now.
    pub fn engine(&self) -> Arc<Engine> {
        Arc::clone(&self.engine.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts the sites of a register in place of those that there are: what is asked from now on is asked of these. What
    /// was remembered is found anew, but for the backtest, which knows no sites.
    ///
    /// # Errors
    /// [`AskError::Internal`] where an answer that is remembered cannot be handed on.
    pub(crate) fn with_register(&self, register: Register) -> Result<(), AskError> {
        let mut current = self.engine.write().unwrap_or_else(PoisonError::into_inner);
        let next = current.with_register(register, current.budget_bytes());
        if let Ok(question) = default_backtest(&next.data)
            && let Some(answer) = current.known(&question)?
        {
            next.remember(&question, (*answer).clone())?;
        }
        *current = Arc::new(next);
        Ok(())
    }

    /// Whether long work is in hand whose question, as canonical JSON, holds a text.
    pub fn works_on(&self, text: &str) -> bool {
        self.jobs.has(text)
    }

    /// Runs quick work on a blocking thread, as many at once as there are cores.
    ///
    /// # Errors
    /// What the work gives, and [`AskError::Internal`] where it panicked.
    pub(crate) async fn quick<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Engine) -> Result<T, AskError> + Send + 'static,
    ) -> Result<T, AskError> {
        let permit = Arc::clone(&self.quick).acquire_owned().await.map_err(AskError::internal)?;
        let engine = self.engine();
        let done = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work(&engine)
        });
        done.await.map_err(AskError::internal)?
    }
}
