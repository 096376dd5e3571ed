//! What chance alone does to a count.

/// Share of the time that the number lies below the interval, and above it.
const TAIL: f64 = 0.05;
/// A count of 0 says that little is to be expected, not nothing.
const PRIOR: f64 = 0.5;

/// Where the later count of a place lies nine times in ten if the place goes the way of the city, `rest` being the rest
/// of the city then and now: negative binomial, with the chance in both counts. `spread` widens it ([`spread`]).
///
/// What is counted now has no part in it: the interval could have been written down a year ago, but for the way of the
/// city.
pub(crate) fn by_chance(then: i64, rest: (i64, i64), spread: f64) -> Option<(i64, i64)> {
    let (mean, variance) = expected(then, rest)?;
    let variance = spread.max(1.0) * variance;
    let size = mean * mean / (variance - mean);
    let p = size / (size + mean);
    let (mut log, mut sum, mut low) = (size * p.ln(), 0.0, None);
    // The end is never reached but by counts beyond all reason.
    for n in 0..=i64::from(u32::MAX) {
        sum += log.exp();
        if low.is_none() && sum > TAIL {
            low = Some(n);
        }
        if sum >= 1.0 - TAIL {
            return low.map(|low| (low, n));
        }
        log += ((n as f64 + size) / (n + 1) as f64).ln() + (1.0 - p).ln();
    }
    None
}

/// Mean and variance of the later count, for counts that are independent of each other.
fn expected(then: i64, rest: (i64, i64)) -> Option<(f64, f64)> {
    if then < 0 || rest.0 <= 0 || rest.1 <= 0 {
        return None;
    }
    let before = then as f64 + PRIOR;
    let mean = before * rest.1 as f64 / rest.0 as f64;
    Some((mean, mean + mean * mean / before))
}

/// How much farther the places of a city stray from its way than counts that are independent of each other would: the
/// mean of squared differences ÷ their variance, 1 at least. `pairs` are counts of places then and now. Several victims
/// of one event, and what moved a place by itself, are in it.
pub(crate) fn spread(pairs: &[(i64, i64)], city: (i64, i64)) -> f64 {
    let stray = |&(then, now): &(i64, i64)| {
        let (mean, variance) = expected(then, (city.0 - then, city.1 - now))?;
        Some((now as f64 - mean).powi(2) / variance)
    };
    let all: Vec<f64> = pairs.iter().filter_map(stray).collect();
    (all.iter().sum::<f64>() / all.len().max(1) as f64).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Probabilities of 0, 1, 2 … for counts that are independent of each other.
    fn poisson(mean: f64) -> Vec<f64> {
        let mut p = (-mean).exp();
        let most = mean + 10.0 * mean.sqrt() + 20.0;
        let mut all = Vec::new();
        while (all.len() as f64) < most {
            all.push(p);
            p *= mean / all.len() as f64;
        }
        all
    }

    #[test]
    fn nine_in_ten_later_counts_lie_in_it_where_a_place_goes_the_way_of_the_city() {
        for (mean, rest) in [(8.0, (3000, 2700)), (20.0, (3000, 3000)), (50.0, (3535, 3115)), (240.0, (3300, 2900))] {
            let now = poisson(mean * f64::from(rest.1) / f64::from(rest.0));
            let rest = (i64::from(rest.0), i64::from(rest.1));
            let held = |a: usize| {
                let (low, high) = by_chance(i64::try_from(a).unwrap(), rest, 1.0).unwrap();
                let within = |b: &usize| (low..=high).contains(&i64::try_from(*b).unwrap());
                (0..now.len()).filter(within).map(|b| now[b]).sum::<f64>()
            };
            let covered: f64 = poisson(mean).iter().enumerate().map(|(a, p)| p * held(a)).sum();
            assert!((0.88..0.96).contains(&covered), "{mean}: {covered}");
        }
    }

    #[test]
    fn places_that_stray_widen_it_and_empty_ones_are_told() {
        let (low, high) = by_chance(236, (3350, 2951), 1.0).unwrap();
        let (lower, higher) = by_chance(236, (3350, 2951), 2.0).unwrap();
        assert!(lower < low && high < higher, "{low}..{high} in {lower}..{higher}");
        assert!(spread(&[(100, 100), (50, 50)], (1000, 1000)) < 1.0 + 1e-9);
        assert!(spread(&[(100, 180), (50, 10)], (1000, 1000)) > 10.0);
        assert_eq!(by_chance(0, (10, 10), 1.0), Some((0, 2)));
        assert_eq!(by_chance(5, (0, 10), 1.0), None);
    }
}
