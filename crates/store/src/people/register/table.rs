//! The register in its tables.

use std::path::Path;

use rusqlite::{Connection, Row, Transaction, TransactionBehavior, params};
use serde_json::Value;

use super::entry::text;
use super::kept::{DamagedSite, ListedSites, Register, SiteEntry, SiteRevision};
use crate::canonical::{canonical_hash, canonical_json};
use crate::people::{FILE, People, PeopleError, schema};

/// Longest reason, characters.
const WHY: usize = 2_000;

const COLUMNS: &str = "site, revision, saved_at, why, content, blake3";

impl People {
    /// The latest revision of every site of the register, by id; empty where nobody wrote one yet.
    ///
    /// # Errors
    /// [`PeopleError::Sqlite`]. A damaged one does not take the others down: it is told beside them.
    pub fn sites(&self) -> Result<ListedSites, PeopleError> {
        latest_sites(&self.reader(), self.path())
    }

    /// All revisions of a site, the first first.
    ///
    /// # Errors
    /// [`PeopleError::NoSite`], and as [`People::sites`].
    pub fn site_history(&self, id: &str) -> Result<ListedSites, PeopleError> {
        let sql = format!("SELECT {COLUMNS} FROM site_revision WHERE site = ?1 ORDER BY revision");
        let found = revisions(&self.reader(), self.path(), &sql, &[&id])?;
        if found == ListedSites::default() { Err(PeopleError::NoSite { id: id.to_owned() }) } else { Ok(found) }
    }

    /// The latest revision of a site.
    ///
    /// # Errors
    /// [`PeopleError::NoSite`], [`PeopleError::Damaged`] where it cannot be trusted: nothing is built on it.
    pub fn site(&self, id: &str) -> Result<SiteRevision, PeopleError> {
        let ListedSites { revisions, damaged } = self.site_history(id)?;
        let last = damaged.last().filter(|d| revisions.last().is_none_or(|r| d.revision > i64::from(r.revision)));
        match (last, revisions.into_iter().next_back()) {
            (Some(damaged), _) => {
                let what = format!("site {id}, revision {}: {}", damaged.revision, damaged.why);
                Err(PeopleError::Damaged { path: self.path().to_owned(), what })
            }
            (None, Some(last)) => Ok(last),
            (None, None) => Err(PeopleError::NoSite { id: id.to_owned() }),
        }
    }

    /// Begins a register with the sites that the city file names, where there is none; else does nothing. Whether it
    /// began one.
    ///
    /// # Errors
    /// As [`People::add_site`].
    pub fn seed_sites(&self, sites: &[SiteEntry], at: i64) -> Result<bool, PeopleError> {
        let id = |entry: &SiteEntry| entry.outlines.first().map_or_else(String::new, |o| o.id.clone());
        let entries = sites.iter().map(|s| (id(s), s.clone())).collect::<Vec<_>>();
        entries.iter().try_for_each(|(id, entry)| entry.check(id))?;
        let mut connection = self.writer()?;
        let fail = |e| self.fail("write to")(e);
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fail)?;
        let begun: bool =
            tx.query_row("SELECT EXISTS (SELECT 1 FROM site)", [], |row| row.get(0)).map_err(self.fail("read"))?;
        // All of them or none: half a register would be taken for a whole one.
        if !begun {
            for (id, entry) in &entries {
                self.insert(&tx, (id, 1), entry, ("Taken from the city file.", at))?;
            }
        }
        tx.commit().map_err(fail)?;
        Ok(!begun)
    }

    /// Adds a site as its revision 1.
    ///
    /// # Errors
    /// [`PeopleError::Site`] for content that cannot be saved, [`PeopleError::SiteTaken`] where the id is taken.
    pub fn add_site(&self, id: &str, entry: &SiteEntry, why: &str, at: i64) -> Result<SiteRevision, PeopleError> {
        self.write_site((id, None), entry, (why, at))
    }

    /// Saves a site again, as the revision after `expected`, the one that was read. Nothing is overwritten.
    ///
    /// # Errors
    /// [`PeopleError::SiteConflict`] where another revision came in between, [`PeopleError::NoSite`], and as
    /// [`People::add_site`].
    pub fn save_site(
        &self,
        id: &str,
        expected: u32,
        entry: &SiteEntry,
        (why, at): (&str, i64),
    ) -> Result<SiteRevision, PeopleError> {
        self.write_site((id, Some(expected)), entry, (why, at))
    }

    fn write_site(
        &self,
        (id, expected): (&str, Option<u32>),
        entry: &SiteEntry,
        (why, at): (&str, i64),
    ) -> Result<SiteRevision, PeopleError> {
        entry.check(id)?;
        text("why", why, WHY)?;
        let mut connection = self.writer()?;
        let fail = |e| self.fail("write to")(e);
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fail)?;
        let current = latest(&tx, id).map_err(self.fail("read"))?;
        match (current, expected) {
            (0, Some(_)) => return Err(PeopleError::NoSite { id: id.to_owned() }),
            (1.., None) => return Err(PeopleError::SiteTaken { id: id.to_owned() }),
            (current, Some(expected)) if current != expected => {
                return Err(PeopleError::SiteConflict { id: id.to_owned(), expected, current });
            }
            _ => {}
        }
        let saved = self.insert(&tx, (id, current + 1), entry, (why, at))?;
        tx.commit().map_err(fail)?;
        Ok(saved)
    }

    fn insert(
        &self,
        tx: &Transaction<'_>,
        (id, revision): (&str, u32),
        entry: &SiteEntry,
        (why, at): (&str, i64),
    ) -> Result<SiteRevision, PeopleError> {
        let content = entry.content()?;
        let (stored, blake3) = (canonical_json(&content), canonical_hash(&content));
        if revision == 1 {
            tx.execute("INSERT INTO site (id) VALUES (?1)", [id]).map_err(self.fail("write to"))?;
        }
        tx.execute(
            "INSERT INTO site_revision (site, revision, saved_at, why, content, blake3) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![id, revision, at, why, stored, blake3],
        )
        .map_err(self.fail("write to"))?;
        let (id, why, entry) = (id.to_owned(), why.to_owned(), entry.clone());
        Ok(SiteRevision { id, revision, saved_at: at, why, blake3, entry })
    }
}

