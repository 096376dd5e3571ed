//! Questions as people keep them: a JSON object with the names and values of the ranking's address.

use catchment_store::canonical_json;
use serde_json::{Map, Value};

use crate::error::AskError;

/// The pairs of name and value behind a kept question. Lists are joined by commas, objects as `name:value` by commas;
/// null is left out.
///
/// # Errors
/// [`AskError::Value`] for anything but an object of such values.
pub fn question_pairs(question: &Value) -> Result<Vec<(String, String)>, AskError> {
    let Some(map) = question.as_object() else {
        return Err(AskError::value("question", question.to_string(), "an object of names and values"));
    };
    let given = map.iter().filter(|(_, value)| !value.is_null());
    given.map(|(name, value)| Ok((name.clone(), text(name, value)?))).collect()
}

/// A kept question of pairs.
pub fn pairs_question(pairs: &[(String, String)]) -> Value {
    Value::Object(pairs.iter().map(|(name, value)| (name.clone(), Value::String(value.clone()))).collect::<Map<_, _>>())
}

fn text(name: &str, value: &Value) -> Result<String, AskError> {
    let joined = |items: Vec<String>| items.join(",");
    match value {
        Value::Array(items) => Ok(joined(items.iter().map(|v| plain(name, v)).collect::<Result<_, _>>()?)),
        Value::Object(map) => {
            let mut items = map
                .iter()
                .map(|(k, v)| Ok(format!("{k}:{}", plain(name, v)?)))
                .collect::<Result<Vec<_>, AskError>>()?;
            items.sort();
            Ok(joined(items))
        }
        other => plain(name, other),
    }
}

fn plain(name: &str, value: &Value) -> Result<String, AskError> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(_) | Value::Bool(_) => Ok(canonical_json(value)),
        other => Err(AskError::value(name, other.to_string(), "text, a number, true or false, or a list of them")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_kept_question_is_asked_like_an_address() {
        let question = json!({
            "k": 3, "area_km2": 2.50, "offense": ["homicide", "robbery"], "weights": {"robbery": 1, "homicide": 5.5},
            "to": null,
        });
        let pairs = question_pairs(&question).unwrap();
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(
            pairs,
            [
                pair("k", "3"),
                pair("area_km2", "2.5"),
                pair("offense", "homicide,robbery"),
                pair("weights", "homicide:5.5,robbery:1")
            ]
        );
        assert_eq!(question_pairs(&pairs_question(&pairs)).unwrap(), pairs);
        assert!(question_pairs(&json!([1])).is_err() && question_pairs(&json!({"k": [[1]]})).is_err());
    }
}
