//! How much weight a connected set that holds a root can have at most: dual ascent.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::graph::Graph;

/// Lists that the ascent reuses.
#[derive(Debug, Default)]
pub(crate) struct Ascent {
    /// What is left of the price of each node; 0 where it may be passed.
    left: Vec<f64>,
    /// The component of each passable node, by union and find.
    parent: Vec<u32>,
    /// Prize left, by component.
    prize: Vec<f64>,
    members: Vec<Vec<u32>>,
    stamp: Vec<u32>,
    now: u32,
    edge: Vec<u32>,
    queue: BinaryHeap<Reverse<(u32, u32)>>,
}

/// What is held above 0, the root's weight whatever it is: no set with the root that the moves respect weighs more.
pub(crate) fn held(weight: &[f64]) -> f64 {
    weight[0] + weight[1..].iter().map(|w| w.max(0.0)).sum::<f64>()
}

/// A price below this share of the largest weight is paid.
const PAID: f64 = 1e-12;

impl Ascent {
    /// Upper bound on the sum of weights of a connected set that holds the root.
    #[cfg(test)]
    pub(crate) fn bound(&mut self, graph: &Graph, weight: &[f64]) -> f64 {
        let mut moved = weight.to_vec();
        self.settle(graph, &mut moved);
        held(&moved)
    }

    /// Moves weight, in place, so that no connected set with the root weighs less than before and less is held above 0.
    ///
    /// What does not hold the root can only be reached through the nodes around it: a set with a node of it has one of
    /// those too. So weight may be taken from nodes inside and the same be given to every node around.
    pub(crate) fn settle(&mut self, graph: &Graph, weight: &mut [f64]) {
        self.begin(graph, weight);
        let scale = weight.iter().fold(0.0, |m: f64, w| m.max(w.abs()));
        while let Some(Reverse((size, c))) = self.queue.pop() {
            if self.find(c) != c || c == self.find(0) || self.prize[c as usize] <= 0.0 {
                continue;
            }
            self.boundary(graph, c);
            let width = u32::try_from(self.edge.len()).unwrap_or(u32::MAX);
            if width > size {
                self.queue.push(Reverse((width, c)));
                continue;
            }
            let cheapest = self.edge.iter().map(|e| self.left[*e as usize]).fold(f64::INFINITY, f64::min);
            let prize = self.prize[c as usize];
            self.pay(c, cheapest.min(prize), weight);
            if prize < cheapest {
                self.prize[c as usize] = 0.0;
                continue;
            }
            let edge = std::mem::take(&mut self.edge);
            for &e in &edge {
                if self.left[e as usize] <= PAID * scale {
                    self.open(graph, e);
                }
            }
            self.edge = edge;
            let c = self.find(c);
            if c != self.find(0) && self.prize[c as usize] > 0.0 {
                self.queue.push(Reverse((width, c)));
            }
        }
    }

    /// A component pays the same to every node around it.
    fn pay(&mut self, c: u32, amount: f64, weight: &mut [f64]) {
        self.prize[c as usize] -= amount;
        for &e in &self.edge {
            self.left[e as usize] -= amount;
            weight[e as usize] += amount;
        }
        let mut due = amount;
        for &m in &self.members[c as usize] {
            let has = weight[m as usize];
            if has > 0.0 {
                let part = has.min(due);
                weight[m as usize] -= part;
                due -= part;
            }
            if due <= 0.0 {
                break;
            }
        }
        // What rounding left unpaid: taken all the same, so that no weight is made.
        if let Some(&m) = self.members[c as usize].first() {
            weight[m as usize] -= due;
        }
    }

    fn begin(&mut self, graph: &Graph, weight: &[f64]) {
        let n = graph.len();
        self.left.clear();
        self.left.extend(weight.iter().map(|w| (-w).max(0.0)));
        self.left[0] = 0.0;
        self.prize.clear();
        self.prize.extend(weight.iter().map(|w| w.max(0.0)));
        self.prize[0] = 0.0;
        self.parent.clear();
        self.parent.extend((0..n).filter_map(|i| u32::try_from(i).ok()));
        if self.stamp.len() < n {
            self.stamp.resize(n, 0);
            self.members.resize_with(n, Vec::new);
        }
        for (m, i) in self.members[..n].iter_mut().zip(0..) {
            m.clear();
            m.push(i);
        }
        for i in (0..n).filter_map(|i| u32::try_from(i).ok()) {
            if self.left[i as usize] <= 0.0 {
                self.join(graph, i);
            }
        }
        self.queue.clear();
        for i in (0..n).filter_map(|i| u32::try_from(i).ok()) {
            if self.parent[i as usize] == i && self.prize[i as usize] > 0.0 && self.find(0) != i {
                self.queue.push(Reverse((0, i)));
            }
        }
    }

