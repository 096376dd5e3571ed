//! Rank sets against scipy (`scripts/oracle/rank_sets.py` wrote `tests/reference/rank_sets.json`).

use catchment_siting::decide::{RankSetInput, pair_p_value, rank_sets};
use serde_json::Value;

fn reference() -> Value {
    serde_json::from_str(include_str!("../reference/rank_sets.json")).expect("JSON")
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(|v| v.as_f64().expect("a number")).collect()
}

#[test]
fn the_p_values_are_those_of_scipy() {
    for pair in reference()["pairs"].as_array().expect("pairs") {
        let (a, b, p) = (numbers(&pair["a"]), numbers(&pair["b"]), pair["p"].as_f64().expect("a number"));
        let own = pair_p_value((a[0], a[1]), (b[0], b[1]));
        // Both sum a tail; scipy says 1e-13 or so.
        assert!((own / p - 1.0).abs() < 1e-9, "{own}, expected {p}");
    }
}

#[test]
fn the_rank_sets_are_those_of_scipy_and_holm() {
    let reference = reference();
    for case in reference["cases"].as_array().expect("cases") {
        let input = RankSetInput {
            counts: numbers(&case["counts"]),
            exposures: numbers(&case["exposures"]),
            phi: 1.0,
            level: 1.0 - reference["alpha"].as_f64().expect("a number"),
        };
        let sets = rank_sets(&input).expect("sets");
        let (low, high): (Vec<f64>, Vec<f64>) = sets.iter().map(|s| (s.low as f64, s.high as f64)).unzip();
        assert_eq!((low, high), (numbers(&case["low"]), numbers(&case["high"])), "{}", case["name"]);
    }
}
