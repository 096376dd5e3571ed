//! Figures beside what chance alone would give.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A figure under chance alone.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct NullFigure {
    /// Mean.
    pub mean: f64,
    /// Lower end of the middle 95%.
    pub low: f64,
    /// Upper end of the middle 95%.
    pub high: f64,
}

/// A figure beside the middle 95% of what chance alone would give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Against {
    /// Above it.
    More,
    /// Below it.
    Fewer,
    /// Inside it.
    Chance,
}

/// One figure as observed, and what chance alone would give.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Figure {
    /// As observed.
    pub observed: f64,
    /// If the same number of events fell on the cells by chance, each as likely as its area inside the study region.
    pub null: NullFigure,
}

/// Concentration of a map, beside what chance alone would give.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ConcentrationFigures {
    /// Smallest share of cells that hold half of the events.
    pub cells_with_half: Figure,
    /// Smallest share of cells that hold a quarter.
    pub cells_with_quarter: Figure,
    /// Share of the events in the hottest 5% of the cells.
    pub in_hottest_5_percent: Figure,
    /// Gini coefficient.
    pub gini: Figure,
    /// Generalized Gini, which allows for fewer events than cells (Bernasco and Steenbeek 2017).
    pub generalized_gini: Figure,
    /// Simulations behind the null.
    pub simulations: u32,
}

/// The correction for testing many cells (Benjamini and Hochberg).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FdrSummary {
    /// False discovery rate allowed.
    pub alpha: f64,
    /// Cells with p up to alpha before the correction.
    pub before: usize,
    /// Cells that stand after it.
    pub after: usize,
    /// Cells tested.
    pub cells: usize,
}
