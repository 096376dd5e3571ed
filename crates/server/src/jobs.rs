//! Long work: bounded, below interactive work, with progress, cancelled when nobody waits any more, its result kept.
//!
//! A job belongs to a question, not to a request: whoever asks the same joins it, and a request that ends does not end
//! it. A reader who was told to ask again and does so within [`FORGOTTEN`] keeps it alive; one who hung up before
//! leaves it to others, or to its end [`BRIEF`] later. What it finds is in the engine's memory when it
//! ends.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use catchment_questions::{AskError, Engine, Watch};
use serde::{Deserialize, Serialize};
use tokio::sync::{Semaphore, watch};
use utoipa::ToSchema;

/// Time after which a job is given up where who was told to ask again did not.
const FORGOTTEN: Duration = Duration::from_mins(1);
/// Time after which a job is given up where all who asked hung up before they were told anything.
const BRIEF: Duration = Duration::from_secs(2);
/// How far the threads of long work stand back behind those that answer quick questions (`nice`).
const STANDS_BACK: i32 = 10;

/// What is said of work that is not done yet: ask the same address again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct Running {
    /// `running`.
    pub(crate) state: String,
    /// Pieces of work that are done; 0 until the first is.
    pub(crate) done: usize,
    /// Pieces of work in all; 0 where that is not known yet.
    pub(crate) total: usize,
    /// The same for people.
    pub(crate) note: String,
}

/// Who does the work that takes long. Clones share it.
#[derive(Debug, Clone)]
pub(crate) struct Jobs {
    running: Arc<Mutex<HashMap<String, Arc<Job>>>>,
    /// Places for searches that somebody looks at.
    searches: Arc<Semaphore>,
    /// The place for what takes minutes: one at a time, on half of the cores.
    background: Arc<Semaphore>,
    cores: usize,
}

type Outcome = Option<Result<(), AskError>>;

#[derive(Debug)]
struct Job {
    /// Whether it has its place; until then it waits for other work.
    begun: AtomicBool,
    done: AtomicUsize,
    total: AtomicUsize,
    /// Until when it goes on although nobody waits.
    until: Mutex<Instant>,
    outcome: watch::Sender<Outcome>,
    /// Set once nobody can be told anything any more.
    ended: AtomicBool,
}

impl Watch for Job {
    fn progress(&self, done: usize, total: usize) {
        self.done.fetch_max(done, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    fn cancelled(&self) -> bool {
        self.ended.load(Ordering::Relaxed) || (self.outcome.receiver_count() == 0 && self.is_forgotten())
    }
}

impl Job {
    fn new() -> Self {
        Self {
            ended: AtomicBool::new(false),
            begun: AtomicBool::new(false),
            done: AtomicUsize::new(0),
            total: AtomicUsize::new(0),
            until: Mutex::new(Instant::now() + BRIEF),
            outcome: watch::Sender::new(None),
        }
    }

    /// Goes on for a time although nobody waits.
    fn keep(&self, time: Duration) {
        let mut until = self.until.lock().unwrap_or_else(PoisonError::into_inner);
        *until = (*until).max(Instant::now() + time);
    }

    fn is_forgotten(&self) -> bool {
        *self.until.lock().unwrap_or_else(PoisonError::into_inner) < Instant::now()
    }

    fn told(&self) -> Running {
        let (done, total) = (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed));
        let note = match (self.begun.load(Ordering::Relaxed), total) {
            (false, _) => "it waits until other work is done".to_owned(),
            (true, 0) => "it has begun".to_owned(),
            (true, _) => format!("{done} of {total} parts are done"),
        };
        Running { state: "running".to_owned(), done, total, note }
    }
}

impl Jobs {
    pub(crate) fn new(cores: usize) -> Self {
        Self {
            running: Arc::default(),
            searches: Arc::new(Semaphore::new(cores)),
            background: Arc::new(Semaphore::new(1)),
            cores,
        }
    }

    /// Ends all work that has begun, whoever waits: a server that stops does not wait for an hour of it.
    pub(crate) fn end(&self) {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.values().for_each(|job| job.ended.store(true, Ordering::Relaxed));
    }

