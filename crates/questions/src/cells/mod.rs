//! Cells with their counts, and which of them stand out from chance (Gi*).

mod answer;
mod ask;
#[cfg(feature = "engine")]
mod compute;
#[cfg(feature = "engine")]
mod file;
pub mod words;

pub use answer::{CellItem, CellsAnswer, Spot};
pub use ask::{Cells, CellsAsk};
#[cfg(feature = "engine")]
pub(crate) use compute::CellsFound;
