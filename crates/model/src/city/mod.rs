//! The city file (`city.toml`): everything that makes a city this city and no other.
//!
//! Pure data and its checks. Paths in it are text; only `cli` and `ingest` touch the disk.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{OffenseError, OffenseGroup, Offenses, Rule, Severity};

mod basemap;
mod covers;
mod error;
mod finest;
mod parts;
mod public;
mod region;
mod source;
mod stacked;
mod values;

pub use basemap::{Basemap, BasemapFile};
pub use covers::{COVERS, Covered, Covers};
pub use error::{CityError, SCHEMA};
pub use finest::{FinestRule, Reading};
pub use parts::{Analysis, MonthsNote, NamedPeriod, Positions, Shift, SiteEntry};
pub use public::{Public, PublicStep};
pub use region::{Claim, RegionSource, RegionStart};
pub use source::{
    AreaSource, BlockSource, ByPoint, CodeRule, Columns, Dates, InhabitedSource, PopulationTable, Source, SourceKind,
};
pub use stacked::{StackedEntry, Treat};

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
    /// Projected CRS in meters (`EPSG:26996`), in which distances and areas are measured.
    pub work_crs: String,
    /// Who publishes the data, for the foot of every page.
    pub attribution: String,
    /// What a row counts, in one word: `victim`. Where it is not said, an offense.
    #[serde(default)]
    pub unit: Option<String>,
    /// Several of them, where it is not that word with an s.
    #[serde(default)]
    pub units: Option<String>,
    /// What the positions are worth.
    #[serde(default)]
    pub positions: Positions,
    /// What paths may name beside files that hold the data themselves.
    #[serde(default)]
    pub reading: Reading,
    /// How finely place, time and hour are told together.
    #[serde(default)]
    pub finest: FinestRule,
    /// Neighborhoods and parks.
    pub areas: AreaSource,
    /// The map under the data.
    #[serde(default)]
    pub basemap: Basemap,
    /// Offense groups; their order is the order of display.
    pub offense: Vec<OffenseGroup>,
    /// Names for several groups together.
    #[serde(default)]
    pub alias: BTreeMap<String, Vec<String>>,
    /// Sources of incidents and counts.
    pub source: Vec<Source>,
    /// Points that hold more rows than chance allows, and what becomes of their rows.
    #[serde(default)]
    pub stacked: Vec<StackedEntry>,
    /// Existing sites.
    #[serde(default)]
    pub site: Vec<SiteEntry>,
    /// Working hours of a site.
    #[serde(default)]
    pub shift: Option<Shift>,
    /// The region whose agencies work toward a target.
    #[serde(default)]
    pub region: Option<RegionSource>,
    /// What was claimed of the program.
    #[serde(default)]
    pub claim: Vec<Claim>,
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
    /// What must be known of some months, said beside every figure that counts one of them.
    #[serde(default)]
    pub note: Vec<MonthsNote>,
    /// Periods that the city looks at by name.
    #[serde(default)]
    pub period: Vec<NamedPeriod>,
    /// What may be handed to anyone.
    #[serde(default)]
    pub public: Public,
}

impl City {
    /// Reads and checks a city file.
    ///
    /// # Errors
    /// [`CityError`] with the key, its value and what was expected; for malformed TOML, line and column.
    pub fn from_toml(text: &str) -> Result<Self, CityError> {
        let mut city: Self = toml::from_str(text).map_err(|e| CityError::Form(form_fault(text, &e)))?;
        city.units = city.units.or_else(|| city.unit.as_ref().map(|one| format!("{}s", one.trim())));
        city.check()?;
        Ok(city)
    }

    /// The city's word for several of what its rows count, where it has one.
    pub fn counted(&self) -> Option<&str> {
        self.units.as_deref()
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
        self.basemap.check()?;
        for source in &self.source {
            source.check(&offenses)?;
        }
        for stacked in &self.stacked {
            stacked.check()?;
        }
        for (at, rule) in self.rule.iter().enumerate() {
            rule.check(&offenses)?;
            if self.rule[..at].iter().any(|other| other.id == rule.id) {
                return value("rule: id", format!("\"{}\"", rule.id), "an id of its own");
            }
        }
        if let Some(note) = self.note.iter().find(|n| n.to.is_some_and(|to| to < n.from) || n.text.trim().is_empty()) {
            return value("note", format!("{note:?}"), "a text, and from no later than to");
        }
        if let Some(period) = self.period.iter().find(|p| p.to < p.from || p.name.trim().is_empty()) {
            return value("period", format!("{period:?}"), "a name, and from no later than to");
        }
        if let Some(region) = &self.region {
            region.check()?;
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
        self.positions.check()?;
        self.finest.check()?;
        self.analysis.check(&offenses)
    }
}
/// Longest line of a city file that a fault prints, bytes.
const LONGEST_LINE: usize = 200;

/// What is wrong with the form of a city file. The line is printed with it, unless it is too long to be looked at.
fn form_fault(text: &str, error: &toml::de::Error) -> String {
    let start = error.span().map_or(0, |span| span.start).min(text.len());
    let from = text.as_bytes()[..start].iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
    let line = text[from..].lines().next().unwrap_or_default();
    if line.len() <= LONGEST_LINE {
        return error.to_string();
    }
    let number = text[..from].lines().count() + 1;
    format!("line {number}, column {}, of {} bytes: {}", start - from + 1, line.len(), error.message())
}
