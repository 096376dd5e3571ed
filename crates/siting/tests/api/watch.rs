//! Long work that is watched: its answer stays, its progress ends at the total, and it stops when asked.

use std::sync::atomic::{AtomicUsize, Ordering};

use catchment_siting::{BacktestError, Watch};

use crate::backtest::{World, months, noisy, small};

/// Remembers the highest count of pieces done, and asks to stop after some.
struct Until {
    stop: usize,
    done: AtomicUsize,
    total: AtomicUsize,
}

impl Until {
    fn new(stop: usize) -> Self {
        Self { stop, done: AtomicUsize::new(0), total: AtomicUsize::new(0) }
    }
}

impl Watch for Until {
    fn progress(&self, done: usize, total: usize) {
        self.done.fetch_max(done, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    fn cancelled(&self) -> bool {
        self.done.load(Ordering::Relaxed) >= self.stop
    }
}

#[test]
fn a_watched_backtest_answers_as_one_that_is_not_and_counts_to_its_total() {
    let world = World::new(4, months(2008..=2013), noisy(1));
    let test = small().check().expect("parameters");
    let watch = Until::new(usize::MAX);
    let watched = test.run_watched(&world.input(), |_| true, &watch).expect("a backtest");
    assert_eq!(watched, test.run(&world.input(), |_| true).expect("a backtest"));
    let (done, total) = (watch.done.load(Ordering::Relaxed), watch.total.load(Ordering::Relaxed));
    assert!(done == total && total > 0, "{done} of {total}");
}

#[test]
fn a_backtest_stops_when_it_is_asked_to() {
    let world = World::new(4, months(2008..=2013), noisy(1));
    let test = small().check().expect("parameters");
    for stop in [0, 1] {
        let watch = Until::new(stop);
        assert_eq!(test.run_watched(&world.input(), |_| true, &watch), Err(BacktestError::Cancelled));
    }
}
