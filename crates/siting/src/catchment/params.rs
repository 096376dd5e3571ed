//! The request of a search: the region, the size and number of catchments, the limits.

use catchment_model::Cell;
use catchment_spatial::Neighbors;
use serde::{Deserialize, Serialize};

use super::error::CatchmentError;

/// Most catchments in one answer.
pub const MAX_CATCHMENTS: usize = 200;

/// Most work that a proof may be given.
pub const MAX_EFFORT: usize = 20;

/// Largest distance that may be asked for between sites, meters.
const MAX_SPACING_M: f64 = 50_000.0;

/// Largest area of a catchment, km².
pub(super) const MAX_AREA_KM2: f64 = 100.0;

/// The cells of a region with their harm, area and position; columns of equal length.
#[derive(Debug, Clone, Copy)]
pub struct CatchmentInput<'a> {
    /// Cells of one resolution, sorted and distinct.
    pub cells: &'a [Cell],
    /// Harm of each cell over the window (counts × weights); below 0 counts as 0.
    pub harm: &'a [f64],
    /// True area of each cell as a whole, km²: what a catchment is made of.
    pub area_km2: &'a [f64],
    /// Area of each cell inside the study region, km², above 0: what its count is in proportion to. Cells at the border
    /// lie outside in part.
    pub inside_km2: &'a [f64],
    /// Whether a cell may belong to a catchment (someone lives or walks there, no site too near).
    pub allowed: &'a [bool],
    /// Easting of each center in the work CRS, meters.
    pub x_m: &'a [f64],
    /// Northing of each center, meters.
    pub y_m: &'a [f64],
    /// Which cells touch: rings of 1 among these cells.
    pub neighbors: &'a Neighbors,
}

/// Which sets of cells may be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Connected sets of any outline, or of one no longer than [`CatchmentParams::outline_factor`].
    #[default]
    Free,
    /// Ground that a team can walk: no holes, no gaps, no spikes (see the module `convex`).
    Walkable,
}

/// How to search, as it comes from a flag or an address.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CatchmentParams {
    /// Number of catchments, 1 to 200.
    pub k: usize,
    /// Largest area of one, km².
    pub area_km2: f64,
    /// Bound on the distance of its cells from its center, in radii of a circle of that area; 1.1 to 10.
    pub radius_factor: f64,
    /// Bound on the length of its outline, rims of holes included, in circumferences of a circle of that area, 1.3 to
    /// 20; without one, a catchment may follow single streets and leave out the blocks between.
    pub outline_factor: Option<f64>,
    /// Which shapes may be chosen.
    pub shape: Shape,
    /// Seed of the random starts and disturbances.
    pub seed: u64,
    /// Number of starts.
    pub starts: usize,
    /// Disturbances tried on each chosen catchment at the end; 0 leaves them as found.
    pub rounds: usize,
    /// Work spent on the proof, 0 to 20: 0 gives the plain bound at once; 4 is enough for a gap below 3% on St. Louis.
    pub effort: usize,
    /// Least distance between the centers of two catchments, meters; 0 leaves them as near as their cells allow. The
    /// bound does not know of it: it stays proven, but the gap may be wider than it needs to be.
    pub center_spacing_m: f64,
}

impl Default for CatchmentParams {
    fn default() -> Self {
        Self {
            k: 3,
            area_km2: 2.5,
            radius_factor: 1.6,
            outline_factor: None,
            shape: Shape::Free,
            seed: 1,
            starts: 256,
            rounds: 120,
            effort: 4,
            center_spacing_m: 0.0,
        }
    }
}

impl CatchmentParams {
    /// Checks what can be checked without the cells.
    ///
    /// # Errors
    /// [`CatchmentError`] for a value out of range.
    pub fn check(self) -> Result<CatchmentSearch, CatchmentError> {
        if !(1..=MAX_CATCHMENTS).contains(&self.k) {
            return Err(CatchmentError::K { k: self.k, max: MAX_CATCHMENTS });
        }
        if !(self.area_km2 > 0.0 && self.area_km2 <= MAX_AREA_KM2) {
            return Err(CatchmentError::Area { area_km2: self.area_km2, min_km2: 0.0, max_km2: MAX_AREA_KM2 });
        }
        if !(1.1..=10.0).contains(&self.radius_factor) {
            return Err(CatchmentError::RadiusFactor(self.radius_factor));
        }
        if let Some(factor) = self.outline_factor.filter(|f| !(1.3..=20.0).contains(f)) {
            return Err(CatchmentError::OutlineFactor(factor));
        }
        if !(1..=10_000).contains(&self.starts) {
            return Err(CatchmentError::Starts(self.starts));
        }
        if self.rounds > 10_000 {
            return Err(CatchmentError::Rounds(self.rounds));
        }
        if !(0.0..=MAX_SPACING_M).contains(&self.center_spacing_m) {
            return Err(CatchmentError::Spacing { what: "center_spacing_m", value: self.center_spacing_m });
        }
        if self.effort > MAX_EFFORT {
            return Err(CatchmentError::Effort(self.effort));
        }
        Ok(CatchmentSearch(self))
    }

    /// The factor for a radius in meters instead of in radii of a circle of the area.
    pub fn factor_of_radius(area_km2: f64, radius_m: f64) -> f64 {
        radius_m / ((area_km2 / std::f64::consts::PI).sqrt() * 1000.0)
    }

    /// Longest outline that a catchment may have, meters, where that is bound.
    pub fn outline_m(&self) -> Option<f64> {
        self.outline_factor.map(|f| f * 2.0 * (self.area_km2 * std::f64::consts::PI).sqrt() * 1000.0)
    }

    /// Farthest that a cell's center may lie from the catchment's center, meters.
    pub fn reach_m(&self) -> f64 {
        self.radius_factor * (self.area_km2 / std::f64::consts::PI).sqrt() * 1000.0
    }
}

/// A search whose parameters hold together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CatchmentSearch(pub(super) CatchmentParams);

impl CatchmentSearch {
    /// The parameters.
    pub fn params(&self) -> CatchmentParams {
        self.0
    }
}
