//! The audit trail: who wrote or took what, and when. Entries are only added.

use catchment_model::named;
use rusqlite::params;

use super::{People, PeopleError};

named! {
    /// What somebody did.
    pub enum Did as "kind of act" {
        /// Saved something.
        Write = "write",
        /// Took a file with figures, or a record.
        Export = "export",
    }
}

/// An entry of the audit trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// When, seconds since 1970-01-01 UTC.
    pub at: i64,
    /// Who, as the sign-in says.
    pub who: String,
    /// In which role.
    pub role: String,
    /// What kind of act.
    pub did: Did,
    /// What was saved or taken: the address with what was asked.
    pub what: String,
}

/// Longest text of an entry, characters.
const LONGEST: usize = 2000;

impl People {
    /// Adds an entry to the audit trail; returns once it is forced to the medium.
    ///
    /// # Errors
    /// [`PeopleError::Busy`], [`PeopleError::Full`], and [`PeopleError::Sqlite`] where the disk refuses.
    pub fn note(&self, act: &Act) -> Result<(), PeopleError> {
        let cut = |text: &str| text.chars().take(LONGEST).collect::<String>();
        let connection = self.writer()?;
        connection
            .execute(
                "INSERT INTO audit (at, who, role, did, what) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![act.at, cut(&act.who), cut(&act.role), act.did.name(), cut(&act.what)],
            )
            .map_err(self.fail("write to"))?;
        Ok(())
    }

    /// The audit trail, the first entry first.
    ///
    /// # Errors
    /// [`PeopleError::Sqlite`], and [`PeopleError::Damaged`] for an entry that this program did not write.
    pub fn audit(&self) -> Result<Vec<Act>, PeopleError> {
        let connection = self.reader();
        let mut statement = connection
            .prepare_cached("SELECT at, who, role, did, what FROM audit ORDER BY id")
            .map_err(self.fail("read"))?;
        let read = |row: &rusqlite::Row<'_>| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get::<_, String>(3)?, row.get(4)?))
        };
        let rows = statement.query_map([], read).map_err(self.fail("read"))?;
        let act = |row: rusqlite::Result<(i64, String, String, String, String)>| {
            let (at, who, role, did, what) = row.map_err(self.fail("read"))?;
            let unknown = |_| PeopleError::Damaged { path: self.path.clone(), what: format!("an act \"{did}\"") };
            Ok(Act { at, who, role, did: did.parse().map_err(unknown)?, what })
        };
        rows.map(act).collect()
    }
}
