//! What a backtest is asked with.

use catchment_model::Resolution;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::pieces::{Backtesting, Counted, Counting, FinestCells, Number, Shape, ask};

ask! {
    /// What a backtest is asked with.
    pub struct BacktestAsk {
        /// What is counted; the period says which years are measured.
        counting: Counting,
        /// How many sites are chosen.
        number: Number,
        /// How fine cells are.
        size: FinestCells,
        /// What is tested.
        backtesting: Backtesting,
    }
}

/// A backtest, checked. Whole years of its period are measured; what is chosen for a year draws on all data before it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = BacktestParams)]
pub struct Backtest {
    /// What is counted, and which years are measured.
    #[serde(flatten)]
    pub counted: Counted,
    /// Number of sites.
    pub k: usize,
    /// Seed of the search and of the draws.
    pub seed: u64,
    /// Areas of a site, km²; each is tested by itself.
    pub areas_km2: Vec<f64>,
    /// Resolution of the cells.
    #[schema(value_type = u8)]
    pub resolution: Resolution,
    /// Draws per year for the limit.
    pub limit_draws: usize,
    /// Bound on the outline, in circumferences of a circle of the area; absent where shapes are free.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outline: Option<f64>,
    /// Which shapes sites may have; absent where they are free.
    #[serde(default, skip_serializing_if = "Shape::is_free")]
    pub shape: Shape,
    /// The engine: months after which a month counts half.
    pub half_life: f64,
    /// The engine: exponent of a month's harm on a cell.
    pub burst: f64,
    /// The engine: bandwidth of the surroundings, meters.
    #[serde(alias = "bandwidth")]
    pub bandwidth_m: f64,
    /// The engine: months of data that the surroundings are worth.
    pub prior: f64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pieces::read_ask;

    #[test]
    fn what_has_no_effect_on_a_backtest_is_refused_by_name() {
        for name in ["measure", "area", "basis", "top"] {
            let read = read_ask::<BacktestAsk>(&[(name.to_owned(), "count".to_owned())]);
            assert!(read.unwrap_err().to_string().contains(&format!("\"{name}\" is not known here")));
        }
    }

    #[test]
    fn the_engine_can_be_another_one_within_bounds() {
        let read = |name: &str, value: &str| read_ask::<BacktestAsk>(&[(name.to_owned(), value.to_owned())]);
        for (name, good, bad) in [
            ("half_life", "12", "0"),
            ("burst", "1", "1.1"),
            ("bandwidth_m", "500", "5001"),
            ("prior", "24", "-1"),
            ("limit_draws", "0", "101"),
            ("outline", "2", "1.2"),
        ] {
            assert!(read(name, good).is_ok() && read(name, bad).is_err(), "{name}");
        }
    }

    #[test]
    fn a_backtest_stored_before_the_bandwidth_had_its_unit_still_reads() {
        let stored = r#"{"from": "2012-01", "to": "2019-12", "offense": ["homicide"], "weights": {"homicide": 1.0},
            "unit": "net", "time": "reported", "k": 3, "seed": 1, "areas_km2": [0.25], "resolution": 10,
            "limit_draws": 2, "half_life": 60.0, "burst": 0.5, "bandwidth": 300.0, "prior": 0.0}"#;
        let read: Backtest = serde_json::from_str(stored).unwrap();
        assert!((read.bandwidth_m - 300.0).abs() < 1e-9);
    }
}
