//! Several walkable catchments: where to look, and which together.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::super::exact;
use super::super::region::{Found, Ground};
use super::lattice::{Board, TURNS};
use super::sweep::Sweep;
use super::walk::{Scratch, Walk};

/// Prices of ground at which the city is looked over, as shares of the one at which its best set just fits.
const LADDER: [f64; 5] = [1.2, 1.0, 0.8, 0.62, 0.45];
/// The same for one search of many.
const BRIEF: [f64; 2] = [1.0, 0.65];
/// Steps to that price.
const STEPS: usize = 9;
/// Sets looked at for each price and direction.
const LISTED: usize = 40;
/// Starts that are kept besides a few for each catchment asked for.
const STARTS: usize = 40;
const STARTS_EACH: usize = 10;
/// On grounds of no more cells, every cell is a start.
const SMALL: usize = 200;
/// Starts worked out at once.
const TOGETHER: usize = 4;
/// Times that each is redone with the others in place.
const SWEEPS: usize = 2;
/// Cells looked at while the best are put together.
const PACKING: usize = 2_000_000;
/// Of its own cells, so many are tried as the center of a catchment that is redone.
const AROUND: usize = 4;
/// Directions in which a quick look finds less than this share of what is held are not looked at again.
const WORTH: f64 = 0.975;
/// Seeds of a choice have at most this share of their cells in common.
const COMMON: f64 = 0.3;
/// A gain below this share of the harm is rounding.
const GAIN: f64 = 1e-9;

/// A place to look at.
#[derive(Debug, Clone)]
struct Start {
    center: u32,
    turn: usize,
    /// About what can be had there.
    promise: f64,
    found: Option<Found>,
}

impl Start {
    /// Whether there is nothing left to work out.
    fn known(&self) -> bool {
        self.found.is_some() || self.promise <= 0.0
    }
}

/// The search over a region.
pub(crate) struct Chooser<'w, 'f, 'a> {
    pub(crate) walk: &'w Walk<'f, 'a>,
    /// Every catchment that was looked at.
    pub(crate) columns: Vec<Found>,
    ground: Ground,
    starts: Vec<Start>,
    /// What redoing a catchment led to where no other is near, by its cells.
    alone: BTreeMap<Vec<u32>, Found>,
    /// Price of ground at which the best set just fits, harm per km².
    pub(crate) price: f64,
}

impl<'w, 'f, 'a> Chooser<'w, 'f, 'a> {
    pub(crate) fn new(walk: &'w Walk<'f, 'a>, k: usize) -> Self {
        let ground = Ground::new(walk.region, []);
        let mut chooser =
            Self { walk, columns: Vec::new(), ground, starts: Vec::new(), alone: BTreeMap::new(), price: 0.0 };
        chooser.price = chooser.fitting_price();
        let (shares, most) = if walk.region.brief {
            (&BRIEF[..], STARTS / 3 + STARTS_EACH * k)
        } else {
            (&LADDER[..], STARTS + STARTS_EACH * k)
        };
        let ladder: Vec<f64> = shares.iter().map(|share| share * chooser.price).collect();
        chooser.look(&ladder, most);
        chooser
    }

    /// The price of ground at which the best set of the city just fits.
    fn fitting_price(&self) -> f64 {
        let region = self.walk.region;
        let density = |(h, a): (&f64, &f64)| h / a;
        let (mut low, mut high) = (0.0, region.harm.iter().zip(region.input.area_km2).map(density).fold(0.0, f64::max));
        let mut sweep = Sweep::default();
        let board = &self.walk.lattice.whole[0];
        for _ in 0..if region.brief { STEPS / 2 } else { STEPS } {
            // Densities are very uneven: the geometric middle is nearer, once there is one.
            let price = if low > 0.0 { (low * high).sqrt() } else { high / 8.0 };
            sweep.run(board, &self.profit(price), self.walk.rule);
            let area = sweep.best(board).map_or(0.0, |end| self.walk.area(&sweep.cells(board, end)));
            if area > region.max_area { low = price } else { high = price }
        }
        high
    }

