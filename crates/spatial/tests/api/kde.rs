//! Surfaces against the plain double loop, and degenerate input.

use catchment_spatial::{Grid, GridError, KdeError, KdeParams, Kernel};

use crate::support::{clustered, pick, uniform, with_threads};

const KERNELS: [Kernel; 3] = [Kernel::Quartic, Kernel::Epanechnikov, Kernel::Gaussian];
const SIDE: f64 = 8000.0;

/// The sum that a reader trusts at sight.
fn plain(kernel: Kernel, h: f64, at: (f64, f64), (x, y, w): (&[f64], &[f64], &[f64])) -> f64 {
    (0..x.len()).map(|i| w[i] * kernel.at((x[i] - at.0).hypot(y[i] - at.1), h)).sum::<f64>() * 1e6
}

fn grid(pixel_m: f64) -> Grid {
    Grid::covering(geo::Rect::new((0.0, 0.0), (SIDE, SIDE * 0.7)), 137.0, pixel_m).expect("valid")
}

/// Largest difference from the plain sum at random pixels, relative to the peak.
fn error(kernel: Kernel, h: f64, grid: Grid, seed: u64, n: u64) -> f64 {
    let (x, y, w) = clustered(seed, n, SIDE);
    let surface =
        KdeParams { kernel, bandwidth_m: h }.check(grid).expect("valid").surface(&x, &y, &w, None).expect("valid");
    let peak = surface.values.iter().fold(0.0f64, |m, v| m.max(v.abs()));
    assert!(peak > 0.0);
    let mut worst = 0.0f64;
    for k in 0..150 {
        let col = pick(uniform(seed + 9, 2 * k), grid.width);
        let row = pick(uniform(seed + 9, 2 * k + 1), grid.height);
        let want = plain(kernel, h, (grid.x_m(col), grid.y_m(row)), (&x, &y, &w));
        worst = worst.max((surface.values[row * grid.width + col] - want).abs());
    }
    worst / peak
}

#[test]
fn every_kernel_equals_the_plain_double_loop() {
    for kernel in KERNELS {
        for seed in [11, 12] {
            for (h, pixel) in [(500.0, 31.25), (250.0, 10.0), (1000.0, 100.0), (130.0, 37.0)] {
                let e = error(kernel, h, grid(pixel), seed, 4000);
                assert!(e < 1e-11, "{kernel:?} h {h} pixel {pixel} seed {seed}: {e:e}");
            }
        }
    }
}

#[test]
fn bandwidths_far_below_the_pixel_and_far_above_the_grid_are_exact_too() {
    for kernel in KERNELS {
        for seed in [21, 22] {
            for (h, pixel) in [(60.0, 100.0), (29.0, 10.0), (31.0, 10.0), (30_000.0, 100.0), (1e6, 100.0)] {
                let e = error(kernel, h, grid(pixel), seed, 4000);
                assert!(e < 1e-10, "{kernel:?} h {h} pixel {pixel} seed {seed}: {e:e}");
            }
        }
    }
}

#[test]
fn one_and_two_threads_give_the_same_bytes() {
    let (x, y, w) = clustered(31, 5000, SIDE);
    for kernel in KERNELS {
        let kde = KdeParams { kernel, bandwidth_m: 400.0 }.check(grid(25.0)).unwrap();
        let [one, two, three] = [1, 2, 3].map(|t| with_threads(t, || kde.surface(&x, &y, &w, None).unwrap()));
        let bits = |s: &catchment_spatial::Surface| s.values.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&one), bits(&two));
        assert_eq!(bits(&one), bits(&three));
    }
}

#[test]
fn a_surface_adds_up_to_its_points() {
    let grid = Grid::new(-2000.0, 4000.0, 20.0, 300, 300).unwrap();
    let (x, y) = (vec![1000.0, 1003.0, 1500.0], vec![1000.0, 999.0, 700.0]);
    for (kernel, h, share) in [
        (Kernel::Quartic, 700.0, 1.0),
        (Kernel::Epanechnikov, 700.0, 1.0),
        (Kernel::Gaussian, 300.0, 1.0 - (-8.0f64).exp()),
    ] {
        let surface =
            KdeParams { kernel, bandwidth_m: h }.check(grid).unwrap().surface(&x, &y, &[2.0, 1.0, 4.0], None).unwrap();
        let total = surface.total();
        assert!((total - 7.0 * share).abs() < 2e-3, "{kernel:?} {total}");
    }
}

#[test]
fn no_points_and_points_out_of_reach_give_exact_zeros() {
    for kernel in KERNELS {
        let kde = KdeParams { kernel, bandwidth_m: 300.0 }.check(grid(50.0)).unwrap();
        assert!(kde.surface(&[], &[], &[], None).unwrap().values.iter().all(|v| *v == 0.0));
        let far = kde.surface(&[-50_000.0, 1e12], &[0.0, 0.0], &[1.0, 1.0], None).unwrap();
        assert!(far.values.iter().all(|v| *v == 0.0));
        assert_eq!(far.max().to_bits(), 0.0f64.to_bits());
    }
}

