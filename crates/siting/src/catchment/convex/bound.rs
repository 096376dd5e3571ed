//! A proven upper bound on the harm of `k` disjoint walkable catchments: prices on cells.
//!
//! Idea: as in `dual`, whatever the prices `u ≥ 0` of cells,
//!
//! > harm of any `k` disjoint catchments ≤ Σ u + k · max over walkable sets of Σ (harm − u),
//!
//! since no cell is used twice. A set lies within reach of its center: the maximum is taken over windows
//! ([`super::window`]), each the ground within reach of a few neighboring centers; where the best set of a window
//! reaches too far for any center, the window is split. In a window the area is met by a price on ground, or, where
//! catchments have few cells, by counting them. Prices move against the mean of the sets near the top. Sets that fit
//! are kept: the choice may take them.
//!
//! References: Fisher (1981), doi 10.1287/mnsc.27.1.1, equations 2–4; Goffin, Kiwiel (1999), *Convergence of a simple
//! subgradient level method*, Mathematical Programming 85, pages 207–211.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::super::region::{Found, Seen};
use super::lattice::TURNS;
use super::walk::Walk;
use super::window::{Tables, Window};

/// Steps without gain before the level is brought nearer.
const PATIENCE: usize = 4;
/// The first aim, as a share of what lies between the bound and what is held.
const AIM: f64 = 0.2;
/// The first width, as a share of the poorest found.
const WIDTH: f64 = 0.004;
/// Rounding of the sums, as a share.
const ROUNDING: f64 = 1e-9;
/// Windows that are worked out at once: a fixed number, so that the answer does not depend on the number of threads.
const BATCH: usize = 8;
/// Windows within so many widths of the top share in the direction.
const SHARING: f64 = 2.0;
/// The centers of a window stand within this share of the reach.
const BLOCK: f64 = 0.4;
/// The price of ground that is tried first: this share of what the heaviest cells hold a km².
const MARGIN: f64 = 0.63;
/// A price of ground is looked for so often when a window is first met, and later on.
const FIRST: usize = 4;
const LATER: usize = 1;

/// The windows of a city where no cell has a price.
pub(crate) struct Windows {
    pub(crate) list: Vec<Window>,
    /// No window that was left out holds more.
    pub(crate) rest: f64,
}

