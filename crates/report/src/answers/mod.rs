//! The answers that `catchment report` hands over: the part of them that a report says. Fields that are not read are
//! passed over.

mod asked;

use std::collections::BTreeMap;

use serde::Deserialize;

pub(crate) use asked::{Backtest, Choice, Criterion, Decided, Decision, Record, Rule, Tested};

/// Everything that a report is laid out from.
#[derive(Debug, Clone, Deserialize)]
pub struct Answers {
    /// What was asked for: `count`, `per_resident` or `per_km2`.
    pub measure: String,
    /// The dataset.
    pub status: Status,
    /// All neighborhoods by each measure.
    pub neighborhoods: ByMeasure,
    /// Candidate catchments; absent where none can be told.
    pub catchments: Option<Rankings>,
    /// Why there are no catchments.
    pub no_catchments: Option<String>,
    /// The decision under several criteria, where any were weighed.
    pub decision: Option<Decision>,
    /// The best catchments under limits, where any were named.
    pub choice: Option<Choice>,
    /// How each way of choosing would have done before, where it was tested.
    pub backtest: Option<Backtest>,
    /// The decision record that the report speaks for.
    pub record: Option<Record>,
    /// The city's counts by month, gaps included.
    pub series: Vec<MonthCount>,
    /// Outlines for the maps.
    pub outlines: Outlines,
}

/// A ranking by each measure.
#[derive(Debug, Clone, Deserialize)]
pub struct ByMeasure {
    /// By count.
    pub count: Rankings,
    /// Per resident; absent where residents are not known.
    pub per_resident: Option<Rankings>,
    /// Per km².
    pub per_km2: Rankings,
}

/// A ranking.
#[derive(Debug, Clone, Deserialize)]
pub struct Rankings {
    /// What it says of itself.
    pub meta: Meta,
    /// Places by falling score.
    pub items: Vec<Item>,
    /// Places that are counted but not ranked.
    pub not_ranked: Vec<NotRanked>,
    /// The whole city.
    pub city: Totals,
    /// Classes of the map.
    pub legend: Vec<Class>,
    /// What the search for catchments is worth.
    #[serde(default)]
    pub search: Option<Search>,
}

/// Parameters and remarks.
#[derive(Debug, Clone, Deserialize)]
pub struct Meta {
    /// Hash of the dataset.
    pub dataset: String,
    /// Program and version.
    pub program: String,
    /// Seed of the draws.
    pub seed: u64,
    /// Parameters, every default filled in.
    pub params: Parameters,
    /// Months.
    pub window: Window,
    /// What one count is.
    pub unit_label: String,
    /// What a reader must know.
    pub warnings: Vec<String>,
    /// Offenses asked for that are not counted here.
    pub withheld: Vec<String>,
    /// Credit line.
    pub source: String,
}

/// Parameters of a ranking.
#[derive(Debug, Clone, Deserialize)]
pub struct Parameters {
    /// Offense groups counted.
    pub offense: Vec<String>,
    /// Weight of each in the score.
    pub weights: BTreeMap<String, f64>,
    /// `reported` or `occurred`.
    pub time: String,
    /// `label` or `point`.
    pub area: String,
    /// `count`, `per_resident` or `per_km2`.
    pub measure: String,
    /// Number of areas to choose.
    pub k: usize,
    /// Area of a catchment, km².
    pub area_km2: Option<f64>,
}

/// Months of a ranking.
#[derive(Debug, Clone, Deserialize)]
pub struct Window {
    /// First month.
    pub from: String,
    /// Last month, included.
    pub to: String,
    /// Months in it.
    pub months: usize,
    /// Months with data.
    pub covered_months: usize,
    /// Reporting systems in it.
    pub systems: Vec<String>,
}

