//! One catchment within the disk of its center: adding and filling (`prune`: taking away).

use super::graph::Graph;
use super::piece::Piece;
use super::region::{Found, Region, SIDES, Seen};

/// The free cells within reach of a center, renumbered from 0 (the center).
pub(crate) struct LocalGraph {
    pub(crate) cells: Vec<u32>,
    pub(crate) harm: Vec<f64>,
    pub(crate) area: Vec<f64>,
    offsets: Vec<u32>,
    targets: Vec<u32>,
    max_area: f64,
    min_cell: f64,
    most_edges: i64,
    /// What an edge of the outline costs while a catchment is grown, harm: with it, short outlines are found before the
    /// bound forbids longer ones.
    pub(crate) penalty: f64,
}

pub(super) const NONE: u32 = u32::MAX;

impl LocalGraph {
    pub(crate) fn new(region: &Region<'_>, center: u32, free: &[bool], seen: &mut Seen) -> Self {
        let mut cells = Vec::new();
        region.walk(center, |c| free[c as usize], seen, &mut cells);
        let (mut offsets, mut targets) = (vec![0], Vec::with_capacity(cells.len() * 6));
        for &c in &cells {
            targets.extend(region.input.neighbors.of(c as usize).iter().filter_map(|n| seen.number(*n)));
            offsets.push(u32::try_from(targets.len()).unwrap_or(NONE));
        }
        let of = |values: &[f64]| cells.iter().map(|c| values[*c as usize]).collect();
        let (harm, area) = (of(&region.harm), of(region.input.area_km2));
        Self {
            cells,
            harm,
            area,
            offsets,
            targets,
            max_area: region.max_area,
            min_cell: region.min_cell,
            most_edges: region.most_edges.unwrap_or(i64::MAX / 4),
            penalty: 0.0,
        }
    }

    /// The cells, and who touches whom.
    pub(crate) fn into_graph(self) -> (Vec<u32>, Graph) {
        (self.cells, Graph::new(self.offsets, self.targets))
    }

    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    /// Harm of the poorest cell that would be taken if the heaviest could be, wherever they lie.
    fn critical(&self, s: &mut Scratch) -> f64 {
        s.harm.clear();
        s.harm.extend_from_slice(&self.harm);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "an area above 0 over another is a small number"
        )]
        let most = (self.max_area / self.min_cell) as usize;
        if most >= s.harm.len() {
            return s.harm.iter().copied().fold(0.0, f64::max) / 2.0;
        }
        *s.harm.select_nth_unstable_by(most, |a, b| b.total_cmp(a)).1
    }

    pub(super) fn near(&self, cell: u32) -> &[u32] {
        &self.targets[self.offsets[cell as usize] as usize..self.offsets[cell as usize + 1] as usize]
    }

    /// The numbers in this graph of some cells of the region; `None` where one of them is out of reach.
    pub(crate) fn local(&self, cells: &[u32]) -> Option<Vec<u32>> {
        let mut sorted: Vec<(u32, u32)> = self.cells.iter().zip(0..).map(|(c, i)| (*c, i)).collect();
        sorted.sort_unstable();
        cells.iter().map(|c| sorted.binary_search_by_key(c, |p| p.0).ok().map(|at| sorted[at].1)).collect()
    }
}

/// A connected set of cells that holds the center.
#[derive(Debug)]
pub(crate) struct CellSet {
    pub(super) inside: Vec<bool>,
    /// How many of its neighbors are in the set, for every cell of the graph.
    pub(super) inside_neighbors: Vec<u8>,
    pub(crate) harm: f64,
    pub(super) area: f64,
    /// Edges of the outline.
    pub(crate) edges: i64,
    pub(crate) size: usize,
}

impl Clone for CellSet {
    fn clone(&self) -> Self {
        let (inside, inside_neighbors) = (self.inside.clone(), self.inside_neighbors.clone());
        Self { inside, inside_neighbors, ..*self }
    }

    /// Takes no new memory: sets are tried by the thousand.
    fn clone_from(&mut self, other: &Self) {
        self.inside.clone_from(&other.inside);
        self.inside_neighbors.clone_from(&other.inside_neighbors);
        (self.harm, self.area, self.edges, self.size) = (other.harm, other.area, other.edges, other.size);
    }
}

/// Lists that the steps below reuse.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    paths: Vec<Path>,
    pub(super) order: Vec<u32>,
    picks: Vec<(f64, u32)>,
    harm: Vec<f64>,
    pub(super) discovered: Vec<u32>,
    pub(super) pieces: Vec<Piece>,
    pub(super) stack: Vec<(u32, u32)>,
}

/// The best of the shortest paths that lead from a set to a cell: together, so that a look at a cell is one to memory.
#[derive(Debug, Clone, Copy)]
struct Path {
    /// Harm, and area, of its cells.
    gain: f64,
    cost: f64,
    /// Edges that the outline gains.
    edge_change: i64,
    /// Its length; 0 for a cell of the set, none where no path is known.
    steps: u32,
    /// The cell before the last.
    from: u32,
}

