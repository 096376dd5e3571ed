//! The words for what places are compared by.

use catchment_model::Measure;

/// The words for what is compared.
pub(super) struct Compared {
    /// How places are compared.
    pub(super) by: &'static str,
    /// What the first of them have.
    pub(super) most: &'static str,
    /// What a score is.
    pub(super) score: &'static str,
}

pub(super) fn compared(measure: Measure) -> Compared {
    match measure {
        Measure::Count => Compared { by: "in number", most: "the most offenses", score: measure.unit_label() },
        Measure::PerResident => {
            Compared { by: "per resident", most: "the most offenses per resident", score: measure.unit_label() }
        }
        Measure::PerKm2 => Compared {
            by: "per square kilometer",
            most: "the most offenses per square kilometer",
            score: measure.unit_label(),
        },
    }
}
