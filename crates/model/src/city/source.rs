//! Where areas, incidents and published counts come from.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::covers::{COVERS, Covered, Covers};
use super::error::CityError;
use super::known::unsaid;
use super::values;
use crate::{Month, Offenses};

/// Where the areas come from: any vector file or database that GDAL reads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AreaSource {
    /// Path relative to the city file, or a GDAL name such as `PG:…`; `${NAME}` and `${NAME:-default}` are filled in
    /// from the environment.
    pub path: String,
    /// Layer, where the file has several.
    pub layer: Option<String>,
    /// CRS, where the file does not say or says wrong.
    pub crs: Option<String>,
    /// Text encoding, as [`Source::encoding`]. Where it is not said, a table beside outlines is in the encoding that it
    /// states, else UTF-8 where valid, else Windows-1252, and told.
    pub encoding: Option<String>,
    /// Column of the area's id.
    pub id: String,
    /// Column of its name, or a text with columns in braces: `"Precinct {number}"`. Where it is not said, the id.
    #[serde(default)]
    pub name: String,
    /// Ids of parks, cemeteries and gardens: counted, not ranked.
    #[serde(default)]
    pub parks: Vec<String>,
    /// Columns of residents by census year.
    #[serde(default)]
    pub population: BTreeMap<String, String>,
    /// Mark before the decimals of residents: a point or a comma. Where it is not said, `1.234` is left out and told.
    pub decimal: Option<String>,
    /// Tables with more residents, joined by id.
    #[serde(default)]
    pub join: Vec<PopulationTable>,
    /// Ids of other names that sources use for these areas (`"JeffVanderLou" = "59"`); letters and digits alone are
    /// compared, case is ignored.
    #[serde(default)]
    pub names: BTreeMap<String, String>,
    /// Which rows count where their point lies, when areas are counted by label.
    #[serde(default)]
    pub by_point: ByPoint,
    /// Residents of blocks, block groups or tracts: where in an area its residents live.
    #[serde(default)]
    pub blocks: Vec<BlockSource>,
    /// Ground where people live; where it is not said, all of an area that is no park.
    pub inhabited: Option<InhabitedSource>,
    /// Who made the outlines, and under which license. Where it is not said, every map says so.
    #[serde(default = "unsaid")]
    pub credit: String,
    /// What a reader must know of these borders.
    pub note: Option<String>,
}

/// A table of residents by area id: delimited text, a spreadsheet, JSON records, or what GDAL reads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PopulationTable {
    /// Path, as [`AreaSource::path`].
    pub path: String,
    /// Sheet or table, where the file has several.
    pub layer: Option<String>,
    /// Column of the area's id.
    pub id: String,
    /// Columns of residents by census year. Rows of one id are added up.
    pub population: BTreeMap<String, String>,
    /// Mark before the decimals, as [`AreaSource::decimal`].
    pub decimal: Option<String>,
    /// Text encoding, as [`Source::encoding`].
    pub encoding: Option<String>,
    /// What separates fields, as [`Source::delimiter`].
    pub delimiter: Option<String>,
    /// Lines before the header, as [`Source::skip_lines`].
    pub skip_lines: Option<u32>,
}

/// Residents of small areas: census blocks, block groups, tracts, as polygons or as a point in each; or a table of H3
/// cells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BlockSource {
    /// Path, as [`AreaSource::path`].
    pub path: String,
    /// Layer, where the file has several.
    pub layer: Option<String>,
    /// CRS, where the file does not say or says wrong.
    pub crs: Option<String>,
    /// Column of H3 cells, where the file is a CSV table of them.
    pub cell: Option<String>,
    /// Columns of residents by census year.
    pub population: BTreeMap<String, String>,
    /// Mark before the decimals, as [`AreaSource::decimal`].
    pub decimal: Option<String>,
    /// What they are, for the sentence beside every estimate: "block groups of the American Community Survey".
    pub what: String,
}

/// Ground where people live: residential land as polygons, or the streets that they live on as lines.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct InhabitedSource {
    /// Path, as [`AreaSource::path`].
    pub path: String,
    /// Layer, where the file has several.
    pub layer: Option<String>,
    /// CRS, where the file does not say or says wrong.
    pub crs: Option<String>,
    /// Features whose column has one of these values only are read (`MTFCC = ["S1400"]`: local streets).
    #[serde(default)]
    pub only: BTreeMap<String, Vec<String>>,
    /// How far from such a line or polygon people live, meters.
    #[serde(default = "beside_a_street")]
    pub within_m: f64,
}

/// Half the depth of a city block.
fn beside_a_street() -> f64 {
    60.0
}

