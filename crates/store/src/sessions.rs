//! Who is signed in: `WORKSPACE/sessions.sqlite`, apart from what people write, since sessions end and go.
//!
//! All of it is held in memory, where each request looks; the file is what a restart reads. It holds no token by which
//! a session could be taken over, only their BLAKE3. One program has the file at a time.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use rusqlite::{Connection, Row, params};

use crate::PeopleError;

/// Name of the file in the workspace.
const FILE: &str = "sessions.sqlite";
/// Sessions that one person may have at a time; a further one ends the oldest.
const EACH: usize = 16;
/// How long a write waits for another program that has the file.
const PATIENCE: Duration = Duration::from_secs(3);

const TABLE: &str = "
    CREATE TABLE IF NOT EXISTS session (
        blake3 TEXT PRIMARY KEY, -- of the token
        subject TEXT NOT NULL,   -- who, by the id that never changes
        name TEXT NOT NULL,
        role TEXT NOT NULL,
        began INTEGER NOT NULL,  -- seconds since 1970-01-01 UTC
        ends INTEGER NOT NULL,
        id_token TEXT NOT NULL   -- named to the provider when the session ends
    ) STRICT;
";

/// Somebody who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Who, by the provider's id, which never changes.
    pub subject: String,
    /// Who, for people.
    pub name: String,
    /// Name of the role.
    pub role: String,
    /// Beginning, seconds since 1970-01-01 UTC.
    pub began: i64,
    /// End, seconds since 1970-01-01 UTC.
    pub ends: i64,
    /// The token that said so; it is named to the provider at the end.
    pub id_token: String,
}

/// The sessions of a workspace.
#[derive(Debug)]
pub struct Sessions {
    path: PathBuf,
    file: Mutex<Connection>,
    known: RwLock<HashMap<String, Arc<Session>>>,
}

impl Sessions {
    /// Opens the file of a workspace; makes it where there is none. Only its owner may read it.
    ///
    /// # Errors
    /// [`PeopleError`] where the workspace does not exist, the file is damaged, or the disk refuses.
    pub fn open(workspace: &Path) -> Result<Self, PeopleError> {
        let path = workspace.join(FILE);
        let fail = |action| PeopleError::sqlite(action, &path);
        let file = Connection::open(&path).map_err(fail("open"))?;
        own(&path).map_err(|e| fail("open")(rusqlite::Error::ToSqlConversionFailure(e.into())))?;
        file.busy_timeout(PATIENCE).map_err(fail("open"))?;
        file.execute_batch(TABLE).map_err(fail("bring up to date"))?;
        let known = read(&file).map_err(fail("read"))?;
        Ok(Self { file: Mutex::new(file), known: RwLock::new(known), path })
    }

    /// Begins a session under a token that nobody can guess. Those that have ended are swept away with it.
    ///
    /// # Errors
    /// [`PeopleError::Busy`], [`PeopleError::Full`], and [`PeopleError::Sqlite`] where the disk refuses.
    pub fn begin(&self, token: &str, session: Session) -> Result<(), PeopleError> {
        let (id, now) = (id(token), session.began);
        let file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        let mut gone: Vec<String> = known.iter().filter(|(_, s)| s.ends <= now).map(|(id, _)| id.clone()).collect();
        let mut own: Vec<_> = known.iter().filter(|(_, s)| s.ends > now && s.subject == session.subject).collect();
        own.sort_by(|a, b| (b.1.began, b.0).cmp(&(a.1.began, a.0)));
        gone.extend(own.into_iter().skip(EACH - 1).map(|(id, _)| id.clone()));
        let fail = || PeopleError::sqlite("write to", &self.path);
        let tx = file.unchecked_transaction().map_err(fail())?;
        for id in &gone {
            tx.execute("DELETE FROM session WHERE blake3 = ?1", [id]).map_err(fail())?;
        }
        let Session { subject, name, role, began, ends, id_token } = &session;
        let sql = "INSERT INTO session VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        tx.execute(sql, params![id, subject, name, role, began, ends, id_token]).map_err(fail())?;
        tx.commit().map_err(fail())?;
        known.retain(|id, _| !gone.contains(id));
        known.insert(id, Arc::new(session));
        Ok(())
    }

