//! The Gaussian kernel, cut at 4σ: direct sums, exact.
//!
//! exp(−d²/2) = exp(−dx²/2)·exp(−dy²/2). Bands of rows run in parallel; in a band each point's
//! exponentials along x are taken once and serve all its rows.

use rayon::prelude::*;

use super::GAUSSIAN_CUT;
use super::merge::Points;

/// Rows that share the exponentials of a point.
const BAND: usize = 32;

/// Points at the cut by no more than rounding belong to it.
const SLACK: f64 = 1e-12;

/// The sum at every pixel, times `scale`.
pub(super) fn sum(points: &Points, (width, height): (usize, usize), sigma_px: f64, scale: f64) -> Vec<f64> {
    let mut values = vec![0.0; width * height];
    values.par_chunks_mut(width * BAND).enumerate().for_each_init(Vec::new, |along_x, (band, out)| {
        let top = (band * BAND) as f64;
        let rows = out.len() / width;
        let reach = sigma_px * GAUSSIAN_CUT * (1.0 + SLACK);
        for i in points.rows(top - reach, top + (rows - 1) as f64 + reach) {
            add(out, width, (points.px[i], points.py[i] - top, points.weight[i] * scale), sigma_px, along_x);
        }
    });
    values
}

/// Adds one point to a band.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "cut to the band before the cast")]
fn add(out: &mut [f64], width: usize, (px, py, weight): (f64, f64, f64), sigma_px: f64, along_x: &mut Vec<f64>) {
    let cut = (sigma_px * GAUSSIAN_CUT * (1.0 + SLACK)).powi(2);
    let span = |p: f64, half: f64, last: usize| {
        ((p - half).ceil().max(0.0) as usize, (p + half).floor().clamp(-1.0, last as f64))
    };
    let (left, right) = span(px, cut.sqrt(), width - 1);
    if right < left as f64 {
        return;
    }
    let exponential = |d: f64| (-0.5 * (d / sigma_px).powi(2)).exp();
    along_x.clear();
    along_x.extend((left..=right as usize).map(|col| exponential(col as f64 - px)));
    let (top, bottom) = span(py, cut.sqrt(), out.len() / width - 1);
    if bottom < top as f64 {
        return;
    }
    for row in top..=bottom as usize {
        let dy = row as f64 - py;
        let (first, last) = span(px, (cut - dy * dy).max(0.0).sqrt(), width - 1);
        if last < first as f64 {
            continue;
        }
        let last = last as usize;
        let factor = weight * exponential(dy);
        let line = &mut out[row * width + first..=row * width + last];
        line.iter_mut().zip(&along_x[first - left..=last - left]).for_each(|(v, e)| *v += factor * e);
    }
}
