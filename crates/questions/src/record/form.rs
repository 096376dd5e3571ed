//! The answer as a record of form 1 holds it.
//!
//! Answers have learned to say more since records of form 1 were first written: sentences, limits, parts that are only
//! worked out where they are asked for. A record must come out again to the byte as long as its figures are the same,
//! so it holds what answers held then. Only here is it known what that was.

use catchment_model::AreaBasis;
use serde::Serialize;
use serde_json::{Value, json};

use crate::engine::Engine;
use crate::error::AskError;
use crate::kept::Answered;

/// The whole answer: the ranking in full and, for catchments, their cells; the decision and the choice under limits
/// where they were asked for.
pub(super) fn old_form(engine: &Engine, answered: &Answered) -> Result<Value, AskError> {
    let mut answer = written(&*answered.rankings)?;
    without(&mut answer, &["finding", "intervals", "as_drawn"]);
    if let Some(search) = answered.question.rankings.search() {
        let found = engine.find(&search)?;
        let cells = |c: &crate::engine::Candidate| -> Vec<String> {
            c.cells.iter().map(|at| found.study.inside[*at].to_string()).collect()
        };
        answer["catchments"] = found.list.iter().map(|c| json!({"id": c.id, "cells": cells(c)})).collect();
    }
    if let Some(decision) = &answered.decision {
        answer["decision"] = decision_then(written(&**decision)?);
    }
    if let Some(choice) = &answered.choice {
        let rankings = &answered.question.rankings;
        let then = json!({"area": rankings.area.unwrap_or(AreaBasis::Label), "measure": rankings.measure});
        answer["choice"] = choice_then(written(&**choice)?, &then);
    }
    Ok(answer)
}

/// An answer as JSON, its parameters without what their form did not have then.
fn written(answer: &impl Serialize) -> Result<Value, AskError> {
    let mut answer = serde_json::to_value(answer).map_err(AskError::internal)?;
    let params = &mut answer["meta"]["params"];
    without(params, &["withheld", "parts"]);
    // Accepted then beside catchments too, where it had no effect.
    if let Some(params) = params.as_object_mut().filter(|p| p.get("of").is_some_and(|of| of == "catchments")) {
        params.entry("area").or_insert_with(|| json!(AreaBasis::Label));
    }
    Ok(answer)
}

fn decision_then(mut decision: Value) -> Value {
    without(
        &mut decision,
        &["finding", "doubt", "certainty", "guard_finding", "headline", "of_city", "again", "prices"],
    );
    for item in decision["items"].as_array_mut().into_iter().flatten() {
        without(item, &["ranks", "of_city", "again"]);
        for part in ["detectable", "expected_fall", "would_change"] {
            if let Some(part) = item.get_mut(part) {
                without(part, &["sentence", "sentences"]);
            }
        }
    }
    // Absent today where there are none; then it was said so.
    if let Some(map) = decision.as_object_mut() {
        map.entry("rules").or_insert(Value::Null);
    }
    decision
}

fn choice_then(mut choice: Value, ignored: &Value) -> Value {
    without(&mut choice, &["finding", "chosen_by", "limits", "of_city", "reach", "prices"]);
    for item in choice.get_mut("catchments").and_then(Value::as_array_mut).into_iter().flatten() {
        without(item, &["of_city"]);
    }
    if let Some(budget) = choice.get_mut("budget") {
        without(budget, &["sentence"]);
    }
    let params = &mut choice["meta"]["params"];
    without(params, &["effort", "outline", "spacing_m", "exclude", "budget_usd", "staff", "hours_a_day"]);
    // Both were accepted then and had no effect; they stood in the answer all the same.
    if let (Some(params), Some(ignored)) = (params.as_object_mut(), ignored.as_object()) {
        params.extend(ignored.clone());
    }
    choice
}

fn without(value: &mut Value, names: &[&str]) {
    if let Some(map) = value.as_object_mut() {
        map.retain(|name, _| !names.contains(&name.as_str()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_holds_no_sentence_that_came_later() {
        let item = json!({"id": "A", "ranks": "r", "expected_fall": null, "would_change": {"n": 1, "sentences": []}});
        let now = json!({"finding": "x", "doubt": "y", "certainty": "z", "items": [item]});
        let item = json!({"id": "A", "expected_fall": null, "would_change": {"n": 1}});
        assert_eq!(decision_then(now), json!({"items": [item], "rules": null}));
        let now = json!({"harm": 1, "finding": "x", "budget": {"affordable_k": 2, "sentence": "s"},
            "meta": {"params": {"k": 2, "effort": 4}}});
        let then = json!({"harm": 1, "budget": {"affordable_k": 2}, "meta": {"params": {"k": 2, "area": "label"}}});
        assert_eq!(choice_then(now, &json!({"area": "label"})), then);
    }
}
