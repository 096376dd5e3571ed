//! Two years of the same rate, clustered: how often the newest days are told as fewer or more than chance alone gives.

use catchment_siting::{Stream, TwoPeriods, paired_dispersion, poisson};
use catchment_spatial::benjamini_hochberg;

use crate::published::Rate;

/// Days of a year of whole weeks.
const YEAR: usize = 364;
/// Days told: four weeks, and January to April.
const TOLD: [usize; 2] = [28, 118];
const LEVEL: f64 = 0.05;
/// Incidents of both years that the question asks for before it says anything.
const LEAST: u64 = 10;

/// Incidents of a year's days: some draw others after them within the fortnight, a quarter of one on average each.
fn year(rate: f64, stream: Stream, at: u64) -> Vec<u64> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small counts")]
    let drawn = |mean: f64, draw: u64| poisson(mean, stream, draw) as u64;
    let mut days = vec![0; YEAR];
    // The year is a ring, so that its ends hold no fewer than its middle.
    let mut hit = |day: usize| days[day % YEAR] += 1;
    for day in 0..YEAR {
        let draw = (at * YEAR as u64 + day as u64) * 4096;
        for first in 0..drawn(rate / 1.25, draw).min(60) {
            let draw = draw + 1 + first * 64;
            hit(day);
            for next in 0..drawn(0.25, draw).min(30) {
                hit(day + stream.below(draw + 1 + next, 14));
            }
        }
    }
    days
}

fn sum(days: &[u64], last: usize) -> u64 {
    days[YEAR - last..].iter().sum()
}

/// Two years of some places, this one and the one before.
fn two_years(rates: &[f64], seed: u64) -> Vec<(Vec<u64>, Vec<u64>)> {
    let stream = Stream::new(seed, &["two years"]);
    (0..).step_by(2).zip(rates).map(|(at, rate)| (year(*rate, stream, at), year(*rate, stream, at + 1))).collect()
}

/// How chance deals incidents, learned from the 13 steps of 28 days of these places.
fn learned(places: &[(Vec<u64>, Vec<u64>)]) -> TwoPeriods {
    let sums = |days: &[u64]| days.chunks_exact(28).map(|c| c.iter().sum()).collect::<Vec<u64>>();
    let pairs: Vec<Vec<(u64, u64)>> =
        places.iter().map(|(now, then)| sums(now).into_iter().zip(sums(then)).collect()).collect();
    TwoPeriods::new(0.5, paired_dispersion(&pairs, YEAR / 28)).expect("two periods")
}

/// A city of so many incidents a day, by itself.
fn city(rate: f64, seeds: u64) -> Rate {
    let one = |seed: u64| {
        let places = two_years(&[rate], seed);
        let (now, then) = &places[0];
        let chance = learned(&places);
        let outside = TOLD.iter().filter(|last| chance.p(sum(now, **last), sum(then, **last)) <= LEVEL);
        (outside.count() as f64, TOLD.len() as f64)
    };
    Rate::share(LEVEL, &(0..seeds).map(one).collect::<Vec<_>>())
}

/// The same by the plain Poisson band, as if every incident came by itself.
fn plain(rate: f64, seeds: u64) -> Rate {
    let chance = TwoPeriods::new(0.5, 1.0).expect("two periods");
    let one = |seed: u64| {
        let places = two_years(&[rate], seed);
        let (now, then) = &places[0];
        let outside = TOLD.iter().filter(|last| chance.p(sum(now, **last), sum(then, **last)) <= LEVEL);
        (outside.count() as f64, TOLD.len() as f64)
    };
    Rate::share(LEVEL, &(0..seeds).map(one).collect::<Vec<_>>())
}

/// Of 79 neighborhoods of very different size: the share outside of its own band, and of cities where any is told as
/// changed.
fn neighborhoods(seeds: u64) -> (Rate, Rate) {
    let rates: Vec<f64> = (0..79).map(|i| 0.005 * 1.06_f64.powi(i)).collect();
    let (mut outside, mut any) = (Vec::new(), Vec::new());
    for seed in 0..seeds {
        let places = two_years(&rates, seed + 10_000);
        let chance = learned(&places);
        let told = |last: usize| -> Vec<f64> {
            let counts = places.iter().map(|(now, then)| (sum(now, last), sum(then, last)));
            counts.filter(|(now, then)| now + then >= LEAST).map(|(now, then)| chance.p(now, then)).collect()
        };
        let all: Vec<Vec<f64>> = TOLD.iter().map(|last| told(*last)).collect();
        let out = all.iter().flatten().filter(|p| **p <= LEVEL).count();
        outside.push((out as f64, all.iter().flatten().count() as f64));
        let flagged = all.iter().filter(|p| benjamini_hochberg(p, LEVEL).expect("a level").after > 0).count();
        any.push((flagged as f64, TOLD.len() as f64));
    }
    (Rate::share(LEVEL, &outside), Rate::share(LEVEL, &any))
}

/// No more often than stated, as far as these cases tell: the lower end of their 95% interval is at most the level.
fn at_most_stated(rate: &Rate) {
    assert!(rate.value() - rate.half() <= LEVEL && rate.value() > 0.0, "{rate:?}");
}

/// Tells all, so that one run writes all of them down, and holds each to what is published.
fn hold(rates: &[(&str, &Rate)]) {
    for (key, rate) in rates {
        rate.tell(key);
    }
    for (key, rate) in rates {
        rate.hold(key);
    }
}

#[test]
fn two_years_of_the_same_rate_are_outside_the_band_no_more_often_than_stated() {
    let rate = city(9.0, 2_000);
    let plain = plain(9.0, 2_000);
    hold(&[("recent/city", &rate), ("recent/plain", &plain)]);
    at_most_stated(&rate);
    assert!(plain.value() - plain.half() > LEVEL, "clusters are to be seen by the plain band: {plain:?}");
}

#[test]
fn among_many_neighborhoods_none_is_told_as_changed_where_nothing_changed() {
    let (outside, any) = neighborhoods(300);
    hold(&[("recent/neighborhoods", &outside), ("recent/any", &any)]);
    at_most_stated(&outside);
    assert!(any.value() - any.half() <= LEVEL, "{any:?}");
}
