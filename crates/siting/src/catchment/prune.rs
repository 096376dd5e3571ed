//! Taking cells from a catchment so that the rest hangs together.

use super::field::SIDES;
use super::grow::{NONE, Patch, Scratch, Shape};

impl Shape {
    /// Drops the removable piece with least harm (less penalties) per area; false where none is left but the center.
    ///
    /// A piece is a cell, or all that hangs on the rest by one cell; without it the rest stays connected and keeps the
    /// center. Pieces above `largest` cells are left alone. Of pieces alike, the later found goes.
    pub(crate) fn drop_poorest(&mut self, patch: &Patch, largest: usize, s: &mut Scratch) -> bool {
        self.pieces(patch, s);
        let (mut best, mut piece) = (f64::INFINITY, None);
        for (position, &c) in s.order.iter().enumerate().skip(1) {
            let at = c as usize;
            let hangs = s.low[at] >= s.disc[s.parent[at] as usize];
            if hangs && s.size[at] as usize <= largest {
                // It hangs by one cell, and mostly by one side of that.
                let poor = (s.loss[at] - patch.penalty * (s.saved[at] - 1) as f64) / s.freed[at];
                if poor <= best {
                    (best, piece) = (poor, Some((position, s.size[at] as usize)));
                }
            }
            if !s.cut[at] {
                let poor = (patch.harm[at] - patch.penalty * self.bend(c) as f64) / patch.area[at];
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
        s.saved.resize(n, 0);
        s.size.resize(n, 0);
        s.cut.resize(n, false);
        s.order.clear();
        s.stack.clear();
        s.stack.push((0, 0));
        self.discover(patch, s, 0, NONE);
        while let Some((c, edge)) = s.stack.last_mut() {
            let (c, at) = (*c, *c as usize);
            if let Some(&o) = patch.near(c).get(*edge as usize) {
                *edge += 1;
                let to = o as usize;
                if !self.inside[to] {
                    continue;
                }
                if s.disc[to] == NONE {
                    self.discover(patch, s, o, c);
                    s.stack.push((o, 0));
                } else if o != s.parent[at] {
                    s.low[at] = s.low[at].min(s.disc[to]);
                }
                continue;
            }
            s.stack.pop();
            let parent = s.parent[at];
            if parent != NONE {
                let p = parent as usize;
                s.low[p] = s.low[p].min(s.low[at]);
                s.loss[p] += s.loss[at];
                s.freed[p] += s.freed[at];
                s.saved[p] += s.saved[at];
                s.size[p] += s.size[at];
                s.cut[p] |= s.low[at] >= s.disc[p];
            }
        }
    }

    /// Drops a random connected bite: cells within `rings` of a random cell, then whatever no longer hangs together
    /// with the center.
    pub(crate) fn bite(&mut self, patch: &Patch, random: usize, rings: usize, s: &mut Scratch) {
        let members: Vec<u32> =
            (1..patch.len()).filter(|c| self.inside[*c]).filter_map(|c| u32::try_from(c).ok()).collect();
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

    fn discover(&self, patch: &Patch, s: &mut Scratch, c: u32, parent: u32) {
        let at = c as usize;
        let time = u32::try_from(s.order.len()).unwrap_or(NONE);
        (s.disc[at], s.low[at], s.parent[at]) = (time, time, parent);
        (s.loss[at], s.freed[at], s.size[at], s.cut[at]) = (patch.harm[at], patch.area[at], 1, false);
        // Half of the shared sides each: the sum over a piece is its outline, less what it shares with the rest.
        s.saved[at] = i64::midpoint(SIDES, self.bend(c));
        s.order.push(c);
    }
}
