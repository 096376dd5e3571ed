//! Values as a door hands them over: names with texts, each once, none that the question does not have.

use std::collections::BTreeMap;

use super::{Param, Place, Value};
use crate::error::{AskError, shortened};

/// Names and texts, known to be parameters of the question.
#[derive(Debug)]
pub struct Given<'a> {
    values: BTreeMap<&'a str, &'a str>,
}

impl<'a> Given<'a> {
    /// Takes pairs for a question with these parameters.
    ///
    /// # Errors
    /// [`AskError::Unknown`] for a name that the question does not have, [`AskError::Repeated`] for one that stands
    /// twice.
    pub fn new(params: &[Param], pairs: &'a [(String, String)]) -> Result<Self, AskError> {
        let mut values = BTreeMap::new();
        for (name, value) in pairs {
            if !params.iter().any(|p| p.name == name) {
                let known: Vec<&str> = params.iter().filter(|p| p.place == Place::Query).map(|p| p.name).collect();
                let accepted = if known.is_empty() { "no parameters".to_owned() } else { known.join(", ") };
                return Err(AskError::Unknown { parameter: shortened(name), value: shortened(value), accepted });
            }
            if values.insert(name.as_str(), value.as_str()).is_some() {
                return Err(AskError::Repeated { parameter: name.clone(), value: shortened(value) });
            }
        }
        Ok(Self { values })
    }

    /// The value of a parameter, where it was given.
    ///
    /// # Errors
    /// [`AskError::Value`] for a text that is not accepted.
    pub fn get<V: Value>(&self, name: &'static str) -> Result<Option<V>, AskError> {
        let Some(text) = self.values.get(name) else { return Ok(None) };
        V::read(text).map(Some).ok_or_else(|| AskError::value(name, *text, V::kind().expected()))
    }
}
