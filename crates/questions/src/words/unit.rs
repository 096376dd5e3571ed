//! Units and places in words.

use catchment_model::{AreaBasis, Unit};

/// The words for a unit of count; `counted` is the city's own word for many of what its rows count.
pub fn unit_label(unit: Unit, counted: Option<&str>) -> String {
    match unit {
        Unit::Net => format!("{}, less those taken back", counted.unwrap_or(OFFENSES)),
        Unit::Incident => "distinct incidents".to_owned(),
    }
}

/// What rows count where the city file has no word of its own.
pub const OFFENSES: &str = "offenses";

/// The words for where a row counts.
pub fn area_label(area: AreaBasis) -> &'static str {
    match area {
        AreaBasis::Label => "police label",
        AreaBasis::Point => "polygon of the point",
    }
}
