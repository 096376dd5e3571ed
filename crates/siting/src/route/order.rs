//! From how often each segment is passed to the walk in order, turning seldom.

use std::f64::consts::PI;

use super::parts::Part;

/// A segment as it is passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passed {
    /// Its position among the segments.
    pub edge: usize,
    /// Whether it is passed from its first crossing to its second.
    pub forth: bool,
}

/// Price of going on along another street, in radians of turning.
const OTHER_STREET: f64 = 0.6;
/// Price of going back over the segment just passed.
const BACK: f64 = 20.0;

/// One end of one passage: which, and whether at its segment's second crossing.
type End = (usize, bool);
/// What comes in and what goes out.
type Pair = (End, End);
/// Two pairs of a crossing made others: what it costs more, where, which, and as what.
type Exchange = (f64, usize, [usize; 2], [Pair; 2]);

/// At each crossing what comes in goes out as straight as may be; where the walk would fall into several, the pairs
/// whose exchange costs least are exchanged until it is one. Begins at the start, or at a crossing of streets where it
/// turns most anyway. Cost: quadratic in the passages.
pub(super) fn order(part: &Part, times: &[u8]) -> Vec<Passed> {
    let passages: Vec<usize> = (0..times.len()).flat_map(|e| (0..times[e]).map(move |_| e)).collect();
    let mut ends: Vec<Vec<End>> = vec![Vec::new(); part.nodes];
    for (p, e) in passages.iter().enumerate() {
        ends[part.edges[*e].a].push((p, false));
        ends[part.edges[*e].b].push((p, true));
    }
    let walk = Walk { part, passages: &passages };
    let mut pairs: Vec<Vec<Pair>> = ends.into_iter().map(|at| walk.paired(at)).collect();
    while walk.join(&mut pairs) {}
    walk.told(&pairs)
}

struct Walk<'a> {
    part: &'a Part,
    passages: &'a [usize],
}

impl Walk<'_> {
    /// What it costs to come in by one end and go out by another.
    fn cost(&self, a: End, b: End) -> f64 {
        let (one, two) = (self.passages[a.0], self.passages[b.0]);
        if one == two && a.1 == b.1 {
            return BACK;
        }
        let (e, f) = (&self.part.edges[one], &self.part.edges[two]);
        let between = (e.leaves[usize::from(a.1)] - f.leaves[usize::from(b.1)]).rem_euclid(2.0 * PI);
        let turn = (between.min(2.0 * PI - between) - PI).abs();
        turn + if e.street == f.street { 0.0 } else { OTHER_STREET }
    }

    fn paired(&self, ends: Vec<End>) -> Vec<Pair> {
        let mut all: Vec<(f64, End, End)> = Vec::new();
        for (i, a) in ends.iter().enumerate() {
            all.extend(ends[i + 1..].iter().map(|b| (self.cost(*a, *b), *a, *b)));
        }
        all.sort_by(|x, y| x.0.total_cmp(&y.0).then((x.1, x.2).cmp(&(y.1, y.2))));
        let mut free = ends;
        let mut pairs = Vec::new();
        for (_, a, b) in all {
            if free.contains(&a) && free.contains(&b) {
                free.retain(|e| *e != a && *e != b);
                pairs.push((a, b));
            }
        }
        pairs
    }

    /// Which round each passage belongs to.
    fn rounds(&self, pairs: &[Vec<Pair>]) -> Vec<usize> {
        let mut group: Vec<usize> = (0..self.passages.len()).collect();
        for ((a, _), (b, _)) in pairs.iter().flatten() {
            let (from, to) = (group[*a], group[*b]);
            group.iter_mut().filter(|g| **g == from).for_each(|g| *g = to);
        }
        group
    }

    /// Makes two rounds that meet one, where it costs least; false where there is one.
    fn join(&self, pairs: &mut [Vec<Pair>]) -> bool {
        let round = self.rounds(pairs);
        let mut best: Option<Exchange> = None;
        for (node, at) in pairs.iter().enumerate() {
            for (i, (a, b)) in at.iter().enumerate() {
                for (j, (c, d)) in at.iter().enumerate().skip(i + 1).filter(|(_, p)| round[p.0.0] != round[a.0]) {
                    let now = self.cost(*a, *b) + self.cost(*c, *d);
                    for new in [[(*a, *c), (*b, *d)], [(*a, *d), (*b, *c)]] {
                        let more = new.iter().map(|(x, y)| self.cost(*x, *y)).sum::<f64>() - now;
                        if best.as_ref().is_none_or(|b| more < b.0) {
                            best = Some((more, node, [i, j], new));
                        }
                    }
                }
            }
        }
        let Some((_, node, [i, j], [one, two])) = best else { return false };
        (pairs[node][i], pairs[node][j]) = (one, two);
        true
    }

    fn told(&self, pairs: &[Vec<Pair>]) -> Vec<Passed> {
        let mut next = std::collections::BTreeMap::new();
        for (a, b) in pairs.iter().flatten() {
            next.insert(*a, *b);
            next.insert(*b, *a);
        }
        let Some((mut by, _)) = self.beginning(pairs) else { return Vec::new() };
        let mut steps = Vec::new();
        while steps.len() < self.passages.len() {
            steps.push(Passed { edge: self.passages[by.0], forth: !by.1 });
            let Some(on) = next.get(&(by.0, !by.1)) else { break };
            by = *on;
        }
        steps
    }

    /// The pair between whose ends the walk begins and ends.
    fn beginning(&self, pairs: &[Vec<Pair>]) -> Option<Pair> {
        let crossing = |node: usize| {
            let mut streets: Vec<usize> = self.part.at[node].iter().map(|(e, _)| self.part.edges[*e].street).collect();
            streets.sort_unstable();
            streets.dedup();
            streets.len() > 1
        };
        let mut best: Option<((bool, f64), Pair)> = None;
        for (node, at) in pairs.iter().enumerate().filter(|(n, _)| self.part.start.is_none_or(|s| s == *n)) {
            for (a, b) in at {
                let here = (crossing(node), self.cost(*a, *b));
                if best.as_ref().is_none_or(|(known, _)| here > *known) {
                    best = Some((here, (*a, *b)));
                }
            }
        }
        best.map(|b| b.1)
    }
}
