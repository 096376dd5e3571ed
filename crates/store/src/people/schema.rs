//! The tables, and how files of earlier versions are brought up to date.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

use super::PeopleError;

/// Each brings a file from one version to the next; the version of a file is the number of those that it has seen.
/// Never edit one: add the next.
const MIGRATIONS: [&str; 4] = [
    "
    CREATE TABLE scenario (id INTEGER PRIMARY KEY AUTOINCREMENT) STRICT;
    CREATE TABLE scenario_revision (
        scenario INTEGER NOT NULL REFERENCES scenario (id),
        revision INTEGER NOT NULL CHECK (revision >= 1),
        saved_at INTEGER NOT NULL, -- seconds since 1970-01-01 UTC
        name TEXT NOT NULL,
        note TEXT NOT NULL,
        dataset TEXT,              -- id of the dataset it was made on
        question TEXT NOT NULL,    -- canonical JSON object
        picked TEXT NOT NULL,      -- JSON array of area ids
        drawn TEXT NOT NULL,       -- JSON array of named shapes
        archived INTEGER NOT NULL CHECK (archived IN (0, 1)),
        blake3 TEXT NOT NULL,      -- of the content, as canonical JSON
        PRIMARY KEY (scenario, revision)
    ) STRICT;
    CREATE TRIGGER scenario_revision_stays BEFORE UPDATE ON scenario_revision
        BEGIN SELECT raise(ABORT, 'a revision never changes'); END;
    CREATE TRIGGER scenario_revision_kept BEFORE DELETE ON scenario_revision
        BEGIN SELECT raise(ABORT, 'a revision is never deleted'); END;
    CREATE TRIGGER scenario_kept BEFORE DELETE ON scenario
        BEGIN SELECT raise(ABORT, 'a scenario is never deleted'); END;
",
    "
    ALTER TABLE scenario_revision ADD COLUMN asked TEXT; -- name of the answer that was acted on
    ALTER TABLE scenario_revision ADD COLUMN view TEXT;  -- address of the viewer
",
    "
    CREATE TABLE audit (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at INTEGER NOT NULL, -- seconds since 1970-01-01 UTC
        who TEXT NOT NULL,
        role TEXT NOT NULL,
        did TEXT NOT NULL CHECK (did IN ('write', 'export')),
        what TEXT NOT NULL
    ) STRICT;
    CREATE TRIGGER audit_stays BEFORE UPDATE ON audit
        BEGIN SELECT raise(ABORT, 'the audit trail never changes'); END;
    CREATE TRIGGER audit_kept BEFORE DELETE ON audit
        BEGIN SELECT raise(ABORT, 'the audit trail is never deleted'); END;
",
    "
    CREATE TABLE site (id TEXT PRIMARY KEY) STRICT;
    CREATE TABLE site_revision (
        site TEXT NOT NULL REFERENCES site (id),
        revision INTEGER NOT NULL CHECK (revision >= 1),
        saved_at INTEGER NOT NULL, -- seconds since 1970-01-01 UTC
        why TEXT NOT NULL,         -- what was changed and why
        content TEXT NOT NULL,     -- canonical JSON: facts, and the dated outlines as GeoJSON
        blake3 TEXT NOT NULL,      -- of the content
        PRIMARY KEY (site, revision)
    ) STRICT;
    CREATE TRIGGER site_revision_stays BEFORE UPDATE ON site_revision
        BEGIN SELECT raise(ABORT, 'a revision never changes'); END;
    CREATE TRIGGER site_revision_kept BEFORE DELETE ON site_revision
        BEGIN SELECT raise(ABORT, 'a revision is never deleted'); END;
    CREATE TRIGGER site_kept BEFORE DELETE ON site
        BEGIN SELECT raise(ABORT, 'a site is never deleted'); END;
    CREATE TRIGGER site_stays BEFORE UPDATE ON site
        BEGIN SELECT raise(ABORT, 'the id of a site never changes'); END;
    -- Replacing a row deletes it without asking the trigger above.
    CREATE TRIGGER site_revision_new BEFORE INSERT ON site_revision
        WHEN EXISTS (SELECT 1 FROM site_revision r WHERE r.site = NEW.site AND r.revision = NEW.revision)
        BEGIN SELECT raise(ABORT, 'a revision is never replaced'); END;
",
];

#[expect(clippy::cast_possible_wrap, reason = "a handful")]
const LATEST: i64 = MIGRATIONS.len() as i64;

/// The version of a file that has the register of sites.
pub(super) const WITH_SITES: i64 = 4;

/// The version of a file.
pub(super) fn version(connection: &Connection, path: &Path) -> Result<i64, PeopleError> {
    let read = connection.query_row("PRAGMA user_version", [], |row| row.get(0));
    read.map_err(PeopleError::sqlite("read", path))
}

/// How long a writer waits for another.
pub(super) const PATIENCE: Duration = Duration::from_secs(3);

/// A connection that only reads. It can write as far as the file is concerned, since the log beside a database that
/// nobody has open has to be made before it can be read.
pub(super) fn reader(path: &Path) -> Result<Connection, PeopleError> {
    let fail = |action| PeopleError::sqlite(action, path);
    let connection = Connection::open(path).map_err(fail("open"))?;
    connection.busy_timeout(PATIENCE).map_err(fail("open"))?;
    connection.pragma_update(None, "query_only", true).map_err(fail("open"))?;
    Ok(connection)
}

/// Sets the discipline of the disk and brings the tables up to date.
pub(super) fn prepare(connection: &mut Connection, path: &Path) -> Result<(), PeopleError> {
    let fail = |action| PeopleError::sqlite(action, path);
    connection.busy_timeout(PATIENCE).map_err(fail("open"))?;
    connection.pragma_update(None, "journal_mode", "WAL").map_err(fail("open"))?;
    connection.pragma_update(None, "synchronous", "FULL").map_err(fail("open"))?;
    connection.pragma_update(None, "foreign_keys", true).map_err(fail("open"))?;
    // Two programs may open a new file at once: the second waits here and finds it done.
    let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(fail("write to"))?;
    let found: i64 = tx.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(fail("read"))?;
    let done = usize::try_from(found).ok().filter(|n| *n <= MIGRATIONS.len());
    let Some(done) = done else {
        return Err(PeopleError::Newer { path: path.to_owned(), found, known: LATEST });
    };
    for migration in &MIGRATIONS[done..] {
        tx.execute_batch(migration).map_err(fail("bring up to date"))?;
    }
    if done < MIGRATIONS.len() {
        tx.pragma_update(None, "user_version", LATEST).map_err(fail("bring up to date"))?;
    }
    tx.commit().map_err(fail("write to"))
}
