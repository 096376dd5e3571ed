//! Why a city file was refused.

use crate::OffenseError;

/// Version of the form; other versions are refused.
pub const SCHEMA: u32 = 1;

/// Why a city file was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CityError {
    /// Not TOML, or a key is missing, unknown or of the wrong kind; the message has line and column.
    #[error("{0}")]
    Form(String),
    /// Written for another version.
    #[error("schema = {0}; expected schema = {SCHEMA}")]
    Schema(u32),
    /// The offense groups do not hold together.
    #[error(transparent)]
    Offense(#[from] OffenseError),
    /// A value that cannot be right.
    #[error("{key} = {value}; expected {expected}")]
    Value {
        /// Where in the file.
        key: String,
        /// The value found there.
        value: String,
        /// What would be right.
        expected: String,
    },
}
