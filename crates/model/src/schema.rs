//! Schemas of the named choices for an API description; only with the feature `schema`.

use std::borrow::Cow;

use utoipa::openapi::schema::{Array, ObjectBuilder, OneOfBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::basemap::{BasemapKind, StreetClass};
use crate::city::{ByPoint, City, Covers, Loose, PublicStep, SourceKind, Treat};
use crate::{
    Among, AreaBasis, AreaKind, Finest, Measure, Month, MonthStatus, ReportedBy, Resolution, RulePer, SiteShape,
    TimeBasis, Unit,
};

crate::named_schema!(
    Among,
    AreaBasis,
    AreaKind,
    BasemapKind,
    ByPoint,
    Finest,
    Measure,
    MonthStatus,
    PublicStep,
    ReportedBy,
    RulePer,
    SiteShape,
    SourceKind,
    StreetClass,
    TimeBasis,
    Treat,
    Unit,
);

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

impl PartialSchema for Month {
    fn schema() -> RefOr<Schema> {
        text().pattern(Some(r"^\d{4}-(0[1-9]|1[0-2])$")).description(Some("A month, such as 2018-12.")).into()
    }
}

impl PartialSchema for Resolution {
    fn schema() -> RefOr<Schema> {
        let number = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(8)).maximum(Some(10));
        number.description(Some("Resolution of H3 cells.")).into()
    }
}

impl PartialSchema for Covers {
    fn schema() -> RefOr<Schema> {
        let one = text().description(Some("`file-name`, `rows`, a month, or a span such as `2015-01..2019-12`."));
        let both = OneOfBuilder::new().item(one).item(Array::new(text()));
        both.description(Some("Months that the files cover.")).into()
    }
}

impl PartialSchema for Loose {
    fn schema() -> RefOr<Schema> {
        let of = |kind| ObjectBuilder::new().schema_type(kind);
        let one = || OneOfBuilder::new().item(text()).item(of(Type::Integer)).item(of(Type::Boolean));
        let both = OneOfBuilder::new().item(text()).item(of(Type::Integer)).item(of(Type::Boolean));
        both.item(Array::new(one())).description(Some("A value, or a list of them.")).into()
    }
}

impl ToSchema for Month {
    fn name() -> Cow<'static, str> {
        "Month".into()
    }
}

impl ToSchema for Resolution {
    fn name() -> Cow<'static, str> {
        "Resolution".into()
    }
}

impl ToSchema for Covers {
    fn name() -> Cow<'static, str> {
        "Covers".into()
    }
}

impl ToSchema for Loose {
    fn name() -> Cow<'static, str> {
        "Values".into()
    }
}

/// The schemas of the city file's tables by name, the whole file first.
pub fn city_schemas() -> Vec<(String, RefOr<Schema>)> {
    let mut all = vec![("City".to_owned(), City::schema())];
    City::schemas(&mut all);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_a_city_file_may_leave_out_is_optional() {
        let all = city_schemas();
        let find = |name: &str| all.iter().find(|(n, _)| n == name).map(|(_, s)| serde_json::to_value(s).unwrap());
        for (name, required) in [
            ("City", &["schema", "name", "time_zone", "areas", "source"][..]),
            ("AreaSource", &["path", "id"]),
            ("Source", &["paths", "columns", "code"]),
            ("CodeRule", &[]),
            ("Columns", &[]),
            ("Analysis", &[]),
        ] {
            let schema = find(name).unwrap();
            assert_eq!(schema["additionalProperties"], false, "{name}: {schema}");
            let own: Vec<&str> =
                schema["required"].as_array().into_iter().flatten().filter_map(|v| v.as_str()).collect();
            assert_eq!(own, required, "{name}");
        }
        let rule = find("CodeRule").unwrap();
        assert!(rule["properties"]["where"].is_object(), "{rule}");
    }

    #[test]
    fn a_schema_lists_the_names_and_what_they_mean() {
        let schema = serde_json::to_value(<Unit as PartialSchema>::schema()).unwrap();
        assert_eq!(schema["type"], "string");
        assert_eq!(schema["enum"], serde_json::json!(["net", "incident"]));
        let description = schema["description"].as_str().unwrap();
        assert!(description.starts_with("Unit of count, one of:\n\n- `net`: Sum of"), "{description}");
    }
}
