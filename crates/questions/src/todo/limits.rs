//! What a planner may not or cannot do, read from the parameters of a question.

use catchment_siting::{ConstraintError, SitingConstraintParams, SitingConstraints, WalkParams};
use catchment_store::Dataset;
use serde::Serialize;

use super::AskError;
use super::given::Given;
use super::question::Question;

/// Limits of a choice, read and checked.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Limits {
    /// Work for the proof, 0 to 20.
    pub effort: usize,
    /// Longest outline of a catchment, rims of holes included, in circumferences of a circle of its area; `None` lets
    /// it follow single blocks.
    pub outline: Option<f64>,
    /// Least distance from existing sites, metres; `None` where sites play no part, 0 keeps only out of them.
    pub spacing_m: Option<f64>,
    /// Areas that are closed.
    pub exclude: Vec<String>,
    /// Money for launches, US dollars.
    pub budget_usd: Option<f64>,
    /// Staff that can be had.
    pub staff: Option<u32>,
    /// Hours that an interrupter walks in a day.
    pub hours_a_day: f64,
}

impl Limits {
    /// Reads the limits of a question.
    ///
    /// # Errors
    /// [`AskError`] for a value that is not accepted, and for an excluded area that there is not.
    pub fn read(question: Question, pairs: &[(String, String)], data: &Dataset) -> Result<Self, AskError> {
        let given = Given::new(question, pairs)?;
        let optional = |name: &str, range| given.get(name).map(|_| given.number(name, range, 0.0)).transpose();
        Ok(Self {
            effort: given.whole("effort", (0, 20), 4)?.try_into().unwrap_or(4),
            outline: optional("outline", (1.3, 20.0))?,
            spacing_m: optional("spacing_m", (0.0, 50_000.0))?,
            exclude: excluded(given.get("exclude").unwrap_or_default(), data)?,
            budget_usd: optional("budget_usd", (0.0, 1e12))?,
            staff: given.optional_whole("staff", (0, 100_000))?.and_then(|n| n.try_into().ok()),
            hours_a_day: given.number("hours_a_day", (2.0, 6.0), WalkParams::default().hours_a_day)?,
        })
    }

    /// The limits in one spelling, as [`super::Params::canonical`].
    pub fn canonical(&self) -> String {
        format!(
            "&effort={}&outline={:?}&spacing_m={:?}&exclude={}&budget_usd={:?}&staff={:?}&hours_a_day={}",
            self.effort,
            self.outline,
            self.spacing_m,
            self.exclude.join(","),
            self.budget_usd,
            self.staff,
            self.hours_a_day
        )
    }

    /// The limits for the search, with the cells that are closed.
    ///
    /// # Errors
    /// [`AskError::Internal`] where a range here and in the method disagree.
    pub(super) fn constraints(&self, excluded: Vec<usize>) -> Result<SitingConstraints, AskError> {
        let walk = WalkParams { hours_a_day: self.hours_a_day, ..WalkParams::default() };
        let raw = SitingConstraintParams {
            spacing_m: self.spacing_m.unwrap_or(0.0),
            excluded,
            budget_usd: self.budget_usd,
            staff: self.staff,
            walk,
            ..SitingConstraintParams::default()
        };
        raw.check().map_err(|e: ConstraintError| AskError::internal(e))
    }
}

/// Ids of closed areas, in order, each once.
fn excluded(text: &str, data: &Dataset) -> Result<Vec<String>, AskError> {
    let mut ids: Vec<String> = text.split(',').map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned).collect();
    ids.sort();
    ids.dedup();
    match ids.iter().find(|id| data.areas.find(id).is_none()) {
        Some(unknown) => Err(AskError::value("exclude", unknown.as_str(), "ids of areas, separated by commas")),
        None => Ok(ids),
    }
}
