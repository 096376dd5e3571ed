//! The best mix of walkable sets that just fits, found by prices of ground.
//!
//! Idea: whatever the price of ground `p ≥ 0`, no set that fits into the area `A` has more profit than p · A + max
//! (profit less p · its area). The price at which the best set turns from too small to too large gives the least of
//! these bounds, and the two sets on either side, mixed so that they just fit, reach it. Where one set fits just so, it
//! is the best of all; else the best may hold less than the mix.

use super::rule::Limits;

/// A mix that is so near to the bound, as a share of it, is as good as any.
pub(crate) const NEAR: f64 = 1e-4;
/// A price of ground that moves by less than this share stands.
const STILL: f64 = 1e-6;
/// Where nothing is known on the other side, the price moves by this factor.
const STRIDE: f64 = 1.2;

/// A set on one side of the area.
#[derive(Debug, Clone)]
pub(crate) struct Side {
    pub(crate) cells: Vec<u32>,
    area: f64,
    profit: f64,
}

/// The best sets met that fit and that do not.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hull {
    low: Option<Side>,
    high: Option<Side>,
}

impl Hull {
    /// Tells the profits at other prices of cells.
    pub(crate) fn reprice(&mut self, profit: &[f64]) {
        for side in [&mut self.low, &mut self.high].into_iter().flatten() {
            side.profit = side.cells.iter().map(|c| profit[*c as usize]).sum();
        }
    }

    /// Takes in what is best at a price of ground; returns the price to try next, if it is another one.
    pub(crate) fn take(&mut self, limits: &Limits<'_>, profit: &[f64], cells: Vec<u32>, price: f64) -> Option<f64> {
        let area = limits.area(&cells);
        let small = area <= limits.max_area;
        let side = Side { profit: cells.iter().map(|c| profit[*c as usize]).sum(), cells, area };
        *(if small { &mut self.low } else { &mut self.high }) = Some(side);
        let next = self.price().unwrap_or(if small { price / STRIDE } else { price * STRIDE });
        ((next - price).abs() > STILL * price).then_some(next)
    }

    /// The price of ground at which the sides are worth the same; none where the larger one has less profit.
    pub(crate) fn price(&self) -> Option<f64> {
        let (Some(low), Some(high)) = (&self.low, &self.high) else { return None };
        Some(((high.profit - low.profit) / (high.area - low.area)).max(0.0))
    }

    /// The set that fits.
    pub(crate) fn fitting(&self) -> Option<(&Vec<u32>, f64)> {
        self.low.as_ref().map(|side| (&side.cells, side.profit))
    }

    /// The set that fits, else the one that does not.
    pub(crate) fn any(&self) -> Option<&Vec<u32>> {
        self.low.as_ref().or(self.high.as_ref()).map(|side| &side.cells)
    }

    /// The weights of the sides in the mix that just fits `area`.
    fn parts(&self, area: f64) -> [(Option<&Side>, f64); 2] {
        let (low, high) = (self.low.as_ref(), self.high.as_ref());
        let part = match (low, high) {
            (Some(low), Some(high)) if high.profit > low.profit => (area - low.area) / (high.area - low.area),
            (None, Some(high)) => return [(None, 0.0), (Some(high), area / high.area)],
            _ => 0.0,
        };
        [(low, 1.0 - part), (high, part)]
    }

    /// The profit of the mix.
    pub(crate) fn profit(&self, area: f64) -> f64 {
        self.parts(area).into_iter().filter_map(|(side, part)| Some(side?.profit * part)).sum()
    }

    /// The mix: cells, ascending, with their weights.
    pub(crate) fn mix(&self, area: f64) -> Vec<(u32, f64)> {
        let parts = self.parts(area).into_iter().filter_map(|(side, part)| Some((side?, part))).filter(|p| p.1 > 0.0);
        let mut cells: Vec<(u32, f64)> = parts.flat_map(|(s, part)| s.cells.iter().map(move |c| (*c, part))).collect();
        cells.sort_unstable_by_key(|c| c.0);
        cells.dedup_by(|second, first| {
            let same = second.0 == first.0;
            if same {
                first.1 += second.1;
            }
            same
        });
        cells
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(cells: &[u32], area: f64, profit: f64) -> Side {
        Side { cells: cells.to_vec(), area, profit }
    }

    #[test]
    fn the_mix_of_two_sets_just_fits_and_has_the_profit_that_the_price_between_them_allows() {
        let hull = Hull { low: Some(side(&[1, 2], 2.0, 10.0)), high: Some(side(&[2, 3, 4, 5], 4.0, 16.0)) };
        let price = hull.price().unwrap();
        assert!((price - 3.0).abs() < 1e-12);
        // 2.5 km²: a quarter of the way.
        assert!((hull.profit(2.5) - 11.5).abs() < 1e-12);
        assert!((price * 2.5 + (10.0 - price * 2.0) - hull.profit(2.5)).abs() < 1e-12);
        assert_eq!(hull.mix(2.5), vec![(1, 0.75), (2, 1.0), (3, 0.25), (4, 0.25), (5, 0.25)]);
    }

    #[test]
    fn a_larger_set_without_more_profit_has_no_part_and_one_alone_is_cut_to_fit() {
        let poorer = Hull { low: Some(side(&[1, 2], 2.0, 10.0)), high: Some(side(&[2, 3], 4.0, 9.0)) };
        assert!(poorer.price() == Some(0.0) && (poorer.profit(2.5) - 10.0).abs() < 1e-12);
        assert_eq!(poorer.mix(2.5), vec![(1, 1.0), (2, 1.0)]);
        let alone = Hull { low: None, high: Some(side(&[2, 3], 4.0, 16.0)) };
        assert!(alone.price().is_none() && (alone.profit(1.0) - 4.0).abs() < 1e-12);
        assert_eq!(alone.mix(1.0), vec![(2, 0.25), (3, 0.25)]);
    }
}
