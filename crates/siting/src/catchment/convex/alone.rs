//! One walkable catchment, solved to the end: of the centers about which more could be held than is known, each is
//! worked out exactly.

use rayon::prelude::*;

use super::super::region::{Found, Ground};
use super::bound::Windows;
use super::walk::{Scratch, Walk};
use super::window::{Known, Window};

/// Centers worked out at once: a fixed number, so that the answer does not depend on the number of threads.
const BATCH: usize = 8;
/// Centers that a unit of effort allows.
const WORK: usize = 400;
/// A gain below this share of the harm is rounding.
const GAIN: f64 = 1e-9;

/// The best catchment, from one that is known, and a bound that none can exceed.
pub(crate) fn alone(walk: &Walk<'_, '_>, windows: &Windows, known: Found, effort: usize) -> (Found, f64) {
    let region = walk.region;
    let ground = Ground::new(region, []);
    let mut open = centers(walk, windows, known.harm * (1.0 + GAIN));
    let (mut held, mut bound, mut work) = (known, windows.rest, WORK * effort);
    for batch in open.chunks_mut(BATCH) {
        let enough = held.harm * (1.0 + GAIN);
        if batch[0].value <= enough || region.stopped() {
            break;
        }
        if work == 0 {
            bound = bound.max(batch[0].value);
            break;
        }
        work = work.saturating_sub(batch.len());
        let worked: Vec<Option<Found>> =
            batch.par_iter_mut().map_init(|| walk.scratch(), |s, w| best_about(walk, w, enough, &ground, s)).collect();
        bound = batch.iter().map(|w| w.value).filter(|v| *v > enough).fold(bound, f64::max);
        for found in worked.into_iter().flatten() {
            if found.harm > held.harm {
                held = found;
            }
        }
    }
    let bound = bound.max(held.harm) * (1.0 + GAIN);
    (held, bound)
}

/// Works a center out; what it leads to, if that may be more than enough.
fn best_about(
    walk: &Walk<'_, '_>,
    window: &mut Window,
    enough: f64,
    ground: &Ground,
    s: &mut Scratch,
) -> Option<Found> {
    if window.known == Known::Mix {
        window.count_out(walk, &walk.region.harm, enough, &mut s.tables);
    }
    if window.value <= enough {
        return None;
    }
    let center = window.centers[0];
    let best = window.fitting(walk).next().map(|set| walk.found(center, set.clone()));
    // Where cells differ in size, the best by their number may not fit.
    best.filter(|f| f.harm >= window.value * (1.0 - 2.0 * GAIN))
        .or_else(|| walk.about(center, &[window.turn], ground, s))
}

/// The centers about which more could be held, most first.
fn centers(walk: &Walk<'_, '_>, windows: &Windows, held: f64) -> Vec<Window> {
    let one = |scratch: &mut Scratch, window: &Window| -> Vec<Window> {
        let mut own = if window.centers.len() > 1 { window.split(walk) } else { vec![window.clone()] };
        for w in &mut own {
            w.evaluate(walk, &walk.region.harm, held, &mut scratch.tables);
        }
        own.retain(|w| w.value > held);
        own
    };
    let above: Vec<&Window> = windows.list.iter().filter(|w| w.value > held).collect();
    let all: Vec<Vec<Window>> = above.par_iter().map_init(|| walk.scratch(), |s, w| one(s, w)).collect();
    let mut open: Vec<Window> = all.into_iter().flatten().collect();
    open.sort_by(|a, b| b.value.total_cmp(&a.value).then_with(|| a.place().cmp(&b.place())));
    open
}
