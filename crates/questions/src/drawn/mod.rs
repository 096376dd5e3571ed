//! A catchment drawn by hand: what it holds, how sure that is, and what the search would choose at the same size.

mod answer;
mod ask;
#[cfg(feature = "engine")]
mod compute;
#[cfg(feature = "engine")]
mod ground;
#[cfg(feature = "engine")]
mod outline;
#[cfg(test)]
#[cfg(feature = "engine")]
mod tests;
pub mod words;

pub use answer::{ScoreAnswer, ScoredArea};
pub use ask::{DrawnArea, Score, ScoreAsk};
#[cfg(feature = "engine")]
pub(crate) use ground::cells_within;
#[cfg(feature = "engine")]
pub use ground::check_drawn;
#[cfg(feature = "engine")]
pub use outline::read_outline;
