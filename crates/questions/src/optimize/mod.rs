//! The best catchments under a planner's limits, with a bound on what any other choice could hold.

mod answer;
mod ask;
#[cfg(feature = "engine")]
mod compute;
#[cfg(feature = "engine")]
mod file;
#[cfg(feature = "engine")]
mod ground;
#[cfg(feature = "engine")]
mod to_expect;
pub mod words;

pub use answer::{
    BudgetInfo, ChosenCatchment, ExpectedInfo, FrontierPoint, LimitsInfo, OptimizeAnswer, PredictorInfo, ToExpect,
    WalkInfo,
};
pub use ask::{Optimize, OptimizeAsk};
#[cfg(feature = "engine")]
pub(crate) use ground::ground_under;
