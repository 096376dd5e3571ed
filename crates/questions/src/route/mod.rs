//! A walk route for a shift at a site: on its streets, begun and ended at one place, passing most of the harm to expect
//! that a walk of so many hours can pass. For the supervisor's desk alone.

mod answer;
mod ask;
#[cfg(feature = "engine")]
mod compute;
#[cfg(feature = "engine")]
mod file;
#[cfg(feature = "engine")]
mod ground;
mod shift;
#[cfg(feature = "engine")]
mod streets;
#[cfg(test)]
#[cfg(feature = "engine")]
mod tests;
#[cfg(feature = "engine")]
mod told;
pub mod words;

pub use answer::{RouteAnswer, RouteHarm, RouteShift, RouteStreets, RouteStretch, RouteTurn};
pub use ask::{Route, RouteAsk};
pub use shift::WalkShift;
