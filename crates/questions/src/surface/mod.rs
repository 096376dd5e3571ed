//! A kernel density surface: its figures; its picture is a layer of the map.

mod answer;
mod ask;
#[cfg(feature = "engine")]
mod compute;
#[cfg(feature = "engine")]
mod draw;
pub mod words;

pub use answer::{GridInfo, PlaceValue, SurfaceAnswer};
pub use ask::{Surface, SurfaceAsk};
#[cfg(feature = "engine")]
pub use compute::Values;
#[cfg(feature = "engine")]
pub(crate) use draw::SurfaceFound;
