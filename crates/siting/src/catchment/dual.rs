//! A proven upper bound on the harm of `k` disjoint catchments: prices on cells.
//!
//! Idea: give up that catchments are disjoint, and put a price `u ≥ 0` on every cell instead. Whatever the prices,
//!
//! > harm of any `k` disjoint catchments ≤ Σ u + k · max over catchments of Σ (harm − u),
//!
//! since each cell is used at most once. The inner maximum is bounded for every center on its own: by the densest cells
//! of its disk (a fractional knapsack), and for the centers that stand out by a minimum cut (`penalty`), which knows
//! what an outline costs where that is bound, and dual ascent, which knows that the cells hang together. The prices are
//! found by a subgradient method: cells that are wanted more than once become dearer. No price can make the
//! bound wrong, only loose.
//!
//! References: Fisher (1981), *The Lagrangian relaxation method for solving integer programming problems*, doi
//! 10.1287/mnsc.27.1.1, equations 2–4; Goffin, Kiwiel (1999), *Convergence of a simple subgradient level method*,
//! Mathematical Programming 85, pages 207–211 (the step: Polyak's toward a level that is lowered or brought nearer);
//! Wong (1984), *A dual ascent approach for Steiner tree problems on a directed graph*, doi 10.1007/BF02612335.

use rayon::prelude::*;

use super::center_bound::{BoundScratch, CenterBound, Rates};
use super::region::{Found, Region};

/// The best prices found.
pub(crate) struct Dual {
    /// Price of each cell.
    pub(crate) price: Vec<f64>,
    /// No catchment has more profit (harm less prices).
    pub(crate) top: f64,
    /// No `k` disjoint catchments hold more.
    pub(crate) bound: f64,
}

/// Steps by the knapsack, and then with connection, for each unit of effort.
const STEPS: usize = 40;
const CONNECTED_STEPS: usize = 12;
/// Disks that are tightened at once: a fixed number, so that the answer does not depend on the number of threads.
const BATCH: usize = 8;
/// Centers whose disk holds less than this share of the poorest catchment found are not looked at again.
const POOR: f64 = 0.93;
/// Once the bound is this near, nothing is left to do.
const CLOSED: f64 = 1e-9;
/// Steps without gain before the level is brought nearer.
const PATIENCE: usize = 4;

struct Descent<'f, 'a> {
    region: &'f Region<'a>,
    k: f64,
    lower: f64,
    bounds: Vec<CenterBound>,
    /// No center that is left out holds more.
    rest: f64,
    price: Vec<f64>,
    profit: Vec<f64>,
    direction: Vec<f64>,
    best: Dual,
    /// How far below the best bound the target level lies.
    aim: f64,
    idle: usize,
    /// Rates at which a bound is first tightened.
    hint: Rates,
    /// Width of the maximum over centers: those within a few widths of the top share in the direction.
    width: f64,
}

/// Lowers the bound with some effort; at 0 the prices are those that the found catchments suggest.
pub(crate) fn descend(region: &Region<'_>, found: &[Found], effort: usize) -> Dual {
    let mut descent = Descent::new(region, found);
    descent.run(STEPS * effort, false);
    descent.run(CONNECTED_STEPS * effort, true);
    descent.best
}

impl<'f, 'a> Descent<'f, 'a> {
    fn new(region: &'f Region<'a>, found: &[Found]) -> Self {
        let least = found.iter().map(|f| f.harm).fold(f64::INFINITY, f64::min);
        let floor = POOR * least;
        let centers: Vec<u32> = (0..region.len())
            .filter_map(|i| u32::try_from(i).ok())
            .filter(|c| region.center_bounds[*c as usize] > floor)
            .collect();
        let rest = region.center_bounds.iter().copied().filter(|d| *d <= floor).fold(0.0, f64::max);
        let bounds = centers
            .par_iter()
            .map_init(BoundScratch::default, |scratch, c| CenterBound::new(region, *c, scratch))
            .collect();
        // What a found catchment has above the poorest one is laid on its cells: then all have the same profit.
        let mut price = vec![0.0; region.len()];
        for f in found {
            for &c in &f.cells {
                price[c as usize] = region.harm[c as usize] * (1.0 - least / f.harm);
            }
        }
        let mean_penalty = found.iter().map(|f| f.penalty).sum::<f64>() / found.len().max(1) as f64;
        let best = Dual { price: price.clone(), top: f64::INFINITY, bound: f64::INFINITY };
        let (k, lower, n) = (found.len() as f64, found.iter().map(|f| f.harm).sum(), region.len());
        Self {
            region,
            k,
            lower,
            bounds,
            rest,
            price,
            profit: vec![0.0; n],
            direction: vec![0.0; n],
            best,
            aim: 0.0,
            idle: 0,
            hint: Rates { room: least / region.most_cells().max(1) as f64, penalty: mean_penalty },
            width: least * 0.004,
        }
    }

