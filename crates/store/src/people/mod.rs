//! State that people write: scenarios, the register of sites, and all their revisions, in `WORKSPACE/people.sqlite`.
//!
//! Lives here: the tables, their migrations, and reading and writing of [`Scenario`]s and of sites ([`SiteEntry`]).
//! Does not live here: what a question means (`server::api`), clocks (whoever saves says when), who may write
//! (`server::routes`).
//!
//! **Nothing is overwritten.** Every save adds a revision; the database itself refuses to change or delete one. Who
//! saves names the revision that was read; where another came in between, the save is refused
//! ([`PeopleError::Conflict`]).
//!
//! **Nothing is lost.** A save returns once its revision is forced to the medium: write-ahead log with
//! `synchronous=FULL` (<https://www.sqlite.org/wal.html>, <https://www.sqlite.org/pragma.html#pragma_synchronous>).
//! Killed at any moment, every acknowledged revision is there.
//!
//! # Example
//! ```no_run
//! # fn main() -> Result<(), catchment_store::PeopleError> {
//! use catchment_store::{Draft, People};
//! let people = People::open(std::path::Path::new(".catchment"))?;
//! let saved = people.create(&Draft { name: "North side".to_owned(), ..Draft::default() }, 1_760_000_000)?;
//! let draft = Draft { note: "after the hearing".to_owned(), ..saved.draft };
//! people.save(saved.id, saved.revision, &draft, 1_760_000_100)?;
//! # Ok(()) }
//! ```

mod audit;
mod error;
mod register;
mod scenario;
mod schema;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::{Duration, Instant};

use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params};

pub use audit::{Act, Did};
pub use error::PeopleError;
pub use register::{DamagedSite, ListedSites, Register, SiteEntry, SiteFacts, SiteRevision};
pub use scenario::{Draft, Drawn, Scenario, Shape};

/// Name of the file in the workspace.
pub const FILE: &str = "people.sqlite";

/// What people wrote in a workspace.
#[derive(Debug)]
pub struct People {
    path: PathBuf,
    /// One writes at a time.
    writer: Mutex<Connection>,
    /// Readers never wait for a writer: with a write-ahead log they see what was last saved.
    reader: Mutex<Connection>,
}

/// Scenarios that were read, and those that cannot be.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Listed {
    /// The ones that are whole.
    pub scenarios: Vec<Scenario>,
    /// Revisions that were found damaged; the others are none the worse for it.
    pub damaged: Vec<DamagedRevision>,
}

/// A revision whose content cannot be trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DamagedRevision {
    /// Id of the scenario.
    pub id: i64,
    /// Number of the revision.
    pub revision: u32,
    /// What is wrong.
    pub why: String,
}

/// How often a writer looks whether it is its turn.
const LOOK_AGAIN: Duration = Duration::from_millis(5);

const COLUMNS: &str = "r.scenario, r.revision, r.saved_at, r.name, r.note, r.dataset, r.question, r.picked, r.drawn, \
    r.archived, r.blake3, \
                       (SELECT saved_at FROM scenario_revision f WHERE f.scenario = r.scenario AND f.revision = 1), \
                       r.asked, r.view";

