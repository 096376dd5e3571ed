//! Bandwidth rules against R.

use catchment_spatial::{BandwidthError, nrd0, scott_2d};

use crate::support::{columns, shared};

#[test]
fn redwood_has_its_published_scott_bandwidths() {
    let Some(file) = shared("reference/r/redwood.csv") else { return };
    let c = columns(&file);
    let (x, y) = scott_2d(&c[0], &c[1]).unwrap();
    // spatstat bw.scott, printed to eight digits.
    assert!((x - 0.136_202_14).abs() < 5e-9 && (y - 0.137_862_64).abs() < 5e-9, "{x} {y}");
}

#[test]
fn faithful_has_its_published_rule_of_thumb() {
    let Some(file) = shared("reference/r/faithful.csv") else { return };
    // R bw.nrd0, printed to six digits.
    assert!((nrd0(&columns(&file)[0]).unwrap() - 0.334_777).abs() < 5e-7);
}

#[test]
fn points_without_a_spread_are_refused() {
    assert_eq!(nrd0(&[1.0]), Err(BandwidthError::TooFew(1)));
    assert_eq!(nrd0(&[1.0, 1.0]), Err(BandwidthError::Constant(2)));
    assert!(matches!(nrd0(&[1.0, f64::NAN]), Err(BandwidthError::Value { at: 1, .. })));
    assert_eq!(scott_2d(&[1.0, 2.0], &[1.0]), Err(BandwidthError::Length { x: 2, y: 1 }));
    // Quartiles alike: the standard deviation stands in.
    assert!(nrd0(&[1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 9.0]).unwrap() > 0.0);
}
