//! Which catchments together: starts, the choice one after the other, and the joint improvement.

use rayon::prelude::*;

use super::improve::{SearchScratch, disturb, from_center, from_found, plain};
use super::region::{Found, Ground, Region, Seen};
use super::squares::Squares;
use super::{CatchmentParams, exact};
use crate::stream::Stream;

/// Choices of at most so many catchments are put together from several sequences, each longer by the spare number.
pub(crate) const MOST_PACKED: usize = 12;
const SPARE: usize = 2;
/// Cells looked at while putting them together.
const PACKING: usize = 2_000_000;
/// Quick choices that differ by less than this share are told apart by more work.
const CLOSE: f64 = 0.02;
/// Disturbances of each catchment of a quick choice, at least and at most, and so many cells disturbed in all.
const LEAST_SETTLING: usize = 4;
const MOST_SETTLING: usize = 24;
const SETTLING_CELLS: usize = 800;
/// A gain below this share of the harm is rounding.
const GAIN: f64 = 1e-9;
/// Sweeps of joint improvement.
const SWEEPS: usize = 4;
/// Other first catchments that are tried, where all catchments together have no more cells than this.
const ALTERNATIVES: usize = 6;
const ALTERNATIVES_UP_TO: usize = 120;

/// For every cell as center: no catchment about it holds more than this. 0 for cells that are not free.
pub(crate) fn disk_bounds(region: &Region<'_>, free: &[bool]) -> Vec<f64> {
    let most = region.most_cells();
    let ids: Vec<u32> = (0..region.len()).filter_map(|i| u32::try_from(i).ok()).collect();
    let squares = Squares::new(region, region.reach_m, |c| region.harm[c as usize] > 0.0);
    ids.par_iter()
        .map_init(
            || (Seen::default(), Vec::new(), Vec::new()),
            |(seen, cells, harm): &mut (Seen, Vec<u32>, Vec<f64>), &center| {
                // Most of a state is empty: what no harm is near needs no walk.
                if !squares.any_near(center, |c| region.reaches(center, c)) {
                    return 0.0;
                }
                let usable = |c: u32| free[c as usize] && region.input.allowed[c as usize];
                region.walk(center, usable, seen, cells);
                harm.clear();
                harm.extend(cells.iter().map(|c| region.harm[*c as usize]).filter(|h| *h > 0.0));
                if harm.len() > most {
                    harm.select_nth_unstable_by(most, |a, b| b.total_cmp(a));
                    harm.truncate(most);
                }
                harm.sort_unstable_by(f64::total_cmp);
                harm.iter().sum()
            },
        )
        .collect()
}

/// Centers to start from: by falling bound, half a radius apart (three quarters where the search is brief); a quarter
/// of them random, where harm is.
fn centers(region: &Region<'_>, params: &CatchmentParams, bounds: &[f64], round: u64) -> Vec<u32> {
    let mut order: Vec<u32> =
        (0..region.len()).filter_map(|i| u32::try_from(i).ok()).filter(|c| bounds[*c as usize] > 0.0).collect();
    order.sort_by(|a, b| bounds[*b as usize].total_cmp(&bounds[*a as usize]).then(a.cmp(b)));
    let apart = if region.brief { 0.75 } else { 0.5 } * region.reach_m / params.radius_factor;
    let mut chosen: Vec<u32> = Vec::new();
    let random = params.starts / 4;
    for &c in &order {
        if chosen.len() == params.starts - random {
            break;
        }
        if chosen.iter().all(|o| region.distance_m(c, *o) >= apart) {
            chosen.push(c);
        }
    }
    let stream = Stream::new(params.seed, &["catchment starts"]);
    for i in 0..random as u64 {
        if !order.is_empty() {
            chosen.push(order[stream.below((round << 20) | i, order.len())]);
        }
    }
    chosen.sort_unstable();
    chosen.dedup();
    chosen
}

/// The better of two, the one with the lower first cell where they are equal.
fn better(a: &Found, b: &Found) -> bool {
    a.harm > b.harm || (a.harm >= b.harm && a.cells < b.cells)
}

/// Starts already worked out, and the ground that is still free.
#[derive(Clone)]
pub(crate) struct Pool<'f, 'a> {
    region: &'f Region<'a>,
    ground: Ground,
    starts: Vec<(u32, Option<Found>)>,
}

impl<'f, 'a> Pool<'f, 'a> {
    /// A pool on the ground that some catchments leave; `round` tells its random starts from those of earlier rounds.
    fn new(region: &'f Region<'a>, params: &CatchmentParams, taken: &[Found], round: u64) -> Self {
        let ground = Ground::new(region, taken);
        let bounds = if taken.is_empty() { region.center_bounds.clone() } else { disk_bounds(region, &ground.free) };
        let starts = centers(region, params, &bounds, round);
        let mut pool = Self { region, ground, starts: starts.into_iter().map(|c| (c, None)).collect() };
        pool.work_out();
        pool
    }

