//! The best catchments under a planner's limits, with a bound on what any other choice could hold.

#[cfg(feature = "engine")]
mod along;
mod answer;
mod ask;
#[cfg(feature = "engine")]
mod compute;
#[cfg(feature = "engine")]
mod file;
#[cfg(feature = "engine")]
mod found;
#[cfg(feature = "engine")]
mod lived;
#[cfg(feature = "engine")]
mod to_expect;
#[cfg(feature = "engine")]
mod weighed;
pub mod words;

pub use answer::{
    AlongStreets, BudgetInfo, ChosenCatchment, CityReach, CostInfo, CriterionShare, ExpectedInfo, FrontierPoint,
    LimitsInfo, OptimizeAnswer, PredictorInfo, ToExpect, WalkInfo, WeighedCriterion, WeighedInfo,
};
pub use ask::{Optimize, OptimizeAsk};
