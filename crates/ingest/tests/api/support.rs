//! Made-up cities in a temporary folder, and the way to the real files.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use catchment_ingest::{IngestError, Ingested, ingest};
use catchment_model::{GroupId, IncidentRow};

/// A path within this crate, by the clone that runs: a target folder shared by several may hold what another one
/// compiled.
pub(crate) fn here(path: &str) -> PathBuf {
    PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into()))
        .join(path)
}

/// The folder of real data, or `None` (said aloud) where there is none. On CI its absence is a failure.
pub(crate) fn shared(test: &str) -> Option<PathBuf> {
    let named = std::env::var("CATCHMENT_SHARED").ok().filter(|v| !v.is_empty());
    let path = named.map_or_else(|| here("../../../shared"), PathBuf::from);
    if path.join("stl").is_dir() {
        return Some(path);
    }
    let on_ci = std::env::var("CI").is_ok_and(|v| v == "true");
    assert!(!on_ci, "{} has no stl folder; set CATCHMENT_SHARED", path.display());
    write_line(&format!("{test}: skipped, {} has no stl folder (set CATCHMENT_SHARED)", path.display()));
    None
}

fn write_line(text: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Ingests a city file with `CATCHMENT_SHARED` pointing to the real data.
pub(crate) fn ingest_real(city: &Path, shared: &Path) -> Result<Ingested, IngestError> {
    let shared = std::path::absolute(shared).expect("a path");
    let env = |name: &str| (name == "CATCHMENT_SHARED").then(|| shared.to_string_lossy().into_owned());
    ingest(city, &env, &|_| {})
}

/// St. Louis from the real files, read once for all tests.
pub(crate) fn st_louis(test: &str) -> Option<&'static Ingested> {
    static READ: OnceLock<Ingested> = OnceLock::new();
    let shared = shared(test)?;
    let city = here("../../data/stl/city-real.toml");
    Some(READ.get_or_init(|| ingest_real(&city, &shared).expect("St. Louis can be read")))
}

/// A city in a temporary folder: two square areas around (500000, 300000) in meters.
pub(crate) struct City {
    pub(crate) folder: tempfile::TempDir,
}

/// Two square kilometers side by side: area 1 "West Side" and area 2 "East Side", in meters of EPSG:26996.
pub(crate) const AREAS: &str = r#"{
"type":"FeatureCollection",
"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::26996"}},
"features":[
{"type":"Feature","properties":{"id":1,"name":"West Side","pop":1000},"geometry":{"type":"Polygon","coordinates":
[[[270000,310000],[271000,310000],[271000,311000],[270000,311000],[270000,310000]]]}},
{"type":"Feature","properties":{"id":2,"name":"East Side","pop":2000},"geometry":{"type":"Polygon","coordinates":
[[[271000,310000],[272000,310000],[272000,311000],[271000,311000],[271000,310000]]]}}]}"#;

const HEAD: &str = r#"
schema = 1
id = "made-up"
name = "Made Up"
time_zone = "America/Chicago"
work_crs = "EPSG:26996"
attribution = "nobody"
[areas]
path = "areas.geojson"
id = "id"
name = "name"
population = { 2010 = "pop" }
credit = "nobody"
[[offense]]
id = "homicide"
label = "Homicide"
default = true
[[offense]]
id = "robbery"
label = "Robbery"
default = true
[[offense]]
id = "other"
label = "Other"
"#;

/// A source of CSV files in meters of the work CRS.
pub(crate) const SOURCE: &str = r#"
[[source]]
id = "police"
name = "Police files"
kind = "incidents"
largest_loss = 1.0
paths = ["*.csv"]
reporting = "UCR/SRS"
crs = "EPSG:26996"
from = "2015-01"
to = "2015-03"
[source.columns]
incident = ["Complaint"]
reported = ["CodedMonth", "Month Reported"]
occurred = ["DateOccur"]
time = ["Time"]
count = ["Count"]
code = ["Crime"]
description = ["Description"]
area = ["Neighborhood"]
x = ["XCoord"]
y = ["YCoord"]
[source.dates]
order = "mdy"
unknown_times = ["00:01"]
[[source.code]]
group = "homicide"
range = [10000, 19999]
[[source.code]]
group = "robbery"
range = [30000, 39999]
[[source.code]]
group = "other"
range = [40000, 299999]
"#;

/// Header of the usual made-up file.
pub(crate) const HEADER: &str = "Complaint,CodedMonth,DateOccur,Count,Crime,Description,Neighborhood,XCoord,YCoord";

impl City {
    /// A city with the usual areas, groups and source.
    pub(crate) fn new() -> Self {
        Self::with_source(SOURCE)
    }

    pub(crate) fn with_source(source: &str) -> Self {
        let city = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        city.file("areas.geojson", AREAS);
        city.file("city.toml", format!("{HEAD}{source}"));
        city
    }

    /// Writes a file beside the city file.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        std::fs::write(self.folder.path().join(name), content).expect("a file can be written");
        self
    }

    /// Writes a file with the usual header; lines end in LF.
    pub(crate) fn rows(&self, name: &str, rows: &[&str]) -> &Self {
        self.file(name, format!("{HEADER}\n{}\n", rows.join("\n")))
    }

    pub(crate) fn ingest(&self) -> Result<Ingested, IngestError> {
        ingest(&self.folder.path().join("city.toml"), &|_| None, &|_| {})
    }

    /// What comes of it, its accounts having been checked.
    pub(crate) fn read(&self) -> Ingested {
        let ingested = self.ingest().expect("the made-up city can be read");
        assert!(ingested.quality.balances(), "{:?}", ingested.quality);
        ingested
    }
}

/// What comes of these rows of the usual made-up city, in one file.
pub(crate) fn read_rows(rows: &[&str]) -> Ingested {
    City::new().rows("2015-01.csv", rows).read()
}

/// A reason's count over all files.
pub(crate) fn reason(ingested: &Ingested, name: &str) -> u64 {
    ingested.quality.totals().reasons.get(name).copied().unwrap_or(0)
}

/// The ids of groups behind a name of the city file.
pub(crate) fn groups(ingested: &Ingested, name: &str) -> Vec<GroupId> {
    ingested.city.offenses().expect("groups").resolve(name).expect("a group or alias")
}

/// Net count of the rows that a test selects.
pub(crate) fn net(ingested: &Ingested, keep: impl Fn(&IncidentRow) -> bool) -> i64 {
    ingested.incidents.rows.iter().filter(|r| keep(r)).map(|r| i64::from(r.count)).sum()
}
