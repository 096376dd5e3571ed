//! Counts by year, month, neighborhood or cell, each offense under the name that was given.

mod answer;
mod ask;
#[cfg(feature = "engine")]
mod compute;
#[cfg(feature = "engine")]
mod counting;
#[cfg(feature = "engine")]
mod file;
#[cfg(feature = "engine")]
mod names;
#[cfg(feature = "engine")]
mod places;
#[cfg(feature = "engine")]
mod series;
#[cfg(test)]
#[cfg(feature = "engine")]
mod tests;
pub mod words;

pub use answer::{CellCountItem, CountItem, CountsAnswer, MonthItem, NeighborhoodItem, YearItem, YearKnown};
pub use ask::{Counts, CountsAsk};
#[cfg(feature = "engine")]
pub(crate) use names::unweighted as plain_offenses;
