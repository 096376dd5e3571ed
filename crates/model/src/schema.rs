//! Schemas of the named choices for an API description; only with the feature `schema`.

use crate::city::SourceKind;
use crate::{
    Among, AreaBasis, AreaKind, Finest, Measure, MonthStatus, ReportedBy, RulePer, SiteShape, TimeBasis, Unit,
};

crate::named_schema!(
    Among,
    AreaBasis,
    AreaKind,
    Finest,
    Measure,
    MonthStatus,
    ReportedBy,
    RulePer,
    SiteShape,
    SourceKind,
    TimeBasis,
    Unit,
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_lists_the_names_and_what_they_mean() {
        let schema = serde_json::to_value(<Unit as utoipa::PartialSchema>::schema()).unwrap();
        assert_eq!(schema["type"], "string");
        assert_eq!(schema["enum"], serde_json::json!(["net", "incident"]));
        let description = schema["description"].as_str().unwrap();
        assert!(description.starts_with("Unit of count, one of:\n\n- `net`: Sum of"), "{description}");
    }
}
