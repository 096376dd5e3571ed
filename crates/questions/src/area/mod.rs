//! One place in full: its series, hours, offenses, ranks by every measure, and why it stands where it stands.

mod answer;
mod ask;
#[cfg(feature = "engine")]
mod compute;
#[cfg(feature = "engine")]
mod file;
#[cfg(feature = "engine")]
mod fill;
#[cfg(feature = "engine")]
mod then_now;

pub use answer::{
    AcrossBreak, AreaAnswer, AreaInfo, CatchmentAnswer, Changed, DensityPoint, MonthCount, OffenseCount, Place,
    Posterior, ThenNow, YearsCompared,
};
pub use ask::{Area, AreaAsk, Catchment, CatchmentAsk};
#[cfg(feature = "engine")]
pub(crate) use compute::inside_of;
#[cfg(feature = "engine")]
pub(crate) use fill::{Target, unranked};
