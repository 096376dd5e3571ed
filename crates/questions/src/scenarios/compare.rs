//! Two scenarios side by side: what each chose.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::chosen::{ComparedPlace, Placed, PlacesOf, kind, overlap, places};
use super::words;
use crate::answers::Meta;
use crate::drawn::{ScoreAnswer, ScoredArea};
use crate::engine::Engine;
use crate::error::AskError;
use crate::kept::{Answered, Asked};
use crate::rankings::Rankings;

/// Catchments that share this much of their common ground are the same place.
const SAME: f64 = 0.5;

/// Two scenarios side by side, both computed on the dataset that is served.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CompareAnswer {
    /// One.
    pub a: ComparedScenario,
    /// The other.
    pub b: ComparedScenario,
    /// What both chose, and what their places hold.
    pub finding: Vec<String>,
    /// Parameters of the questions that differ.
    pub differences: Vec<ParameterDifference>,
    /// Places in both.
    pub both: Vec<SharedPlace>,
    /// Places in the first only.
    pub only_a: Vec<ComparedPlace>,
    /// Places in the second only.
    pub only_b: Vec<ComparedPlace>,
    /// Sentences that a reader must see.
    pub warnings: Vec<String>,
}

/// One side of a comparison.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ComparedScenario {
    /// Id.
    pub id: i64,
    /// Revision.
    pub revision: u32,
    /// Name.
    pub name: String,
    /// Dataset that it was saved on.
    pub saved_on: Option<String>,
    /// What its ranking says of itself, computed now.
    pub meta: Meta<Rankings>,
    /// Which of its answers was acted on.
    pub asked: Asked,
    /// What kind of places it chose.
    pub of: PlacesOf,
    /// Whether its places are those picked (else: those of the answer that was acted on).
    pub picked: bool,
    /// Areas drawn by hand, scored by this scenario's question.
    pub drawn: Vec<DrawnScore>,
}

/// A drawn area with its score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DrawnScore {
    /// Name.
    pub name: String,
    /// Its score; absent where it has none here.
    pub score: Option<ScoredArea>,
    /// Weighted count as a share of the best of the same size.
    pub share_of_best: Option<f64>,
    /// Why it has no score.
    pub why_not: Option<String>,
}

/// A parameter that differs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ParameterDifference {
    /// Name.
    pub parameter: String,
    /// In the first.
    #[schema(value_type = Value)]
    pub a: Value,
    /// In the second.
    #[schema(value_type = Value)]
    pub b: Value,
}

/// A place that both have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SharedPlace {
    /// In the first.
    pub a: ComparedPlace,
    /// In the second.
    pub b: ComparedPlace,
    /// Ground in common, as a share of the ground that either has: 1 for neighborhoods.
    pub overlap: f64,
}

/// What one side brings.
#[derive(Debug)]
pub struct Side {
    /// Id, revision, name, dataset that it was saved on.
    pub scenario: (i64, u32, String, Option<String>),
    /// Which answer was acted on, where that was kept.
    pub asked: Option<Asked>,
    /// Ids of picked areas.
    pub picked: Vec<String>,
    /// Its question with its answers.
    pub answered: Answered,
    /// Its drawn areas with their scores, or why they have none.
    pub drawn: Vec<(String, Result<Arc<ScoreAnswer>, String>)>,
}

/// Compares two scenarios.
///
/// # Errors
/// As the searches behind their rankings.
pub fn compare_scenarios(engine: &Engine, a: Side, b: Side) -> Result<CompareAnswer, AskError> {
    let mut warnings = Vec::new();
    let places_a = a.places(engine, &mut warnings)?;
    let mut places_b: Vec<Option<Placed>> = b.places(engine, &mut warnings)?.into_iter().map(Some).collect();
    warnings.extend(different_kinds(a.kind(), b.kind()));
    let (mut both, mut only_a) = (Vec::new(), Vec::new());
    for one in places_a {
        let left = places_b.iter().enumerate().filter_map(|(at, other)| Some((at, overlap(&one, other.as_ref()?))));
        let best = left.filter(|o| o.1 >= SAME).reduce(|x, y| if y.1 > x.1 { y } else { x });
        match best.and_then(|(at, overlap)| Some((places_b[at].take()?, overlap))) {
            Some((other, overlap)) => both.push(SharedPlace { a: one.place, b: other.place, overlap }),
            None => only_a.push(one.place),
        }
    }
    let only_b: Vec<ComparedPlace> = places_b.into_iter().flatten().map(|p| p.place).collect();
    let differences = parameter_differences(&a.parameters(), &b.parameters());
    let (a, b) = (a.told(), b.told());
    let units = (a.meta.unit_label.as_str(), b.meta.unit_label.as_str());
    let overlaps: Vec<f64> = both.iter().map(|p| p.overlap).collect();
    let sum = |own: &[ComparedPlace]| own.iter().map(|p| p.count).sum::<i64>();
    let held_a = both.iter().map(|p| p.a.count).sum::<i64>() + sum(&only_a);
    let held_b = both.iter().map(|p| p.b.count).sum::<i64>() + sum(&only_b);
    let finding = words::finding(&overlaps, (only_a.len(), only_b.len()), (held_a, held_b), units);
    Ok(CompareAnswer { a, b, finding, differences, both, only_a, only_b, warnings })
}

