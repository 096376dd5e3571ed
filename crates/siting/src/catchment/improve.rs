//! Local search on one catchment.

use super::field::{Field, Found, Ground, Seen};
use super::grow::{Patch, Scratch, Shape};
use crate::stream::Stream;

/// What one thread reuses from catchment to catchment.
#[derive(Debug, Default)]
pub(crate) struct SearchScratch {
    pub(crate) seen: Seen,
    pub(crate) shape: Scratch,
}

/// A gain below this share of the harm is rounding.
const GAIN: f64 = 1e-9;
/// Largest bite of a brief exchange.
const BRIEF: usize = 2;
/// The center moves with the harm at most this often.
const MOVES: usize = 6;

/// The best catchment found about a center, the center moving with it; `None` where the center is not free.
pub(crate) fn from_center(
    field: &Field<'_>,
    center: u32,
    ground: &Ground,
    scratch: &mut SearchScratch,
) -> Option<Found> {
    if !ground.may_center(field, center) {
        return None;
    }
    let mut patch = Patch::new(field, center, &ground.free, &mut scratch.seen);
    let mut shape = Shape::grow(&mut patch, &mut scratch.shape);
    exchange(&patch, &mut shape, field.brief, &mut scratch.shape);
    Some(recenter(field, shape.found(&patch), ground, scratch))
}

/// Improves a catchment whose cells are free, the center moving with it.
pub(crate) fn from_found(field: &Field<'_>, found: &Found, ground: &Ground, scratch: &mut SearchScratch) -> Found {
    recenter(
        field,
        within(field, found, found.anchor, ground, scratch).unwrap_or_else(|| found.clone()),
        ground,
        scratch,
    )
}

/// Plain greedy growth from a cell.
pub(crate) fn plain(field: &Field<'_>, center: u32, ground: &Ground, scratch: &mut SearchScratch) -> Found {
    let patch = Patch::new(field, center, &ground.free, &mut scratch.seen);
    let mut shape = Shape::seed(&patch);
    shape.fill_plainly(&patch);
    shape.found(&patch)
}

/// Improves a catchment about another of its cells; `None` where not all of it is within reach.
fn within(
    field: &Field<'_>,
    found: &Found,
    center: u32,
    ground: &Ground,
    scratch: &mut SearchScratch,
) -> Option<Found> {
    let mut patch = Patch::new(field, center, &ground.free, &mut scratch.seen);
    patch.penalty = found.penalty;
    let cells = patch.local(&found.cells)?;
    let mut shape = Shape::of(&patch, &cells);
    shape.fill(&patch, &mut scratch.shape);
    exchange(&patch, &mut shape, field.brief, &mut scratch.shape);
    let better = shape.found(&patch);
    Some(if better.harm > found.harm { better } else { Found { anchor: center, ..found.clone() } })
}

fn recenter(field: &Field<'_>, mut found: Found, ground: &Ground, scratch: &mut SearchScratch) -> Found {
    for _ in 0..MOVES {
        let center = field.center(&found);
        if center == found.anchor || !ground.may_center(field, center) {
            break;
        }
        match within(field, &found, center, ground, scratch) {
            Some(next) if next.harm > found.harm * (1.0 + GAIN) => found = next,
            _ => break,
        }
    }
    found
}

/// Drops poor pieces and fills the room again, kept where it helps; bites grow while they fail and shrink once one
/// helped.
fn exchange(patch: &Patch, shape: &mut Shape, brief: bool, s: &mut Scratch) {
    let mut drops = 1;
    // Larger losses are left to the random bites: the poorest pieces one by one seldom make room for something better
    // elsewhere.
    let most = if brief { BRIEF } else { (shape.size / 6).max(6) };
    while drops <= most {
        let mut trial = shape.clone();
        for _ in 0..drops {
            if !trial.drop_poorest(patch, shape.size / 3, s) {
                break;
            }
        }
        trial.fill(patch, s);
        if trial.is_compact(patch) && trial.harm > shape.harm * (1.0 + GAIN) {
            *shape = trial;
            drops = (drops / 2).max(1);
        } else {
            drops *= 2;
        }
    }
}

/// Disturbs a catchment again and again: a random bite is taken out, the room filled, the exchange run; kept where it
/// helps.
pub(crate) fn disturb(
    field: &Field<'_>,
    found: &Found,
    ground: &Ground,
    rounds: usize,
    stream: Stream,
    scratch: &mut SearchScratch,
) -> Found {
    let mut patch = Patch::new(field, found.anchor, &ground.free, &mut scratch.seen);
    patch.penalty = found.penalty;
    let Some(cells) = patch.local(&found.cells) else {
        return found.clone();
    };
    let mut shape = Shape::of(&patch, &cells);
    for round in 0..rounds as u64 {
        let mut trial = shape.clone();
        let rings = stream.below(2 * round, 1 + shape.size.isqrt() / 3);
        trial.bite(&patch, stream.below(2 * round + 1, patch.len()), rings, &mut scratch.shape);
        trial.fill(&patch, &mut scratch.shape);
        exchange(&patch, &mut trial, field.brief, &mut scratch.shape);
        if trial.is_compact(&patch) && trial.harm > shape.harm * (1.0 + GAIN) {
            shape = trial;
        }
    }
    let better = shape.found(&patch);
    if better.harm > found.harm { recenter(field, better, ground, scratch) } else { found.clone() }
}
