//! Do the intervals hold what they say?

use catchment_siting::{Measure, RankParams};

use crate::world::city;

/// Share of units whose true rank and true rate lie in their 90% intervals, over many cities.
fn covered(cities: u64, months: usize, mean: f64, cluster: i64) -> (f64, f64) {
    let ranker = RankParams { measure: Measure::PerResident, draws: 600, ..RankParams::default() }.check().expect("parameters");
    let (mut ranks, mut rates, mut all) = (0, 0, 0_u32);
    for seed in 0..cities {
        let (input, truth) = city(seed, 79, months, 1.5, mean, cluster);
        for item in &ranker.rank(&input).expect("a ranking").items {
            let own = truth[item.unit];
            let rank = 1 + truth.iter().filter(|t| **t > own).count();
            ranks += u32::from((item.rank_low..=item.rank_high).contains(&rank));
            rates += u32::from((item.score_low..=item.score_high).contains(&own));
            all += 1;
        }
    }
    (f64::from(ranks) / f64::from(all), f64::from(rates) / f64::from(all))
}

#[test]
fn ninety_percent_intervals_hold_the_truth_nine_times_in_ten() {
    let (ranks, rates) = covered(200, 12, 12.0, 1);
    eprintln!("200 cities of 79 areas: true rank covered {:.2}%, true rate {:.2}%", 100.0 * ranks, 100.0 * rates);
    assert!((0.88..=0.92).contains(&ranks), "{ranks}");
    assert!((0.88..=0.92).contains(&rates), "{rates}");
}

#[test]
fn clustered_events_do_not_narrow_the_intervals_wrongly() {
    // Three victims per event: counts vary three times as much as chance; φ must make up for it.
    let (ranks, rates) = covered(100, 24, 18.0, 3);
    eprintln!("100 cities with three victims per event: true rank covered {:.2}%, true rate {:.2}%", 100.0 * ranks, 100.0 * rates);
    assert!((0.87..=0.93).contains(&ranks), "{ranks}");
    assert!((0.87..=0.93).contains(&rates), "{rates}");
}
