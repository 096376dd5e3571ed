//! Why there is no report.

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReportError {
    /// The answers are of another form.
    #[error("the answers cannot be read: is catchment-report of the same version as catchment?")]
    Answers(#[source] serde_json::Error),
    /// The pages cannot be written as JSON.
    #[error("the pages cannot be handed to Typst")]
    Json(#[source] serde_json::Error),
    /// The pages cannot be set.
    #[error("the pages cannot be set: {0}")]
    Layout(String),
}
