//! From points to a surface.

use super::merge::{self, Points};
use super::{EdgeCorrection, EdgeRegion, KdeError, KdeParams, Kernel, gaussian, sweep};
use crate::Grid;

/// Valid parameters and a grid; draws surfaces.
///
/// λ̂(u) = Σ wᵢ K(u − xᵢ), at every pixel center u, every point added exactly (no binning).
///
/// **Steps.** Points at one position are merged and those of net weight 0 dropped. Polynomial kernels
/// (quartic, Epanechnikov): on one image row each point is a polynomial in the column over an interval;
/// its coefficients are added at the interval's entry, taken back after its end, and a running sum
/// along the row evaluates all points at once (see `sweep`). The Gaussian is summed directly, as a
/// product of two one-dimensional exponentials. Rows are independent and run in parallel; within a row the
/// order of terms is fixed, so any number of threads gives the same bytes.
///
/// **Accuracy.** Within 1e-9 of the peak of the plain double loop; tests hold it to 1e-11.
///
/// **Complexity.** Polynomial kernels: O(points · rows within reach + pixels). Gaussian: O(points · pixels within
/// reach).
///
/// **Measured** (`benches/kde.rs` has the sweep of sizes): 581,524 rows of the St. Louis files 2008–2018, a 32 km
/// square, quartic, 500 m, processor time over both threads of a busy two-core machine: 0.05–0.06 s at 512², 0.08–0.10
/// s at 1024², 0.24–0.25 s at 2048²; Gaussian σ = 200 m at 1024²: 0.5 s; Diggle's correction at 1024²: 0.3–0.4 s.
///
/// **Degenerate input.** No points, or none within reach, give zeros. A bandwidth below the pixel is
/// allowed: most pixels then see nothing. Weights may be negative, and then so may values.
///
/// # References
/// Silverman, B. W. (1986). Density Estimation for Statistics and Data Analysis. doi:10.1201/9781315140919, equation
/// 4.5 (quartic). Chan, T. N. et al. (2022). SLAM: Efficient sweep line algorithms for kernel density visualization.
/// SIGMOD. doi:10.1145/3514221.3517823 (the idea of sweeping).
///
/// # Example
/// ```
/// use catchment_spatial::{Grid, KdeParams, Kernel};
/// let grid = Grid::new(0.0, 1000.0, 100.0, 10, 10)?;
/// let kde = KdeParams { kernel: Kernel::Quartic, bandwidth_m: 300.0 }.check(grid)?;
/// let surface = kde.surface(&[450.0], &[550.0], &[2.0], None)?;
/// let peak = 2.0 * 3.0 / (std::f64::consts::PI * 0.3 * 0.3); // per km²
/// assert!((surface.values[4 * 10 + 4] - peak).abs() < 1e-9 * peak);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kde {
    pub(super) params: KdeParams,
    pub(super) grid: Grid,
}

/// A surface: one value per pixel, north row first.
#[derive(Debug, Clone, PartialEq)]
pub struct Surface {
    /// The raster.
    pub grid: Grid,
    /// Values at pixel centers, per km²; row by row from the north-west. With an edge
    /// correction, pixels outside the study region hold 0.
    pub values: Vec<f64>,
    /// Points within reach of the grid that were left out because they lie outside the study region; 0 without an
    /// edge correction.
    pub left_out: usize,
}

impl Surface {
    /// Largest value; 0 for a surface of zeros.
    pub fn max(&self) -> f64 {
        self.values.iter().copied().fold(f64::NEG_INFINITY, f64::max)
    }

    /// Sum of value × pixel area: about the total weight of the points that the grid holds.
    pub fn total(&self) -> f64 {
        self.values.iter().sum::<f64>() * self.grid.pixel_area_m2() / M2_PER_KM2
    }
}

const M2_PER_KM2: f64 = 1e6;

impl Kde {
    /// The parameters.
    pub fn params(&self) -> KdeParams {
        self.params
    }

    /// The raster.
    pub fn grid(&self) -> &Grid {
        &self.grid
    }

    /// The surface of weighted points in metres, in weight per km². Divide by the years of the window for a rate.
    ///
    /// # Errors
    /// [`KdeError`] for lists of different length, numbers that are not finite, or an
    /// edge correction made for another grid, kernel or bandwidth.
    pub fn surface(
        &self,
        x_m: &[f64],
        y_m: &[f64],
        weights: &[f64],
        edge: Option<&EdgeRegion>,
    ) -> Result<Surface, KdeError> {
        let (values, left_out) = self.scaled(M2_PER_KM2, (x_m, y_m, weights), edge)?;
        Ok(Surface { grid: self.grid, values, left_out })
    }

    /// As [`Kde::surface`] in plain units: weight per square of whatever unit the grid, the bandwidth and
    /// the points share. Also returns how many points were left out.
    ///
    /// # Errors
    /// As [`Kde::surface`].
    pub fn density(
        &self,
        x: &[f64],
        y: &[f64],
        weights: &[f64],
        edge: Option<&EdgeRegion>,
    ) -> Result<(Vec<f64>, usize), KdeError> {
        self.scaled(1.0, (x, y, weights), edge)
    }

    fn scaled(
        &self,
        unit: f64,
        points: (&[f64], &[f64], &[f64]),
        edge: Option<&EdgeRegion>,
    ) -> Result<(Vec<f64>, usize), KdeError> {
        if edge.is_some_and(|edge| edge.kde != *self) {
            return Err(KdeError::EdgeMismatch);
        }
        let all = merge::merge(&self.grid, self.reach_px(), points)?;
        let Some(edge) = edge else {
            return Ok((self.sum(&all, unit), 0));
        };
        let mut inside = edge.inside(&all);
        if edge.correction == EdgeCorrection::Diggle {
            edge.divide(&mut inside);
        }
        let mut values = self.sum(&inside, unit);
        edge.finish(&mut values);
        Ok((values, edge.count_outside(points.0, points.1)))
    }

    /// Distance at which the kernel ends, pixels.
    pub(super) fn reach_px(&self) -> f64 {
        self.params.kernel.reach() * self.params.bandwidth_m / self.grid.pixel_m
    }

    /// Σ w K at every pixel, per square of the grid's unit, times `unit`.
    fn sum(&self, points: &Points, unit: f64) -> Vec<f64> {
        let h_px = self.params.bandwidth_m / self.grid.pixel_m;
        let size = (self.grid.width, self.grid.height);
        let peak = self.params.kernel.peak(self.params.bandwidth_m) * unit;
        match self.params.kernel {
            Kernel::Quartic => sweep::sum(points, size, h_px, peak, &sweep::Quartic),
            Kernel::Epanechnikov => sweep::sum(points, size, h_px, peak, &sweep::Epanechnikov),
            Kernel::Gaussian => gaussian::sum(points, size, h_px, peak),
        }
    }
}