crate::named! {
    /// Which rows count where their point lies, when areas are counted by label.
    pub enum ByPoint as "rows that count by point" {
        /// Those whose label is the name of no area; rows without a label are in no area.
        Unknown = "unknown",
        /// Those without a label too.
        All = "all",
        /// None: such rows are in no area.
        Never = "never",
    }
    default Unknown
}

/// A source of incidents or counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Short name. Where it is not said, what it holds, with a number where several hold the same.
    #[serde(default)]
    pub id: String,
    /// Name for people, with publisher. Where it is not said, the short name.
    #[serde(default)]
    pub name: String,
    /// What it holds.
    #[serde(default)]
    pub kind: SourceKind,
    /// Files: paths with `*` and `${NAME:-default}`, relative to the city file; or GDAL names.
    pub paths: Vec<String>,
    /// Sheet or layer, for spreadsheets and GDAL formats with several. Where it is not said, the only one that has the
    /// columns.
    pub layer: Option<String>,
    /// What separates the fields of text: one character, or `tab`. Where it is not said, a comma, a semicolon, a tab or
    /// a bar, as the header shows.
    pub delimiter: Option<String>,
    /// Lines before the header. Where it is not said, the header is the first line with the columns named here, and
    /// what was skipped is told.
    pub skip_lines: Option<u32>,
    /// Reporting system: `UCR/SRS`, `NIBRS`. A change within a window is a series break.
    #[serde(default = "unsaid")]
    pub reporting: String,
    /// Text encoding: `auto` (UTF-16 where it shows, UTF-8 where valid, else Windows-1252; a byte-order mark of UTF-8
    /// proves nothing), or a name of the WHATWG Encoding Standard: `utf-8`, `windows-1252`, `iso-8859-2`.
    #[serde(default = "auto")]
    pub encoding: String,
    /// CRS of the coordinates. Where neither this nor the file says it, longitude and latitude by WGS 84, provided that
    /// all of them can be degrees.
    pub crs: Option<String>,
    /// First month the source should have; a month without a file in between is missing, not zero. Where it is not
    /// said, the first with rows, stray ones years apart left out.
    #[serde(default = "Source::first_of_all")]
    pub from: Month,
    /// Last month the source should have. Where it is not said, the last with rows, as `from`.
    #[serde(default = "Source::last_of_all")]
    pub to: Month,
    /// Months that the files cover: a month among them without a row is zero. Where it is not said, it is guessed from
    /// names and rows, and told.
    pub covers: Option<Covers>,
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
    /// Columns that together tell rows apart: a row whose values stood in an earlier file of the source is left out.
    #[serde(default)]
    pub once_by: Vec<String>,
    /// First rule that matches decides the group; a row that no rule matches is rejected. A rule with a group alone
    /// takes all rows that come to it.
    pub code: Vec<CodeRule>,
    /// Largest share of rows that may be rejected or lack a position, 0 to 1; where it is not said, half. Beyond it the
    /// ingest fails and leaves the dataset as it was.
    pub largest_loss: Option<f64>,
    /// Order of the two numbers of a point in one text, `xy` or `yx`; where it is not said, a pair in parentheses is
    /// `yx` (latitude first) and everything else `xy`.
    pub point_order: Option<String>,
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
    default Incidents
}

/// Column aliases by meaning.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Columns {
    /// Incident or complaint number. Where a layout has none, rows alike in every column count as one incident.
    pub incident: Vec<String>,
    /// Month of report, or a date in it.
    /// Where a layout has none, the month in the file's name is used (`YYYY-MM`), else the month of
    /// occurrence.
    pub reported: Vec<String>,
    /// Date, or date and time, of occurrence.
    pub occurred: Vec<String>,
    /// Time of occurrence, where it has a column of its own.
    pub time: Vec<String>,
    /// Hour of occurrence, 0 to 23, where it has a column of its own.
    pub hour: Vec<String>,
    /// How many the row counts: 1, −1 for one taken back, or another whole number; where a layout has none, 1.
    pub count: Vec<String>,
    /// Number of victims of the row, 0 or more: the row counts as many, and is an incident even of none.
    pub victims: Vec<String>,
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
    /// A point in one text, in place of `x` and `y`: `(latitude, longitude)`, WKT, EWKB, `GeoJSON`.
    pub point: Vec<String>,
    /// The address: the texts of all of these columns that a file has, in this order. It names points that many rows
    /// share; where it is not said, columns are looked for by their names.
    pub address: Vec<String>,
    /// Easting or longitude.
    pub x: Vec<String>,
    /// Northing or latitude.
    pub y: Vec<String>,
    /// Calendar year: for year counts, and of a date whose parts have columns of their own.
    pub year: Vec<String>,
    /// Month of such a date, as a number.
    pub month: Vec<String>,
    /// Day of such a date.
    pub day: Vec<String>,
}

