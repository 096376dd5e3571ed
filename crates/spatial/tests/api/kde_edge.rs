//! Edge correction: published integrals, mass, regions with holes and overlaps.

use catchment_spatial::{EdgeCorrection, Grid, Kde, KdeError, KdeParams, Kernel};
use geo::{Contains, Distance, Euclidean, MultiPolygon, Point, polygon};

use crate::support::{clustered, columns, shared, with_threads};

const KERNELS: [Kernel; 3] = [Kernel::Quartic, Kernel::Epanechnikov, Kernel::Gaussian];

/// The window of `redwood`: x from 0 to 1, y from −1 to 0.
fn unit_square() -> MultiPolygon<f64> {
    MultiPolygon::new(vec![polygon![(x: 0.0, y: -1.0), (x: 1.0, y: -1.0), (x: 1.0, y: 0.0), (x: 0.0, y: 0.0)]])
}

fn redwood_kde(kernel: Kernel, bandwidth_m: f64) -> Kde {
    KdeParams { kernel, bandwidth_m }.check(Grid::new(0.0, 0.0, 1.0 / 128.0, 128, 128).expect("valid")).expect("valid")
}

#[test]
fn redwood_has_its_published_integrals() {
    let Some(file) = shared("reference/r/redwood.csv") else { return };
    let c = columns(&file);
    let ones = vec![1.0; c[0].len()];
    let kde = redwood_kde(Kernel::Gaussian, 0.1);
    let integral = |correction| {
        let edge = kde.edge(&unit_square(), correction).unwrap();
        let (values, left_out) = kde.density(&c[0], &c[1], &ones, Some(&edge)).unwrap();
        assert_eq!(left_out, 0);
        values.iter().sum::<f64>() / (128.0 * 128.0)
    };
    // spatstat 3.0.3 moves points to pixel centers and does not cut the Gaussian: within 0.1 %.
    let uniform = integral(EdgeCorrection::Uniform);
    assert!((uniform - 64.662).abs() < 0.065, "{uniform}");
    // Conserves mass on its own pixels.
    let diggle = integral(EdgeCorrection::Diggle);
    assert!((diggle - 62.0).abs() < 1e-9, "{diggle}");
}

/// A square with a hole, and one that overlaps it; meters.
fn region() -> MultiPolygon<f64> {
    MultiPolygon::new(vec![
        polygon!(
            exterior: [(x: 505.0, y: 610.0), (x: 5500.0, y: 400.0), (x: 5700.0, y: 4900.0), (x: 700.0, y: 5200.0)],
            interiors: [
                [(x: 2000.0, y: 2000.0), (x: 3000.0, y: 2000.0), (x: 3000.0, y: 3000.0), (x: 2000.0, y: 3000.0)]
            ],
        ),
        polygon![(x: 5000.0, y: 1000.0), (x: 7000.0, y: 1000.0), (x: 7000.0, y: 3000.0), (x: 5000.0, y: 3000.0)],
    ])
}

fn grid(pixel_m: f64) -> Grid {
    Grid::covering(geo::Rect::new((0.0, 0.0), (8000.0, 5600.0)), 0.0, pixel_m).expect("valid")
}

/// e at a place by the plain sum over pixels whose center lies in the region.
fn plain_mass(kernel: Kernel, h: f64, grid: &Grid, mask: &[bool], at: (f64, f64)) -> f64 {
    let each = |i: usize| kernel.at((grid.x_m(i % grid.width) - at.0).hypot(grid.y_m(i / grid.width) - at.1), h);
    (0..mask.len()).filter(|&i| mask[i]).map(each).sum::<f64>() * grid.pixel_area_m2()
}

