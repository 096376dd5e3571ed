//! Gi and Gi* against published values, esda and brute force.
//!
//! `tests/reference/gi_star.json` is made by `scripts/oracle/spatial_gi.py` (esda 2.9.0, libpysal 4.14.1).

use catchment_model::Cell;
use catchment_spatial::{
    GiError, Neighbors, NeighborsError, Weights, benjamini_hochberg, gi, gi_star, gi_star_weighted, rings,
};
use serde_json::Value;

use crate::support::{columns, dbf, gal, npz, shared, uniform};

fn close(got: f64, want: f64, tolerance: f64) {
    assert!((got - want).abs() <= tolerance * want.abs().max(1.0), "{got} is not {want}");
}

/// Neighbors at most `band` apart.
fn band(x: &[f64], y: &[f64], band: f64) -> Neighbors {
    let near = |i: usize| {
        let apart = |j: usize| (x[i] - x[j]).hypot(y[i] - y[j]);
        (0..x.len()).filter(|&j| j != i && apart(j) <= band).map(|j| u32::try_from(j).expect("small")).collect()
    };
    Neighbors::from_lists(&(0..x.len()).map(near).collect::<Vec<_>>()).expect("valid")
}

fn six() -> (Vec<f64>, Neighbors) {
    let (x, y) = ([10.0, 20.0, 40.0, 15.0, 30.0, 30.0], [10.0, 10.0, 10.0, 20.0, 20.0, 30.0]);
    (vec![2.0, 3.0, 3.2, 5.0, 8.0, 7.0], band(&x, &y, 15.0))
}

/// The formula of METHODS.md, word for word, with weights as a full matrix.
fn plain(values: &[f64], w: &[Vec<f64>]) -> Vec<f64> {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let s = (values.iter().map(|v| v * v).sum::<f64>() / n - mean * mean).sqrt();
    w.iter()
        .map(|row| {
            let local: f64 = row.iter().zip(values).map(|(w, v)| w * v).sum();
            let (sum, squares) = (row.iter().sum::<f64>(), row.iter().map(|w| w * w).sum::<f64>());
            (local - mean * sum) / (s * ((n * squares - sum * sum) / (n - 1.0)).sqrt())
        })
        .collect()
}

#[test]
fn six_points_have_their_published_scores() {
    let (y, neighbors) = six();
    let golden = [-1.397_276_26, -0.289_177_62, 0.650_649_64, -0.289_177_62, 1.234_520_88, 2.024_243_31];
    for (got, want) in gi_star(&y, &neighbors).unwrap().iter().zip(golden) {
        close(got.z, want, 1e-8);
    }
    // esda tests/test_getisord.py, recomputed with esda 2.9.0 to all digits.
    close(gi_star(&y, &neighbors).unwrap()[0].z, -1.397_276_262_011_544_2, 1e-9);
    let without =
        [-1.013_672_898_550_257_2, -0.043_615_894_201_693_3, 1.315_587_028_960_543_8, -0.314_126_758_204_562_6];
    for (got, want) in gi(&y, &neighbors).unwrap().iter().zip(without) {
        close(got.z, want, 1e-9);
    }
}

#[test]
fn p_is_two_sided() {
    let (y, neighbors) = six();
    // 2 * scipy.stats.norm.sf(2.024243309389896).
    close(gi_star(&y, &neighbors).unwrap()[5].p, 0.042_945_123_419_872_534, 1e-10);
}

#[test]
fn north_carolina_has_its_published_score() {
    let (Some(file), Some(table)) = (shared("reference/sids2/sids2.gal"), shared("reference/sids2/sids2.dbf")) else {
        return;
    };
    let (ids, lists) = gal(&file);
    let number = |name: &str| dbf(&table, name).iter().map(|t| t.parse::<f64>().expect("a number")).collect::<Vec<_>>();
    let fips: Vec<String> = number("FIPSNO").iter().map(|f| format!("{f:.0}")).collect();
    let rate: Vec<f64> = number("SID74").iter().zip(number("BIR74")).map(|(s, b)| s / b).collect();
    let ordered: Vec<f64> = ids.iter().map(|id| rate[fips.iter().position(|f| f == id).expect("known")]).collect();
    let result = gi_star(&ordered, &Neighbors::from_lists(&lists).unwrap()).unwrap();
    let northampton = ids.iter().position(|id| id == "37131").expect("there");
    // Published to six digits.
    close(result[northampton].z, 4.251_772, 5e-7);
}

