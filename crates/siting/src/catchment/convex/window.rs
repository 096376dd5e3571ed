//! What the walkable sets within reach of some centers hold at most, at some prices of cells.
//!
//! Steps: where a window has few cells, sets are counted out ([`super::counted`]). Else prices of ground give a bound
//! ([`super::hull`]), which is enough as long as the bound of another window is higher. The windows at the top are
//! then counted out as well, over those rows alone that a set must have to hold more than is asked
//! ([`super::passing`]).

use super::counted::{Only, Through};
use super::hull::{Hull, NEAR};
use super::lattice::Board;
use super::master::Mix;
use super::tables::{Ground, Tables};
use super::walk::Walk;

/// Where a table by the number of cells has no more values than this, all sets are counted out.
const SMALL: usize = 60_000;
/// Sets that are told of a window that is counted out.
const TOLD: usize = 8;
/// Rounding of sums, as a share.
const ROUNDING: f64 = 1e-9;

/// What is known of the value of a window at the present prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Known {
    /// No set has more profit.
    Above,
    /// A mix of sets has as much.
    Mix,
    /// A set has as much, or more work would show nothing.
    Exactly,
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
    price: f64,
    hull: Hull,
    /// No walkable set of it has more profit.
    pub(crate) value: f64,
    pub(crate) known: Known,
    /// The best sets, the best one first, where they were counted out.
    sets: Vec<Vec<u32>>,
}

impl Window {
    pub(crate) fn new(walk: &Walk<'_, '_>, (centers, turn): (Vec<u32>, usize), cells: Vec<u32>, price: f64) -> Self {
        let board = walk.lattice.board(&cells, turn);
        let (hull, value) = (Hull::default(), f64::INFINITY);
        Self { centers, cells, turn, board, price, hull, value, known: Known::Above, sets: Vec::new() }
    }

    /// Works out the value: all sets where there are few cells, else by prices of ground until it is no higher than
    /// `enough`.
    pub(crate) fn evaluate(&mut self, walk: &Walk<'_, '_>, profit: &[f64], enough: f64, t: &mut Tables) {
        self.sets.clear();
        let limits = walk.limits();
        let most = limits.most_cells(&self.cells);
        let few = self.cells.len() * walk.rule.most.min(most) * 9 * (most + 1) <= 4 * SMALL;
        let on = Ground { board: &self.board, cells: &self.cells, through: self.through() };
        let only = Only { through: on.through, above: None };
        if few && t.counted.run(on.board, profit, (walk.rule, most), only, SMALL) {
            let listed = t.counted.listed(on.board, f64::NEG_INFINITY, only, 1);
            self.settle(listed);
            return;
        }
        let Some(priced) = t.price_ground(&limits, on, profit, (self.price, enough), &mut self.hull) else {
            self.settle(Vec::new());
            return;
        };
        self.price = priced.price;
        self.value = self.value.min(priced.value);
        self.known = if priced.enough { Known::Above } else { Known::Mix };
    }

    /// Counts sets out where the value rests on a mix: it becomes that of the best set, or `cut` where none holds more.
    pub(crate) fn count_out(&mut self, walk: &Walk<'_, '_>, profit: &[f64], cut: f64, t: &mut Tables) {
        self.known = Known::Exactly;
        if self.hull.fitting().is_some_and(|(_, held)| self.value - held <= NEAR * self.value) {
            return;
        }
        let on = Ground { board: &self.board, cells: &self.cells, through: self.through() };
        match t.count_above(&walk.limits(), on, profit, (self.price, cut), TOLD) {
            Some(listed) if listed.is_empty() => {
                self.value = self.value.min(cut);
                self.known = Known::Above;
            }
            Some(listed) => self.settle(listed),
            None => {}
        }
    }

    /// Sets pass through the center where there is one alone.
    fn through(&self) -> Option<Through> {
        if let [center] = self.centers[..] { self.board.find(center) } else { None }
    }

    /// The value is that of the best of all sets.
    fn settle(&mut self, listed: Vec<(f64, Vec<u32>)>) {
        self.value = listed.first().map_or(f64::NEG_INFINITY, |best| best.0 + ROUNDING * best.0.abs());
        self.sets = listed.into_iter().map(|l| l.1).collect();
        self.known = Known::Exactly;
    }

    /// The mix that the value rests on, and the harm of it.
    pub(crate) fn mix(&self, walk: &Walk<'_, '_>) -> (Mix, f64) {
        let mix = match self.sets.first() {
            Some(best) => best.iter().map(|c| (*c, 1.0)).collect(),
            None => self.hull.mix(walk.region.max_area),
        };
        let harm = mix.iter().map(|(c, weight)| walk.region.harm[*c as usize] * weight).sum();
        (mix, harm)
    }

    /// Sets that fit, each within reach of one of its cells.
    pub(crate) fn fitting<'w>(&'w self, walk: &'w Walk<'_, '_>) -> impl Iterator<Item = &'w Vec<u32>> {
        let low = self.hull.fitting().map(|f| f.0).filter(|_| self.sets.is_empty());
        self.sets.iter().chain(low).filter(|set| walk.fits(set) && reaches(walk, set))
    }

    /// Whether the best set, or where a mix is best the set of it that fits, lies within reach of one of its cells.
    pub(crate) fn reaches(&self, walk: &Walk<'_, '_>) -> bool {
        let best = self.sets.first().or(self.hull.any());
        best.is_none_or(|set| reaches(walk, set))
    }

    /// What tells it from the others.
    pub(crate) fn place(&self) -> (&[u32], usize) {
        (&self.centers, self.turn)
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

fn reaches(walk: &Walk<'_, '_>, set: &[u32]) -> bool {
    set.iter().any(|c| set.iter().all(|o| walk.region.reaches(*c, *o)))
}
