//! Scenarios as the service speaks of them.

use catchment_store::{Draft, Drawn, Scenario, Shape};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::AskError;
use super::asked::question_pairs;
use super::kept::KeptQuestion;
use super::score::{DrawnArea, check_drawn};
use crate::engine::Engine;

/// What a person saves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScenarioBody {
    /// Name for people, 1 to 200 characters.
    pub name: String,
    /// Note, up to 20,000 characters.
    #[serde(default)]
    pub note: String,
    /// The question: names and values as in the addresses of `/api/v1/rankings`, `/api/v1/decision` (weights) and
    /// `/api/v1/optimize` (limits); values may be text, numbers, lists (joined by commas) or objects (`name:value`,
    /// joined by commas).
    #[serde(default = "no_question")]
    #[schema(value_type = Object)]
    pub question: Value,
    /// Ids of areas that were picked: neighborhoods, or catchments of this question.
    #[serde(default)]
    pub picked: Vec<String>,
    /// Areas that were drawn.
    #[serde(default)]
    pub drawn: Vec<DrawnBody>,
    /// Put away: left out of the list, but kept.
    #[serde(default)]
    pub archived: bool,
}

/// An area that was drawn, with its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DrawnBody {
    /// Name for people, 1 to 200 characters.
    pub name: String,
    /// H3 cells, no finer than the city allows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cells: Option<Vec<String>>,
    /// `GeoJSON` polygon or multipolygon, degrees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub polygon: Option<Value>,
}

/// A revision of a scenario.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ScenarioAnswer {
    /// Id.
    pub id: i64,
    /// Revision, 1 upward; also the tag of the answer.
    pub revision: u32,
    /// When its first revision was saved, UTC.
    pub created: String,
    /// When this revision was saved, UTC.
    pub updated: String,
    /// BLAKE3 of the content.
    pub blake3: String,
    /// Dataset that was served when it was saved.
    pub dataset: Option<String>,
    /// The content.
    #[serde(flatten)]
    pub content: ScenarioBody,
}

/// Scenarios.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ScenarioList {
    /// The last saved first.
    pub scenarios: Vec<ScenarioAnswer>,
}

fn no_question() -> Value {
    json!({})
}

impl ScenarioBody {
    /// Checks it against the dataset that is served, and makes it ready to be kept.
    ///
    /// # Errors
    /// [`AskError`] for a question that the ranking refuses, or an area that cannot be read.
    pub fn check(self, engine: &Engine) -> Result<Draft, AskError> {
        KeptQuestion::read(engine, &question_pairs(&self.question)?)?;
        let drawn = self.drawn.into_iter().map(|d| d.check(engine)).collect::<Result<_, _>>()?;
        let dataset = Some(engine.data.id.clone());
        Ok(Draft {
            name: self.name,
            note: self.note,
            dataset,
            question: self.question,
            picked: self.picked,
            drawn,
            archived: self.archived,
        })
    }
}

impl DrawnBody {
    fn check(self, engine: &Engine) -> Result<Drawn, AskError> {
        let area = DrawnArea { cells: self.cells, polygon: self.polygon };
        check_drawn(engine, &area)?;
        let shape = match (area.cells, area.polygon) {
            (Some(cells), _) => Shape::Cells(cells),
            (None, Some(polygon)) => Shape::Polygon(polygon),
            (None, None) => {
                return Err(AskError::value("drawn", self.name, "an area with either \"cells\" or \"polygon\""));
            }
        };
        Ok(Drawn { name: self.name, shape })
    }
}

/// The area of a kept shape.
pub fn drawn_area(shape: &Shape) -> DrawnArea {
    match shape {
        Shape::Cells(cells) => DrawnArea { cells: Some(cells.clone()), polygon: None },
        Shape::Polygon(polygon) => DrawnArea { cells: None, polygon: Some(polygon.clone()) },
    }
}

impl From<Scenario> for ScenarioAnswer {
    fn from(s: Scenario) -> Self {
        let d = s.draft;
        let drawn = d.drawn.into_iter().map(|d| {
            let area = drawn_area(&d.shape);
            DrawnBody { name: d.name, cells: area.cells, polygon: area.polygon }
        });
        Self {
            id: s.id,
            revision: s.revision,
            created: utc(s.created_at),
            updated: utc(s.saved_at),
            blake3: s.blake3,
            dataset: d.dataset,
            content: ScenarioBody {
                name: d.name,
                note: d.note,
                question: d.question,
                picked: d.picked,
                drawn: drawn.collect(),
                archived: d.archived,
            },
        }
    }
}

/// The part of a scenario that enters a decision record: what was asked and chosen, and which revision that was.
pub fn scenario_in_record(s: &Scenario) -> Value {
    let d = &s.draft;
    json!({"id": s.id, "revision": s.revision, "blake3": s.blake3, "name": d.name, "note": d.note, "picked": d.picked, "drawn": d.drawn})
}

/// Seconds since 1970-01-01 UTC as `2026-11-22T05:09:07Z` (RFC 3339).
///
/// Days to dates: Howard Hinnant, *chrono-compatible low-level date algorithms*, `civil_from_days`.
fn utc(seconds: i64) -> String {
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", rest / 3600, rest / 60 % 60, rest % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_in_utc() {
        assert_eq!(utc(0), "1970-01-01T00:00:00Z");
        assert_eq!(utc(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(utc(1_795_324_147), "2026-11-22T05:09:07Z");
        assert_eq!(utc(-1), "1969-12-31T23:59:59Z");
    }
}
