//! A choice whose catchments have as many residents as were asked for.

use catchment_model::Query;
use catchment_siting::{AllowedCells, CatchmentSet};

use super::{FrontierPoint, Optimize};
use crate::Watch;
use crate::engine::{Engine, StudyCells, refused, residents_of, search_input};
use crate::error::AskError;

/// Searches at most, where some of the chosen have too few residents.
const SEARCHES: usize = 5;

/// The best choice, and the best of each number up to six. Where a limit on residents is not met by one of the chosen,
/// its ground is left out and the search made again; what has too few after the last one is told by
/// [`super::words::residents`]. The bound is always that of the first search, on all the ground about which enough
/// live: what is left out after it can only lower what is best.
///
/// # Errors
/// [`AskError`] as the search refuses.
pub(super) fn best(
    asked: &Optimize,
    engine: &Engine,
    (query, study): (&Query, &StudyCells),
    (k, harm, ground): (usize, &[f64], &AllowedCells),
    watch: &dyn Watch,
) -> Result<(CatchmentSet, Vec<FrontierPoint>), AskError> {
    let search = |allowed: &[bool]| asked.best(k, &search_input(study, harm, allowed), watch);
    let (first, points) = search(&ground.allowed).map_err(|e| refused(e, query.window))?;
    let Some(least) = asked.limits.least_residents else { return Ok((first, points)) };
    let few = |cells: &[usize]| residents_of(engine, query.window, cells).is_none_or(|n| n < least as f64);
    let (bound, bounds) = (first.proven.bound, points.iter().map(|p| p.bound).collect::<Vec<_>>());
    let mut allowed = ground.allowed.clone();
    let mut best = (first, points);
    for _ in 1..SEARCHES {
        let thin: Vec<usize> =
            best.0.catchments.iter().filter(|c| few(&c.cells)).flat_map(|c| c.cells.iter().copied()).collect();
        if thin.is_empty() || watch.cancelled() {
            break;
        }
        for cell in thin {
            allowed[cell] = false;
        }
        // Where no ground is left for so many, the last choice stands, with what it lacks.
        let Ok((mut set, mut points)) = search(&allowed) else { break };
        set.proven.bound = bound;
        for (point, bound) in points.iter_mut().zip(&bounds) {
            point.bound = *bound;
            point.gap = if *bound > 0.0 { (1.0 - point.harm / bound).max(0.0) } else { 0.0 };
        }
        best = (set, points);
    }
    Ok(best)
}
