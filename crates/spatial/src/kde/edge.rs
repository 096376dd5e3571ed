//! Edge correction: what part of a kernel lies inside the study region.

use geo::MultiPolygon;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::merge::Points;
use super::region::Region;
use super::{Kde, KdeError, Kernel};

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
/// the true region e errs by about the share of border pixels cut.
///
/// # References
/// Diggle, P. J. (1985). A kernel method for smoothing point process data. Applied Statistics 34. doi:10.2307/2347366.
/// Jones, M. C. (1993). Simple boundary correction for kernel density estimation. Statistics and Computing 3. doi:10.1007/BF00147776.
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

/// The quadrature points: runs of equal steps on lines of constant row coordinate.
#[derive(Debug, Clone, PartialEq)]
struct Quadrature {
    /// Points per pixel side.
    split: usize,
    /// Row coordinate and, per run, first column coordinate and number of points.
    lines: Vec<(f64, Vec<(f64, usize)>)>,
}

/// Most quadrature points.
const MAX_POINTS: usize = 1 << 26;

/// Quadrature points that the kernel should reach to each side.
const REACH_POINTS: f64 = 8.0;

impl Kde {
    /// Prepares the correction against a study region, in the unit of the grid.
    ///
    /// # Errors
    /// [`KdeError::Region`] for a vertex that is not finite, [`KdeError::RegionOutside`] where the grid has no pixel inside,
    /// [`KdeError::Quadrature`] for a bandwidth too small against the region.
    pub fn edge(&self, region: &MultiPolygon<f64>, correction: EdgeCorrection) -> Result<EdgeRegion, KdeError> {
        // A point may lie one reach beyond the grid, and its kernel another.
        let beyond = (2.0 * self.reach_px()).ceil() + 1.0;
        let rows = (-beyond, (self.grid.height - 1) as f64 + beyond);
        let columns = (-beyond, (self.grid.width - 1) as f64 + beyond);
        let region = Region::new(region, &self.grid, rows)?;
        let mask = self.mask(&region);
        if !mask.contains(&true) {
            return Err(KdeError::RegionOutside);
        }
        let quadrature = self.quadrature(&region, rows, columns)?;
        let mut edge = EdgeRegion { kde: *self, correction, region, mask, mass: Vec::new(), quadrature };
        if correction == EdgeCorrection::Uniform {
            let area = edge.point_area();
            edge.mass = self.sum(&edge.quadrature.points(area));
        }
        Ok(edge)
    }

    fn mask(&self, region: &Region) -> Vec<bool> {
        let mut mask = vec![false; self.grid.len()];
        for (row, line) in mask.chunks_mut(self.grid.width).enumerate() {
            for (first, count) in runs(&region.intervals(row as f64), 1, (0.0, (self.grid.width - 1) as f64)) {
                let first = index(first);
                line[first..first + count].fill(true);
            }
        }
        mask
    }

    fn quadrature(&self, region: &Region, rows: (f64, f64), columns: (f64, f64)) -> Result<Quadrature, KdeError> {
        let wanted = (REACH_POINTS / self.reach_px()).ceil().max(1.0);
        let refused = |points: f64| KdeError::Quadrature { bandwidth_m: self.params.bandwidth_m, points, most: MAX_POINTS };
        let across = (rows.1 - rows.0 + 1.0) * wanted;
        if across > MAX_POINTS as f64 {
            return Err(refused(across));
        }
        let split = index(wanted);
        let step = 1.0 / split as f64;
        let first = rows.0 - 0.5 + 0.5 * step;
        let mut lines = Vec::new();
        let mut total = 0.0;
        for k in 0..index(across) {
            let py = first + k as f64 * step;
            let line = runs(&region.intervals(py), split, columns);
            total += line.iter().map(|r| r.1 as f64).sum::<f64>();
            if !line.is_empty() {
                lines.push((py, line));
            }
        }
        if total > MAX_POINTS as f64 { Err(refused(total)) } else { Ok(Quadrature { split, lines }) }
    }
}

