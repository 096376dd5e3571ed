//! The circles of a scan: each place with its nearest ones.

use rayon::prelude::*;

use super::ScanError;

/// Places in order of distance about each center; the first m of a list are a zone, for every m.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zones {
    lists: Vec<Vec<u32>>,
}

impl Zones {
    /// The `most` nearest places of each, itself first, by distance in the plane; equal distances in the order of the
    /// places.
    ///
    /// O(n² + n · most · log most).
    ///
    /// # Errors
    /// [`ScanError`] for lists of different length or positions that are not finite.
    pub fn nearest(x: &[f64], y: &[f64], most: usize) -> Result<Self, ScanError> {
        if x.len() != y.len() {
            return Err(ScanError::Length { what: "northings", given: y.len(), expected: x.len() });
        }
        if let Some(at) = (0..x.len()).find(|&i| !(x[i].is_finite() && y[i].is_finite())) {
            let value = if x[at].is_finite() { y[at] } else { x[at] };
            return Err(ScanError::Value { what: "position", value, at, accepted: "a finite number" });
        }
        let most = most.clamp(1, x.len().max(1));
        let list = |i: usize| {
            let square = |j: usize| (x[j] - x[i]).powi(2) + (y[j] - y[i]).powi(2);
            let mut all: Vec<(f64, u32)> = (0u32..).take(x.len()).map(|j| (square(j as usize), j)).collect();
            // The center comes first even where another place lies upon it.
            all[i].0 = -1.0;
            let order = |a: &(f64, u32), b: &(f64, u32)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
            if most < all.len() {
                all.select_nth_unstable_by(most - 1, order);
                all.truncate(most);
            }
            all.sort_unstable_by(order);
            all.into_iter().map(|e| e.1).collect()
        };
        Ok(Self { lists: (0..x.len()).into_par_iter().map(list).collect() })
    }

    /// Cuts every list where its places together would exceed that share of the total weight (population, expected
    /// cases). The center itself always stays.
    ///
    /// # Errors
    /// [`ScanError`] for a share outside (0, 1], or not one weight per place.
    pub fn within_share(mut self, weights: &[f64], share: f64) -> Result<Self, ScanError> {
        if weights.len() != self.lists.len() {
            return Err(ScanError::Length { what: "weights", given: weights.len(), expected: self.lists.len() });
        }
        if !(share > 0.0 && share <= 1.0) {
            return Err(ScanError::Value { what: "share", value: share, at: 0, accepted: "above 0, up to 1" });
        }
        let most = weights.iter().sum::<f64>() * share;
        for list in &mut self.lists {
            let mut sum = 0.0;
            let within = |j: &&u32| {
                sum += weights[**j as usize];
                sum <= most
            };
            let length = list.iter().take_while(within).count().max(1);
            list.truncate(length);
        }
        Ok(self)
    }

    /// Number of centers.
    pub fn len(&self) -> usize {
        self.lists.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }

    /// Places about a center, nearest first, itself among them.
    pub fn about(&self, center: usize) -> &[u32] {
        self.lists.get(center).map_or(&[], Vec::as_slice)
    }
}
