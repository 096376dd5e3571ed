//! Annealing over closed walks.
//!
//! A walk is how often each segment is passed: 0, 1 or 2. Passing a cycle once more keeps every crossing even, so a
//! change is one cycle of the pool, or one segment there and back. A segment of the cycle that was passed once is then
//! left out or passed twice, one that was passed twice is passed once. What would fall apart, miss the start or be too
//! long is not taken; of the rest, better ones always and worse ones with a chance that falls (Kirkpatrick, Gelatt,
//! Vecchi 1983, doi 10.1126/science.220.4598.671). Better is by prize less length at the price of a meter that the
//! bound found, so that a long walk makes room for what is worth more.

use super::parts::Part;
use crate::Stream;

/// Changes looked at.
const CHANGES: u64 = 120_000;
/// Words of the stream that a change may use.
const WORDS: u64 = 6;

/// A walk as how often each segment is passed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    pub(super) times: Vec<u8>,
    pub(super) meters: f64,
    pub(super) prize: f64,
}

/// One search, the `i`-th of a seed; `None` where not even one segment can be walked there and back.
pub(super) fn search(
    part: &Part,
    cycles: &[Vec<usize>],
    (meters, per_meter): (f64, f64),
    (seed, i): (u64, usize),
) -> Option<Found> {
    let stream = Stream::new(seed, &["walk", &i.to_string()]);
    let mut walk = Walk::new(part, meters, (seed, i))?;
    let mean = part.prize() / part.edges.len() as f64;
    let mut best = walk.now.clone();
    for change in 0..CHANGES {
        let word = |k: u64| WORDS * change + k;
        let left = 1.0 - change as f64 / CHANGES as f64;
        let heat = mean * 2.0 * (0.01_f64).powf(1.0 - left);
        let toggles = walk.drawn(cycles, stream, word(0));
        let Some(next) = walk.changed(&toggles) else { continue };
        let gain = next.0 - walk.now.prize - per_meter * (next.1 - walk.now.meters);
        if (gain >= 0.0 || stream.uniform(word(5)) < (gain / heat).exp()) && walk.take(&toggles) {
            let better = walk.now.prize > best.prize || (walk.now.prize >= best.prize && walk.now.meters < best.meters);
            if better {
                best.clone_from(&walk.now);
            }
        }
    }
    walk.now = best;
    walk.polish(cycles);
    Some(walk.now)
}

/// Segments with how often they are to be passed.
type Toggles = Vec<(usize, u8)>;

struct Walk<'a> {
    part: &'a Part,
    meters: f64,
    now: Found,
    /// Crossings seen in the last look at whether it hangs together, by the number of the look.
    seen: Vec<u32>,
    look: u32,
}

impl<'a> Walk<'a> {
    /// One segment there and back: at the start where there is one, else any.
    fn new(part: &'a Part, meters: f64, (seed, i): (u64, usize)) -> Option<Self> {
        let at_start = |e: &usize| part.start.is_none_or(|s| part.edges[*e].a == s || part.edges[*e].b == s);
        let fits = |e: &usize| 2.0 * part.edges[*e].meters <= meters;
        let can: Vec<usize> = (0..part.edges.len()).filter(at_start).filter(fits).collect();
        let first = *can.get(Stream::new(seed, &["begin", &i.to_string()]).below(0, can.len().max(1)))?;
        let mut times = vec![0; part.edges.len()];
        times[first] = 2;
        let e = part.edges[first];
        let now = Found { times, meters: 2.0 * e.meters, prize: e.prize };
        Some(Self { part, meters, now, seen: vec![0; part.nodes], look: 0 })
    }

    /// A change drawn at random: one or two cycles, or a segment there and back.
    fn drawn(&self, cycles: &[Vec<usize>], stream: Stream, word: u64) -> Toggles {
        let kind = stream.uniform(word);
        let doubles = stream.word(word + 1) & 1 == 1;
        if kind < 0.25 || cycles.is_empty() {
            let e = stream.below(word + 2, self.now.times.len());
            return match self.now.times[e] {
                0 => vec![(e, 2)],
                2 => vec![(e, 0)],
                _ => Vec::new(),
            };
        }
        let mut toggles = self.along(&cycles[stream.below(word + 2, cycles.len())], doubles, &[]);
        if kind > 0.7 {
            let other = self.along(&cycles[stream.below(word + 3, cycles.len())], !doubles, &toggles);
            toggles.retain(|(e, _)| !other.iter().any(|(o, _)| o == e));
            toggles.extend(other);
        }
        toggles
    }