    /// Harm less the price of ground; negative infinity where the ground is not free.
    fn profit(&self, price: f64) -> Vec<f64> {
        let region = self.walk.region;
        let one = |c: usize| {
            if self.ground.free[c] { region.harm[c] - price * region.input.area_km2[c] } else { f64::NEG_INFINITY }
        };
        (0..region.len()).map(one).collect()
    }

    /// Looks over the free ground at some prices, and adds the places that stand out and are not known.
    fn look(&mut self, prices: &[f64], most: usize) {
        let region = self.walk.region;
        if region.len() <= SMALL {
            return self.look_everywhere();
        }
        let jobs: Vec<(f64, usize)> = prices.iter().flat_map(|p| (0..TURNS).map(move |t| (*p, t))).collect();
        let this = &*self;
        let looked: Vec<Vec<Start>> = jobs
            .par_iter()
            .map_init(Sweep::default, |sweep, (price, turn)| {
                if region.stopped() {
                    return Vec::new();
                }
                let board = &this.walk.lattice.whole[*turn];
                sweep.run(board, &this.profit(*price), this.walk.rule);
                let start = |(value, cells): (f64, Vec<u32>)| {
                    let found = this.walk.found(cells[0], cells);
                    Start {
                        center: this.middle(&found.cells),
                        turn: *turn,
                        promise: value + price * region.max_area,
                        found: None,
                    }
                };
                listed(sweep, board, region.len(), LISTED, 0.0).into_iter().map(start).collect()
            })
            .collect();
        let mut all: Vec<Start> = looked.into_iter().flatten().collect();
        all.sort_by(|a, b| b.promise.total_cmp(&a.promise).then(a.center.cmp(&b.center)).then(a.turn.cmp(&b.turn)));
        let apart = 0.4 * region.reach_m / 1.6;
        for start in all {
            if self.starts.len() >= most {
                break;
            }
            let near = |s: &Start| s.turn == start.turn && region.distance_m(s.center, start.center) < apart;
            if self.ground.may_center(region, start.center) && !self.starts.iter().any(near) {
                self.starts.push(start);
            }
        }
    }

    /// Makes every free cell a start in every direction: the best single catchment is then among them.
    fn look_everywhere(&mut self) {
        let region = self.walk.region;
        for center in (0..region.len()).filter_map(|c| u32::try_from(c).ok()) {
            for turn in 0..TURNS {
                let known = self.starts.iter().any(|s| (s.center, s.turn) == (center, turn));
                if !known && self.ground.may_center(region, center) {
                    self.starts.push(Start { center, turn, promise: f64::MAX, found: None });
                }
            }
        }
    }

    /// The cell of a set that is nearest to the mean position of its harm.
    fn middle(&self, cells: &[u32]) -> u32 {
        self.walk.region.center(&self.walk.found(cells[0], cells.to_vec()))
    }

    /// The best that the starts lead to.
    fn best(&mut self) -> Option<Found> {
        let mut best = self
            .starts
            .iter()
            .filter_map(|s| s.found.as_ref())
            .fold(None, |best: Option<&Found>, f| if best.is_none_or(|b| better(f, b)) { Some(f) } else { best })
            .cloned();
        loop {
            let held = best.as_ref().map_or(0.0, |b| b.harm);
            // A few at once: their number does not depend on the threads, and so the answer does not either.
            let mut order: Vec<usize> = (0..self.starts.len()).filter(|s| !self.starts[*s].known()).collect();
            order.retain(|s| self.starts[*s].promise > held);
            order.sort_by(|a, b| self.starts[*b].promise.total_cmp(&self.starts[*a].promise).then(a.cmp(b)));
            order.truncate(TOGETHER);
            if order.is_empty() || self.walk.region.stopped() {
                return best;
            }
            let next: Vec<Start> = order
                .par_iter()
                .map_init(|| self.walk.scratch(), |scratch, at| self.nearer(self.starts[*at].clone(), scratch))
                .collect();
            for (at, start) in order.into_iter().zip(next) {
                if let Some(found) = &start.found {
                    self.columns.push(found.clone());
                    if best.as_ref().is_none_or(|b| better(found, b)) {
                        best = Some(found.clone());
                    }
                }
                self.starts[at] = start;
            }
        }
    }

