//! Near repeats: whether events close in space are also close in time more often than chance makes them.

use catchment_model::{Steps, Unwatched, Watch};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::chance::{Draws, SIMULATIONS};

/// Most pairs of events within the largest distance.
pub const MAX_PAIRS: usize = 100_000_000;

/// Raw parameters of Knox's test.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KnoxParams {
    /// Upper edges of the distance bands, rising, in the unit of the positions; a pair belongs to the first band whose
    /// edge it does not exceed. One edge gives Knox's own test.
    pub space: Vec<f64>,
    /// Upper edges of the bands of time apart, rising, in the unit of the times; as for distance. With times in whole
    /// days, an edge of 0 holds the pairs of one day.
    pub time: Vec<f64>,
    /// Permutations of the times, 9 to 99,999.
    pub permutations: u32,
    /// Seed of the permutations.
    pub seed: u64,
}

/// Valid parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct Knox(KnoxParams);

/// Pairs in one band of distance and one of time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct KnoxBand {
    /// Upper edge of the distance, included.
    pub space: f64,
    /// Upper edge of the time apart, included.
    pub time: f64,
    /// Pairs.
    pub pairs: u64,
    /// Pairs that chance would give: the exact mean over all permutations.
    pub expected: f64,
    /// Pairs ÷ expected; absent where none are expected.
    pub ratio: Option<f64>,
    /// (1 + permutations with as many pairs) ÷ (1 + permutations), one-sided.
    pub p: f64,
}

/// Near repeats of a set of events.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KnoxResult {
    /// Events.
    pub events: usize,
    /// Pairs per distance band, whatever their time.
    pub space_pairs: Vec<u64>,
    /// Pairs per band of time, whatever their distance.
    pub time_pairs: Vec<u64>,
    /// One per distance band and band of time: all times of the first distance first.
    pub bands: Vec<KnoxBand>,
}

/// Why Knox's test has no answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum KnoxError {
    /// Edges that cannot be used.
    #[error("{what} edges {edges:?}; expected 1 to 32 rising numbers of at least 0{}", above_zero(.what))]
    Edges {
        /// Distance or time.
        what: &'static str,
        /// The edges.
        edges: Vec<f64>,
    },
    /// Too few or too many permutations.
    #[error("{0} permutations; expected {low} to {high}", low = SIMULATIONS.0, high = SIMULATIONS.1)]
    Permutations(u32),
    /// Lists of different length.
    #[error("{x} eastings, {y} northings and {time} times; expected as many of each")]
    Length {
        /// Eastings.
        x: usize,
        /// Northings.
        y: usize,
        /// Times.
        time: usize,
    },
    /// Too few events for a pair.
    #[error("{0} events; expected at least 2")]
    TooFew(usize),
    /// A number that is not finite.
    #[error("event {0} has a position or time that is not finite")]
    Value(usize),
    /// Too many pairs.
    #[error(
        "more than {MAX_PAIRS} pairs of events within {0}; expected fewer: lower the distance or shorten the period"
    )]
    TooManyPairs(f64),
    /// The watcher asked to stop.
    #[error("the test was cancelled")]
    Cancelled,
}

/// What distances must meet beyond what times must.
fn above_zero(what: &str) -> &'static str {
    if what == "distance" { ", the last above 0" } else { "" }
}

impl KnoxParams {
    /// Checks them.
    ///
    /// # Errors
    /// [`KnoxError`] for edges that do not rise or a number of permutations out of range.
    pub fn check(self) -> Result<Knox, KnoxError> {
        for (what, edges) in [("distance", &self.space), ("time", &self.time)] {
            let rising = edges.windows(2).all(|w| w[0] < w[1]) && edges.iter().all(|e| e.is_finite() && *e >= 0.0);
            // The grid that finds the pairs takes its mesh from the largest distance, which must not be 0. A largest
            // time of 0 is sound: it means "the same day".
            let least = if what == "distance" { f64::MIN_POSITIVE } else { 0.0 };
            if !rising || edges.len() > 32 || edges.last().is_none_or(|e| *e < least) {
                return Err(KnoxError::Edges { what, edges: edges.clone() });
            }
        }
        if !(SIMULATIONS.0..=SIMULATIONS.1).contains(&self.permutations) {
            return Err(KnoxError::Permutations(self.permutations));
        }
        Ok(Knox(self))
    }
}

