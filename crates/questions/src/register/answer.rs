//! What the register says.

use catchment_model::Site;
use catchment_model::city::SiteEntry as Declared;
use catchment_store::{DamagedSite, ListedSites, Register, SiteEntry, SiteFacts, SiteRevision};
use geo::MultiPolygon;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::engine::geojson;
use crate::scenarios::utc;
use crate::words::run_by;

/// All sites.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RegisterAnswer {
    /// Whether somebody began a register; else the sites are those of the city file.
    pub begun: bool,
    /// BLAKE3 of the register: answers that speak of sites name it. Absent where none was begun.
    pub blake3: Option<String>,
    /// The sites by id, each as its latest revision has it.
    pub sites: Vec<RegisteredSite>,
    /// Sites whose latest revision is damaged: nothing is said of them, and nothing is reckoned with them.
    pub damaged: Vec<DamagedSiteItem>,
}

/// Every revision of a site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SiteHistory {
    /// The first first.
    pub revisions: Vec<RegisteredSite>,
    /// Those that cannot be read any more.
    pub damaged: Vec<DamagedSiteItem>,
}

/// A site as a revision has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RegisteredSite {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Revision, 1 upward; absent for a site of the city file.
    pub revision: Option<u32>,
    /// When it was saved, UTC.
    pub saved: Option<String>,
    /// What was changed and why.
    pub why: Option<String>,
    /// BLAKE3 of the content.
    pub blake3: Option<String>,
    /// Its outlines, the first first; the last is that of today.
    pub outlines: Vec<OutlineItem>,
    /// What holds from which month on, the first first.
    pub facts: Vec<FactsItem>,
    /// Contracts, maps and other papers.
    pub documents: Vec<String>,
    /// Who runs it as the city file says, in words; only where the register knows nobody. A change with
    /// `run_by_city_file` takes it over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city_file_says: Option<String>,
}

/// An outline with its months.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OutlineItem {
    /// First month.
    pub from: String,
    /// Last month; absent where it goes on.
    pub to: Option<String>,
    /// `published`, or `stand-in` where it is not the program's own.
    pub shape: String,
    /// Ids of the areas that stand in, if any.
    pub areas: Vec<String>,
    /// Where it comes from, and what is disputed.
    pub source: String,
    /// `GeoJSON` geometry, degrees.
    #[schema(value_type = Object)]
    pub outline: Value,
}

/// What holds from a month on, until the next such entry; what is not known is absent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FactsItem {
    /// First month.
    pub from: String,
    /// Organizations that run the site.
    pub providers: Vec<String>,
    /// Staff.
    pub staff: Option<u32>,
    /// Budget a year, dollars.
    pub budget_dollars: Option<u64>,
    /// Working hours.
    pub shift: Option<String>,
    /// Where this is stated.
    pub source: Option<String>,
}

/// A revision whose content cannot be trusted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DamagedSiteItem {
    /// Id of the site.
    pub id: String,
    /// Number of the revision.
    pub revision: i64,
    /// What is wrong.
    pub why: String,
}

impl RegisterAnswer {
    /// Of the latest revisions, or of the sites of the city file where there are none; `declared` are those that the
    /// city file has today.
    pub fn new(listed: ListedSites, of_city: &[SiteEntry], declared: &[Declared]) -> Self {
        let register = Register::of(&listed);
        let kept = |revision: SiteRevision| {
            let declared = declared.iter().find(|d| d.id == revision.id).map_or(&[][..], |d| &d.provider);
            let offered = revision.entry.filled(declared).and_then(|_| run_by(declared));
            RegisteredSite { city_file_says: offered, ..RegisteredSite::from(revision) }
        };
        let sites = match &register {
            Some(_) => listed.revisions.into_iter().map(kept).collect(),
            None => of_city.iter().filter_map(of_city_file).collect(),
        };
        let damaged = listed.damaged.into_iter().map(DamagedSiteItem::from).collect();
        Self { begun: register.is_some(), blake3: register.map(|r| r.blake3), sites, damaged }
    }
}

impl From<ListedSites> for SiteHistory {
    fn from(listed: ListedSites) -> Self {
        Self {
            revisions: listed.revisions.into_iter().map(RegisteredSite::from).collect(),
            damaged: listed.damaged.into_iter().map(DamagedSiteItem::from).collect(),
        }
    }
}

impl From<SiteRevision> for RegisteredSite {
    fn from(revision: SiteRevision) -> Self {
        let SiteRevision { id, revision, saved_at, why, blake3, entry } = revision;
        Self {
            id,
            name: entry.outlines.last().map(|o| o.name.clone()).unwrap_or_default(),
            revision: Some(revision),
            saved: Some(utc(saved_at)),
            why: Some(why),
            blake3: Some(blake3),
            outlines: entry.outlines.iter().map(outline).collect(),
            facts: entry.facts.into_iter().map(facts).collect(),
            documents: entry.documents,
            city_file_says: None,
        }
    }
}

impl From<DamagedSite> for DamagedSiteItem {
    fn from(d: DamagedSite) -> Self {
        Self { id: d.id, revision: d.revision, why: d.why }
    }
}

fn of_city_file(entry: &SiteEntry) -> Option<RegisteredSite> {
    let site = entry.outlines.last()?;
    Some(RegisteredSite {
        id: site.id.clone(),
        name: site.name.clone(),
        revision: None,
        saved: None,
        why: None,
        blake3: None,
        outlines: vec![outline(site)],
        facts: entry.facts.iter().cloned().map(facts).collect(),
        documents: Vec::new(),
        city_file_says: None,
    })
}

/// An outline in degrees as a `GeoJSON` geometry.
pub fn outline_json(outline: &MultiPolygon<f64>) -> Value {
    serde_json::to_value(geojson(outline)).unwrap_or_default()
}

fn outline(site: &Site) -> OutlineItem {
    OutlineItem {
        from: site.from.to_string(),
        to: site.to.map(|to| to.to_string()),
        shape: site.shape.to_string(),
        areas: site.area_ids.clone(),
        source: site.note.clone(),
        outline: outline_json(&site.outline),
    }
}

fn facts(facts: SiteFacts) -> FactsItem {
    let SiteFacts { from, providers, staff, budget_dollars, shift, source } = facts;
    FactsItem { from: from.to_string(), providers, staff, budget_dollars, shift, source }
}
