//! The city file (`city.toml`): everything that makes a city this city and no other.
//!
//! Pure data and its checks. Paths in it are text; only `cli` and `ingest` touch the disk.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Finest, Month, OffenseError, OffenseGroup, Offenses, ReportedBy, Resolution, Rule, Severity, SiteShape};

/// Version of the form; other versions are refused.
pub const SCHEMA: u32 = 1;

/// Why a city file was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CityError {
    /// Not TOML, or a key is missing, unknown or of the wrong kind; the message has line and column.
    #[error("{0}")]
    Form(String),
    /// Written for another version.
    #[error("schema = {0}; expected schema = {SCHEMA}")]
    Schema(u32),
    /// The offense groups do not hold together.
    #[error(transparent)]
    Offense(#[from] OffenseError),
    /// A value that cannot be right.
    #[error("{key} = {value}; expected {expected}")]
    Value {
        /// Where in the file.
        key: String,
        /// What stands there.
        value: String,
        /// What would be right.
        expected: String,
    },
}

/// A whole city file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct City {
    /// Version of the form: [`SCHEMA`].
    pub schema: u32,
    /// Short name, used in file names.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// IANA name of local time. Times in the sources are local; no conversion is made.
    pub time_zone: String,
    /// Projected CRS in metres (`EPSG:26996`), in which distances and areas are measured.
    pub work_crs: String,
    /// Who publishes the data, for the foot of every page.
    pub attribution: String,
    /// What the positions are worth.
    #[serde(default)]
    pub positions: Positions,
    /// Neighborhoods and parks.
    pub areas: AreaSource,
    /// Offense groups; their order is the order of display.
    pub offense: Vec<OffenseGroup>,
    /// Names for several groups together.
    #[serde(default)]
    pub alias: BTreeMap<String, Vec<String>>,
    /// Sources of incidents and counts.
    pub source: Vec<Source>,
    /// Existing sites.
    #[serde(default)]
    pub site: Vec<SiteEntry>,
    /// Working hours of a site.
    #[serde(default)]
    pub shift: Option<Shift>,
    /// Funding rules that choices are compared with.
    #[serde(default)]
    pub rule: Vec<Rule>,
    /// How bad an offense is, for the criterion of that name.
    #[serde(default)]
    pub severity: Option<Severity>,
    /// Defaults of the analysis.
    #[serde(default)]
    pub analysis: Analysis,
    /// Sentences that every screen shows.
    #[serde(default)]
    pub notices: Vec<String>,
}

/// What the positions are worth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Positions {
    /// Finest H3 resolution at which anything may be shown: 8, 9 or 10.
    #[serde(default = "finest")]
    pub finest_resolution: Resolution,
    /// How far a position may be off, metres.
    #[serde(default)]
    pub accuracy_m: f64,
    /// Whether positions inside cells are made up; the label that every screen then carries.
    #[serde(default)]
    pub synthetic: Option<String>,
    /// Points farther than this outside every area are unlocated, metres.
    #[serde(default = "outside")]
    pub outside_m: f64,
}

fn finest() -> Resolution {
    Resolution::R10
}
fn outside() -> f64 {
    1000.0
}

impl Default for Positions {
    fn default() -> Self {
        Self { finest_resolution: finest(), accuracy_m: 0.0, synthetic: None, outside_m: outside() }
    }
}