/// A place in its rank.
#[derive(Debug, Clone, Deserialize)]
pub struct Item {
    /// Place in the list.
    pub rank: usize,
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Posterior mean of the measure per year.
    pub score: Option<f64>,
    /// Lower end of its 90 % interval.
    pub score_low: Option<f64>,
    /// Upper end of its 90 % interval.
    pub score_high: Option<f64>,
    /// Count over the covered months.
    pub count: i64,
    /// Per 1,000 residents and year.
    pub per_1000: Option<f64>,
    /// Per km² and year.
    pub per_km2: Option<f64>,
    /// Area, km².
    pub area_km2: f64,
    /// Better end of the rank's 90 % interval.
    pub rank_low: usize,
    /// Worse end of the rank's 90 % interval.
    pub rank_high: usize,
    /// Chance that the true rank is among the first k.
    pub p_top: f64,
    /// Why it stands here.
    pub reasons: Vec<String>,
}

/// A place that is counted but not ranked.
#[derive(Debug, Clone, Deserialize)]
pub struct NotRanked {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Why.
    pub why: String,
    /// Count.
    pub count: i64,
}

/// Count of the city.
#[derive(Debug, Clone, Deserialize)]
pub struct Totals {
    /// Count over the covered months.
    pub count: i64,
}

/// A class of the map.
#[derive(Debug, Clone, Deserialize)]
pub struct Class {
    /// Lower bound, included.
    pub from: f64,
    /// Upper bound, excluded; absent for the last.
    pub to: Option<f64>,
    /// Color as `#rrggbb`.
    pub color: String,
}

/// What a search for catchments is worth.
#[derive(Debug, Clone, Deserialize)]
pub struct Search {
    /// How far the first k may be from the best possible, as a share.
    pub gap: f64,
}

/// The dataset.
#[derive(Debug, Clone, Deserialize)]
pub struct Status {
    /// The city.
    pub city: City,
    /// Last month with incidents.
    pub through: Option<String>,
    /// What is known, as runs of months.
    pub coverage: Vec<Run>,
    /// Offense groups.
    pub offenses: Vec<Offense>,
    /// Rows accounted for.
    pub rows: Rows,
    /// Rows with a position, by year and offense.
    pub located: Vec<Located>,
    /// Rows whose police label and polygon differ.
    pub label_differs: Differs,
    /// Borders and residents.
    pub areas: Areas,
    /// Existing sites.
    pub sites: Vec<Site>,
}

/// The city.
#[derive(Debug, Clone, Deserialize)]
pub struct City {
    /// Name.
    pub name: String,
    /// Credit line.
    pub attribution: String,
    /// What a reader of any figure must know.
    pub notices: Vec<String>,
    /// What to say of positions that are made up.
    pub synthetic: Option<String>,
    /// How exact positions are, meters.
    pub accuracy_m: f64,
    /// West, south, east, north.
    pub bounds: [f64; 4],
}

/// Months of one kind.
#[derive(Debug, Clone, Deserialize)]
pub struct Run {
    /// First month.
    pub from: String,
    /// Last month.
    pub to: String,
    /// `incidents`, `area-counts` or `missing`.
    pub status: String,
    /// Reporting system.
    pub system: Option<String>,
}

/// An offense group.
#[derive(Debug, Clone, Deserialize)]
pub struct Offense {
    /// Id.
    pub id: String,
    /// Name.
    pub label: String,
    /// `cell`, `area` or `city-year`.
    pub finest: String,
}

/// Rows accounted for.
#[derive(Debug, Clone, Deserialize)]
pub struct Rows {
    /// Rows in.
    #[serde(rename = "rows")]
    pub all: u64,
    /// Rows with a position.
    pub accepted: u64,
    /// Rows that take others back, and those taken back.
    pub cancelled: u64,
    /// Rows without a position.
    pub unlocated: u64,
    /// Rows that could not be read.
    pub rejected: u64,
    /// Net count.
    pub net: i64,
}

