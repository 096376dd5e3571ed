//! One catchment within the disk of its center: adding, dropping, filling.

use super::ascent::Net;
use super::field::{Field, Found, Seen};

/// The free cells within reach of a center, renumbered from 0 (the center).
pub(crate) struct Patch {
    pub(crate) cells: Vec<u32>,
    pub(crate) harm: Vec<f64>,
    pub(crate) area: Vec<f64>,
    offsets: Vec<u32>,
    targets: Vec<u32>,
    max_area: f64,
    min_cell: f64,
}

const NONE: u32 = u32::MAX;

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
        Self { cells, harm, area, offsets, targets, max_area: field.max_area, min_cell: field.min_cell }
    }

    /// The cells, and who touches whom.
    pub(crate) fn into_net(self) -> (Vec<u32>, Net) {
        (self.cells, Net::new(self.offsets, self.targets))
    }

    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    fn near(&self, cell: u32) -> &[u32] {
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
    inside: Vec<bool>,
    pub(crate) harm: f64,
    area: f64,
    pub(crate) size: usize,
}

/// Lists that the steps below reuse.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    steps: Vec<u32>,
    gain: Vec<f64>,
    cost: Vec<f64>,
    from: Vec<u32>,
    order: Vec<u32>,
    picks: Vec<(f64, u32)>,
    disc: Vec<u32>,
    low: Vec<u32>,
    parent: Vec<u32>,
    stack: Vec<(u32, u32)>,
    loss: Vec<f64>,
    freed: Vec<f64>,
    size: Vec<u32>,
    cut: Vec<bool>,
}

/// Paths are bridged over at most this many cells; longer detours have not been seen to pay within a disk.
const LONGEST_PATH: u32 = 8;
/// Paths this close to the best harm per area are added in the same pass.
const NEARLY_BEST: f64 = 0.85;

impl Shape {
    /// The center alone.
    pub(crate) fn seed(patch: &Patch) -> Self {
        let mut shape = Self { inside: vec![false; patch.len()], harm: 0.0, area: 0.0, size: 0 };
        shape.add(patch, 0);
        shape
    }

    /// Given cells, which must be connected and hold the center.
    pub(crate) fn of(patch: &Patch, cells: &[u32]) -> Self {
        let mut shape = Self { inside: vec![false; patch.len()], harm: 0.0, area: 0.0, size: 0 };
        for c in cells {
            shape.add(patch, *c);
        }
        shape
    }

    fn add(&mut self, patch: &Patch, cell: u32) {
        let c = cell as usize;
        self.inside[c] = true;
        self.harm += patch.harm[c];
        self.area += patch.area[c];
        self.size += 1;
    }

    fn drop(&mut self, patch: &Patch, cell: u32) {
        let c = cell as usize;
        self.inside[c] = false;
        self.harm -= patch.harm[c];
        self.area -= patch.area[c];
        self.size -= 1;
    }

    pub(crate) fn found(&self, patch: &Patch) -> Found {
        let mut cells: Vec<u32> = self.inside.iter().zip(&patch.cells).filter(|(i, _)| **i).map(|(_, c)| *c).collect();
        cells.sort_unstable();
        // Summed anew in order of cells: the running sum has rounding of its history.
        let mut by_cell: Vec<(u32, f64)> =
            self.inside.iter().zip(&patch.cells).zip(&patch.harm).filter(|((i, _), _)| **i).map(|((_, c), h)| (*c, *h)).collect();
        by_cell.sort_unstable_by_key(|p| p.0);
        Found { anchor: patch.cells[0], cells, harm: by_cell.iter().map(|p| p.1).sum() }
    }

