//! Scenarios: a question, areas picked and drawn, and what was thought about them.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::PeopleError;
use crate::canonical::{canonical_hash, canonical_json};

/// What a person saves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// Name for people, 1 to 200 characters.
    pub name: String,
    /// Note, up to 20,000 characters.
    #[serde(default)]
    pub note: String,
    /// Id of the dataset that it was made on.
    pub dataset: Option<String>,
    /// The question: names and values as the ranking takes them (window, offenses, measure, k, area, weights, seed …).
    #[serde(default = "no_question")]
    pub question: Value,
    /// Ids of areas that were picked.
    #[serde(default)]
    pub picked: Vec<String>,
    /// Areas that were drawn.
    #[serde(default)]
    pub drawn: Vec<Drawn>,
    /// Archived: left out of the list, but still there.
    #[serde(default)]
    pub archived: bool,
    /// Which answer was acted on, by name; absent in those saved before this was recorded. Left out of the JSON where
    /// absent, so that their hashes stay.
    #[serde(default, rename = "asked", skip_serializing_if = "Option::is_none")]
    pub acted_on: Option<String>,
    /// What was on the screen: the viewer's address, up to 2,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub view: Option<String>,
}

fn no_question() -> Value {
    json!({})
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            name: String::new(),
            note: String::new(),
            dataset: None,
            question: no_question(),
            picked: Vec::new(),
            drawn: Vec::new(),
            archived: false,
            acted_on: None,
            view: None,
        }
    }
}

/// An area that was drawn by hand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Drawn {
    /// Name for people, 1 to 200 characters.
    pub name: String,
    /// Where it is.
    #[serde(flatten)]
    pub shape: Shape,
}

/// Where a drawn area is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// H3 cells, as 15 hexadecimal digits.
    Cells(Vec<String>),
    /// A `GeoJSON` polygon or multipolygon, degrees.
    Polygon(Value),
}

/// A revision of a scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// Id, 1 upward; never used again.
    pub id: i64,
    /// Revision, 1 upward.
    pub revision: u32,
    /// When its first revision was saved, seconds since 1970-01-01 UTC.
    pub created_at: i64,
    /// When this revision was saved.
    pub saved_at: i64,
    /// BLAKE3 of the content as canonical JSON, 64 hexadecimal digits.
    pub blake3: String,
    /// The content.
    pub draft: Draft,
}

/// The parts of a draft that are saved as JSON text.
pub(super) struct Texts {
    pub(super) question: String,
    pub(super) picked: String,
    pub(super) drawn: String,
}

impl Draft {
    const NAME: usize = 200;
    const NOTE: usize = 20_000;
    const VIEW: usize = 2_000;
    const LIST: usize = 1_000;
    /// Longest JSON of the question, and of the drawn areas.
    const QUESTION: usize = 64 * 1024;
    const DRAWN: usize = 1024 * 1024;

    /// BLAKE3 of the content as canonical JSON.
    pub fn blake3(&self) -> String {
        canonical_hash(&json!(self))
    }

    pub(super) fn texts(&self) -> Texts {
        Texts {
            question: canonical_json(&self.question),
            picked: canonical_json(&json!(self.picked)),
            drawn: canonical_json(&json!(self.drawn)),
        }
    }

    /// Checks lengths and forms.
    pub(super) fn check(&self) -> Result<(), PeopleError> {
        let refuse = |field, value: String, expected: &str| {
            Err(PeopleError::Draft { field, value, expected: expected.to_owned() })
        };
        let named = |text: &str| !text.trim().is_empty() && text.chars().count() <= Self::NAME;
        let start = |text: &str| format!("\"{}\"", text.chars().take(40).collect::<String>());
        if !named(&self.name) {
            return refuse("name", start(&self.name), "1 to 200 characters");
        }
        if self.note.chars().count() > Self::NOTE {
            return refuse("note", format!("{} characters", self.note.chars().count()), "up to 20000 characters");
        }
        if let Some(bad) = self.acted_on.as_deref().filter(|name| !named(name)) {
            return refuse("asked", start(bad), "the name of a question");
        }
        if let Some(len) = self.view.as_deref().map(|v| v.chars().count()).filter(|len| *len > Self::VIEW) {
            return refuse("view", format!("{len} characters"), "up to 2000 characters");
        }
        if let Some(id) = self.dataset.as_deref().filter(|id| !crate::manifest::is_id(id)) {
            return refuse("dataset", start(id), "16 hexadecimal digits");
        }
        if !self.question.is_object() {
            return refuse("question", start(&self.question.to_string()), "an object of names and values");
        }
        for (field, len) in [("picked", self.picked.len()), ("drawn", self.drawn.len())] {
            if len > Self::LIST {
                return refuse(field, format!("{len} areas"), "up to 1000 areas");
            }
        }
        if let Some(bad) = self.drawn.iter().find(|d| !named(&d.name)) {
            return refuse("drawn", start(&bad.name), "names of 1 to 200 characters");
        }
        if let Some(bad) = self.picked.iter().find(|p| !named(p)) {
            return refuse("picked", start(bad), "ids of 1 to 200 characters");
        }
        let texts = self.texts();
        for (field, len, most) in
            [("question", texts.question.len(), Self::QUESTION), ("drawn", texts.drawn.len(), Self::DRAWN)]
        {
            if len > most {
                return refuse(field, format!("{len} bytes of JSON"), &format!("up to {most} bytes"));
            }
        }
        Ok(())
    }
}
