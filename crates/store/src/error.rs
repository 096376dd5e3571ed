//! What can go wrong with a dataset, each with its path and what to do.

use std::path::{Path, PathBuf};

use catchment_model::city::CityError;
use parquet::errors::ParquetError;

/// Why a dataset could not be written or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The operating system refused.
    #[error("cannot {action} {}", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// The system's error.
        #[source]
        source: std::io::Error,
    },
    /// Nothing was ingested here yet.
    #[error("there is no dataset in {}; run `catchment ingest CITY.toml` first", workspace.display())]
    NoDataset {
        /// The workspace.
        workspace: PathBuf,
    },
    /// `current`, or an id that was asked for, is not 16 hexadecimal digits.
    #[error("{}: \"{id}\" is not a dataset id (16 hexadecimal digits); run `catchment ingest` again", path.display())]
    Id {
        /// File or folder that holds it.
        path: PathBuf,
        /// The value found there.
        id: String,
    },
    /// Written by another version of the program.
    #[error("{}: schema version {found}; expected {expected}; run `catchment ingest` again", path.display())]
    Schema {
        /// The manifest.
        path: PathBuf,
        /// Version found.
        found: u64,
        /// Version that this program reads.
        expected: u32,
    },
    /// A file or folder of the dataset is gone.
    #[error("{} is missing; run `catchment ingest` again", path.display())]
    Missing {
        /// What is gone.
        path: PathBuf,
    },
    /// A file is not what the manifest says, or does not hold together.
    #[error("{} is damaged: {what}; run `catchment ingest` again", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// A file has more or fewer rows than the manifest says.
    #[error("{} has {found} rows; expected {expected}; run `catchment ingest` again", path.display())]
    Rows {
        /// The file.
        path: PathBuf,
        /// Rows found.
        found: u64,
        /// Rows by the manifest.
        expected: u64,
    },
    /// The city file in the dataset is refused.
    #[error("{}", path.display())]
    City {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: CityError,
    },
    /// What should be stored does not hold together: a fault of the caller.
    #[error("cannot store {what}")]
    Input {
        /// The offending value and what was expected.
        what: String,
    },
    /// A dataset was written and cannot be used.
    #[error("the new dataset {id} cannot be used ({why}); the one before stays")]
    Refused {
        /// Its id.
        id: String,
        /// Why not.
        why: String,
    },
    /// Parquet refused what should be stored.
    #[error("cannot write {file}")]
    Encode {
        /// File of the dataset.
        file: &'static str,
        /// Why.
        #[source]
        source: ParquetError,
    },
}

impl StoreError {
    pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| {
            if source.kind() == std::io::ErrorKind::NotFound && action == "read" {
                Self::Missing { path }
            } else {
                Self::Io { action, path, source }
            }
        }
    }

    pub(crate) fn damaged(path: &Path, what: impl Into<String>) -> Self {
        Self::Damaged { path: path.to_owned(), what: what.into() }
    }

    pub(crate) fn input(what: impl Into<String>) -> Self {
        Self::Input { what: what.into() }
    }
}
