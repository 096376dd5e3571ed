//! Golden figures; how often two years of the same rate are flagged is measured in `tests/api/recent.rs`.

use super::*;
use crate::{Stream, poisson};

fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9 * expected, "{found} and not {expected}");
}

#[test]
fn without_over_dispersion_it_is_the_conditional_binomial_test() {
    let even = TwoPeriods::new(0.5, 1.0).unwrap();
    // 2 × P(X ≥ 8), X ~ Bin(10, 1/2): 112 ÷ 1024.
    close(even.p(8, 2), 0.109_375);
    close(even.p(2, 8), 0.109_375);
    close(even.p(0, 10), 2.0 / 1024.0);
    // 2 × P(X ≥ 9), X ~ Bin(10, 2/3): 10 (2/3)⁹/3 + (2/3)¹⁰ = 6144 ÷ 59049.
    close(TwoPeriods::new(2.0 / 3.0, 1.0).unwrap().p(9, 1), 2.0 * 6144.0 / 59_049.0);
    assert!((even.p(0, 0) - 1.0).abs() < 1e-12 && (even.p(5, 5) - 1.0).abs() < 1e-12);
}

#[test]
fn over_dispersion_is_the_beta_binomial_of_two_negative_binomials() {
    // φ = 3 of 10 events: α = β = 2.5. P(X = 10) = B(12.5, 2.5) ÷ B(2.5, 2.5), as products of (2.5 + k) ÷ (5 + k).
    let by_hand: f64 = (0..10).map(|k| (2.5 + f64::from(k)) / (5.0 + f64::from(k))).product();
    close(TwoPeriods::new(0.5, 3.0).unwrap().p(10, 0), 2.0 * by_hand);
}

#[test]
fn the_band_holds_what_is_not_rejected_and_nothing_else() {
    for (share, dispersion) in [(0.5, 1.0), (0.5, 1.6), (91.0 / 181.0, 1.2), (0.5, 9.0)] {
        let two = TwoPeriods::new(share, dispersion).unwrap();
        for then in [0, 1, 5, 40, 700, 6000] {
            let (low, high) = two.band(then, 0.05);
            assert!(low <= high && two.p(low, then) > 0.05 && two.p(high, then) > 0.05, "{then}: {low} to {high}");
            assert!(low == 0 || two.p(low - 1, then) <= 0.05, "{then}: {low}");
            assert!(two.p(high + 1, then) <= 0.05, "{then}: {high}");
        }
    }
    // Nelson's band for the next period beside 5 events: 0 to 14 by the binomial tails of one half.
    let even = TwoPeriods::new(0.5, 1.0).unwrap();
    assert_eq!(even.band(5, 0.05), (0, 14));
    assert_eq!((TwoPeriods::new(1.0, 1.0), TwoPeriods::new(0.5, 0.9)), (None, None));
}

#[test]
fn dispersion_is_one_for_chance_alone_and_grows_with_clusters() {
    let stream = Stream::new(5, &["dispersion"]);
    let place = |p: u64| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small counts")]
        let one = |at: u64| poisson(0.4, stream, p * 104 + at) as u64;
        (0..52).map(|s| (one(2 * s), one(2 * s + 1))).collect::<Vec<_>>()
    };
    let places: Vec<Vec<(u64, u64)>> = (0..79).map(place).collect();
    assert!(paired_dispersion(&places, 52) < 1.06);
    let tripled: Vec<Vec<(u64, u64)>> =
        places.iter().map(|p| p.iter().map(|(n, t)| (3 * n, 3 * t)).collect()).collect();
    let found = paired_dispersion(&tripled, 52);
    assert!((2.8..3.2).contains(&found), "{found}");
    assert!((paired_dispersion(&[], 52) - 1.0).abs() < 1e-12 && (paired_dispersion(&places, 1) - 1.0).abs() < 1e-12);
}
