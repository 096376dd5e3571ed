//! Two scenarios side by side.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::catchments::CatchmentsFound;
use super::decision::decision_answer;
use super::meta::Meta;
use super::places::shows;
use super::rankings::{RankItem, RankingsAnswer, catchment_rankings, neighborhood_rankings};
use super::record::Ranked;
use super::score::{ScoreAnswer, ScoredArea};
use crate::engine::Engine;

/// Catchments that share this much of their common ground are the same place.
const SAME: f64 = 0.5;

/// Two scenarios side by side, both computed on the dataset that is served.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CompareAnswer {
    /// One.
    pub a: ComparedScenario,
    /// The other.
    pub b: ComparedScenario,
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
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ComparedScenario {
    /// Id.
    pub id: i64,
    /// Revision.
    pub revision: u32,
    /// Name.
    pub name: String,
    /// Dataset that it was saved on.
    pub saved_on: Option<String>,
    /// What its answer says of itself, computed now.
    pub meta: Meta,
    /// Whether its places are those picked (else: the first k of the ranking).
    pub picked: bool,
    /// Areas drawn by hand, scored by this scenario's question.
    pub drawn: Vec<DrawnScore>,
}

/// A drawn area with its score.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
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
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ParameterDifference {
    /// Name.
    pub parameter: String,
    /// In the first.
    #[schema(value_type = Object)]
    pub a: Value,
    /// In the second.
    #[schema(value_type = Object)]
    pub b: Value,
}

/// A place of a scenario.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ComparedPlace {
    /// Its item in the ranking.
    pub item: RankItem,
    /// Count times weight over the covered months.
    pub harm: f64,
}

/// A place that both have.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
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
    /// Ids of picked areas.
    pub picked: Vec<String>,
    /// Its ranking.
    pub ranked: Ranked,
    /// Its drawn areas with their scores, or why they have none.
    pub drawn: Vec<(String, Result<ScoreAnswer, String>)>,
}

/// Compares two scenarios.
pub fn compare_scenarios(engine: &Engine, a: Side, b: Side) -> CompareAnswer {
    let (answer_a, answer_b) = (a.answer(engine), b.answer(engine));
    let differences = parameter_differences(&a.parameters(engine, &answer_a), &b.parameters(engine, &answer_b));
    let mut warnings = Vec::new();
    let (places_a, places_b) = (a.places(engine, &answer_a, &mut warnings), b.places(engine, &answer_b, &mut warnings));
    if a.ranked.found.is_some() != b.ranked.found.is_some() {
        warnings
            .push("One scenario ranks neighborhoods, the other catchments: their places cannot be matched.".to_owned());
    }
    let mut left: BTreeSet<usize> = (0..places_b.len()).collect();
    let (mut both, mut only_a) = (Vec::new(), Vec::new());
    for place in places_a {
        let overlaps = left.iter().map(|at| (*at, overlap(&a, &b, &place.item, &places_b[*at].item)));
        match overlaps.filter(|o| o.1 >= SAME).reduce(|x, y| if y.1 > x.1 { y } else { x }) {
            Some((at, overlap)) => {
                left.remove(&at);
                both.push(SharedPlace { a: place, b: places_b[at].clone(), overlap });
            }
            None => only_a.push(place),
        }
    }
    CompareAnswer {
        differences,
        both,
        only_a,
        only_b: left.into_iter().map(|at| places_b[at].clone()).collect(),
        warnings,
        a: a.told(engine),
        b: b.told(engine),
    }
}

impl Side {
    fn answer(&self, engine: &Engine) -> RankingsAnswer {
        let Ranked { params, found, ranking, .. } = &self.ranked;
        match found {
            None => neighborhood_rankings(params, ranking, &engine.data),
            Some(found) => catchment_rankings(params, found, ranking, &engine.data),
        }
    }

    /// All parameters of the question, defaults filled in: those of the ranking, of the decision, of the limits.
    fn parameters(&self, engine: &Engine, answer: &RankingsAnswer) -> Map<String, Value> {
        let map = |value: Option<Value>| value.and_then(|v| v.as_object().cloned()).unwrap_or_default();
        let mut all = map(serde_json::to_value(&answer.meta.params).ok());
        if let Some((params, draws)) = &self.ranked.decision {
            let decision = decision_answer(engine, params, draws).ok();
            all.extend(map(decision.and_then(|d| serde_json::to_value(d.meta.params).ok())));
        }
        if let Some((limits, choice)) = &self.ranked.choice {
            all.extend(map(serde_json::to_value(limits).ok()));
            all.extend(
                map(serde_json::to_value(&choice.meta.params).ok()).into_iter().filter(|(name, _)| name != "of"),
            );
        }
        all.retain(|_, value| !value.is_null());
        all
    }

