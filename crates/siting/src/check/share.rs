//! The share of a city's harm that a site reaches, with its interval.

/// Weighted events: Σw and Σw².
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Tally {
    /// Events.
    pub events: f64,
    /// Sum of their weights.
    pub sum: f64,
    /// Sum of the squares of their weights.
    pub squares: f64,
}

/// A figure with its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The figure.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Tally {
    /// Adds `n` events of a weight; fewer than none are none.
    pub fn add(&mut self, n: f64, weight: f64) {
        self.events += n;
        self.sum += n * weight;
        self.squares += n * weight * weight;
    }

    /// Events of equal weight that say as much: (Σw)² ÷ Σw² (Kish).
    pub fn effective(&self) -> f64 {
        if self.squares > 0.0 { self.sum * self.sum / self.squares } else { 0.0 }
    }
}

/// The interval of a share of `n` independent events.
///
/// Reference: Wilson (1927), *Probable inference, the law of succession, and statistical inference*, doi
/// 10.1080/01621459.1927.10502953. Degenerate: without events it is 0 to 1.
///
/// ```
/// let w = catchment_siting::check::wilson(0.1, 50.0, 1.959_963_984_540_054);
/// assert!((w.low - 0.043_475).abs() < 1e-6 && (w.high - 0.213_602).abs() < 1e-6);
/// ```
pub fn wilson(share: f64, n: f64, z: f64) -> Interval {
    if n <= 0.0 {
        return Interval { value: share, low: 0.0, high: 1.0 };
    }
    let scale = 1.0 + z * z / n;
    let middle = (share + z * z / (2.0 * n)) / scale;
    let half = z / scale * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).max(0.0).sqrt();
    Interval { value: share, low: (middle - half).clamp(0.0, share), high: (middle + half).clamp(share, 1.0) }
}

/// The share of everything that lies inside, weighted, by Wilson's interval on the effective number of events; `None`
/// where there is nothing.
pub fn share(inside: &Tally, all: &Tally, z: f64) -> Option<Interval> {
    (all.sum > 0.0).then(|| wilson((inside.sum / all.sum).clamp(0.0, 1.0), all.effective(), z))
}

/// One weighted count ÷ another, of different ground or of overlapping ground (then the interval is too wide), by the
/// variance of the logarithm, 1/n + 1/m; `None` where either is empty.
pub fn ratio(one: &Tally, other: &Tally, z: f64) -> Option<Interval> {
    let (n, m) = (one.effective(), other.effective());
    if n <= 0.0 || m <= 0.0 {
        return None;
    }
    let value = one.sum / other.sum;
    let spread = (z * (1.0 / n + 1.0 / m).sqrt()).exp();
    Some(Interval { value, low: value / spread, high: value * spread })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Stream;

    #[test]
    fn a_share_is_covered_as_often_as_its_interval_says() {
        let stream = Stream::new(3, &["coverage"]);
        let (n, p, looks) = (200_u64, 0.06, 2_000_u64);
        let covers = |look: u64| {
            let hits = (0..n).filter(|i| stream.uniform(look * n + i) < p).count();
            let w = wilson(hits as f64 / n as f64, n as f64, super::super::Z_90);
            w.low <= p && p <= w.high
        };
        let covered = (0..looks).filter(|l| covers(*l)).count() as f64 / looks as f64;
        assert!((0.87..0.94).contains(&covered), "{covered}");
    }

    #[test]
    fn a_ratio_is_covered_as_often_as_its_interval_says_and_more_often_on_shared_ground() {
        let stream = Stream::new(4, &["ratio"]);
        let tally = |n: f64| Tally { events: n, sum: n, squares: n };
        let covered = |shared: f64| {
            let covers = |look: u64| {
                let count = |mean: f64, at: u64| crate::poisson(mean, stream, 3 * look + at);
                let both = if shared > 0.0 { count(shared, 0) } else { 0.0 };
                let found =
                    ratio(&tally(both + count(60.0 - shared, 1)), &tally(both + count(100.0 - shared, 2)), 1.645);
                found.is_some_and(|i| (i.low..=i.high).contains(&0.6))
            };
            (0..2_000).filter(|look| covers(*look)).count() as f64 / 2_000.0
        };
        let (apart, shared) = (covered(0.0), covered(40.0));
        assert!((0.88..0.92).contains(&apart) && shared > 0.95, "{apart} {shared}");
    }

    #[test]
    fn few_heavy_events_say_no_more_than_few_events() {
        let mut tally = Tally::default();
        tally.add(4.0, 10.0);
        assert!((tally.effective() - 4.0).abs() < 1e-12);
        tally.add(100.0, 0.1);
        assert!(tally.effective() < 7.0);
        assert!(ratio(&tally, &Tally::default(), 1.6).is_none());
    }
}
