//! The region searched: cells with harm, area and neighbors, and the part of it that one center can reach.

use super::answer::{Catchment, CatchmentSet, Proven};
use super::error::CatchmentError;
use super::params::{CatchmentInput, CatchmentParams, MAX_AREA_KM2};
use catchment_model::{Unwatched, Watch};

/// Slack on areas and distances, so that rounding never refuses an exact fit.
pub(crate) const SLACK: f64 = 1e-9;

/// Checked input, with harm below 0 set to 0.
pub(crate) struct Region<'a> {
    pub(crate) input: CatchmentInput<'a>,
    pub(crate) harm: Vec<f64>,
    pub(crate) max_area: f64,
    pub(crate) min_cell: f64,
    pub(crate) reach_m: f64,
    /// Length of an edge of a cell, meters: one for all, that of a hexagon of the mean area.
    pub(crate) edge_m: f64,
    /// Most edges that the outline of a catchment may have, where that is bound.
    pub(crate) most_edges: Option<i64>,
    /// Centers of two catchments are at least this far apart; 0 where no distance is required.
    pub(crate) spacing_m: f64,
    /// Upper bound on the harm of a catchment about each cell, all allowed ground being free.
    pub(crate) center_bounds: Vec<f64>,
    /// Whether the exchange tries only small removals: for one search of many.
    pub(crate) brief: bool,
    /// Asked between pieces of work whether to go on.
    pub(crate) watch: &'a dyn Watch,
}

/// Cells of a set, sorted, with its center.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    pub(crate) anchor: u32,
    pub(crate) cells: Vec<u32>,
    pub(crate) harm: f64,
    /// The price of an edge that it was grown at, harm; only the search looks at it.
    pub(crate) penalty: f64,
}

impl<'a> Region<'a> {
    pub(crate) fn new(input: &CatchmentInput<'a>, params: &CatchmentParams) -> Result<Self, CatchmentError> {
        check_columns(input)?;
        let allowed = || input.allowed.iter().zip(input.area_km2).filter(|(a, _)| **a).map(|(_, km2)| *km2);
        let min_cell = allowed().fold(f64::INFINITY, f64::min);
        if min_cell.is_infinite() {
            return Err(CatchmentError::NoCells { given: input.cells.len(), allowed: 0 });
        }
        if params.area_km2 < min_cell {
            return Err(CatchmentError::Area { area_km2: params.area_km2, min_km2: min_cell, max_km2: MAX_AREA_KM2 });
        }
        let harm: Vec<f64> =
            input.harm.iter().zip(input.allowed).map(|(h, ok)| if *ok { h.max(0.0) } else { 0.0 }).collect();
        if harm.iter().all(|h| *h <= 0.0) {
            return Err(CatchmentError::NoHarm(allowed().count()));
        }
        let edge_m = edge_m(input.area_km2);
        Ok(Self {
            input: *input,
            harm,
            max_area: params.area_km2 * (1.0 + SLACK),
            min_cell,
            reach_m: params.reach_m() * (1.0 + SLACK),
            edge_m,
            most_edges: most_edges(params, edge_m),
            spacing_m: params.center_spacing_m,
            center_bounds: Vec::new(),
            brief: false,
            watch: &Unwatched,
        })
    }

    /// Whether nobody waits for the answer any more: loops end at once, and what they found is thrown away.
    pub(crate) fn stopped(&self) -> bool {
        self.watch.cancelled()
    }

    pub(crate) fn len(&self) -> usize {
        self.harm.len()
    }

    pub(crate) fn distance_m(&self, a: u32, b: u32) -> f64 {
        let (a, b) = (a as usize, b as usize);
        (self.input.x_m[a] - self.input.x_m[b]).hypot(self.input.y_m[a] - self.input.y_m[b])
    }

    /// Whether two cells are near enough for one to be the center of a catchment that holds the other; squares are much
    /// cheaper than roots here.
    pub(crate) fn reaches(&self, a: u32, b: u32) -> bool {
        let (a, b) = (a as usize, b as usize);
        let (dx, dy) = (self.input.x_m[a] - self.input.x_m[b], self.input.y_m[a] - self.input.y_m[b]);
        dx * dx + dy * dy <= self.reach_m * self.reach_m
    }

    /// Whether two cells are near enough to belong to one catchment, about a center between them.
    pub(crate) fn reach_each_other(&self, a: u32, b: u32) -> bool {
        let (a, b) = (a as usize, b as usize);
        let (dx, dy) = (self.input.x_m[a] - self.input.x_m[b], self.input.y_m[a] - self.input.y_m[b]);
        dx * dx + dy * dy <= 4.0 * self.reach_m * self.reach_m * (1.0 + SLACK)
    }

