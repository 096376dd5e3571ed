//! The false discovery rate against brute force.

use catchment_spatial::{FdrError, benjamini_hochberg};

use crate::support::uniform;

/// Tries every k, as the procedure is written; p with many ties.
fn plain(p: &[f64], alpha: f64) -> Vec<bool> {
    let mut sorted = p.to_vec();
    sorted.sort_by(f64::total_cmp);
    let mut bound = -1.0;
    for k in 1..=p.len() {
        if sorted[k - 1] <= k as f64 * alpha / p.len() as f64 {
            bound = sorted[k - 1];
        }
    }
    p.iter().map(|v| *v <= bound).collect()
}

#[test]
fn random_tests_agree_with_the_procedure_as_written() {
    for seed in [1, 2] {
        for m in 1..200u64 {
            let p: Vec<f64> = (0..m).map(|i| (uniform(seed, m * 1000 + i).powi(4) * 500.0).floor() / 500.0).collect();
            let fdr = benjamini_hochberg(&p, 0.05).unwrap();
            assert_eq!(fdr.significant, plain(&p, 0.05));
            assert_eq!(fdr.before, p.iter().filter(|v| **v <= 0.05).count());
            assert_eq!(fdr.after, fdr.significant.iter().filter(|s| **s).count());
            assert!(fdr.after <= fdr.before);
        }
    }
}

#[test]
fn the_fifteen_tests_of_the_paper_keep_four() {
    // Benjamini and Hochberg (1995), section 4.2: q* = 0.05 rejects the four smallest.
    let p = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590,
        1.0,
    ];
    let fdr = benjamini_hochberg(&p, 0.05).unwrap();
    assert_eq!((fdr.after, fdr.before, fdr.threshold), (4, 9, 0.0095));
}

#[test]
fn a_later_test_may_lift_earlier_ones() {
    let fdr = benjamini_hochberg(&[0.045, 0.046, 0.047, 0.048], 0.05).unwrap();
    assert_eq!(fdr.after, 4);
}

#[test]
fn equal_p_stand_or_fall_together() {
    assert_eq!(benjamini_hochberg(&[0.05, 0.05], 0.05).unwrap().after, 2);
    assert_eq!(benjamini_hochberg(&[0.03, 0.03, 0.9, 0.9], 0.05).unwrap().after, 0);
}

#[test]
fn no_tests_and_no_finding_are_answers() {
    let none = benjamini_hochberg(&[], 0.05).unwrap();
    assert_eq!((none.after, none.before, none.threshold), (0, 0, 0.0));
    let dull = benjamini_hochberg(&[0.2, 0.9], 0.05).unwrap();
    assert_eq!((dull.after, dull.threshold), (0, 0.0));
    assert_eq!(benjamini_hochberg(&[0.0, 1.0], 0.05).unwrap().significant, vec![true, false]);
}

#[test]
fn levels_and_probabilities_out_of_range_are_refused() {
    for alpha in [0.0, 1.0, -0.1, f64::NAN] {
        assert!(matches!(benjamini_hochberg(&[0.1], alpha), Err(FdrError::Alpha(_))));
    }
    assert_eq!(benjamini_hochberg(&[0.1, 1.5], 0.05), Err(FdrError::P { test: 1, p: 1.5 }));
    assert!(benjamini_hochberg(&[f64::NAN], 0.05).is_err());
}
