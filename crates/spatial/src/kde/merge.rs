//! Points as the sums want them: in pixels of the grid, one per position, sorted.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::KdeError;
use crate::Grid;

/// Points in pixel coordinates (0 = center of the first pixel), sorted by row coordinate, then column
/// coordinate; one per position, none of weight 0, none out of reach of the grid.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Points {
    pub(super) px: Vec<f64>,
    pub(super) py: Vec<f64>,
    pub(super) weight: Vec<f64>,
}

impl Points {
    /// Positions of the points whose row coordinate lies in a closed range.
    pub(super) fn rows(&self, low: f64, high: f64) -> std::ops::Range<usize> {
        let from = self.py.partition_point(|y| *y < low);
        from..from + self.py[from..].partition_point(|y| *y <= high)
    }

    pub(super) fn push(&mut self, px: f64, py: f64, weight: f64) {
        self.px.push(px);
        self.py.push(py);
        self.weight.push(weight);
    }
}

/// Adds up the weights at identical positions, in the order given, and sorts.
pub(super) fn merge(grid: &Grid, reach_px: f64, (x, y, weights): (&[f64], &[f64], &[f64])) -> Result<Points, KdeError> {
    if x.len() != y.len() || x.len() != weights.len() {
        return Err(KdeError::Length { x: x.len(), y: y.len(), weights: weights.len() });
    }
    let mut at: FxHashMap<(u64, u64), f64> = FxHashMap::default();
    at.reserve(x.len() / 4);
    for (i, ((&x, &y), &weight)) in x.iter().zip(y).zip(weights).enumerate() {
        if !(x.is_finite() && y.is_finite() && weight.is_finite()) {
            return Err(KdeError::Point { at: i, x, y, weight });
        }
        let (px, py) = (grid.px(x), grid.py(y));
        if within_reach(grid, reach_px, px, py) {
            *at.entry((px.to_bits(), py.to_bits())).or_insert(0.0) += weight;
        }
    }
    let weighted = at.into_iter().filter(|e| e.1 != 0.0);
    let mut sums: Vec<(f64, f64, f64)> =
        weighted.map(|((px, py), w)| (f64::from_bits(px), f64::from_bits(py), w)).collect();
    sums.par_sort_unstable_by(|a, b| a.1.total_cmp(&b.1).then(a.0.total_cmp(&b.0)));
    let mut points = Points::default();
    for (px, py, weight) in sums {
        points.push(px, py, weight);
    }
    Ok(points)
}

/// Whether a point in pixel coordinates can add to any pixel.
pub(super) fn within_reach(grid: &Grid, reach_px: f64, px: f64, py: f64) -> bool {
    let within = |p: f64, pixels: usize| (-reach_px..=(pixels - 1) as f64 + reach_px).contains(&p);
    within(px, grid.width) && within(py, grid.height)
}
