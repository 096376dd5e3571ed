//! Long work that is watched: its answer stays, its progress ends at the total, and it stops when asked.

use std::sync::atomic::{AtomicUsize, Ordering};

use catchment_siting::locate::DEFAULT_WORK;
use catchment_siting::{
    BacktestError, CatchmentError, CatchmentParams, Distances, LocateError, LocateInput, LocateModel, LocateParams,
    LocateSolver, Shape, Watch,
};
use h3o::Resolution;

use crate::backtest::{World, months, noisy, small};
use crate::locate::random;
use crate::world::Ground;

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

/// Asks to stop at one of its looks, and counts them; after it, it goes on again, as a job does that somebody joins.
struct Looks {
    first: usize,
    seen: AtomicUsize,
}

impl Looks {
    fn stop_at(first: usize) -> Self {
        Self { first, seen: AtomicUsize::new(0) }
    }

    fn seen(&self) -> usize {
        self.seen.load(Ordering::Relaxed)
    }
}

impl Watch for Looks {
    fn cancelled(&self) -> bool {
        self.seen.fetch_add(1, Ordering::Relaxed) == self.first
    }
}

#[test]
fn a_search_for_catchments_stops_wherever_it_is_and_gives_no_half_answer() {
    let ground = Ground::new(Resolution::Nine, 9, 0).with_hot_spots(3, 8, 1_500);
    for shape in [Shape::Walkable, Shape::Free] {
        let params = CatchmentParams { k: 3, area_km2: 1.2, shape, starts: 16, ..CatchmentParams::default() };
        let search = params.check().expect("parameters");
        let whole = Looks::stop_at(usize::MAX);
        let watched = search.frontier_watched(&ground.input(), &whole).expect("catchments");
        assert_eq!(watched, search.frontier(&ground.input()).expect("catchments"), "{shape:?}");
        assert!(whole.seen() > 50, "{shape:?}: {} looks", whole.seen());
        for part in [0, 1, 5, 20, 50, 80, 99] {
            let stopped = Looks::stop_at(part * (whole.seen() - 1) / 100);
            let refused = search.frontier_watched(&ground.input(), &stopped);
            assert_eq!(refused, Err(CatchmentError::Cancelled), "{shape:?} at {part} %");
        }
        let refused = search.best_watched(&ground.input(), &Looks::stop_at(10));
        assert_eq!(refused, Err(CatchmentError::Cancelled), "{shape:?}");
    }
}

#[test]
fn a_search_for_sites_stops_and_gives_no_half_answer() {
    let places = random(3, 120, false);
    let params = LocateParams {
        model: LocateModel::PMedian,
        sites: 7,
        radius_m: 0.0,
        solver: LocateSolver::Branch,
        work: DEFAULT_WORK,
    };
    let locate = params.check().expect("parameters");
    let input = LocateInput { demand: &places, candidates: &places, distances: Distances::Straight };
    let whole = Looks::stop_at(usize::MAX);
    assert_eq!(locate.solve_watched(&input, &whole), locate.solve(&input));
    for at in [0, 1, whole.seen() / 2] {
        assert_eq!(locate.solve_watched(&input, &Looks::stop_at(at)), Err(LocateError::Cancelled), "look {at}");
    }
}
