//! How far a region is on its way to a target, by the agencies that report, with those that do not.

mod answer;
mod ask;
#[cfg(feature = "engine")]
mod compute;
#[cfg(feature = "engine")]
mod file;
#[cfg(test)]
#[cfg(feature = "engine")]
mod tests;
pub mod words;

pub use answer::{AgencyMask, AgencyMonth, CountyMask, KnownMonth, StatedStart, TargetAnswer, TargetMeta, TargetPoint};
pub use ask::{Target, TargetAsk};