    /// A cycle passed once more, after what was changed already.
    fn along(&self, cycle: &[usize], doubles: bool, after: &[(usize, u8)]) -> Toggles {
        let now = |e: usize| after.iter().find(|(o, _)| *o == e).map_or(self.now.times[e], |t| t.1);
        let next = |times: u8| match times {
            1 if doubles => 2,
            1 => 0,
            _ => 1,
        };
        cycle.iter().map(|e| (*e, next(now(*e)))).collect()
    }

    /// Prize and length after a change; `None` where it is none or too long.
    fn changed(&self, toggles: &Toggles) -> Option<(f64, f64)> {
        let (mut prize, mut meters) = (self.now.prize, self.now.meters);
        for (e, times) in toggles {
            let (edge, before) = (&self.part.edges[*e], self.now.times[*e]);
            meters += edge.meters * (f64::from(*times) - f64::from(before));
            match (before, times) {
                (0, 1..) => prize += edge.prize,
                (1.., 0) => prize -= edge.prize,
                _ => {}
            }
        }
        (!toggles.is_empty() && meters <= self.meters).then_some((prize, meters))
    }

    /// Takes a change where the walk still hangs together.
    fn take(&mut self, toggles: &Toggles) -> bool {
        let before: Toggles = toggles.iter().map(|(e, _)| (*e, self.now.times[*e])).collect();
        self.set(toggles);
        let whole = self.whole();
        if whole {
            // Summed anew in order: what is told does not depend on the way to it.
            let passed = self.part.edges.iter().zip(&self.now.times).filter(|(_, t)| **t > 0);
            let sums = passed.fold((0.0, 0.0), |s, (e, t)| (s.0 + e.prize, s.1 + e.meters * f64::from(*t)));
            (self.now.prize, self.now.meters) = sums;
        } else {
            self.set(&before);
        }
        whole
    }

    fn set(&mut self, toggles: &Toggles) {
        for (e, times) in toggles {
            self.now.times[*e] = *times;
        }
    }

    /// Whether what is passed hangs together and holds the start.
    fn whole(&mut self) -> bool {
        let passed = |e: usize| self.now.times[e] > 0;
        let first =
            self.part.start.or_else(|| (0..self.now.times.len()).find(|e| passed(*e)).map(|e| self.part.edges[e].a));
        let (Some(first), count) = (first, self.now.times.iter().filter(|t| **t > 0).count()) else { return false };
        self.look += 1;
        let (mut open, mut ends) = (vec![first], 0);
        self.seen[first] = self.look;
        while let Some(node) = open.pop() {
            for (e, next) in self.part.at[node].iter().filter(|(e, _)| passed(*e)) {
                // Each segment is met from both of its ends; a ring once.
                ends += if *next == node && self.part.edges[*e].a == self.part.edges[*e].b { 2 } else { 1 };
                if self.seen[*next] != self.look {
                    self.seen[*next] = self.look;
                    open.push(*next);
                }
            }
        }
        count > 0 && ends == 2 * count
    }

    /// Takes the change that adds most, or saves length at no loss, until there is none.
    fn polish(&mut self, cycles: &[Vec<usize>]) {
        loop {
            let both = |c: &Vec<usize>| [self.along(c, false, &[]), self.along(c, true, &[])];
            let again = |e: usize| match self.now.times[e] {
                0 => vec![(e, 2)],
                _ => Vec::new(),
            };
            let singles = (0..self.now.times.len()).map(again);
            let all = cycles.iter().flat_map(both).chain(singles);
            let mut worth: Vec<(f64, f64, Toggles)> = all
                .filter_map(|t| self.changed(&t).map(|(p, m)| (p - self.now.prize, self.now.meters - m, t)))
                .filter(|(prize, saved, _)| *prize > 1e-12 || (*prize > -1e-12 && *saved > 1e-6))
                .collect();
            worth.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
            if !worth.into_iter().any(|(_, _, toggles)| self.take(&toggles)) {
                return;
            }
        }
    }
}
