//! Local statistics against R's spdep.
//!
//! `tests/reference/spdep.json` is made by `scripts/oracle/spatial_spdep.R` (spdep 1.2.7).

use catchment_spatial::{LocalMoranParams, Neighbors, benjamini_hochberg, gi, gi_star, moran};
use serde_json::Value;

use crate::support::close;

struct Spdep {
    reference: Value,
    counts: Vec<f64>,
    neighbors: Neighbors,
}

impl Spdep {
    fn read() -> Self {
        let reference: Value = serde_json::from_str(include_str!("../reference/spdep.json")).expect("valid");
        let counts = serde_json::from_value(reference["counts"].clone()).expect("counts");
        let lists: Vec<Vec<u32>> = serde_json::from_value(reference["neighbors"].clone()).expect("lists");
        Self { counts, neighbors: Neighbors::from_lists(&lists).expect("valid"), reference }
    }

    fn numbers(&self, name: &str) -> Vec<f64> {
        serde_json::from_value(self.reference[name].clone()).expect("numbers")
    }
}

/// spdep prints 15 digits; both sum some hundred terms.
const PRINTED: f64 = 1e-12;

#[test]
fn moran_and_its_local_values_and_scores_are_those_of_spdep() {
    let spdep = Spdep::read();
    close(moran(&spdep.counts, &spdep.neighbors).unwrap(), spdep.reference["moran"].as_f64().unwrap(), PRINTED);
    let local =
        LocalMoranParams { permutations: 99, seed: 1 }.check().unwrap().of(&spdep.counts, &spdep.neighbors).unwrap();
    let (i, z) = (spdep.numbers("moran_i"), spdep.numbers("moran_z"));
    assert_eq!((local.len(), i.len(), z.len()), (134, 134, 134));
    for (item, got) in local.iter().enumerate() {
        close(got.i, i[item], PRINTED);
        // spdep subtracts a mean from I, and so loses a digit where the variance is small.
        close(got.z, z[item], 1e-11);
        let name = match got.quadrant.name() {
            "HH" => "High-High",
            "LL" => "Low-Low",
            "HL" => "High-Low",
            _ => "Low-High",
        };
        assert_eq!(name, spdep.reference["moran_quadrant"][item].as_str().unwrap(), "item {item}");
    }
}

#[test]
fn gi_gi_star_and_its_p_are_those_of_spdep() {
    let spdep = Spdep::read();
    let (plain, star) =
        (gi(&spdep.counts, &spdep.neighbors).unwrap(), gi_star(&spdep.counts, &spdep.neighbors).unwrap());
    let (gi_z, star_z, star_p) = (spdep.numbers("gi_z"), spdep.numbers("gi_star_z"), spdep.numbers("gi_star_p"));
    for item in 0..plain.len() {
        close(plain[item].z, gi_z[item], PRINTED);
        close(star[item].z, star_z[item], PRINTED);
        // The tail of the normal distribution is steep: an error of z counts |z| times over in p.
        let error = 1e-12 * (1.0 + star_z[item].abs().powi(2));
        assert!(
            (star[item].p / star_p[item] - 1.0).abs() < error.max(1e-9),
            "{} is not {}",
            star[item].p,
            star_p[item]
        );
    }
}

#[test]
fn the_false_discovery_rate_keeps_what_r_keeps() {
    let spdep = Spdep::read();
    let (p, adjusted) = (spdep.numbers("gi_star_p"), spdep.numbers("bh"));
    for alpha in [0.01, 0.05, 0.1, 0.5] {
        let kept: Vec<bool> = adjusted.iter().map(|q| *q <= alpha).collect();
        assert_eq!(benjamini_hochberg(&p, alpha).unwrap().significant, kept, "at {alpha}");
        assert!(kept.contains(&true) && kept.contains(&false));
    }
}
