//! The study region as a lattice of quadrature points, and kernel mass over it.
//!
//! The lattice has `split` points per pixel side, symmetric about pixel centers: lattice place i stands at
//! (i − (split − 1)/2) / split pixels from the center of pixel 0. From a pixel center the points of a line lie at the
//! same distances whatever the pixel, so cumulative sums of the kernel along a line serve every pixel: a
//! run of points costs two look-ups.

use rayon::prelude::*;

use super::region::Region;
use super::{Kde, KdeError, Kernel};

/// Most quadrature points.
const MAX_POINTS: usize = 1 << 26;

/// Quadrature points that the kernel should reach to each side.
const REACH_POINTS: f64 = 8.0;

/// Points at the end of a kernel's reach by no more than rounding belong to it.
const SLACK: f64 = 1.0 + 1e-12;

/// Runs of lattice points inside the region, line by line from the north.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Quadrature {
    /// Points per pixel side.
    split: i64,
    lines: Vec<Line>,
}

/// The runs of one line; first and last place, both included, ascending and disjoint.
#[derive(Debug, Clone, PartialEq)]
struct Line {
    place: i64,
    runs: Vec<(i64, i64)>,
}

/// A number known to be whole and small.
#[expect(clippy::cast_possible_truncation, reason = "callers keep it within ±2^53")]
fn whole(v: f64) -> i64 {
    v as i64
}

/// A position known not to be negative.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "callers keep it within 0 and 2^53")]
fn index(v: i64) -> usize {
    v as usize
}

/// Places between closed bounds in pixels, for a lattice.
fn places(split: i64, from: f64, to: f64) -> (i64, i64) {
    let (n, shift) = (split as f64, (split - 1) as f64 / 2.0);
    (whole((from * n + shift).ceil()), whole((to * n + shift).floor()))
}

/// Runs of places inside intervals, both in pixels; a place between two intervals that touch is taken once.
fn runs(split: i64, intervals: &[(f64, f64)], (low, high): (f64, f64)) -> Vec<(i64, i64)> {
    let mut next = i64::MIN;
    let mut list = Vec::with_capacity(intervals.len());
    for &(from, to) in intervals {
        let (first, last) = places(split, from.max(low), to.min(high));
        let first = first.max(next);
        if first <= last {
            list.push((first, last));
            next = last + 1;
        }
    }
    list
}

impl Quadrature {
    /// The lattice points of a region of an area (pixels²) within closed ranges of column and row coordinates.
    pub(super) fn new(
        kde: &Kde,
        region: &Region,
        area: f64,
        columns: (f64, f64),
        rows: (f64, f64),
    ) -> Result<Self, KdeError> {
        let wanted = (REACH_POINTS / kde.reach_px()).ceil().max(1.0);
        let needed = (area.min((columns.1 - columns.0 + 1.0) * (rows.1 - rows.0 + 1.0)) * wanted * wanted)
            .max((rows.1 - rows.0 + 1.0) * wanted);
        if needed > MAX_POINTS as f64 {
            return Err(KdeError::Quadrature { bandwidth_m: kde.params.bandwidth_m, points: needed, most: MAX_POINTS });
        }
        let split = whole(wanted);
        let (first, last) = places(split, rows.0, rows.1);
        let lines = (first..=last)
            .map(|place| Line { place, runs: runs(split, &region.intervals(at(split, place)), columns) })
            .filter(|line| !line.runs.is_empty())
            .collect();
        Ok(Self { split, lines })
    }

    /// Whether each pixel's center lies in the region.
    pub(super) fn mask(kde: &Kde, region: &Region) -> Vec<bool> {
        let mut mask = vec![false; kde.grid.len()];
        for (row, line) in mask.chunks_mut(kde.grid.width).enumerate() {
            for (first, last) in runs(1, &region.intervals(row as f64), (0.0, (kde.grid.width - 1) as f64)) {
                line[index(first)..=index(last)].fill(true);
            }
        }
        mask
    }

    /// Area that one point stands for, in the unit of the grid squared.
    fn point_area(&self, kde: &Kde) -> f64 {
        (kde.grid.pixel_m / self.split as f64).powi(2)
    }

    /// Kernel mass inside the region around a point in pixel coordinates.
    pub(super) fn mass_at(&self, kde: &Kde, px: f64, py: f64) -> f64 {
        let h_px = kde.params.bandwidth_m / kde.grid.pixel_m;
        let reach = kde.reach_px();
        let from = self.lines.partition_point(|line| at(self.split, line.place) < py - reach);
        let mut sum = 0.0;
        for line in &self.lines[from..] {
            let dy = at(self.split, line.place) - py;
            if dy > reach {
                break;
            }
            let half = (reach * reach - dy * dy).max(0.0).sqrt();
            let (low, high) = places(self.split, px - half, px + half);
            let t = (dy / h_px).powi(2);
            for &(first, last) in &line.runs {
                let (first, last) = (first.max(low), last.min(high));
                sum += along(
                    kde.params.kernel,
                    t,
                    (at(self.split, first) - px) / h_px,
                    1.0 / (h_px * self.split as f64),
                    last - first + 1,
                );
            }
        }
        sum * kde.params.kernel.peak(kde.params.bandwidth_m) * self.point_area(kde)
    }

