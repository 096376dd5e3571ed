//! The chance of each cell of lying in one of the k best catchments, while the counts, or the harm to expect, are in
//! doubt.

mod answer;
mod ask;
#[cfg(feature = "engine")]
mod compute;
#[cfg(feature = "engine")]
mod file;
#[cfg(feature = "engine")]
mod fill;
pub mod words;

pub use answer::{ChanceAnswer, ChanceArea, ChanceCell, ChanceExpected, ChanceGround, ChanceModel, StableCatchment};
pub use ask::{Chance, ChanceAsk};
