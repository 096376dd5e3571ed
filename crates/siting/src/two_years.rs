//! Twelve months of a place beside the twelve before.

/// Months of a year.
const YEAR: usize = 12;
/// Degrees of freedom of the variance: 24 months less twelve of the year and what the two years share.
const FREE: f64 = 11.0;

/// Counts of 24 months, and the distinct incidents behind those whose incidents are known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TwoYears {
    /// Counts, the earlier twelve months first.
    pub months: Vec<i64>,
    /// What of the counts stands in months whose incidents are known.
    pub counted: i64,
    /// Distinct incidents behind that.
    pub incidents: i64,
}

/// A change on the scale of logarithms.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogRatio {
    /// Logarithm of later ÷ earlier.
    pub log: f64,
    /// Its variance.
    pub variance: f64,
    /// Degrees of freedom of the variance.
    pub free: f64,
}

impl TwoYears {
    /// Two years without a count.
    #[must_use]
    pub fn new() -> Self {
        Self { months: vec![0; 2 * YEAR], ..Self::default() }
    }

    /// Counts of the earlier and the later year.
    #[must_use]
    pub fn sums(&self) -> (i64, i64) {
        let (then, now) = self.months.split_at(YEAR.min(self.months.len()));
        (then.iter().sum(), now.iter().sum())
    }

    /// How many times as much as pure chance the months vary beyond season and year, at least as much as the offenses
    /// of one incident make them; 1 or more.
    fn dispersion(&self) -> f64 {
        let (then, now) = self.sums();
        let all = (then + now) as f64;
        let (before, after) = self.months.split_at(YEAR);
        let pairs = before.iter().zip(after).flat_map(|(b, a)| [(*b, b + a, then), (*a, b + a, now)]);
        let apart = |(n, both, year): (i64, i64, i64)| {
            let expected = both as f64 * year as f64 / all;
            if expected > 0.0 { (n as f64 - expected).powi(2) / expected } else { 0.0 }
        };
        let pearson: f64 = pairs.map(apart).sum();
        let clumped = self.counted as f64 / self.incidents.max(1) as f64;
        (pearson / FREE).max(clumped).max(1.0)
    }

    /// Later ÷ earlier with its variance: over-dispersed Poisson, by the delta method; none where one of the two is 0
    /// or less.
    #[must_use]
    pub fn log_ratio(&self) -> Option<LogRatio> {
        let (then, now) = self.sums();
        (then > 0 && now > 0).then(|| LogRatio {
            log: (now as f64 / then as f64).ln(),
            variance: self.dispersion() * ((then as f64).recip() + (now as f64).recip()),
            free: FREE,
        })
    }

    /// All but a part of it.
    #[must_use]
    pub fn without(&self, part: &Self) -> Self {
        let months = self.months.iter().zip(&part.months).map(|(all, some)| all - some).collect();
        Self { months, counted: self.counted - part.counted, incidents: self.incidents - part.incidents }
    }
}
