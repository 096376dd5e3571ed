//! What the dataset is, as an answer.

use std::collections::BTreeMap;

use catchment_model::{Finest, Measure, Month, ReportedBy, Resolution, SiteShape};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::answers::MonthKnown;

/// What the dataset is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StatusAnswer {
    /// The city.
    pub city: CityInfo,
    /// Id of the dataset.
    pub dataset: String,
    /// Program and version.
    pub program: String,
    /// Last month with incidents.
    pub through: Option<String>,
    /// First and last month with incidents.
    pub span: Option<Span>,
    /// Months in runs of one status and system; gaps are runs of their own.
    pub coverage: Vec<CoverageRun>,
    /// Offense groups in order of display.
    pub offenses: Vec<OffenseInfo>,
    /// Names for several groups together.
    pub aliases: BTreeMap<String, Vec<String>>,
    /// What became of the rows read.
    pub rows: Accounted,
    /// Share of located rows by year and group.
    pub located: Vec<Located>,
    /// Rows whose police label and polygon differ.
    pub label_differs: LabelDiffers,
    /// Sentences that a reader must see.
    pub warnings: Vec<String>,
    /// Periods that readers choose from, the default first.
    pub periods: Vec<PeriodChoice>,
    /// What a question has where it says nothing.
    pub defaults: Defaults,
    /// Working hours of a site.
    pub shift: Option<ShiftInfo>,
    /// The areas.
    pub areas: AreasInfo,
    /// Existing sites.
    pub sites: Vec<SiteInfo>,
    /// Whether the city file names a region with a target.
    #[serde(default)]
    pub region: bool,
}

/// The city.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CityInfo {
    /// Short name.
    pub id: String,
    /// Name.
    pub name: String,
    /// Who publishes the data.
    pub attribution: String,
    /// Sentences that every screen shows.
    pub notices: Vec<String>,
    /// What must be known of some months: files that were thinned out, a pandemic.
    #[serde(default)]
    pub months: Vec<MonthsSaid>,
    /// Label of made-up positions, where they are.
    pub synthetic: Option<String>,
    /// How far a position may be off, metres.
    pub accuracy_m: f64,
    /// Finest H3 resolution shown.
    #[schema(value_type = u8)]
    pub finest_resolution: Resolution,
    /// Longitude, latitude.
    pub center: [f64; 2],
    /// West, south, east, north.
    pub bounds: [f64; 4],
}

/// What must be known of some months.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MonthsSaid {
    /// First month.
    pub from: String,
    /// Last month; absent where it has not ended.
    pub to: Option<String>,
    /// A sentence for people.
    pub text: String,
}

/// First and last month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Span {
    /// First month.
    pub from: String,
    /// Last month, included.
    pub to: String,
}

/// A period that readers choose from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PeriodChoice {
    /// Name, as on a button.
    pub name: String,
    /// First month.
    #[schema(value_type = String)]
    pub from: Month,
    /// Last month, included.
    #[schema(value_type = String)]
    pub to: Month,
    /// What to know of it: why the city looks at it, how many of its months have no data.
    pub note: Option<String>,
}

/// Months of one status and reporting system.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CoverageRun {
    /// First month.
    pub from: String,
    /// Last month, included.
    pub to: String,
    /// How they are covered.
    pub status: MonthKnown,
    /// Reporting system; absent for a gap.
    pub system: Option<String>,
}

/// An offense group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OffenseInfo {
    /// Id.
    pub id: String,
    /// Name.
    pub label: String,
    /// Weight in the score.
    pub weight: f64,
    /// Who reports it.
    pub reported_by: ReportedBy,
    /// Finest place shown.
    pub finest: Finest,
    /// Whether it belongs to the default.
    pub default: bool,
}

/// What became of the rows read: `rows` = `accepted` + `cancelled` + `unlocated` + `rejected`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Accounted {
    /// Rows read.
    pub rows: u64,
    /// Rows that count where they are.
    pub accepted: u64,
    /// Rows of pairs that take themselves back.
    pub cancelled: u64,
    /// Rows without a usable position.
    pub unlocated: u64,
    /// Rows that could not be read.
    pub rejected: u64,
    /// Sum of the counts.
    pub net: i64,
}

/// Share of located rows of a year and group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Located {
    /// Calendar year.
    pub year: i32,
    /// Offense group id.
    pub offense: String,
    /// Rows.
    pub rows: u64,
    /// Rows with a position.
    pub located: u64,
    /// Share, 0 to 1.
    pub share: f64,
    /// Whether that is low.
    pub warns: bool,
}

/// Rows whose police label and polygon differ.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LabelDiffers {
    /// Rows that differ.
    pub rows: u64,
    /// Rows where both are known.
    pub of: u64,
    /// Share, 0 to 1.
    pub share: f64,
}

/// What a question has where it says nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Defaults {
    /// First month.
    pub from: Option<String>,
    /// Last month.
    pub to: Option<String>,
    /// Number of areas to choose.
    pub k: usize,
    /// Offenses.
    pub offense: String,
    /// Measure.
    pub measure: Measure,
    /// Area of a catchment, km².
    pub catchment_km2: f64,
    /// Preset areas, km².
    pub catchment_presets_km2: Vec<f64>,
    /// Bandwidth, metres.
    pub bandwidth_m: f64,
    /// Pixel, metres.
    pub pixel_m: f64,
    /// False discovery rate.
    pub fdr: f64,
    /// Resolution of cells.
    #[schema(value_type = u8)]
    pub resolution: Resolution,
}

/// Working hours of a site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ShiftInfo {
    /// Weekdays, Monday = 0.
    pub weekdays: Vec<u8>,
    /// First hour, included.
    pub from_hour: u8,
    /// Last hour, excluded.
    pub to_hour: u8,
    /// Where this is stated.
    pub source: String,
}

/// The areas.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AreasInfo {
    /// What a reader must know of the borders.
    pub note: Option<String>,
    /// Who made them.
    pub credit: String,
    /// Census years with residents.
    pub population_years: Vec<u16>,
    /// Census year that divides counts.
    pub population_year: Option<u16>,
}

/// An existing site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SiteInfo {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// First month.
    pub from: String,
    /// Last month, where it has ended.
    pub to: Option<String>,
    /// How its outline came about.
    pub shape: SiteShape,
    /// Areas whose outlines stand in.
    pub area_ids: Vec<String>,
    /// What is known and disputed.
    pub note: String,
    /// Who runs it, from when to when, and where that is stated; absent where nobody is known.
    pub run_by: Option<String>,
}
