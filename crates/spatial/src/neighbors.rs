//! Who is next to whom: neighbor lists in compressed rows, with or without weights.

/// Neighbors of each item, in compressed rows; an item is never its own neighbor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbors {
    offsets: Vec<usize>,
    targets: Vec<u32>,
}

/// Why neighbor lists were refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum NeighborsError {
    /// A neighbor that does not exist.
    #[error("item {item} has neighbor {neighbor}; expected 0 to {last}")]
    Range {
        /// Whose list.
        item: usize,
        /// The neighbor named.
        neighbor: u32,
        /// Last item.
        last: usize,
    },
    /// An item that stands in its own list.
    #[error("item {0} is listed among its own neighbors; leave it out")]
    Itself(usize),
    /// A neighbor that is listed twice.
    #[error("item {item} has neighbor {neighbor} twice")]
    Repeated {
        /// Whose list.
        item: usize,
        /// The neighbor named.
        neighbor: u32,
    },
    /// A weight that is not finite.
    #[error("item {item}: weight {weight} of neighbor {neighbor}; expected a finite number")]
    Weight {
        /// Whose list.
        item: usize,
        /// The neighbor named.
        neighbor: u32,
        /// The weight given.
        weight: f64,
    },
}

impl Neighbors {
    /// Neighbors from one list per item; the lists need not be sorted.
    ///
    /// # Errors
    /// [`NeighborsError`] for a neighbor out of range, repeated, or the item itself.
    pub fn from_lists(lists: &[Vec<u32>]) -> Result<Self, NeighborsError> {
        let mut built = Self { offsets: vec![0], targets: Vec::new() };
        for (item, list) in lists.iter().enumerate() {
            let mut sorted = list.clone();
            sorted.sort_unstable();
            if let Some(pair) = sorted.windows(2).find(|w| w[0] == w[1]) {
                return Err(NeighborsError::Repeated { item, neighbor: pair[0] });
            }
            for &neighbor in &sorted {
                if neighbor as usize >= lists.len() {
                    return Err(NeighborsError::Range { item, neighbor, last: lists.len() - 1 });
                }
                if neighbor as usize == item {
                    return Err(NeighborsError::Itself(item));
                }
            }
            built.push(&sorted);
        }
        Ok(built)
    }

    /// Lists that are known to be sorted, distinct, in range and without the item itself.
    pub(crate) fn from_sorted<'a>(lists: impl Iterator<Item = &'a Vec<u32>>) -> Self {
        let mut built = Self { offsets: vec![0], targets: Vec::new() };
        lists.for_each(|list| built.push(list));
        built
    }

    fn push(&mut self, list: &[u32]) {
        self.targets.extend_from_slice(list);
        self.offsets.push(self.targets.len());
    }

    /// Number of items.
    pub fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Whether there is no item.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The neighbors of an item, ascending, without itself; empty for an item that does not exist.
    pub fn of(&self, item: usize) -> &[u32] {
        if item < self.len() { &self.targets[self.offsets[item]..self.offsets[item + 1]] } else { &[] }
    }

    /// Number of links, each direction counted.
    pub fn links(&self) -> usize {
        self.targets.len()
    }
}

/// Weighted neighbors; an item may stand in its own list.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    offsets: Vec<usize>,
    entries: Vec<(u32, f64)>,
}

impl Weights {
    /// Weights from one list of (neighbor, weight) per item.
    ///
    /// # Errors
    /// [`NeighborsError`] for a neighbor out of range or repeated, or a weight that is not finite.
    pub fn from_lists(lists: &[Vec<(u32, f64)>]) -> Result<Self, NeighborsError> {
        let mut built = Self { offsets: vec![0], entries: Vec::new() };
        for (item, list) in lists.iter().enumerate() {
            let mut sorted = list.clone();
            sorted.sort_unstable_by_key(|e| e.0);
            if let Some(pair) = sorted.windows(2).find(|w| w[0].0 == w[1].0) {
                return Err(NeighborsError::Repeated { item, neighbor: pair[0].0 });
            }
            for &(neighbor, weight) in &sorted {
                if neighbor as usize >= lists.len() {
                    return Err(NeighborsError::Range { item, neighbor, last: lists.len() - 1 });
                }
                if !weight.is_finite() {
                    return Err(NeighborsError::Weight { item, neighbor, weight });
                }
            }
            built.entries.extend_from_slice(&sorted);
            built.offsets.push(built.entries.len());
        }
        Ok(built)
    }

    /// Weight 1 for every neighbor, and for the item itself where `with_self`.
    pub fn binary(neighbors: &Neighbors, with_self: bool) -> Self {
        Self::of_neighbors(neighbors, with_self, |_| 1.0)
    }

    /// Weights of each item that add up to 1: 1 over the number of neighbors, the item itself counted where
    /// `with_self`.
    pub fn row_standardized(neighbors: &Neighbors, with_self: bool) -> Self {
        Self::of_neighbors(neighbors, with_self, |n| 1.0 / n as f64)
    }

    fn of_neighbors(neighbors: &Neighbors, with_self: bool, weight: impl Fn(usize) -> f64) -> Self {
        let mut built = Self { offsets: vec![0], entries: Vec::with_capacity(neighbors.links()) };
        for item in 0..neighbors.len() {
            let near = neighbors.of(item);
            let w = weight(near.len() + usize::from(with_self));
            let own = u32::try_from(item).ok().filter(|_| with_self);
            let before = near.partition_point(|&t| (t as usize) < item);
            built.entries.extend(near[..before].iter().map(|&t| (t, w)));
            built.entries.extend(own.map(|t| (t, w)));
            built.entries.extend(near[before..].iter().map(|&t| (t, w)));
            built.offsets.push(built.entries.len());
        }
        built
    }

    /// Number of items.
    pub fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Whether there is no item.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The (neighbor, weight) pairs of an item, by neighbor; empty for an item that does not exist.
    pub fn of(&self, item: usize) -> &[(u32, f64)] {
        if item < self.len() { &self.entries[self.offsets[item]..self.offsets[item + 1]] } else { &[] }
    }
}
