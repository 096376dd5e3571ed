//! One catchment within the disk of its center: adding and filling (`prune`: taking away).

use super::field::{Field, Found, SIDES, Seen};
use super::graph::Graph;

/// The free cells within reach of a center, renumbered from 0 (the center).
pub(crate) struct Patch {
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

impl Patch {
    pub(crate) fn new(field: &Field<'_>, center: u32, free: &[bool], seen: &mut Seen) -> Self {
        let mut cells = Vec::new();
        field.walk(center, |c| free[c as usize], seen, &mut cells);
        let mut sorted: Vec<(u32, u32)> = cells.iter().zip(0..).map(|(c, i)| (*c, i)).collect();
        sorted.sort_unstable();
        let local = |c: u32| sorted.binary_search_by_key(&c, |p| p.0).ok().map(|at| sorted[at].1);
        let (mut offsets, mut targets) = (vec![0], Vec::with_capacity(cells.len() * 6));
        for &c in &cells {
            let near = field.input.neighbors.of(c as usize).iter().filter(|n| seen.has(**n));
            targets.extend(near.filter_map(|n| local(*n)));
            offsets.push(u32::try_from(targets.len()).unwrap_or(NONE));
        }
        let of = |values: &[f64]| cells.iter().map(|c| values[*c as usize]).collect();
        let (harm, area) = (of(&field.harm), of(field.input.area_km2));
        Self {
            cells,
            harm,
            area,
            offsets,
            targets,
            max_area: field.max_area,
            min_cell: field.min_cell,
            most_edges: field.most_edges.unwrap_or(i64::MAX / 4),
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
        s.loss.clear();
        s.loss.extend_from_slice(&self.harm);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "an area above 0 over another is a small number"
        )]
        let most = (self.max_area / self.min_cell) as usize;
        if most >= s.loss.len() {
            return s.loss.iter().copied().fold(0.0, f64::max) / 2.0;
        }
        *s.loss.select_nth_unstable_by(most, |a, b| b.total_cmp(a)).1
    }

    pub(super) fn near(&self, cell: u32) -> &[u32] {
        &self.targets[self.offsets[cell as usize] as usize..self.offsets[cell as usize + 1] as usize]
    }

    /// The numbers here of some cells of the field, where all are here.
    pub(crate) fn local(&self, cells: &[u32]) -> Option<Vec<u32>> {
        let mut sorted: Vec<(u32, u32)> = self.cells.iter().zip(0..).map(|(c, i)| (*c, i)).collect();
        sorted.sort_unstable();
        cells.iter().map(|c| sorted.binary_search_by_key(c, |p| p.0).ok().map(|at| sorted[at].1)).collect()
    }
}

/// A connected set of cells of a patch that holds the center.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    pub(super) inside: Vec<bool>,
    /// How many of its neighbors are inside, for every cell of the patch.
    pub(super) touched: Vec<u8>,
    pub(crate) harm: f64,
    pub(super) area: f64,
    /// Edges of the outline.
    pub(crate) edges: i64,
    pub(crate) size: usize,
}

/// Lists that the steps below reuse.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    pub(super) steps: Vec<u32>,
    pub(super) gain: Vec<f64>,
    pub(super) cost: Vec<f64>,
    pub(super) bend: Vec<i64>,
    pub(super) from: Vec<u32>,
    pub(super) order: Vec<u32>,
    pub(super) picks: Vec<(f64, u32)>,
    pub(super) disc: Vec<u32>,
    pub(super) low: Vec<u32>,
    pub(super) parent: Vec<u32>,
    pub(super) stack: Vec<(u32, u32)>,
    pub(super) loss: Vec<f64>,
    pub(super) freed: Vec<f64>,
    pub(super) saved: Vec<i64>,
    pub(super) size: Vec<u32>,
    pub(super) cut: Vec<bool>,
}

/// Tolls that are tried, and the first one, in harm of the poorest cell that the area has room for.
const PENALTIES: usize = 6;
const FIRST_PENALTY: f64 = 0.2;
/// Paths are bridged over at most this many cells; longer detours have not been seen to pay within a disk.
const LONGEST_PATH: u32 = 8;
/// Paths this close to the best harm per area are added in the same pass.
const NEARLY_BEST: f64 = 0.85;