    /// Visits the free cells that a center can reach without leaving its disk, nearest rings first.
    pub(crate) fn walk(&self, center: u32, free: impl Fn(u32) -> bool, seen: &mut Seen, cells: &mut Vec<u32>) {
        cells.clear();
        if !free(center) {
            return;
        }
        seen.begin(self.len());
        seen.mark(center, 0);
        cells.push(center);
        let mut next = 0;
        while next < cells.len() {
            for &n in self.input.neighbors.of(cells[next] as usize) {
                if !seen.has(n) && free(n) && self.reaches(center, n) {
                    seen.mark(n, cells.len());
                    cells.push(n);
                }
            }
            next += 1;
        }
    }

    /// Whether two catchments' centers are far enough apart.
    pub(crate) fn apart(&self, a: u32, b: u32) -> bool {
        self.spacing_m <= 0.0 || self.distance_m(a, b) >= self.spacing_m * (1.0 - SLACK)
    }

    /// The answer for the caller: centers, ids, order, and what is proven of the first `k`.
    pub(crate) fn answer(&self, found: &[Found], k: usize, bound: f64) -> CatchmentSet {
        let mut catchments: Vec<Catchment> = found.iter().map(|f| self.catchment(f)).collect();
        catchments.sort_by(|a, b| b.harm.total_cmp(&a.harm).then_with(|| a.id.cmp(&b.id)));
        let harm: f64 = catchments.iter().map(|c| c.harm).sum();
        let first: f64 = catchments.iter().take(k).map(|c| c.harm).sum();
        let plain = self.bound(found.len());
        let all = if k == found.len() { bound.min(plain) } else { plain };
        let proven = Proven { k, harm: first, bound: bound.min(self.bound(k)).max(first) };
        CatchmentSet { catchments, harm, bound: all.max(harm), proven }
    }

    fn catchment(&self, found: &Found) -> Catchment {
        // Where centers keep a distance, the anchor that the catchment was grown about keeps it.
        let center = if self.spacing_m > 0.0 { found.anchor } else { self.center(found) };
        let area_km2 = found.cells.iter().map(|c| self.input.area_km2[*c as usize]).sum();
        Catchment {
            id: self.input.cells[center as usize].to_string(),
            center: center as usize,
            cells: found.cells.iter().map(|c| *c as usize).collect(),
            harm: found.harm,
            area_km2,
            outline_m: self.edges(&found.cells) as f64 * self.edge_m,
        }
    }

    /// Given cells as a catchment about one of them.
    pub(crate) fn found(&self, anchor: usize, cells: &[usize]) -> Found {
        let mut cells: Vec<u32> = cells.iter().filter_map(|c| u32::try_from(*c).ok()).collect();
        cells.sort_unstable();
        let harm = cells.iter().map(|c| self.harm[*c as usize]).sum();
        Found { anchor: u32::try_from(anchor).unwrap_or(u32::MAX), cells, harm, penalty: 0.0 }
    }

    /// Edges that a set (cells ascending) does not share with itself: its outline and the rims of its holes.
    pub(crate) fn edges(&self, cells: &[u32]) -> i64 {
        edges(&self.input, cells)
    }

    /// Of the cells that all others are near enough to, the nearest to the mean position of the harm.
    pub(crate) fn center(&self, found: &Found) -> u32 {
        let (mut x, mut y) = (0.0, 0.0);
        for &c in &found.cells {
            x += self.harm[c as usize] * self.input.x_m[c as usize];
            y += self.harm[c as usize] * self.input.y_m[c as usize];
        }
        if found.harm <= 0.0 {
            return found.anchor;
        }
        let (x, y) = (x / found.harm, y / found.harm);
        let mut order: Vec<(f64, u32)> = found
            .cells
            .iter()
            .map(|&c| ((self.input.x_m[c as usize] - x).hypot(self.input.y_m[c as usize] - y), c))
            .collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let reaches_all = |c: u32| found.cells.iter().all(|&o| self.reaches(c, o));
        order.into_iter().map(|o| o.1).find(|c| reaches_all(*c)).unwrap_or(found.anchor)
    }

    /// An upper bound on the harm of `k` disjoint catchments.
    pub(crate) fn bound(&self, k: usize) -> f64 {
        let most = self.most_cells();
        // Where disks were not looked at, only the city as a whole bounds it.
        let looked = !self.center_bounds.is_empty();
        let one = if looked { self.center_bounds.iter().copied().fold(0.0, f64::max) } else { f64::INFINITY };
        let mut all: Vec<f64> = self.harm.clone();
        all.sort_by(|a, b| b.total_cmp(a));
        let city: f64 = all.iter().take(k.saturating_mul(most)).sum();
        city.min(one * k as f64)
    }

    /// No catchment has more cells than this.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an area above 0 over another is a small number"
    )]
    pub(crate) fn most_cells(&self) -> usize {
        (self.max_area / self.min_cell).floor() as usize
    }
}

/// The ground that some catchments leave.
#[derive(Debug, Clone)]
pub(crate) struct Ground {
    pub(crate) free: Vec<bool>,
    centers: Vec<u32>,
}

