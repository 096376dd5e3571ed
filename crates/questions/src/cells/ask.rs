//! What is asked of cells.

use catchment_model::Resolution;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::pieces::{Around, CellSize, Counted, Counting, Exposure, Spreading, Testing, ask};

ask! {
    /// What is asked of cells.
    pub struct CellsAsk {
        /// What is counted.
        counting: Counting,
        /// How fine cells are.
        size: CellSize,
        /// How strictly they are tested.
        testing: Testing,
        /// Which of them are neighbors.
        around: Around,
        /// What chance alone would spread incidents by.
        spreading: Spreading,
    }
}

/// A question about cells, checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = CellsParams)]
pub struct Cells {
    /// What is counted.
    #[serde(flatten)]
    pub counted: Counted,
    /// Resolution of the cells.
    #[schema(value_type = u8)]
    pub resolution: Resolution,
    /// False discovery rate of Gi*.
    pub alpha: f64,
    /// Cells up to so many steps away count as neighbors.
    pub ring: u32,
    /// What the incidents of a cell are in proportion to, were there no hot spots.
    #[serde(default, skip_serializing_if = "Exposure::is_area")]
    pub exposure: Exposure,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pieces::read_ask;

    fn read(name: &str, value: &str) -> Result<CellsAsk, String> {
        read_ask(&[(name.to_owned(), value.to_owned())]).map_err(|e| e.to_string())
    }

    #[test]
    fn what_has_no_effect_on_cells_is_refused_by_name() {
        for name in ["k", "measure", "seed", "area"] {
            assert!(read(name, "1").unwrap_err().contains(&format!("\"{name}\" is not known here")));
        }
    }

    #[test]
    fn cells_are_in_proportion_to_area_where_nothing_else_is_asked_and_then_nothing_is_kept_of_it() {
        assert_eq!(read("ring", "1").unwrap().spreading.exposure, Exposure::Area);
        assert_eq!(read("exposure", "residents").unwrap().spreading.exposure, Exposure::Residents);
        assert!(read("exposure", "households").unwrap_err().contains("area or residents"));
    }

    #[test]
    fn the_level_and_the_neighbors_have_bounds() {
        assert!(read("alpha", "0.01").is_ok() && read("ring", "10").is_ok());
        assert!(read("alpha", "1").is_err() && read("ring", "0").is_err() && read("ring", "11").is_err());
    }
}