/// Date forms.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Dates {
    /// Order of the parts: `mdy`, `dmy` or `ymd`; separators, leading zeros, seconds, AM/PM, names of months, eight
    /// digits, and numbers of seconds or days are recognized.
    pub order: String,
    /// Times that stand for "unknown", such as `00:01`.
    pub unknown_times: Vec<String>,
    /// Zone that times are written in: `utc`, or `local` (whatever offset stands beside them). Where it is not said,
    /// times are the city's own, and those with an offset are converted.
    pub zone: Option<String>,
    /// What to say beside figures by day where the days of the files are not those of the events: made-up files.
    pub synthetic: Option<String>,
}

impl Default for Dates {
    fn default() -> Self {
        Self { order: "mdy".to_owned(), unknown_times: Vec::new(), zone: None, synthetic: None }
    }
}

/// A rule from code and description to an offense group. All given conditions must hold.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct CodeRule {
    /// Offense group id.
    pub group: String,
    /// Codes that match. Case, blanks around and zeros in front do not matter: `12`, `"12"` and `"012"` are one; a code
    /// in quotes of its own, `"'012'"`, matches as written.
    #[serde(deserialize_with = "values::list")]
    #[cfg_attr(feature = "schema", schema(value_type = values::Loose))]
    pub is: Vec<String>,
    /// Numeric codes from … to, both included; leading zeros and blanks do not matter.
    #[cfg_attr(feature = "schema", schema(value_type = Vec<u32>))]
    pub range: Option<(u32, u32)>,
    /// The description holds one of these (case ignored).
    pub contains: Vec<String>,
    /// The description holds none of these (case ignored).
    pub lacks: Vec<String>,
    /// Whether a firearm was used.
    pub firearm: Option<bool>,
    /// Values of any columns, all of which must hold (`where = { domestic = "N", weapon = ["GUN", "RIFLE"] }`);
    /// compared as `is`.
    #[serde(rename = "where", deserialize_with = "values::table")]
    #[cfg_attr(feature = "schema", schema(value_type = BTreeMap<String, values::Loose>))]
    pub conditions: BTreeMap<String, Vec<String>>,
    /// Values of any columns, none of which may hold.
    #[serde(deserialize_with = "values::table")]
    #[cfg_attr(feature = "schema", schema(value_type = BTreeMap<String, values::Loose>))]
    pub unless: BTreeMap<String, Vec<String>>,
}

impl Source {
    /// Stands for the first month where the city file names none. The last digits of a year go by the rule of POSIX
    /// then (69 is 1969, 68 is 2068): the last month of 2068 is its other end.
    pub fn first_of_all() -> Month {
        Month::new(1, 1).unwrap_or_else(|_| Self::last_of_all())
    }

    /// Stands for the last month where the city file names none.
    pub fn last_of_all() -> Month {
        Month::from_index(2068 * 12 + 11).unwrap_or_else(Self::first_of_all)
    }

    /// Checks what the form alone cannot.
    pub(super) fn check(&self, offenses: &Offenses) -> Result<(), CityError> {
        let value = |key: &str, value: String, expected: &str| {
            Err(CityError::Value { key: format!("source {}: {key}", self.id), value, expected: expected.to_owned() })
        };
        if self.to < self.from {
            return value("to", self.to.to_string(), &format!("{} or later", self.from));
        }
        let within = |c: &Covered| match c {
            Covered::Months(spans) => spans.iter().all(|s| s.from() >= self.from && s.to() <= self.to),
            Covered::FileName | Covered::Rows => true,
        };
        if let Some(covers) = self.covers.as_ref().filter(|c| !c.read().is_some_and(|c| within(&c))) {
            return value("covers", values::as_written(covers), COVERS);
        }
        if self.paths.is_empty() {
            return value("paths", "[]".to_owned(), "at least one path");
        }
        if !["mdy", "dmy", "ymd"].contains(&self.dates.order.as_str()) {
            return value("dates.order", format!("\"{}\"", self.dates.order), "mdy, dmy or ymd");
        }
        if let Some(share) = self.largest_loss.filter(|share| !(0.0..=1.0).contains(share)) {
            return value("largest_loss", share.to_string(), "0 to 1");
        }
        if let Some(zone) = self.dates.zone.as_ref().filter(|z| !["utc", "local"].contains(&z.as_str())) {
            return value("dates.zone", format!("\"{zone}\""), "utc or local");
        }
        if let Some(order) = self.point_order.as_ref().filter(|o| !["xy", "yx"].contains(&o.as_str())) {
            return value("point_order", format!("\"{order}\""), "xy or yx");
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
