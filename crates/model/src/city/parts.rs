//! The smaller tables of a city file: positions, sites, working hours, defaults of the analysis.

use serde::{Deserialize, Serialize};

use super::{CityError, SiteProvider};
use crate::{Finest, Month, Offenses, ReportedBy, Resolution, SiteShape, Window};

/// What the positions are worth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Positions {
    /// Finest H3 resolution at which anything may be shown: 8, 9 or 10.
    #[serde(default = "finest")]
    pub finest_resolution: Resolution,
    /// How far a position may be off, meters.
    #[serde(default)]
    pub accuracy_m: f64,
    /// Whether positions inside cells are made up; the label that every screen then carries.
    pub synthetic: Option<String>,
    /// Points farther than this outside every area are unlocated, meters.
    #[serde(default = "outside")]
    pub outside_m: f64,
}

fn finest() -> Resolution {
    Resolution::R10
}
fn outside() -> f64 {
    1000.0
}

/// A value that cannot be right.
fn value<T>(key: &str, value: String, expected: &str) -> Result<T, CityError> {
    Err(CityError::Value { key: key.to_owned(), value, expected: expected.to_owned() })
}

impl Positions {
    pub(super) fn check(&self) -> Result<(), CityError> {
        for (key, x) in [("positions.outside_m", self.outside_m), ("positions.accuracy_m", self.accuracy_m)] {
            if !(0.0..=100_000.0).contains(&x) {
                return value(key, x.to_string(), "meters, 0 to 100000");
            }
        }
        Ok(())
    }
}

impl Analysis {
    pub(super) fn check(&self, offenses: &Offenses) -> Result<(), CityError> {
        for (key, x, most) in [
            ("analysis.catchment_km2", self.catchment_km2, 25.0),
            ("analysis.bandwidth_m", self.bandwidth_m, 100_000.0),
            ("analysis.pixel_m", self.pixel_m, 100_000.0),
        ] {
            if !(x > 0.0 && x <= most) {
                return value(key, x.to_string(), &format!("a number above 0, up to {most}"));
            }
        }
        if !(self.fdr > 0.0 && self.fdr < 1.0) {
            return value("analysis.fdr", self.fdr.to_string(), "a number between 0 and 1");
        }
        for id in &self.predictors {
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
        if !(1..=1200).contains(&self.latest_months) {
            return value("analysis.latest_months", self.latest_months.to_string(), "1 to 1200");
        }
        if !(1..=1000).contains(&self.k) {
            return value("analysis.k", self.k.to_string(), "1 to 1000");
        }
        Ok(())
    }
}

impl Default for Positions {
    fn default() -> Self {
        Self { finest_resolution: finest(), accuracy_m: 0.0, synthetic: None, outside_m: outside() }
    }
}

/// An existing site in the city file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SiteEntry {
    /// Short name.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// First month.
    pub from: Month,
    /// Last month, where it has ended.
    pub to: Option<Month>,
    /// How the outline came about.
    pub shape: SiteShape,
    /// Areas whose outlines stand in.
    #[serde(default)]
    pub areas: Vec<String>,
    /// GeoJSON file of the outline, where published.
    pub outline: Option<String>,
    /// What is known and disputed, with source and date.
    #[serde(default)]
    pub note: String,
    /// Who runs it, one after the other, with dates and source.
    #[serde(default)]
    pub provider: Vec<SiteProvider>,
}

/// What must be known of some months: a pandemic, files that were thinned out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MonthsNote {
    /// First month.
    pub from: Month,
    /// Last month; absent where it has not ended.
    pub to: Option<Month>,
    /// A sentence for people.
    pub text: String,
}

impl MonthsNote {
    /// Whether it is about a month of a window.
    pub fn is_about(&self, window: Window) -> bool {
        self.from <= window.to() && self.to.is_none_or(|to| to >= window.from())
    }
}

/// Working hours of a site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
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

/// Months that a city looks at under a name of their own, offered beside the latest ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NamedPeriod {
    /// Name for people (`2009–2018`).
    pub name: String,
    /// First month.
    pub from: Month,
    /// Last month, included.
    pub to: Month,
    /// Why these months, in a sentence.
    #[serde(default)]
    pub note: String,
}

/// Defaults of the analysis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Analysis {
    /// Months of the default window: the latest that have incidents, so that it moves on with the data.
    pub latest_months: usize,
    /// First month of the default window, for a city that wants a fixed one; absent: by `latest_months`.
    pub from: Option<Month>,
    /// Last month of the default window; absent: the data-through month.
    pub to: Option<Month>,
    /// Number of areas to choose.
    pub k: usize,
    /// Area of a candidate catchment, km².
    pub catchment_km2: f64,
    /// Preset areas offered, km².
    pub catchment_presets_km2: Vec<f64>,
    /// Kernel bandwidth, meters.
    pub bandwidth_m: f64,
    /// Pixel of the surface, meters.
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
            latest_months: 120,
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
