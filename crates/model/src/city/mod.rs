//! The city file (`city.toml`): everything that makes a city this city and no other.
//!
//! Pure data and its checks. Paths in it are text; only `cli` and `ingest` touch the disk.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{OffenseError, OffenseGroup, Offenses, Rule, Severity};

mod basemap;
mod bridge;
mod cost;
mod covers;
mod error;
mod fill;
mod finest;
mod known;
mod parts;
mod provider;
mod public;
mod region;
mod source;
mod stacked;
mod values;

pub use basemap::{Basemap, BasemapFile};
pub use bridge::{BridgeOffense, BridgeSource, BridgeSpan, BridgeWitness};
pub use cost::SiteCost;
pub use covers::{COVERS, Covered, Covers};
pub use error::{CityError, SCHEMA};
pub use finest::{FinestRule, Reading};
pub use known::{KNOWN, KnownGroup};
pub use parts::{Analysis, MonthsNote, NamedPeriod, Positions, Shift, SiteEntry};
pub use provider::SiteProvider;
pub use public::{Public, PublicStep};
pub use region::{Claim, RegionSource, RegionStart};
pub use source::{
    AreaSource, BlockSource, ByPoint, CodeRule, Columns, Dates, InhabitedSource, PopulationTable, Source, SourceKind,
};
pub use stacked::{StackedEntry, Treat};
#[cfg(feature = "schema")]
pub(crate) use values::Loose;

/// A whole city file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct City {
    /// Version of the form: [`SCHEMA`].
    pub schema: u32,
    /// Short name, used in file names. Where it is not said, the letters and digits of the name.
    #[serde(default)]
    pub id: String,
    /// Name for people.
    pub name: String,
    /// IANA name of local time. Times in the sources are local; no conversion is made.
    pub time_zone: String,
    /// Projected CRS in meters (`EPSG:26996`), in which distances and areas are measured. Where it is not said, the UTM
    /// zone in which the middle of the outlines lies.
    #[serde(default)]
    pub work_crs: String,
    /// Who publishes the data, for the foot of every page. Where it is not said, every page says so.
    #[serde(default = "known::unsaid")]
    pub attribution: String,
    /// What a row counts, in one word: `victim`. Where it is not said, an offense.
    pub unit: Option<String>,
    /// Several of them, where it is not that word with an s.
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
    /// Offense groups; their order is the order of display. Where none is declared, those that the rules of the sources
    /// name, with what is known of them by name ([`KNOWN`]).
    #[serde(default)]
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
    pub shift: Option<Shift>,
    /// What a site costs.
    pub site_cost: Option<SiteCost>,
    /// The region whose agencies work toward a target.
    pub region: Option<RegionSource>,
    /// Bridges over series breaks, each used only where it is asked for by name.
    #[serde(default)]
    pub bridge: Vec<BridgeSource>,
    /// What was claimed of the program.
    #[serde(default)]
    pub claim: Vec<Claim>,
    /// Funding rules that choices are compared with.
    #[serde(default)]
    pub rule: Vec<Rule>,
    /// How bad an offense is, for the criterion of that name.
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
        city.fill();
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

    /// Fills in what follows from the rest of the file.
    fn fill(&mut self) {
        if self.id.is_empty() {
            self.id = fill::short(&self.name);
        }
        if self.areas.name.is_empty() {
            self.areas.name.clone_from(&self.areas.id);
        }
        if self.offense.is_empty() {
            self.offense = fill::groups(&self.source);
        }
        fill::labels(&mut self.offense);
        fill::sources(&mut self.source);
    }

    /// What a city file leaves to defaults that bear on its figures, a sentence each; empty where it is no city file.
    pub fn defaults(text: &str) -> Vec<String> {
        let (Ok(city), Ok(table)) = (Self::from_toml(text), text.parse::<toml::Table>()) else { return Vec::new() };
        let under = |key: &str| table.get(key).and_then(toml::Value::as_table);
        let has = |key: &str, inner: &str| under(key).is_some_and(|table| table.contains_key(inner));
        let groups: Vec<String> = city.offense.iter().map(fill::described).collect();
        let latest = has("analysis", "latest_months") || has("analysis", "from");
        let unsaid = "= \"not stated\": say who";
        let mut told: Vec<String> = [
            (table.contains_key("id"), format!("id = \"{}\", from the name", city.id)),
            (table.contains_key("attribution"), format!("attribution {unsaid} publishes the data")),
            (has("areas", "name"), format!("areas.name = \"{}\", the column of the id", city.areas.id)),
            (has("areas", "credit"), format!("areas.credit {unsaid} made the outlines")),
            (table.contains_key("offense"), format!("offense groups by their names: {}", groups.join(", "))),
            (latest, format!("analysis.latest_months = {}", city.analysis.latest_months)),
        ]
        .into_iter()
        .filter(|(said, _)| !said)
        .map(|(_, told)| told)
        .collect();
        let silent = |s: &&Source| s.reporting == known::UNSAID;
        told.extend(city.source.iter().filter(silent).map(|s| {
            format!("source {}: reporting = \"not stated\": a change of the reporting system will not be seen", s.id)
        }));
        told
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
            return value("note", values::as_written(note), "a text, and from no later than to");
        }
        if let Some(period) = self.period.iter().find(|p| p.to < p.from || p.name.trim().is_empty()) {
            return value("period", values::as_written(period), "a name, and from no later than to");
        }
        if let Some(region) = &self.region {
            region.check()?;
        }
        for (at, bridge) in self.bridge.iter().enumerate() {
            bridge.check(&offenses)?;
            if self.bridge[..at].iter().any(|other| other.name == bridge.name) {
                return value("bridge.name", format!("\"{}\"", bridge.name), "a name of its own");
            }
        }
        for site in &self.site {
            SiteProvider::check(&site.provider)?;
        }
        if let Some(cost) = &self.site_cost {
            cost.check()?;
        }
        if let Some(severity) = &self.severity {
            severity.check(&offenses)?;
        }
        if let Some(shift) = &self.shift
            && (shift.weekdays.iter().any(|d| *d > 6) || shift.from_hour >= shift.to_hour || shift.to_hour > 24)
        {
            return value(
                "shift",
                values::as_written(shift),
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
