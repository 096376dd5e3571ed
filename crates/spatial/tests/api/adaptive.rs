//! Adaptive surfaces against R's spatstat and the surfaces of one bandwidth.
//!
//! `tests/reference/adaptive.json` is made by `scripts/oracle/spatial_adaptive.R` (spatstat.explore 3.0.6).

use catchment_spatial::{EdgeCorrection, Grid, Kde, KdeError, KdeParams, Kernel, abramson};
use geo::{MultiPolygon, polygon};
use serde_json::Value;

use crate::support::{clustered, with_threads};

fn square(side: f64) -> MultiPolygon<f64> {
    MultiPolygon::new(vec![polygon![(x: 0.0, y: 0.0), (x: side, y: 0.0), (x: side, y: side), (x: 0.0, y: side)]])
}

fn kde(kernel: Kernel, bandwidth_m: f64, side: f64, pixels: usize) -> Kde {
    let grid = Grid::new(0.0, side, side / pixels as f64, pixels, pixels).expect("valid");
    KdeParams { kernel, bandwidth_m }.check(grid).expect("valid")
}

#[test]
fn factors_and_surface_are_those_of_spatstat() {
    let reference: Value = serde_json::from_str(include_str!("../reference/adaptive.json")).unwrap();
    let numbers = |value: &Value| serde_json::from_value::<Vec<f64>>(value.clone()).unwrap();
    let (x, y) = (numbers(&reference["x"]), numbers(&reference["y"]));
    let side = usize::try_from(reference["side"].as_u64().unwrap()).unwrap();
    let common = reference["bandwidth"].as_f64().unwrap();
    let kde = kde(Kernel::Gaussian, common, 1.0, side);
    let ones = vec![1.0; x.len()];
    let factors = numbers(&reference["factors"]);
    // The pilot of the package is corrected uniformly. Ours is cut at 4 σ, beyond which lie 0.034 % of a kernel's mass:
    // twice that in a density so corrected, half of it in the root; where the density is a tenth of the mean, tails
    // from far off count for more.
    let pilot = kde.surface(&x, &y, &ones, Some(&kde.edge(&square(1.0), EdgeCorrection::Uniform).unwrap())).unwrap();
    let at = |i: usize| pilot.grid.pixel_at(x[i], y[i]).map(|(column, row)| pilot.values[row * side + column]).unwrap();
    let ours = abramson(&(0..x.len()).map(at).collect::<Vec<f64>>()).unwrap();
    for (got, want) in ours.iter().zip(&factors) {
        assert!((got / want - 1.0).abs() < 2e-3, "factor {got} is not {want}");
    }
    let edge = kde.edge(&square(1.0), EdgeCorrection::Diggle).unwrap();
    let found = kde.adaptive(&x, &y, &ones, &factors, Some(&edge)).unwrap();
    assert_eq!(found.left_out, 0);
    assert!((found.total() / reference["integral"].as_f64().unwrap() - 1.0).abs() < 1e-11, "{}", found.total());
    let rows = reference["rows"].as_array().unwrap();
    for (row, values) in rows.iter().zip(reference["values"].as_array().unwrap()) {
        // The package counts rows from the south.
        let line = side - 1 - usize::try_from(row.as_u64().unwrap()).unwrap();
        for (column, want) in numbers(values).into_iter().enumerate() {
            let got = found.values[line * side + column] * 1e-6;
            // What the cut at 4 σ leaves out here, and raises what is left by; e is at least a quarter in a corner of
            // the square.
            let place = (found.grid.x_m(column), found.grid.y_m(line));
            let beyond = |i: usize| -> f64 {
                let (d, h) = ((x[i] - place.0).hypot(y[i] - place.1), common * factors[i]);
                if d < 4.0 * h {
                    0.0
                } else {
                    4.0 * (-0.5 * (d / h).powi(2)).exp() / (2.0 * std::f64::consts::PI * h * h)
                }
            };
            let cut: f64 = (0..x.len()).map(beyond).sum();
            assert!(
                (got - want).abs() < 5e-4 * want + cut,
                "row {line}, column {column}: {got} is not {want}, cut {cut}"
            );
        }
    }
}

#[test]
fn equal_factors_give_the_surface_of_that_bandwidth() {
    let (x, y, w) = clustered(71, 300, 5000.0);
    for kernel in [Kernel::Quartic, Kernel::Epanechnikov, Kernel::Gaussian] {
        // No pixel lies on the very edge of a kernel, where rounding would decide.
        let (common, wide) = (kde(kernel, 207.3, 6000.0, 120), kde(kernel, 1.5 * 207.3, 6000.0, 120));
        let want = wide.surface(&x, &y, &w, None).unwrap();
        let got = common.adaptive(&x, &y, &w, &vec![1.5; x.len()], None).unwrap();
        let peak = want.max();
        assert!(got.values.iter().zip(&want.values).all(|(a, b)| (a - b).abs() < 1e-9 * peak), "{kernel:?}");
    }
}

#[test]
fn the_surface_adds_up_to_the_points_of_the_region_for_any_number_of_threads() {
    let (x, y, w) = clustered(72, 400, 5000.0);
    let factors: Vec<f64> = (0..x.len()).map(|i| 0.6 + 0.1 * (i % 17) as f64).collect();
    for kernel in [Kernel::Quartic, Kernel::Epanechnikov, Kernel::Gaussian] {
        let kde = kde(kernel, 250.0, 5600.0, 112);
        let edge = kde.edge(&square(3000.0), EdgeCorrection::Diggle).unwrap();
        let draw = || kde.adaptive(&x, &y, &w, &factors, Some(&edge)).unwrap();
        let found = with_threads(1, draw);
        let inside = |i: &usize| (0.0..3000.0).contains(&x[*i]) && (0.0..3000.0).contains(&y[*i]);
        let total: f64 = (0..x.len()).filter(inside).map(|i| w[i]).sum();
        assert!((found.total() - total).abs() < 1e-9 * total, "{kernel:?}: {} is not {total}", found.total());
        assert!(found.left_out > 0);
        assert_eq!(with_threads(4, draw), found);
    }
}

#[test]
fn what_cannot_be_drawn_is_refused() {
    let kde = kde(Kernel::Quartic, 100.0, 1000.0, 50);
    let draw = |factors: &[f64]| kde.adaptive(&[500.0], &[500.0], &[1.0], factors, None);
    assert_eq!(draw(&[]), Err(KdeError::Factors { given: 0, points: 1 }));
    assert_eq!(draw(&[0.0]), Err(KdeError::Factor { at: 0, factor: 0.0 }));
    assert!(draw(&[f64::NAN]).is_err() && draw(&[1.0]).is_ok());
    assert!(matches!(kde.adaptive(&[f64::NAN], &[0.0], &[1.0], &[1.0], None), Err(KdeError::Point { .. })));
    let edge = kde.edge(&square(1000.0), EdgeCorrection::Uniform).unwrap();
    assert_eq!(kde.adaptive(&[], &[], &[], &[], Some(&edge)), Err(KdeError::AdaptiveUniform));
}