/// Places of two kinds are told as such.
fn different_kinds(a: PlacesOf, b: PlacesOf) -> Option<String> {
    let words = |of: PlacesOf| match of {
        PlacesOf::Neighborhoods => "neighborhoods",
        PlacesOf::Catchments => "catchments of a ranking",
        PlacesOf::Chosen => "the best catchments under limits",
    };
    let neighborhoods = |of| of == PlacesOf::Neighborhoods;
    let matched = if neighborhoods(a) == neighborhoods(b) {
        "they are matched by the ground that they share, but were chosen by different rules"
    } else {
        "their places cannot be matched"
    };
    (a != b).then(|| format!("One scenario chose {}, the other {}: {matched}.", words(a), words(b)))
}

impl Side {
    fn asked(&self) -> Asked {
        self.asked.unwrap_or_else(|| self.answered.question.acted_on(!self.picked.is_empty()))
    }

    fn kind(&self) -> PlacesOf {
        kind(&self.answered, self.asked())
    }

    fn places(&self, engine: &Engine, warnings: &mut Vec<String>) -> Result<Vec<Placed>, AskError> {
        let (places, missing) = places(engine, (&self.answered, self.asked()), &self.picked)?;
        if !missing.is_empty() {
            let (name, missing) = (&self.scenario.2, missing.join(", "));
            warnings.push(format!("{name}: picked, but not among the places of its question: {missing}."));
        }
        Ok(places)
    }

    /// All parameters of the question, defaults filled in: those of the ranking, of the decision, of the choice.
    fn parameters(&self) -> Map<String, Value> {
        let map = |value: Option<Value>| value.and_then(|v| v.as_object().cloned()).unwrap_or_default();
        let question = &self.answered.question;
        let mut all = map(serde_json::to_value(&question.rankings).ok());
        all.extend(map(question.decision.as_ref().and_then(|d| serde_json::to_value(d).ok())));
        all.extend(map(question.choice.as_ref().and_then(|c| serde_json::to_value(c).ok())));
        all.insert("asked".to_owned(), self.asked().name().into());
        all.retain(|_, value| !value.is_null());
        all
    }

    fn told(self) -> ComparedScenario {
        let (asked, of) = (self.asked(), self.kind());
        let (id, revision, name, saved_on) = self.scenario;
        let drawn = self.drawn.into_iter().map(|(name, score)| match score {
            Ok(s) => DrawnScore { name, share_of_best: s.share_of_best, score: Some(s.drawn.clone()), why_not: None },
            Err(why) => DrawnScore { name, score: None, share_of_best: None, why_not: Some(why) },
        });
        ComparedScenario {
            id,
            revision,
            name,
            saved_on,
            meta: self.answered.rankings.meta.clone(),
            asked,
            of,
            picked: !self.picked.is_empty(),
            drawn: drawn.collect(),
        }
    }
}

fn parameter_differences(a: &Map<String, Value>, b: &Map<String, Value>) -> Vec<ParameterDifference> {
    let names: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    let get = |map: &Map<String, Value>, name: &str| map.get(name).cloned().unwrap_or(Value::Null);
    let pairs = names.into_iter().map(|n| ParameterDifference { parameter: n.clone(), a: get(a, n), b: get(b, n) });
    pairs.filter(|d| d.a != d.b).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_kinds_of_places_are_said_to_be_two() {
        assert_eq!(different_kinds(PlacesOf::Chosen, PlacesOf::Chosen), None);
        let text = different_kinds(PlacesOf::Neighborhoods, PlacesOf::Chosen).unwrap();
        assert!(text.contains("neighborhoods") && text.ends_with("cannot be matched."), "{text}");
        let text = different_kinds(PlacesOf::Catchments, PlacesOf::Chosen).unwrap();
        assert!(text.contains("matched by the ground"), "{text}");
    }
}
