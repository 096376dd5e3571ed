//! The search for walkable catchments, from start to proof.

use std::sync::Arc;

use super::super::CatchmentError;
use super::super::params::CatchmentParams;
use super::super::region::{Found, Region};
use super::alone::alone;
use super::{Chooser, Descent, Lattice, Walk, Windows};

/// So many more than asked for are drawn, so that they can be put together in other ways.
const SPARE: usize = 2;
/// Choices of at most so many catchments are put together anew.
const MOST_PACKED: usize = 12;
/// So many are bound for each smaller number as well.
const IN_TURN: usize = 6;
/// Steps of the proof for each unit of effort.
const STEPS: usize = 15;
/// Ground that holds less than this share of the poorest catchment is left out of the proof.
const POOR: f64 = 0.9;
/// A bound this near is near enough for the default effort; for n times the effort, an n-th of it.
const NEAR: f64 = 6e-3;

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
        let bound = descent.run(&chosen, STEPS * params.effort, near);
        if !packed {
            return Proved { chosen, bound };
        }
        let others = chooser.pack_priced(&descent.columns, descent.prices(), n);
        Proved { chosen: larger(chosen, chooser.improve(others)), bound }
    };
    let all: Vec<Proved> = (from..=most).map(&mut one).collect();
    Ok(if each { all } else { all.into_iter().last().into_iter().collect() })
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
    let sum = |list: &[Found]| list.iter().map(|f| f.harm).sum::<f64>();
    if (b.len(), sum(&b)) > (a.len(), sum(&a)) { b } else { a }
}
