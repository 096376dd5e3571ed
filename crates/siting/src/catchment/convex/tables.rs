//! Tables for one search over rows after the other: by prices of ground, and by counting cells.

use super::counted::{Counted, Only, Through};
use super::hull::{Hull, NEAR};
use super::lattice::Board;
use super::passing::Passing;
use super::rule::Limits;
use super::sweep::{End, PRECISION, Sweep};

/// Tables of a count have no more values than this: 96 MB.
pub(crate) const TABLE: usize = 12_000_000;
/// Prices of ground that are tried before the bound is left as it is.
const PRICES: usize = 7;

/// Some ground with the rows it is searched in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ground<'g> {
    pub(crate) board: &'g Board,
    /// Its cells.
    pub(crate) cells: &'g [u32],
    /// Where sets must pass, if anywhere.
    pub(crate) through: Option<Through>,
}

/// See the top of the file.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    pub(crate) sweep: Sweep,
    pub(crate) counted: Counted,
    passing: Passing,
    priced: Vec<f64>,
}

/// What prices of ground say of a ground.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Priced {
    /// No set has more profit.
    pub(crate) value: f64,
    /// The price that was tried last, harm per km².
    pub(crate) price: f64,
    /// Whether it was enough before a mix was found that has as much.
    pub(crate) enough: bool,
}

impl Tables {
    /// The best set at a price of ground, whatever its area.
    pub(crate) fn at_price(&mut self, limits: &Limits<'_>, on: Ground<'_>, profit: &[f64], price: f64) -> Option<End> {
        self.priced.resize(profit.len(), 0.0);
        for c in on.cells {
            self.priced[*c as usize] = profit[*c as usize] - price * limits.area_km2[*c as usize];
        }
        self.sweep.run(on.board, &self.priced, limits.rule);
        self.sweep.best(on.board)
    }

    /// The least bound that prices of ground give, from one price on, or one that is no higher than `enough`; `None`
    /// where there is no set at all.
    pub(crate) fn price_ground(
        &mut self,
        limits: &Limits<'_>,
        on: Ground<'_>,
        profit: &[f64],
        (from, enough): (f64, f64),
        hull: &mut Hull,
    ) -> Option<Priced> {
        let most = limits.max_area;
        hull.reprice(profit);
        let mut price = hull.price().unwrap_or(from);
        let mut priced = Priced { value: f64::INFINITY, price, enough: false };
        for _ in 0..PRICES {
            let end = self.at_price(limits, on, profit, price)?;
            priced.value = priced.value.min((price * most + end.value) * (1.0 + PRECISION));
            priced.price = price;
            priced.enough = priced.value <= enough;
            let next = hull.take(limits, profit, self.sweep.cells(on.board, end), price);
            let near = priced.value - hull.profit(most) <= NEAR * priced.value;
            let Some(next) = next.filter(|_| !near && !priced.enough) else { break };
            price = next;
        }
        Some(priced)
    }

    /// Up to `count` sets that have more profit than `cut`, best first, none where there are none: found by counting
    /// cells, over those rows alone that a set must have by a price of ground. `None` where that is too much work.
    pub(crate) fn count_above(
        &mut self,
        limits: &Limits<'_>,
        on: Ground<'_>,
        profit: &[f64],
        (price, cut): (f64, f64),
        count: usize,
    ) -> Option<Vec<(f64, Vec<u32>)>> {
        let (most, smallest) = (limits.most_cells(on.cells), limits.smallest(on.cells));
        self.at_price(limits, on, profit, price)?;
        let ground = price * limits.max_area;
        let least = cut - ground - 10.0 * PRECISION * (cut.abs() + ground);
        let rows = (limits.rule, limits.rule.most.min(most));
        let needed = self.passing.run((on.board, &self.sweep), &self.priced, rows, least);
        let only = Only { through: on.through, above: Some((needed, price * smallest)) };
        let done = self.counted.run(on.board, profit, (limits.rule, most), only, TABLE);
        done.then(|| self.counted.listed(on.board, cut, only, count))
    }
}
