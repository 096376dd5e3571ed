//! The reference tiling.

use catchment_siting::reference_tiling;
use h3o::Resolution;

use crate::world::Ground;

#[test]
fn tiles_are_connected_disjoint_and_of_about_one_size() {
    let ground = Ground::new(Resolution::Nine, 16, 0);
    let tiling = reference_tiling(&ground.input(), 2.5, 1).expect("a tiling");
    let city: f64 = ground.area_km2.iter().sum();
    let covered: f64 = tiling.area_km2.iter().sum();
    assert!(covered / city > 0.9, "{covered} of {city} km²");
    let mut seen = vec![false; ground.cells.len()];
    for (at, tile) in tiling.tiles.iter().enumerate() {
        assert!(ground.connected(tile));
        for &c in tile {
            assert!(!std::mem::replace(&mut seen[c], true));
            assert_eq!(tiling.tile_of[c], u32::try_from(at).ok());
        }
    }
    let mean = covered / tiling.tiles.len() as f64;
    assert!((mean / 2.5 - 1.0).abs() < 0.15, "{mean}");
    let spread = (tiling.area_km2.iter().map(|a| (a - mean).powi(2)).sum::<f64>() / tiling.tiles.len() as f64).sqrt();
    eprintln!("{} tiles of {mean:.2} km², standard deviation {spread:.2}", tiling.tiles.len());
    assert!(spread < 0.4 * mean);
}

#[test]
fn closed_cells_belong_to_no_tile_and_the_seed_decides() {
    let mut ground = Ground::new(Resolution::Nine, 8, 0);
    for c in 0..40 {
        ground.allowed[c] = false;
    }
    let one = reference_tiling(&ground.input(), 1.0, 1).expect("a tiling");
    assert!(one.tile_of[..40].iter().all(Option::is_none));
    assert_eq!(one, reference_tiling(&ground.input(), 1.0, 1).expect("a tiling"));
}

#[test]
fn a_small_city_is_one_tile() {
    let ground = Ground::new(Resolution::Nine, 2, 0);
    let tiling = reference_tiling(&ground.input(), 20.0, 1).expect("a tiling");
    assert_eq!(tiling.tiles.len(), 1);
    assert!(reference_tiling(&ground.input(), 0.001, 1).is_err());
}
