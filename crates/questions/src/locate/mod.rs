//! Sites for any demand points: maximal covering or p-median, with a proof. The one question that needs no dataset.

mod answer;
mod ask;
#[cfg(feature = "engine")]
mod compute;
#[cfg(feature = "engine")]
mod degrees;
#[cfg(feature = "engine")]
mod file;
#[cfg(test)]
#[cfg(feature = "engine")]
mod tests;
pub mod words;

pub use answer::{LocateAnswer, LocatedSite};
pub use ask::{Locate, LocateAsk, LocateDistance, LocateModel, LocatePoint, LocateSolver};
