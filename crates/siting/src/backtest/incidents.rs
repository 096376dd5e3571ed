//! Whole incidents: where they were, and how much harm each held.

use super::{BacktestError, MonthlyHarm};

/// An incident that begins to be known, or is taken back.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Known {
    /// Position of the month.
    pub month: u32,
    /// Position of the cell; absent for what was located in none of them.
    pub cell: Option<u32>,
    /// Harm that it held when it began to be known; 0 for one taken back.
    pub harm: f64,
    /// Weight of its offense, below 0 for one taken back.
    pub weight: f64,
}

/// What is independent of each other: an incident, whatever number of victims it has.
#[derive(Debug, Clone, PartialEq)]
pub struct Incidents {
    /// Incidents by month and cell, each with the weight of its offense.
    monthly: MonthlyHarm,
    /// Position of the month in which each began to be known, and the harm that it held; by both.
    sizes: Vec<(u32, f64)>,
}

impl Incidents {
    /// Gathers incidents, in any order, for the cells and months that some harm has.
    ///
    /// # Errors
    /// As [`MonthlyHarm::new`].
    pub fn of(like: &MonthlyHarm, known: &[Known]) -> Result<Self, BacktestError> {
        let months = like.months().to_vec();
        let mut elsewhere = vec![0.0; months.len()];
        let mut counts = Vec::with_capacity(known.len());
        for k in known {
            match (k.cell, elsewhere.get_mut(k.month as usize)) {
                (None, Some(sum)) => *sum += k.weight,
                (cell, _) => counts.push((k.month, cell.unwrap_or(u32::MAX), k.weight)),
            }
        }
        let mut sizes: Vec<_> = known.iter().filter(|k| k.harm > 0.0).map(|k| (k.month, k.harm)).collect();
        sizes.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        Ok(Self { monthly: MonthlyHarm::new(like.cells(), months, counts, elsewhere)?, sizes })
    }

    /// Incidents by month and cell, each with the weight of its offense.
    pub fn monthly(&self) -> &MonthlyHarm {
        &self.monthly
    }

    /// How much harm incidents held in the months that pass.
    pub(super) fn sizes(&self, wanted: impl Fn(usize) -> bool) -> Sizes {
        Sizes::of(self.sizes.iter().filter(|s| wanted(s.0 as usize)).map(|s| s.1).collect())
    }
}

/// The distribution of the harm of one incident.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sizes {
    /// Harm, ascending, with the share of incidents that hold no more.
    upto: Vec<(f64, f64)>,
    pub(super) mean: f64,
}

impl Sizes {
    /// Each incident holds 1.
    pub(super) fn single() -> Self {
        Self { upto: vec![(1.0, 1.0)], mean: 1.0 }
    }

    fn of(mut sizes: Vec<f64>) -> Self {
        if sizes.is_empty() {
            return Self::single();
        }
        sizes.sort_by(f64::total_cmp);
        let all = sizes.len() as f64;
        let mean = sizes.iter().sum::<f64>() / all;
        let mut upto: Vec<(f64, f64)> = Vec::new();
        for (size, so_far) in sizes.into_iter().zip(1..) {
            let share = f64::from(so_far) / all;
            match upto.last_mut() {
                Some(last) if last.0.total_cmp(&size).is_eq() => last.1 = share,
                _ => upto.push((size, share)),
            }
        }
        Self { upto, mean }
    }

    /// The size at a share of the incidents, 0 to 1.
    pub(super) fn at(&self, share: f64) -> f64 {
        let at = self.upto.partition_point(|u| u.1 < share).min(self.upto.len().saturating_sub(1));
        self.upto.get(at).map_or(1.0, |u| u.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_drawn_as_often_as_they_came() {
        let sizes = Sizes::of([vec![3.0, 5.0], vec![1.0; 8]].concat());
        assert_eq!(sizes.upto, [(1.0, 0.8), (3.0, 0.9), (5.0, 1.0)]);
        assert!((sizes.mean - 1.6).abs() < 1e-12);
        for (share, size) in [(0.01, 1.0), (0.8, 1.0), (0.85, 3.0), (0.95, 5.0), (1.0, 5.0)] {
            assert!((sizes.at(share) - size).abs() < 1e-12, "{share}");
        }
        let drawn = (0..1000).map(|i| sizes.at((f64::from(i) + 0.5) / 1000.0)).sum::<f64>() / 1000.0;
        assert!((drawn - 1.6).abs() < 1e-9);
    }
}
