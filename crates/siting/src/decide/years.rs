//! The years of a window, as recency, trend and persistence use them.

use super::input::MonthAge;

/// The years of a window, counted back from its last month; years without a covered month are not in it.
pub(super) struct Years {
    /// Year of each covered month, 0 for the oldest.
    pub(super) of_month: Vec<usize>,
    /// Covered months of each year.
    pub(super) months: Vec<f64>,
    /// Weight of `θ_y` in recency.
    pub(super) recency: Vec<f64>,
    /// Weight of `π_y` in the trend; absent with fewer than two years.
    pub(super) trend: Option<Vec<f64>>,
}

impl Years {
    pub(super) fn new(ages: &[MonthAge], half_life: f64) -> Self {
        let mut back: Vec<u32> = ages.iter().map(|a| a / 12).collect();
        back.sort_unstable_by(|a, b| b.cmp(a));
        back.dedup();
        let of_month: Vec<usize> = ages.iter().map(|a| back.iter().position(|b| *b == a / 12).unwrap_or(0)).collect();
        let mut months = vec![0.0; back.len()];
        let mut recency = vec![0.0; back.len()];
        let mut middle = vec![0.0; back.len()];
        for (age, year) in ages.iter().zip(&of_month) {
            months[*year] += 1.0;
            recency[*year] += (-f64::from(*age) / half_life).exp2();
            middle[*year] -= f64::from(*age) / 12.0;
        }
        let sum: f64 = recency.iter().sum();
        for w in &mut recency {
            *w /= sum;
        }
        let all: f64 = months.iter().sum();
        let mean: f64 = middle.iter().sum::<f64>() / all;
        let off: Vec<f64> = middle.iter().zip(&months).map(|(t, m)| t / m - mean).collect();
        let spread: f64 = off.iter().zip(&months).map(|(t, m)| m * t * t).sum();
        let trend = (months.len() > 1).then(|| off.iter().map(|t| all * t / spread).collect());
        Self { of_month, months, recency, trend }
    }

    pub(super) fn len(&self) -> usize {
        self.months.len()
    }

    /// What `π_y` is multiplied by, beside θ, to be a rate per year.
    pub(super) fn per_year(&self, year: usize) -> f64 {
        self.months.iter().sum::<f64>() / self.months[year]
    }

    /// What the share of each year is multiplied by in recency ÷ burden.
    pub(super) fn recency_times(&self) -> Vec<f64> {
        self.recency.iter().enumerate().map(|(year, weight)| weight * self.per_year(year)).collect()
    }

    /// Sums of monthly counts by year, reversals clamped at 0.
    pub(super) fn sums(&self, monthly: &[i64]) -> Vec<f64> {
        let mut sums = vec![0; self.len()];
        monthly.iter().zip(&self.of_month).for_each(|(n, year)| sums[*year] += n);
        sums.into_iter().map(|n| n.max(0) as f64).collect()
    }
}
