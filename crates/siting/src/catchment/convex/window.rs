//! What the walkable sets within reach of some centers hold at most, at some prices of cells.

use super::counted::Counted;
use super::lattice::Board;
use super::sweep::{PRECISION, Sweep};
use super::walk::Walk;

/// Where a table by the number of cells has no more values than this, cells are counted; else ground is priced.
const COUNTED: usize = 60_000;
/// The price of ground moves by this factor, at first.
const STRIDE: f64 = 1.2;

/// Tables for one window after the other.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    sweep: Sweep,
    counted: Counted,
    priced: Vec<f64>,
}

/// The ground within reach of some centers, with rows in one direction.
#[derive(Debug, Clone)]
pub(crate) struct Window {
    pub(crate) centers: Vec<u32>,
    /// Cells, ascending.
    pub(crate) cells: Vec<u32>,
    pub(crate) turn: usize,
    board: Board,
    /// Price of ground that served last, harm per km².
    pub(crate) price: f64,
    stride: f64,
    larger: bool,
    /// No walkable set of it has more profit.
    pub(crate) value: f64,
    /// Whether the value was worked out at the present prices.
    pub(crate) fresh: bool,
    /// The set that the value rests on.
    pub(crate) set: Vec<u32>,
}

impl Window {
    pub(crate) fn new(walk: &Walk<'_, '_>, (centers, turn): (Vec<u32>, usize), cells: Vec<u32>, price: f64) -> Self {
        let board = walk.lattice.board(&cells, turn);
        Self {
            centers,
            cells,
            turn,
            board,
            price,
            stride: STRIDE,
            larger: false,
            value: f64::INFINITY,
            fresh: false,
            set: Vec::new(),
        }
    }

    /// Works out the value; with a price on ground, at the price that served last and at `more` others, until it is no
    /// higher than `enough`.
    pub(crate) fn evaluate(&mut self, walk: &Walk<'_, '_>, profit: &[f64], more: (usize, f64), t: &mut Tables) {
        self.fresh = true;
        if !self.count(walk, profit, t) {
            self.value = f64::INFINITY;
            self.price_ground(walk, profit, more, t);
        }
    }

    /// Counts cells; false where that is too much work.
    fn count(&mut self, walk: &Walk<'_, '_>, profit: &[f64], t: &mut Tables) -> bool {
        let region = walk.region;
        let most = region.most_cells().min(self.cells.len());
        if self.cells.len() * walk.rule.most.min(most) * 9 * (most + 1) > 4 * COUNTED {
            return false;
        }
        if !t.counted.run(&self.board, profit, (walk.rule, most), None, COUNTED) {
            return false;
        }
        let end = t.counted.best(&self.board, most, None);
        let best = end.map(|e| (e.value, t.counted.cells(&self.board, e, None)));
        (self.value, self.set) = best.unwrap_or((f64::NEG_INFINITY, Vec::new()));
        true
    }

    fn price_ground(&mut self, walk: &Walk<'_, '_>, profit: &[f64], (more, enough): (usize, f64), t: &mut Tables) {
        let region = walk.region;
        let mut price = self.price;
        for _ in 0..=more {
            t.priced.resize(profit.len(), 0.0);
            for c in &self.cells {
                t.priced[*c as usize] = profit[*c as usize] - price * region.input.area_km2[*c as usize];
            }
            t.sweep.run(&self.board, &t.priced, walk.rule);
            let Some(end) = t.sweep.best(&self.board) else {
                self.value = f64::NEG_INFINITY;
                return;
            };
            let set = t.sweep.cells(&self.board, end);
            let rest = walk.area(&set) / region.max_area - 1.0;
            let value = (price * region.max_area + end.value) * (1.0 + PRECISION);
            if value < self.value {
                (self.value, self.set) = (value, set);
            }
            // Where the price passes the right one, its moves become smaller.
            if (rest > 0.0) != self.larger {
                self.larger = rest > 0.0;
                self.stride = (1.0 + 0.6 * (self.stride - 1.0)).max(1.01);
            }
            if rest.abs() > 0.01 {
                price = if rest > 0.0 { price * self.stride } else { price / self.stride };
            }
            self.price = price;
            if self.value <= enough || rest.abs() <= 0.01 {
                break;
            }
        }
    }

    /// Whether one of the cells of the set reaches all of them.
    pub(crate) fn reaches(&self, walk: &Walk<'_, '_>) -> bool {
        self.set.iter().any(|c| self.set.iter().all(|o| walk.region.reaches(*c, *o)))
    }

    /// One window for each center.
    pub(crate) fn split(&self, walk: &Walk<'_, '_>) -> Vec<Self> {
        let one = |center: &u32| {
            let cells = self.cells.iter().copied().filter(|c| walk.region.reaches(*center, *c)).collect();
            Self { value: self.value, ..Self::new(walk, (vec![*center], self.turn), cells, self.price) }
        };
        self.centers.iter().map(one).collect()
    }
}