impl Ground {
    pub(crate) fn new<'f>(region: &Region<'_>, taken: impl IntoIterator<Item = &'f Found>) -> Self {
        let mut ground = Self { free: region.input.allowed.to_vec(), centers: Vec::new() };
        taken.into_iter().for_each(|f| ground.take(f));
        ground
    }

    pub(crate) fn take(&mut self, found: &Found) {
        found.cells.iter().for_each(|c| self.free[*c as usize] = false);
        self.centers.push(found.anchor);
    }

    /// Whether all cells are free and the center far enough from those taken.
    pub(crate) fn has_room(&self, region: &Region<'_>, found: &Found) -> bool {
        self.may_center(region, found.anchor) && found.cells.iter().all(|c| self.free[*c as usize])
    }

    /// Whether a cell may be the center of another catchment.
    pub(crate) fn may_center(&self, region: &Region<'_>, cell: u32) -> bool {
        self.free[cell as usize] && self.centers.iter().all(|o| region.apart(*o, cell))
    }
}

/// Edges of a hexagonal cell.
pub(crate) const SIDES: i64 = 6;

/// Edge of a hexagon of the mean area, meters; the area of one is 3√3 ÷ 2 · edge².
pub(crate) fn edge_m(area_km2: &[f64]) -> f64 {
    let mean = area_km2.iter().sum::<f64>() / area_km2.len().max(1) as f64;
    (2.0 * mean / (3.0 * 3.0_f64.sqrt())).sqrt() * 1000.0
}

/// Whole edges within the bound on the outline.
#[expect(clippy::cast_possible_truncation, reason = "an outline of at most 709 km over an edge is a small number")]
pub(crate) fn most_edges(params: &CatchmentParams, edge_m: f64) -> Option<i64> {
    // A single cell has an outline too, however large the cells.
    params.outline_m().map(|most| ((most / edge_m * (1.0 + SLACK)).floor() as i64).max(SIDES))
}

/// Edges of a set of cells (ascending) that no two of them share.
pub(crate) fn edges(input: &CatchmentInput<'_>, cells: &[u32]) -> i64 {
    let inside = |c: &u32| cells.binary_search(c).is_ok();
    let shared = |c: u32| input.neighbors.of(c as usize).iter().filter(|n| inside(n)).count();
    cells.iter().map(|c| SIDES - i64::try_from(shared(*c)).unwrap_or(SIDES)).sum()
}

pub(crate) fn check_columns(input: &CatchmentInput<'_>) -> Result<(), CatchmentError> {
    let n = input.cells.len();
    let lengths = [
        ("harm", input.harm.len()),
        ("area_km2", input.area_km2.len()),
        ("inside_km2", input.inside_km2.len()),
        ("allowed", input.allowed.len()),
        ("x_m", input.x_m.len()),
        ("y_m", input.y_m.len()),
        ("neighbors", input.neighbors.len()),
    ];
    if let Some((column, len)) = lengths.into_iter().find(|(_, len)| *len != n) {
        return Err(CatchmentError::Columns { column, len, expected: n });
    }
    if let Some(at) = (1..n).find(|i| input.cells[*i] <= input.cells[i - 1]) {
        return Err(CatchmentError::Order { at });
    }
    let columns = [
        ("harm", input.harm, false),
        ("area_km2", input.area_km2, true),
        ("inside_km2", input.inside_km2, true),
        ("x_m", input.x_m, false),
        ("y_m", input.y_m, false),
    ];
    for (column, values, positive) in columns {
        let bad = values.iter().position(|v| !v.is_finite() || (positive && *v <= 0.0));
        if let Some(at) = bad {
            let more = if positive { " above 0" } else { "" };
            return Err(CatchmentError::Value { column, at, value: values[at], more });
        }
    }
    Ok(())
}

/// Which cells were visited in this walk, and as which, without clearing a list for each.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    stamp: u32,
    /// Stamp of the last walk that visited each cell, and its number in that walk.
    visits: Vec<(u32, u32)>,
}

impl Seen {
    pub(crate) fn begin(&mut self, n: usize) {
        if self.visits.len() != n || self.stamp == u32::MAX {
            self.visits = vec![(0, 0); n];
            self.stamp = 0;
        }
        self.stamp += 1;
    }

    pub(crate) fn mark(&mut self, cell: u32, number: usize) {
        self.visits[cell as usize] = (self.stamp, u32::try_from(number).unwrap_or(u32::MAX));
    }

    pub(crate) fn has(&self, cell: u32) -> bool {
        self.visits[cell as usize].0 == self.stamp
    }

    /// Number of a cell in this walk; `None` where it was not visited.
    pub(crate) fn number(&self, cell: u32) -> Option<u32> {
        let (stamp, number) = self.visits[cell as usize];
        (stamp == self.stamp).then_some(number)
    }
}