#[test]
fn the_grid_of_getis_and_ord_has_its_published_scores() {
    let Some(file) = shared("reference/spData/getisord.csv") else { return };
    let [x, y, value] = &columns(&file)[..] else { panic!("three columns") };
    for (width, want) in [
        (30.0, 1.221_979_162_585_498_8),
        (60.0, 1.748_097_542_970_698_6),
        (90.0, 1.986_135_427_161_182),
        (120.0, 1.893_373_824_403_064_7),
        (150.0, 1.237_454_252_677_59),
    ] {
        close(gi(value, &band(x, y, width)).unwrap()[119].z, want, 1e-9);
    }
    // Equation 14.2, spdep docs.
    close(gi_star(value, &band(x, y, 30.0)).unwrap()[119].z, 1.450_779_807_387_07, 1e-9);
}

#[test]
fn hexagons_agree_with_esda() {
    let reference: Value = serde_json::from_str(include_str!("../reference/gi_star.json")).unwrap();
    let list = |name: &str| {
        reference[name].as_array().expect(name).iter().map(|v| v.as_f64().expect(name)).collect::<Vec<_>>()
    };
    let cells: Vec<Cell> =
        reference["cells"].as_array().unwrap().iter().map(|c| c.as_str().unwrap().parse().unwrap()).collect();
    let counts = list("counts");
    for k in [1, 2] {
        let without_self = list(&format!("gi_z_{k}"));
        let neighbors = rings(&cells, k);
        assert_eq!(neighbors.links() as u64, reference[format!("links_{k}")].as_u64().unwrap());
        let star = gi_star(&counts, &neighbors).unwrap();
        let z = list(&format!("gi_star_z_{k}"));
        let p = list(&format!("gi_star_p_{k}"));
        let weighted = gi_star_weighted(&counts, &Weights::binary(&neighbors, true)).unwrap();
        let row = gi_star_weighted(&counts, &Weights::row_standardized(&neighbors, true)).unwrap();
        let without = gi(&counts, &neighbors).unwrap();
        for i in 0..cells.len() {
            close(star[i].z, z[i], 1e-9);
            assert!((star[i].p / p[i] - 1.0).abs() < 1e-9, "{} is not {}", star[i].p, p[i]);
            close(weighted[i].z, z[i], 1e-9);
            // Equal weights of any size give one score. (esda's row-standardized z takes Σw² for W, and differs.)
            close(row[i].z, z[i], 1e-9);
            close(without[i].z, without_self[i], 1e-9);
        }
    }
}

#[test]
fn violent_counts_of_st_louis_give_the_measured_numbers_of_cells() {
    let Some(file) = shared("bench/site_instance_res9.npz") else { return };
    let cells: Vec<Cell> = npz(&file, "cell").into_iter().map(|b| Cell::from_bits(b).unwrap()).collect();
    let counts: Vec<f64> = npz(&file, "w").into_iter().map(f64::from_bits).collect();
    let star = gi_star(&counts, &rings(&cells, 1)).unwrap();
    assert_eq!(star.len(), 1550);
    assert_eq!(star.iter().filter(|g| g.z > 1.96).count(), 301);
    let fdr = benjamini_hochberg(&star.iter().map(|g| g.p).collect::<Vec<_>>(), 0.05).unwrap();
    assert_eq!((fdr.before, fdr.after), (436, 194));
    assert!((0..1550).all(|i| !fdr.significant[i] || star[i].z > 0.0));
}