impl Shape {
    fn empty(patch: &Patch) -> Self {
        let n = patch.len();
        Self { inside: vec![false; n], touched: vec![0; n], harm: 0.0, area: 0.0, edges: 0, size: 0 }
    }

    /// The center alone.
    pub(crate) fn seed(patch: &Patch) -> Self {
        let mut shape = Self::empty(patch);
        shape.add(patch, 0);
        shape
    }

    /// Given cells, which must be connected and hold the center.
    pub(crate) fn of(patch: &Patch, cells: &[u32]) -> Self {
        let mut shape = Self::empty(patch);
        for c in cells {
            shape.add(patch, *c);
        }
        shape
    }

    fn add(&mut self, patch: &Patch, cell: u32) {
        let c = cell as usize;
        self.edges += self.bend(cell);
        patch.near(cell).iter().for_each(|n| self.touched[*n as usize] += 1);
        self.inside[c] = true;
        self.harm += patch.harm[c];
        self.area += patch.area[c];
        self.size += 1;
    }

    pub(super) fn drop(&mut self, patch: &Patch, cell: u32) {
        let c = cell as usize;
        self.edges -= self.bend(cell);
        patch.near(cell).iter().for_each(|n| self.touched[*n as usize] -= 1);
        self.inside[c] = false;
        self.harm -= patch.harm[c];
        self.area -= patch.area[c];
        self.size -= 1;
    }

    /// Edges that the outline gains with an outside cell, and loses without an inside one.
    pub(super) fn bend(&self, cell: u32) -> i64 {
        SIDES - 2 * i64::from(self.touched[cell as usize])
    }

    /// Whether the outline is short enough.
    pub(crate) fn is_compact(&self, patch: &Patch) -> bool {
        self.edges <= patch.most_edges
    }

    pub(crate) fn found(&self, patch: &Patch) -> Found {
        let mut cells: Vec<u32> = self.inside.iter().zip(&patch.cells).filter(|(i, _)| **i).map(|(_, c)| *c).collect();
        cells.sort_unstable();
        // Summed anew in order of cells: the running sum has rounding of its history.
        let mut by_cell: Vec<(u32, f64)> = self
            .inside
            .iter()
            .zip(&patch.cells)
            .zip(&patch.harm)
            .filter(|((i, _), _)| **i)
            .map(|((_, c), h)| (*c, *h))
            .collect();
        by_cell.sort_unstable_by_key(|p| p.0);
        Found { anchor: patch.cells[0], cells, harm: by_cell.iter().map(|p| p.1).sum(), penalty: patch.penalty }
    }

    /// Plain growth: the touching cell with most harm, until nothing fits or nothing is gained.
    pub(crate) fn fill_plainly(&mut self, patch: &Patch) {
        loop {
            let fits = |c: u32| {
                let (area, edges) = (self.area + patch.area[c as usize], self.edges + self.bend(c));
                !self.inside[c as usize] && area <= patch.max_area && edges <= patch.most_edges
            };
            let touches = |c: u32| self.touched[c as usize] > 0;
            let ids = (0..patch.len()).filter_map(|i| u32::try_from(i).ok());
            let best = ids.filter(|c| fits(*c) && touches(*c)).fold((0.0, NONE), |best, c| {
                let h = patch.harm[c as usize];
                if h > best.0 { (h, c) } else { best }
            });
            if best.1 == NONE {
                return;
            }
            self.add(patch, best.1);
        }
    }

    /// Adds shortest paths to outside cells by harm (less penalties) per area, best first, until none with any harm fits.
    pub(crate) fn fill(&mut self, patch: &Patch, s: &mut Scratch) {
        if patch.penalty > 0.0 {
            self.fill_at(patch, patch.penalty, s);
        }
        self.fill_at(patch, 0.0, s);
    }