    /// Works out again the starts that have no answer.
    fn work_out(&mut self) {
        let (region, ground) = (self.region, &self.ground);
        self.starts.par_iter_mut().filter(|s| s.1.is_none()).for_each_init(
            SearchScratch::default,
            |scratch, (center, found)| {
                *found = if region.stopped() { None } else { from_center(region, *center, ground, scratch) };
            },
        );
        self.starts.retain(|s| s.1.as_ref().is_some_and(|f| f.harm > 0.0));
    }

    fn best(&self) -> Option<&Found> {
        self.starts.iter().filter_map(|s| s.1.as_ref()).reduce(|a, b| if better(b, a) { b } else { a })
    }

    /// Takes a catchment out of the ground; starts that are in its way must be worked out again.
    fn take(&mut self, taken: &Found) {
        self.ground.take(taken);
        for (_, found) in &mut self.starts {
            if found.as_ref().is_some_and(|f| !self.ground.has_room(self.region, f)) {
                *found = None;
            }
        }
    }
}

/// One after the other, each the best found on what the others left.
pub(crate) fn sequence(region: &Region<'_>, params: &CatchmentParams, n: usize) -> Vec<Found> {
    draw_from(Pool::new(region, params, &[], 0), params, Vec::new(), n)
}

/// Takes the best of a pool until there are `n`; where its starts are used up, new ones are chosen on the ground
/// between.
fn draw_from(mut pool: Pool<'_, '_>, params: &CatchmentParams, mut chosen: Vec<Found>, n: usize) -> Vec<Found> {
    let mut round = 0;
    while chosen.len() < n {
        let Some(best) = pool.best().cloned() else {
            round += 1;
            pool = Pool::new(pool.region, params, &chosen, round);
            if pool.best().is_none() {
                break;
            }
            continue;
        };
        pool.take(&best);
        chosen.push(best);
        if chosen.len() < n {
            pool.work_out();
        }
    }
    chosen
}

/// Plain greedy growth of `k` catchments: each from the free cell with most harm.
fn plain_sequence(region: &Region<'_>, k: usize) -> Vec<Found> {
    let mut ground = Ground::new(region, []);
    let mut scratch = SearchScratch::default();
    let mut chosen: Vec<Found> = Vec::new();
    for _ in 0..k {
        let ids = (0..region.len()).filter_map(|i| u32::try_from(i).ok());
        let usable = ids.filter(|c| region.harm[*c as usize] > 0.0 && ground.may_center(region, *c));
        let Some(center) = usable.reduce(|a, b| if region.harm[b as usize] > region.harm[a as usize] { b } else { a })
        else {
            break;
        };
        let found = plain(region, center, &ground, &mut scratch);
        ground.take(&found);
        chosen.push(found);
    }
    chosen
}

fn total(chosen: &[Found]) -> f64 {
    chosen.iter().map(|f| f.harm).sum()
}

/// What a search has looked at.
pub(crate) struct Searched<'f, 'a> {
    /// Starts worked out on free ground.
    pub(crate) pool: Pool<'f, 'a>,
    /// The best `k` found.
    pub(crate) chosen: Vec<Found>,
    /// Every catchment of a choice that was improved as a whole.
    columns: Vec<Found>,
}

impl Searched<'_, '_> {
    /// The best `k` of all that were found, `k` being no more than was asked for.
    pub(crate) fn best_of(&self, region: &Region<'_>, params: &CatchmentParams, k: usize) -> Vec<Found> {
        if k == self.chosen.len() {
            return self.chosen.clone();
        }
        let mut best = pack(region, &self.columns, k);
        let disturbed = improve_jointly(region, disturb_all(region, params, best.clone()));
        keep_better(&mut best, &disturbed);
        best
    }
}

/// The best `k` found, and what else the search came by.
pub(crate) fn best<'f, 'a>(region: &'f Region<'a>, params: &CatchmentParams) -> Searched<'f, 'a> {
    let pool = Pool::new(region, params, &[], 0);
    let (chosen, columns) = best_of(region, params, &pool);
    Searched { pool, chosen, columns }
}