impl People {
    /// Opens the file of a workspace; creates it, or brings it up to date, where needed.
    ///
    /// # Errors
    /// [`PeopleError`] where the workspace does not exist, the file is damaged or from a newer program, or the disk
    /// refuses.
    pub fn open(workspace: &Path) -> Result<Self, PeopleError> {
        let path = workspace.join(FILE);
        let new = !path.exists();
        let fail = PeopleError::sqlite("open", &path);
        let mut connection = Connection::open(&path).map_err(fail)?;
        schema::prepare(&mut connection, &path)?;
        if new {
            crate::disk::sync_folder(workspace).map_err(|source| PeopleError::Disk(Box::new(source)))?;
        }
        let reader = schema::reader(&path)?;
        Ok(Self { path, writer: Mutex::new(connection), reader: Mutex::new(reader) })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What changes whenever anybody writes into the file, this program or another: when it and the log beside it were
    /// last written, and their lengths. Costs two looks at the disk's own notes, and reads nothing.
    pub fn stamp(&self) -> u64 {
        use std::hash::{DefaultHasher, Hash as _, Hasher as _};
        let log = {
            let mut name = self.path.clone().into_os_string();
            name.push("-wal");
            PathBuf::from(name)
        };
        let mut hasher = DefaultHasher::new();
        for path in [&self.path, &log] {
            let about = std::fs::metadata(path).ok();
            about.as_ref().map(|m| (m.len(), m.modified().ok())).hash(&mut hasher);
        }
        hasher.finish()
    }

    fn reader(&self) -> MutexGuard<'_, Connection> {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The connection that writes, once it is free.
    ///
    /// # Errors
    /// [`PeopleError::Busy`] where it is not for a while: whoever waits is told, and can try again.
    fn writer(&self) -> Result<MutexGuard<'_, Connection>, PeopleError> {
        let until = Instant::now() + schema::PATIENCE;
        loop {
            match self.writer.try_lock() {
                Ok(free) => return Ok(free),
                // A thread that panicked left no half-done transaction: dropping one rolls it back.
                Err(TryLockError::Poisoned(free)) => return Ok(free.into_inner()),
                Err(TryLockError::WouldBlock) if Instant::now() < until => std::thread::sleep(LOOK_AGAIN),
                Err(TryLockError::WouldBlock) => return Err(PeopleError::Busy { path: self.path.clone() }),
            }
        }
    }

    fn fail(&self, action: &'static str) -> impl FnOnce(rusqlite::Error) -> PeopleError {
        PeopleError::sqlite(action, &self.path)
    }

    /// Saves a new scenario as its revision 1. `at` is the time of saving, seconds since 1970-01-01 UTC.
    ///
    /// # Errors
    /// [`PeopleError::Draft`] for content that cannot be saved, [`PeopleError::Sqlite`] where the disk refuses.
    pub fn create(&self, draft: &Draft, at: i64) -> Result<Scenario, PeopleError> {
        draft.check()?;
        let mut connection = self.writer()?;
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(self.fail("write to"))?;
        tx.execute("INSERT INTO scenario DEFAULT VALUES", []).map_err(self.fail("write to"))?;
        let id = tx.last_insert_rowid();
        self.add(tx, id, 1, draft, at)
    }

    /// Saves a scenario again, as the revision after `expected`, the one that was read.
    ///
    /// # Errors
    /// [`PeopleError::Conflict`] where another revision came in between, [`PeopleError::NoScenario`], and as
    /// [`People::create`].
    pub fn save(&self, id: i64, expected: u32, draft: &Draft, at: i64) -> Result<Scenario, PeopleError> {
        draft.check()?;
        let mut connection = self.writer()?;
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(self.fail("write to"))?;
        let current: Option<u32> = tx
            .query_row("SELECT max(revision) FROM scenario_revision WHERE scenario = ?1", [id], |row| row.get(0))
            .map_err(self.fail("read"))?;
        let current = current.ok_or(PeopleError::NoScenario { id })?;
        if current != expected {
            return Err(PeopleError::Conflict { id, expected, current });
        }
        self.add(tx, id, current + 1, draft, at)
    }

