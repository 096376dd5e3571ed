//! A record, written.

use catchment_store::{canonical_hash, canonical_json};
use serde_json::{Map, Value, json};

use super::form::old_form;
use crate::answers::PROGRAM;
use crate::engine::Engine;
use crate::error::AskError;
use crate::kept::{Answered, asked_of, pairs_question};

/// Version of the record's form.
pub(super) const FORM: u64 = 1;

/// Writes the record of an answer. `scenario` is what it was asked for, where it was.
///
/// # Errors
/// [`AskError::Internal`] where an answer cannot be written as JSON.
pub fn record(
    engine: &Engine,
    pairs: &[(String, String)],
    answered: &Answered,
    scenario: Option<Value>,
) -> Result<Value, AskError> {
    let answer = old_form(engine, answered)?;
    let mut record = json!({
        "record": FORM,
        "program": PROGRAM,
        "dataset": inputs(engine),
        "question": pairs_question(&asked_of(pairs)),
        "seed": answered.question.rankings.seed,
        "answer_blake3": canonical_hash(&answer),
        "answer": answer,
    });
    if let Some(scenario) = scenario {
        record["scenario"] = scenario;
    }
    record["blake3"] = Value::String(canonical_hash(&record));
    Ok(record)
}

/// The bytes of a record's file: canonical JSON and an end of line.
pub fn record_text(record: &Value) -> String {
    let mut text = canonical_json(record);
    text.push('\n');
    text
}

/// What the answer came from, by content.
pub(super) fn inputs(engine: &Engine) -> Value {
    let m = &engine.data.manifest;
    let files: Map<String, Value> =
        m.inputs.iter().map(|f| (f.name.clone(), json!({"bytes": f.bytes, "blake3": f.blake3}))).collect();
    json!({
        "id": m.id,
        "schema": m.schema,
        "ingested_by": m.program,
        "city": m.city_id,
        "city_file_blake3": m.files.get("city.toml").map(|f| &f.blake3),
        "inputs": files,
    })
}
