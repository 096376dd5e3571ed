//! Sites as they are kept.

use std::collections::BTreeMap;

use catchment_model::city::SiteProvider;
use catchment_model::{Month, Site};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::canonical::canonical_hash;

/// What holds of a site from a month on, until the next such entry; what is not known is absent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteFacts {
    /// First month.
    pub from: Month,
    /// Organizations that run it.
    #[serde(default)]
    pub providers: Vec<String>,
    /// Staff.
    pub staff: Option<u32>,
    /// Budget a year, dollars.
    pub budget_dollars: Option<u64>,
    /// Working hours, as text: `Tue–Sat 13:00–23:00`.
    pub shift: Option<String>,
    /// Where this is stated. Absent from what was kept before there was such an entry, whose hash it must not change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// A site: one outline after the other, and what holds of it from month to month.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteEntry {
    /// The outlines, the first first; all have the id and the name of the site. Their notes say where they come from.
    pub outlines: Vec<Site>,
    /// What holds from which month on, the first first.
    pub facts: Vec<SiteFacts>,
    /// Contracts, maps and other papers, by name or address.
    pub documents: Vec<String>,
}

/// A revision of a site.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteRevision {
    /// Id of the site.
    pub id: String,
    /// Revision, 1 upward.
    pub revision: u32,
    /// When it was saved, seconds since 1970-01-01 UTC.
    pub saved_at: i64,
    /// What was changed and why.
    pub why: String,
    /// BLAKE3 of the content as canonical JSON, 64 hexadecimal digits.
    pub blake3: String,
    /// The content.
    pub entry: SiteEntry,
}

/// A revision of a site whose content cannot be trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DamagedSite {
    /// Id of the site.
    pub id: String,
    /// Number of the revision.
    pub revision: i64,
    /// What is wrong.
    pub why: String,
}

/// Revisions that were read, and those that cannot be.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ListedSites {
    /// The ones that are whole.
    pub revisions: Vec<SiteRevision>,
    /// Those that were found damaged; the others are none the worse for it.
    pub damaged: Vec<DamagedSite>,
}

/// The sites of a register as one: what is looked at in place of those of the city file.
#[derive(Debug, Clone, PartialEq)]
pub struct Register {
    /// BLAKE3 of all latest revisions, 64 hexadecimal digits.
    pub blake3: String,
    /// Their outlines, by site and month.
    pub sites: Vec<Site>,
    /// Who runs each site that anybody is known of, by its id.
    pub run_by: BTreeMap<String, Vec<SiteProvider>>,
    /// Sites whose latest revision is damaged: they are not among the others, and whoever reads these must be told.
    pub damaged: Vec<String>,
}

impl Register {
    /// Of the latest revisions; `None` where nobody began one.
    pub fn of(listed: &ListedSites) -> Option<Self> {
        let ListedSites { revisions, damaged } = listed;
        let hashes: Vec<&str> = revisions.iter().map(|r| r.blake3.as_str()).collect();
        let damaged: Vec<String> = damaged.iter().map(|d| d.id.clone()).collect();
        let sites = revisions.iter().flat_map(|r| r.entry.outlines.clone()).collect();
        let blake3 = || canonical_hash(&json!([hashes, damaged]));
        (!revisions.is_empty() || !damaged.is_empty()).then(|| Self {
            blake3: blake3(),
            sites,
            run_by: run_by(revisions),
            damaged: damaged.clone(),
        })
    }
}

/// Sites whose providers are known, by id.
fn run_by(revisions: &[SiteRevision]) -> BTreeMap<String, Vec<SiteProvider>> {
    let of = |r: &SiteRevision| (r.id.clone(), r.entry.run_by());
    revisions.iter().map(of).filter(|(_, known)| !known.is_empty()).collect()
}
