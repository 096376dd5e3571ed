//! A kept question with its answers.

use std::sync::Arc;

use super::KeptQuestion;
use crate::Watch;
use crate::decision::{Decision, DecisionAnswer};
use crate::engine::Engine;
use crate::error::AskError;
use crate::optimize::OptimizeAnswer;
use crate::pieces::{Of, Part};
use crate::rankings::RankingsAnswer;

/// A kept question with its answers.
#[derive(Debug, Clone)]
pub struct Answered {
    /// The question.
    pub question: KeptQuestion,
    /// The ranking in full.
    pub rankings: Arc<RankingsAnswer>,
    /// The decision with all its parts, where one is asked for.
    pub decision: Option<Arc<DecisionAnswer>>,
    /// The best catchments under limits, where limits are named.
    pub choice: Option<Arc<OptimizeAnswer>>,
}

impl Answered {
    /// Answers a kept question.
    ///
    /// # Errors
    /// As the answers.
    pub fn compute(engine: &Engine, question: KeptQuestion, watch: &dyn Watch) -> Result<Self, AskError> {
        let decision = question.decision.as_ref().map(|d| engine.answer(&whole(d), watch)).transpose()?;
        let choice = question.choice.as_ref().map(|c| engine.answer(c, watch)).transpose()?;
        Ok(Self { rankings: engine.answer(&question.rankings, watch)?, decision, choice, question })
    }

    /// Reads a kept question and answers it.
    ///
    /// # Errors
    /// As [`KeptQuestion::read`] and the answers.
    pub fn of(engine: &Engine, pairs: &[(String, String)], watch: &dyn Watch) -> Result<Self, AskError> {
        Self::compute(engine, KeptQuestion::read(&engine.data, pairs, None)?, watch)
    }
}

/// A decision with every part that there is for its places.
fn whole(decision: &Decision) -> Decision {
    // What shapes would reach is about other choices than the one that is kept.
    let all = Part::ALL.iter().copied().filter(|p| *p != Part::Prices);
    let all = all.filter(|p| decision.of == Of::Neighborhoods || *p != Part::Rules);
    Decision { parts: all.collect(), ..decision.clone() }
}
