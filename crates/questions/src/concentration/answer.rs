//! Concentration and stability as an answer.

use catchment_model::Resolution;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Concentration;
use crate::answers::{Against, ConcentrationFigures, Meta, NullFigure};

/// Concentration and stability.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ConcentrationAnswer {
    /// What the answer says of itself.
    pub meta: Meta<Concentration>,
    /// The answer in one sentence; absent without events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finding: Option<String>,
    /// H3 resolution.
    #[schema(value_type = u8)]
    pub resolution: Resolution,
    /// Cells, zeros included.
    pub cells: usize,
    /// Events.
    pub events: u64,
    /// The figures; absent without events.
    pub concentration: Option<ConcentrationFigures>,
    /// Periods compared, in order.
    pub stability: Vec<StabilityItem>,
}

/// Whether the hot cells of two periods are the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StabilityItem {
    /// First period, first month.
    pub first_from: String,
    /// First period, last month.
    pub first_to: String,
    /// Events of the first period.
    pub first_count: u64,
    /// Second period, first month.
    pub second_from: String,
    /// Second period, last month.
    pub second_to: String,
    /// Events of the second period.
    pub second_count: u64,
    /// Number of top cells of each.
    pub top_cells: usize,
    /// Jaccard index of the top cells, those with most incidents: in both ÷ in either.
    pub jaccard: f64,
    /// The index if nothing had changed but chance.
    pub if_unchanged: NullFigure,
    /// The index beside `if_unchanged`, in whole percent.
    pub than_chance: Against,
    /// The mean index if the periods were unrelated.
    pub if_unrelated: f64,
    /// Andresen's S: share of cells alike in both periods.
    pub s_index: f64,
    /// The same over cells that hold an event in either.
    pub s_index_nonzero: Option<f64>,
    /// What it says, in sentences.
    pub says: String,
}
