//! What no closed walk of a given length can pass more of.
//!
//! Every segment has two choices, walked (x) and walked a second time (y ≤ x). A closed walk of B meters obeys Σ
//! meters·(x + y) ≤ B and, at every crossing, parity: for an odd set F of its segments, not all of F can be passed
//! unless another segment there is, or one a second time: the x of F, less the other x, less all y, are at most |F| − 1
//! (the blossom inequalities of single crossings: Edmonds, Johnson 1973, doi 10.1007/BF01580113). A segment that
//! nothing leads around costs twice its length. Both kinds are moved into the sum with multipliers ≥ 0: what is left
//! falls apart into segments, and its maximum is a bound **whatever the multipliers are**. Subgradient steps of
//! Polyak's length (Held, Wolfe, Crowder 1974, doi 10.1007/BF01580223) lower it. That a walk hangs together is left
//! out, so the bound may be higher than the best.

use super::parts::Part;

/// Steps.
const STEPS: usize = 2500;
/// Steps without a lower bound after which they are halved.
const PATIENCE: usize = 60;
/// Most segments at a crossing of which all odd sets are looked at.
const MOST: usize = 6;
/// Room for rounding, as a share: sums of some thousand numbers.
const ROUNDING: f64 = 1e-9;

/// A bound, and what a meter is worth at it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bound {
    /// No closed walk passes more.
    pub(super) prize: f64,
    /// Prize of another meter.
    pub(super) per_meter: f64,
}

/// An odd set of segments at a crossing: with its sign each.
struct Odd {
    /// Segments at the crossing, and whether they belong to the set.
    signs: Vec<(usize, bool)>,
    /// Size of the set less 1.
    most: f64,
}

/// Multipliers and what they say.
struct Dual<'a> {
    part: &'a Part,
    meters: f64,
    odd: Vec<Odd>,
    per_meter: f64,
    of_odd: Vec<f64>,
}

/// A bound on what a closed walk of so many meters passes; `found` is what one does, to steer by.
pub(super) fn bound(part: &Part, meters: f64, found: f64) -> Bound {
    let odd = odd_sets(part);
    let of_odd = vec![0.0; odd.len()];
    let mut dual = Dual { part, meters, per_meter: marginal(part, meters), odd, of_odd };
    let all = part.prize();
    let mut best = Bound { prize: all, per_meter: dual.per_meter };
    let (mut pace, mut idle) = (1.0, 0);
    for _ in 0..STEPS {
        let (value, slopes) = dual.look();
        if value < best.prize * (1.0 - 1e-7) {
            best = Bound { prize: value, per_meter: dual.per_meter };
            idle = 0;
        } else {
            idle += 1;
        }
        if idle > PATIENCE {
            (pace, idle) = (pace / 2.0, 0);
        }
        if pace < 1e-4 || !dual.step(&slopes, pace * (value - found)) {
            break;
        }
    }
    Bound { prize: (best.prize * (1.0 + ROUNDING)).min(all), ..best }
}

/// What the last meter is worth where only lengths count.
fn marginal(part: &Part, meters: f64) -> f64 {
    let mut worth: Vec<(f64, f64)> = part.edges.iter().map(|e| (e.prize / e.meters, e.meters)).collect();
    worth.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut left = meters;
    worth
        .into_iter()
        .find(|(_, long)| {
            left -= long;
            left < 0.0
        })
        .map_or(0.0, |(w, _)| w)
}

fn odd_sets(part: &Part) -> Vec<Odd> {
    let mut all = Vec::new();
    for at in &part.at {
        let own: Vec<usize> =
            at.iter().filter(|(e, _)| part.edges[*e].a != part.edges[*e].b && !part.bridge[*e]).map(|s| s.0).collect();
        if own.len() > MOST {
            continue;
        }
        for set in 1..1_u32 << own.len() {
            if set.count_ones() % 2 == 1 {
                let signs = own.iter().enumerate().map(|(i, e)| (*e, set >> i & 1 == 1)).collect();
                all.push(Odd { signs, most: f64::from(set.count_ones()) - 1.0 });
            }
        }
    }
    all
}

impl Dual<'_> {
    /// The bound of the multipliers, and how it changes with each: with a share of the length, and with each odd set.
    fn look(&self) -> (f64, (f64, Vec<f64>)) {
        let edges = &self.part.edges;
        let bridge = &self.part.bridge;
        let mut first: Vec<f64> = edges.iter().map(|e| e.prize - self.per_meter * e.meters).collect();
        let mut again: Vec<f64> = edges.iter().map(|e| -self.per_meter * e.meters).collect();
        let mut value = self.per_meter * self.meters;
        for (odd, m) in self.odd.iter().zip(&self.of_odd).filter(|(_, m)| **m > 0.0) {
            value += m * odd.most;
            for (e, within) in &odd.signs {
                first[*e] += if *within { -m } else { *m };
                again[*e] += m;
            }
        }
        let mut times = vec![(0.0, 0.0); edges.len()];
        let mut long = 0.0;
        for (i, e) in edges.iter().enumerate() {
            let (once, twice) = (first[i], first[i] + again[i]);
            let most = if bridge[i] { twice } else { once.max(twice) };
            if most > 0.0 {
                value += most;
                times[i] = if bridge[i] || twice > once { (1.0, 1.0) } else { (1.0, 0.0) };
                long += e.meters * (times[i].0 + times[i].1);
            }
        }
        let slope = |odd: &Odd| {
            let used = |(e, within): &(usize, bool)| if *within { times[*e].0 } else { -times[*e].0 } - times[*e].1;
            odd.most - odd.signs.iter().map(used).sum::<f64>()
        };
        (value, (1.0 - long / self.meters, self.odd.iter().map(slope).collect()))
    }

    /// A step down; false where there is none.
    fn step(&mut self, (length, odd): &(f64, Vec<f64>), gap: f64) -> bool {
        // What is at 0 and would fall further stays: it is no direction.
        let moves = |m: f64, slope: f64| m > 0.0 || slope < 0.0;
        let of_odd = || self.of_odd.iter().zip(odd).filter(|(m, s)| moves(**m, **s)).map(|(_, s)| s * s).sum::<f64>();
        let squares = length * length + of_odd();
        if squares <= 0.0 || gap <= 0.0 {
            return false;
        }
        let long = gap / squares;
        self.per_meter = (self.per_meter - long * length / self.meters).max(0.0);
        for (m, slope) in self.of_odd.iter_mut().zip(odd) {
            *m = (*m - long * slope).max(0.0);
        }
        true
    }
}
