//! All sets of so many cells that hang together with some ground.

use catchment_spatial::Neighbors;

/// Sets of cells with what they hold.
#[derive(Debug)]
pub(super) struct Sets {
    /// Each set with the sum of its values, the lowest sum first.
    pub(super) list: Vec<(f64, Vec<usize>)>,
    /// Whether none is missing.
    pub(super) complete: bool,
}

/// What is looked through.
pub(super) struct Reach<'a> {
    /// Which cells touch.
    pub(super) neighbors: &'a Neighbors,
    /// Cells that may be in a set.
    pub(super) may: &'a [bool],
    /// Of these, the cells that touch the ground.
    pub(super) first: Vec<usize>,
    /// Value of each cell; sets with the lowest sums are wanted.
    pub(super) value: &'a [f64],
}

impl Reach<'_> {
    /// Every set of `size` cells whose parts all touch the ground and whose values sum to at most `most`.
    ///
    /// Steps: the ground counts as one cell, and sets that hang together with it are listed each once: a cell of the
    /// frontier is taken, those before it are left out for good. A branch ends where even the lowest values left make
    /// too much. After `steps` branches the rest is left out, and `complete` says so.
    pub(super) fn sets(&self, size: usize, most: f64, steps: usize) -> Sets {
        let mut lowest: Vec<f64> = (0..self.value.len()).filter(|c| self.may[*c]).map(|c| self.value[c]).collect();
        lowest.sort_by(f64::total_cmp);
        let least: Vec<f64> = (0..=size).map(|n| lowest.iter().take(n).sum()).collect();
        let mut seen = vec![false; self.value.len()];
        self.first.iter().for_each(|c| seen[*c] = true);
        let mut walk = Walk { reach: self, most, least, steps, seen, taken: Vec::new(), found: Vec::new() };
        walk.go(&self.sorted(self.first.clone()), 0.0, size);
        let complete = walk.steps > 0;
        let mut list = walk.found;
        list.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
        Sets { list, complete }
    }

    /// The lowest values first.
    fn sorted(&self, mut cells: Vec<usize>) -> Vec<usize> {
        cells.sort_by(|a, b| self.value[*a].total_cmp(&self.value[*b]).then(a.cmp(b)));
        cells
    }
}

struct Walk<'r, 'a> {
    reach: &'r Reach<'a>,
    most: f64,
    /// The lowest sum of so many cells.
    least: Vec<f64>,
    /// Branches that may still be begun.
    steps: usize,
    /// Cells that are in the frontier, taken or left out.
    seen: Vec<bool>,
    taken: Vec<usize>,
    found: Vec<(f64, Vec<usize>)>,
}

impl Walk<'_, '_> {
    fn go(&mut self, frontier: &[usize], sum: f64, left: usize) {
        if left == 0 {
            let mut cells = self.taken.clone();
            cells.sort_unstable();
            self.found.push((sum, cells));
            return;
        }
        for (at, &cell) in frontier.iter().enumerate() {
            if self.steps == 0 {
                return;
            }
            self.steps -= 1;
            let with = sum + self.reach.value[cell];
            if with + self.least[left - 1] > self.most {
                // What comes after in the frontier is no lower, and what it opens was counted as the lowest there is.
                return;
            }
            let opened: Vec<usize> = self.reach.neighbors.of(cell).iter().map(|n| *n as usize).collect();
            let opened: Vec<usize> = opened.into_iter().filter(|n| self.reach.may[*n] && !self.seen[*n]).collect();
            for n in &opened {
                self.seen[*n] = true;
            }
            self.taken.push(cell);
            let rest = frontier[at + 1..].iter().chain(&opened).copied().collect();
            self.go(&self.reach.sorted(rest), with, left - 1);
            self.taken.pop();
            for n in &opened {
                self.seen[*n] = false;
            }
        }
    }
}
