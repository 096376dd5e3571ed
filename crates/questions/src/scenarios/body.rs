//! Scenarios as the service speaks of them.

use catchment_store::{Draft, Drawn, Scenario, Shape};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::time::utc;
use crate::drawn::{DrawnArea, check_drawn};
use crate::engine::Engine;
use crate::error::AskError;
use crate::kept::{Asked, KeptQuestion, question_pairs, question_with_shape};

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
    /// joined by commas). Where it names no `shape`, the usual one is kept with it; one that was kept without, before
    /// shapes had names, is of free ground.
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
    /// Which answer was acted on; absent in those saved before that was kept: then the choice where limits are named
    /// and nothing is picked, else the decision where weights are, else the ranking.
    #[serde(default, rename = "asked", skip_serializing_if = "Option::is_none")]
    pub acted_on: Option<Asked>,
    /// What was on the screen: the viewer's address to restore it, up to 2,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2000)]
    pub view: Option<String>,
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ScenarioList {
    /// The last saved first.
    pub scenarios: Vec<ScenarioAnswer>,
    /// Those that were found damaged and are not shown; the ones that are shown are whole.
    pub damaged: Vec<DamagedScenario>,
}

/// A revision of a scenario that cannot be read any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DamagedScenario {
    /// Id of the scenario.
    pub id: i64,
    /// Number of the revision.
    pub revision: u32,
    /// What is wrong with it.
    pub why: String,
}

impl From<catchment_store::Listed> for ScenarioList {
    fn from(listed: catchment_store::Listed) -> Self {
        let damaged =
            |d: catchment_store::DamagedRevision| DamagedScenario { id: d.id, revision: d.revision, why: d.why };
        Self {
            scenarios: listed.scenarios.into_iter().map(Into::into).collect(),
            damaged: listed.damaged.into_iter().map(damaged).collect(),
        }
    }
}

fn no_question() -> Value {
    json!({})
}

impl ScenarioBody {
    /// Checks it against the dataset that is served, and makes it ready to be kept: a question names
    /// its shape, but for one whose revision before, `before`, was kept without.
    ///
    /// # Errors
    /// [`AskError`] for a question that the ranking refuses, or an area that cannot be read.
    pub fn check(self, engine: &Engine, before: Option<&Value>) -> Result<Draft, AskError> {
        let question = question_with_shape(self.question, before);
        KeptQuestion::read(&engine.data, &question_pairs(&question)?, self.acted_on)?;
        let drawn = self.drawn.into_iter().map(|d| d.check(engine)).collect::<Result<_, _>>()?;
        let dataset = Some(engine.data.id.clone());
        Ok(Draft {
            name: self.name,
            note: self.note,
            dataset,
            question,
            picked: self.picked,
            drawn,
            archived: self.archived,
            acted_on: self.acted_on.map(|asked| asked.name().to_owned()),
            view: self.view,
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
                // A name that this program does not know came from a newer one: as if it were not there.
                acted_on: d.acted_on.and_then(|name| name.parse().ok()),
                view: d.view,
            },
        }
    }
}

/// The part of a scenario that enters a decision record: what was asked and chosen, and which revision that was.
pub fn scenario_in_record(s: &Scenario) -> Value {
    let d = &s.draft;
    let mut part = json!({
        "id": s.id, "revision": s.revision, "blake3": s.blake3, "name": d.name, "note": d.note, "picked": d.picked,
        "drawn": d.drawn,
    });
    // Records of scenarios from before these were kept must come out again to the byte.
    for (name, value) in [("asked", &d.acted_on), ("view", &d.view)] {
        if let Some(value) = value {
            part[name] = json!(value);
        }
    }
    part
}
