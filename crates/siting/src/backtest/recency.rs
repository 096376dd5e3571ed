//! What the months so far hold of each cell: recent months more, single months of many events less.

use catchment_spatial::Kernel;
use serde::{Deserialize, Serialize};

use super::error::BacktestError;
use super::ground::BacktestInput;
use super::monthly::Past;
use super::smooth::Smoother;

/// How the months so far become an expectation, as it comes from a flag or an address.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ExpectedHarmParams {
    /// Form of the kernel.
    pub kernel: Kernel,
    /// Bandwidth, meters (Gaussian: the standard deviation); 0 to 5000, 0 for none.
    pub bandwidth_m: f64,
    /// Months after which a month counts half; 1 to 1200.
    pub half_life_months: f64,
    /// Strength of the pull of a cell's own count toward its smoothed surroundings, in months of data; 0 to 100,000.
    /// Every cell is the kernel's estimate alone where it is large, and its own count alone where it is 0.
    pub prior_months: f64,
    /// How much more of a month on one cell counts than its first: exponent of the month's harm, 0 to 1. At 1 every
    /// offense counts alike; at 0 it only counts that there was one, so that one incident with many victims does not
    /// look like a place where something happens every month.
    pub burst: f64,
}

impl Default for ExpectedHarmParams {
    fn default() -> Self {
        Self { kernel: Kernel::Gaussian, bandwidth_m: 0.0, half_life_months: 60.0, prior_months: 0.0, burst: 0.5 }
    }
}

impl ExpectedHarmParams {
    /// Checks the values.
    ///
    /// # Errors
    /// [`BacktestError::Value`] for one out of range.
    pub fn check(self) -> Result<ExpectedHarm, BacktestError> {
        let within = |name, value: f64, (low, high): (f64, f64), accepted| {
            if (low..=high).contains(&value) { Ok(()) } else { Err(BacktestError::Value { name, value, accepted }) }
        };
        within("bandwidth_m", self.bandwidth_m, (0.0, 5000.0), "a number from 0 to 5000")?;
        within("half_life_months", self.half_life_months, (1.0, 1200.0), "a number from 1 to 1200")?;
        within("prior_months", self.prior_months, (0.0, 100_000.0), "a number from 0 to 100000")?;
        within("burst", self.burst, (0.0, 1.0), "a number from 0 to 1")?;
        Ok(ExpectedHarm(self))
    }
}

/// Checked parameters of expected harm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ExpectedHarm(ExpectedHarmParams);

impl ExpectedHarm {
    /// The parameters.
    pub fn params(&self) -> ExpectedHarmParams {
        self.0
    }

    pub(super) fn smoother(&self, input: &BacktestInput<'_>) -> Smoother {
        Smoother::new(input.ground.x_m, input.ground.y_m, self.0.kernel, self.0.bandwidth_m)
    }

    /// Recency-weighted, damped counts of each cell; the months that they come from; and the weighted count of all
    /// cells, not damped.
    pub(super) fn recent(&self, past: Past<'_>) -> Recent {
        let mut recent = Recent { damped: vec![0.0; past.cells()], months: 0.0, counted: 0.0 };
        for (age, entries) in past.months() {
            let weight = 0.5_f64.powf((age - 1.0) / self.0.half_life_months);
            recent.months += weight;
            for (cell, n) in entries {
                let less = n.abs().powf(self.0.burst).copysign(*n) * f64::from(u8::from(*n != 0.0));
                recent.damped[*cell as usize] += weight * less;
                recent.counted += weight * n;
            }
        }
        recent
    }

    /// The same per year.
    pub(super) fn rate(&self, past: Past<'_>) -> Vec<f64> {
        let Recent { mut damped, months, .. } = self.recent(past);
        let years = months / 12.0;
        if years > 0.0 {
            for d in &mut damped {
                *d /= years;
            }
        }
        damped
    }
}

/// What the months so far hold.
pub(super) struct Recent {
    pub(super) damped: Vec<f64>,
    pub(super) months: f64,
    pub(super) counted: f64,
}