    /// Kernel mass inside the region around every pixel center.
    pub(super) fn mass_at_pixels(&self, kde: &Kde) -> Vec<f64> {
        let mut mass = vec![0.0; kde.grid.len()];
        let tables = Tables::new(self, kde);
        mass.par_chunks_mut(kde.grid.width).enumerate().for_each(|(row, out)| {
            let center = 2 * self.split * whole(row as f64) + self.split - 1;
            let mut steps = vec![0.0; out.len() + 1];
            let from = self.lines.partition_point(|line| 2 * line.place - center < -tables.most);
            for line in self.lines[from..].iter().take_while(|line| 2 * line.place - center <= tables.most) {
                let table = tables.of(2 * line.place - center);
                line.runs.iter().for_each(|run| table.add(self.split, *run, &mut steps, out));
            }
            let mut whole_lines = 0.0;
            for (value, step) in out.iter_mut().zip(steps) {
                whole_lines += step;
                *value += whole_lines;
            }
        });
        mass
    }
}

/// Pixel coordinate of a place.
fn at(split: i64, place: i64) -> f64 {
    (place as f64 - (split - 1) as f64 / 2.0) / split as f64
}

/// Kernel at `count` places of a line: `t` the squared distance of the line, `from` the first place, `step` apart.
/// Four sums side by side, which the processor can take at once.
fn along(kernel: Kernel, t: f64, from: f64, step: f64, count: i64) -> f64 {
    fn sum(shape: impl Fn(f64) -> f64, from: f64, step: f64, count: i64) -> f64 {
        let mut sums = [0.0; 4];
        for four in 0..count / 4 {
            for (lane, sum) in (4 * four..).zip(&mut sums) {
                *sum += shape(from + step * lane as f64);
            }
        }
        let rest: f64 = (count / 4 * 4..count).map(|k| shape(from + step * k as f64)).sum();
        (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
    }
    match kernel {
        Kernel::Quartic => sum(|d| (1.0 - t - d * d).powi(2), from, step, count),
        Kernel::Epanechnikov => sum(|d| (1.0 - t - d * d).max(0.0), from, step, count),
        Kernel::Gaussian => sum(|d| (-0.5 * (t + d * d)).exp(), from, step, count),
    }
}

/// Cumulative kernel sums along lines, by the distance of the line in half places.
struct Tables {
    /// Largest distance, half places.
    most: i64,
    /// For distance 2i or 2i + 1 (all have one parity).
    list: Vec<Table>,
}

/// Sums of the kernel over places at offset `low` and on: `sums[i]` holds the first i.
struct Table {
    low: i64,
    sums: Vec<f64>,
}

impl Tables {
    fn new(quadrature: &Quadrature, kde: &Kde) -> Self {
        let split = quadrature.split;
        let reach = kde.reach_px() * split as f64 * SLACK;
        let bounds = |from: i64, to: i64, pixels: usize| (from - split * whole((pixels - 1) as f64), to);
        let first = quadrature.lines.iter().map(|l| l.runs[0].0).min().unwrap_or(0);
        let last = quadrature.lines.iter().map(|l| l.runs[l.runs.len() - 1].1).max().unwrap_or(0);
        // Offsets that occur at all, place of point less `split` × column.
        let across = bounds(first, last, kde.grid.width);
        let (top, bottom) =
            (quadrature.lines.first().map_or(0, |l| l.place), quadrature.lines.last().map_or(0, |l| l.place));
        let down = bounds(top, bottom, kde.grid.height);
        let farthest = (2 * down.0 - split + 1).abs().max((2 * down.1 - split + 1).abs());
        let parity = (split - 1) % 2;
        let most = farthest.min(whole((2.0 * reach).floor()));
        let h = 2.0 * kde.params.bandwidth_m / kde.grid.pixel_m * split as f64;
        let scale = kde.params.kernel.peak(kde.params.bandwidth_m) * quadrature.point_area(kde);
        let list = (0..=most / 2)
            .into_par_iter()
            .map(|i| {
                let dy = (2 * i + parity) as f64;
                let half = ((2.0 * reach).powi(2) - dy * dy).max(0.0).sqrt();
                let shift = (split - 1) as f64;
                let low = whole(((shift - half) / 2.0).ceil()).max(across.0);
                let high = whole(f64::midpoint(shift, half).floor()).min(across.1);
                let mut sums = vec![0.0];
                let mut sum = 0.0;
                for offset in low..=high {
                    let dx = 2.0 * offset as f64 - shift;
                    sum += scale * kde.params.kernel.shape((dx * dx + dy * dy) / (h * h));
                    sums.push(sum);
                }
                Table { low, sums }
            })
            .collect();
        Self { most, list }
    }

    fn of(&self, half_places: i64) -> &Table {
        &self.list[index(half_places.abs() / 2)]
    }
}

impl Table {
    /// Sum over offsets up to one, inclusive.
    fn through(&self, offset: i64) -> f64 {
        self.sums[index((offset - self.low + 1).clamp(0, self.high() - self.low + 1))]
    }

    /// Last offset.
    fn high(&self) -> i64 {
        self.low + whole(self.sums.len() as f64) - 2
    }

    /// Adds a run of points to the pixels of a row: to `out` where the kernel is cut, to the differences
    /// `steps` where it lies in the run as a whole.
    fn add(&self, split: i64, (first, last): (i64, i64), steps: &mut [f64], out: &mut [f64]) {
        let width = whole(out.len() as f64);
        let column = |v: i64| v.clamp(0, width);
        // Columns that the run reaches, and among them those whose kernel lies within it.
        let begin = column(-(self.high() - first).div_euclid(split));
        let end = column((last - self.low).div_euclid(split) + 1);
        let inner = column(-(self.low - first).div_euclid(split)).clamp(begin, end.max(begin));
        let inner_end = column((last - self.high()).div_euclid(split) + 1).clamp(inner, end.max(inner));
        for col in (begin..inner).chain(inner_end..end) {
            out[index(col)] += self.through(last - split * col) - self.through(first - 1 - split * col);
        }
        if inner < inner_end {
            let all = self.sums[self.sums.len() - 1];
            steps[index(inner)] += all;
            steps[index(inner_end)] -= all;
        }
    }
}
