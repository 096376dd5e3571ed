//! A walk route, from a network with prizes to the walk in order.

use catchment_model::{Steps, Watch};
use rayon::prelude::*;

use super::bound::{Bound, bound};
use super::cycles::cycles;
use super::edge::WalkEdge;
use super::error::RouteError;
use super::order::{Passed, order};
use super::parts::{Part, parts};
use super::search::{Found, search};

/// What a walk is looked for on.
#[derive(Debug, Clone, Copy)]
pub struct RouteInput<'a> {
    /// Number of crossings.
    pub nodes: usize,
    /// Segments.
    pub edges: &'a [WalkEdge],
    /// Crossing at which the walk begins and ends; where none is given, the best.
    pub start: Option<usize>,
}

/// How a walk is looked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RouteParams {
    /// Most that is walked, 100 to 100,000 m.
    pub meters: f64,
    /// Searches of which the best is taken, 1 to 1,000.
    pub tries: usize,
    /// Seed of the searches.
    pub seed: u64,
}

impl RouteParams {
    /// Checks them.
    ///
    /// # Errors
    /// [`RouteError::Meters`] and [`RouteError::Tries`].
    pub fn check(self) -> Result<Router, RouteError> {
        if !(100.0..=100_000.0).contains(&self.meters) {
            return Err(RouteError::Meters(self.meters));
        }
        if !(1..=1000).contains(&self.tries) {
            return Err(RouteError::Tries(self.tries));
        }
        Ok(Router { params: self })
    }
}

/// A walk.
#[derive(Debug, Clone, PartialEq)]
pub struct Routed {
    /// Segments in the order in which they are passed: each begins where the one before ended, the first where the last
    /// ends.
    pub steps: Vec<Passed>,
    /// Length.
    pub meters: f64,
    /// Prize, each segment once.
    pub prize: f64,
    /// No closed walk of that length passes more.
    pub bound: f64,
}

/// Looks for walks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Router {
    params: RouteParams,
}

impl Router {
    /// The best walk found, with its bound.
    ///
    /// # Errors
    /// [`RouteError`] for a segment or a start that cannot be, where nothing can be passed, and where `watch` says to
    /// stop.
    pub fn best(&self, input: &RouteInput<'_>, watch: &dyn Watch) -> Result<Routed, RouteError> {
        check(input)?;
        let RouteParams { meters, tries, seed } = self.params;
        let mut all = parts(input.nodes, input.edges, input.start, meters);
        all.sort_by(|x, y| y.prize().total_cmp(&x.prize()).then(x.of.cmp(&y.of)));
        let steps = Steps::new(watch, tries);
        // Only the part with the largest prizes is searched; the bound is that of all.
        let part = all.first().ok_or(RouteError::Nothing(meters))?;
        let found = self.search(part, bound(part, meters, 0.0), &steps, seed)?;
        let bounds =
            all.iter().map(|p| if p.prize() > found.prize { bound(p, meters, found.prize).prize } else { 0.0 });
        let bound = bounds.fold(found.prize, f64::max);
        let steps = order(part, &found.times);
        let steps = steps.into_iter().map(|p| {
            let edge = part.of[p.edge];
            Passed { edge, ..p }
        });
        Ok(Routed { steps: steps.collect(), meters: found.meters, prize: found.prize, bound })
    }

    fn search(&self, part: &Part, at: Bound, steps: &Steps<'_>, seed: u64) -> Result<Found, RouteError> {
        let pool = cycles(part);
        let one = |i: usize| {
            if steps.cancelled() {
                return Err(RouteError::Stopped);
            }
            let found = search(part, &pool, (self.params.meters, at.per_meter), (seed, i));
            steps.done();
            Ok(found)
        };
        let found: Vec<Option<Found>> = (0..self.params.tries).into_par_iter().map(one).collect::<Result<_, _>>()?;
        // The first of equals, so that threads do not matter.
        let mut best: Option<Found> = None;
        for found in found.into_iter().flatten() {
            if best.as_ref().is_none_or(|b| found.prize > b.prize) {
                best = Some(found);
            }
        }
        best.filter(|b| b.prize > 0.0).ok_or(RouteError::Nothing(self.params.meters))
    }
}

fn check(input: &RouteInput<'_>) -> Result<(), RouteError> {
    for (at, e) in input.edges.iter().enumerate() {
        let refuse = |what, value, expected| Err(RouteError::Segment { at, what, value, expected });
        if !(e.meters.is_finite() && e.meters > 0.0) {
            return refuse("meters", e.meters, "a number above 0");
        }
        if !(e.prize.is_finite() && e.prize >= 0.0) {
            return refuse("prize", e.prize, "0 or more");
        }
        if let Some(node) = [e.a, e.b].into_iter().find(|n| *n >= input.nodes) {
            return refuse("crossing", node as f64, "less than the number of crossings");
        }
    }
    match input.start {
        Some(start) if !input.edges.iter().any(|e| e.a == start || e.b == start) => {
            Err(RouteError::Start { start, most: input.nodes.saturating_sub(1) })
        }
        _ => Ok(()),
    }
}