impl Knox {
    /// Counts the pairs of events in every band, and how many chance would give.
    ///
    /// **Steps.** Pairs within the largest distance are listed once, over a grid of that size. Distances and times
    /// apart are compared inclusively (d ≤ edge). Each permutation shuffles the times over the events and counts again.
    /// The mean over all permutations is known: pairs of that distance × pairs of that time ÷ all pairs; it is what
    /// `expected` gives.
    ///
    /// **Caution.** A city whose crime moves within the period, or an area that ends (demolition), yields close pairs
    /// without any near repeat: population shift bias (Kulldorff and Hjalmars 1999,
    /// doi:10.1111/j.0006-341X.1999.00544.x).
    ///
    /// **Returns** the same bytes for any number of threads. O(events + pairs · permutations).
    ///
    /// # Errors
    /// [`KnoxError`] for lists of different length, fewer than two events, or more than [`MAX_PAIRS`] pairs.
    ///
    /// # References
    /// Knox, E. G. (1964). The detection of space-time interactions. Applied Statistics 13(1), 25–29.
    /// doi:10.2307/2985220. Johnson, S. D. et al. (2007). Space–time patterns of risk. Journal of Quantitative
    /// Criminology 23, 201–219. doi:10.1007/s10940-007-9025-3 (bands, and p by permutation).
    pub fn of(&self, x: &[f64], y: &[f64], time: &[f64]) -> Result<KnoxResult, KnoxError> {
        self.of_watched((x, y), time, &Unwatched)
    }

    /// As [`Knox::of`], telling `watch` how many permutations are done, and stopping where it asks to. The answer is
    /// the same to the byte.
    ///
    /// # Errors
    /// As [`Knox::of`], and [`KnoxError::Cancelled`].
    pub fn of_watched(
        &self,
        (x, y): (&[f64], &[f64]),
        time: &[f64],
        watch: &dyn Watch,
    ) -> Result<KnoxResult, KnoxError> {
        let n = time.len();
        if x.len() != n || y.len() != n {
            return Err(KnoxError::Length { x: x.len(), y: y.len(), time: n });
        }
        if n < 2 {
            return Err(KnoxError::TooFew(n));
        }
        if let Some(at) = (0..n).find(|&i| !(x[i].is_finite() && y[i].is_finite() && time[i].is_finite())) {
            return Err(KnoxError::Value(at));
        }
        let near = Near::new(x, y, &self.0.space, watch)?;
        let observed = near.count(&near.ordered(time), &self.0.time);
        let reached = self.reached(&near, time, &observed, watch).ok_or(KnoxError::Cancelled)?;
        let time_pairs = pairs_in_time(time, &self.0.time);
        let space_pairs = near.pairs_by_band();
        let all = n as f64 * (n as f64 - 1.0) / 2.0;
        let bands = (0..observed.len())
            .map(|at| {
                let (s, t) = (at / self.0.time.len(), at % self.0.time.len());
                let expected = space_pairs[s] as f64 * time_pairs[t] as f64 / all;
                KnoxBand {
                    space: self.0.space[s],
                    time: self.0.time[t],
                    pairs: observed[at],
                    expected,
                    ratio: (expected > 0.0).then(|| observed[at] as f64 / expected),
                    p: f64::from(reached[at] + 1) / f64::from(self.0.permutations + 1),
                }
            })
            .collect();
        Ok(KnoxResult { events: n, space_pairs, time_pairs, bands })
    }

    /// Permutations that hold as many pairs as were observed, for each band; none where the watch asks to stop.
    fn reached(&self, near: &Near, time: &[f64], observed: &[u64], watch: &dyn Watch) -> Option<Vec<u32>> {
        let steps = Steps::new(watch, self.0.permutations as usize);
        let one = |round: u32| {
            if steps.cancelled() {
                return None;
            }
            let mut shuffled = time.to_vec();
            Draws::new(self.0.seed, "knox", u64::from(round)).shuffle(&mut shuffled);
            let counts = near.count(&shuffled, &self.0.time);
            steps.done();
            Some(counts.iter().zip(observed).map(|(c, o)| u32::from(c >= o)).collect::<Vec<_>>())
        };
        let sum = |a: Vec<u32>, b: Vec<u32>| Some(a.iter().zip(b).map(|(a, b)| a + b).collect());
        (0..self.0.permutations).into_par_iter().map(one).try_reduce(|| vec![0; observed.len()], sum)
    }
}

/// Pairs of events within the largest distance, in compressed rows, the events put in the order of a grid.
struct Near {
    /// Event at each place of the order.
    order: Vec<u32>,
    offsets: Vec<usize>,
    /// The later event of each pair, by its place.
    partner: Vec<u32>,
    /// Its distance band.
    band: Vec<u8>,
    bands: usize,
}