/// Where the areas come from: any vector file or database that GDAL reads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AreaSource {
    /// Path relative to the city file, or a GDAL name such as `PG:…`; `${NAME}` and `${NAME:-default}` are filled in
    /// from the environment.
    pub path: String,
    /// Layer, where the file has several.
    #[serde(default)]
    pub layer: Option<String>,
    /// CRS, where the file does not say or says wrong.
    #[serde(default)]
    pub crs: Option<String>,
    /// Column of the area's id.
    pub id: String,
    /// Column of its name.
    pub name: String,
    /// Ids of parks, cemeteries and gardens: counted, not ranked.
    #[serde(default)]
    pub parks: Vec<String>,
    /// Columns of residents by census year.
    #[serde(default)]
    pub population: BTreeMap<String, String>,
    /// Tables with more residents, joined by id.
    #[serde(default)]
    pub join: Vec<PopulationTable>,
    /// Ids of other names that sources use for these areas (`"JeffVanderLou" = "59"`); letters and digits alone are
    /// compared, case is ignored.
    #[serde(default)]
    pub names: BTreeMap<String, String>,
    /// Who made the outlines, and under which licence.
    pub credit: String,
    /// What a reader must know of these borders.
    #[serde(default)]
    pub note: Option<String>,
}

/// A CSV table of residents by area id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PopulationTable {
    /// Path, as [`AreaSource::path`].
    pub path: String,
    /// Column of the area's id.
    pub id: String,
    /// Columns of residents by census year.
    pub population: BTreeMap<String, String>,
}

/// A source of incidents or counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Short name.
    pub id: String,
    /// Name for people, with publisher.
    pub name: String,
    /// What it holds.
    pub kind: SourceKind,
    /// Files: paths with `*` and `${NAME:-default}`, relative to the city file; or GDAL names.
    pub paths: Vec<String>,
    /// Layer, for GDAL formats with several.
    #[serde(default)]
    pub layer: Option<String>,
    /// Reporting system: `UCR/SRS`, `NIBRS`. A change within a window is a series break.
    pub reporting: String,
    /// Text encoding: `auto` (UTF-8 where valid, else Windows-1252; a byte-order mark proves nothing), `utf-8`,
    /// `windows-1252`.
    #[serde(default = "auto")]
    pub encoding: String,
    /// CRS of the coordinates.
    #[serde(default)]
    pub crs: Option<String>,
    /// First month the source should have; a month without a file in between is missing, not zero.
    pub from: Month,
    /// Last month the source should have.
    pub to: Month,
    /// Column names by meaning, each with its aliases; letters and digits alone are compared, case is ignored.
    pub columns: Columns,
    /// Date forms and time marks.
    #[serde(default)]
    pub dates: Dates,
    /// Rows whose column has this value only are read (`published_in = "jan-crime.pdf"`).
    #[serde(default)]
    pub only: BTreeMap<String, Vec<String>>,
    /// Rows whose column has one of these values are not read (`nibrs = ["TOTAL"]`: sums and parts of other rows).
    #[serde(default)]
    pub skip: BTreeMap<String, Vec<String>>,
    /// First rule that matches decides the group; a row that no rule matches is rejected.
    pub code: Vec<CodeRule>,
    /// Whether a point column written as 0 (either coordinate) means "no position". Default yes.
    #[serde(default = "yes")]
    pub zero_is_missing: bool,
}

fn auto() -> String {
    "auto".to_owned()
}
fn yes() -> bool {
    true
}

crate::named! {
    /// What a source holds.
    pub enum SourceKind as "kind of source" {
        /// One row per offense, with or without a position.
        Incidents = "incidents",
        /// Counts per area and month, as published.
        AreaCounts = "area-counts",
        /// Counts per city and calendar year, as published.
        YearCounts = "year-counts",
    }
}

/// Column aliases by meaning.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Columns {
    /// Incident or complaint number. Where a layout has none, rows alike in every column count as one incident.
    pub incident: Vec<String>,
    /// Month of report. Where a layout has none, the month in the file's name is used (`YYYY-MM`), else the month of
    /// occurrence.
    pub reported: Vec<String>,
    /// Date, or date and time, of occurrence.
    pub occurred: Vec<String>,
    /// Time of occurrence, where it has a column of its own.
    pub time: Vec<String>,
    /// +1 or −1; where a layout has none, every row counts 1.
    pub count: Vec<String>,
    /// Offense code.
    pub code: Vec<String>,
    /// Offense description.
    pub description: Vec<String>,
    /// `Yes`/`Y`/`1` where a firearm was used.
    pub firearm: Vec<String>,
    /// The police's own area id.
    pub area: Vec<String>,
    /// The police's own area name, where there is no id.
    pub area_name: Vec<String>,
    /// Easting or longitude.
    pub x: Vec<String>,
    /// Northing or latitude.
    pub y: Vec<String>,
    /// Calendar year, for year counts.
    pub year: Vec<String>,
}

