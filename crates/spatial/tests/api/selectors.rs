//! Bandwidth rules against R.

use catchment_spatial::{
    BandwidthError, abramson, diggle_2d, least_squares_2d, likelihood_2d, log_ratio, nrd0, scott_2d, sheather_jones,
};

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

fn redwood() -> Option<(Vec<f64>, Vec<f64>, geo::Rect<f64>)> {
    let c = columns(&shared("reference/r/redwood.csv")?);
    Some((c[0].clone(), c[1].clone(), geo::Rect::new((0.0, -1.0), (1.0, 0.0))))
}

#[test]
fn redwood_has_the_bandwidths_of_spatstat() {
    let Some((x, y, window)) = redwood() else { return };
    // spatstat 3.0: bw.diggle and bw.ppl, printed to eight and nine digits.
    let diggle = diggle_2d(&x, &y, window).unwrap();
    assert!((diggle - 0.022_504_892).abs() < 5e-10, "{diggle}");
    let likelihood = likelihood_2d(&x, &y, window).unwrap();
    assert!((likelihood - 0.040_805_715).abs() < 5e-10, "{likelihood}");
}

#[test]
fn faithful_has_the_bandwidth_of_sheather_and_jones() {
    let Some(file) = shared("reference/r/faithful.csv") else { return };
    let h = sheather_jones(&columns(&file)[0]).unwrap();
    // Exact distances and root, by scipy's brentq.
    assert!((h - 0.139_683_104_645_091_23).abs() < 1e-9, "{h}");
    // R 4: bw.SJ(nb = 1e5, tol = 1e-13), which bins the distances finely.
    assert!((h - 0.139_684_097).abs() < 2e-6, "{h}");
    // R's bw.SJ as it comes bins the distances and stops its search early: within its own tolerance, 1 % of the upper
    // bound.
    assert!((h - 0.140_043_5).abs() < 0.01 * 0.43, "{h}");
}

#[test]
fn least_squares_finds_the_scale_of_clusters() {
    let Some((x, y, _)) = redwood() else { return };
    let h = least_squares_2d(&x, &y).unwrap();
    assert!(h > 0.01 && h < 0.1, "{h}");
    let far: Vec<f64> = x.iter().map(|v| 1000.0 * v).collect();
    let up: Vec<f64> = y.iter().map(|v| 1000.0 * v).collect();
    assert!((least_squares_2d(&far, &up).unwrap() / (1000.0 * h) - 1.0).abs() < 1e-6, "the unit does not matter");
}

#[test]
fn crowded_points_get_narrow_kernels() {
    let factors = abramson(&[4.0, 1.0, 0.25]).unwrap();
    assert!(factors.iter().zip([0.5, 1.0, 2.0]).all(|(f, want)| (f - want).abs() < 1e-12), "{factors:?}");
    assert!(abramson(&[1.0, 0.0]).is_err());
}

#[test]
fn equal_shapes_have_ratio_one_whatever_their_totals() {
    let found = log_ratio(&[2.0, 4.0, 0.0], &[1.0, 2.0, 0.0]).unwrap();
    assert!(found[..2].iter().all(|r| r.is_some_and(|r| r.abs() < 1e-12)) && found[2].is_none());
    assert!(log_ratio(&[0.0], &[1.0]).is_err() && log_ratio(&[1.0], &[]).is_err());
}

#[test]
fn points_outside_the_window_are_refused() {
    let window = geo::Rect::new((0.0, 0.0), (1.0, 1.0));
    assert_eq!(diggle_2d(&[0.5, 2.0], &[0.5, 0.6], window), Err(BandwidthError::Outside(1)));
    assert_eq!(likelihood_2d(&[0.5, 0.2], &[0.5, -0.6], window), Err(BandwidthError::Outside(1)));
}
