//! The sweep for polynomial kernels: one image row at a time, with difference arrays.
//!
//! On a row at distance dy from a point, with lengths in units of h, c = 1 − dy² and p the point's
//! column, the kernel is a polynomial in the column u over |u − p| ≤ √c. Its coefficients are added to a
//! running sum where the interval begins and taken away where it ends; Horner's rule turns the running
//! sum into a value at each pixel.
//!
//! Powers of u lose digits when u is large, so a row is cut into blocks of four to eight bandwidths. Each block
//! measures u from its own center (|u| ≤ 4) and starts its sum anew; an interval that crosses a border
//! is entered again in the next block. Where no interval is open the sum is set back to exactly 0.

use rayon::prelude::*;

use super::merge::Points;

/// Coefficients of u⁰ to u⁴, and the number of open intervals.
type Lanes = [f64; 6];

/// Least block length in bandwidths; blocks are powers of two pixels, so at most twice that.
const BLOCK_H: f64 = 4.0;

/// Points whose intervals are found together.
const BATCH: usize = 64;

/// Added to a number from 0 to 2^31, it leaves the nearest whole number in the low bits (2^52 + 2^51).
const WHOLE: f64 = 6_755_399_441_055_744.0;

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
pub(super) fn sum<P: Polynomial>(
    points: &Points,
    (width, height): (usize, usize),
    h_px: f64,
    scale: f64,
    kernel: &P,
) -> Vec<f64> {
    let mut values = vec![0.0; width * height];
    let positive = points.weight.iter().all(|w| *w >= 0.0);
    // Rounding must not make a density negative.
    let least = if positive { 0.0 } else { f64::NEG_INFINITY };
    let sweep = Sweep { points, width, h_px, block: block_columns(h_px, width), kernel, scale, least };
    values.par_chunks_mut(width).enumerate().for_each_init(
        || vec![[0.0; 6]; width],
        |steps, (row, out)| {
            if h_px < DIRECT_BELOW_PX {
                sweep.row_direct(row as f64, out);
            } else {
                sweep.row(row as f64, steps, out);
            }
        },
    );
    values
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and the width")]
fn block_columns(h_px: f64, width: usize) -> usize {
    ((h_px * BLOCK_H).ceil().clamp(1.0, width as f64) as usize).next_power_of_two()
}

struct Sweep<'a, P> {
    points: &'a Points,
    width: usize,
    h_px: f64,
    block: usize,
    kernel: &'a P,
    scale: f64,
    least: f64,
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
        let mut touched = vec![false; out.len().div_ceil(self.block)];
        let mut batch = Batch::default();
        for from in range.clone().step_by(BATCH) {
            let to = range.end.min(from + BATCH);
            batch.fill(self, row, from..to);
            for (k, i) in (from..to).enumerate() {
                self.enter((self.points.px[i], self.points.weight[i]), &batch, k, steps, &mut touched);
            }
        }
        let per_h = 1.0 / self.h_px;
        let half_block = (self.block - 1) as f64 / 2.0;
        for ((steps, out), _) in
            steps.chunks_mut(self.block).zip(out.chunks_mut(self.block)).zip(touched).filter(|b| b.1)
        {
            let mut sums: Lanes = [0.0; 6];
            let mut u = -half_block * per_h;
            for (step, value) in steps.iter_mut().zip(out) {
                for (sum, lane) in sums.iter_mut().zip(step.iter()) {
                    *sum += lane;
                }
                *step = [0.0; 6];
                if sums[5] == 0.0 {
                    sums = [0.0; 6];
                }
                *value = (self.kernel.value(&sums, u) * self.scale).max(self.least);
                u += per_h;
            }
        }
    }

    /// Adds the polynomial of a point where its interval begins, in every block that it meets, and takes it away
    /// where it ends.
    #[inline]
    fn enter(&self, (px, weight): (f64, f64), batch: &Batch, k: usize, steps: &mut [Lanes], touched: &mut [bool]) {
        let (mut at, end) = (batch.first[k] as usize, (batch.end[k] as usize).min(self.width));
        let half_block = (self.block - 1) as f64 / 2.0;
        while at < end {
            let start = at & !(self.block - 1);
            let p = (px - start as f64 - half_block) / self.h_px;
            let lanes = self.kernel.lanes(weight, batch.c[k] - p * p, p);
            for (step, lane) in steps[at].iter_mut().zip(&lanes) {
                *step += lane;
            }
            touched[start / self.block] = true;
            at = start + self.block;
            if end < at && end < self.width {
                for (step, lane) in steps[end].iter_mut().zip(&lanes) {
                    *step -= lane;
                }
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
                *value += weight * self.scale * self.kernel.at((c - dx * dx).max(0.0));
            }
        }
    }
}

/// Where the intervals of some points begin and end on a row.
struct Batch {
    /// 1 − dy².
    c: [f64; BATCH],
    /// First column.
    first: [u32; BATCH],
    /// Column after the last.
    end: [u32; BATCH],
}

impl Default for Batch {
    fn default() -> Self {
        Self { c: [0.0; BATCH], first: [0; BATCH], end: [0; BATCH] }
    }
}

impl Batch {
    /// Straight-line arithmetic that the compiler turns into vector code. Rounding v + ½ stands for rounding up (first)
    /// and for rounding down and adding 1 (end); they differ only where v is whole, where the kernel is 0 anyway.
    #[expect(clippy::cast_possible_truncation, reason = "the low 32 bits hold the number")]
    fn fill<P>(&mut self, sweep: &Sweep<'_, P>, row: f64, range: std::ops::Range<usize>) {
        let per_h = 1.0 / sweep.h_px;
        let last = (sweep.width - 1) as f64 + 0.25;
        let (px, py) = (&sweep.points.px[range.clone()], &sweep.points.py[range]);
        let slots = self.c.iter_mut().zip(&mut self.first).zip(&mut self.end);
        for ((px, py), ((c, first), end)) in px.iter().zip(py).zip(slots) {
            let dy = (py - row) * per_h;
            *c = 1.0 - dy * dy;
            let half = c.max(0.0).sqrt() * sweep.h_px;
            let low = (px - half).max(0.0).min(last + 1.0);
            let high = (px + half).min(last).max(-0.5);
            *first = (low + 0.5 + WHOLE).to_bits() as u32;
            *end = (high + 0.5 + WHOLE).to_bits() as u32;
        }
    }
}
