//! Cells as an answer.

use catchment_model::{Resolution, named, named_schema};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Cells;
use crate::answers::{ConcentrationFigures, FdrSummary, LegendItem, Meta, TestReach};

named! {
    /// How a cell stands out from chance.
    pub enum Spot as "kind of spot" {
        /// More than chance explains, with the cells around it.
        Hot = "hot",
        /// Less than chance explains, with the cells around it.
        Cold = "cold",
    }
}

named_schema!(Spot);

/// Cells with Gi* and the false discovery rate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CellsAnswer {
    /// What the answer says of itself.
    pub meta: Meta<Cells>,
    /// The answer in a few sentences: how many cells stand out, and what chance would give.
    pub finding: Vec<String>,
    /// H3 resolution.
    #[schema(value_type = u8)]
    pub resolution: Resolution,
    /// Cells, sorted by id, zeros included.
    pub cells: Vec<CellItem>,
    /// The correction for testing many cells.
    pub fdr: FdrSummary,
    /// What the test could find at all.
    pub reach: TestReach,
    /// Classes of the map by count, over all cells whatever is in view.
    pub legend: Vec<LegendItem>,
    /// Concentration of the map, and what chance alone would give; absent without events.
    pub null: Option<ConcentrationFigures>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CellItem {
    /// H3 index.
    pub id: String,
    /// Count over the covered months.
    pub count: i64,
    /// Per km² of the cell's area inside the study region, and year; absent where almost all of it lies outside.
    pub per_km2: Option<f64>,
    /// Gi* of distinct incidents; absent outside of the study region and where all cells hold the same.
    pub z: Option<f64>,
    /// Two-sided p of the incidents of the cell and those around it, not corrected: exact for sparse counts.
    pub p: Option<f64>,
    /// Whether it stands after the correction.
    pub significant: bool,
    /// Hot or cold, where significant.
    pub hot: Option<Spot>,
    /// What counts at the one address that holds more rows than chance allows and most of the cell; absent where there
    /// is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_one_address: Option<i64>,
    /// That address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// How much of the count is there, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub says: Option<String>,
}