/// The lattice points inside intervals: first column coordinate and count, cut to a closed range.
/// The lattice has `split` points per pixel, symmetric about pixel centers.
fn runs(intervals: &[(f64, f64)], split: usize, (low, high): (f64, f64)) -> Vec<(f64, usize)> {
    let split = split as f64;
    let offset = 0.5 / split - 0.5;
    let mut next = f64::NEG_INFINITY;
    intervals
        .iter()
        .filter_map(|&(from, to)| {
            let first = ((from.max(low - 0.5) - offset) * split).ceil().max(next);
            let last = ((to.min(high + 0.5) - offset) * split).floor();
            next = next.max(last + 1.0);
            (first <= last).then(|| (first / split + offset, index(last - first) + 1))
        })
        .collect()
}

/// A number known to be whole, not negative and small.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "callers keep it within 0 and 2^32")]
fn index(v: f64) -> usize {
    v as usize
}

impl Quadrature {
    fn step(&self) -> f64 {
        1.0 / self.split as f64
    }

    /// All of them as points of one weight.
    fn points(&self, weight: f64) -> Points {
        let mut points = Points::default();
        for (py, line) in &self.lines {
            for &(first, count) in line {
                (0..count).for_each(|k| points.push(first + k as f64 * self.step(), *py, weight));
            }
        }
        points
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

    /// Area that one quadrature point stands for, in the unit of the grid squared.
    fn point_area(&self) -> f64 {
        (self.kde.grid.pixel_m * self.quadrature.step()).powi(2)
    }

    pub(super) fn count_outside(&self, x: &[f64], y: &[f64]) -> usize {
        let grid = &self.kde.grid;
        x.par_iter().zip(y).filter(|&(&x, &y)| !self.region.contains(grid.px(x), grid.py(y))).count()
    }

    pub(super) fn inside(&self, points: &Points) -> Points {
        let keep: Vec<bool> = points.px.par_iter().zip(&points.py).map(|(&px, &py)| self.region.contains(px, py)).collect();
        let mut kept = Points::default();
        (0..keep.len()).filter(|&i| keep[i]).for_each(|i| kept.push(points.px[i], points.py[i], points.weight[i]));
        kept
    }

    /// Divides each point's weight by e; a point whose kernel meets no quadrature point loses its weight.
    pub(super) fn divide(&self, points: &mut Points) {
        let at = points.px.par_iter().zip(&points.py);
        let mass: Vec<f64> = at.map(|(&px, &py)| self.mass_at(px, py)).collect();
        points.weight.iter_mut().zip(mass).for_each(|(w, e)| *w = if e > 0.0 { *w / e } else { 0.0 });
    }

    /// Kernel mass inside the region around a point.
    fn mass_at(&self, px: f64, py: f64) -> f64 {
        let h_px = self.kde.params.bandwidth_m / self.kde.grid.pixel_m;
        let (reach, step) = (self.kde.reach_px(), self.quadrature.step());
        let lines = &self.quadrature.lines;
        let from = lines.partition_point(|l| l.0 < py - reach);
        let mut sum = 0.0;
        for (y, line) in lines[from..].iter().take_while(|l| l.0 <= py + reach) {
            let half = (reach * reach - (y - py).powi(2)).max(0.0).sqrt();
            for &(first, count) in line {
                let begin = ((px - half - first) / step).ceil().max(0.0);
                let end = ((px + half - first) / step).floor().min((count - 1) as f64);
                if begin <= end {
                    let t0 = ((y - py) / h_px).powi(2);
                    let each = (index(begin)..=index(end)).map(|k| t0 + ((first + k as f64 * step - px) / h_px).powi(2));
                    sum += match self.kde.params.kernel {
                        Kernel::Quartic => each.map(|t| (1.0 - t).powi(2)).sum::<f64>(),
                        Kernel::Epanechnikov => each.map(|t| (1.0 - t).max(0.0)).sum(),
                        Kernel::Gaussian => each.map(|t| (-0.5 * t).exp()).sum(),
                    };
                }
            }
        }
        sum * self.kde.params.kernel.peak(self.kde.params.bandwidth_m) * self.point_area()
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
