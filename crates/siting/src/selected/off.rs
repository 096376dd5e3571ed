//! How far the truth lies from estimates, in standard deviations, over made-up choices.

use super::held::Held;

/// Standard deviation of what estimates are off by on average, before anything is learned, in standard deviations of an
/// estimate: the posterior of the cells is nearly right about choices. Over hundreds of made-up cities it was off by
/// less than this, while the mean of two dozen choices is itself in doubt by twice as much.
const USUAL: f64 = 0.1;

/// Mean and spread of standardized errors.
#[derive(Debug, Clone, Copy)]
pub(super) struct Off {
    /// Mean, drawn toward 0 as far as few errors leave it in doubt.
    pub(super) shift: f64,
    /// Spread of the errors.
    pub(super) spread: f64,
    /// Variance that is left of the shift.
    doubt: f64,
}

impl Off {
    /// The posterior of the cells as it is.
    pub(super) const NONE: Self = Self { shift: 0.0, spread: 1.0, doubt: 0.0 };

    /// What some errors teach.
    pub(super) fn of(errors: &[f64]) -> Self {
        if errors.len() < 2 {
            return Self::NONE;
        }
        let n = errors.len() as f64;
        let mean = errors.iter().sum::<f64>() / n;
        let variance = errors.iter().map(|e| (e - mean).powi(2)).sum::<f64>() / (n - 1.0);
        let learned = USUAL * USUAL / (USUAL * USUAL + variance / n);
        Self { shift: learned * mean, spread: variance.sqrt(), doubt: learned * variance / n }
    }

    /// With a variance halfway to that of others.
    pub(super) fn spread_with(self, other: &Self) -> Self {
        Self { spread: (0.5 * (self.spread * self.spread + other.spread * other.spread)).sqrt(), ..self }
    }

    /// What was said of a place, and its corrected mean and interval.
    pub(super) fn held(&self, said: f64, (mean, variance): (f64, f64), quantile: f64) -> Held {
        let wide = self.spread * self.spread + self.doubt;
        Held::new(said, mean + self.shift * variance.sqrt(), variance * wide, quantile)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_errors_move_an_estimate_little_and_many_nearly_all_the_way() {
        let errors = |n: usize| (0..n).map(|i| 0.3 + if i % 2 == 0 { 1.0 } else { -1.0 }).collect::<Vec<f64>>();
        let (few, many) = (Off::of(&errors(24)), Off::of(&errors(20_000)));
        assert!(few.shift > 0.0 && few.shift < 0.1, "{few:?}");
        assert!((many.shift - 0.3).abs() < 0.01 && (many.spread - 1.0).abs() < 0.01, "{many:?}");
        // What is not learned is left as doubt.
        assert!(few.doubt > 0.005 && many.doubt < 1e-4);
        assert!(Off::of(&[0.5]).shift.abs() < 1e-12);
    }
}