/// Date forms.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Dates {
    /// Order of the parts: `mdy`, `dmy` or `ymd`; separators, leading zeros, seconds and AM/PM are recognized.
    pub order: String,
    /// Times that stand for "unknown", such as `00:01`.
    pub unknown_times: Vec<String>,
}

impl Default for Dates {
    fn default() -> Self {
        Self { order: "mdy".to_owned(), unknown_times: Vec::new() }
    }
}

/// A rule from code and description to an offense group. All given conditions must hold.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CodeRule {
    /// Offense group id.
    pub group: String,
    /// Codes that match exactly (case ignored).
    pub is: Vec<String>,
    /// Numeric codes from … to, both included; leading zeros and blanks do not matter.
    pub range: Option<(u32, u32)>,
    /// The description holds one of these (case ignored).
    pub contains: Vec<String>,
    /// The description holds none of these (case ignored).
    pub lacks: Vec<String>,
    /// Whether a firearm was used.
    pub firearm: Option<bool>,
}

/// An existing site in the city file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteEntry {
    /// Short name.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// First month.
    pub from: Month,
    /// Last month, where it has ended.
    #[serde(default)]
    pub to: Option<Month>,
    /// How the outline came about.
    pub shape: SiteShape,
    /// Areas whose outlines stand in.
    #[serde(default)]
    pub areas: Vec<String>,
    /// GeoJSON file of the outline, where published.
    #[serde(default)]
    pub outline: Option<String>,
    /// What is known and disputed, with source and date.
    #[serde(default)]
    pub note: String,
}

/// Working hours of a site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shift {
    /// Weekdays, Monday = 0.
    pub weekdays: Vec<u8>,
    /// First hour, included.
    pub from_hour: u8,
    /// Last hour, excluded.
    pub to_hour: u8,
    /// Where this is stated.
    pub source: String,
}

/// Defaults of the analysis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Analysis {
    /// First month of the default window; absent: ten years back from the data-through month.
    pub from: Option<Month>,
    /// Last month of the default window; absent: the data-through month.
    pub to: Option<Month>,
    /// Number of areas to choose.
    pub k: usize,
    /// Area of a candidate catchment, km².
    pub catchment_km2: f64,
    /// Preset areas offered, km².
    pub catchment_presets_km2: Vec<f64>,
    /// Kernel bandwidth, metres.
    pub bandwidth_m: f64,
    /// Pixel of the surface, metres.
    pub pixel_m: f64,
    /// False discovery rate of Gi*.
    pub fdr: f64,
    /// Areas with fewer residents have no rate per resident.
    pub min_residents: f64,
    /// Census year whose residents divide counts; absent: the latest.
    pub population_year: Option<u16>,
    /// Offense groups that victims report and that say something about the harm to come, beside the harm itself; what
    /// each is worth is learned from the past.
    pub predictors: Vec<String>,
}

impl Default for Analysis {
    fn default() -> Self {
        Self {
            from: None,
            to: None,
            k: 3,
            catchment_km2: 2.5,
            catchment_presets_km2: vec![0.25, 2.5],
            bandwidth_m: 500.0,
            pixel_m: 50.0,
            fdr: 0.05,
            min_residents: 100.0,
            population_year: None,
            predictors: Vec::new(),
        }
    }
}

impl City {
    /// Reads and checks a city file.
    ///
    /// # Errors
    /// [`CityError`] with the key, its value and what was expected; for malformed TOML, line and column.
    pub fn from_toml(text: &str) -> Result<Self, CityError> {
        let city: Self = toml::from_str(text).map_err(|e| CityError::Form(e.to_string()))?;
        city.check()?;
        Ok(city)
    }