impl Path {
    const UNKNOWN: Self = Self { gain: 0.0, cost: 0.0, edge_change: 0, steps: NONE, from: NONE };
}

/// Penalties that are tried, and the first one, in harm of the poorest cell that the area has room for.
const PENALTIES: usize = 6;
const FIRST_PENALTY: f64 = 0.2;
/// Paths are bridged over at most this many cells; longer detours have not been seen to pay within a disk.
const LONGEST_PATH: u32 = 8;
/// Paths this close to the best harm per area are added in the same pass.
const NEARLY_BEST: f64 = 0.85;

impl CellSet {
    fn empty(graph: &LocalGraph) -> Self {
        let n = graph.len();
        Self { inside: vec![false; n], inside_neighbors: vec![0; n], harm: 0.0, area: 0.0, edges: 0, size: 0 }
    }

    /// The center alone.
    pub(crate) fn seed(graph: &LocalGraph) -> Self {
        let mut set = Self::empty(graph);
        set.add(graph, 0);
        set
    }

    /// Given cells, which must be connected and hold the center.
    pub(crate) fn of(graph: &LocalGraph, cells: &[u32]) -> Self {
        let mut set = Self::empty(graph);
        for c in cells {
            set.add(graph, *c);
        }
        set
    }

    fn add(&mut self, graph: &LocalGraph, cell: u32) {
        let c = cell as usize;
        self.edges += self.edge_change(cell);
        graph.near(cell).iter().for_each(|n| self.inside_neighbors[*n as usize] += 1);
        self.inside[c] = true;
        self.harm += graph.harm[c];
        self.area += graph.area[c];
        self.size += 1;
    }

    pub(super) fn drop(&mut self, graph: &LocalGraph, cell: u32) {
        let c = cell as usize;
        self.edges -= self.edge_change(cell);
        graph.near(cell).iter().for_each(|n| self.inside_neighbors[*n as usize] -= 1);
        self.inside[c] = false;
        self.harm -= graph.harm[c];
        self.area -= graph.area[c];
        self.size -= 1;
    }

    /// Edges that the outline gains with an outside cell, and loses without an inside one.
    pub(super) fn edge_change(&self, cell: u32) -> i64 {
        SIDES - 2 * i64::from(self.inside_neighbors[cell as usize])
    }

    /// Whether the outline is short enough.
    pub(crate) fn is_compact(&self, graph: &LocalGraph) -> bool {
        self.edges <= graph.most_edges
    }

    pub(crate) fn found(&self, graph: &LocalGraph) -> Found {
        let mut cells: Vec<u32> = self.inside.iter().zip(&graph.cells).filter(|(i, _)| **i).map(|(_, c)| *c).collect();
        cells.sort_unstable();
        // Summed anew in order of cells: the running sum has rounding of its history.
        let mut by_cell: Vec<(u32, f64)> = self
            .inside
            .iter()
            .zip(&graph.cells)
            .zip(&graph.harm)
            .filter(|((i, _), _)| **i)
            .map(|((_, c), h)| (*c, *h))
            .collect();
        by_cell.sort_unstable_by_key(|p| p.0);
        Found { anchor: graph.cells[0], cells, harm: by_cell.iter().map(|p| p.1).sum(), penalty: graph.penalty }
    }

    /// Plain growth: the touching cell with most harm, until nothing fits or nothing is gained.
    pub(crate) fn fill_plainly(&mut self, graph: &LocalGraph) {
        loop {
            let fits = |c: u32| {
                let (area, edges) = (self.area + graph.area[c as usize], self.edges + self.edge_change(c));
                !self.inside[c as usize] && area <= graph.max_area && edges <= graph.most_edges
            };
            let touches = |c: u32| self.inside_neighbors[c as usize] > 0;
            let ids = (0..graph.len()).filter_map(|i| u32::try_from(i).ok());
            let best = ids.filter(|c| fits(*c) && touches(*c)).fold((0.0, NONE), |best, c| {
                let h = graph.harm[c as usize];
                if h > best.0 { (h, c) } else { best }
            });
            if best.1 == NONE {
                return;
            }
            self.add(graph, best.1);
        }
    }

    /// Adds shortest paths to outside cells by harm (less penalties) per area, best first, until none with any harm
    /// fits.
    pub(crate) fn fill(&mut self, graph: &LocalGraph, s: &mut Scratch) {
        if graph.penalty > 0.0 {
            self.fill_at(graph, graph.penalty, s);
        }
        self.fill_at(graph, 0.0, s);
    }

