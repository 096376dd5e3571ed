//! What a site may look like, and how it changes.

use catchment_model::city::SiteProvider;
use catchment_model::{Month, Site};
use serde_json::{Value, json};

use super::kept::{SiteEntry, SiteFacts};
use crate::canonical::canonical_json;
use crate::outlines::{sites_from_json, sites_to_json};
use crate::people::PeopleError;

/// Longest text of a fact, characters.
const TEXT: usize = 500;
/// Longest note of an outline, characters.
const NOTE: usize = 4_000;
/// Providers at once, and documents.
const LISTED: usize = 50;
/// Largest content, bytes.
const BYTES: usize = 4 * 1024 * 1024;
/// Most staff of a site.
const STAFF: u32 = 10_000;
/// Largest budget a year, dollars.
const DOLLARS: u64 = 1_000_000_000;

impl SiteFacts {
    /// Nothing known from a month on.
    #[must_use]
    pub fn from_month(from: Month) -> Self {
        Self { from, providers: Vec::new(), staff: None, budget_dollars: None, shift: None, source: None }
    }

    fn check(&self) -> Result<(), PeopleError> {
        if self.providers.len() > LISTED {
            return refuse("provider", format!("{} of them", self.providers.len()), format!("up to {LISTED}"));
        }
        self.providers.iter().try_for_each(|p| text("provider", p, TEXT))?;
        self.shift.iter().try_for_each(|s| text("shift", s, TEXT))?;
        self.source.iter().try_for_each(|s| text("source", s, TEXT))?;
        if let Some(staff) = self.staff.filter(|n| *n > STAFF) {
            return refuse("staff", staff.to_string(), format!("0 to {STAFF}"));
        }
        match self.budget_dollars.filter(|n| *n > DOLLARS) {
            Some(dollars) => refuse("budget", dollars.to_string(), format!("0 to {DOLLARS} dollars a year")),
            None => Ok(()),
        }
    }
}

impl SiteEntry {
    /// A site with one outline of which nothing else is known.
    #[must_use]
    pub fn of(outline: Site) -> Self {
        Self { outlines: vec![outline], facts: Vec::new(), documents: Vec::new() }
    }

    /// A site as the city file has it, with who runs it.
    #[must_use]
    pub fn of_city_file(outline: Site, run_by: &[SiteProvider]) -> Self {
        let mut entry = Self::of(outline);
        for by in run_by {
            let (providers, source) = (by.names.clone(), Some(by.source.clone()).filter(|s| !s.is_empty()));
            entry = entry.with_facts(SiteFacts { providers, source, ..SiteFacts::from_month(by.from) });
            if let Some(to) = by.to {
                // Nobody is known from then on; whoever comes in the same month replaces this.
                entry = entry.with_facts(SiteFacts::from_month(to.next()));
            }
        }
        entry
    }

    /// The same with who runs it as a city file says, where nobody is known yet: staff, budget and hours stay as they
    /// were said. None where somebody is known already, or the city file names nobody.
    #[must_use]
    pub fn filled(&self, run_by: &[SiteProvider]) -> Option<Self> {
        if !self.run_by().is_empty() || run_by.is_empty() {
            return None;
        }
        let ends = run_by.iter().flat_map(|by| [Some(by.from), by.to.map(Month::next)]).flatten();
        let mut months: Vec<Month> = self.facts.iter().map(|f| f.from).chain(ends).collect();
        months.sort_unstable();
        months.dedup();
        let mut entry = self.clone();
        for month in months {
            let said = self.facts_in(month).cloned().unwrap_or_else(|| SiteFacts::from_month(month));
            let by = run_by.iter().rev().find(|by| by.from <= month && by.to.is_none_or(|to| month <= to));
            let providers = by.map(|by| by.names.clone()).unwrap_or_default();
            let source = by.map(|by| by.source.clone()).filter(|s| !s.is_empty()).or_else(|| said.source.clone());
            entry = entry.with_facts(SiteFacts { from: month, providers, source, ..said });
        }
        Some(entry)
    }

    /// Who runs it, one after the other: months in which nobody is known are left out.
    pub fn run_by(&self) -> Vec<SiteProvider> {
        let end = self.outlines.last().and_then(|o| o.to);
        let before = |month: Month| month.index().checked_sub(1).and_then(Month::from_index);
        let mut known: Vec<SiteProvider> = Vec::new();
        for (at, facts) in self.facts.iter().enumerate() {
            let to = self.facts.get(at + 1).map_or(end, |next| before(next.from));
            let source = facts.source.clone().unwrap_or_default();
            match known.last_mut() {
                // Staff or hours changed, and they stayed.
                Some(last) if last.names == facts.providers && last.to == before(facts.from) => last.to = to,
                _ if facts.providers.is_empty() => {}
                _ => known.push(SiteProvider { names: facts.providers.clone(), from: facts.from, to, source }),
            }
        }
        known
    }

    /// What holds of the site in a month.
    pub fn facts_in(&self, month: Month) -> Option<&SiteFacts> {
        self.facts.iter().rev().find(|f| f.from <= month)
    }