    /// Plain growth: the touching cell with most harm, until nothing fits or nothing is gained.
    pub(crate) fn fill_plainly(&mut self, patch: &Patch) {
        loop {
            let fits = |c: u32| !self.inside[c as usize] && self.area + patch.area[c as usize] <= patch.max_area;
            let touches = |c: u32| patch.near(c).iter().any(|n| self.inside[*n as usize]);
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

    /// Adds shortest paths to outside cells by harm per area, best first, until none with any harm fits.
    pub(crate) fn fill(&mut self, patch: &Patch, s: &mut Scratch) {
        while patch.max_area - self.area >= patch.min_cell {
            self.paths(patch, s);
            let room = patch.max_area - self.area;
            s.picks.clear();
            for &c in &s.order {
                let at = c as usize;
                if s.gain[at] > 0.0 && s.cost[at] <= room {
                    s.picks.push((s.gain[at] / s.cost[at], c));
                }
            }
            let best = s.picks.iter().fold(0.0, |m: f64, p| m.max(p.0));
            if best <= 0.0 {
                return;
            }
            s.picks.retain(|p| p.0 >= NEARLY_BEST * best);
            s.picks.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            let picks = std::mem::take(&mut s.picks);
            for &(_, end) in &picks {
                self.add_path(patch, s, end);
            }
            s.picks = picks;
        }
    }

    /// Adds the cells of a path that are still outside, if they still fit.
    fn add_path(&mut self, patch: &Patch, s: &Scratch, end: u32) {
        let mut cost = 0.0;
        let mut at = end;
        while at != NONE && !self.inside[at as usize] {
            cost += patch.area[at as usize];
            at = s.from[at as usize];
        }
        if self.area + cost > patch.max_area {
            return;
        }
        let mut at = end;
        while at != NONE && !self.inside[at as usize] {
            self.add(patch, at);
            at = s.from[at as usize];
        }
    }

    /// For every outside cell, ring by ring: of the shortest paths to it, the one with most harm.
    fn paths(&self, patch: &Patch, s: &mut Scratch) {
        let n = patch.len();
        s.steps.clear();
        s.steps.resize(n, NONE);
        s.gain.clear();
        s.gain.resize(n, 0.0);
        s.cost.clear();
        s.cost.resize(n, 0.0);
        s.from.clear();
        s.from.resize(n, NONE);
        s.order.clear();
        for c in (0..n).filter_map(|i| u32::try_from(i).ok()) {
            let outside = !self.inside[c as usize];
            if outside && patch.near(c).iter().any(|o| self.inside[*o as usize]) {
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
                    let gain = s.gain[c as usize] + patch.harm[to];
                    if s.steps[to] == NONE {
                        s.steps[to] = step;
                        s.order.push(o);
                    } else if gain <= s.gain[to] {
                        continue;
                    }
                    s.gain[to] = gain;
                    s.cost[to] = s.cost[c as usize] + patch.area[to];
                    s.from[to] = c;
                }
            }
            start = end;
        }
    }

    /// Drops the removable piece with least harm per area; false where none is left but the center.
    ///
    /// A piece is a cell, or all that hangs on the rest by one cell; without it the rest stays connected and keeps the center.
    /// Pieces above `largest` cells are left alone. Of pieces alike, the later found goes.
    pub(crate) fn drop_poorest(&mut self, patch: &Patch, largest: usize, s: &mut Scratch) -> bool {
        self.pieces(patch, s);
        let (mut best, mut piece) = (f64::INFINITY, None);
        for (position, &c) in s.order.iter().enumerate().skip(1) {
            let at = c as usize;
            let hangs = s.low[at] >= s.disc[s.parent[at] as usize];
            if hangs && s.size[at] as usize <= largest {
                let poor = s.loss[at] / s.freed[at];
                if poor <= best {
                    (best, piece) = (poor, Some((position, s.size[at] as usize)));
                }
            }
            if !s.cut[at] {
                let poor = patch.harm[at] / patch.area[at];
                if poor <= best {
                    (best, piece) = (poor, Some((position, 1)));
                }
            }
        }
        let Some((from, count)) = piece else {
            return false;
        };
        for i in from..from + count {
            self.drop(patch, s.order[i]);
        }
        true
    }

    /// Depth-first from the center: order of discovery, low points, cut cells, and what hangs on each cell.
    fn pieces(&self, patch: &Patch, s: &mut Scratch) {
        let n = patch.len();
        s.disc.clear();
        s.disc.resize(n, NONE);
        s.low.resize(n, 0);
        s.parent.resize(n, NONE);
        s.loss.resize(n, 0.0);
        s.freed.resize(n, 0.0);
        s.size.resize(n, 0);
        s.cut.resize(n, false);
        s.order.clear();
        s.stack.clear();
        s.stack.push((0, 0));
        discover(patch, s, 0, NONE);
        while let Some((c, edge)) = s.stack.pop() {
            let at = c as usize;
            if let Some(&o) = patch.near(c).get(edge as usize) {
                s.stack.push((c, edge + 1));
                let to = o as usize;
                if !self.inside[to] {
                    continue;
                }
                if s.disc[to] == NONE {
                    discover(patch, s, o, c);
                    s.stack.push((o, 0));
                } else if o != s.parent[at] {
                    s.low[at] = s.low[at].min(s.disc[to]);
                }
                continue;
            }
            let parent = s.parent[at];
            if parent != NONE {
                let p = parent as usize;
                s.low[p] = s.low[p].min(s.low[at]);
                s.loss[p] += s.loss[at];
                s.freed[p] += s.freed[at];
                s.size[p] += s.size[at];
                s.cut[p] |= s.low[at] >= s.disc[p];
            }
        }
    }

    /// Drops a random connected bite: cells within `rings` of a random cell, then whatever no longer hangs together with the center.
    pub(crate) fn bite(&mut self, patch: &Patch, random: usize, rings: usize, s: &mut Scratch) {
        let members: Vec<u32> = (1..patch.len()).filter(|c| self.inside[*c]).filter_map(|c| u32::try_from(c).ok()).collect();
        if members.is_empty() {
            return;
        }
        let mut gone = vec![members[random % members.len()]];
        let mut start = 0;
        for _ in 0..=rings {
            let end = gone.len();
            for i in start..end {
                if !self.inside[gone[i] as usize] {
                    continue;
                }
                self.drop(patch, gone[i]);
                gone.extend(patch.near(gone[i]).iter().filter(|o| **o != 0 && self.inside[**o as usize]));
            }
            start = end;
        }
        self.pieces(patch, s);
        for c in members {
            if self.inside[c as usize] && s.disc[c as usize] == NONE {
                self.drop(patch, c);
            }
        }
    }
}

fn discover(patch: &Patch, s: &mut Scratch, c: u32, parent: u32) {
    let at = c as usize;
    let time = u32::try_from(s.order.len()).unwrap_or(NONE);
    (s.disc[at], s.low[at], s.parent[at]) = (time, time, parent);
    (s.loss[at], s.freed[at], s.size[at], s.cut[at]) = (patch.harm[at], patch.area[at], 1, false);
    s.order.push(c);
}
