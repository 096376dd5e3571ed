//! A decision: places by several weighed criteria, how sure that is, why, and what would change it.

mod answer;
mod ask;

#[cfg(feature = "engine")]
mod against;
#[cfg(feature = "engine")]
mod compute;
#[cfg(feature = "engine")]
mod draws;
#[cfg(feature = "engine")]
mod file;
#[cfg(feature = "engine")]
mod found;
#[cfg(feature = "engine")]
mod items;
#[cfg(feature = "engine")]
mod sites;
#[cfg(test)]
#[cfg(feature = "engine")]
mod tests;
#[cfg(feature = "engine")]
mod weighable;
pub mod words;

pub use answer::{
    ChangeItem, CriterionInfo, CriterionValue, DecisionAnswer, DecisionItem, DetectableItem, FallItem, GuardItem,
    IncidentChangeItem, RuleItem, WeightChangeItem,
};
pub use ask::{Decision, DecisionAsk};
#[cfg(feature = "engine")]
pub use file::{incident_change, weight_change};
#[cfg(feature = "engine")]
pub(crate) use found::rank_found;
