//! The plainest city file: one source of assaults (`in.csv`), areas with residents (`areas.geojson`), cells of
//! resolution 10, catchments of 0.25 km².

const TEXT: &str = r#"
schema = 1
id = "ID"
name = "NAME"
time_zone = "America/Chicago"
work_crs = "EPSG:26996"
attribution = "Made up for tests"

[positions]
finest_resolution = 10

[areas]
path = "areas.geojson"
id = "id"
name = "name"
population = { 2020 = "people" }
credit = "Made up"

[[offense]]
id = "assault"
label = "Assault"
default = true

[[source]]
id = "s"
name = "S"
kind = "incidents"
paths = ["in.csv"]
reporting = "UCR"
crs = "EPSG:4326"
from = "FROM"
to = "2020-12"

[source.columns]
incident = ["number"]
occurred = ["t"]
x = ["lon"]
y = ["lat"]
[source.dates]
order = "ymd"
[[source.code]]
group = "assault"

[analysis]
catchment_km2 = 0.25
"#;

/// A city of that id and name, with rows from a month to December 2020; `more` are more lines of
/// its last section, and sections after it.
pub(crate) fn plain_city((id, name): (&str, &str), from: &str, more: &str) -> String {
    format!("{}{more}", TEXT.replace("ID", id).replace("NAME", name).replace("FROM", from))
}
