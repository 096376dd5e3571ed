//! Edge correction: what part of a kernel lies inside the study region.

use geo::{Area, BoundingRect, MultiPolygon};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::merge::{Points, within_reach};
use super::quadrature::Quadrature;
use super::region::Region;
use super::{Kde, KdeError};

/// How mass that falls outside the study region is made up for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EdgeCorrection {
    /// Divide the surface by e(u), the kernel mass inside the region at each pixel.
    Uniform,
    /// Divide each point's weight by e(xᵢ); the surface then adds up to the points.
    Diggle,
}

/// A study region prepared for one [`Kde`]; made by [`Kde::edge`], usable for any number of surfaces.
///
/// e is taken by quadrature over the pixels whose centers lie in the region (polygons that overlap count once),
/// as the R package spatstat does. Where the kernel reaches fewer than 8 pixels (Gaussian: 4σ), each pixel is divided
/// until it does. On the pixels themselves Diggle's correction therefore conserves mass exactly; against
/// the true region e errs by about the share of border pixels cut. Points outside the region are left out and
/// counted in [`crate::Surface::left_out`]; pixels outside hold 0.
///
/// # References
/// Diggle, P. J. (1985). A kernel method for smoothing point process data. Applied Statistics 34. doi:10.2307/2347366.
/// Jones, M. C. (1993). Simple boundary correction for kernel density estimation. Statistics and Computing 3.
/// doi:10.1007/BF00147776.
#[derive(Debug, Clone, PartialEq)]
pub struct EdgeRegion {
    pub(super) kde: Kde,
    pub(super) correction: EdgeCorrection,
    region: Region,
    /// Whether each pixel's center lies inside.
    mask: Vec<bool>,
    /// e at each pixel; only for the uniform correction.
    mass: Vec<f64>,
    quadrature: Quadrature,
}

impl Kde {
    /// Prepares the correction against a study region, in the unit of the grid.
    ///
    /// # Errors
    /// [`KdeError::Region`] for a vertex that is not finite, [`KdeError::RegionOutside`] where the grid has no pixel
    /// inside,
    /// [`KdeError::Quadrature`] for a bandwidth too small against the region.
    pub fn edge(&self, region: &MultiPolygon<f64>, correction: EdgeCorrection) -> Result<EdgeRegion, KdeError> {
        // A point may lie one reach beyond the grid, and its kernel another; beyond the region there is nothing.
        let beyond = (2.0 * self.reach_px()).ceil() + 1.0;
        let bounds = region.bounding_rect().ok_or(KdeError::RegionOutside)?;
        let within = |(low, high): (f64, f64), pixels: usize| {
            (low.floor().max(-beyond), high.ceil().min((pixels - 1) as f64 + beyond))
        };
        let columns = within((self.grid.px(bounds.min().x), self.grid.px(bounds.max().x)), self.grid.width);
        let rows = within((self.grid.py(bounds.max().y), self.grid.py(bounds.min().y)), self.grid.height);
        let area = region.unsigned_area() / self.grid.pixel_area_m2();
        let region = Region::new(region, &self.grid, rows)?;
        let mask = Quadrature::mask(self, &region);
        if !mask.contains(&true) {
            return Err(KdeError::RegionOutside);
        }
        let quadrature = Quadrature::new(self, &region, area, columns, rows)?;
        let mass = if correction == EdgeCorrection::Uniform { quadrature.mass_at_pixels(self) } else { Vec::new() };
        Ok(EdgeRegion { kde: *self, correction, region, mask, mass, quadrature })
    }
}

impl EdgeRegion {
    /// Which correction.
    pub fn correction(&self) -> EdgeCorrection {
        self.correction
    }

    /// Whether each pixel's center lies in the region, row by row from the north-west.
    pub fn mask(&self) -> &[bool] {
        &self.mask
    }

    /// Whether a place in pixels lies in the region.
    pub(super) fn contains(&self, px: f64, py: f64) -> bool {
        self.region.contains(px, py)
    }

    pub(super) fn count_outside(&self, x: &[f64], y: &[f64]) -> usize {
        let (grid, reach) = (&self.kde.grid, self.kde.reach_px());
        let counts = |(&x, &y): (&f64, &f64)| {
            let (px, py) = (grid.px(x), grid.py(y));
            within_reach(grid, reach, px, py) && !self.region.contains(px, py)
        };
        x.par_iter().zip(y).filter(|&point| counts(point)).count()
    }

    pub(super) fn inside(&self, points: &Points) -> Points {
        let keep: Vec<bool> =
            points.px.par_iter().zip(&points.py).map(|(&px, &py)| self.region.contains(px, py)).collect();
        let mut kept = Points::default();
        (0..keep.len()).filter(|&i| keep[i]).for_each(|i| kept.push(points.px[i], points.py[i], points.weight[i]));
        kept
    }

    /// Divides each point's weight by e; a point whose kernel meets no quadrature point loses its weight.
    pub(super) fn divide(&self, points: &mut Points) {
        let at = points.px.par_iter().zip(&points.py);
        let mass: Vec<f64> = at.map(|(&px, &py)| self.quadrature.mass_at(&self.kde, px, py)).collect();
        points.weight.iter_mut().zip(mass).for_each(|(w, e)| *w = if e > 0.0 { *w / e } else { 0.0 });
    }

    /// Sets pixels outside to 0 and, for the uniform correction, divides the others by e.
    pub(super) fn finish(&self, values: &mut [f64]) {
        for (i, value) in values.iter_mut().enumerate() {
            if !self.mask[i] {
                *value = 0.0;
            } else if let Some(mass) = self.mass.get(i) {
                *value = if *mass > 0.0 { *value / mass } else { 0.0 };
            }
        }
    }
}