impl Windows {
    /// All windows that hold more than `least`.
    pub(crate) fn new(walk: &Walk<'_, '_>, least: f64) -> Self {
        let region = walk.region;
        let side = block_side(walk);
        let mut blocks: BTreeMap<(i32, i32), Vec<u32>> = BTreeMap::new();
        for cell in (0..region.len()).filter(|c| region.input.allowed[*c]).filter_map(|c| u32::try_from(c).ok()) {
            let (row, column) = walk.lattice.at(cell, 0);
            blocks.entry((row.div_euclid(side), column.div_euclid(side))).or_default().push(cell);
        }
        let blocks: Vec<Vec<u32>> = blocks.into_values().collect();
        let most = region.most_cells();
        let looked: Vec<(f64, Vec<Window>)> = blocks
            .par_iter()
            .map_init(
                || (Seen::default(), Vec::new(), Tables::default()),
                |(seen, near, tables): &mut (Seen, Vec<u32>, Tables), centers| {
                    let mut cells: Vec<u32> = Vec::new();
                    for center in centers {
                        region.walk(*center, |c| region.input.allowed[c as usize], seen, near);
                        cells.extend_from_slice(near);
                    }
                    cells.sort_unstable();
                    cells.dedup();
                    // The heaviest cells alone, however they lie, say at once that many windows cannot matter.
                    let plain = heaviest(&cells, &region.harm, most);
                    if plain <= least {
                        return (plain, Vec::new());
                    }
                    let guess = MARGIN * plain / region.max_area;
                    let mut all: Vec<Window> = (0..TURNS)
                        .map(|turn| Window::new(walk, (centers.clone(), turn), cells.clone(), guess))
                        .collect();
                    for window in &mut all {
                        window.evaluate(walk, &region.harm, (FIRST, least), tables);
                    }
                    let low = all.iter().map(|w| w.value).filter(|v| *v <= least).fold(0.0, f64::max);
                    all.retain(|w| w.value > least);
                    (low, all)
                },
            )
            .collect();
        let rest = looked.iter().map(|l| l.0).fold(0.0, f64::max);
        Self { list: looked.into_iter().flat_map(|l| l.1).collect(), rest }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a small number of cells")]
fn block_side(walk: &Walk<'_, '_>) -> i32 {
    let pitch_m = 3.0_f64.sqrt() * walk.region.edge_m;
    ((BLOCK * walk.region.reach_m / pitch_m).floor() as i32).max(1)
}

fn heaviest(cells: &[u32], harm: &[f64], most: usize) -> f64 {
    let mut own: Vec<f64> = cells.iter().map(|c| harm[*c as usize]).filter(|h| *h > 0.0).collect();
    if own.len() > most {
        own.select_nth_unstable_by(most, |a, b| b.total_cmp(a));
        own.truncate(most);
    }
    own.iter().sum()
}

/// A descent of the bound.
pub(crate) struct Descent<'w, 'f, 'a> {
    walk: &'w Walk<'f, 'a>,
    windows: Vec<Window>,
    k: f64,
    lower: f64,
    rest: f64,
    price: Vec<f64>,
    profit: Vec<f64>,
    direction: Vec<f64>,
    best: (Vec<f64>, f64),
    aim: f64,
    idle: usize,
    width: f64,
    /// Sets that fit.
    pub(crate) columns: Vec<Found>,
}

impl<'w, 'f, 'a> Descent<'w, 'f, 'a> {
    /// Begins where no cell has a price.
    pub(crate) fn new(walk: &'w Walk<'f, 'a>, windows: &Windows) -> Self {
        let n = walk.region.len();
        Self {
            walk,
            windows: windows.list.clone(),
            k: 0.0,
            lower: 0.0,
            rest: windows.rest,
            profit: walk.region.harm.clone(),
            direction: vec![0.0; n],
            best: (vec![0.0; n], f64::INFINITY),
            price: vec![0.0; n],
            aim: 0.0,
            idle: 0,
            width: 0.0,
            columns: Vec::new(),
        }
    }

    /// Turns to the bound on as many as were found: from the prices that the found suggest (what one holds above the
    /// poorest is laid on its cells), or from those that another number of them led to, whichever are better.
    fn turn_to(&mut self, found: &[Found]) {
        let harm = &self.walk.region.harm;
        let least = found.iter().map(|f| f.harm).fold(f64::INFINITY, f64::min);
        self.k = found.len() as f64;
        self.lower = found.iter().map(|f| f.harm).sum();
        self.idle = 0;
        self.width = least * WIDTH;
        let known = self.best.1.is_finite().then(|| self.best.0.clone());
        let mut suggested = vec![0.0; harm.len()];
        for f in found {
            f.cells.iter().for_each(|c| suggested[*c as usize] = harm[*c as usize] * (1.0 - least / f.harm));
        }
        self.best.1 = f64::INFINITY;
        for price in known.into_iter().chain([suggested]) {
            self.price = price;
            let value = self.look().1;
            if value < self.best.1 {
                self.best = (self.price.clone(), value);
            }
        }
        self.price.clone_from(&self.best.0);
        self.direction.fill(0.0);
        self.aim = AIM * (self.best.1 - self.lower);
    }

