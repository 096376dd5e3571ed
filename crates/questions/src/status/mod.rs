//! What the dataset is: what a viewer asks first.

mod answer;
mod ask;
#[cfg(feature = "engine")]
mod compute;

pub use answer::{
    Accounted, AreasInfo, CityInfo, CoverageRun, Defaults, LabelDiffers, Located, OffenseInfo, ShiftInfo, SiteInfo,
    Span, StatusAnswer,
};
pub use ask::Status;
