//! What the dataset is: city, coverage, offenses, accounting, defaults. What a viewer asks first.

use std::collections::BTreeMap;

use catchment_model::{Finest, Month, MonthStatus, ReportedBy, Resolution, SiteShape};
use serde::Serialize;
use utoipa::ToSchema;

use super::given::default_window;
use super::meta::PROGRAM;
use super::params::MAX_K;
use super::places::population_year;
use super::{AskError, geometry};
use crate::engine::Engine;

/// What the dataset is.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct StatusAnswer {
    /// The city.
    pub city: CityInfo,
    /// Id of the dataset.
    pub dataset: String,
    /// Program and version.
    pub program: &'static str,
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
    /// What a question has where it says nothing.
    pub defaults: Defaults,
    /// Working hours of a site.
    pub shift: Option<ShiftInfo>,
    /// The areas.
    pub areas: AreasInfo,
    /// Existing sites.
    pub sites: Vec<SiteInfo>,
}

/// The city.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CityInfo {
    /// Short name.
    pub id: String,
    /// Name.
    pub name: String,
    /// Who publishes the data.
    pub attribution: String,
    /// Sentences that every screen shows.
    pub notices: Vec<String>,
    /// Label of made-up positions, where they are.
    pub synthetic: Option<String>,
    /// How far a position may be off, metres.
    pub accuracy_m: f64,
    /// Finest H3 resolution shown.
    pub finest_resolution: u8,
    /// Longitude, latitude.
    pub center: [f64; 2],
    /// West, south, east, north.
    pub bounds: [f64; 4],
}

/// First and last month.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Span {
    /// First month.
    pub from: String,
    /// Last month, included.
    pub to: String,
}

/// Months of one status and reporting system.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CoverageRun {
    /// First month.
    pub from: String,
    /// Last month, included.
    pub to: String,
    /// `incidents`, `area-counts` or `missing`.
    pub status: &'static str,
    /// Reporting system; absent for a gap.
    pub system: Option<String>,
}

/// An offense group.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct OffenseInfo {
    /// Id.
    pub id: String,
    /// Name.
    pub label: String,
    /// Weight in the score.
    pub weight: f64,
    /// `victim` or `police`.
    pub reported_by: &'static str,
    /// Finest place shown: `city-year`, `area` or `cell`.
    pub finest: &'static str,
    /// Whether it belongs to the default.
    pub default: bool,
}

/// What became of the rows read: `rows` = `accepted` + `cancelled` + `unlocated` + `rejected`.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
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
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
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
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LabelDiffers {
    /// Rows that differ.
    pub rows: u64,
    /// Rows where both are known.
    pub of: u64,
    /// Share, 0 to 1.
    pub share: f64,
}

/// What a question has where it says nothing.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
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
    pub measure: &'static str,
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
    pub resolution: u8,
}

/// Working hours of a site.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
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
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
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
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SiteInfo {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// First month.
    pub from: String,
    /// Last month, where it has ended.
    pub to: Option<String>,
    /// `published` or `stand-in`.
    pub shape: &'static str,
    /// Areas whose outlines stand in.
    pub area_ids: Vec<String>,
    /// What is known and disputed.
    pub note: String,
}

/// What the dataset is.
///
/// # Errors
/// [`AskError`] where the areas have no extent.
pub fn status(engine: &Engine) -> Result<StatusAnswer, AskError> {
    let data = &engine.data;
    let totals = data.quality.totals();
    let (differ, of) = data.quality.label_differs;
    let group = |id: &catchment_model::GroupId| data.offenses.group(*id).map(|g| g.id.clone());
    Ok(StatusAnswer {
        city: city(engine)?,
        dataset: data.id.clone(),
        program: PROGRAM,
        through: data.coverage.through().map(|m| m.to_string()),
        span: data.coverage.incidents_span().map(|w| Span { from: w.from().to_string(), to: w.to().to_string() }),
        coverage: coverage(engine),
        offenses: offenses(engine),
        aliases: data
            .offenses
            .aliases()
            .iter()
            .map(|(name, ids)| (name.clone(), ids.iter().filter_map(group).collect()))
            .collect(),
        rows: Accounted {
            rows: totals.rows,
            accepted: totals.accepted,
            cancelled: totals.cancelled,
            unlocated: totals.unlocated,
            rejected: totals.rejected,
            net: totals.net,
        },
        located: located(engine),
        label_differs: LabelDiffers { rows: differ, of, share: if of == 0 { 0.0 } else { differ as f64 / of as f64 } },
        warnings: data.quality.warnings.clone(),
        defaults: defaults(engine),
        shift: data.city.shift.as_ref().map(|s| ShiftInfo {
            weekdays: s.weekdays.clone(),
            from_hour: s.from_hour,
            to_hour: s.to_hour,
            source: s.source.clone(),
        }),
        areas: areas(engine),
        sites: data.sites.iter().map(site).collect(),
    })
}

