//! The search for walkable catchments, from start to proof.

use std::sync::Arc;

use super::super::CatchmentError;
use super::super::params::CatchmentParams;
use super::super::region::{Found, Region};
use super::alone::alone;
use super::packing::better_than;
use super::{Chooser, Descent, Lattice, Walk, Windows};

/// So many more than asked for are drawn, so that they can be put together in other ways.
const SPARE: usize = 2;
/// Choices of at most so many catchments are put together anew.
const MOST_PACKED: usize = 12;
/// So many are bound for each smaller number as well.
const IN_TURN: usize = 6;
/// Steps of the proof for each unit of effort.
const STEPS: usize = 6;
/// Windows that are counted out for each number of catchments and unit of effort.
const COUNTED: usize = 600;
/// A choice that holds less than this share of the best is not worked on.
const PROMISING: f64 = 0.97;
/// Ground that holds less than this share of the poorest catchment is left out of the proof.
const POOR: f64 = 0.9;
/// A bound this near is near enough for the default effort; for n times the effort, an n-th of it.
const NEAR: f64 = 9e-3;

/// A choice with a bound that no other can exceed; infinite where none was asked for.
pub(crate) struct Proved {
    pub(crate) chosen: Vec<Found>,
    pub(crate) bound: f64,
}

/// The best 1, 2 … `k` together where `each`, else the best `k` alone; fewer where there are not so many.
///
/// # Errors
/// As [`Walk::new`].
pub(crate) fn best(region: &Region<'_>, params: &CatchmentParams, each: bool) -> Result<Vec<Proved>, CatchmentError> {
    let walk = Walk::new(region)?;
    let k = params.k;
    let mut chooser = Chooser::new(&walk, k);
    let packed = k <= MOST_PACKED && region.spacing_m <= 0.0;
    // One alone is the best of all that the first draw looks at: further ones would put nothing together.
    let sequence = chooser.sequence(if packed && k > 1 { k + SPARE } else { k });
    let most = k.min(sequence.len());
    let least = sequence[..most].iter().map(|f| f.harm).fold(f64::INFINITY, f64::min);
    let windows = (params.effort > 0).then(|| Windows::new(&walk, POOR * least));
    let mut descent = windows.as_ref().map(|windows| Descent::new(&walk, windows));
    // Few are bound one number after the other: the prices of one are a good start for the next.
    let from = if each || most <= IN_TURN && descent.is_some() { 1.min(most) } else { most };
    let mut one = |n: usize| {
        let first = sequence[..n].to_vec();
        let first = if packed { larger(first, chooser.pack(n)) } else { first };
        let chosen = chooser.improve(first);
        let Some(descent) = &mut descent else {
            return Proved { chosen, bound: f64::INFINITY };
        };
        if let ([known], Some(windows)) = (&chosen[..], &windows) {
            let (best, bound) = alone(&walk, windows, known.clone(), params.effort);
            return Proved { chosen: vec![best], bound };
        }
        let near = NEAR * 4.0 / params.effort as f64;
        descent.know(&chooser.columns);
        descent.turn_to(&chosen);
        let mut best = chosen;
        for counts in [0, COUNTED * params.effort] {
            if counts > 0 {
                descent.count_out(counts);
            }
            descent.descend(held(&best), near, STEPS * params.effort);
            if packed {
                best = repacked(&mut chooser, descent, best);
            }
            if descent.bound() <= held(&best) * (1.0 + near) {
                break;
            }
        }
        Proved { chosen: best, bound: descent.bound() }
    };
    let all: Vec<Proved> = (from..=most).map(&mut one).collect();
    Ok(if each { all } else { all.into_iter().last().into_iter().collect() })
}

/// A better choice by what a proof has met, if there is one.
fn repacked(chooser: &mut Chooser<'_, '_, '_>, descent: &Descent<'_, '_, '_>, chosen: Vec<Found>) -> Vec<Found> {
    let n = chosen.len();
    let packed = better_than(&descent.columns(), descent.prices(), (n, descent.bound()), held(&chosen));
    let mut best = match packed {
        Some(packed) => larger(chosen, chooser.improve(packed)),
        None => chosen,
    };
    if let Some(rounded) = chooser.rounded(&descent.shares(), n).filter(|r| held(r) > PROMISING * held(&best)) {
        best = larger(best, chooser.improve(rounded));
    }
    best
}

fn held(chosen: &[Found]) -> f64 {
    chosen.iter().map(|f| f.harm).sum()
}

/// Up to `n` more on what some leave.
///
/// # Errors
/// As [`Walk::new`].
pub(crate) fn and_more(region: &Region<'_>, chosen: Vec<Found>, n: usize) -> Result<Vec<Found>, CatchmentError> {
    let walk = Walk::new(region)?;
    let mut chooser = Chooser::new(&walk, n);
    for found in &chosen {
        chooser.take(found, n);
    }
    let more = chooser.sequence(n.saturating_sub(chosen.len()));
    Ok(chosen.into_iter().chain(more).collect())
}

/// The best `k` found in a hurry, one after the other by a price on ground; or those that are known, where they hold
/// more.
pub(crate) fn quick(region: &Region<'_>, lattice: Arc<Lattice>, k: usize, known: Vec<Found>) -> Vec<Found> {
    let walk = Walk::on(region, lattice);
    let fresh = Chooser::new(&walk, k).sequence(k);
    if known.len() < fresh.len() { fresh } else { larger(fresh, known) }
}

/// The choice that holds more, of as many catchments.
fn larger(a: Vec<Found>, b: Vec<Found>) -> Vec<Found> {
    if (b.len(), held(&b)) > (a.len(), held(&a)) { b } else { a }
}
