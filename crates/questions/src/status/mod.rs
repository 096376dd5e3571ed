//! What the dataset is: what a viewer asks first.

mod answer;
mod ask;
#[cfg(feature = "engine")]
mod compute;
#[cfg(feature = "engine")]
mod periods;

pub use answer::{
    Accounted, AreasInfo, CityInfo, CoverageRun, Defaults, LabelDiffers, Located, MonthsSaid, OffenseInfo,
    PeriodChoice, ShiftInfo, SiteInfo, Span, StatusAnswer,
};
pub use ask::Status;
