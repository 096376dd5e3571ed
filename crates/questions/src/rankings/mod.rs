//! Places in order: neighborhoods, or candidate catchments, with the uncertainty of their ranks.

mod answer;
mod ask;
#[cfg(feature = "engine")]
mod compute;
#[cfg(feature = "engine")]
mod file;
pub mod words;

pub use answer::{RankItem, RankingsAnswer};
pub use ask::{Rankings, RankingsAsk};
