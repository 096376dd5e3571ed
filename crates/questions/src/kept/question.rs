//! A kept question, read: every part takes the parameters that are its own.

use catchment_model::{named, named_schema};
use catchment_store::Dataset;

use super::shape::free_unless_named;
use crate::decision::{Decision, DecisionAsk};
use crate::error::{AskError, shortened};
use crate::optimize::{Optimize, OptimizeAsk};
use crate::pieces::{CriterionName, Param, Piece, Steering, Weighing, read_ask};
use crate::question::Question;
use crate::rankings::{Rankings, RankingsAsk};

named! {
    /// Which of the answers to a kept question was acted on.
    pub enum Asked as "question acted on" {
        /// The ranking.
        Rankings = "rankings",
        /// The decision under several criteria.
        Decision = "decision",
        /// The best catchments under limits.
        Optimize = "optimize",
    }
}

named_schema!(Asked);

/// What is said about the page and not about the question: how many items are shown, in which form, with which parts.
/// What is kept is whole.
const SHOWN: [&str; 3] = ["top", "format", "parts"];
/// What a ranking of neighborhoods does not know. Beside one, it is about the catchments to choose, or to show.
const OF_CATCHMENTS: [&str; 3] = ["area_km2", "basis", "shape"];
/// What a ranking of catchments does not know. Beside one, it is about the neighborhoods to show; and questions kept
/// before it was refused have it.
const OF_NEIGHBORHOODS: [&str; 1] = ["area"];

/// What a kept question asks.
#[derive(Debug, Clone)]
pub struct KeptQuestion {
    /// The ranking: all items.
    pub rankings: Rankings,
    /// The decision, where weights or what belongs to them are named.
    pub decision: Option<Decision>,
    /// The choice under limits, where limits are named.
    pub choice: Option<Optimize>,
    /// The ranking of neighborhoods that belongs to it: the ranking itself where that is what it ranks.
    pub neighborhoods: Rankings,
    /// The ranking of catchments that belongs to it: the ranking itself where that is what it ranks; or why its
    /// offenses cannot be told so finely.
    pub catchments: Result<Rankings, AskError>,
}

impl KeptQuestion {
    /// Reads a kept question; one without a shape is of free ground, see [`super::with_shape`]. `asked` names the
    /// answer that was acted on, which is then among the answers.
    ///
    /// # Errors
    /// [`AskError`] for a parameter that none of the three has, and a value that one of them refuses.
    pub fn read(data: &Dataset, pairs: &[(String, String)], asked: Option<Asked>) -> Result<Self, AskError> {
        let steered = pairs.iter().any(|(name, _)| name == "shape");
        let pairs = free_unless_named(asked_of(pairs));
        if let Some((name, value)) = pairs.iter().find(|(name, _)| !known().any(|p| p.name == name)) {
            return Err(unknown(name, value));
        }
        let of_catchments = pairs.iter().any(|(name, value)| name == "of" && value == "catchments");
        let places = without(&pairs, if of_catchments { &OF_NEIGHBORHOODS[..] } else { &OF_CATCHMENTS });
        let named = |params: &[Param]| pairs.iter().any(|(name, _)| params.iter().any(|p| p.name == name));
        let decision = named(&of_decision()) || asked == Some(Asked::Decision);
        let choice = named(&of_choice()) || asked == Some(Asked::Optimize);
        let mut catchments = without(&pairs, &[&["of"], &OF_NEIGHBORHOODS[..]].concat());
        catchments.push(("of".to_owned(), "catchments".to_owned()));
        // Every value is read, also where the places are neighborhoods.
        own::<Rankings>(&catchments)?;
        Ok(Self {
            rankings: read::<Rankings>(&places, data)?,
            decision: decision.then(|| read::<Decision>(&places, data)).transpose()?,
            choice: choice.then(|| read::<Optimize>(&steering(&pairs, steered), data)).transpose()?,
            neighborhoods: read::<Rankings>(&without(&pairs, &[&["of"], &OF_CATCHMENTS[..]].concat()), data)?,
            catchments: read::<Rankings>(&catchments, data),
        })
    }