    fn run(&mut self, steps: usize, connected: bool) {
        self.price.clone_from(&self.best.price);
        self.direction.fill(0.0);
        self.idle = 0;
        for step in 0..=steps {
            let top = self.evaluate(connected);
            let value = self.price.iter().sum::<f64>() + self.k * top;
            if step == 0 {
                self.aim = 0.3 * (value.min(self.best.bound) - self.lower);
            }
            let gained = self.best.bound - value;
            if gained > 0.0 {
                self.best = Dual { price: self.price.clone(), top, bound: value };
            }
            let near = self.best.bound - self.lower <= CLOSED * self.lower;
            if step == steps || near || self.region.stopped() {
                break;
            }
            if gained > 0.01 * self.aim {
                self.idle = 0;
            } else {
                self.idle += 1;
                if self.idle == PATIENCE {
                    self.nearer();
                    continue;
                }
            }
            if !self.step(value, top) {
                break;
            }
        }
    }

    /// Goes back to the best prices and aims less far.
    fn nearer(&mut self) {
        self.idle = 0;
        self.aim *= 0.5;
        self.width *= 0.7;
        if self.aim < 1e-4 * self.lower {
            self.aim = 0.1 * (self.best.bound - self.lower);
        }
        self.width = self.width.max(1e-5 * self.lower);
        self.price.clone_from(&self.best.price);
        self.direction.fill(0.0);
    }

    /// Values of all disks at the present prices; returns the highest.
    fn evaluate(&mut self, connected: bool) -> f64 {
        let Self { region, profit, price, bounds, hint: hint_of, .. } = self;
        let region: &Region<'_> = region;
        profit.iter_mut().zip(&region.harm).zip(price.iter()).for_each(|((p, h), u)| *p = h - u);
        let profit: &[f64] = profit;
        bounds.par_iter_mut().for_each(|d| d.glance(region, profit));
        let width = self.width;
        // Where the knapsack at the old price of room is far below the highest one solved, it need not be solved.
        let mut cut = bounds.iter().map(|d| d.value).fold(self.rest, f64::max) - 8.0 * width;
        while bounds.iter().any(|d| d.is_stale() && d.value > cut) {
            bounds
                .par_iter_mut()
                .filter(|d| d.is_stale() && d.value > cut)
                .for_each_init(BoundScratch::default, |b, d| d.pack(region, profit, b));
            cut = bounds.iter().filter(|d| !d.is_stale()).map(|d| d.value).fold(self.rest, f64::max) - 8.0 * width;
        }
        if !connected {
            return bounds.iter().map(|d| d.value).fold(self.rest, f64::max);
        }
        let mut order: Vec<&mut CenterBound> = bounds.iter_mut().collect();
        order.sort_by(|a, b| b.value.total_cmp(&a.value).then(a.center.cmp(&b.center)));
        let mut top = self.rest;
        for batch in order.chunks_mut(BATCH) {
            let hint = *hint_of;
            if batch[0].value <= top - 2.0 * width {
                break;
            }
            batch
                .par_iter_mut()
                .for_each_init(BoundScratch::default, |b, d| d.connect(region, profit, top - 2.0 * width, hint, b));
            // The highest bound says what rates are about right for the next ones.
            if let Some(rates) = batch.iter().max_by(|a, b| a.value.total_cmp(&b.value)).and_then(|d| d.rates()) {
                *hint_of = rates;
            }
            top = batch.iter().map(|d| d.value).fold(top, f64::max);
        }
        bounds.iter().map(|d| d.value).fold(self.rest, f64::max)
    }

    /// Moves the prices; false where no direction is left.
    fn step(&mut self, value: f64, top: f64) -> bool {
        let region = self.region;
        let mut slope = vec![1.0; self.price.len()];
        let share = |d: &CenterBound| ((d.value - top) / self.width).exp();
        let total: f64 = self.bounds.iter().map(share).sum();
        for bound in &self.bounds {
            let weight = self.k * share(bound) / total;
            if weight > 1e-4 {
                bound.taken(region, &self.profit).into_iter().for_each(|c| slope[c as usize] -= weight);
            }
        }
        let mut norm = 0.0;
        for (c, d) in self.direction.iter_mut().enumerate() {
            *d = 0.5 * (*d + slope[c]);
            let harm = region.harm[c];
            if self.price[c] <= 0.0 && *d > 0.0 || self.price[c] >= harm && *d < 0.0 {
                *d = 0.0;
            }
            norm += *d * *d * harm;
        }
        if norm <= 0.0 {
            return false;
        }
        // Prices move in proportion to harm: then they seldom change which cells of a disk are the densest.
        let length = (value - self.best.bound + self.aim) / norm;
        for (c, u) in self.price.iter_mut().enumerate() {
            *u = (*u - length * self.direction[c] * region.harm[c]).clamp(0.0, region.harm[c]);
        }
        true
    }
}
