//! Long work that reports how far it is and can be stopped.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Follows long work: told how much is done, asked whether to go on.
///
/// Called between pieces of work, from any of the threads that do it, so that `done` may come out of order. An answer
/// never depends on who watches.
pub trait Watch: Sync {
    /// So many of all pieces are done.
    fn progress(&self, done: usize, total: usize) {
        let _ = (done, total);
    }

    /// Whether the work should stop: its answer is then an error that says so.
    fn cancelled(&self) -> bool {
        false
    }
}

/// Nobody watches: the work runs to its end.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwatched;

impl Watch for Unwatched {}

/// Counts the pieces of one piece of long work for its watch.
///
/// ```
/// use std::sync::atomic::{AtomicUsize, Ordering};
///
/// use catchment_model::{Steps, Watch};
///
/// #[derive(Default)]
/// struct Percent(AtomicUsize);
///
/// impl Watch for Percent {
///     fn progress(&self, done: usize, total: usize) {
///         self.0.fetch_max(100 * done / total, Ordering::Relaxed);
///     }
/// }
///
/// let percent = Percent::default();
/// let steps = Steps::new(&percent, 4);
/// steps.done();
/// assert_eq!(percent.0.load(Ordering::Relaxed), 25);
/// assert!(!steps.cancelled());
/// ```
pub struct Steps<'a> {
    watch: &'a dyn Watch,
    done: AtomicUsize,
    total: usize,
}

impl std::fmt::Debug for Steps<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Steps").field("done", &self.done).field("total", &self.total).finish_non_exhaustive()
    }
}

impl<'a> Steps<'a> {
    /// Work of so many pieces.
    pub fn new(watch: &'a dyn Watch, total: usize) -> Self {
        Self { watch, done: AtomicUsize::new(0), total }
    }

    /// One more piece is done.
    pub fn done(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        self.watch.progress(done.min(self.total), self.total);
    }

    /// Whether the work should stop.
    pub fn cancelled(&self) -> bool {
        self.watch.cancelled()
    }
}