    /// Lowers the bound on as many as were found by some steps, until it is within a share of what they hold.
    pub(crate) fn run(&mut self, found: &[Found], steps: usize, near: f64) -> f64 {
        self.turn_to(found);
        for step in 0..=steps {
            let (top, value) = self.look();
            let gained = self.best.1 - value;
            if gained > 0.0 {
                self.best = (self.price.clone(), value);
            }
            let near = self.best.1 <= self.lower * (1.0 + near);
            if step == steps || near || self.walk.region.stopped() {
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
        self.best.1
    }

    /// Goes back to the best prices and aims less far.
    fn nearer(&mut self) {
        self.idle = 0;
        self.aim *= 0.5;
        self.width *= 0.7;
        if self.aim < 1e-4 * self.lower {
            self.aim = 0.1 * (self.best.1 - self.lower);
        }
        self.width = self.width.max(1e-5 * self.lower);
        self.price.clone_from(&self.best.0);
        self.direction.fill(0.0);
    }

    /// The highest value of a window at the present prices, and the bound. Windows are worked out as far as they may
    /// share in the direction; of the others the value is an upper bound.
    fn look(&mut self) -> (f64, f64) {
        let top = self.highest();
        (top, (self.price.iter().sum::<f64>() + self.k * top) * (1.0 + ROUNDING))
    }

    fn highest(&mut self) -> f64 {
        let (walk, region) = (self.walk, self.walk.region);
        let profit: Vec<f64> = region.harm.iter().zip(&self.price).map(|(h, u)| h - u).collect();
        let risen: Vec<f64> = profit.iter().zip(&self.profit).map(|(new, old)| new - old).collect();
        self.profit = profit;
        let (width, rest, profit, most) = (self.width, self.rest, self.profit.clone(), region.most_cells());
        self.windows.par_iter_mut().for_each(|w| {
            if w.cells.iter().any(|c| risen[*c as usize] != 0.0) {
                w.value = (w.value + heaviest(&w.cells, &risen, most)).min(heaviest(&w.cells, &profit, most));
                w.fresh = false;
            }
        });
        let mut met = false;
        loop {
            let top = self.windows.iter().filter(|w| w.fresh).map(|w| w.value).fold(rest, f64::max);
            let cut = top - SHARING * width;
            let mut stale: Vec<&mut Window> = self.windows.iter_mut().filter(|w| !w.fresh && w.value > cut).collect();
            if stale.is_empty() && !met {
                // All are known: their sets still count.
                met = true;
                self.split(top);
                continue;
            }
            if stale.is_empty() || region.stopped() {
                return self.windows.iter().map(|w| w.value).fold(rest, f64::max);
            }
            stale.sort_by(|a, b| b.value.total_cmp(&a.value).then(a.centers.cmp(&b.centers)).then(a.turn.cmp(&b.turn)));
            stale.truncate(BATCH);
            stale.par_iter_mut().for_each_init(Tables::default, |t, w| w.evaluate(walk, &profit, (LATER, cut), t));
            met = true;
            self.split(top);
        }
    }

    /// Prices, and the highest value at them: what the choice from a pool prunes by.
    pub(crate) fn prices(&self) -> &[f64] {
        &self.best.0
    }

    /// Splits windows near the top whose best set reaches too far, and keeps the sets that fit.
    fn split(&mut self, top: f64) {
        let (walk, width) = (self.walk, self.width);
        let mut split = Vec::new();
        for window in &mut self.windows {
            if !window.fresh || window.value <= top - SHARING * width || window.set.is_empty() {
                continue;
            }
            if !window.reaches(walk) {
                if window.centers.len() > 1 {
                    split.extend(window.split(walk));
                    window.centers.clear();
                }
            } else if walk.fits(&window.set) && self.columns.last().is_none_or(|f| f.cells != window.set) {
                let found = walk.found(window.set[0], window.set.clone());
                let anchor = walk.region.center(&found);
                self.columns.push(Found { anchor, ..found });
            }
        }
        self.windows.retain(|w| !w.centers.is_empty());
        self.windows.extend(split);
    }

    /// Moves the prices; false where no direction is left.
    fn step(&mut self, value: f64, top: f64) -> bool {
        let region = self.walk.region;
        let mut slope = vec![1.0; self.price.len()];
        let share = |w: &Window| if w.fresh { ((w.value - top) / self.width).exp() } else { 0.0 };
        let total: f64 = self.windows.iter().map(share).sum();
        for window in &self.windows {
            let weight = self.k * share(window) / total;
            if weight > 1e-4 {
                window.set.iter().for_each(|c| slope[*c as usize] -= weight);
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
        if norm.partial_cmp(&0.0) != Some(std::cmp::Ordering::Greater) {
            return false;
        }
        let length = (value - self.best.1 + self.aim) / norm;
        for (c, u) in self.price.iter_mut().enumerate() {
            *u = (*u - length * self.direction[c] * region.harm[c]).clamp(0.0, region.harm[c]);
        }
        true
    }
}