impl Register {
    /// The register of a workspace, without writing into it; `None` where nobody began one.
    ///
    /// # Errors
    /// [`PeopleError`] where the file cannot be read.
    pub fn read(workspace: &Path) -> Result<Option<Self>, PeopleError> {
        Ok(Self::of(&read(workspace)?))
    }
}

impl ListedSites {
    /// The latest revisions of the register of a workspace, without writing into it; empty where nobody began one.
    ///
    /// # Errors
    /// [`PeopleError`] where the file cannot be read.
    pub fn read(workspace: &Path) -> Result<Self, PeopleError> {
        read(workspace)
    }
}

/// The latest revisions of a workspace, without writing into it; empty where nobody began a register.
fn read(workspace: &Path) -> Result<ListedSites, PeopleError> {
    let path = workspace.join(FILE);
    if !path.exists() {
        return Ok(ListedSites::default());
    }
    let reader = schema::reader(&path)?;
    if schema::version(&reader, &path)? < schema::WITH_SITES {
        return Ok(ListedSites::default());
    }
    latest_sites(&reader, &path)
}

fn latest_sites(connection: &Connection, path: &Path) -> Result<ListedSites, PeopleError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM site_revision r WHERE r.revision = (SELECT max(revision) FROM site_revision l WHERE \
         l.site = r.site) ORDER BY site"
    );
    revisions(connection, path, &sql, &[])
}

fn revisions(
    connection: &Connection,
    path: &Path,
    sql: &str,
    given: &[&dyn rusqlite::ToSql],
) -> Result<ListedSites, PeopleError> {
    let fail = || PeopleError::sqlite("read", path);
    let mut statement = connection.prepare_cached(sql).map_err(fail())?;
    let rows = statement
        .query_map(given, |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?, revision(row))))
        .map_err(fail())?;
    let mut listed = ListedSites::default();
    for row in rows {
        match row.map_err(fail())? {
            (_, _, Ok(revision)) => listed.revisions.push(revision),
            (id, revision, Err(why)) => listed.damaged.push(DamagedSite { id, revision, why }),
        }
    }
    Ok(listed)
}

/// A revision, or what is wrong with it.
fn revision(row: &Row<'_>) -> Result<SiteRevision, String> {
    let field = |at| row.get::<_, String>(at).map_err(|e| format!("a field: {e}"));
    let (id, stored, blake3) = (field(0)?, field(4)?, field(5)?);
    let content: Value = serde_json::from_str(&stored).map_err(|e| e.to_string())?;
    if canonical_hash(&content) != blake3 {
        return Err("its content does not match its hash".to_owned());
    }
    let entry = SiteEntry::read(&content)?;
    let number = |at| row.get::<_, i64>(at).map_err(|e| format!("a field: {e}"));
    let revision = u32::try_from(number(1)?).map_err(|e| e.to_string())?;
    Ok(SiteRevision { revision, saved_at: number(2)?, why: field(3)?, blake3, entry, id })
}

/// The number of the latest revision; 0 where there is none.
fn latest(tx: &Transaction<'_>, id: &str) -> rusqlite::Result<u32> {
    tx.query_row("SELECT coalesce(max(revision), 0) FROM site_revision WHERE site = ?1", [id], |row| row.get(0))
}
