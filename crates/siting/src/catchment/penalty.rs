//! How much weight a set of cells can have at most, when every edge of its outline costs a penalty.
//!
//! Idea: let cells pass weight to each other, at most the penalty across each shared side. Whatever is passed, a set
//! loses no more than it is charged: what came in from outside is at most a penalty for each side that it shares with
//! the outside. So
//!
//! > weight of a set − penalty · sides on its rim ≤ what its cells hold after passing ≤ all that is held above 0.
//!
//! The least such bound is met by a maximum flow from cells with too much to cells with too little, and equals the
//! weight of the best set (connected or not): Picard (1976), *Maximal closure of a graph and applications to
//! combinatorial problems*, doi 10.1287/mnsc.22.11.1268; Greig, Porteous, Seheult (1989),
//! *Exact maximum a posteriori estimation for binary images*, Journal of the Royal Statistical Society B 51. The flow
//! is found layer by layer: Dinitz (1970),
//! *Algorithm for solution of a problem of maximum flow in networks with power estimation*, Soviet Mathematics Doklady
//! 11. A flow that is not the largest, or rounded, gives a looser bound, never a wrong one.

use super::graph::Graph;

const NONE: u32 = u32::MAX;
/// Layers are rebuilt at most this often.
const PHASES: usize = 64;
/// Weight below this share of the largest is none.
const EMPTY: f64 = 1e-11;

/// Lists that the flow reuses.
#[derive(Debug, Default)]
pub(crate) struct Flow {
    /// What may still be passed along each arc.
    room: Vec<f64>,
    /// Sides to the nearest cell with too little.
    steps: Vec<u32>,
    next: Vec<u32>,
    queue: Vec<u32>,
    path: Vec<u32>,
    empty: f64,
}

impl Flow {
    /// Passes weight on, in place, as long as that lowers what is held above 0. The root (0) belongs to every set: it
    /// may give without limit.
    pub(crate) fn settle(&mut self, graph: &Graph, penalty: f64, weight: &mut [f64]) {
        self.room.clear();
        self.room.resize(graph.arcs(), penalty);
        self.empty = EMPTY * weight.iter().fold(penalty, |m, w| m.max(w.abs()));
        for _ in 0..PHASES {
            if !self.layers(graph, weight) {
                return;
            }
            self.next.clear();
            self.next.extend((0..graph.len()).filter_map(|v| u32::try_from(v).ok()).map(|v| graph.first(v)));
            for v in (0..graph.len()).filter_map(|v| u32::try_from(v).ok()) {
                if v == 0 || weight[v as usize] > self.empty {
                    self.give(graph, v, weight);
                }
            }
        }
        self.layers(graph, weight);
    }

    /// Whether a cell is in the best set that this flow proves: it cannot pass on what it has.
    pub(crate) fn holds(&self, cell: usize) -> bool {
        self.steps[cell] == NONE
    }

    /// How far every cell is from one with too little; whether any that has too much reaches one.
    fn layers(&mut self, graph: &Graph, weight: &[f64]) -> bool {
        self.steps.clear();
        self.steps.resize(graph.len(), NONE);
        self.queue.clear();
        for v in (1..graph.len()).filter_map(|v| u32::try_from(v).ok()) {
            if weight[v as usize] < -self.empty {
                self.steps[v as usize] = 0;
                self.queue.push(v);
            }
        }
        let (mut at, mut reached) = (0, false);
        while let Some(&v) = self.queue.get(at) {
            at += 1;
            for arc in graph.first(v)..graph.first(v + 1) {
                let from = graph.target(arc);
                if self.steps[from as usize] == NONE && self.room[graph.back(arc) as usize] > self.empty {
                    self.steps[from as usize] = self.steps[v as usize] + 1;
                    reached |= from == 0 || weight[from as usize] > self.empty;
                    self.queue.push(from);
                }
            }
        }
        reached
    }

    /// Passes on from one cell what the layers let through.
    fn give(&mut self, graph: &Graph, source: u32, weight: &mut [f64]) {
        self.path.clear();
        let mut v = source;
        while self.steps[source as usize] != NONE {
            let at = v as usize;
            if self.steps[at] == 0 && weight[at] < -self.empty {
                let most = if source == 0 { f64::INFINITY } else { weight[source as usize] };
                let amount = self.path.iter().map(|a| self.room[*a as usize]).fold(most.min(-weight[at]), f64::min);
                for &arc in &self.path {
                    self.room[arc as usize] -= amount;
                    self.room[graph.back(arc) as usize] += amount;
                }
                weight[source as usize] -= amount;
                weight[at] += amount;
                if source != 0 && weight[source as usize] <= self.empty {
                    return;
                }
                self.path.clear();
                v = source;
                continue;
            }
            let open = |f: &Self, arc: u32| {
                let to = f.steps[graph.target(arc) as usize];
                to != NONE && to + 1 == f.steps[at] && f.room[arc as usize] > f.empty
            };
            while self.next[at] < graph.first(v + 1) && !open(self, self.next[at]) {
                self.next[at] += 1;
            }
            if self.next[at] < graph.first(v + 1) {
                self.path.push(self.next[at]);
                v = graph.target(self.next[at]);
                continue;
            }
            // Nothing can be passed on from here: back to where it came from.
            self.steps[at] = NONE;
            v = match self.path.pop() {
                Some(arc) => graph.target(graph.back(arc)),
                None => return,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Flow, Graph};
    use crate::catchment::ascent::held as above_zero;
    use crate::catchment::ascent::tests::grid;
    use crate::stream::Stream;

    /// The most weight less penalties of any set that holds the root.
    fn best(graph: &Graph, weight: &[f64], penalty: f64) -> f64 {
        let rim = |set: u32| {
            let sides =
                (0..graph.len()).filter(|c| set >> c & 1 == 1).flat_map(|c| graph.near(u32::try_from(c).expect("few")));
            sides.filter(|n| set >> **n & 1 == 0).count() as f64
        };
        let sum = |set: u32| {
            (0..graph.len()).filter(|c| set >> c & 1 == 1).map(|c| weight[c]).sum::<f64>() - penalty * rim(set)
        };
        (1..1_u32 << graph.len()).step_by(2).map(sum).fold(f64::NEG_INFINITY, f64::max)
    }

    #[test]
    fn what_is_held_above_zero_is_the_weight_of_the_best_set() {
        let (graph, mut flow) = (grid(4), Flow::default());
        for case in 0..200 {
            let stream = Stream::new(case, &["penalty"]);
            let weight: Vec<f64> = (0..12).map(|i| (stream.uniform(i) * 21.0 - 12.0).floor()).collect();
            let penalty = (stream.uniform(100) * 4.0).floor();
            let mut held = weight.clone();
            flow.settle(&graph, penalty, &mut held);
            let bound = above_zero(&held);
            let best = best(&graph, &weight, penalty);
            assert!((bound - best).abs() < 1e-9, "case {case}, penalty {penalty}: {bound} and {best}");
            let sum = |w: &[f64]| w.iter().sum::<f64>();
            assert!((sum(&held) - sum(&weight)).abs() < 1e-9, "case {case}: weight was made or lost");
        }
    }
}
