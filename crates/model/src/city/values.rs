//! Values to compare with, written as one or as a list, with quotes or without.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};

/// A value of a file, as a city file writes it.
#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a text, a whole number, true or false")]
enum Value {
    Text(String),
    Whole(i64),
    Flag(bool),
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a text, a whole number, true or false, or a list of them")]
enum Values {
    One(Value),
    Many(Vec<Value>),
}

impl Values {
    fn texts(self) -> Vec<String> {
        let text = |value| match value {
            Value::Text(text) => text,
            Value::Whole(n) => n.to_string(),
            Value::Flag(flag) => flag.to_string(),
        };
        match self {
            Self::One(value) => vec![text(value)],
            Self::Many(values) => values.into_iter().map(text).collect(),
        }
    }
}

/// What such a value is to an editor: one value or a list of them.
#[cfg(feature = "schema")]
#[derive(Debug, Clone, Copy)]
pub(crate) struct Loose;

/// One value or a list of them, as texts.
pub(super) fn list<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<String>, D::Error> {
    Values::deserialize(input).map(Values::texts)
}

/// Values by column.
pub(super) fn table<'de, D: Deserializer<'de>>(input: D) -> Result<BTreeMap<String, Vec<String>>, D::Error> {
    let table = BTreeMap::<String, Values>::deserialize(input)?;
    Ok(table.into_iter().map(|(column, values)| (column, values.texts())).collect())
}

/// A value as a city file writes it, for faults: people know their file, not our types.
pub(super) fn as_written<T: Serialize>(value: &T) -> String {
    toml::Value::try_from(value).map_or_else(|error| format!("not to be written: {error}"), |value| value.to_string())
}
