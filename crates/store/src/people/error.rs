//! What can go wrong with what people wrote.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::StoreError;

/// Why something that people wrote could not be read or saved.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PeopleError {
    /// The database refused.
    #[error("cannot {action} {}", path.display())]
    Sqlite {
        /// What was tried.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// Its error.
        #[source]
        source: rusqlite::Error,
    },
    /// Another program or request is writing.
    #[error("{} is being written to by another; nothing was saved: try again", path.display())]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// No room left.
    #[error("there is no room left for {}; nothing was saved", path.display())]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// The folder could not be forced to the medium.
    #[error(transparent)]
    Disk(Box<StoreError>),
    /// Written by a newer program.
    #[error("{}: schema version {found}; this program knows up to {known}: use the newer program", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Version found.
        found: i64,
        /// Latest version known.
        known: i64,
    },
    /// The file does not hold together.
    #[error("{} is damaged: {what}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        what: String,
    },
    /// Content that cannot be saved.
    #[error("{field} of the scenario: {value}; expected {expected}")]
    Draft {
        /// Which part.
        field: &'static str,
        /// Value given.
        value: String,
        /// What would be accepted.
        expected: String,
    },
    /// A site that cannot be saved.
    #[error("{field} of the site: {value}; expected {expected}")]
    Site {
        /// Which part.
        field: &'static str,
        /// Value given.
        value: String,
        /// What would be accepted.
        expected: String,
    },
    /// No such site in the register.
    #[error("there is no site {id:?} in the register")]
    NoSite {
        /// Id given.
        id: String,
    },
    /// The id is taken.
    #[error("there is a site {id} already")]
    SiteTaken {
        /// Id given.
        id: String,
    },
    /// Someone else saved the site in between.
    #[error("site {id} is at revision {current}, not {expected}: read it again and save on top of it")]
    SiteConflict {
        /// Id given.
        id: String,
        /// Revision that the change was made on.
        expected: u32,
        /// Revision that there is.
        current: u32,
    },
    /// No such scenario.
    #[error("there is no scenario {id}")]
    NoScenario {
        /// Id given.
        id: i64,
    },
    /// No such revision.
    #[error("scenario {id} has no revision {revision}; expected 1 to {latest}")]
    NoRevision {
        /// Id given.
        id: i64,
        /// Revision given.
        revision: u32,
        /// The latest.
        latest: u32,
    },
    /// Someone else saved in between.
    #[error(
        "scenario {id} is at revision {current}, not {expected}: someone saved it in between; read it again and save \
            on top of it"
    )]
    Conflict {
        /// Id given.
        id: i64,
        /// Revision that the change was made on.
        expected: u32,
        /// Revision that there is.
        current: u32,
    },
}

impl PeopleError {
    pub(crate) fn sqlite(action: &'static str, path: &Path) -> impl FnOnce(rusqlite::Error) -> Self {
        let path = path.to_owned();
        move |source| match source.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { path },
            Some(ErrorCode::DiskFull) => Self::Full { path },
            _ => Self::Sqlite { action, path, source },
        }
    }
}
