//! Taking cells from a catchment so that the rest hangs together.

use super::grow::{CellSet, LocalGraph, NONE, Scratch};
use super::piece::Piece;
use super::region::SIDES;

impl CellSet {
    /// Drops the removable piece with least harm (less penalties) per area; false where none is left but the center.
    ///
    /// A piece is a cell, or all that hangs on the rest by one cell; without it the rest stays connected and keeps the
    /// center. Pieces above `largest` cells are left alone. Of equal pieces, the one found later goes.
    pub(crate) fn drop_poorest(&mut self, graph: &LocalGraph, largest: usize, s: &mut Scratch) -> bool {
        self.pieces(graph, s);
        let (mut best, mut piece) = (f64::INFINITY, None);
        for (position, &c) in s.order.iter().enumerate().skip(1) {
            let at = c as usize;
            let hung = s.pieces[at];
            let hangs = hung.low >= s.discovered[hung.parent as usize];
            if hangs && hung.size as usize <= largest {
                // It hangs by one cell, and mostly by one side of that.
                let poor = (hung.loss - graph.penalty * (hung.saved - 1) as f64) / hung.freed;
                if poor <= best {
                    (best, piece) = (poor, Some((position, hung.size as usize)));
                }
            }
            if !hung.cut {
                let poor = (graph.harm[at] - graph.penalty * self.edge_change(c) as f64) / graph.area[at];
                if poor <= best {
                    (best, piece) = (poor, Some((position, 1)));
                }
            }
        }
        let Some((from, count)) = piece else {
            return false;
        };
        for i in from..from + count {
            self.drop(graph, s.order[i]);
        }
        true
    }

    /// Depth-first from the center: order of discovery, low points, cut cells, and what hangs on each cell.
    fn pieces(&self, graph: &LocalGraph, s: &mut Scratch) {
        let n = graph.len();
        s.discovered.clear();
        s.discovered.resize(n, NONE);
        s.pieces.resize(n, Piece::default());
        s.order.clear();
        s.stack.clear();
        s.stack.push((0, 0));
        self.discover(graph, s, 0, NONE);
        while let Some((c, edge)) = s.stack.last_mut() {
            let (c, at) = (*c, *c as usize);
            if let Some(&o) = graph.near(c).get(*edge as usize) {
                *edge += 1;
                let to = o as usize;
                if !self.inside[to] {
                    continue;
                }
                if s.discovered[to] == NONE {
                    self.discover(graph, s, o, c);
                    s.stack.push((o, 0));
                } else if o != s.pieces[at].parent {
                    s.pieces[at].low = s.pieces[at].low.min(s.discovered[to]);
                }
                continue;
            }
            s.stack.pop();
            let hung = s.pieces[at];
            if hung.parent != NONE {
                let p = hung.parent as usize;
                let parent = &mut s.pieces[p];
                parent.low = parent.low.min(hung.low);
                parent.loss += hung.loss;
                parent.freed += hung.freed;
                parent.saved += hung.saved;
                parent.size += hung.size;
                parent.cut |= hung.low >= s.discovered[p];
            }
        }
    }

    /// Drops a random connected bite: cells within `rings` of a random cell, then whatever no longer hangs together
    /// with the center.
    pub(crate) fn bite(&mut self, graph: &LocalGraph, random: usize, rings: usize, s: &mut Scratch) {
        let members: Vec<u32> =
            (1..graph.len()).filter(|c| self.inside[*c]).filter_map(|c| u32::try_from(c).ok()).collect();
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
                self.drop(graph, gone[i]);
                gone.extend(graph.near(gone[i]).iter().filter(|o| **o != 0 && self.inside[**o as usize]));
            }
            start = end;
        }
        self.pieces(graph, s);
        for c in members {
            if self.inside[c as usize] && s.discovered[c as usize] == NONE {
                self.drop(graph, c);
            }
        }
    }

    fn discover(&self, graph: &LocalGraph, s: &mut Scratch, c: u32, parent: u32) {
        let at = c as usize;
        let time = u32::try_from(s.order.len()).unwrap_or(NONE);
        s.discovered[at] = time;
        // Half of the shared sides each: the sum over a piece is its outline, less what it shares with the rest.
        let saved = i64::midpoint(SIDES, self.edge_change(c));
        let (loss, freed) = (graph.harm[at], graph.area[at]);
        s.pieces[at] = Piece { loss, freed, saved, low: time, parent, size: 1, cut: false };
        s.order.push(c);
    }
}