    /// The site once it has moved to another outline; the one before ends with the month before.
    ///
    /// # Errors
    /// [`PeopleError::Site`] where the month is not after the start of the outline before, or the site has
    /// closed by then.
    pub fn moved(mut self, next: Site) -> Result<Self, PeopleError> {
        if let Some(last) = self.outlines.last_mut() {
            if let Some(to) = last.to.filter(|to| *to < next.from) {
                return refuse("from", next.from.to_string(), format!("{to} or earlier: the site closed then"));
            }
            let end = next.from.index().checked_sub(1).and_then(Month::from_index).filter(|end| *end >= last.from);
            let Some(end) = end else {
                return refuse("from", next.from.to_string(), format!("a month after {}", last.from));
            };
            last.to = Some(end);
        }
        self.outlines.push(next);
        Ok(self)
    }

    /// The site once it has closed.
    ///
    /// # Errors
    /// [`PeopleError::Site`] where the last month lies before the start of the last outline.
    pub fn closed(mut self, to: Month) -> Result<Self, PeopleError> {
        if let Some(last) = self.outlines.last_mut() {
            if to < last.from {
                return refuse("to", to.to_string(), format!("{} or later", last.from));
            }
            last.to = Some(to);
        }
        Ok(self)
    }

    /// The site with what holds from a month on; what was said of the same month before is replaced.
    #[must_use]
    pub fn with_facts(mut self, facts: SiteFacts) -> Self {
        self.facts.retain(|f| f.from != facts.from);
        self.facts.push(facts);
        self.facts.sort_by_key(|f| f.from);
        self
    }

    /// Whether it may be kept under an id.
    ///
    /// # Errors
    /// [`PeopleError::Site`] with what is wrong and what would be accepted.
    pub fn check(&self, id: &str) -> Result<(), PeopleError> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if id.is_empty() || id.len() > 80 || !id.chars().all(plain) {
            return refuse("id", format!("{id:?}"), "1 to 80 of a–z, 0–9 and -".to_owned());
        }
        let Some(first) = self.outlines.first() else {
            return refuse("outline", "none".to_owned(), "at least one".to_owned());
        };
        text("name", &first.name, 200)?;
        for outline in &self.outlines {
            if outline.id != id || outline.name != first.name || outline.outline.0.is_empty() {
                return refuse("outline", format!("{} ({})", outline.id, outline.name), format!("a polygon of {id}"));
            }
            if let Some(to) = outline.to.filter(|to| *to < outline.from) {
                return refuse("to", to.to_string(), format!("{} or later", outline.from));
            }
            if outline.note.chars().count() > NOTE {
                return refuse(
                    "source",
                    format!("{} characters", outline.note.chars().count()),
                    format!("up to {NOTE}"),
                );
            }
        }
        let mut pairs = self.outlines.windows(2);
        if let Some(pair) = pairs.find(|p| p[0].to.is_none_or(|to| to >= p[1].from)) {
            return refuse("from", pair[1].from.to_string(), "outlines that follow each other".to_owned());
        }
        self.facts.iter().try_for_each(SiteFacts::check)?;
        if let Some(pair) = self.facts.windows(2).find(|p| p[0].from >= p[1].from) {
            return refuse("facts", pair[1].from.to_string(), "months that follow each other".to_owned());
        }
        if self.documents.len() > LISTED {
            return refuse("document", format!("{} of them", self.documents.len()), format!("up to {LISTED}"));
        }
        self.documents.iter().try_for_each(|d| text("document", d, TEXT))
    }

    /// The content as JSON.
    pub(super) fn content(&self) -> Result<Value, PeopleError> {
        let bytes = sites_to_json(&self.outlines).map_err(|source| PeopleError::Disk(Box::new(source)))?;
        let shapes: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        let content = json!({ "facts": self.facts, "documents": self.documents, "outlines": shapes });
        let size = canonical_json(&content).len();
        if size > BYTES {
            refuse("outline", format!("{size} bytes"), format!("up to {BYTES} bytes"))
        } else {
            Ok(content)
        }
    }

    /// Reads what [`SiteEntry::content`] gave; or why it cannot be read.
    pub(super) fn read(content: &Value) -> Result<Self, String> {
        let said = |e: &dyn std::fmt::Display| e.to_string();
        let facts = serde_json::from_value(content["facts"].clone()).map_err(|e| said(&e))?;
        let documents = serde_json::from_value(content["documents"].clone()).map_err(|e| said(&e))?;
        let shapes = serde_json::to_vec(&content["outlines"]).map_err(|e| said(&e))?;
        let outlines = sites_from_json(std::path::Path::new("the register"), &shapes).map_err(|e| said(&e))?;
        Ok(Self { outlines, facts, documents })
    }
}

pub(super) fn refuse<T>(field: &'static str, value: String, expected: String) -> Result<T, PeopleError> {
    Err(PeopleError::Site { field, value, expected })
}

pub(super) fn text(field: &'static str, given: &str, most: usize) -> Result<(), PeopleError> {
    let count = given.chars().count();
    if given.trim().is_empty() || count > most || given.chars().any(char::is_control) {
        let shown: String = given.chars().take(60).collect();
        let expected = format!("1 to {most} characters without line breaks");
        return refuse(field, format!("{shown:?} ({count} characters)"), expected);
    }
    Ok(())
}
