//! What is tested: a neighborhood's count, and the exposures it was counted on.

use super::SparseError;
use crate::Neighbors;

/// The count of a neighborhood.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sum {
    /// Events in it.
    pub count: u64,
    /// Exposure of all its cells together.
    pub exposure: f64,
    /// Exposure of the cell that has most.
    pub largest: f64,
}

/// The neighborhood of every cell: its neighbors, and the cell itself where `with_self`.
///
/// # Errors
/// [`SparseError`] for lists of different length or exposures that are not above 0.
pub fn neighborhoods(
    counts: &[u32],
    exposure: &[f64],
    neighbors: &Neighbors,
    with_self: bool,
) -> Result<Vec<Sum>, SparseError> {
    check(counts, exposure)?;
    if neighbors.len() != counts.len() {
        return Err(length(counts, exposure, neighbors.len()));
    }
    let one = |cell: usize| {
        let own = u32::try_from(cell).ok().filter(|_| with_self);
        let none = Sum { count: 0, exposure: 0.0, largest: 0.0 };
        own.iter().chain(neighbors.of(cell)).fold(none, |sum, &at| {
            let (n, a) = (counts[at as usize], exposure[at as usize]);
            Sum { count: sum.count + u64::from(n), exposure: sum.exposure + a, largest: sum.largest.max(a) }
        })
    };
    Ok((0..counts.len()).map(one).collect())
}

/// Checks that there is an exposure above 0 for each count.
pub(super) fn check(counts: &[u32], exposure: &[f64]) -> Result<(), SparseError> {
    if counts.len() != exposure.len() {
        return Err(length(counts, exposure, counts.len()));
    }
    let bad = exposure.iter().position(|a| !(a.is_finite() && *a > 0.0));
    bad.map_or(Ok(()), |cell| Err(SparseError::Exposure { cell, value: exposure[cell] }))
}

fn length(counts: &[u32], exposure: &[f64], neighbors: usize) -> SparseError {
    SparseError::Length { counts: counts.len(), exposures: exposure.len(), neighbors }
}
