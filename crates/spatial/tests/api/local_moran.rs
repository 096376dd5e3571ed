//! Local Moran against published values and esda.
//!
//! `tests/reference/local_moran.json` is made by `scripts/oracle/spatial_moran.py` (esda 2.9.0, libpysal 4.14.1).

use catchment_model::Cell;
use catchment_spatial::{GiError, LocalMoranParams, Moran, MoranError, Neighbors, Quadrant, moran, rings};
use serde_json::Value;

use crate::support::{close, dbf, shared, uniform, with_threads};

fn local(values: &[f64], neighbors: &Neighbors, permutations: u32) -> Vec<Moran> {
    LocalMoranParams { permutations, seed: 1 }.check().expect("valid").of(values, neighbors).expect("an answer")
}

#[test]
fn north_carolina_has_its_published_global_and_local_values() {
    let Some(table) = shared("reference/sids2/sids2.dbf") else { return };
    let number = |name: &str| dbf(&table, name).iter().map(|t| t.parse::<f64>().expect("a number")).collect::<Vec<_>>();
    let rate: Vec<f64> = number("SID74").iter().zip(number("BIR74")).map(|(s, b)| s / b).collect();
    let reference: Value = serde_json::from_str(include_str!("../reference/local_moran.json")).unwrap();
    // Queen contiguity of the shapes; the file's own sids2.gal is rook.
    let lists: Vec<Vec<u32>> = serde_json::from_value(reference["nc"].clone()).unwrap();
    let neighbors = Neighbors::from_lists(&lists).unwrap();
    // Published to eight digits.
    assert!((moran(&rate, &neighbors).unwrap() - 0.230_910_45).abs() < 5e-9);
    let anson = dbf(&table, "NAME").iter().position(|name| name == "Anson").expect("there");
    let local = local(&rate, &neighbors, 999);
    assert!((local[anson].i + 0.920_945).abs() < 5e-7, "{:?}", local[anson]);
    assert_eq!(local[anson].quadrant, Quadrant::HL);
}

#[test]
fn hexagons_agree_with_esda() {
    let parse = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let given = parse(include_str!("../reference/gi_star.json"));
    let reference = parse(include_str!("../reference/local_moran.json"));
    let number = |name: &str, i: usize| reference[name][i].as_f64();
    let cells: Vec<Cell> =
        given["cells"].as_array().unwrap().iter().map(|c| c.as_str().unwrap().parse().unwrap()).collect();
    let counts: Vec<f64> = given["counts"].as_array().unwrap().iter().map(|c| c.as_f64().unwrap()).collect();
    let neighbors = rings(&cells, 1);
    close(moran(&counts, &neighbors).unwrap(), reference["global_i"].as_f64().unwrap(), 1e-9);
    let permutations = 49_999;
    for (i, got) in local(&counts, &neighbors, permutations).iter().enumerate() {
        if neighbors.of(i).is_empty() {
            assert_eq!((got.i, got.z, got.p), (0.0, 0.0, 1.0));
            continue;
        }
        close(got.i, number("i", i).unwrap(), 1e-9);
        // The exact score against the simulated one: its mean and spread come from 99,999 permutations.
        let z = number("z_sim", i).unwrap();
        assert!((got.z - z).abs() < 0.02 + 0.01 * z.abs(), "item {i}: z {} is not {z}", got.z);
        // Both pseudo-p are simulated: six standard errors of their difference.
        let p = number("p", i).unwrap();
        let error = (p.max(2e-4) * (1.0 / f64::from(permutations) + 1e-5)).sqrt() * 2.0_f64.sqrt();
        assert!((got.p - p).abs() < 6.0 * error + 1e-4, "item {i}: p {} is not {p}", got.p);
        let quadrant = [Quadrant::HH, Quadrant::LH, Quadrant::LL, Quadrant::HL];
        let q = usize::try_from(reference["q"][i].as_u64().unwrap()).unwrap();
        assert_eq!(got.quadrant, quadrant[q - 1]);
    }
}

#[test]
fn the_pseudo_p_is_the_share_of_all_draws_on_a_small_graph() {
    // Item 0 has two neighbors of five others: ten draws in all, enumerated here.
    let values = [5.0, 4.0, 3.0, 1.0, 0.0, 0.0];
    let neighbors = Neighbors::from_lists(&[vec![1, 2], vec![0], vec![0], vec![4], vec![3], vec![]]).unwrap();
    let mut sums = Vec::new();
    for a in 1..6 {
        sums.extend((a + 1..6).map(|b| values[a] + values[b]));
    }
    let upper = sums.iter().filter(|s| **s >= 7.0).count() as f64 / sums.len() as f64;
    let got = local(&values, &neighbors, 99_999)[0];
    assert!((got.p - 2.0 * upper).abs() < 0.005, "{} is not {}", got.p, 2.0 * upper);
    let mean = sums.iter().sum::<f64>() / 10.0;
    let sd = (sums.iter().map(|s| (s - mean).powi(2)).sum::<f64>() / 10.0).sqrt();
    close(got.z, (7.0 - mean) / sd, 1e-12);
}

#[test]
fn chance_alone_is_rarely_significant() {
    let cells: Vec<Cell> = {
        let center = Cell::at(-90.2, 38.63, catchment_model::Resolution::R9).unwrap();
        let mut all: Vec<Cell> = center.h3().grid_disk_safe(20).map(Cell::from).collect();
        all.sort_unstable();
        all
    };
    let values: Vec<f64> = (0..cells.len() as u64).map(|i| (9.0 * uniform(77, i)).floor()).collect();
    let local = local(&values, &rings(&cells, 1), 999);
    let share = local.iter().filter(|m| m.p <= 0.05).count() as f64 / local.len() as f64;
    assert!((0.02..0.07).contains(&share), "{share}");
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let cell = Cell::at(-90.2, 38.63, catchment_model::Resolution::R9).unwrap();
    let cells: Vec<Cell> = cell.h3().grid_disk_safe(8).map(Cell::from).collect();
    let values: Vec<f64> = (0..cells.len() as u64).map(|i| 3.7 * uniform(5, i)).collect();
    let neighbors = rings(&cells, 1);
    let one = with_threads(1, || local(&values, &neighbors, 199));
    assert_eq!(with_threads(4, || local(&values, &neighbors, 199)), one);
    let other = LocalMoranParams { permutations: 199, seed: 2 }.check().unwrap().of(&values, &neighbors).unwrap();
    assert_ne!(other, one);
}

#[test]
fn degenerate_input_is_refused() {
    let pair = Neighbors::from_lists(&[vec![1], vec![0], vec![]]).unwrap();
    let check = |permutations| LocalMoranParams { permutations, seed: 0 }.check();
    assert_eq!(check(98).unwrap_err(), MoranError::Permutations(98));
    assert_eq!(check(99).unwrap().of(&[1.0; 3], &pair), Err(MoranError::Values(GiError::Constant(3))));
    assert!(check(99).unwrap().of(&[1.0, f64::NAN, 2.0], &pair).is_err());
    assert!(moran(&[1.0], &pair).is_err());
}
