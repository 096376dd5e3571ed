//! Did the program work: many estimates beside each other, beside places without a program, and beside what was
//! claimed.

mod answer;
mod ask;
#[cfg(feature = "engine")]
mod bridged;
#[cfg(feature = "engine")]
mod compute;
#[cfg(feature = "engine")]
mod file;
#[cfg(feature = "engine")]
mod fill;
#[cfg(feature = "engine")]
mod series;
#[cfg(test)]
#[cfg(feature = "engine")]
mod tests;
pub mod words;

pub use answer::{
    BridgedItem, ClaimItem, DisplacementItem, EstimateMethod, EvaluateAnswer, EvaluateMeta, PlaceFall, PlainItem,
    SpecItem, SpecSummary,
};
pub use ask::{Evaluate, EvaluateAsk};
