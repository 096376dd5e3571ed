//! The backtest: how well each way of choosing would have done on the year after.

mod answer;
mod ask;
#[cfg(feature = "engine")]
mod compute;
#[cfg(feature = "engine")]
mod events;
#[cfg(feature = "engine")]
mod file;
#[cfg(feature = "engine")]
mod fill;
pub mod words;

pub use answer::{
    BacktestAnswer, BacktestFinding, BacktestLimit, BacktestPooled, BacktestRow, BacktestSettings, BacktestSummary,
    BacktestYear, EngineSettings, PairedMean, Verdict, Way, WithoutYear,
};
pub use ask::{Backtest, BacktestAsk};
#[cfg(feature = "engine")]
pub use compute::default_backtest;

/// Which way of reckoning answers are of: raised whenever the same question would be answered with other figures, so
/// that an answer kept from before is not shown as a new one.
pub const RECKONING: u32 = 2;