    /// The picked places, or the first k: of the decision, where criteria are weighed.
    fn places(&self, engine: &Engine, answer: &RankingsAnswer, warnings: &mut Vec<String>) -> Vec<ComparedPlace> {
        let unknown: Vec<&str> =
            self.picked.iter().filter(|p| !answer.items.iter().any(|i| i.id == **p)).map(String::as_str).collect();
        if !unknown.is_empty() {
            warnings.push(format!(
                "{}: picked, but not ranked by its question: {}.",
                self.scenario.2,
                unknown.join(", ")
            ));
        }
        let decided =
            self.ranked.decision.as_ref().and_then(|(params, draws)| decision_answer(engine, params, draws).ok());
        let decided: Option<Vec<String>> =
            decided.map(|d| d.items.into_iter().take(self.ranked.params.k).map(|item| item.id).collect());
        let chosen = |item: &&RankItem| match &decided {
            _ if !self.picked.is_empty() => self.picked.contains(&item.id),
            Some(ids) => ids.contains(&item.id),
            None => item.rank <= self.ranked.params.k,
        };
        answer
            .items
            .iter()
            .filter(chosen)
            .map(|item| ComparedPlace { item: item.clone(), harm: self.harm(&item.id) })
            .collect()
    }

    fn harm(&self, id: &str) -> f64 {
        let input = &self.ranked.ranking.input;
        let Some(at) = input.units.iter().position(|u| u.id == id) else { return 0.0 };
        let sum = |group: usize| {
            input.monthly[(group * input.units.len() + at) * input.months..][..input.months].iter().sum::<i64>()
        };
        input.groups.iter().enumerate().map(|(g, group)| sum(g) as f64 * group.weight).sum()
    }

    fn told(self, engine: &Engine) -> ComparedScenario {
        let ranking = &self.ranked.ranking;
        let meta = Meta::new(
            &self.ranked.params,
            &ranking.shown,
            &engine.data,
            shows(&self.ranked.params, ranking.city.count),
        );
        let (id, revision, name, saved_on) = self.scenario;
        let drawn = self.drawn.into_iter().map(|(name, score)| match score {
            Ok(s) => DrawnScore { name, share_of_best: s.share_of_best, score: Some(s.drawn), why_not: None },
            Err(why) => DrawnScore { name, score: None, share_of_best: None, why_not: Some(why) },
        });
        ComparedScenario { id, revision, name, saved_on, meta, picked: !self.picked.is_empty(), drawn: drawn.collect() }
    }
}

/// Ground in common as a share of the ground that either has.
fn overlap(a: &Side, b: &Side, x: &RankItem, y: &RankItem) -> f64 {
    match (&a.ranked.found, &b.ranked.found) {
        (None, None) => f64::from(u8::from(x.id == y.id)),
        (Some(p), Some(q)) => {
            let (p_cells, q_cells) = (cells(p, &x.id), cells(q, &y.id));
            let km2 = |found: &CatchmentsFound, cells: &BTreeSet<usize>| {
                cells.iter().map(|c| found.study.area_km2[*c]).sum::<f64>()
            };
            let common: BTreeSet<usize> = p_cells.intersection(&q_cells).copied().collect();
            let either: BTreeSet<usize> = p_cells.union(&q_cells).copied().collect();
            let all = km2(p, &either);
            if all > 0.0 { km2(q, &common) / all } else { 0.0 }
        }
        _ => 0.0,
    }
}

fn cells(found: &CatchmentsFound, id: &str) -> BTreeSet<usize> {
    found.list.iter().find(|c| c.id == id).map(|c| c.cells.iter().copied().collect()).unwrap_or_default()
}

fn parameter_differences(a: &Map<String, Value>, b: &Map<String, Value>) -> Vec<ParameterDifference> {
    let names: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    let get = |map: &Map<String, Value>, name: &str| map.get(name).cloned().unwrap_or(Value::Null);
    let pairs = names.into_iter().map(|n| ParameterDifference { parameter: n.clone(), a: get(a, n), b: get(b, n) });
    pairs.filter(|d| d.a != d.b).collect()
}