    /// The answer that was acted on where nothing says so, as before that was kept: the choice where limits are named
    /// and nothing is picked, else the decision where weights are, else the ranking.
    pub fn acted_on(&self, picked: bool) -> Asked {
        match (&self.choice, &self.decision) {
            (Some(_), _) if !picked => Asked::Optimize,
            (_, Some(_)) => Asked::Decision,
            _ => Asked::Rankings,
        }
    }
}

/// What a choice is asked with: the weights of the decision beside it steer it where any of them can. Kept before they
/// could (then no shape was named either), they do not.
fn steering(pairs: &[(String, String)], steered: bool) -> Vec<(String, String)> {
    let adds_up = |item: &str| {
        let (name, weight) = item.split_once(':').unwrap_or((item, ""));
        let above = weight.trim().parse::<f64>().is_ok_and(|w| w > 0.0);
        above && CriterionName::ALL.iter().any(|c| c.name() == name.trim() && c.adds_up())
    };
    let weights = pairs.iter().find(|(name, _)| name == "weights");
    if steered && weights.is_none_or(|(_, text)| text.split(',').any(adds_up)) {
        return pairs.to_vec();
    }
    without(pairs, &names(&Steering::params()))
}

fn names(params: &[Param]) -> Vec<&'static str> {
    params.iter().map(|p| p.name).collect()
}

/// What is asked, without what is said about the page.
pub(crate) fn asked_of(pairs: &[(String, String)]) -> Vec<(String, String)> {
    without(pairs, &SHOWN)
}

fn without(pairs: &[(String, String)], names: &[&str]) -> Vec<(String, String)> {
    pairs.iter().filter(|(name, _)| !names.contains(&name.as_str())).cloned().collect()
}

fn read<Q: Question>(pairs: &[(String, String)], data: &Dataset) -> Result<Q, AskError> {
    Q::check(own::<Q>(pairs)?, data)
}

/// A part reads its own parameters only.
fn own<Q: Question>(pairs: &[(String, String)]) -> Result<Q::Ask, AskError> {
    let own = Q::Ask::params();
    let pairs: Vec<_> = pairs.iter().filter(|(name, _)| own.iter().any(|p| p.name == name)).cloned().collect();
    read_ask(&pairs)
}

/// Parameters by which a decision is asked for.
fn of_decision() -> Vec<Param> {
    Weighing::params().into_iter().filter(|p| !SHOWN.contains(&p.name)).collect()
}

/// Parameters by which a choice under limits is asked for: those that no ranking and no decision has.
fn of_choice() -> Vec<Param> {
    let others = [RankingsAsk::params(), DecisionAsk::params()].concat();
    OptimizeAsk::params().into_iter().filter(|p| !others.iter().any(|o| o.name == p.name)).collect()
}

fn known() -> impl Iterator<Item = Param> {
    let all = [RankingsAsk::params(), DecisionAsk::params(), OptimizeAsk::params()];
    all.into_iter().flatten().filter(|p| !SHOWN.contains(&p.name))
}

fn unknown(name: &str, value: &str) -> AskError {
    let mut names: Vec<&str> = known().map(|p| p.name).collect();
    names.sort_unstable();
    names.dedup();
    AskError::Unknown { parameter: shortened(name), value: shortened(value), accepted: names.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_ask_for_a_decision_and_limits_for_a_choice() {
        assert_eq!(names(&of_decision()), ["weights", "concentration", "half_life_months", "sites"]);
        let limits = [
            "effort",
            "outline",
            "spacing_m",
            "apart_m",
            "least_residents",
            "exclude",
            "budget_usd",
            "staff",
            "hours_a_day",
        ];
        assert_eq!(names(&of_choice()), limits);
    }

    #[test]
    fn a_name_that_no_part_has_is_refused_with_those_there_are() {
        let text = unknown("radius", "5").to_string();
        assert!(text.contains("\"radius\"") && text.contains("area_km2, basis, budget_usd"), "{text}");
        assert!(!text.contains("top") && !text.contains("parts"), "{text}");
    }
}
