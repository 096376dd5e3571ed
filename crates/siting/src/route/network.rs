//! Lines of streets made a network: crossings, and the segments between them.

use catchment_model::heap;
use std::collections::{BTreeMap, BTreeSet};

/// A line of a street, meters. Lines meet where they share a point exactly, as in TIGER/Line and `OpenStreetMap`: a
/// bridge shares none with what it crosses.
#[derive(Debug, Clone, PartialEq)]
pub struct StreetLine {
    /// Which street, by the caller's numbers: lines of one name share one.
    pub street: usize,
    /// Its points, two or more.
    pub points: Vec<(f64, f64)>,
}

/// A piece of a street between two crossings.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// Crossing at its first point.
    pub a: usize,
    /// Crossing at its last.
    pub b: usize,
    /// Length.
    pub meters: f64,
    /// Which street.
    pub street: usize,
    /// Its points from `a` to `b`.
    pub points: Vec<(f64, f64)>,
}

/// Streets as a network.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Network {
    /// Places of the crossings and ends, meters.
    pub nodes: Vec<(f64, f64)>,
    /// Segments.
    pub segments: Vec<Segment>,
}

/// A point by its bits: lines that meet share it exactly.
type Key = (u64, u64);

fn key((x, y): (f64, f64)) -> Key {
    (x.to_bits(), y.to_bits())
}

impl Network {
    /// Splits lines where they meet. Of two that run over the same ground the first gives its name. Steps: mark the
    /// points that lines share, cut there, drop what stands twice, join what only a shared point cut. Cost: n log n in
    /// the points.
    pub fn of(lines: &[StreetLine]) -> Self {
        let shared = shared(lines);
        let (mut ids, mut nodes) = (BTreeMap::new(), Vec::new());
        let mut seen = BTreeSet::new();
        let mut pieces = Vec::new();
        for line in lines {
            for points in cut(&line.points, &shared) {
                let mut id = |p: (f64, f64)| {
                    *ids.entry(key(p)).or_insert_with(|| {
                        nodes.push(p);
                        nodes.len() - 1
                    })
                };
                let (a, b) = (id(points[0]), id(points[points.len() - 1]));
                let forth: Vec<Key> = points.iter().copied().map(key).collect();
                let back: Vec<Key> = forth.iter().rev().copied().collect();
                let meters = length(&points);
                if meters > 0.0 && seen.insert(forth.min(back)) {
                    pieces.push(Some(Segment { a, b, meters, street: line.street, points }));
                }
            }
        }
        join(nodes.len(), &mut pieces);
        Self { nodes, segments: pieces.into_iter().flatten().collect() }
    }

    /// Segments at each crossing; one that begins and ends there stands once.
    pub fn at(&self) -> Vec<Vec<usize>> {
        let mut at = vec![Vec::new(); self.nodes.len()];
        for (i, s) in self.segments.iter().enumerate() {
            at[s.a].push(i);
            if s.b != s.a {
                at[s.b].push(i);
            }
        }
        at
    }
}

/// Points at which a line ends or two meet.
fn shared(lines: &[StreetLine]) -> BTreeSet<Key> {
    let mut uses: BTreeMap<Key, usize> = BTreeMap::new();
    for line in lines {
        let last = line.points.len().saturating_sub(1);
        for (i, p) in line.points.iter().enumerate() {
            *uses.entry(key(*p)).or_default() += if i == 0 || i == last { 2 } else { 1 };
        }
    }
    uses.into_iter().filter(|(_, n)| *n > 1).map(|(k, _)| k).collect()
}

fn cut(points: &[(f64, f64)], shared: &BTreeSet<Key>) -> Vec<Vec<(f64, f64)>> {
    let (mut parts, mut part) = (Vec::new(), Vec::new());
    for p in points {
        part.push(*p);
        if part.len() > 1 && shared.contains(&key(*p)) {
            parts.push(std::mem::replace(&mut part, vec![*p]));
        }
    }
    parts
}

fn length(points: &[(f64, f64)]) -> f64 {
    points.windows(2).map(|w| (w[1].0 - w[0].0).hypot(w[1].1 - w[0].1)).sum()
}

/// Joins two segments of one street that meet where nothing else does.
fn join(nodes: usize, pieces: &mut [Option<Segment>]) {
    let mut at: Vec<Vec<usize>> = vec![Vec::new(); nodes];
    for (i, s) in pieces.iter().enumerate().filter_map(|(i, s)| Some((i, s.as_ref()?))) {
        at[s.a].push(i);
        at[s.b].push(i);
    }
    for node in 0..nodes {
        let &[first, second] = at[node].as_slice() else { continue };
        if first == second {
            continue;
        }
        let same = pieces[first].as_ref().map(|s| s.street) == pieces[second].as_ref().map(|s| s.street);
        if !same {
            continue;
        }
        let (Some(one), Some(two)) = (pieces[first].clone(), pieces[second].take()) else { continue };
        let one = if one.b == node { one } else { turned(one) };
        let two = if two.a == node { two } else { turned(two) };
        for of in &mut at[two.b] {
            if *of == second {
                *of = first;
            }
        }
        at[node].clear();
        let points = [one.points, two.points[1..].to_vec()].concat();
        let joined = Segment { a: one.a, b: two.b, meters: one.meters + two.meters, street: one.street, points };
        pieces[first] = Some(joined);
    }
}

fn turned(s: Segment) -> Segment {
    Segment { a: s.b, b: s.a, points: s.points.into_iter().rev().collect(), ..s }
}

heap!(Segment { a, b, meters, street, points });
heap!(Network { nodes, segments });

#[cfg(test)]
mod tests {
    use super::*;

    fn line(street: usize, points: &[(f64, f64)]) -> StreetLine {
        StreetLine { street, points: points.to_vec() }
    }

    #[test]
    fn lines_are_cut_where_they_share_a_point_and_nowhere_else() {
        let along = line(0, &[(0., 0.), (50., 0.), (100., 0.), (200., 0.)]);
        let across = line(1, &[(100., 50.), (100., 0.), (100., -50.)]);
        let bridge = line(2, &[(150., 50.), (150., -50.)]);
        let net = Network::of(&[along, across, bridge]);
        let pieces: Vec<(usize, f64)> = net.segments.iter().map(|s| (s.street, s.meters)).collect();
        assert_eq!(pieces, [(0, 100.), (0, 100.), (1, 50.), (1, 50.), (2, 100.)]);
        assert_eq!(net.at().iter().filter(|s| s.len() == 4).count(), 1);
    }

    #[test]
    fn of_two_lines_over_the_same_ground_one_stays_and_is_whole() {
        let street = line(0, &[(0., 0.), (50., 0.), (100., 0.)]);
        let route = line(1, &[(100., 0.), (50., 0.), (0., 0.)]);
        let net = Network::of(&[street, route]);
        assert_eq!(net.segments.len(), 1);
        assert_eq!((net.segments[0].street, net.segments[0].meters), (0, 100.));
        assert_eq!(net.segments[0].points, [(0., 0.), (50., 0.), (100., 0.)]);
    }

    #[test]
    fn a_ring_is_one_segment_that_ends_where_it_begins() {
        let ring = line(0, &[(0., 0.), (10., 0.), (10., 10.), (0., 10.), (0., 0.)]);
        let net = Network::of(&[ring]);
        assert_eq!((net.segments.len(), net.segments[0].a == net.segments[0].b), (1, true));
        assert_eq!(net.at()[net.segments[0].a], [0]);
    }
}
