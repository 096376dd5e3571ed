//! Are the sites still in the right place: what each reaches, beside the best ground of its size, drift, shift and
//! change, with a verdict and its reasons.

mod answer;
mod ask;
#[cfg(feature = "engine")]
mod best;
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
#[cfg(feature = "engine")]
mod says;
mod since;
#[cfg(test)]
#[cfg(feature = "engine")]
mod tests;
pub mod words;

pub use answer::{
    BestGroundItem, ChangeRatio, ChangedItem, CheckAnswer, DriftItem, EarlierVerdict, HeldOutItem, NextSiteItem,
    OtherShift, QuarterItem, ReachedItem, ScheduleItem, ScheduleSince, ShiftChecked, SiteChecked, SiteReason, SiteSays,
    SiteVerdict, ThenNowItem,
};
pub use ask::{Check, CheckAsk};
pub use since::{VerdictChange, VerdictChanges, changes};