    /// Joins the job of a key, or begins it, and waits for it so long. `None` in the answer: it is done, and the engine
    /// remembers what it found; else how far it is.
    ///
    /// # Errors
    /// What the work gives.
    pub(crate) async fn wait(
        &self,
        engine: &Arc<Engine>,
        (key, background): (&str, bool),
        patience: Duration,
        work: impl FnOnce(&Engine, &dyn Watch) -> Result<(), AskError> + Send + 'static,
    ) -> Result<Option<Running>, AskError> {
        let job = self.join(engine, key, background, work);
        let mut outcome = job.outcome.subscribe();
        let ended = async {
            let seen = outcome.wait_for(Option::is_some).await.map_err(AskError::internal)?;
            seen.clone().unwrap_or(Ok(()))
        };
        match tokio::time::timeout(patience, ended).await {
            Ok(result) => {
                // Whoever asks after a failure was told begins anew.
                self.forget(key, &job);
                result.map(|()| None)
            }
            Err(_not_yet) => {
                job.keep(FORGOTTEN);
                Ok(Some(job.told()))
            }
        }
    }

    fn join(
        &self,
        engine: &Arc<Engine>,
        key: &str,
        background: bool,
        work: impl FnOnce(&Engine, &dyn Watch) -> Result<(), AskError> + Send + 'static,
    ) -> Arc<Job> {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        // A failure that nobody came back for.
        running.retain(|_, job| job.outcome.borrow().is_none() || !job.is_forgotten());
        if let Some(job) = running.get(key) {
            job.keep(BRIEF);
            return Arc::clone(job);
        }
        let job = Arc::new(Job::new());
        running.insert(key.to_owned(), Arc::clone(&job));
        drop(running);
        let (places, threads) =
            if background { (&self.background, (self.cores / 2).max(1)) } else { (&self.searches, self.cores) };
        let done = run(Arc::clone(&job), Arc::clone(places), threads, Arc::clone(engine), work);
        let (all, key, ended) = (self.clone(), key.to_owned(), Arc::clone(&job));
        tokio::spawn(async move {
            let outcome = done.await;
            // What was found is remembered: first out of the list, then told, so that who asks now either joins a job
            // that is not done or finds it. A failure is remembered by nobody else: it stays until it is told.
            if matches!(outcome, Ok(()) | Err(AskError::Stopped)) {
                all.forget(&key, &ended);
            }
            ended.outcome.send_replace(Some(outcome));
        });
        job
    }

    /// Whether work is in hand whose key holds a text.
    pub(crate) fn has(&self, text: &str) -> bool {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        running.iter().any(|(key, job)| key.contains(text) && job.outcome.borrow().is_none())
    }

    /// Takes a job out of the list.
    fn forget(&self, key: &str, job: &Arc<Job>) {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        if running.get(key).is_some_and(|other| Arc::ptr_eq(other, job)) {
            running.remove(key);
        }
    }
}

/// Does a job in its place.
async fn run(
    job: Arc<Job>,
    places: Arc<Semaphore>,
    threads: usize,
    engine: Arc<Engine>,
    work: impl FnOnce(&Engine, &dyn Watch) -> Result<(), AskError> + Send + 'static,
) -> Result<(), AskError> {
    let _place = places.acquire_owned().await.map_err(AskError::internal)?;
    job.begun.store(true, Ordering::Relaxed);
    let blocking = tokio::task::spawn_blocking(move || {
        // Threads of its own: what is quick never queues behind a long search.
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).start_handler(|_| stand_back());
        let pool = pool.build().map_err(AskError::internal)?;
        pool.install(|| work(&engine, &*job))
    });
    blocking.await.map_err(AskError::internal)?
}

/// Lets quick answers go first: on Linux this is about the calling thread alone.
fn stand_back() {
    if cfg!(target_os = "linux") {
        // Where the system refuses, long work goes on at the usual pace.
        let _ = rustix::process::setpriority_process(None, STANDS_BACK);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_stops_when_all_hung_up_and_not_while_somebody_waits_or_was_told_to_come_back() {
        let past = || Mutex::new(Instant::now().checked_sub(Duration::from_secs(1)).unwrap());
        let job = Job { until: past(), ..Job::new() };
        let waits = job.outcome.subscribe();
        assert!(!job.cancelled(), "somebody waits");
        drop(waits);
        assert!(job.cancelled(), "all hung up");
        job.keep(FORGOTTEN);
        assert!(!job.cancelled(), "somebody was told to come back");
        let job = Job::new();
        let _waits = job.outcome.subscribe();
        assert!(!job.cancelled(), "whoever asked is about to wait");
        job.ended.store(true, Ordering::Relaxed);
        assert!(job.cancelled(), "the server ends");
    }

    #[test]
    fn work_that_waits_for_other_work_does_not_say_that_it_has_begun() {
        let job = Job::new();
        assert_eq!(job.told().note, "it waits until other work is done");
        job.begun.store(true, Ordering::Relaxed);
        assert_eq!(job.told().note, "it has begun");
        job.progress(3, 50);
        assert_eq!(job.told().note, "3 of 50 parts are done");
    }
}
