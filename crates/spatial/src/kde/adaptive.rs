//! Surfaces whose bandwidth follows the crowding of the points.

use rayon::prelude::*;

use super::merge::within_reach;
use super::{EdgeCorrection, EdgeRegion, Kde, KdeError, Kernel, Surface};

const M2_PER_KM2: f64 = 1e6;

/// A point in pixels, with what its kernel is multiplied by.
#[derive(Debug, Clone, Copy)]
struct Spread {
    px: f64,
    py: f64,
    bandwidth_px: f64,
    height: f64,
}

impl Kde {
    /// The surface of weighted points in meters whose bandwidths are the common one times a factor each, in weight per
    /// km².
    ///
    /// λ̂(u) = Σ wᵢ K_{h₀fᵢ}(u − xᵢ) / eᵢ; the factors are [`crate::abramson`]'s by a pilot surface, as in the example,
    /// or any others.
    ///
    /// **Edge.** Without a region eᵢ = 1. With one, Diggle's correction: eᵢ is the part of the point's own kernel on
    /// the pixels whose centers lie in the region, so that the surface adds up to the points. The grid must hold the
    /// region. Points outside it, and those whose kernel is so narrow that it meets no pixel center, are left out and
    /// counted.
    ///
    /// **Steps.** Each pixel adds its points in the order given: the same bytes for any number of threads.
    ///
    /// **Complexity.** O(points · pixels within reach + points · rows): no sweep, since each point has its own kernel.
    ///
    /// # Errors
    /// [`KdeError`] for lists of different length, numbers that are not finite, a factor that is not above 0, a region
    /// prepared with the uniform correction (which is defined by one bandwidth) or for another grid.
    ///
    /// # References
    /// Abramson, I. S. (1982). doi:10.1214/aos/1176345986. Davies, T. M. and Baddeley, A. (2018). Fast computation of
    /// spatially adaptive kernel estimates. Statistics and Computing 28, 937–956. doi:10.1007/s11222-017-9772-4,
    /// equations 1 and 3.
    ///
    /// # Example
    /// ```
    /// use catchment_spatial::{Grid, KdeParams, Kernel, abramson};
    /// let grid = Grid::new(0.0, 1000.0, 50.0, 20, 20)?;
    /// let kde = KdeParams { kernel: Kernel::Quartic, bandwidth_m: 300.0 }.check(grid)?;
    /// let (x, y, w) = ([425.0, 475.0, 825.0], [525.0, 525.0, 325.0], [1.0; 3]);
    /// let pilot = kde.surface(&x, &y, &w, None)?;
    /// let value = |(column, row): (usize, usize)| pilot.values[row * 20 + column];
    /// let at = |i: usize| pilot.grid.pixel_at(x[i], y[i]).map_or(0.0, value);
    /// let factors = abramson(&[at(0), at(1), at(2)])?;
    /// assert!(factors[2] > factors[0]);
    /// let surface = kde.adaptive(&x, &y, &w, &factors, None)?;
    /// assert!(surface.max() > pilot.max());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn adaptive(
        &self,
        x_m: &[f64],
        y_m: &[f64],
        weights: &[f64],
        factors: &[f64],
        edge: Option<&EdgeRegion>,
    ) -> Result<Surface, KdeError> {
        if edge.is_some_and(|edge| edge.kde != *self) {
            return Err(KdeError::EdgeMismatch);
        }
        if edge.is_some_and(|edge| edge.correction == EdgeCorrection::Uniform) {
            return Err(KdeError::AdaptiveUniform);
        }
        self.check_points(x_m, y_m, weights, factors)?;
        let kernel = self.params.kernel;
        let spread = |i: usize| -> Option<Spread> {
            let (px, py) = (self.grid.px(x_m[i]), self.grid.py(y_m[i]));
            let bandwidth_px = self.params.bandwidth_m * factors[i] / self.grid.pixel_m;
            let height = weights[i] * kernel.peak(self.params.bandwidth_m * factors[i]) * M2_PER_KM2;
            within_reach(&self.grid, kernel.reach() * bandwidth_px, px, py).then_some(Spread {
                px,
                py,
                bandwidth_px,
                height,
            })
        };
        let mut points: Vec<Spread> = (0..x_m.len()).filter_map(spread).collect();
        let met = points.len();
        if let Some(edge) = edge {
            let inside = |p: &Spread| edge.contains(p.px, p.py);
            points = points.into_par_iter().filter(inside).filter_map(|p| self.corrected(p, edge)).collect();
        }
        let left_out = met - points.len();
        let mut values = vec![0.0; self.grid.len()];
        values.par_chunks_exact_mut(self.grid.width).enumerate().for_each(|(row, line)| {
            for p in &points {
                p.across(kernel, row, self.grid.width, |column, share| line[column] += p.height * share);
            }
        });
        if let Some(edge) = edge {
            edge.finish(&mut values);
        }
        Ok(Surface { grid: self.grid, values, left_out })
    }

    /// The point with its kernel raised by what falls outside the region; none where no pixel is met.
    fn corrected(&self, p: Spread, edge: &EdgeRegion) -> Option<Spread> {
        let (width, kernel) = (self.grid.width, self.params.kernel);
        let reach = kernel.reach() * p.bandwidth_px;
        let mut met = 0.0;
        for row in within(p.py - reach, p.py + reach, self.grid.height) {
            p.across(kernel, row, width, |column, share| {
                met += if edge.mask()[row * width + column] { share } else { 0.0 }
            });
        }
        // The kernel's mass on the region's pixels: its peak times the shares met, in pixels.
        let mass = met * kernel.peak(p.bandwidth_px);
        (mass > 0.0).then(|| Spread { height: p.height / mass, ..p })
    }

    fn check_points(&self, x: &[f64], y: &[f64], weights: &[f64], factors: &[f64]) -> Result<(), KdeError> {
        if x.len() != y.len() || x.len() != weights.len() {
            return Err(KdeError::Length { x: x.len(), y: y.len(), weights: weights.len() });
        }
        if factors.len() != x.len() {
            return Err(KdeError::Factors { given: factors.len(), points: x.len() });
        }
        for at in 0..x.len() {
            if !(x[at].is_finite() && y[at].is_finite() && weights[at].is_finite()) {
                return Err(KdeError::Point { at, x: x[at], y: y[at], weight: weights[at] });
            }
            let bandwidth = factors[at] * self.params.bandwidth_m;
            if !(bandwidth > 0.0 && bandwidth.is_finite()) {
                return Err(KdeError::Factor { at, factor: factors[at] });
            }
        }
        Ok(())
    }
}

impl Spread {
    /// Meets the pixels of a row within reach, with the share of the kernel's peak at each.
    fn across(&self, kernel: Kernel, row: usize, width: usize, mut meet: impl FnMut(usize, f64)) {
        let up = ((row as f64 - self.py) / self.bandwidth_px).powi(2);
        let left = kernel.reach().powi(2) - up;
        if left < 0.0 {
            return;
        }
        let half = left.sqrt() * self.bandwidth_px;
        for column in within(self.px - half, self.px + half, width) {
            meet(column, kernel.shape(up + ((column as f64 - self.px) / self.bandwidth_px).powi(2)));
        }
    }
}

/// Whole numbers in a closed range that are below a bound.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 or more, and no more than the bound")]
fn within(low: f64, high: f64, bound: usize) -> std::ops::Range<usize> {
    let end = (high.floor() + 1.0).clamp(0.0, bound as f64) as usize;
    (low.ceil().clamp(0.0, bound as f64) as usize).min(end)..end
}
