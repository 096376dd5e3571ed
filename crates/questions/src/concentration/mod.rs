//! How few cells hold how much, against what chance alone would give, and whether they stay the same cells.

mod answer;
mod ask;
#[cfg(feature = "engine")]
mod compute;
#[cfg(feature = "engine")]
mod file;
pub mod words;

pub use answer::{ConcentrationAnswer, StabilityItem};
pub use ask::{Concentration, ConcentrationAsk, StabilityParams};