#[test]
fn pixels_out_of_reach_of_every_point_are_exactly_zero_and_none_is_negative() {
    let (x, y, _) = clustered(41, 3000, SIDE);
    let w = vec![1.0; x.len()];
    for kernel in [Kernel::Quartic, Kernel::Epanechnikov] {
        let grid = grid(20.0);
        let surface = KdeParams { kernel, bandwidth_m: 150.0 }.check(grid).unwrap().surface(&x, &y, &w, None).unwrap();
        for row in (0..grid.height).step_by(7) {
            for col in (0..grid.width).step_by(7) {
                let v = surface.values[row * grid.width + col];
                assert!(v >= 0.0);
                if plain(kernel, 150.0, (grid.x_m(col), grid.y_m(row)), (&x, &y, &w)) == 0.0 {
                    assert_eq!(v.to_bits(), 0);
                }
            }
        }
    }
}

#[test]
fn a_row_and_its_taking_back_leave_nothing() {
    let kde = KdeParams { kernel: Kernel::Quartic, bandwidth_m: 300.0 }.check(grid(50.0)).unwrap();
    let surface = kde.surface(&[100.0, 100.0], &[200.0, 200.0], &[1.0, -1.0], None).unwrap();
    assert!(surface.values.iter().all(|v| *v == 0.0));
    let taken = kde.surface(&[100.0], &[200.0], &[-1.0], None).unwrap();
    assert!(taken.values.iter().any(|v| *v < 0.0));
}

#[test]
fn one_point_at_a_pixel_center_has_the_kernel_peak_there() {
    let grid = Grid::new(0.0, 1000.0, 100.0, 10, 10).unwrap();
    for (kernel, factor) in [(Kernel::Quartic, 3.0), (Kernel::Epanechnikov, 2.0), (Kernel::Gaussian, 0.5)] {
        for h in [10.0, 90.0, 400.0, 40_000.0] {
            let surface = KdeParams { kernel, bandwidth_m: h }
                .check(grid)
                .unwrap()
                .surface(&[350.0], &[650.0], &[1.0], None)
                .unwrap();
            let peak = factor / (std::f64::consts::PI * h * h) * 1e6;
            assert!((surface.values[33] - peak).abs() < 1e-12 * peak, "{kernel:?} {h}");
            assert!((surface.max() - peak).abs() < 1e-12 * peak);
        }
    }
}

#[test]
fn a_grid_of_one_pixel_works() {
    let grid = Grid::new(0.0, 10.0, 10.0, 1, 1).unwrap();
    for kernel in KERNELS {
        let surface = KdeParams { kernel, bandwidth_m: 100.0 }
            .check(grid)
            .unwrap()
            .surface(&[5.0, 30.0], &[5.0, 5.0], &[1.0, 1.0], None)
            .unwrap();
        let want = plain(kernel, 100.0, (5.0, 5.0), (&[5.0, 30.0], &[5.0, 5.0], &[1.0, 1.0]));
        assert!((surface.values[0] - want).abs() < 1e-12 * want);
    }
}

#[test]
fn wrong_input_is_refused_by_name() {
    let kde = KdeParams { kernel: Kernel::Quartic, bandwidth_m: 300.0 }.check(grid(50.0)).unwrap();
    assert_eq!(kde.surface(&[1.0], &[], &[1.0], None), Err(KdeError::Length { x: 1, y: 0, weights: 1 }));
    assert!(matches!(
        kde.surface(&[1.0, f64::NAN], &[0.0, 0.0], &[1.0, 1.0], None),
        Err(KdeError::Point { at: 1, .. })
    ));
    for bandwidth_m in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert!(matches!(
            KdeParams { kernel: Kernel::Quartic, bandwidth_m }.check(grid(50.0)),
            Err(KdeError::Bandwidth(_))
        ));
    }
    assert_eq!(Grid::new(0.0, 0.0, 0.0, 1, 1), Err(GridError::Pixel(0.0)));
    assert!(matches!(Grid::new(f64::NAN, 0.0, 1.0, 1, 1), Err(GridError::Corner { .. })));
    assert!(matches!(Grid::new(0.0, 0.0, 1.0, 0, 5), Err(GridError::Size { .. })));
    assert!(matches!(Grid::new(0.0, 0.0, 1.0, usize::MAX, 5), Err(GridError::Size { .. })));
    let huge = geo::Rect::new((0.0, 0.0), (1e9, 1e9));
    assert!(matches!(Grid::covering(huge, 0.0, 1.0), Err(GridError::Size { .. })));
    assert!(matches!(Grid::covering(huge, -1.0, 1.0), Err(GridError::Margin(_))));
    let by_hand = Grid { x0_m: 0.0, y0_m: 0.0, pixel_m: -1.0, width: 1, height: 1 };
    assert!(KdeParams { kernel: Kernel::Quartic, bandwidth_m: 1.0 }.check(by_hand).is_err());
}

#[test]
fn a_grid_finds_its_pixels() {
    let grid = Grid::new(100.0, 500.0, 10.0, 20, 30).unwrap();
    for (col, row) in [(0, 0), (19, 29), (7, 11)] {
        assert_eq!(grid.pixel_at(grid.x_m(col), grid.y_m(row)), Some((col, row)));
    }
    assert_eq!(grid.pixel_at(99.0, 400.0), None);
    assert_eq!(grid.pixel_at(150.0, 199.0), None);
}
