//! The ground that pieces of lines enclose.
//!
//! Idea: every piece has two sides. Whoever walks along one with the ground to the left, and at every point turns as
//! far left as there is a piece, comes back around that ground: it is a face. Pieces with a loose end enclose nothing
//! and are taken away first. Reference: de Berg, Cheong, van Kreveld, Overmars (2008), *Computational geometry*,
//! section 2.2 (doubly connected edge lists).

use std::collections::{BTreeMap, BTreeSet};

use geo::{Coord, LineString, Polygon};

use super::noded::{Node, meters};

/// Where pieces lead from each point, by direction, counterclockwise.
type Around = BTreeMap<Node, Vec<Node>>;

/// The faces between some pieces, each as its outer ring; the ground beyond all of them is none.
pub(super) fn faces(pieces: &BTreeSet<(Node, Node)>) -> Vec<Polygon<f64>> {
    let around = without_loose_ends(pieces);
    let mut walked: BTreeSet<(Node, Node)> = BTreeSet::new();
    let mut faces = Vec::new();
    for (&from, others) in &around {
        for &to in others {
            if walked.contains(&(from, to)) {
                continue;
            }
            let ring = ring(&around, (from, to), &mut walked);
            if doubled_area(&ring) > 0.0 {
                faces.push(Polygon::new(LineString::from(ring), vec![]));
            }
        }
    }
    faces
}

fn without_loose_ends(pieces: &BTreeSet<(Node, Node)>) -> Around {
    let mut around: Around = BTreeMap::new();
    for (a, b) in pieces {
        around.entry(*a).or_default().push(*b);
        around.entry(*b).or_default().push(*a);
    }
    let mut loose: Vec<Node> = around.iter().filter(|(_, others)| others.len() == 1).map(|(n, _)| *n).collect();
    while let Some(end) = loose.pop() {
        let Some(others) = around.remove(&end) else { continue };
        for other in others {
            if let Some(back) = around.get_mut(&other) {
                back.retain(|n| *n != end);
                if back.len() == 1 {
                    loose.push(other);
                }
            }
        }
    }
    for (from, others) in &mut around {
        let direction = |to: &Node| ((to.1 - from.1) as f64).atan2((to.0 - from.0) as f64);
        others.sort_by(|a, b| direction(a).total_cmp(&direction(b)).then(a.cmp(b)));
    }
    around
}

/// The ring to the left of a piece.
fn ring(around: &Around, first: (Node, Node), walked: &mut BTreeSet<(Node, Node)>) -> Vec<Coord<f64>> {
    let mut ring = Vec::new();
    let mut at = first;
    while walked.insert(at) {
        ring.push(meters(at.0));
        let (from, to) = at;
        // Left as far as there is a piece: the next one clockwise from where the walk came from.
        let Some(others) = around.get(&to) else { break };
        let Some(back) = others.iter().position(|n| *n == from) else { break };
        at = (to, others[(back + others.len() - 1) % others.len()]);
    }
    ring
}

/// Twice the area within a ring: negative where it runs clockwise.
fn doubled_area(ring: &[Coord<f64>]) -> f64 {
    // About the first point, so that no digits are lost in large coordinates.
    let Some(first) = ring.first() else { return 0.0 };
    let next = ring.iter().skip(1).chain([first]);
    ring.iter().zip(next).map(|(a, b)| (a.x - first.x) * (b.y - first.y) - (b.x - first.x) * (a.y - first.y)).sum()
}
