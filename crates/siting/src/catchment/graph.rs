//! Who touches whom among the cells of a search.

/// Who touches whom, by position; 0 is the root.
#[derive(Debug)]
pub(crate) struct Graph {
    offsets: Vec<u32>,
    targets: Vec<u32>,
    /// The arc that leads back, for every arc.
    back: Vec<u32>,
}

impl Graph {
    /// Both ways between two that touch must be there.
    pub(crate) fn new(offsets: Vec<u32>, targets: Vec<u32>) -> Self {
        let mut back = vec![0; targets.len()];
        for (from, ends) in (0..).zip(offsets.windows(2)) {
            for arc in ends[0]..ends[1] {
                let to = targets[arc as usize] as usize;
                let way = (offsets[to]..offsets[to + 1]).find(|b| targets[*b as usize] == from);
                back[arc as usize] = way.unwrap_or(arc);
            }
        }
        Self { offsets, targets, back }
    }

    pub(crate) fn arcs(&self) -> usize {
        self.targets.len()
    }

    pub(crate) fn degree(&self, node: usize) -> u32 {
        self.offsets[node + 1] - self.offsets[node]
    }

    /// The first arc of a node; the one after its last is the next node's first.
    pub(crate) fn first(&self, node: u32) -> u32 {
        self.offsets[node as usize]
    }

    pub(crate) fn target(&self, arc: u32) -> u32 {
        self.targets[arc as usize]
    }

    pub(crate) fn back(&self, arc: u32) -> u32 {
        self.back[arc as usize]
    }

    pub(crate) fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    pub(crate) fn near(&self, node: u32) -> &[u32] {
        &self.targets[self.offsets[node as usize] as usize..self.offsets[node as usize + 1] as usize]
    }
}
