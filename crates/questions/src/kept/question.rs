//! A kept question, read: what a person saved or a record holds. A ranking always; beside it the decision under several
//! criteria, and the best catchments under limits, where their parameters are named.

use super::AskError;
use super::limits::Limits;
use super::params::Params;
use super::question::{COMMON, Format, Question};
use crate::engine::Engine;

/// Parameters by which a decision is asked for.
const OF_DECISION: [&str; 4] = ["weights", "concentration", "half_life_months", "sites"];

/// What a kept question asks.
#[derive(Debug, Clone)]
pub struct KeptQuestion {
    /// The ranking: all items, as JSON.
    pub params: Params,
    /// The decision, where weights or what belongs to them are named.
    pub decision: Option<Params>,
    /// The choice under limits, where limits are named.
    pub choice: Option<(Params, Limits)>,
}

impl KeptQuestion {
    /// Reads a kept question.
    ///
    /// # Errors
    /// [`AskError`] for a parameter that none of the three has, and a value that one of them refuses.
    pub fn read(engine: &Engine, pairs: &[(String, String)]) -> Result<Self, AskError> {
        let pairs = asked_of(pairs);
        if let Some((name, value)) = pairs.iter().find(|(name, _)| !known(name)) {
            return Err(unknown(name, value));
        }
        let of_neighborhoods = !pairs.iter().any(|(name, value)| name == "of" && value == "catchments");
        let named = |names: &[&str]| pairs.iter().any(|(name, _)| names.contains(&name.as_str()));
        // Beside a ranking of neighborhoods, the size is that of the catchments to choose, or to show.
        let (size, sizeless): (Vec<_>, Vec<_>) =
            pairs.iter().cloned().partition(|(name, _)| name == "area_km2" && of_neighborhoods);
        let size = Params::read(Question::Catchment, &size, &engine.data)?.area_km2;
        let read = |question: Question| {
            let sized = question == Question::Optimize || !of_neighborhoods;
            let params = Params::read(question, &part(if sized { &pairs } else { &sizeless }, question), &engine.data)
                .map(whole)?;
            Ok::<_, AskError>(if sized { params } else { Params { area_km2: size, ..params } })
        };
        let decision = named(&OF_DECISION).then(|| read(Question::Decision)).transpose()?;
        let limits = || Limits::read(Question::Optimize, &part(&pairs, Question::Optimize), &engine.data);
        let choice =
            named(&of_choice()).then(|| Ok::<_, AskError>((read(Question::Optimize)?, limits()?))).transpose()?;
        Ok(Self { params: read(Question::Rankings)?, decision, choice })
    }
}

/// What is asked: the number of items shown and the form of a file are not.
pub(super) fn asked_of(pairs: &[(String, String)]) -> Vec<(String, String)> {
    pairs.iter().filter(|(name, _)| !matches!(name.as_str(), "top" | "format")).cloned().collect()
}

fn whole(params: Params) -> Params {
    Params { top: None, format: Format::Json, ..params }
}

/// Parameters by which a choice under limits is asked for: those that no ranking has.
fn of_choice() -> Vec<&'static str> {
    Question::Optimize.own().iter().copied().filter(|name| !Question::Rankings.own().contains(name)).collect()
}

fn accepted_by(question: Question, name: &str) -> bool {
    COMMON.contains(&name) || question.own().contains(&name)
}

fn known(name: &str) -> bool {
    [Question::Rankings, Question::Decision, Question::Optimize].into_iter().any(|q| accepted_by(q, name))
}

fn part(pairs: &[(String, String)], question: Question) -> Vec<(String, String)> {
    pairs.iter().filter(|(name, _)| accepted_by(question, name)).cloned().collect()
}

fn unknown(name: &str, value: &str) -> AskError {
    let own =
        [Question::Rankings, Question::Decision, Question::Optimize].into_iter().flat_map(|q| q.own().iter().copied());
    let mut names: Vec<&str> = COMMON.into_iter().chain(own).filter(|n| !matches!(*n, "top" | "format")).collect();
    names.sort_unstable();
    names.dedup();
    let short = |text: &str| text.chars().take(100).collect();
    AskError::Unknown { parameter: short(name), value: short(value), accepted: names.join(", ") }
}
