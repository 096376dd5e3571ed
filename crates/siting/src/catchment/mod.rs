//! Candidate catchments: connected, compact sets of cells, free of neighborhood borders.
//!
//! A **catchment** is a connected set of allowed cells of at most a given area. It is *compact* if one of its cells,
//! the center, is no farther (center to center) from any of its cells than `radius_factor` times the radius of a circle
//! of the area asked for. At 1.6 the cells may lie anywhere in a disk of 2.56 times the area: room for an L or a bar
//! along a street, not for a snake across the city. Within that disk a catchment may be lace, as violence is: it
//! follows single blocks. Where ground is wanted that can be walked around, the length of the outline, rims of holes
//! included, can be bound too ([`CatchmentParams::outline_factor`]). On St. Louis (2.5 km², resolution 10) free shapes
//! have outlines of six circles and capture 20.9 % of the next year's harm, shapes of at most three circles 19.0 %, of
//! two 17.6 %.
//!
//! The search is a heuristic (the problem, a maximum-weight connected subgraph with a budget, is NP-hard): its answers
//! hold to every bound, are never worse than plain greedy growth, and come with a proven upper bound on what any answer
//! could reach (`dual`). Small cases are solved to the end (`exact`). A drawing by hand is scored by the same rules
//! (`score`).
//!
//! References for the search (those for the proof stand in its rooms): Lee, Dooly (1996), *Decomposition algorithms for
//! the maximum-weight connected graph problem*, `doi 10.1002/(SICI)1520-6750(199812)45:8<817::AID-NAV4>3.0.CO;2-1`;
//! Lourenço, Martin, Stützle (2003), *Iterated local search*, doi 10.1007/0-306-48056-5_11.

mod ascent;
mod disk;
mod dual;
mod error;
mod exact;
mod field;
mod grow;
mod improve;
mod prune;
mod quick;
mod score;
mod select;
mod tiling;
mod toll;

pub use error::CatchmentError;
pub(crate) use quick::Quick;
pub use score::{Broken, DrawnScore};
pub use tiling::{Tiling, reference_tiling};

use catchment_model::Cell;
use catchment_spatial::Neighbors;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use field::{Field, Found};

/// Most catchments in one answer.
pub const MAX_CATCHMENTS: usize = 200;
/// Most work that a proof may be given.
pub const MAX_EFFORT: usize = 20;
/// Largest distance that may be asked for between sites, metres.
const MAX_SPACING_M: f64 = 50_000.0;
/// Steps that a unit of effort allows to solve a case to the end.
const EXACT_WORK: usize = 250_000;
/// Largest area of a catchment, km².
const MAX_AREA_KM2: f64 = 100.0;

/// Cells with what stands on them; columns of equal length.
#[derive(Debug, Clone, Copy)]
pub struct CatchmentInput<'a> {
    /// Cells of one resolution, sorted and distinct.
    pub cells: &'a [Cell],
    /// Harm of each cell over the window (counts × weights); below 0 counts as 0.
    pub harm: &'a [f64],
    /// True area of each cell, km².
    pub area_km2: &'a [f64],
    /// Whether a cell may belong to a catchment (someone lives or walks there, no site too near).
    pub allowed: &'a [bool],
    /// Easting of each center in the work CRS, metres.
    pub x_m: &'a [f64],
    /// Northing of each center, metres.
    pub y_m: &'a [f64],
    /// Which cells touch: rings of 1 among the given cells.
    pub neighbors: &'a Neighbors,
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
    /// Seed of the random starts and disturbances.
    pub seed: u64,
    /// Number of starts.
    pub starts: usize,
    /// Disturbances tried on each chosen catchment at the end; 0 leaves them as found.
    pub rounds: usize,
    /// Work spent on the proof, 0 to 20: 0 gives the plain bound at once; 4 is enough for a gap below 3 % on St. Louis.
    pub effort: usize,
    /// Least distance between the centers of two catchments, metres; 0 leaves them as near as their cells allow. The
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

    /// The factor for a radius in metres instead of in radii of a circle of the area.
    pub fn factor_of_radius(area_km2: f64, radius_m: f64) -> f64 {
        radius_m / ((area_km2 / std::f64::consts::PI).sqrt() * 1000.0)
    }

    /// Longest outline that a catchment may have, metres, where that is bound.
    pub fn outline_m(&self) -> Option<f64> {
        self.outline_factor.map(|f| f * 2.0 * (self.area_km2 * std::f64::consts::PI).sqrt() * 1000.0)
    }

    /// Farthest that a cell's center may lie from the catchment's center, metres.
    pub fn reach_m(&self) -> f64 {
        self.radius_factor * (self.area_km2 / std::f64::consts::PI).sqrt() * 1000.0
    }
}

