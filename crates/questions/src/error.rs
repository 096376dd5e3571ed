//! Why a question has no answer. No status codes here: the server maps them.

use std::error::Error;
use std::sync::Arc;

/// Why a question has no answer.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum AskError {
    /// A value that cannot be right.
    #[error("{parameter} = \"{value}\" is not accepted; expected {accepted}")]
    Value {
        /// Parameter.
        parameter: String,
        /// Value given.
        value: String,
        /// What would be right.
        accepted: String,
    },
    /// A parameter that this question does not have.
    #[error("the parameter \"{parameter}\" is not known here; expected {accepted}")]
    Unknown {
        /// Parameter.
        parameter: String,
        /// Value given.
        value: String,
        /// Parameters that exist.
        accepted: String,
    },
    /// A parameter given twice.
    #[error("the parameter \"{parameter}\" stands twice; expected once")]
    Repeated {
        /// Parameter.
        parameter: String,
        /// Second value given.
        value: String,
    },
    /// No month of the window has incidents.
    #[error("no month from {value} has incidents; expected {accepted}")]
    NotCovered {
        /// Window given.
        value: String,
        /// Months that have.
        accepted: String,
    },
    /// None of the chosen offenses may be shown so finely.
    #[error("{value} may not be shown {place}; expected {accepted}")]
    Withheld {
        /// Offenses given.
        value: String,
        /// What was asked for: `per cell`, `per neighborhood`.
        place: &'static str,
        /// Offenses that may be shown.
        accepted: String,
    },
    /// There is no such thing.
    #[error("there is no {what} \"{id}\"; expected {accepted}")]
    NotFound {
        /// Kind of thing.
        what: &'static str,
        /// Id given.
        id: String,
        /// What exists.
        accepted: String,
    },
    /// A fault of the program or of the dataset: logged, not sent.
    #[error("the answer could not be computed")]
    Internal(#[source] Arc<dyn Error + Send + Sync>),
}

impl AskError {
    /// A value that cannot be right; messages repeat at most 100 characters of it.
    pub fn value(parameter: &str, value: impl Into<String>, accepted: impl Into<String>) -> Self {
        Self::Value { parameter: parameter.to_owned(), value: shortened(&value.into()), accepted: accepted.into() }
    }

    /// A fault of the program or of the dataset.
    pub fn internal(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Internal(Arc::from(source.into()))
    }
}

/// At most 100 characters of what was sent: messages do not repeat a page of it.
pub(crate) fn shortened(text: &str) -> String {
    text.chars().take(100).collect()
}
