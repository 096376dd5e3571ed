//! What tighter shapes lead to, for a search with a looser bound on the outline: more freedom may never give less.
//!
//! A search is a heuristic, and its surroundings are other ones with every bound: by itself, a looser bound can lead to
//! less. So a search with a bound on the outline also takes what walkable shapes and a few tighter bounds lead to, as
//! it is and improved under its own bound.

use super::convex::search as walkable;
use super::params::{CatchmentInput, CatchmentParams, Shape};
use super::region::{Found, Region};
use super::select;

/// Bounds, in circumferences of a circle, that looser searches look back on.
const LEVELS: [f64; 6] = [1.5, 1.7, 2.0, 2.5, 3.0, 4.0];
/// A search looks back on bounds of at least its own over this.
const BACK: f64 = 1.4;

/// Choices of 1 to `k` catchments that keep to the bound of a region and were found under tighter rules; none where
/// there is no bound.
pub(crate) fn tighter<'a>(
    region: &Region<'a>,
    input: &CatchmentInput<'a>,
    params: &CatchmentParams,
) -> Vec<Vec<Found>> {
    let (Some(bound), Some(most)) = (params.outline_factor, region.most_edges) else { return Vec::new() };
    let mut choices: Vec<Vec<Found>> = Vec::new();
    let round = CatchmentParams { outline_factor: None, shape: Shape::Walkable, effort: 0, ..*params };
    if let Ok(ground) = Region::new(input, &round).map(|ground| Region { watch: region.watch, ..ground })
        && let Ok(sets) = walkable::best(&ground, &round, true)
    {
        choices.extend(sets.into_iter().map(|p| p.chosen));
    }
    for level in LEVELS.into_iter().filter(|l| *l < bound && *l * BACK >= bound) {
        let tight = CatchmentParams { outline_factor: Some(level), ..*params };
        let Ok(mut ground) = Region::new(input, &tight) else { continue };
        ground.center_bounds.clone_from(&region.center_bounds);
        ground.watch = region.watch;
        let found = select::best(&ground, &tight);
        choices.extend((1..=found.chosen.len()).map(|k| found.best_of(&ground, &tight, k)));
    }
    choices.retain(|choice| choice.iter().all(|f| region.edges(&f.cells) <= most));
    let improved: Vec<Vec<Found>> = choices.iter().map(|c| select::improve_jointly(region, c.clone())).collect();
    choices.extend(improved);
    choices
}

/// The better of a choice and those of as many catchments.
pub(crate) fn or_better(mut chosen: Vec<Found>, others: &[Vec<Found>]) -> Vec<Found> {
    let total = |choice: &[Found]| choice.iter().map(|f| f.harm).sum::<f64>();
    for other in others {
        if other.len() == chosen.len() && total(other) > total(&chosen) {
            chosen.clone_from(other);
        }
    }
    chosen
}