#[test]
fn the_mask_is_the_pixels_whose_center_lies_inside() {
    for pixel in [100.0, 137.0] {
        let grid = grid(pixel);
        let kde = KdeParams { kernel: Kernel::Quartic, bandwidth_m: 500.0 }.check(grid).unwrap();
        let edge = kde.edge(&region(), EdgeCorrection::Diggle).unwrap();
        let shape = region();
        for (i, inside) in edge.mask().iter().enumerate() {
            let center = Point::new(grid.x_m(i % grid.width), grid.y_m(i / grid.width));
            let on_border = shape.iter().any(|p| Euclidean.distance(p.exterior(), &center) < 1e-6);
            assert!(on_border || *inside == shape.contains(&center), "{center:?}");
        }
    }
}

#[test]
fn both_corrections_equal_their_definition() {
    for kernel in KERNELS {
        for seed in [51, 52] {
            let grid = grid(50.0);
            let h = if kernel == Kernel::Gaussian { 200.0 } else { 600.0 };
            let kde = KdeParams { kernel, bandwidth_m: h }.check(grid).unwrap();
            let (x, y, w) = clustered(seed, 300, 5000.0);
            let uniform = kde.edge(&region(), EdgeCorrection::Uniform).unwrap();
            let diggle = kde.edge(&region(), EdgeCorrection::Diggle).unwrap();
            let mask = uniform.mask().to_vec();
            let inside: Vec<usize> = (0..x.len()).filter(|&i| region().contains(&Point::new(x[i], y[i]))).collect();
            let surfaces = [&uniform, &diggle].map(|e| kde.surface(&x, &y, &w, Some(e)).unwrap());
            assert_eq!(surfaces[0].left_out, x.len() - inside.len());
            assert!(surfaces[0].left_out > 0);
            let mass: Vec<f64> = inside.iter().map(|&i| plain_mass(kernel, h, &grid, &mask, (x[i], y[i]))).collect();
            let peak = surfaces[1].max();
            for pixel in (0..grid.len()).step_by(997) {
                let at = (grid.x_m(pixel % grid.width), grid.y_m(pixel / grid.width));
                let sum = |share: &dyn Fn(usize) -> f64| -> f64 {
                    (0..inside.len())
                        .map(|k| {
                            share(k) * w[inside[k]] * kernel.at((x[inside[k]] - at.0).hypot(y[inside[k]] - at.1), h)
                        })
                        .sum()
                };
                let (want_u, want_d) = if mask[pixel] {
                    (sum(&|_| 1.0) / plain_mass(kernel, h, &grid, &mask, at) * 1e6, sum(&|k| 1.0 / mass[k]) * 1e6)
                } else {
                    (0.0, 0.0)
                };
                assert!((surfaces[0].values[pixel] - want_u).abs() < 1e-9 * peak, "{kernel:?} uniform");
                assert!((surfaces[1].values[pixel] - want_d).abs() < 1e-9 * peak, "{kernel:?} diggle");
            }
            let total: f64 = inside.iter().map(|&i| w[i]).sum();
            assert!((surfaces[1].total() - total).abs() < 1e-9 * total, "{kernel:?}");
        }
    }
}

#[test]
fn deep_inside_a_region_nothing_is_corrected() {
    for kernel in KERNELS {
        for (h, pixel) in [(400.0, 50.0), (40.0, 50.0)] {
            let kde = KdeParams { kernel, bandwidth_m: if kernel == Kernel::Gaussian { h / 4.0 } else { h } }
                .check(grid(pixel))
                .unwrap();
            let (x, y) = ([1325.0], [1425.0]);
            let bare = kde.surface(&x, &y, &[1.0], None).unwrap();
            for correction in [EdgeCorrection::Uniform, EdgeCorrection::Diggle] {
                let edge = kde.edge(&region(), correction).unwrap();
                let corrected = kde.surface(&x, &y, &[1.0], Some(&edge)).unwrap();
                // Quadrature with at least 8 points to each side: a few per cent at worst.
                assert!(
                    (corrected.max() / bare.max() - 1.0).abs() < 0.04,
                    "{kernel:?} {h} {correction:?} {}",
                    corrected.max() / bare.max()
                );
            }
        }
    }
}