/// The best `k` found from one sequence, or from a choice that is known where that leads further.
///
/// Both are redone once with the others in place. Of the known ones, the one that holds least gives way to the best
/// found elsewhere as long as that holds more: a choice that was polished as a whole would else win over a better place
/// by its polish alone. For the same reason choices that are close are told apart by more work, the same for both.
pub(crate) fn quick(region: &Region<'_>, params: &CatchmentParams, mut known: Vec<Found>) -> Vec<Found> {
    let mut scratch = SearchScratch::default();
    let pool = Pool::new(region, params, &[], 0);
    if known.len() == params.k {
        redo_each(region, &mut known, &mut scratch);
        give_way(pool.clone(), &mut known);
        redo_each(region, &mut known, &mut scratch);
    }
    let mut fresh = draw_from(pool, params, Vec::new(), params.k);
    redo_each(region, &mut fresh, &mut scratch);
    if known.len() < fresh.len() {
        return fresh;
    }
    let rounds = (SETTLING_CELLS / region.most_cells().max(1)).clamp(LEAST_SETTLING, MOST_SETTLING);
    let settled = CatchmentParams { rounds, ..*params };
    let settle = |choice: Vec<Found>| settle(region, &settled, choice);
    match total(&known) / total(&fresh) {
        share if share < 1.0 - CLOSE => settle(fresh),
        share if share > 1.0 + CLOSE => settle(known),
        _ => {
            let (known, fresh) = (settle(known), settle(fresh));
            if total(&fresh) < total(&known) { known } else { fresh }
        }
    }
}

/// Disturbs each of a choice a few times and redoes it, kept where it holds more.
fn settle(region: &Region<'_>, params: &CatchmentParams, choice: Vec<Found>) -> Vec<Found> {
    let mut settled = disturb_all(region, params, choice.clone());
    redo_each(region, &mut settled, &mut SearchScratch::default());
    if total(&settled) < total(&choice) { choice } else { settled }
}

/// Replaces the one that holds least by the best found on the ground that all leave, again and again.
fn give_way(mut pool: Pool<'_, '_>, chosen: &mut [Found]) {
    for found in chosen.iter() {
        pool.take(found);
    }
    pool.work_out();
    for _ in 0..chosen.len() {
        let Some(best) = pool.best().cloned() else { return };
        let Some(least) = chosen.iter_mut().reduce(|a, b| if b.harm < a.harm { b } else { a }) else { return };
        if best.harm <= least.harm * (1.0 + GAIN) {
            return;
        }
        pool.take(&best);
        pool.work_out();
        *least = best;
    }
}

/// On what the chosen leave, one after the other, as many more as make `n`.
pub(crate) fn and_more(mut pool: Pool<'_, '_>, params: &CatchmentParams, chosen: Vec<Found>, n: usize) -> Vec<Found> {
    if chosen.len() >= n {
        return chosen;
    }
    for found in &chosen {
        pool.take(found);
    }
    pool.work_out();
    draw_from(pool, params, chosen, n)
}

/// The best one need not be among the best `k`: where catchments are few and small, sequences that begin with another
/// one are tried as well. Nor need the best `k` be among the best `k + 1`: shorter and longer sequences share the
/// ground out differently, and the best is put together from them all.
fn best_of(region: &Region<'_>, params: &CatchmentParams, pool: &Pool<'_, '_>) -> (Vec<Found>, Vec<Found>) {
    let k = params.k;
    let mut firsts: Vec<Found> = pool.starts.iter().filter_map(|s| s.1.clone()).collect();
    firsts.sort_by(|a, b| b.harm.total_cmp(&a.harm).then_with(|| a.cells.cmp(&b.cells)));
    firsts.dedup_by(|a, b| a.cells == b.cells);
    let others = if k > 1 && k * region.most_cells() <= ALTERNATIVES_UP_TO { ALTERNATIVES } else { 0 };
    firsts.truncate(1 + others);
    let spare = if k <= MOST_PACKED && region.spacing_m <= 0.0 { SPARE } else { 0 };
    let sequences: Vec<Vec<Found>> = firsts
        .into_iter()
        .map(|first| {
            let mut rest = pool.clone();
            rest.take(&first);
            rest.work_out();
            draw_from(rest, params, vec![first], k + spare)
        })
        .collect();
    let mut best: Vec<Found> = Vec::new();
    let mut columns: Vec<Found> = Vec::new();
    for sequence in sequences {
        let shortest = if spare == 0 { sequence.len() } else { 1 };
        let lengths: Vec<usize> = (shortest.min(sequence.len())..=sequence.len()).collect();
        let improved: Vec<Vec<Found>> =
            lengths.into_par_iter().map(|n| improve_jointly(region, sequence[..n].to_vec())).collect();
        for choice in improved {
            if choice.len() <= k {
                keep_better(&mut best, &choice);
            }
            columns.extend(choice);
        }
    }
    // Never below plain growth; in practice it lies far below.
    let plain = plain_sequence(region, k);
    if (best.len(), total(&best)) < (plain.len(), total(&plain)) {
        best = improve_jointly(region, plain);
    }
    // What is better before it is disturbed need not be so after.
    let mut ends = vec![best.clone()];
    if spare > 0 {
        let packed = improve_jointly(region, pack(region, &columns, k));
        if packed.len() == best.len() && packed != best {
            ends.push(packed);
        }
    }
    let disturb = |end: &Vec<Found>| improve_jointly(region, disturb_all(region, params, end.clone()));
    let disturbed: Vec<Vec<Found>> = ends.par_iter().map(disturb).collect();
    for choice in ends.into_iter().chain(disturbed) {
        keep_better(&mut best, &choice);
        columns.extend(choice);
    }
    (best, columns)
}

