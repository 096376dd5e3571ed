//! What printed pages say, each as one answer: the brief of a decision, the quarterly check, and progress toward a
//! target. `crates/report` reads them by these types.

mod answer;
#[cfg(feature = "engine")]
mod checked;
#[cfg(feature = "engine")]
mod close;
#[cfg(feature = "engine")]
mod command;
#[cfg(feature = "engine")]
mod compute;
#[cfg(feature = "engine")]
mod outlines;
mod pages;
#[cfg(feature = "engine")]
mod targeted;

pub use answer::{
    ByMeasure, Outline, OutlineGeometry, OutlineKind, Outlines, ReportAnswer, ReportChoice, ReportLimits, ReportRecord,
};
#[cfg(feature = "engine")]
pub use checked::check_report;
#[cfg(feature = "engine")]
pub use compute::{ReportAsk, ReportOrigin, report};
pub use pages::{CheckReport, CloseStreet, CloseUp, GroundOutlines, ReportHead, ReportOf, TargetReport};
#[cfg(feature = "engine")]
pub use targeted::target_report;