    /// The offense groups, checked.
    ///
    /// # Errors
    /// [`OffenseError::Declaration`].
    pub fn offenses(&self) -> Result<Offenses, OffenseError> {
        Offenses::new(self.offense.clone(), self.alias.clone())
    }

    fn check(&self) -> Result<(), CityError> {
        if self.schema != SCHEMA {
            return Err(CityError::Schema(self.schema));
        }
        let offenses = self.offenses()?;
        let value = |key: &str, value: String, expected: &str| {
            Err(CityError::Value { key: key.to_owned(), value, expected: expected.to_owned() })
        };
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if self.id.is_empty() || !self.id.chars().all(plain) {
            return value("id", format!("\"{}\"", self.id), "lower-case letters, digits and -");
        }
        for source in &self.source {
            source.check(&offenses)?;
        }
        for (at, rule) in self.rule.iter().enumerate() {
            rule.check(&offenses)?;
            if self.rule[..at].iter().any(|other| other.id == rule.id) {
                return value("rule: id", format!("\"{}\"", rule.id), "an id of its own");
            }
        }
        if let Some(severity) = &self.severity {
            severity.check(&offenses)?;
        }
        if let Some(shift) = &self.shift
            && (shift.weekdays.iter().any(|d| *d > 6) || shift.from_hour >= shift.to_hour || shift.to_hour > 24)
        {
            return value(
                "shift",
                format!("{shift:?}"),
                "weekdays 0 (Monday) to 6, from_hour before to_hour, to_hour up to 24",
            );
        }
        let a = &self.analysis;
        let positive = |x: f64| x.is_finite() && x > 0.0;
        for (key, x) in [
            ("analysis.catchment_km2", a.catchment_km2),
            ("analysis.bandwidth_m", a.bandwidth_m),
            ("analysis.pixel_m", a.pixel_m),
        ] {
            if !positive(x) {
                return value(key, x.to_string(), "a number above 0");
            }
        }
        if !(a.fdr > 0.0 && a.fdr < 1.0) {
            return value("analysis.fdr", a.fdr.to_string(), "a number between 0 and 1");
        }
        for id in &a.predictors {
            let group = offenses.id(id).map(|g| offenses.group(g));
            if group.flatten().is_none_or(|g| g.reported_by == ReportedBy::Police || g.finest < Finest::Cell) {
                return value(
                    "analysis.predictors",
                    format!("\"{id}\""),
                    "offense ids that victims report and that may be shown per cell: counting what patrols find feeds \
                        back into where patrols go",
                );
            }
        }
        if a.k == 0 {
            return value("analysis.k", a.k.to_string(), "1 or more");
        }
        Ok(())
    }
}

impl Source {
    fn check(&self, offenses: &Offenses) -> Result<(), CityError> {
        let value = |key: &str, value: String, expected: &str| {
            Err(CityError::Value { key: format!("source {}: {key}", self.id), value, expected: expected.to_owned() })
        };
        if self.to < self.from {
            return value("to", self.to.to_string(), &format!("{} or later", self.from));
        }
        if self.paths.is_empty() {
            return value("paths", "[]".to_owned(), "at least one path");
        }
        if !["auto", "utf-8", "windows-1252"].contains(&self.encoding.as_str()) {
            return value("encoding", format!("\"{}\"", self.encoding), "auto, utf-8 or windows-1252");
        }
        if !["mdy", "dmy", "ymd"].contains(&self.dates.order.as_str()) {
            return value("dates.order", format!("\"{}\"", self.dates.order), "mdy, dmy or ymd");
        }
        for rule in &self.code {
            if offenses.id(&rule.group).is_none() {
                return value("code.group", format!("\"{}\"", rule.group), &format!("one of {}", offenses.known()));
            }
        }
        if self.code.is_empty() {
            return value("code", "[]".to_owned(), "at least one rule");
        }
        Ok(())
    }
}
