//! A proven upper bound on the harm of `k` disjoint walkable catchments: prices on cells.
//!
//! Idea: as in `dual`, whatever the prices `u ≥ 0` of cells,
//!
//! > harm of any `k` disjoint catchments ≤ Σ u + k · max over walkable sets of Σ (harm − u),
//!
//! since no cell is used twice. A set lies within reach of its center: the maximum is taken over windows
//! ([`super::window`]), each the ground within reach of a few neighboring centers; where the best set of a window
//! reaches too far for any center, the window is split. Each set that is met there is a plane below the bound, and the
//! planes say where the bound may be lower ([`super::master`]: column generation with a proximal term). First the area
//! of sets is met by a price on ground, which is quick; where that leads no further, sets at the top are counted out by
//! their cells. Sets that fit are kept: the choice may take them ([`super::packing`]).
//!
//! References: Fisher (1981), doi 10.1287/mnsc.27.1.1, equations 2–4; Lübbecke, Desrosiers (2005), *Selected topics in
//! column generation*, doi 10.1287/opre.1050.0234; Kiwiel (1990), see [`super::master`].

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::super::region::{Found, Seen};
use super::lattice::TURNS;
use super::master::{Master, Mix};
use super::walk::{Lent, Walk};
use super::window::{Known, Window};

/// A step is taken where it gains this share of what the planes promise; at [`WIDER`], further ones are tried.
const GAINS: f64 = 0.1;
const WIDER: f64 = 0.5;
/// How far steps go at first, see [`Master::reach`].
const REACH: f64 = 0.3;
/// A promise of less than this share of what is held is not worth a step.
const WORTH: f64 = 2e-3;
/// What is left of the planes may differ by this share of the promise.
const TOLERANCE: f64 = 0.2;
/// Windows within this share of the promise of the top are worked out: their sets are planes as well.
const NEAR_TOP: f64 = 1.0;
/// The same, at least and at most, as shares of what is held.
const WIDTH: (f64, f64) = (2e-4, 0.02);
/// Rounding of the sums, as a share.
const ROUNDING: f64 = 1e-9;
/// Windows that are worked out at once: a fixed number, so that the answer does not depend on the number of threads.
const BATCH: usize = 8;
/// The centers of a window stand within this share of the reach.
const BLOCK: f64 = 0.33;
/// The price of ground that is tried first: this share of what the heaviest cells hold a km².
const MARGIN: f64 = 0.63;

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
                || (Seen::default(), Vec::new(), walk.scratch()),
                |(seen, near, scratch): &mut (Seen, Vec<u32>, Lent<'_>), centers| {
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
                        window.evaluate(walk, &region.harm, least, &mut scratch.tables);
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
    rest: f64,
    k: f64,
    price: Vec<f64>,
    profit: Vec<f64>,
    best: (Vec<f64>, f64),
    master: Master,
    /// Windows this near to the top are worked out.
    width: f64,
    /// Windows that may still be counted out; none as long as prices of ground lead further.
    counts: usize,
    /// Sets that fit, by their cells.
    columns: BTreeMap<Vec<u32>, Found>,
}

impl<'w, 'f, 'a> Descent<'w, 'f, 'a> {
    /// Begins where no cell has a price.
    pub(crate) fn new(walk: &'w Walk<'f, 'a>, windows: &Windows) -> Self {
        let n = walk.region.len();
        Self {
            walk,
            windows: windows.list.clone(),
            rest: windows.rest,
            k: 0.0,
            price: vec![0.0; n],
            profit: walk.region.harm.clone(),
            best: (vec![0.0; n], f64::INFINITY),
            master: Master::new(walk.region.harm.clone()),
            width: 0.0,
            counts: 0,
            columns: BTreeMap::new(),
        }
    }

    /// Takes in catchments that were met elsewhere.
    pub(crate) fn know(&mut self, columns: &[Found]) {
        for found in columns {
            if !self.columns.contains_key(&found.cells) {
                self.master.add(found.cells.iter().map(|c| (*c, 1.0)).collect(), found.harm);
                self.columns.insert(found.cells.clone(), found.clone());
            }
        }
    }

