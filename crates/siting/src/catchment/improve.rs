//! Local search on one catchment.

use super::grow::{CellSet, LocalGraph, Scratch};
use super::region::{Found, Ground, Region, Seen};
use crate::stream::Stream;

/// What one thread reuses from catchment to catchment.
#[derive(Debug, Default)]
pub(crate) struct SearchScratch {
    pub(crate) seen: Seen,
    pub(crate) growth: Scratch,
}

/// A gain below this share of the harm is rounding.
const GAIN: f64 = 1e-9;
/// Largest bite of a brief exchange.
const BRIEF: usize = 2;
/// The center moves with the harm at most this often.
const MOVES: usize = 6;

/// The best catchment found about a center, the center moving with it; `None` where the center is not free.
pub(crate) fn from_center(
    region: &Region<'_>,
    center: u32,
    ground: &Ground,
    scratch: &mut SearchScratch,
) -> Option<Found> {
    if !ground.may_center(region, center) {
        return None;
    }
    let mut graph = LocalGraph::new(region, center, &ground.free, &mut scratch.seen);
    let mut set = CellSet::grow(&mut graph, &mut scratch.growth);
    exchange(&graph, &mut set, region.brief, &mut scratch.growth);
    Some(recenter(region, set.found(&graph), ground, scratch))
}

/// Improves a catchment whose cells are free, the center moving with it.
pub(crate) fn from_found(region: &Region<'_>, found: &Found, ground: &Ground, scratch: &mut SearchScratch) -> Found {
    recenter(
        region,
        within(region, found, found.anchor, ground, scratch).unwrap_or_else(|| found.clone()),
        ground,
        scratch,
    )
}

/// Plain greedy growth from a cell.
pub(crate) fn plain(region: &Region<'_>, center: u32, ground: &Ground, scratch: &mut SearchScratch) -> Found {
    let graph = LocalGraph::new(region, center, &ground.free, &mut scratch.seen);
    let mut set = CellSet::seed(&graph);
    set.fill_plainly(&graph);
    set.found(&graph)
}

/// Improves a catchment about another of its cells; `None` where not all of it is within reach.
fn within(
    region: &Region<'_>,
    found: &Found,
    center: u32,
    ground: &Ground,
    scratch: &mut SearchScratch,
) -> Option<Found> {
    let mut graph = LocalGraph::new(region, center, &ground.free, &mut scratch.seen);
    graph.penalty = found.penalty;
    let cells = graph.local(&found.cells)?;
    let mut set = CellSet::of(&graph, &cells);
    set.fill(&graph, &mut scratch.growth);
    exchange(&graph, &mut set, region.brief, &mut scratch.growth);
    let better = set.found(&graph);
    Some(if better.harm > found.harm { better } else { Found { anchor: center, ..found.clone() } })
}

fn recenter(region: &Region<'_>, mut found: Found, ground: &Ground, scratch: &mut SearchScratch) -> Found {
    for _ in 0..MOVES {
        let center = region.center(&found);
        if center == found.anchor || !ground.may_center(region, center) {
            break;
        }
        match within(region, &found, center, ground, scratch) {
            Some(next) if next.harm > found.harm * (1.0 + GAIN) => found = next,
            _ => break,
        }
    }
    found
}

/// Drops poor pieces and fills the room again, kept where it helps; bites grow while they fail and shrink once one
/// helped.
fn exchange(graph: &LocalGraph, set: &mut CellSet, brief: bool, s: &mut Scratch) {
    let mut drops = 1;
    // Larger losses are left to the random bites: the poorest pieces one by one seldom make room for something better
    // elsewhere.
    let most = if brief { BRIEF } else { (set.size / 6).max(6) };
    let mut trial = set.clone();
    while drops <= most {
        trial.clone_from(set);
        for _ in 0..drops {
            if !trial.drop_poorest(graph, set.size / 3, s) {
                break;
            }
        }
        trial.fill(graph, s);
        if trial.is_compact(graph) && trial.harm > set.harm * (1.0 + GAIN) {
            std::mem::swap(set, &mut trial);
            drops = (drops / 2).max(1);
        } else {
            drops *= 2;
        }
    }
}

/// Disturbs a catchment again and again: a random bite is taken out, the room filled, the exchange run; kept where it
/// helps.
pub(crate) fn disturb(
    region: &Region<'_>,
    found: &Found,
    ground: &Ground,
    rounds: usize,
    stream: Stream,
    scratch: &mut SearchScratch,
) -> Found {
    let mut graph = LocalGraph::new(region, found.anchor, &ground.free, &mut scratch.seen);
    graph.penalty = found.penalty;
    let Some(cells) = graph.local(&found.cells) else {
        return found.clone();
    };
    let mut set = CellSet::of(&graph, &cells);
    for round in (0..rounds as u64).take_while(|_| !region.stopped()) {
        let mut trial = set.clone();
        let rings = stream.below(2 * round, 1 + set.size.isqrt() / 3);
        trial.bite(&graph, stream.below(2 * round + 1, graph.len()), rings, &mut scratch.growth);
        trial.fill(&graph, &mut scratch.growth);
        exchange(&graph, &mut trial, region.brief, &mut scratch.growth);
        if trial.is_compact(&graph) && trial.harm > set.harm * (1.0 + GAIN) {
            set = trial;
        }
    }
    let better = set.found(&graph);
    if better.harm > found.harm { recenter(region, better, ground, scratch) } else { found.clone() }
}
