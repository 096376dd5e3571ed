//! A decision: places by several weighed criteria, how sure that is, why, and what would change it.

mod answer;
mod ask;
mod draws;

pub use answer::{
    ChangeItem, CriterionInfo, CriterionValue, DecisionAnswer, DecisionItem, DetectableItem, FallItem, GuardItem, IncidentChangeItem,
    RuleItem, WeightChangeItem, decision_answer,
};
pub use ask::{DecisionAsk, SiteChoice};
pub use draws::{DecisionDraws, find_decision};