    /// The best grown from the center at several penalties; the penalty of the best is left in the graph.
    ///
    /// Without a penalty growth follows harm alone and uses up its outline before its area; with too high a one it
    /// leaves harm outside that the outline had room for.
    pub(crate) fn grow(graph: &mut LocalGraph, s: &mut Scratch) -> Self {
        let (mut best, mut penalty, mut low, mut high) = (Self::seed(graph), 0.0, 0.0, f64::INFINITY);
        let mut best_penalty = 0.0;
        for _ in 0..PENALTIES {
            let mut set = Self::seed(graph);
            set.fill_at(graph, penalty, s);
            let blocked = set.edges + 2 > graph.most_edges && set.area + graph.min_cell <= graph.max_area;
            let slack = set.edges * 10 < graph.most_edges.saturating_mul(9);
            set.fill_at(graph, 0.0, s);
            if set.harm > best.harm {
                (best, best_penalty) = (set, penalty);
            }
            if blocked {
                low = penalty;
            } else if slack && penalty > 0.0 {
                high = penalty;
            } else {
                break;
            }
            penalty = if high < f64::INFINITY {
                0.5 * (low + high)
            } else {
                (low * 2.0).max(FIRST_PENALTY * graph.critical(s))
            };
        }
        graph.penalty = best_penalty;
        best
    }

    /// Fills as long as what is added is worth more than its penalties; the outline stays within its bound.
    pub(crate) fn fill_at(&mut self, graph: &LocalGraph, penalty: f64, s: &mut Scratch) {
        while graph.max_area - self.area >= graph.min_cell {
            self.paths(graph, penalty, s);
            let room = graph.max_area - self.area;
            s.picks.clear();
            for &c in &s.order {
                let Path { gain, cost, edge_change, .. } = s.paths[c as usize];
                let worth = gain - penalty * edge_change as f64;
                let fits = cost <= room && (edge_change <= 0 || self.edges + edge_change <= graph.most_edges);
                if worth > 0.0 && fits {
                    s.picks.push((worth / cost, c));
                }
            }
            let best = s.picks.iter().fold(0.0, |m: f64, p| m.max(p.0));
            if best <= 0.0 {
                return;
            }
            s.picks.retain(|p| p.0 >= NEARLY_BEST * best);
            s.picks.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            let picks = std::mem::take(&mut s.picks);
            let before = self.size;
            for &(_, end) in &picks {
                self.add_path(graph, s, end);
            }
            s.picks = picks;
            if self.size == before {
                return;
            }
        }
    }

    /// Adds the cells of a path that are still outside, if they still fit.
    fn add_path(&mut self, graph: &LocalGraph, s: &mut Scratch, end: u32) {
        s.stack.clear();
        let mut cost = 0.0;
        let mut at = end;
        while at != NONE && !self.inside[at as usize] {
            cost += graph.area[at as usize];
            s.stack.push((at, 0));
            at = s.paths[at as usize].from;
        }
        if self.area + cost > graph.max_area {
            return;
        }
        let most = self.edges.max(graph.most_edges);
        let path = std::mem::take(&mut s.stack);
        for (c, _) in &path {
            self.add(graph, *c);
        }
        if self.edges > most {
            for (c, _) in &path {
                self.drop(graph, *c);
            }
        }
        s.stack = path;
    }

    /// For every outside cell, ring by ring: of the shortest paths to it, the one with most harm less penalties.
    fn paths(&self, graph: &LocalGraph, penalty: f64, s: &mut Scratch) {
        let Scratch { paths, order, .. } = s;
        order.clear();
        paths.clear();
        paths.extend((0..).zip(&self.inside).zip(&self.inside_neighbors).map(|((c, inside), near)| {
            if *inside {
                return Path { steps: 0, ..Path::UNKNOWN };
            }
            if *near == 0 {
                return Path::UNKNOWN;
            }
            order.push(c);
            let (gain, cost) = (graph.harm[c as usize], graph.area[c as usize]);
            Path { gain, cost, edge_change: self.edge_change(c), steps: 1, from: NONE }
        }));
        let room = graph.max_area - self.area;
        let mut start = 0;
        for step in 2..=LONGEST_PATH {
            if f64::from(step) * graph.min_cell > room {
                break;
            }
            let end = order.len();
            for i in start..end {
                let c = order[i];
                let here = paths[c as usize];
                // It touches the path by one side, and nothing else that is inside.
                let edge_change = here.edge_change + SIDES - 2;
                for &o in graph.near(c) {
                    let there = &mut paths[o as usize];
                    if there.steps < step {
                        continue;
                    }
                    let gain = here.gain + graph.harm[o as usize];
                    if there.steps == NONE {
                        order.push(o);
                    } else if gain - penalty * edge_change as f64 <= there.gain - penalty * there.edge_change as f64 {
                        continue;
                    }
                    *there = Path { gain, cost: here.cost + graph.area[o as usize], edge_change, steps: step, from: c };
                }
            }
            start = end;
        }
    }
}