    /// Works a start out.
    fn nearer(&self, mut start: Start, scratch: &mut Scratch) -> Start {
        start.found = self.walk.quick(start.center, start.turn, (&self.ground, self.price), scratch);
        start.promise = start.found.as_ref().map_or(0.0, |f| f.harm);
        start
    }

    /// Takes a catchment out of the ground, and looks again about it.
    pub(crate) fn take(&mut self, taken: &Found, most: usize) {
        self.ground.take(taken);
        let (region, ground) = (self.walk.region, &self.ground);
        self.starts.retain(|s| ground.may_center(region, s.center));
        for start in &mut self.starts {
            if start.found.as_ref().is_some_and(|f| !ground.has_room(region, f)) {
                start.found = None;
            }
        }
        // In a hurry, the starts that are left are enough.
        if region.brief && self.starts.len() > most {
            return;
        }
        self.look(&[0.9 * self.price, 0.6 * self.price], STARTS + STARTS_EACH * most);
    }

    /// One after the other, each the best on what the others left.
    pub(crate) fn sequence(&mut self, n: usize) -> Vec<Found> {
        let mut chosen: Vec<Found> = Vec::new();
        while chosen.len() < n && !self.walk.region.stopped() {
            let Some(best) = self.best() else { break };
            self.take(&best, n);
            chosen.push(best);
        }
        chosen
    }

    /// `n` catchments about those that have the largest shares and little ground in common, each worked out on what the
    /// ones before leave.
    pub(crate) fn rounded(&self, shares: &[(f64, &Found)], n: usize) -> Option<Vec<Found>> {
        let (walk, region) = (self.walk, self.walk.region);
        let mut seeds: Vec<&Found> = Vec::new();
        for (_, found) in shares {
            let common = |s: &&Found| s.cells.iter().filter(|c| found.cells.binary_search(c).is_ok()).count();
            if seeds.len() < n && seeds.iter().all(|s| common(s) as f64 <= COMMON * found.cells.len() as f64) {
                seeds.push(*found);
            }
        }
        seeds.sort_by(|a, b| b.harm.total_cmp(&a.harm).then_with(|| a.cells.cmp(&b.cells)));
        let mut ground = Ground::new(region, []);
        let mut scratch = walk.scratch();
        let mut chosen = Vec::new();
        for seed in seeds {
            let found = walk.about(region.center(seed), &Walk::turns(), &ground, &mut scratch)?;
            let found = walk.settle(found, &Walk::turns(), &ground, &mut scratch);
            ground.take(&found);
            chosen.push(found);
        }
        (chosen.len() == n).then_some(chosen)
    }

    /// Redoes each with the others in place, in every direction, while that helps.
    pub(crate) fn improve(&mut self, mut chosen: Vec<Found>) -> Vec<Found> {
        for _ in 0..SWEEPS {
            let before: f64 = chosen.iter().map(|f| f.harm).sum();
            for i in (0..chosen.len()).take_while(|_| !self.walk.region.stopped()) {
                let better = self.redone(&chosen, i);
                if better.harm > chosen[i].harm {
                    chosen[i] = better;
                }
            }
            if chosen.iter().map(|f| f.harm).sum::<f64>() <= before * (1.0 + GAIN) {
                break;
            }
        }
        chosen
    }

