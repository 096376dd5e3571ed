//! From points to a surface.

use super::merge::{self, Points};
use super::{EdgeCorrection, EdgeRegion, Kde, KdeError, Kernel, gaussian, sweep};
use crate::Grid;
use catchment_model::heap;

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
    /// The surface of weighted points in meters, in weight per km². Divide by the years of the window for a rate.
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

heap!(Grid);
heap!(Surface { grid, values, left_out });
