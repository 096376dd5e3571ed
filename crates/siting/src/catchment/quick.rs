//! The search many times over on one ground: what does not depend on the harm is worked out once.

use std::sync::Arc;

use rayon::prelude::*;

use super::region::{Found, Region, Seen};
use super::{CatchmentError, CatchmentInput, CatchmentParams, Shape, convex, select};

/// Cells that the catchments of all starts may have together; and the number of starts at least, at most, and more for
/// each catchment asked for.
const START_CELLS: usize = 1_600;
const LEAST_STARTS: usize = 16;
const MOST_STARTS: usize = 96;
const STARTS_EACH: usize = 6;

/// One ground, ready for many surfaces of harm.
///
/// Idea: the plain search looks at the disk of every cell before it chooses where to start. Here one cell of each
/// square of half a radius stands for its square, and its disk is stored as a list. The rest is the plain search
/// without random disturbances, begun a second time from a choice that is already known ([`Quick::best`]), so that an
/// answer is never worse than that choice.
#[derive(Debug)]
pub(crate) struct Quick<'a> {
    input: CatchmentInput<'a>,
    params: CatchmentParams,
    /// Where the shapes are walkable.
    lattice: Option<Arc<convex::Lattice>>,
    centers: Vec<u32>,
    /// Where each center's list begins in `reach`; one more at the end.
    offsets: Vec<usize>,
    reach: Vec<u32>,
    /// The choice that is known.
    known: Vec<Vec<u32>>,
}

impl<'a> Quick<'a> {
    /// Prepares a ground; `known` are catchments (positions of cells) that are to be tried on every surface.
    ///
    /// # Errors
    /// As [`super::CatchmentSearch::best`].
    pub(crate) fn new(
        input: &CatchmentInput<'a>,
        params: CatchmentParams,
        known: &[Vec<usize>],
    ) -> Result<Self, CatchmentError> {
        let region = Region::new(input, &params)?;
        let sorted = |cells: &Vec<usize>| {
            let mut cells: Vec<u32> = cells.iter().filter_map(|c| u32::try_from(*c).ok()).collect();
            cells.sort_unstable();
            cells
        };
        let known: Vec<Vec<u32>> = known.iter().map(sorted).collect();
        if params.shape == Shape::Walkable {
            let lattice = Some(Arc::new(convex::Lattice::new(input)?));
            return Ok(Self { input: *input, params, lattice, centers: vec![], offsets: vec![], reach: vec![], known });
        }
        let params = CatchmentParams { starts: starts(&region, params.k), ..params };
        let centers = centers(&region, 0.5 * params.reach_m() / params.radius_factor);
        let lists: Vec<Vec<u32>> = centers
            .par_iter()
            .map_init(Seen::default, |seen, center| {
                let mut cells = Vec::new();
                region.walk(*center, |c| input.allowed[c as usize], seen, &mut cells);
                cells
            })
            .collect();
        let mut offsets = vec![0];
        offsets.extend(lists.iter().scan(0, |sum, l| {
            *sum += l.len();
            Some(*sum)
        }));
        Ok(Self { input: *input, params, centers, offsets, reach: lists.concat(), lattice: None, known })
    }

    /// The cells of the best `k` catchments found on a surface of harm (one value per cell), and the harm inside them
    /// all.
    ///
    /// # Errors
    /// [`CatchmentError`] for harm that does not fit.
    pub(crate) fn best(&self, harm: &[f64]) -> Result<(Vec<Vec<u32>>, f64), CatchmentError> {
        let mut region = Region::new(&CatchmentInput { harm, ..self.input }, &self.params)?;
        region.brief = true;
        if let Some(lattice) = &self.lattice {
            let known: Vec<Found> = self.known.iter().filter_map(|cells| known(&region, cells)).collect();
            let chosen = convex::search::quick(&region, Arc::clone(lattice), self.params.k, known);
            let total = chosen.iter().map(|f| f.harm).sum();
            return Ok((chosen.into_iter().map(|f| f.cells).collect(), total));
        }
        region.center_bounds = self.center_bounds(&region);
        let known: Vec<Found> = self.known.iter().filter_map(|cells| known(&region, cells)).collect();
        let chosen = select::quick(&region, &self.params, known);
        let total = chosen.iter().map(|f| f.harm).sum();
        Ok((chosen.into_iter().map(|f| f.cells).collect(), total))
    }

    /// Upper bounds at the centers; 0 elsewhere, which is no start.
    fn center_bounds(&self, region: &Region<'_>) -> Vec<f64> {
        let most = region.most_cells();
        let mut bounds = vec![0.0; region.len()];
        let mut harm: Vec<f64> = Vec::new();
        for (at, center) in self.centers.iter().enumerate() {
            harm.clear();
            harm.extend(self.reach[self.offsets[at]..self.offsets[at + 1]].iter().map(|c| region.harm[*c as usize]));
            if harm.len() > most {
                harm.select_nth_unstable_by(most, |a, b| b.total_cmp(a));
                harm.truncate(most);
            }
            bounds[*center as usize] = harm.iter().sum();
        }
        bounds
    }
}

/// A known catchment on this surface; `None` where no cell of it reaches all others.
fn known(region: &Region<'_>, cells: &[u32]) -> Option<Found> {
    let reaches_all = |c: &&u32| cells.iter().all(|o| region.reaches(**c, *o));
    let anchor = *cells.iter().find(reaches_all)?;
    let mut found = Found {
        anchor,
        cells: cells.to_vec(),
        harm: cells.iter().map(|c| region.harm[*c as usize]).sum(),
        penalty: 0.0,
    };
    found.anchor = region.center(&found);
    Some(found)
}

/// Starts of each search. Small catchments are many and cheap to grow, and too few starts miss most of them, which
/// makes a choice look steadier than it is: with 48 starts the tenth of ten catchments of 0.25 km² (St. Louis,
/// resolution 10, 16 cells each) was chosen again in 98% of the draws, with 96 in 10%. At 2.5 km² (168 cells) answers
/// no longer changed from 24 starts on.
fn starts(region: &Region<'_>, k: usize) -> usize {
    (START_CELLS / region.most_cells().max(1)).clamp(LEAST_STARTS, MOST_STARTS) + STARTS_EACH * k
}

/// For each square of that side that has allowed cells, the one nearest to its middle (of equals, the lowest).
#[expect(clippy::cast_possible_truncation, reason = "meters of a city over a distance are small whole numbers")]
fn centers(region: &Region<'_>, side_m: f64) -> Vec<u32> {
    let mut squares: std::collections::BTreeMap<(i64, i64), (f64, u32)> = std::collections::BTreeMap::new();
    for cell in (0..region.len()).filter(|c| region.input.allowed[*c]) {
        let (x, y) = (region.input.x_m[cell] / side_m, region.input.y_m[cell] / side_m);
        let off = (x - x.floor() - 0.5).hypot(y - y.floor() - 0.5);
        let id = u32::try_from(cell).unwrap_or(u32::MAX);
        let best = squares.entry((x.floor() as i64, y.floor() as i64)).or_insert((off, id));
        if off < best.0 {
            *best = (off, id);
        }
    }
    let mut centers: Vec<u32> = squares.into_values().map(|s| s.1).collect();
    centers.sort_unstable();
    centers
}
