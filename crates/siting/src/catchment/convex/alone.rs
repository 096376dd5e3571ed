//! One walkable catchment, solved to the end: of the centers about which more could be held than is known, each is
//! worked out exactly.

use rayon::prelude::*;

use super::super::region::{Found, Ground};
use super::bound::Windows;
use super::walk::Walk;
use super::window::{Tables, Window};

/// Centers worked out at once: a fixed number, so that the answer does not depend on the number of threads.
const BATCH: usize = 8;
/// Values of tables that a unit of effort allows.
const WORK: usize = 30_000_000;
/// Prices of ground that are tried for each center.
const PRICES: usize = 4;
/// A gain below this share of the harm is rounding.
const GAIN: f64 = 1e-9;

/// The best catchment, from one that is known, and a bound that none can exceed.
pub(crate) fn alone(walk: &Walk<'_, '_>, windows: &Windows, known: Found, effort: usize) -> (Found, f64) {
    let region = walk.region;
    let ground = Ground::new(region, []);
    let open = centers(walk, windows, known.harm * (1.0 + GAIN));
    let most = region.most_cells();
    let cost = |w: &Window| w.cells.len() * walk.rule.most.min(most) * 9 * (most + 1);
    let (mut held, mut bound, mut work) = (known, windows.rest, WORK * effort);
    for batch in open.chunks(BATCH) {
        if batch[0].value <= held.harm * (1.0 + GAIN) || region.stopped() {
            break;
        }
        let Some(left) = work.checked_sub(batch.iter().map(cost).sum()) else {
            bound = bound.max(batch[0].value);
            break;
        };
        work = left;
        let worked: Vec<(f64, Option<Found>)> = batch
            .par_iter()
            .map_init(|| walk.scratch(), |s, w| walk.bound_about(w.centers[0], w.turn, &ground, s))
            .collect();
        for (window, (most, found)) in batch.iter().zip(worked) {
            bound = bound.max(most.min(window.value));
            if let Some(found) = found.filter(|f| f.harm > held.harm) {
                held = found;
            }
        }
    }
    let bound = bound.max(held.harm) * (1.0 + GAIN);
    (held, bound)
}

/// The centers about which more could be held, most first.
fn centers(walk: &Walk<'_, '_>, windows: &Windows, held: f64) -> Vec<Window> {
    let one = |tables: &mut Tables, window: &Window| -> Vec<Window> {
        let mut own = if window.centers.len() > 1 { window.split(walk) } else { vec![window.clone()] };
        for w in &mut own {
            let before = w.value;
            w.evaluate(walk, &walk.region.harm, (PRICES, held), tables);
            w.value = w.value.min(before);
        }
        own.retain(|w| w.value > held);
        own
    };
    let above: Vec<&Window> = windows.list.iter().filter(|w| w.value > held).collect();
    let all: Vec<Vec<Window>> = above.par_iter().map_init(Tables::default, |t, w| one(t, w)).collect();
    let mut open: Vec<Window> = all.into_iter().flatten().collect();
    open.sort_by(|a, b| b.value.total_cmp(&a.value).then(a.centers.cmp(&b.centers)).then(a.turn.cmp(&b.turn)));
    open
}
