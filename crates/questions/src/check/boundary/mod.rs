//! The smallest change of a site's boundary that would help: chosen on earlier months, counted over the twelve.

mod answer;
#[cfg(feature = "engine")]
mod find;
#[cfg(feature = "engine")]
mod streets;
pub mod words;

pub use answer::{BoundaryChangeItem, BoundaryItem, BoundaryTested, StreetAdded};
#[cfg(feature = "engine")]
pub(in crate::check) use find::settle;
#[cfg(feature = "engine")]
pub(in crate::check) use streets::streets;