#[test]
fn random_graphs_agree_with_the_formula_word_for_word() {
    for seed in [5, 6] {
        let n = 60usize;
        let values: Vec<f64> = (0..n as u64).map(|i| (uniform(seed, i) * 9.0).floor()).collect();
        let linked = |i: usize, j: usize| uniform(seed + 50, (i * n + j) as u64) < 0.1;
        let lists: Vec<Vec<u32>> = (0..n)
            .map(|i| (0..n).filter(|&j| j != i && linked(i, j)).map(|j| u32::try_from(j).unwrap()).collect())
            .collect();
        let binary: Vec<Vec<f64>> =
            (0..n).map(|i| (0..n).map(|j| f64::from(u8::from(i == j || linked(i, j)))).collect()).collect();
        let star = gi_star(&values, &Neighbors::from_lists(&lists).unwrap()).unwrap();
        star.iter().zip(plain(&values, &binary)).for_each(|(g, want)| close(g.z, want, 1e-9));
        let matrix: Vec<Vec<f64>> =
            (0..n).map(|i| (0..n).map(|j| uniform(seed + 90, (i * n + j) as u64) - 0.2).collect()).collect();
        let weights: Vec<Vec<(u32, f64)>> =
            matrix.iter().map(|row| (0u32..).zip(row.iter().copied()).collect()).collect();
        let weighted = gi_star_weighted(&values, &Weights::from_lists(&weights).unwrap()).unwrap();
        weighted.iter().zip(plain(&values, &matrix)).for_each(|(g, want)| close(g.z, want, 1e-9));
    }
}

#[test]
fn degenerate_values_are_refused() {
    let pair = Neighbors::from_lists(&[vec![1], vec![0]]).unwrap();
    assert_eq!(gi_star(&[3.0, 3.0], &pair), Err(GiError::Constant(2)));
    assert_eq!(gi_star(&[0.0], &pair), Err(GiError::Length { values: 1, neighbors: 2 }));
    assert!(matches!(gi_star(&[f64::NAN, 0.0], &pair), Err(GiError::Value { item: 0, .. })));
    let none = Neighbors::from_lists(&[]).unwrap();
    assert_eq!(gi_star(&[], &none), Err(GiError::TooFew(0, 2)));
    let three = Neighbors::from_lists(&[vec![1], vec![0], vec![]]).unwrap();
    assert_eq!(gi(&[0.0, 0.0, 4.0], &three), Err(GiError::Constant(2)));
}

#[test]
fn an_item_next_to_everything_or_to_nothing_scores_without_dividing_by_zero() {
    let star = Neighbors::from_lists(&[vec![1, 2], vec![0], vec![]]).unwrap();
    let result = gi_star(&[1.0, 2.0, 6.0], &star).unwrap();
    assert_eq!((result[0].z, result[0].p), (0.0, 1.0));
    assert!(result[2].z > 0.0 && result[2].z.is_finite());
    let weighted = gi_star_weighted(&[1.0, 2.0, 6.0], &Weights::row_standardized(&star, true)).unwrap();
    assert_eq!((weighted[0].z, weighted[0].p), (0.0, 1.0));
    let without = gi(&[1.0, 2.0, 6.0], &star).unwrap();
    assert_eq!((without[0].z, without[2].z), (0.0, 0.0));
}

#[test]
fn faulty_neighbor_lists_are_refused() {
    assert_eq!(Neighbors::from_lists(&[vec![0]]), Err(NeighborsError::Itself(0)));
    assert_eq!(Neighbors::from_lists(&[vec![1, 1], vec![]]), Err(NeighborsError::Repeated { item: 0, neighbor: 1 }));
    assert_eq!(Neighbors::from_lists(&[vec![2], vec![]]), Err(NeighborsError::Range { item: 0, neighbor: 2, last: 1 }));
    assert!(matches!(Weights::from_lists(&[vec![(0, f64::NAN)]]), Err(NeighborsError::Weight { .. })));
    let ok = Neighbors::from_lists(&[vec![1], vec![0]]).unwrap();
    assert_eq!((ok.len(), ok.links(), ok.of(0), ok.of(7)), (2, 2, &[1u32][..], &[][..]));
}