    /// The catchments that the prices rest on, with their shares, the largest first.
    pub(crate) fn shares(&self) -> Vec<(f64, &Found)> {
        let of = |(share, mix): (f64, &Mix)| {
            let cells: Vec<u32> = mix.iter().map(|c| c.0).collect();
            Some((share, self.columns.get(&cells)?))
        };
        let mut shares: Vec<(f64, &Found)> = self.master.shares().filter_map(of).collect();
        shares.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cells.cmp(&b.1.cells)));
        shares
    }

    /// All catchments met.
    pub(crate) fn columns(&self) -> Vec<&Found> {
        self.columns.values().collect()
    }

    /// Turns to the bound on as many as were found, by prices of ground alone: from the prices that the found suggest
    /// (what one holds above the poorest is laid on its cells), or from those that another number of them led to,
    /// whichever are better.
    pub(crate) fn turn_to(&mut self, found: &[Found]) {
        let harm = &self.walk.region.harm;
        let least = found.iter().map(|f| f.harm).fold(f64::INFINITY, f64::min);
        self.k = found.len() as f64;
        self.counts = 0;
        self.width = WIDTH.1 * least;
        let known = self.best.1.is_finite().then(|| self.best.0.clone());
        let mut suggested = vec![0.0; harm.len()];
        for f in found {
            f.cells.iter().for_each(|c| suggested[*c as usize] = harm[*c as usize] * (1.0 - least / f.harm));
        }
        self.best.1 = f64::INFINITY;
        for price in known.into_iter().chain([suggested]) {
            self.look(price);
        }
    }

    /// From now on up to so many windows are counted out.
    pub(crate) fn count_out(&mut self, windows: usize) {
        self.counts = windows;
        self.master.keep_whole();
        self.look(self.best.0.clone());
    }

    /// The bound so far.
    pub(crate) fn bound(&self) -> f64 {
        self.best.1
    }

    /// Lowers the bound by some steps, until it is within a share of what is held.
    pub(crate) fn descend(&mut self, lower: f64, near: f64, steps: usize) {
        let enough = lower * (1.0 + near);
        let mut value = self.best.1;
        let mut promise = (value - lower).max(WORTH * lower);
        self.master.center.clone_from(&self.best.0);
        self.master.reach = REACH;
        for _ in 0..steps {
            if self.best.1 <= enough || self.walk.region.stopped() {
                break;
            }
            promise = value - self.master.solve(self.k, TOLERANCE * promise / self.k);
            if promise < WORTH * lower {
                break;
            }
            self.width = (NEAR_TOP * promise / self.k).clamp(WIDTH.0 * lower, WIDTH.1 * lower);
            let next = self.look(self.master.price.clone());
            let gained = value - next;
            if gained > GAINS * promise {
                value = next;
                self.master.center.clone_from(&self.price);
                if gained > WIDER * promise {
                    self.master.reach *= 2.0;
                }
            } else if gained < -promise {
                self.master.reach *= 0.5;
            }
        }
    }

    /// The bound at some prices. Windows are worked out as far as they are near the top; of the others the value is an
    /// upper bound.
    fn look(&mut self, price: Vec<f64>) -> f64 {
        self.price = price;
        self.reprice();
        let top = self.highest();
        let bound = (self.price.iter().sum::<f64>() + self.k * top.max(0.0)) * (1.0 + ROUNDING);
        if bound < self.best.1 {
            self.best = (self.price.clone(), bound);
        }
        bound
    }

    /// Of windows where prices have changed only an upper bound is known.
    fn reprice(&mut self) {
        let region = self.walk.region;
        let profit: Vec<f64> = region.harm.iter().zip(&self.price).map(|(h, u)| h - u).collect();
        let risen: Vec<f64> = profit.iter().zip(&self.profit).map(|(new, old)| new - old).collect();
        let most = region.most_cells();
        self.windows.par_iter_mut().for_each(|w| {
            if w.cells.iter().any(|c| risen[*c as usize] != 0.0) {
                w.value = (w.value + heaviest(&w.cells, &risen, most)).min(heaviest(&w.cells, &profit, most));
                w.known = Known::Above;
            }
        });
        self.profit = profit;
    }

    /// The highest value of a window. All that are near the top are worked out, and their sets become planes.
    fn highest(&mut self) -> f64 {
        let walk = self.walk;
        loop {
            let settled = if self.counts > 0 { Known::Exactly } else { Known::Mix };
            let open = |w: &Window| w.known != Known::Exactly && w.known != settled;
            let top = self.windows.iter().filter(|w| !open(w)).map(|w| w.value).fold(self.rest, f64::max);
            let cut = top - self.width;
            let ended = walk.region.stopped() || !self.windows.iter().any(|w| w.value > cut && open(w));
            if ended && (walk.region.stopped() || !self.tell(cut)) {
                return self.windows.iter().map(|w| w.value).fold(self.rest, f64::max);
            }
            let mut batch: Vec<&mut Window> = self.windows.iter_mut().filter(|w| w.value > cut && open(w)).collect();
            batch.sort_by(|a, b| b.value.total_cmp(&a.value).then_with(|| a.place().cmp(&b.place())));
            batch.truncate(BATCH);
            let profit = &self.profit;
            let counted = batch.iter().filter(|w| w.known == Known::Mix).count();
            let scratch = || walk.scratch();
            batch.par_iter_mut().for_each_init(scratch, |s, w| match w.known {
                Known::Above => w.evaluate(walk, profit, cut, &mut s.tables),
                _ => w.count_out(walk, profit, cut, &mut s.tables),
            });
            self.counts = self.counts.saturating_sub(counted);
        }
    }

    /// Makes planes of the sets of windows above a cut. A window whose best set reaches too far is split instead; true
    /// if there was one.
    fn tell(&mut self, cut: f64) -> bool {
        let walk = self.walk;
        let mut split = Vec::new();
        for window in self.windows.iter_mut().filter(|w| w.value > cut) {
            if window.centers.len() > 1 && !window.reaches(walk) {
                split.extend(window.split(walk));
                window.centers.clear();
                continue;
            }
            let (mix, harm) = window.mix(walk);
            self.master.add(mix, harm);
            for set in window.fitting(walk) {
                if self.columns.contains_key(set) {
                    continue;
                }
                let found = walk.found(set[0], set.clone());
                let anchor = walk.region.center(&found);
                self.master.add(set.iter().map(|c| (*c, 1.0)).collect(), found.harm);
                self.columns.insert(set.clone(), Found { anchor, ..found });
            }
        }
        self.windows.retain(|w| !w.centers.is_empty());
        let any = !split.is_empty();
        self.windows.extend(split);
        any
    }

    /// The prices of the best bound: what the choice from a pool prunes by.
    pub(crate) fn prices(&self) -> &[f64] {
        &self.best.0
    }
}
