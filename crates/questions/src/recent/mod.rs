//! Year to date and the last 28 days, beside the same days a year before.

mod answer;
mod ask;
#[cfg(feature = "engine")]
mod compute;
#[cfg(feature = "engine")]
mod days;
#[cfg(feature = "engine")]
mod file;
#[cfg(feature = "engine")]
mod judge;
#[cfg(test)]
#[cfg(feature = "engine")]
mod tests;
pub mod words;

pub use answer::{RecentAnswer, RecentBeside, RecentItem, RecentKind, RecentStretch, RecentVerdict};
pub use ask::{Recent, RecentAsk};

/// Level of the band that chance alone gives: 95 of 100.
pub const LEVEL: f64 = 0.05;
/// Incidents of both periods together below which nothing is said of a change.
pub const LEAST: i64 = 10;
