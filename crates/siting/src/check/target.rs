//! Progress toward a target, beside what chance alone moves.

/// Variance ÷ mean of monthly counts that season and year do not explain, 1 at least.
///
/// Idea: counts of whole years by month, expected as year × month of the year ÷ total; Pearson's χ² ÷ its degrees of
/// freedom. `years` holds twelve months each. `None` with fewer than two years or without counts.
///
/// Reference: `McCullagh`, Nelder (1989), *Generalized Linear Models*, doi 10.1007/978-1-4899-3242-6, section 6.2.3.
pub fn monthly_dispersion(years: &[[f64; 12]]) -> Option<f64> {
    let total: f64 = years.iter().flatten().sum();
    if years.len() < 2 || total <= 0.0 {
        return None;
    }
    let season: Vec<f64> = (0..12).map(|m| years.iter().map(|y| y[m]).sum()).collect();
    let mut chi = 0.0;
    for year in years {
        let of_year: f64 = year.iter().sum();
        for (n, month) in year.iter().zip(&season) {
            let expected = of_year * month / total;
            chi += if expected > 0.0 { (n - expected).powi(2) / expected } else { 0.0 };
        }
    }
    Some((chi / ((years.len() - 1) * 11) as f64).max(1.0))
}

/// How far twelve months `months` after the baseline may lie from it by chance alone: the ends of an interval of
/// (twelve months ÷ baseline), where nothing changed.
///
/// Idea: both are sums with variance φ × baseline; months that they share cancel, so that the variance of the
/// difference is 2 φ × baseline × min(months, 12)/12. The ratio's interval is that of its logarithm. What a year
/// differs from the next beyond its months (drift) is not in it: real years move more.
pub fn chance_fan(baseline: f64, phi: f64, months: usize, z: f64) -> (f64, f64) {
    if baseline <= 0.0 {
        return (0.0, f64::INFINITY);
    }
    let apart = months.min(12) as f64 / 12.0;
    let spread = (z * (2.0 * phi * apart / baseline).sqrt()).exp();
    (1.0 / spread, spread)
}

/// Fall a year, as a share, that leads from a ratio to the target within some months; `None` where no month is left.
pub fn pace_needed(ratio: f64, target: f64, months_left: usize) -> Option<f64> {
    (months_left > 0 && ratio > 0.0).then(|| 1.0 - (target / ratio).powf(12.0 / months_left as f64))
}

#[cfg(test)]
mod tests {
    use super::super::Z_90;
    use super::*;
    use crate::{Stream, poisson};

    #[test]
    fn chance_alone_leaves_the_fan_as_often_as_stated() {
        let stream = Stream::new(9, &["fan"]);
        let year =
            |look: u64, at: u64| -> f64 { (0..12).map(|m| poisson(40.0, stream, (2 * look + at) * 12 + m)).sum() };
        let outside = |look: u64| {
            let (before, after) = (year(look, 0), year(look, 1));
            let (low, high) = chance_fan(before, 1.0, 12, Z_90);
            !(low..=high).contains(&(after / before))
        };
        let rate = (0..1000).filter(|l| outside(*l)).count() as f64 / 1000.0;
        assert!((0.07..=0.13).contains(&rate), "{rate}");
    }

    #[test]
    fn dispersion_is_that_of_chance_for_poisson_months_whatever_season_and_year() {
        let stream = Stream::new(5, &["months"]);
        let years: Vec<[f64; 12]> = (0..8_u32)
            .map(|y| {
                let month = |m: usize| {
                    let mean = 50.0 * (1.0 + 0.1 * f64::from(y)) * if m > 5 { 1.3 } else { 0.8 };
                    poisson(mean, stream, u64::from(y) * 12 + m as u64)
                };
                std::array::from_fn(month)
            })
            .collect();
        assert!(monthly_dispersion(&years).unwrap() < 1.35);
        let doubled: Vec<[f64; 12]> = years.iter().map(|y| y.map(|n| 3.0 * n)).collect();
        assert!(monthly_dispersion(&doubled).unwrap() > 2.0);
        assert_eq!(monthly_dispersion(&years[..1]), None);
    }

    #[test]
    fn pace_is_compound_and_ends_with_the_months() {
        assert!((pace_needed(1.0, 0.8, 36).unwrap() - (1.0 - 0.8_f64.cbrt())).abs() < 1e-12);
        assert!(pace_needed(0.7, 0.8, 24).unwrap() < 0.0);
        assert_eq!(pace_needed(1.0, 0.8, 0), None);
    }
}