/// Rows with a position.
#[derive(Debug, Clone, Deserialize)]
pub struct Located {
    /// Year.
    pub year: i32,
    /// Offense group.
    pub offense: String,
    /// Rows.
    pub rows: u64,
    /// Rows with a position.
    #[serde(rename = "located")]
    pub with_position: u64,
}

/// Rows whose police label and polygon differ.
#[derive(Debug, Clone, Deserialize)]
pub struct Differs {
    /// So many.
    pub rows: u64,
    /// Of so many.
    pub of: u64,
    /// Share.
    pub share: f64,
}

/// Borders and residents.
#[derive(Debug, Clone, Deserialize)]
pub struct Areas {
    /// Remark on the borders.
    pub note: Option<String>,
    /// Credit line of the borders.
    pub credit: String,
    /// Census year that divides counts.
    pub population_year: Option<u16>,
}

/// An existing site.
#[derive(Debug, Clone, Deserialize)]
pub struct Site {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// First month.
    pub from: String,
    /// Last month.
    pub to: Option<String>,
    /// Neighborhoods that it names.
    pub area_ids: Vec<String>,
}

/// A month of the city's series.
#[derive(Debug, Clone, Deserialize)]
pub struct MonthCount {
    /// Month.
    pub month: String,
    /// `incidents`, `area-counts` or `missing`.
    pub status: String,
    /// Count; absent where nothing is known.
    pub count: Option<i64>,
    /// Reporting system.
    pub system: Option<String>,
}

/// Outlines in degrees.
#[derive(Debug, Clone, Deserialize)]
pub struct Outlines {
    /// Neighborhoods and parks.
    pub areas: Vec<Outline>,
    /// Candidate catchments.
    pub catchments: Vec<Outline>,
    /// The best catchments under limits.
    #[serde(default)]
    pub choice: Vec<Outline>,
    /// Existing sites.
    pub sites: Vec<Outline>,
}

/// An outline with its id.
#[derive(Debug, Clone, Deserialize)]
pub struct Outline {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// `neighborhood`, `park`, `catchment`, `published` or `stand-in`.
    pub kind: String,
    /// Where it lies.
    pub geometry: Geometry,
}

/// Polygons: rings of longitude and latitude, the exterior first.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "type")]
pub enum Geometry {
    /// Several polygons.
    MultiPolygon {
        /// Their rings.
        coordinates: Vec<Vec<Vec<[f64; 2]>>>,
    },
}

impl Geometry {
    /// All rings.
    pub fn rings(&self) -> impl Iterator<Item = &[[f64; 2]]> {
        let Self::MultiPolygon { coordinates } = self;
        coordinates.iter().flatten().map(Vec::as_slice)
    }
}

impl Item {
    /// Its value by a measure, as counted.
    pub fn value(&self, measure: &str) -> Option<f64> {
        match measure {
            "per_resident" => self.per_1000,
            "per_km2" => self.per_km2,
            _ => Some(self.count as f64),
        }
    }
}

impl Rankings {
    /// The place with an id, where it is ranked.
    pub fn find(&self, id: &str) -> Option<&Item> {
        self.items.iter().find(|i| i.id == id)
    }
}

impl Answers {
    /// Name of a neighborhood or park by its id; the id where it has none.
    pub fn name<'a>(&'a self, id: &'a str) -> &'a str {
        let ranking = &self.neighborhoods.count;
        let ranked = ranking.items.iter().map(|i| (&i.id, &i.name));
        let others = ranking.not_ranked.iter().map(|n| (&n.id, &n.name));
        ranked.chain(others).find(|(own, _)| *own == id).map_or(id, |(_, name)| name)
    }
}

impl ByMeasure {
    /// The ranking by a measure.
    pub fn by(&self, measure: &str) -> &Rankings {
        match measure {
            "per_resident" => self.per_resident.as_ref().unwrap_or(&self.count),
            "per_km2" => &self.per_km2,
            _ => &self.count,
        }
    }
}
