//! A decision: places by several weighed criteria, how sure that is, why, and what would change it.

mod against;
mod answer;
mod ask;
mod draws;
mod shape;

pub use answer::decision_answer;
pub use ask::{DecisionAsk, SiteChoice};
pub use draws::{DecisionDraws, find_decision};
pub use shape::{
    ChangeItem, CriterionInfo, CriterionValue, DecisionAnswer, DecisionItem, DetectableItem, FallItem, GuardItem,
    IncidentChangeItem, RuleItem, WeightChangeItem,
};
