//! Has a site's share of the city changed beyond chance: one change point in its months, with its false-alarm rate.

use crate::stream::Stream;

/// How to look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChangeParams {
    /// Months on either side of a change, at least.
    pub margin: usize,
    /// Permutations.
    pub permutations: u64,
    /// Seed.
    pub seed: u64,
}

/// The likeliest change.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// Position of the first month after it.
    pub at: usize,
    /// Share of the city before.
    pub before: f64,
    /// Share after.
    pub after: f64,
    /// Chance that as large a change appears at any month where there is none.
    pub p: f64,
}

/// Looks for one change of a site's share of the city's events.
///
/// Idea: the months are laid in every order; where nothing changed, the true order is one like any other. That holds
/// however much months vary more than chance (one order of the months carries their spread with it), and however few
/// events there are: the false-alarm rate at p ≤ α is at most α. What moves site and city alike is no change.
///
/// Steps: at each split the log-likelihood ratio of two shares against one, Σ x ln(x/E) over both sides, inside and
/// outside; its largest over the splits; p = (1 + permutations at least as large) ÷ (1 + permutations).
///
/// Cost: permutations × months. Degenerate: `None` with fewer than 2 × margin months, without events inside, or where
/// columns differ in length. A trend of the season that only the site has is not told from a change.
///
/// References: Kulldorff (1997), doi 10.1080/03610929708831995, equation for the binomial ratio; Phipson, Smyth (2010),
/// *Permutation p-values should never be zero*, doi 10.2202/1544-6115.1585.
pub fn change(site: &[f64], city: &[f64], params: ChangeParams) -> Option<Change> {
    let margin = params.margin.max(1);
    if site.len() != city.len() || site.len() < 2 * margin {
        return None;
    }
    let (inside, all): (f64, f64) = (site.iter().sum(), city.iter().sum());
    if inside <= 0.0 || all <= inside {
        return None;
    }
    let months: Vec<(f64, f64)> = site.iter().copied().zip(city.iter().copied()).collect();
    let (at, most) = largest(&months, (inside, all), margin)?;
    let stream = Stream::new(params.seed, &["change of a site"]);
    let mut order = months.clone();
    let mut as_large = 0_u64;
    for draw in 0..params.permutations {
        for i in (1..order.len()).rev() {
            order.swap(i, stream.below(draw * months.len() as u64 + i as u64, i + 1));
        }
        let found = largest(&order, (inside, all), margin).map_or(0.0, |(_, llr)| llr);
        as_large += u64::from(found >= most - 1e-9);
    }
    let share = |part: &[(f64, f64)]| {
        let sum = part.iter().fold((0.0, 0.0), |s, m| (s.0 + m.0, s.1 + m.1));
        if sum.1 > 0.0 { sum.0 / sum.1 } else { 0.0 }
    };
    let p = (1 + as_large) as f64 / (1 + params.permutations) as f64;
    Some(Change { at, before: share(&months[..at]), after: share(&months[at..]), p })
}

/// The split with the largest ratio.
fn largest(months: &[(f64, f64)], (inside, all): (f64, f64), margin: usize) -> Option<(usize, f64)> {
    let (mut x, mut n) = (0.0, 0.0);
    let mut best: Option<(usize, f64)> = None;
    for (i, month) in months.iter().enumerate() {
        x += month.0;
        n += month.1;
        let at = i + 1;
        if at < margin || at + margin > months.len() {
            continue;
        }
        let llr = ratio((x, n), (inside, all));
        if best.is_none_or(|(_, most)| llr > most) {
            best = Some((at, llr));
        }
    }
    best
}

fn ratio((x, n): (f64, f64), (inside, all): (f64, f64)) -> f64 {
    let share = inside / all;
    let part = |x: f64, e: f64| if x > 0.0 && e > 0.0 { x * (x / e).ln() } else { 0.0 };
    let (rest, m) = (inside - x, all - n);
    part(x, n * share) + part(n - x, n * (1.0 - share)) + part(rest, m * share) + part(m - rest, m * (1.0 - share))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::poisson;

    const HOW: ChangeParams = ChangeParams { margin: 3, permutations: 199, seed: 1 };

    /// Months of a city with a site, `mean` incidents of the site a month; each incident is `size` events.
    fn months(mean: f64, look: u64, size: f64, fall: f64) -> (Vec<f64>, Vec<f64>) {
        let stream = Stream::new(look, &["months"]);
        let one = |m: u64| {
            let now = if m >= 12 { mean * fall } else { mean };
            let site = size * poisson(now, stream, 2 * m);
            (site, site + size * poisson(12.0 * mean, stream, 2 * m + 1))
        };
        (0..24).map(one).unzip()
    }

    fn alarms(mean: f64, size: f64, fall: f64) -> f64 {
        let looks = 400;
        let alarm = |look: u64| {
            let (site, city) = months(mean, look, size, fall);
            change(&site, &city, ChangeParams { seed: look, ..HOW }).is_some_and(|c| c.p <= 0.05)
        };
        (0..looks).filter(|l| alarm(*l)).count() as f64 / looks as f64
    }

    #[test]
    fn false_alarms_come_no_more_often_than_stated_even_with_few_events_and_clusters() {
        // 5% of 400 looks: 20, standard error 4.4.
        for (mean, size) in [(0.5, 1.0), (1.0, 1.0), (6.0, 1.0), (2.0, 4.0)] {
            let rate = alarms(mean, size, 1.0);
            assert!(rate <= 0.085, "{mean} incidents a month of {size}: {rate}");
        }
    }

    #[test]
    fn a_halving_is_found_where_there_are_events_enough() {
        assert!(alarms(12.0, 1.0, 0.5) > 0.8);
        let (site, city) = months(40.0, 5, 1.0, 0.4);
        let found = change(&site, &city, HOW).unwrap();
        assert!((10..=14).contains(&found.at) && found.after < found.before, "{found:?}");
    }

    #[test]
    fn what_moves_the_city_too_is_no_change() {
        let city: Vec<f64> = (0..24).map(|m| if m < 12 { 200.0 } else { 100.0 }).collect();
        let site: Vec<f64> = city.iter().map(|n| n / 10.0).collect();
        assert!((change(&site, &city, HOW).unwrap().p - 1.0).abs() < 1e-12);
        assert_eq!(change(&site[..4], &city[..4], HOW), None);
        assert_eq!(change(&[0.0; 24], &city, HOW), None);
    }
}