fn keep_better(best: &mut Vec<Found>, other: &[Found]) {
    if (best.len(), total(best)) < (other.len(), total(other)) {
        *best = other.to_vec();
    }
}

/// The `k` disjoint ones that hold most, of those that were found; within a limit on the work.
fn pack(region: &Region<'_>, columns: &[Found], k: usize) -> Vec<Found> {
    let mut columns = columns.to_vec();
    columns.sort_by(|a, b| b.harm.total_cmp(&a.harm).then_with(|| a.cells.cmp(&b.cells)));
    columns.dedup_by(|a, b| a.cells == b.cells);
    let (picked, _) = exact::most_together(&columns, k, region.len(), PACKING);
    picked.into_iter().map(|i| columns[i].clone()).collect()
}

/// Redoes each with the others in place, and near pairs together, while that helps.
pub(super) fn improve_jointly(region: &Region<'_>, mut chosen: Vec<Found>) -> Vec<Found> {
    let mut scratch = SearchScratch::default();
    for _ in 0..SWEEPS {
        let before = total(&chosen);
        redo_each(region, &mut chosen, &mut scratch);
        redo_pairs(region, &mut chosen, &mut scratch);
        if total(&chosen) <= before * (1.0 + GAIN) {
            break;
        }
    }
    chosen
}

/// Redoes each with the others in place.
fn redo_each(region: &Region<'_>, chosen: &mut [Found], scratch: &mut SearchScratch) {
    for i in 0..chosen.len() {
        if region.stopped() {
            return;
        }
        let ground = ground_but(region, chosen, &[i]);
        chosen[i] = from_found(region, &chosen[i], &ground, scratch);
    }
}

/// Disturbs each with the others in place, all at once; where two took the same cell, the later one stays as it was.
fn disturb_all(region: &Region<'_>, params: &CatchmentParams, mut chosen: Vec<Found>) -> Vec<Found> {
    let disturbed: Vec<Found> = (0..chosen.len())
        .into_par_iter()
        .map_init(SearchScratch::default, |scratch, i| {
            let ground = ground_but(region, &chosen, &[i]);
            let stream = Stream::new(params.seed, &["catchment rounds", &i.to_string()]);
            disturb(region, &chosen[i], &ground, params.rounds, stream, scratch)
        })
        .collect();
    for (i, found) in disturbed.into_iter().enumerate() {
        let ground = ground_but(region, &chosen, &[i]);
        if ground.has_room(region, &found) {
            chosen[i] = found;
        }
    }
    chosen
}

/// The ground that all but some leave free.
fn ground_but(region: &Region<'_>, chosen: &[Found], but: &[usize]) -> Ground {
    Ground::new(region, chosen.iter().enumerate().filter(|(i, _)| !but.contains(i)).map(|(_, f)| f))
}

/// Gives the ground of two neighbors free, lets one take what it can, and the other what is left: both ways round.
fn redo_pairs(region: &Region<'_>, chosen: &mut [Found], scratch: &mut SearchScratch) {
    for i in 0..chosen.len() {
        for j in 0..chosen.len() {
            let far = region.distance_m(chosen[i].anchor, chosen[j].anchor) > 2.0 * region.reach_m;
            if i == j || far || region.stopped() {
                continue;
            }
            let mut ground = ground_but(region, chosen, &[i, j]);
            let first = from_found(region, &chosen[i], &ground, scratch);
            ground.take(&first);
            if ground.has_room(region, &chosen[j]) {
                // It wants nothing of its neighbor's: there is nothing to trade.
                continue;
            }
            if let Some(second) = rest(region, &chosen[j], &ground, scratch)
                && first.harm + second.harm > (chosen[i].harm + chosen[j].harm) * (1.0 + GAIN)
            {
                (chosen[i], chosen[j]) = (first, second);
            }
        }
    }
}

/// The best about what is left of a catchment: tried from its free cells with most harm.
fn rest(region: &Region<'_>, old: &Found, ground: &Ground, scratch: &mut SearchScratch) -> Option<Found> {
    let mut left: Vec<u32> = old.cells.iter().copied().filter(|c| ground.free[*c as usize]).collect();
    left.sort_by(|a, b| region.harm[*b as usize].total_cmp(&region.harm[*a as usize]).then(a.cmp(b)));
    left.truncate(3);
    left.push(old.anchor);
    left.into_iter()
        .filter_map(|c| from_center(region, c, ground, scratch))
        .reduce(|a, b| if better(&b, &a) { b } else { a })
}
