//! What is tested and how, and the order of the work.

use serde::{Deserialize, Serialize};

use super::{BacktestError, ExpectedHarm, ExpectedHarmParams};
use crate::catchment::{CatchmentParams, CatchmentSearch, Shape};

/// How to test, as it comes from a flag or an address.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BacktestParams {
    /// Number of sites, 1 to 200.
    pub k: usize,
    /// Largest area of one, km²; each is tested by itself.
    pub areas_km2: Vec<f64>,
    /// Bound on the outline of what the engine chooses, in circumferences of a circle of the area, as
    /// [`CatchmentParams::outline_factor`].
    pub outline_factor: Option<f64>,
    /// Which shapes the sites of every search may have: the engine's, the oracle's, those of the limit, and, where they
    /// are walkable, those that are chosen one after the other ([`super::Method::Greedy`] and its kind).
    pub shape: Shape,
    /// The engine's expectation.
    pub engine: ExpectedHarmParams,
    /// Calendar months that `greedy`, `neighborhoods`, `kde-peaks` and `gi-cells` look back; 12 to 1200.
    pub look_back_months: u16,
    /// Bandwidth of the surface whose peaks are taken (quartic), meters; 50 to 5000.
    pub kde_bandwidth_m: f64,
    /// Draws of `random`; 1 to 10,000.
    pub random_draws: usize,
    /// Draws per year for the limit of perfect knowledge; 0 leaves it out, up to 1,000.
    pub limit_draws: usize,
    /// Months of data that the surroundings are worth in the rates behind the limit, 0 to 1200. With the default,
    /// simulated years of St. Louis are nearly as uneven as real ones.
    pub limit_prior_months: f64,
    /// Covered months that a year needs before it, 12 to 1200.
    pub past_months: usize,
    /// Seed of the search and of all draws.
    pub seed: u64,
}

impl Default for BacktestParams {
    fn default() -> Self {
        Self {
            k: 3,
            areas_km2: vec![0.25, 2.5],
            outline_factor: None,
            shape: Shape::Free,
            engine: ExpectedHarmParams::default(),
            look_back_months: 120,
            kde_bandwidth_m: 500.0,
            random_draws: 200,
            limit_draws: 2,
            limit_prior_months: 6.0,
            past_months: 48,
            seed: 1,
        }
    }
}

/// A backtest whose parameters hold together; see the head of this module, and [`Backtest::run`].
#[derive(Debug, Clone, PartialEq)]
pub struct Backtest {
    pub(super) params: BacktestParams,
    pub(super) engine: ExpectedHarm,
    pub(super) searches: Vec<CatchmentSearch>,
}

impl BacktestParams {
    /// Checks the values.
    ///
    /// # Errors
    /// [`BacktestError`] for one out of range.
    pub fn check(self) -> Result<Backtest, BacktestError> {
        let within = |name, value: f64, (low, high): (f64, f64), accepted| {
            if (low..=high).contains(&value) { Ok(()) } else { Err(BacktestError::Value { name, value, accepted }) }
        };
        within("areas_km2", self.areas_km2.len() as f64, (1.0, 20.0), "1 to 20 areas")?;
        within("look_back_months", f64::from(self.look_back_months), (12.0, 1200.0), "a whole number from 12 to 1200")?;
        within("kde_bandwidth_m", self.kde_bandwidth_m, (50.0, 5000.0), "a number from 50 to 5000")?;
        within("random_draws", self.random_draws as f64, (1.0, 1e4), "a whole number from 1 to 10000")?;
        within("limit_draws", self.limit_draws as f64, (0.0, 1e3), "a whole number from 0 to 1000")?;
        within("limit_prior_months", self.limit_prior_months, (0.0, 1200.0), "a number from 0 to 1200")?;
        within("past_months", self.past_months as f64, (12.0, 1200.0), "a whole number from 12 to 1200")?;
        // No work on proofs: only what is chosen is asked for.
        let usual = CatchmentParams {
            k: self.k,
            outline_factor: self.outline_factor,
            shape: self.shape,
            seed: self.seed,
            effort: 0,
            ..CatchmentParams::default()
        };
        let search = |area: &f64| CatchmentParams { area_km2: *area, ..usual }.check();
        let searches = self.areas_km2.iter().map(search).collect::<Result<_, _>>()?;
        Ok(Backtest { engine: self.engine.check()?, searches, params: self })
    }
}

impl Backtest {
    /// The parameters.
    pub fn params(&self) -> &BacktestParams {
        &self.params
    }
}
