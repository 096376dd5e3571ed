//! One place in full: its series, hours, offenses, ranks by every measure, and why it stands where it stands.

mod answer;
mod ask;
#[cfg(feature = "engine")]
mod compute;
#[cfg(feature = "engine")]
mod file;
#[cfg(feature = "engine")]
mod fill;

pub use answer::{AreaAnswer, AreaInfo, CatchmentAnswer, DensityPoint, MonthCount, OffenseCount, Place, Posterior};
pub use ask::{Area, AreaAsk, Catchment, CatchmentAsk};
