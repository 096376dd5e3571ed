//! Decisions under both kinds of doubt: chance in the counts, and doubt about how much each criterion should weigh.
//!
//! Idea: every criterion of every unit is drawn from the posterior of its counts ([`Decider::draw`]), once per
//! question. A planner's weights then make one score of them ([`Draws::decide`]); weights that are themselves uncertain
//! are drawn from a Dirichlet distribution around the planner's. How often a unit is among the first k, over both kinds
//! of draws, is the chance that it belongs there.
//!
//! - [`Criterion`] defines each criterion. With burden alone, the default, the order and every chance are those of
//!   [`crate::Ranker`].
//! - **Scale.** A criterion's value is 0 at the lowest and 1 at the highest expected value among the ranked units; both
//!   ends are fixed before the draws, so that a draw may lie outside and a unit's value never depends on another's
//!   chance. A weight is then what the whole swing from the lowest to the highest unit is worth (swing weights: von
//!   Winterfeldt, Edwards 1986, *Decision analysis and behavioral research*, chapter 8). A criterion by which all units
//!   are equal distinguishes nothing and adds nothing.
//! - **Score**: Σ weight × value ÷ Σ weight, so that contributions add up to the score and the expected score lies
//!   between 0 and 1. Values are additive: one criterion can make up for another.
//! - **Doubt about weights**: Dirichlet(κ·w), mean w and variance w(1 − w)/(κ + 1). A criterion of weight 0 stays at 0.
//!   κ = ∞: weights are certain.
//! - Over-dispersion is measured over all months: where places drift from year to year, intervals come out too wide
//!   rather than too narrow (95% for 90% in the tests' drifting cities).
//! - Ranks are about one order at a time; [`rank_sets`] gives the frequentist answer for burden beside the posterior
//!   intervals.
//!
//! References: Lahdelma, Hokkanen, Salminen (1998), *SMAA – stochastic multiobjective acceptability analysis*, doi
//! 10.1016/S0377-2217(97)00163-X (rank acceptability); Lahdelma, Salminen (2001), doi 10.1287/opre.49.3.444.11220,
//! equations 5–8 (joint over weights and criteria).

#[cfg(test)]
mod alone_tests;
mod change;
mod composition;
mod criteria;
mod decider;
mod draws;
mod error;
mod fall;
mod input;
mod model;
mod params;
mod pooled;
mod rank_sets;
mod rules;
mod unit;
mod weigh;
mod years;

pub use catchment_model::RulePer;
pub use change::{IncidentChange, WeightChange};
pub use criteria::{CRITERIA, Criterion, Weights};
pub use decider::Decider;
pub use draws::{CriterionRange, Draws};
pub use error::DecideError;
pub use fall::ExpectedFall;
pub use input::{DecideInput, MonthAge};
pub use params::{DecideParams, WeighParams};
pub use rank_sets::{RankSet, RankSetInput, pair_p_value, rank_sets};
pub use rules::{RuleInput, RuleOutcome, rule_outcome};
pub use weigh::{Contribution, Decided, Decision, Standing};
