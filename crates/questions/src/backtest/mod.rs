//! The backtest: how well each way of choosing would have done on the year after.

mod answer;
mod ask;
#[cfg(feature = "engine")]
mod compute;
#[cfg(feature = "engine")]
mod file;
#[cfg(feature = "engine")]
mod fill;
pub mod words;

pub use answer::{
    BacktestAnswer, BacktestFinding, BacktestLimit, BacktestRow, BacktestSettings, BacktestSummary, BacktestYear,
    EngineSettings, PairedMean, Verdict, Way,
};
pub use ask::{Backtest, BacktestAsk};
#[cfg(feature = "engine")]
pub use compute::default_backtest;
