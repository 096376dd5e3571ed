//! Units and places in words.

use catchment_model::{AreaBasis, Unit};

/// The words for a unit of count.
pub fn unit_label(unit: Unit) -> &'static str {
    match unit {
        Unit::Net => "offenses, less those taken back",
        Unit::Incident => "distinct incidents",
    }
}

/// The words for where a row counts.
pub fn area_label(area: AreaBasis) -> &'static str {
    match area {
        AreaBasis::Label => "police label",
        AreaBasis::Point => "polygon of the point",
    }
}