    /// The session of a token, where it has not ended at a time (seconds since 1970-01-01 UTC).
    pub fn find(&self, token: &str, now: i64) -> Option<Arc<Session>> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.get(&id(token)).filter(|session| session.ends > now).cloned()
    }

    /// Ends the session of a token; it is over in memory whatever the disk says.
    ///
    /// # Errors
    /// As [`Sessions::begin`].
    pub fn end(&self, token: &str) -> Result<Option<Arc<Session>>, PeopleError> {
        let id = id(token);
        let session = self.known.write().unwrap_or_else(PoisonError::into_inner).remove(&id);
        let file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let done = file.execute("DELETE FROM session WHERE blake3 = ?1", [id]);
        done.map_err(PeopleError::sqlite("write to", &self.path))?;
        Ok(session)
    }
}

fn id(token: &str) -> String {
    blake3::hash(token.as_bytes()).to_hex().to_string()
}

fn read(file: &Connection) -> rusqlite::Result<HashMap<String, Arc<Session>>> {
    let sql = "SELECT blake3, subject, name, role, began, ends, id_token FROM session";
    let session = |row: &Row<'_>| {
        let session = Session {
            subject: row.get(1)?,
            name: row.get(2)?,
            role: row.get(3)?,
            began: row.get(4)?,
            ends: row.get(5)?,
            id_token: row.get(6)?,
        };
        Ok((row.get(0)?, Arc::new(session)))
    };
    file.prepare(sql)?.query_map([], session)?.collect()
}

/// Takes the right to read from everybody but the owner.
fn own(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(subject: &str, began: i64) -> Session {
        let text = |text: &str| text.to_owned();
        Session {
            subject: text(subject),
            name: text("Kim"),
            role: text("planner"),
            began,
            ends: began + 100,
            id_token: text("t"),
        }
    }

    #[test]
    fn a_session_lasts_over_a_restart_until_its_end() {
        let folder = tempfile::tempdir().unwrap();
        Sessions::open(folder.path()).unwrap().begin("guess me", session("kim", 1000)).unwrap();
        let again = Sessions::open(folder.path()).unwrap();
        assert_eq!(*again.find("guess me", 1099).unwrap(), session("kim", 1000));
        assert!(again.find("guess me", 1100).is_none() && again.find("other", 1000).is_none());
        let bytes = std::fs::read(folder.path().join(FILE)).unwrap();
        assert!(
            !bytes.windows(8).any(|w| w == b"guess me"),
            "the file holds no token by which a session is taken over"
        );
    }

    #[test]
    fn a_session_that_was_ended_is_over_after_a_restart_too() {
        let folder = tempfile::tempdir().unwrap();
        let sessions = Sessions::open(folder.path()).unwrap();
        sessions.begin("token", session("kim", 1000)).unwrap();
        assert_eq!(sessions.end("token").unwrap().unwrap().subject, "kim");
        assert!(sessions.find("token", 1001).is_none() && sessions.end("token").unwrap().is_none());
        assert!(Sessions::open(folder.path()).unwrap().find("token", 1001).is_none());
    }

    #[test]
    fn one_person_has_so_many_sessions_and_no_more() {
        let folder = tempfile::tempdir().unwrap();
        let sessions = Sessions::open(folder.path()).unwrap();
        sessions.begin("lee", session("lee", 1000)).unwrap();
        for n in 0..20 {
            sessions.begin(&format!("kim {n}"), session("kim", 1000 + n)).unwrap();
        }
        let kims = (0..20).filter(|n| sessions.find(&format!("kim {n}"), 1050).is_some()).collect::<Vec<_>>();
        assert_eq!(kims, (4..20).collect::<Vec<_>>());
        assert!(sessions.find("lee", 1050).is_some());
        sessions.begin("late", session("kim", 1110)).unwrap();
        let file = sessions.file.lock().unwrap();
        let left: i64 = file.query_row("SELECT count(*) FROM session", [], |row| row.get(0)).unwrap();
        assert_eq!(left, 10, "those that ended by 1110 are gone: 11 to 19 and the new one are left");
    }
}