    fn add(
        &self,
        tx: Transaction<'_>,
        id: i64,
        revision: u32,
        draft: &Draft,
        at: i64,
    ) -> Result<Scenario, PeopleError> {
        let stored = draft.texts();
        tx.execute(
            "INSERT INTO scenario_revision (scenario, revision, saved_at, name, note, dataset, question, picked, \
                drawn, archived, blake3, asked, view) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            params![
                id,
                revision,
                at,
                draft.name,
                draft.note,
                draft.dataset,
                stored.question,
                stored.picked,
                stored.drawn,
                draft.archived,
                draft.blake3(),
                draft.acted_on,
                draft.view
            ],
        )
        .map_err(self.fail("write to"))?;
        let sql = format!("SELECT {COLUMNS} FROM scenario_revision r WHERE r.scenario = ?1 AND r.revision = ?2");
        let saved =
            tx.query_row(&sql, params![id, revision], |row| Ok(self.read(row))).map_err(self.fail("read"))??;
        tx.commit().map_err(self.fail("write to"))?;
        Ok(saved)
    }

    /// The latest revision of a scenario, or a given one.
    ///
    /// # Errors
    /// [`PeopleError::NoScenario`] or [`PeopleError::NoRevision`] where there is none.
    pub fn get(&self, id: i64, revision: Option<u32>) -> Result<Scenario, PeopleError> {
        let latest = "(SELECT max(revision) FROM scenario_revision WHERE scenario = ?1)";
        let sql = format!(
            "SELECT {COLUMNS} FROM scenario_revision r WHERE r.scenario = ?1 AND r.revision = coalesce(?2, {latest})"
        );
        let connection = self.reader();
        let found = connection
            .query_row(&sql, params![id, revision], |row| Ok(self.read(row)))
            .optional()
            .map_err(self.fail("read"))?;
        drop(connection);
        match (found, revision) {
            (Some(found), _) => found,
            (None, None) => Err(PeopleError::NoScenario { id }),
            (None, Some(revision)) => {
                self.get(id, None).and_then(|s| Err(PeopleError::NoRevision { id, revision, latest: s.revision }))
            }
        }
    }

    /// The latest revision of every scenario, the last saved first; archived ones where asked for.
    ///
    /// # Errors
    /// [`PeopleError::Sqlite`]. A damaged one does not take the others down: it is told beside them.
    pub fn list(&self, archived: bool) -> Result<Listed, PeopleError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM scenario_revision r \
             WHERE r.revision = (SELECT max(revision) FROM scenario_revision l WHERE l.scenario = r.scenario) AND (?1 \
             OR NOT r.archived) \
             ORDER BY r.saved_at DESC, r.scenario DESC"
        );
        self.all(&sql, params![archived])
    }

    /// All revisions of a scenario, the first first.
    ///
    /// # Errors
    /// [`PeopleError::NoScenario`], and as [`People::list`].
    pub fn history(&self, id: i64) -> Result<Listed, PeopleError> {
        let sql = format!("SELECT {COLUMNS} FROM scenario_revision r WHERE r.scenario = ?1 ORDER BY r.revision");
        let found = self.all(&sql, params![id])?;
        if found == Listed::default() { Err(PeopleError::NoScenario { id }) } else { Ok(found) }
    }

    fn all(&self, sql: &str, given: &[&dyn rusqlite::ToSql]) -> Result<Listed, PeopleError> {
        let connection = self.reader();
        let mut statement = connection.prepare_cached(sql).map_err(self.fail("read"))?;
        let rows = statement
            .query_map(given, |row| Ok((row.get(0)?, row.get(1)?, self.read(row))))
            .map_err(self.fail("read"))?;
        let mut listed = Listed::default();
        for row in rows {
            match row.map_err(self.fail("read"))? {
                (_, _, Ok(scenario)) => listed.scenarios.push(scenario),
                (id, revision, Err(PeopleError::Damaged { what, .. })) => {
                    listed.damaged.push(DamagedRevision { id, revision, why: what });
                }
                (_, _, Err(other)) => return Err(other),
            }
        }
        Ok(listed)
    }

    fn read(&self, row: &Row<'_>) -> Result<Scenario, PeopleError> {
        let damaged =
            |what: &str, why: String| PeopleError::Damaged { path: self.path.clone(), what: format!("{what}: {why}") };
        // What SQLite hands over and Rust cannot take, such as text that is not UTF-8, was not written by this program.
        let fail = |e: rusqlite::Error| damaged("a field", e.to_string());
        let text = |at| row.get::<_, String>(at).map_err(fail);
        let json = |at, what: &str| serde_json::from_str(&text(at)?).map_err(|e| damaged(what, e.to_string()));
        let draft = Draft {
            name: text(3)?,
            note: text(4)?,
            dataset: row.get(5).map_err(fail)?,
            question: json(6, "a question")?,
            picked: serde_json::from_value(json(7, "picked areas")?)
                .map_err(|e| damaged("picked areas", e.to_string()))?,
            drawn: serde_json::from_value(json(8, "drawn areas")?)
                .map_err(|e| damaged("drawn areas", e.to_string()))?,
            archived: row.get(9).map_err(fail)?,
            acted_on: row.get(12).map_err(fail)?,
            view: row.get(13).map_err(fail)?,
        };
        let blake3 = text(10)?;
        if blake3 != draft.blake3() {
            return Err(damaged("a revision", "its content does not match its hash".to_owned()));
        }
        Ok(Scenario {
            id: row.get(0).map_err(fail)?,
            revision: row.get(1).map_err(fail)?,
            created_at: row.get(11).map_err(fail)?,
            saved_at: row.get(2).map_err(fail)?,
            blake3,
            draft,
        })
    }
}