#[test]
fn a_point_at_a_straight_border_counts_about_double() {
    let kde = redwood_kde(Kernel::Quartic, 0.2);
    let edge = kde.edge(&unit_square(), EdgeCorrection::Diggle).unwrap();
    let (bare, _) = kde.density(&[0.001], &[-0.5], &[1.0], None).unwrap();
    let (corrected, _) = kde.density(&[0.001], &[-0.5], &[1.0], Some(&edge)).unwrap();
    let peak = |v: &[f64]| v.iter().copied().fold(0.0, f64::max);
    assert!((peak(&corrected) / peak(&bare) - 2.0).abs() < 0.03);
}

#[test]
fn corrected_surfaces_are_the_same_for_any_number_of_threads() {
    let (x, y, w) = clustered(61, 2000, 5000.0);
    for kernel in KERNELS {
        for correction in [EdgeCorrection::Uniform, EdgeCorrection::Diggle] {
            let draw = || {
                let kde = KdeParams { kernel, bandwidth_m: 150.0 }.check(grid(25.0)).unwrap();
                let edge = kde.edge(&region(), correction).unwrap();
                kde.surface(&x, &y, &w, Some(&edge)).unwrap().values.iter().map(|v| v.to_bits()).collect::<Vec<_>>()
            };
            assert_eq!(with_threads(1, draw), with_threads(2, draw));
        }
    }
}

#[test]
fn no_points_and_points_outside_give_zeros() {
    let kde = KdeParams { kernel: Kernel::Quartic, bandwidth_m: 300.0 }.check(grid(50.0)).unwrap();
    for correction in [EdgeCorrection::Uniform, EdgeCorrection::Diggle] {
        let edge = kde.edge(&region(), correction).unwrap();
        let none = kde.surface(&[], &[], &[], Some(&edge)).unwrap();
        assert!(none.values.iter().all(|v| *v == 0.0) && none.left_out == 0);
        // One in the hole, one beyond the region, one out of reach of the grid (not counted).
        let outside = kde.surface(&[2500.0, 7900.0, 1e6], &[2500.0, 5500.0, 0.0], &[1.0; 3], Some(&edge)).unwrap();
        assert!(outside.values.iter().all(|v| *v == 0.0));
        assert_eq!(outside.left_out, 2);
    }
}

#[test]
fn regions_that_cannot_serve_are_refused() {
    let params = KdeParams { kernel: Kernel::Quartic, bandwidth_m: 300.0 };
    let kde = params.check(grid(50.0)).unwrap();
    let nowhere = MultiPolygon::new(vec![polygon![(x: 1e7, y: 0.0), (x: 1e7, y: 9.0), (x: 2e7, y: 9.0)]]);
    assert_eq!(kde.edge(&nowhere, EdgeCorrection::Diggle), Err(KdeError::RegionOutside));
    assert_eq!(kde.edge(&MultiPolygon::new(vec![]), EdgeCorrection::Uniform), Err(KdeError::RegionOutside));
    let bad = MultiPolygon::new(vec![polygon![(x: f64::NAN, y: 0.0), (x: 1.0, y: 9.0), (x: 2.0, y: 9.0)]]);
    assert!(matches!(kde.edge(&bad, EdgeCorrection::Diggle), Err(KdeError::Region { .. })));
    let tiny = KdeParams { bandwidth_m: 1e-3, ..params }.check(grid(50.0)).unwrap();
    assert!(matches!(tiny.edge(&region(), EdgeCorrection::Diggle), Err(KdeError::Quadrature { .. })));
    let edge = kde.edge(&region(), EdgeCorrection::Diggle).unwrap();
    let other = params.check(grid(25.0)).unwrap();
    assert_eq!(other.surface(&[], &[], &[], Some(&edge)), Err(KdeError::EdgeMismatch));
}