/// A search whose parameters hold together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CatchmentSearch(CatchmentParams);

/// A connected, compact set of cells.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Catchment {
    /// Id: the center cell's, which no other catchment of the answer can have.
    pub id: String,
    /// Position of the center cell: of the cells that are near enough to all others, the nearest to the mean position
    /// of the harm.
    pub center: usize,
    /// Positions of the cells, ascending.
    pub cells: Vec<usize>,
    /// Harm inside.
    pub harm: f64,
    /// Area, km².
    pub area_km2: f64,
    /// Length of its outline along the edges of its cells, rims of holes included, metres.
    pub outline_m: f64,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CatchmentSet {
    /// Disjoint catchments by falling harm, ties by id.
    pub catchments: Vec<Catchment>,
    /// Harm inside all of them.
    pub harm: f64,
    /// No choice of as many disjoint catchments can hold more than this. Where the list goes on beyond the `k` asked
    /// for, this is the plain bound: in each disk the heaviest cells that fit the area, connected or not; and over the
    /// city the heaviest cells that fit all areas together.
    pub bound: f64,
    /// What is proven about the first `k`.
    pub proven: Proven,
}

/// What is proven about the catchments that were asked for.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Proven {
    /// The first so many of the list.
    pub k: usize,
    /// Harm inside these.
    pub harm: f64,
    /// No choice of as many disjoint, connected, compact catchments of that area can hold more.
    pub bound: f64,
}

impl Proven {
    /// How far the harm may be from the best possible, as a share of the bound: 0 is proven best.
    pub fn gap(&self) -> f64 {
        if self.bound > 0.0 { 1.0 - self.harm / self.bound } else { 0.0 }
    }
}

impl CatchmentSet {
    /// How far the harm may be from the best possible, as a share of the bound: 0 is proven best.
    pub fn gap(&self) -> f64 {
        if self.bound > 0.0 { 1.0 - self.harm / self.bound } else { 0.0 }
    }
}

impl CatchmentSearch {
    /// The parameters.
    pub fn params(&self) -> CatchmentParams {
        self.0
    }