fn city(engine: &Engine) -> Result<CityInfo, AskError> {
    let city = &engine.data.city;
    let bounds = geometry::bounds(&engine.data.areas).ok_or_else(|| AskError::internal("the areas have no extent"))?;
    let [w, s, e, n] = bounds;
    Ok(CityInfo {
        id: city.id.clone(),
        name: city.name.clone(),
        attribution: city.attribution.clone(),
        notices: city.notices.clone(),
        synthetic: city.positions.synthetic.clone(),
        accuracy_m: city.positions.accuracy_m,
        finest_resolution: city.positions.finest_resolution.into(),
        center: [f64::midpoint(w, e), f64::midpoint(s, n)],
        bounds,
    })
}

fn coverage(engine: &Engine) -> Vec<CoverageRun> {
    let months = &engine.data.coverage.months;
    let (Some(first), Some(last)) = (months.keys().next(), months.keys().next_back()) else { return Vec::new() };
    let mut runs: Vec<CoverageRun> = Vec::new();
    for month in (first.index()..=last.index()).filter_map(Month::from_index) {
        let (status, system) = match months.get(&month) {
            Some((MonthStatus::Incidents, system)) => ("incidents", Some(system)),
            Some((MonthStatus::AreaCounts, system)) => ("area-counts", Some(system)),
            None => ("missing", None),
        };
        match runs.last_mut() {
            Some(run) if run.status == status && run.system.as_ref() == system => run.to = month.to_string(),
            _ => runs.push(CoverageRun {
                from: month.to_string(),
                to: month.to_string(),
                status,
                system: system.cloned(),
            }),
        }
    }
    runs
}

fn offenses(engine: &Engine) -> Vec<OffenseInfo> {
    let info = |g: &catchment_model::OffenseGroup| OffenseInfo {
        id: g.id.clone(),
        label: g.label.clone(),
        weight: g.weight,
        reported_by: if g.reported_by == ReportedBy::Victim { "victim" } else { "police" },
        finest: match g.finest {
            Finest::CityYear => "city-year",
            Finest::Area => "area",
            Finest::Cell => "cell",
        },
        default: g.default,
    };
    engine.data.offenses.groups().iter().map(info).collect()
}

fn located(engine: &Engine) -> Vec<Located> {
    let list = engine.data.quality.located.iter();
    list.map(|l| Located {
        year: l.year,
        offense: l.offense.clone(),
        rows: l.rows,
        located: l.located,
        share: l.share(),
        warns: l.warns(),
    })
    .collect()
}

fn defaults(engine: &Engine) -> Defaults {
    let data = &engine.data;
    let analysis = &data.city.analysis;
    let window = default_window(data).ok();
    let group_names = || {
        let ids = data.offenses.default_selection();
        let names: Vec<String> = ids.ids().filter_map(|id| data.offenses.group(id).map(|g| g.id.clone())).collect();
        names.join(",")
    };
    Defaults {
        from: window.map(|w| w.from().to_string()),
        to: window.map(|w| w.to().to_string()),
        k: analysis.k.min(MAX_K),
        offense: if data.offenses.aliases().contains_key("harm") { "harm".to_owned() } else { group_names() },
        measure: "count",
        catchment_km2: analysis.catchment_km2,
        catchment_presets_km2: analysis.catchment_presets_km2.clone(),
        bandwidth_m: analysis.bandwidth_m,
        pixel_m: analysis.pixel_m,
        fdr: analysis.fdr,
        resolution: data.city.positions.finest_resolution.min(Resolution::R9).into(),
    }
}

fn areas(engine: &Engine) -> AreasInfo {
    let data = &engine.data;
    let mut years: Vec<u16> = data.areas.list().iter().flat_map(|a| a.population.keys().copied()).collect();
    years.sort_unstable();
    years.dedup();
    let source = &data.city.areas;
    let population_year = default_window(data).ok().and_then(|window| population_year(data, window));
    AreasInfo { note: source.note.clone(), credit: source.credit.clone(), population_years: years, population_year }
}

fn site(site: &catchment_model::Site) -> SiteInfo {
    SiteInfo {
        id: site.id.clone(),
        name: site.name.clone(),
        from: site.from.to_string(),
        to: site.to.map(|m| m.to_string()),
        shape: shape_name(site.shape),
        area_ids: site.area_ids.clone(),
        note: site.note.clone(),
    }
}

/// How a site's outline came about, in one word.
pub(crate) fn shape_name(shape: SiteShape) -> &'static str {
    match shape {
        SiteShape::Published => "published",
        SiteShape::StandIn => "stand-in",
    }
}
