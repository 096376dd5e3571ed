//! A record computed again: reproduced to the byte, or what changed.

use std::collections::{BTreeMap, BTreeSet};

use catchment_store::{canonical_hash, canonical_json};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::compute::{FORM, inputs};
use super::form::old_form;
use crate::answers::PROGRAM;
use crate::engine::Engine;
use crate::error::AskError;
use crate::kept::{Answered, question_pairs};

/// Most differences that a replay lists.
pub const MAX_LISTED: usize = 50;

/// What became of a replay.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Replay {
    /// Whether the same inputs gave the same bytes.
    pub reproduced: bool,
    /// Inputs that are not what they were: program, dataset, files, city file, the record itself.
    pub changed: Vec<Difference>,
    /// Whether the answer is the same but for the names of program and dataset in it.
    pub same_answer: bool,
    /// What differs in the answer, at most [`MAX_LISTED`] places.
    pub differences: Vec<Difference>,
    /// Number of places that differ.
    pub different: usize,
    /// Hash of the answer as recorded.
    pub recorded_blake3: String,
    /// Hash of the answer as computed again.
    pub now_blake3: String,
}

/// Something that was one way and is another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Difference {
    /// What: an input, or a place in the answer.
    pub what: String,
    /// As recorded; null where it was not there.
    #[schema(value_type = Value)]
    pub recorded: Value,
    /// As it is now; null where it is gone.
    #[schema(value_type = Value)]
    pub now: Value,
}

/// The question that a record holds.
///
/// # Errors
/// [`AskError::Value`] where it is not a record of this form.
pub fn recorded_question(record: &Value) -> Result<Vec<(String, String)>, AskError> {
    let form = &record["record"];
    if form.as_u64() != Some(FORM) {
        return Err(AskError::value("record", form.to_string(), format!("a decision record of form {FORM}")));
    }
    for part in ["answer", "dataset", "question"] {
        if !record[part].is_object() {
            return Err(AskError::value(part, record[part].to_string(), "an object: the record is not whole"));
        }
    }
    question_pairs(&record["question"])
}

/// Compares a record with the same question asked again. Fails to ask it: the inputs alone are compared, and `now` is
/// `None`.
///
/// # Errors
/// [`AskError::Internal`] where an answer cannot be written as JSON.
pub fn compare(engine: &Engine, record: &Value, now: Option<&Answered>) -> Result<Replay, AskError> {
    let mut changed = altered(record);
    add(&mut changed, "program", &record["program"], &json!(PROGRAM));
    changed.extend(changed_inputs(&record["dataset"], &inputs(engine)));
    let answer = now.map_or(Ok(Value::Null), |answered| old_form(engine, answered))?;
    let mut all = Vec::new();
    if now.is_some() {
        differ("", &record["answer"], &answer, &mut all);
    }
    all.retain(|d| !(d.what.ends_with("meta.program") || d.what.ends_with("meta.dataset")));
    let different = all.len();
    // Parameters before what follows from them.
    all.sort_by_key(|d| !d.what.contains("meta."));
    all.truncate(MAX_LISTED);
    let (recorded_blake3, now_blake3) = (canonical_hash(&record["answer"]), canonical_hash(&answer));
    Ok(Replay {
        reproduced: changed.is_empty() && recorded_blake3 == now_blake3,
        same_answer: now.is_some() && different == 0,
        changed,
        differences: all,
        different,
        recorded_blake3,
        now_blake3,
    })
}

/// Whether the record is as it was written.
fn altered(record: &Value) -> Vec<Difference> {
    let mut list = Vec::new();
    add(&mut list, "the record's answer", &record["answer_blake3"], &json!(canonical_hash(&record["answer"])));
    let mut bare = record.clone();
    if let Some(map) = bare.as_object_mut() {
        map.shift_remove("blake3");
    }
    add(&mut list, "the record itself", &record["blake3"], &json!(canonical_hash(&bare)));
    list
}

fn add(list: &mut Vec<Difference>, what: &str, recorded: &Value, now: &Value) {
    if recorded != now {
        list.push(Difference { what: what.to_owned(), recorded: recorded.clone(), now: now.clone() });
    }
}

fn changed_inputs(recorded: &Value, now: &Value) -> Vec<Difference> {
    let mut list = Vec::new();
    for (key, what) in [
        ("id", "dataset"),
        ("city", "city"),
        ("schema", "schema of the dataset"),
        ("ingested_by", "program that ingested"),
        ("city_file_blake3", "city file"),
    ] {
        add(&mut list, what, &recorded[key], &now[key]);
    }
    let none = Map::new();
    let files = |v: &Value| v["inputs"].as_object().unwrap_or(&none).clone();
    let (before, after) = (files(recorded), files(now));
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    for name in names {
        let hash = |m: &Map<String, Value>| m.get(name).map_or(Value::Null, |f| f["blake3"].clone());
        add(&mut list, &format!("input {name}"), &hash(&before), &hash(&after));
    }
    list
}

/// Places where two values differ; items of lists with ids are matched by id.
fn differ(at: &str, a: &Value, b: &Value, list: &mut Vec<Difference>) {
    let below = |key: &str| if at.is_empty() { key.to_owned() } else { format!("{at}.{key}") };
    match (a, b) {
        (Value::Object(x), Value::Object(y)) => {
            let keys: BTreeSet<&String> = x.keys().chain(y.keys()).collect();
            for key in keys {
                differ(&below(key), x.get(key).unwrap_or(&Value::Null), y.get(key).unwrap_or(&Value::Null), list);
            }
        }
        (Value::Array(x), Value::Array(y)) => {
            let (x, y) = (by_id(x), by_id(y));
            let keys: BTreeSet<&String> = x.keys().chain(y.keys()).collect();
            for key in keys {
                differ(
                    &format!("{at}[{key}]"),
                    x.get(key).unwrap_or(&Value::Null),
                    y.get(key).unwrap_or(&Value::Null),
                    list,
                );
            }
        }
        _ if canonical_json(a) == canonical_json(b) => {}
        _ => list.push(Difference { what: at.to_owned(), recorded: a.clone(), now: b.clone() }),
    }
}

/// Items under their id, or under their place where they have none.
fn by_id(items: &[Value]) -> BTreeMap<String, Value> {
    let named = items.iter().all(|i| i["id"].is_string());
    let key = |(at, item): (usize, &Value)| {
        if named { item["id"].as_str().unwrap_or_default().to_owned() } else { format!("{at:04}") }
    };
    items.iter().enumerate().map(|(at, item)| (key((at, item)), item.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_name_the_place_and_match_items_by_id() {
        let a = json!({"items": [{"id": "A", "n": 1}, {"id": "B", "n": 2}], "x": [1, 2], "same": 1.0});
        let b = json!({"items": [{"id": "B", "n": 3}, {"id": "A", "n": 1}], "x": [1], "same": 1});
        let mut list = Vec::new();
        differ("", &a, &b, &mut list);
        let told: Vec<String> = list.iter().map(|d| format!("{} {} {}", d.what, d.recorded, d.now)).collect();
        assert_eq!(told, ["items[B].n 2 3", "x[0001] 2 null"]);
    }

    #[test]
    fn a_record_that_was_edited_is_noticed() {
        let mut record = json!({"record": 1, "answer": {"k": 1}});
        record["answer_blake3"] = json!(canonical_hash(&record["answer"]));
        record["blake3"] = json!(canonical_hash(&record));
        assert_eq!(altered(&record), []);
        record["answer"]["k"] = json!(2);
        assert_eq!(altered(&record).len(), 2);
    }
}