impl Near {
    fn new(x: &[f64], y: &[f64], edges: &[f64], watch: &dyn Watch) -> Result<Self, KnoxError> {
        let most = edges.last().copied().unwrap_or(0.0);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "coordinates beyond any map saturate, and share a cell at worst"
        )]
        let cell = |i: usize| ((y[i] / most).floor() as i64, (x[i] / most).floor() as i64);
        let mut order: Vec<u32> = (0u32..).take(x.len()).collect();
        order.sort_by_key(|i| (cell(*i as usize), *i));
        let mut start: FxHashMap<(i64, i64), (usize, usize)> = FxHashMap::default();
        for (at, i) in order.iter().enumerate() {
            start.entry(cell(*i as usize)).or_insert((at, at)).1 = at + 1;
        }
        let row = |at: usize| -> Vec<(u32, u8)> {
            let i = order[at] as usize;
            let (r, c) = cell(i);
            // Its own cell from here on, the one to the right, and the three of the next row: each pair once.
            let right = start.get(&(r, c.saturating_add(1)));
            let below = (-1..=1).filter_map(|d| start.get(&(r.saturating_add(1), c.saturating_add(d))));
            let own = start.get(&(r, c)).map(|s| at + 1..s.1);
            let ranges = own.into_iter().chain(right.into_iter().chain(below).map(|s| s.0..s.1));
            let mut found = Vec::new();
            for other in ranges.flatten() {
                let j = order[other] as usize;
                let d = (x[i] - x[j]).hypot(y[i] - y[j]);
                let band = edges.partition_point(|e| *e < d);
                if band < edges.len() {
                    found.push((u32::try_from(other).unwrap_or(u32::MAX), u8::try_from(band).unwrap_or(u8::MAX)));
                }
            }
            found
        };
        let (mut offsets, mut partner, mut band) = (vec![0], Vec::new(), Vec::new());
        let places: Vec<usize> = (0..order.len()).collect();
        for chunk in places.chunks(4096) {
            if watch.cancelled() {
                return Err(KnoxError::Cancelled);
            }
            for list in chunk.par_iter().map(|at| row(*at)).collect::<Vec<_>>() {
                partner.extend(list.iter().map(|e| e.0));
                band.extend(list.iter().map(|e| e.1));
                offsets.push(partner.len());
            }
            if partner.len() > MAX_PAIRS {
                return Err(KnoxError::TooManyPairs(most));
            }
        }
        Ok(Self { order, offsets, partner, band, bands: edges.len() })
    }

    /// Times in the order of the grid.
    fn ordered(&self, time: &[f64]) -> Vec<f64> {
        self.order.iter().map(|i| time[*i as usize]).collect()
    }

    fn pairs_by_band(&self) -> Vec<u64> {
        let mut pairs = vec![0; self.bands];
        self.band.iter().for_each(|b| pairs[usize::from(*b)] += 1);
        pairs
    }

    /// Pairs per distance band and band of time.
    fn count(&self, time: &[f64], edges: &[f64]) -> Vec<u64> {
        let mut counts = vec![0; self.bands * edges.len()];
        if let ([edge], 1) = (edges, self.bands) {
            // Knox's own test: nothing but one comparison per pair.
            counts[0] = self
                .rows()
                .map(|(at, row)| {
                    row.0.iter().map(|j| u64::from((time[at] - time[*j as usize]).abs() <= *edge)).sum::<u64>()
                })
                .sum();
            return counts;
        }
        for (at, (partners, bands)) in self.rows() {
            for (j, band) in partners.iter().zip(bands) {
                let apart = (time[at] - time[*j as usize]).abs();
                let slot = edges.iter().filter(|e| **e < apart).count();
                if slot < edges.len() {
                    counts[usize::from(*band) * edges.len() + slot] += 1;
                }
            }
        }
        counts
    }

    fn rows(&self) -> impl Iterator<Item = (usize, (&[u32], &[u8]))> {
        let row = |w: &[usize]| (&self.partner[w[0]..w[1]], &self.band[w[0]..w[1]]);
        self.offsets.windows(2).map(row).enumerate()
    }
}

/// Pairs per band of time apart, over all distances.
fn pairs_in_time(time: &[f64], edges: &[f64]) -> Vec<u64> {
    let mut sorted = time.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let within = |edge: f64| {
        let mut first = 0;
        let mut pairs = 0;
        for (at, t) in sorted.iter().enumerate() {
            while t - sorted[first] > edge {
                first += 1;
            }
            pairs += (at - first) as u64;
        }
        pairs
    };
    let mut before = 0;
    edges
        .iter()
        .map(|e| {
            let up_to = within(*e);
            up_to - std::mem::replace(&mut before, up_to)
        })
        .collect()
}
