//! Classes of a map, and what a search is worth.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A class of the map: values from `from` up to, and without, `to`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LegendItem {
    /// Number of the class, 0 for the lowest.
    pub class: usize,
    /// Lower bound, included.
    pub from: f64,
    /// Upper bound, excluded; absent for the last class.
    pub to: Option<f64>,
    /// Color as `#rrggbb`.
    pub color: String,
}

#[cfg(feature = "engine")]
impl LegendItem {
    /// The legend of some classes.
    pub fn of(classes: &catchment_tiles::Classes) -> Vec<Self> {
        let items = classes.legend().into_iter().enumerate();
        items.map(|(class, (from, to, color))| Self { class, from, to, color }).collect()
    }
}

/// What a search for catchments is worth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SearchSummary {
    /// What was searched for, inside all listed catchments: weighted count, or expected harm per year; the parameter
    /// `basis` says which.
    pub harm: f64,
    /// How far that may be from the best possible, as a share: 0 is proven best.
    pub gap: f64,
    /// Resolution of the cells that catchments are made of.
    pub resolution: u8,
}