    /// The best about a catchment with the others in place.
    fn redone(&mut self, chosen: &[Found], i: usize) -> Found {
        let (walk, region) = (self.walk, self.walk.region);
        let others: Vec<&Found> = chosen.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, f)| f).collect();
        // What none of the others is near is the same in every choice.
        let near = |o: &&Found| region.distance_m(o.anchor, chosen[i].anchor) < 4.0 * region.reach_m;
        let alone = region.spacing_m <= 0.0 && !others.iter().any(near);
        if alone && let Some(known) = self.alone.get(&chosen[i].cells) {
            return known.clone();
        }
        let ground = Ground::new(region, others);
        let price = self.price;
        let center = if region.spacing_m > 0.0 { chosen[i].anchor } else { region.center(&chosen[i]) };
        let mut jobs: Vec<(u32, usize)> = Walk::turns().map(|turn| (center, turn)).to_vec();
        if !region.brief && region.spacing_m <= 0.0 {
            // A few of its own cells as well: its middle need not be the best center.
            let step = (chosen[i].cells.len() / AROUND).max(1);
            let others = chosen[i].cells.iter().step_by(step).filter(|c| **c != center);
            jobs.extend(others.flat_map(|c| Walk::turns().map(|turn| (*c, turn))));
        }
        let quick = |s: &mut Scratch, (center, turn): &(u32, usize)| {
            Some((walk.quick(*center, *turn, (&ground, price), s)?, *center, *turn))
        };
        let looked: Vec<Option<(Found, u32, usize)>> =
            jobs.par_iter().map_init(|| walk.scratch(), |s, job| quick(s, job)).collect();
        let mut looked: Vec<(Found, u32, usize)> = looked.into_iter().flatten().collect();
        looked.sort_by(|a, b| b.0.harm.total_cmp(&a.0.harm).then((a.1, a.2).cmp(&(b.1, b.2))));
        let mut found: Vec<Option<Found>> = looked.first().map(|l| Some(l.0.clone())).into_iter().collect();
        // In each direction, the best center and the middle.
        let mut tried: Vec<(u32, usize)> = Vec::new();
        for (quick, at, turn) in looked {
            let first = tried.iter().all(|t| t.1 != turn);
            if quick.harm >= WORTH * chosen[i].harm && (first || at == center) {
                tried.push((at, turn));
            }
        }
        found.par_extend(tried.par_iter().map_init(
            || walk.scratch(),
            |s, (center, turn)| {
                let found = walk.about(*center, &[*turn], &ground, s)?;
                Some(if found.harm > 0.99 * chosen[i].harm { walk.settle(found, &[*turn], &ground, s) } else { found })
            },
        ));
        let best = found.into_iter().flatten().fold(chosen[i].clone(), |a, b| if better(&b, &a) { b } else { a });
        self.columns.push(best.clone());
        if alone {
            self.alone.insert(chosen[i].cells.clone(), best.clone());
            self.alone.insert(best.cells.clone(), best.clone());
        }
        best
    }

    /// The `k` disjoint ones that hold most of all that were looked at.
    pub(crate) fn pack(&self, k: usize) -> Vec<Found> {
        let mut columns = self.columns.clone();
        columns.sort_by(|a, b| b.harm.total_cmp(&a.harm).then_with(|| a.cells.cmp(&b.cells)));
        columns.dedup_by(|a, b| a.cells == b.cells);
        exact::best_of(columns, &vec![0.0; self.walk.region.len()], k, PACKING)
    }
}

/// The better of two, the one with the lower first cell where they are equal.
fn better(a: &Found, b: &Found) -> bool {
    a.harm > b.harm || (a.harm >= b.harm && a.cells < b.cells)
}

/// The best sets of a sweep that end apart: none begins its last row on a cell of a better one.
pub(crate) fn listed(sweep: &Sweep, board: &Board, cells: usize, most: usize, above: f64) -> Vec<(f64, Vec<u32>)> {
    let mut ends: Vec<super::sweep::End> = sweep.ends(board).filter(|e| e.length > 0 && e.value > above).collect();
    ends.sort_by(|a, b| b.value.total_cmp(&a.value).then(a.row.cmp(&b.row)).then(a.at.cmp(&b.at)));
    let mut covered = vec![false; cells];
    let mut list = Vec::new();
    for end in ends {
        if list.len() == most {
            break;
        }
        let last = &board.rows[end.row].cells[end.at..end.at + end.length];
        if covered[last[0] as usize] || covered[last[last.len() - 1] as usize] {
            continue;
        }
        let set = sweep.cells(board, end);
        for cell in &set {
            covered[*cell as usize] = true;
        }
        list.push((end.value, set));
    }
    list
}
