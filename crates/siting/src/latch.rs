//! A watch that keeps to its word.

use std::sync::atomic::{AtomicBool, Ordering};

use catchment_model::Watch;

/// Says stop for good once the watch behind it has said so once: that one may be taken back where somebody asks again,
/// but loops have ended by then, and what they found is no answer.
pub(crate) struct Latch<'a> {
    watch: &'a dyn Watch,
    stopped: AtomicBool,
}

impl<'a> Latch<'a> {
    pub(crate) fn new(watch: &'a dyn Watch) -> Self {
        Self { watch, stopped: AtomicBool::new(false) }
    }
}

impl Watch for Latch<'_> {
    fn progress(&self, done: usize, total: usize) {
        self.watch.progress(done, total);
    }

    fn cancelled(&self) -> bool {
        if !self.stopped.load(Ordering::Relaxed) && self.watch.cancelled() {
            self.stopped.store(true, Ordering::Relaxed);
        }
        self.stopped.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use super::*;

    /// Says stop at the second of three looks.
    struct Wavers(AtomicUsize);

    impl Watch for Wavers {
        fn cancelled(&self) -> bool {
            self.0.fetch_add(1, Ordering::Relaxed) == 1
        }
    }

    #[test]
    fn what_was_stopped_once_stays_stopped() {
        let wavers = Wavers(AtomicUsize::new(0));
        let latch = Latch::new(&wavers);
        assert_eq!([latch.cancelled(), latch.cancelled(), latch.cancelled()], [false, true, true]);
    }
}
