//! Are the sites still in the right place: what each reaches, beside the best ground of its size, drift, shift and
//! change, with a verdict and its reasons.

mod answer;
mod ask;
#[cfg(feature = "engine")]
mod best;
pub mod boundary;
#[cfg(feature = "engine")]
mod compute;
#[cfg(feature = "engine")]
mod earlier;
#[cfg(feature = "engine")]
mod file;
#[cfg(feature = "engine")]
mod fill;
#[cfg(feature = "engine")]
mod ground;
#[cfg(feature = "engine")]
mod judge;
#[cfg(feature = "engine")]
mod next_site;
mod reached;
#[cfg(feature = "engine")]
mod says;
#[cfg(feature = "engine")]
mod shapes;
mod since;
#[cfg(test)]
#[cfg(feature = "engine")]
mod tests;
pub mod words;

pub use answer::{
    BestGroundItem, ChangeRatio, ChangedItem, CheckAnswer, DriftItem, EarlierVerdict, HeldOutItem, NextSiteItem,
    OtherShift, QuarterItem, ScheduleItem, ScheduleSince, ShiftChecked, SiteChecked, SiteReason, SiteSays, SiteVerdict,
    ThenNowItem,
};
pub use ask::{Check, CheckAsk};
pub use boundary::{BoundaryChangeItem, BoundaryItem, BoundaryTested, StreetAdded};
pub use reached::ReachedItem;
pub use since::{VerdictChange, VerdictChanges, changes};
