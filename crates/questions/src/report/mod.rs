//! What a printed report says, as one answer; `crates/report` reads it by these types.

mod answer;
#[cfg(feature = "engine")]
mod compute;
#[cfg(feature = "engine")]
mod outlines;

pub use answer::{
    ByMeasure, Outline, OutlineGeometry, OutlineKind, Outlines, ReportAnswer, ReportChoice, ReportLimits, ReportRecord,
};
#[cfg(feature = "engine")]
pub use compute::{ReportAsk, ReportOrigin, report};