    fn find(&mut self, mut c: u32) -> u32 {
        while self.parent[c as usize] != c {
            let up = self.parent[self.parent[c as usize] as usize];
            self.parent[c as usize] = up;
            c = up;
        }
        c
    }

    /// Joins a passable node with the passable nodes that it touches.
    fn join(&mut self, graph: &Graph, node: u32) {
        for &o in graph.near(node) {
            if self.left[o as usize] <= 0.0 {
                let (a, b) = (self.find(node), self.find(o));
                if a != b {
                    let (keep, gone) =
                        if self.members[a as usize].len() >= self.members[b as usize].len() { (a, b) } else { (b, a) };
                    self.parent[gone as usize] = keep;
                    self.prize[keep as usize] += self.prize[gone as usize];
                    let mut moved = std::mem::take(&mut self.members[gone as usize]);
                    self.members[keep as usize].append(&mut moved);
                    self.members[gone as usize] = moved;
                }
            }
        }
    }

    fn open(&mut self, graph: &Graph, node: u32) {
        self.left[node as usize] = 0.0;
        self.join(graph, node);
    }

    /// The nodes around a component that must still be paid.
    fn boundary(&mut self, graph: &Graph, c: u32) {
        self.now = self.now.wrapping_add(1);
        self.edge.clear();
        for &m in &self.members[c as usize] {
            for &o in graph.near(m) {
                if self.left[o as usize] > 0.0 && self.stamp[o as usize] != self.now {
                    self.stamp[o as usize] = self.now;
                    self.edge.push(o);
                }
            }
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::stream::Stream;

    fn graph(lists: &[Vec<u32>]) -> Graph {
        let mut offsets = vec![0];
        let mut targets = Vec::new();
        for list in lists {
            targets.extend(list);
            offsets.push(u32::try_from(targets.len()).expect("few"));
        }
        Graph::new(offsets, targets)
    }

    /// A grid three wide; its first cell is the root.
    pub(crate) fn grid(rows: u32) -> Graph {
        let apart = |a: u32, b: u32| (a / 3).abs_diff(b / 3) + (a % 3).abs_diff(b % 3);
        graph(&(0..3 * rows).map(|a| (0..3 * rows).filter(|b| apart(a, *b) == 1).collect()).collect::<Vec<_>>())
    }

    /// The best of all connected sets with the root.
    fn best(graph: &Graph, weight: &[f64]) -> f64 {
        let connected = |set: u32| {
            let mut grown = 1_u32;
            loop {
                let around = (0..graph.len())
                    .filter(|c| grown >> c & 1 == 1)
                    .flat_map(|c| graph.near(u32::try_from(c).expect("few")));
                let next = around.fold(grown, |g, n| g | (1 << n & set));
                if next == grown {
                    return grown == set;
                }
                grown = next;
            }
        };
        let sum = |set: u32| (0..graph.len()).filter(|c| set >> c & 1 == 1).map(|c| weight[c]).sum::<f64>();
        (1..1_u32 << graph.len()).step_by(2).filter(|s| connected(*s)).map(sum).fold(f64::NEG_INFINITY, f64::max)
    }

    #[test]
    fn a_prize_is_worth_what_is_left_after_the_way_to_it() {
        let line = graph(&[vec![1], vec![0, 2], vec![1]]);
        for (prize, bound) in [(5.0, 3.0), (2.0, 1.0)] {
            assert!((Ascent::default().bound(&line, &[1.0, -3.0, prize]) - bound).abs() < 1e-12);
        }
    }

    #[test]
    fn the_bound_is_never_below_the_best_and_mostly_equals_it() {
        let (graph, mut ascent, mut equal) = (grid(4), Ascent::default(), 0);
        for case in 0..200 {
            let stream = Stream::new(case, &["ascent"]);
            let weight: Vec<f64> = (0..12).map(|i| (stream.uniform(i) * 21.0 - 12.0).floor()).collect();
            let (bound, best) = (ascent.bound(&graph, &weight), best(&graph, &weight));
            assert!(bound >= best - 1e-9, "case {case}: {bound} below {best}");
            equal += usize::from(bound <= best + 1e-9);
        }
        assert!(equal >= 150, "{equal}");
    }
}