    /// The best grown from the center at several penalties; the one that it was grown at is left in the patch.
    ///
    /// Without a penalty growth follows harm alone and uses up its outline before its area; with too high a one it leaves
    /// harm lying that the outline had room for.
    pub(crate) fn grow(patch: &mut Patch, s: &mut Scratch) -> Self {
        let (mut best, mut penalty, mut low, mut high) = (Self::seed(patch), 0.0, 0.0, f64::INFINITY);
        let mut kept = 0.0;
        for _ in 0..PENALTIES {
            let mut shape = Self::seed(patch);
            shape.fill_at(patch, penalty, s);
            let blocked = shape.edges + 2 > patch.most_edges && shape.area + patch.min_cell <= patch.max_area;
            let slack = shape.edges * 10 < patch.most_edges.saturating_mul(9);
            shape.fill_at(patch, 0.0, s);
            if shape.harm > best.harm {
                (best, kept) = (shape, penalty);
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
                (low * 2.0).max(FIRST_PENALTY * patch.critical(s))
            };
        }
        patch.penalty = kept;
        best
    }

    /// Fills as long as what is added is worth more than its penalties; the outline stays within its bound.
    pub(crate) fn fill_at(&mut self, patch: &Patch, penalty: f64, s: &mut Scratch) {
        while patch.max_area - self.area >= patch.min_cell {
            self.paths(patch, penalty, s);
            let room = patch.max_area - self.area;
            s.picks.clear();
            for &c in &s.order {
                let at = c as usize;
                let worth = s.gain[at] - penalty * s.bend[at] as f64;
                if worth > 0.0 && s.cost[at] <= room && (s.bend[at] <= 0 || self.edges + s.bend[at] <= patch.most_edges)
                {
                    s.picks.push((worth / s.cost[at], c));
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
                self.add_path(patch, s, end);
            }
            s.picks = picks;
            if self.size == before {
                return;
            }
        }
    }

    /// Adds the cells of a path that are still outside, if they still fit.
    fn add_path(&mut self, patch: &Patch, s: &mut Scratch, end: u32) {
        s.stack.clear();
        let mut cost = 0.0;
        let mut at = end;
        while at != NONE && !self.inside[at as usize] {
            cost += patch.area[at as usize];
            s.stack.push((at, 0));
            at = s.from[at as usize];
        }
        if self.area + cost > patch.max_area {
            return;
        }
        let most = self.edges.max(patch.most_edges);
        let path = std::mem::take(&mut s.stack);
        for (c, _) in &path {
            self.add(patch, *c);
        }
        if self.edges > most {
            for (c, _) in &path {
                self.drop(patch, *c);
            }
        }
        s.stack = path;
    }

    /// For every outside cell, ring by ring: of the shortest paths to it, the one with most harm less penalties.
    fn paths(&self, patch: &Patch, penalty: f64, s: &mut Scratch) {
        let n = patch.len();
        s.steps.clear();
        s.steps.resize(n, NONE);
        s.gain.clear();
        s.gain.resize(n, 0.0);
        s.cost.clear();
        s.cost.resize(n, 0.0);
        s.bend.clear();
        s.bend.resize(n, 0);
        s.from.clear();
        s.from.resize(n, NONE);
        s.order.clear();
        for c in (0..n).filter_map(|i| u32::try_from(i).ok()) {
            let bend = if self.inside[c as usize] { SIDES } else { self.bend(c) };
            if bend < SIDES {
                s.bend[c as usize] = bend;
                s.steps[c as usize] = 1;
                s.gain[c as usize] = patch.harm[c as usize];
                s.cost[c as usize] = patch.area[c as usize];
                s.order.push(c);
            }
        }
        let room = patch.max_area - self.area;
        let mut start = 0;
        for step in 2..=LONGEST_PATH {
            if f64::from(step) * patch.min_cell > room {
                break;
            }
            let end = s.order.len();
            for i in start..end {
                let c = s.order[i];
                for &o in patch.near(c) {
                    let to = o as usize;
                    if self.inside[to] || s.steps[to] < step {
                        continue;
                    }
                    // It touches the path by one side, and nothing else that is inside.
                    let gain = s.gain[c as usize] + patch.harm[to];
                    let bend = s.bend[c as usize] + SIDES - 2;
                    if s.steps[to] == NONE {
                        s.steps[to] = step;
                        s.order.push(o);
                    } else if gain - penalty * bend as f64 <= s.gain[to] - penalty * s.bend[to] as f64 {
                        continue;
                    }
                    s.gain[to] = gain;
                    s.bend[to] = bend;
                    s.cost[to] = s.cost[c as usize] + patch.area[to];
                    s.from[to] = c;
                }
            }
            start = end;
        }
    }
}
