//! The search many times over on one ground: what does not depend on the harm is worked out once.

use std::sync::Arc;

use rayon::prelude::*;

use super::region::{Found, Region, Seen};
use super::{CatchmentError, CatchmentInput, CatchmentParams, Shape, convex, exact, select};

/// Cells that the catchments of all starts may have together; and the number of starts at least, at most, and more for
/// each catchment asked for.
const START_CELLS: usize = 1_600;
const LEAST_STARTS: usize = 16;
const MOST_STARTS: usize = 96;
const STARTS_EACH: usize = 6;
/// Catchments of other surfaces that are put together on one, those that hold most of it first, and the work for that.
const TOGETHER: usize = 400;
const PACKING: usize = 20_000;
/// Cells of one catchment, on all surfaces together, that are redone with more work: those of the first hundred
/// surfaces at 0.25 km² (resolution 10, 16 cells), of the first nine at 2.5 km² (168), where redoing one choice takes
/// as long as several quick searches.
const REDONE_CELLS: usize = 1_600;
/// Of other surfaces' catchments, those that hold less than this share of the poorest of its own are left out.
const POOR: f64 = 0.5;

/// One ground, ready for many surfaces of harm.
///
/// Idea: the plain search looks at the disk of every cell before it chooses where to start. Here one cell of each
/// square of half a radius stands for its square, and its disk is stored as a list. The rest is the plain search
/// without random disturbances, begun a second time from a choice that is already known ([`Quick::best`]), so that an
/// answer is never worse than that choice. That choice was found with more work than a surface is given here, and would
/// win over better ones for that alone: so walkable shapes that one surface led to are tried on all others
/// ([`Quick::again`]).
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
    /// all; `at` is the surface's number among many.
    ///
    /// # Errors
    /// [`CatchmentError`] for harm that does not fit.
    pub(crate) fn best(&self, harm: &[f64], at: u64) -> Result<(Vec<Vec<u32>>, f64), CatchmentError> {
        let mut region = Region::new(&CatchmentInput { harm, ..self.input }, &self.params)?;
        region.brief = true;
        if let Some(lattice) = &self.lattice {
            let known: Vec<Found> = self.known.iter().filter_map(|cells| known(&region, cells)).collect();
            return Ok(told(self.walkable(&region, Arc::clone(lattice), (known, at))));
        }
        region.center_bounds = self.center_bounds(&region);
        let known: Vec<Found> = self.known.iter().filter_map(|cells| known(&region, cells)).collect();
        Ok(told(select::quick(&region, &self.params, known)))
    }

    /// Of many surfaces, so many of the first are worth more work where others can learn of them.
    fn redone(region: &Region<'_>) -> usize {
        REDONE_CELLS / region.most_cells().max(1)
    }

    /// Walkable catchments: where there is a known choice, both it and the new one are redone on the first surfaces,
    /// each in its place.
    fn walkable(
        &self,
        region: &Region<'_>,
        lattice: Arc<convex::Lattice>,
        (known, at): (Vec<Found>, u64),
    ) -> Vec<Found> {
        let k = self.params.k;
        if known.is_empty() || at >= Self::redone(region) as u64 {
            return convex::search::quick(region, lattice, k, known);
        }
        let walk = convex::Walk::on(region, lattice);
        let mut chooser = convex::Chooser::new(&walk, k);
        let fresh = chooser.sequence(k);
        let (fresh, known) = (chooser.improve(fresh), chooser.improve(known));
        if (known.len(), total(&known)) > (fresh.len(), total(&fresh)) { known } else { fresh }
    }

    /// The best of what was found on this surface of harm, `own`, and, in walkable shapes, on others, `pool`: each
    /// catchment once.
    ///
    /// # Errors
    /// [`CatchmentError`] for harm that does not fit.
    pub(crate) fn again(
        &self,
        harm: &[f64],
        own: &[Vec<u32>],
        pool: &[Vec<u32>],
    ) -> Result<(Vec<Vec<u32>>, f64), CatchmentError> {
        let region = Region::new(&CatchmentInput { harm, ..self.input }, &self.params)?;
        let found = |cells: &Vec<u32>| Found {
            anchor: cells[0],
            cells: cells.clone(),
            harm: held(&region, cells),
            penalty: 0.0,
        };
        let own: Vec<Found> = own.iter().map(found).collect();
        // Free shapes were redone and disturbed on their own surface ([`select::quick`]). Centers that keep a distance
        // were found with it; others' need not keep it to one another.
        if self.lattice.is_none() || region.spacing_m > 0.0 {
            return Ok(told(own));
        }
        let least = POOR * own.iter().map(|f| f.harm).fold(f64::INFINITY, f64::min);
        let mut order: Vec<(f64, usize)> =
            pool.iter().enumerate().map(|(at, cells)| (held(&region, cells), at)).collect();
        order.retain(|o| o.0 > least);
        order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let columns: Vec<Found> = order.iter().take(TOGETHER).map(|o| found(&pool[o.1])).collect();
        let (picked, most) = exact::most_together(&columns, own.len(), region.len(), PACKING);
        let better = picked.len() == own.len() && most > total(&own);
        Ok(told(if better { picked.into_iter().map(|at| columns[at].clone()).collect() } else { own }))
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

fn held(region: &Region<'_>, cells: &[u32]) -> f64 {
    cells.iter().map(|c| region.harm[*c as usize]).sum()
}

fn total(list: &[Found]) -> f64 {
    list.iter().map(|f| f.harm).sum()
}

/// Their cells, and the harm inside them all.
fn told(chosen: Vec<Found>) -> (Vec<Vec<u32>>, f64) {
    let total = total(&chosen);
    (chosen.into_iter().map(|f| f.cells).collect(), total)
}

/// A known catchment on this surface; `None` where no cell of it reaches all others.
fn known(region: &Region<'_>, cells: &[u32]) -> Option<Found> {
    let reaches_all = |c: &&u32| cells.iter().all(|o| region.reaches(**c, *o));
    let anchor = *cells.iter().find(reaches_all)?;
    let mut found = Found { anchor, cells: cells.to_vec(), harm: held(region, cells), penalty: 0.0 };
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