    fn field<'a>(&self, input: &CatchmentInput<'a>) -> Result<Field<'a>, CatchmentError> {
        let mut field = Field::new(input, &self.0)?;
        field.disks = select::disk_bounds(&field, input.allowed);
        Ok(field)
    }

    /// The `k` disjoint catchments that hold most harm together.
    ///
    /// Idea: grow from many places, improve each by exchange, take the best that are disjoint, then improve them
    /// jointly. Returns catchments by falling harm. Steps:
    /// 1. Starts: cells by falling upper bound of their disk, kept half a radius apart, plus random ones.
    /// 2. Growth: again and again the shortest path to the cells with most harm per area is added, so that gaps are
    ///    bridged where it pays.
    /// 3. Exchange: the pieces with least harm per area whose loss leaves the rest connected are dropped and the room
    ///    is filled again; kept while it helps. The center moves with the harm.
    /// 4. Choice: the best is taken, starts that met its cells are redone, and so on; then each is redone with the
    ///    others in place, and pairs near each other are redone together; random disturbances end it. Where catchments
    ///    are small, other first ones are tried as well. Should plain greedy growth of `k` catchments be better, it is
    ///    improved the same way and given instead.
    /// 5. Proof: prices on cells that are wanted more than once, and for the centers that stand out a bound that knows
    ///    that cells hang together; see [`CatchmentParams::effort`]. Where few enough catchments could be part of a
    ///    better answer, all are looked at, and the answer is the best there is.
    ///
    /// Complexity: starts × cells in a disk × rounds of exchange, plus effort × centers × cells in a disk. CPU time for
    /// all of one to six catchments of St. Louis ([`CatchmentSearch::frontier`], resolution 10, 10,858 cells, ten years
    /// of default offenses), shared among threads: 3.4 s for 2.5 km² at effort 0, 5 s at effort 4, with gaps of 0.3 to
    /// 2.9 %; 0.8 s for 0.25 km², with gaps of 0 to 2.0 %. Deterministic for a seed and any number of threads.
    /// Degenerate input: cells without harm are never added for their own sake, so a catchment may be smaller than
    /// allowed.
    ///
    /// # Errors
    /// [`CatchmentError`] for columns that do not fit, no usable cell, an area below that of a cell, no harm, or fewer
    /// than `k` to be found.
    pub fn best(&self, input: &CatchmentInput<'_>) -> Result<CatchmentSet, CatchmentError> {
        self.best_and_more(input, self.0.k)
    }

    /// Up to `n` disjoint catchments, each the best found once those before it are taken: a list to rank, of which the
    /// first `k` need not be the best `k` together.
    ///
    /// # Errors
    /// As [`CatchmentSearch::best`], but fewer than `n` are no error.
    pub fn candidates(&self, input: &CatchmentInput<'_>, n: usize) -> Result<CatchmentSet, CatchmentError> {
        if !(1..=MAX_CATCHMENTS).contains(&n) {
            return Err(CatchmentError::K { k: n, max: MAX_CATCHMENTS });
        }
        let field = self.field(input)?;
        let list = select::sequence(&field, &self.0, n);
        let k = list.len();
        Ok(field.answer(&list, k, f64::INFINITY))
    }

    /// The `k` best together, followed by as many further disjoint ones as make `n`: the list that a ranking shows.
    ///
    /// # Errors
    /// As [`CatchmentSearch::best`].
    pub fn best_and_more(&self, input: &CatchmentInput<'_>, n: usize) -> Result<CatchmentSet, CatchmentError> {
        if !(self.0.k..=MAX_CATCHMENTS).contains(&n) {
            return Err(CatchmentError::K { k: n, max: MAX_CATCHMENTS });
        }
        let field = self.field(input)?;
        let select::Searched { pool, mut chosen, .. } = select::best(&field, &self.0);
        if chosen.len() < self.0.k {
            return Err(CatchmentError::TooFew { k: self.0.k, found: chosen.len() });
        }
        let bound = self.prove(&field, &mut chosen);
        let list = select::and_more(pool, &self.0, chosen, n);
        Ok(field.answer(&list, self.0.k, bound))
    }

    /// The best 1, 2 … `k` (at most 12) together, each proven on its own; one search for all. The last is what
    /// [`CatchmentSearch::best`] gives.
    ///
    /// # Errors
    /// As [`CatchmentSearch::best`].
    pub fn frontier(&self, input: &CatchmentInput<'_>) -> Result<Vec<CatchmentSet>, CatchmentError> {
        if self.0.k > select::MOST_PACKED {
            return Err(CatchmentError::K { k: self.0.k, max: select::MOST_PACKED });
        }
        let field = self.field(input)?;
        let found = select::best(&field, &self.0);
        if found.chosen.len() < self.0.k {
            return Err(CatchmentError::TooFew { k: self.0.k, found: found.chosen.len() });
        }
        let set = |k: usize| {
            let mut chosen = found.best_of(&field, &self.0, k);
            let bound = self.prove(&field, &mut chosen);
            field.answer(&chosen, k, bound)
        };
        Ok((1..=self.0.k).into_par_iter().map(set).collect())
    }

    /// The bound on what is chosen; small cases are solved to the end, and the choice is replaced by the best there is.
    fn prove(&self, field: &Field<'_>, chosen: &mut Vec<Found>) -> f64 {
        let effort = self.0.effort;
        let plain = field.bound(chosen.len());
        if effort == 0 {
            return plain;
        }
        let dual = dual::descend(field, chosen, effort);
        let free_centers = self.0.center_spacing_m <= 0.0 || chosen.len() == 1;
        if free_centers && let Some(best) = exact::solve(field, chosen, &dual, EXACT_WORK * effort) {
            *chosen = best;
            return chosen.iter().map(|f| f.harm).sum();
        }
        dual.bound.min(plain)
    }
}
