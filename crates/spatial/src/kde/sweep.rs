//! The sweep for polynomial kernels: one image row at a time, with difference arrays.
//!
//! On a row at distance dy from a point, with lengths in units of h, c = 1 − dy² and p the point's
//! column, the kernel is a polynomial in the column u over |u − p| ≤ √c. Its coefficients are added to a
//! running sum where the interval begins and taken away where it ends; Horner's rule turns the running
//! sum into a value at each pixel.
//!
//! Powers of u lose digits when u is large, so a row is cut into blocks of about four bandwidths. Each block
//! measures u from its own center (|u| ≤ 2 or so) and starts its sum anew; an interval that crosses a border
//! is entered again in the next block. Where no interval is open the sum is set back to exactly 0.

use rayon::prelude::*;

use super::merge::Points;

/// Coefficients of u⁰ to u⁴, and the number of open intervals.
type Lanes = [f64; 6];

/// Block length in bandwidths.
const BLOCK_H: f64 = 4.0;

/// Below this many pixels of bandwidth, terms are added one by one: intervals hold only a few pixels.
const DIRECT_BELOW_PX: f64 = 3.0;

/// A kernel that is a polynomial in the squared distance, with its highest value as 1.
pub(super) trait Polynomial: Sync {
    /// Coefficients in u of w·k(c − (u − p)²) where e = c − p².
    fn lanes(&self, w: f64, e: f64, p: f64) -> Lanes;
    /// k(t), t = 1 − d².
    fn at(&self, t: f64) -> f64;
    /// Value of the polynomial.
    fn value(&self, sums: &Lanes, u: f64) -> f64;
}

/// k(t) = t².
#[derive(Debug)]
pub(super) struct Quartic;

/// k(t) = t.
#[derive(Debug)]
pub(super) struct Epanechnikov;

impl Polynomial for Quartic {
    #[inline]
    fn lanes(&self, w: f64, e: f64, p: f64) -> Lanes {
        let (we, wp) = (w * e, w * p);
        [we * e, 4.0 * we * p, 4.0 * wp * p - 2.0 * we, -4.0 * wp, w, 1.0]
    }

    #[inline]
    fn at(&self, t: f64) -> f64 {
        t * t
    }

    #[inline]
    fn value(&self, s: &Lanes, u: f64) -> f64 {
        s[0] + u * (s[1] + u * (s[2] + u * (s[3] + u * s[4])))
    }
}

impl Polynomial for Epanechnikov {
    #[inline]
    fn lanes(&self, w: f64, e: f64, p: f64) -> Lanes {
        [w * e, 2.0 * w * p, -w, 0.0, 0.0, 1.0]
    }

    #[inline]
    fn at(&self, t: f64) -> f64 {
        t
    }

    #[inline]
    fn value(&self, s: &Lanes, u: f64) -> f64 {
        s[0] + u * (s[1] + u * s[2])
    }
}

/// The sum at every pixel, times `scale`.
pub(super) fn sum<P: Polynomial>(points: &Points, (width, height): (usize, usize), h_px: f64, scale: f64, kernel: &P) -> Vec<f64> {
    let mut values = vec![0.0; width * height];
    let positive = points.weight.iter().all(|w| *w >= 0.0);
    let sweep = Sweep { points, width, h_px, block: block_columns(h_px, width), kernel };
    values.par_chunks_mut(width).enumerate().for_each_init(
        || vec![[0.0; 6]; width],
        |steps, (row, out)| {
            if h_px < DIRECT_BELOW_PX {
                sweep.row_direct(row as f64, out);
            } else {
                sweep.row(row as f64, steps, out);
            }
            // Rounding must not make a density negative.
            let low = if positive { 0.0 } else { f64::NEG_INFINITY };
            for value in out {
                *value = (*value * scale).max(low);
            }
        },
    );
    values
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and the width")]
fn block_columns(h_px: f64, width: usize) -> usize {
    (h_px * BLOCK_H).ceil().clamp(1.0, width as f64) as usize
}

struct Sweep<'a, P> {
    points: &'a Points,
    width: usize,
    h_px: f64,
    block: usize,
    kernel: &'a P,
}

impl<P: Polynomial> Sweep<'_, P> {
    /// First column of an interval and the one after its last, cut to the row; empty where they meet.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "cut to 0..width before the cast")]
    #[inline]
    fn columns(&self, px: f64, half: f64) -> (usize, usize) {
        let (low, high) = ((px - half).max(0.0), (px + half).min((self.width - 1) as f64));
        if high < low {
            return (0, 0);
        }
        let floor = low as usize;
        (floor + usize::from((floor as f64) < low), high as usize + 1)
    }

    fn row(&self, row: f64, steps: &mut [Lanes], out: &mut [f64]) {
        let range = self.points.rows(row - self.h_px, row + self.h_px);
        let per_h = 1.0 / self.h_px;
        let half_block = (self.block - 1) as f64 / 2.0;
        for i in range {
            let (px, dy, weight) = (self.points.px[i], (self.points.py[i] - row) * per_h, self.points.weight[i]);
            let c = 1.0 - dy * dy;
            let (first, end) = self.columns(px, c.max(0.0).sqrt() * self.h_px);
            let mut at = first;
            while at < end {
                let start = at - at % self.block;
                let p = (px - start as f64 - half_block) * per_h;
                let lanes = self.kernel.lanes(weight, c - p * p, p);
                steps[at].iter_mut().zip(&lanes).for_each(|(s, l)| *s += l);
                at = start + self.block;
                if end < at && end < self.width {
                    steps[end].iter_mut().zip(&lanes).for_each(|(s, l)| *s -= l);
                }
            }
        }
        for (steps, out) in steps.chunks_mut(self.block).zip(out.chunks_mut(self.block)) {
            let mut sums: Lanes = [0.0; 6];
            for (k, (step, value)) in steps.iter_mut().zip(out).enumerate() {
                sums.iter_mut().zip(step.iter()).for_each(|(s, l)| *s += l);
                *step = [0.0; 6];
                if sums[5] == 0.0 {
                    sums = [0.0; 6];
                }
                *value = self.kernel.value(&sums, (k as f64 - half_block) * per_h);
            }
        }
    }

    fn row_direct(&self, row: f64, out: &mut [f64]) {
        let per_h = 1.0 / self.h_px;
        for i in self.points.rows(row - self.h_px, row + self.h_px) {
            let (px, dy, weight) = (self.points.px[i], (self.points.py[i] - row) * per_h, self.points.weight[i]);
            let c = (1.0 - dy * dy).max(0.0);
            let (first, end) = self.columns(px, c.sqrt() * self.h_px);
            for (col, value) in out.iter_mut().enumerate().take(end).skip(first) {
                let dx = (col as f64 - px) * per_h;
                *value += weight * self.kernel.at((c - dx * dx).max(0.0));
            }
        }
    }
}
