//! Why an edition is not written.

use catchment_questions::AskError;

/// Why an edition is not written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PublishError {
    /// What the city file says under `[public]` cannot be.
    #[error("[public] {key} = {value} is not accepted; expected {expected}")]
    Rule {
        /// The key.
        key: &'static str,
        /// Its value.
        value: String,
        /// What is accepted.
        expected: String,
    },
    /// A count that is not shown could be worked out too closely, and nothing more can be left out.
    #[error(
        "not written: {place}, {period}, {offense}: a reader could tell the count that is not shown to within {found}; \
         [public] width = {width} is asked for, and nothing more can be left out{earlier}"
    )]
    Narrow {
        /// The area.
        place: String,
        /// The period.
        period: String,
        /// The offense.
        offense: String,
        /// Width that is left.
        found: i64,
        /// Width that is asked for.
        width: u32,
        /// Whether earlier editions are the reason.
        earlier: &'static str,
    },
    /// The data has no twelve months in a row.
    #[error("no period can be published: the data has no full year and no twelve months in a row")]
    NoPeriod,
    /// A linear program was not solved.
    #[error("the audit cannot be computed: {0}")]
    Solver(String),
    /// A file of the workspace that does not read.
    #[error("{what} cannot be read: {why}")]
    Input {
        /// Which.
        what: &'static str,
        /// Why.
        why: String,
    },
    /// A picture that cannot be drawn.
    #[error("the picture \"{what}\" cannot be drawn: {why}")]
    Picture {
        /// What it shows.
        what: String,
        /// Why.
        why: String,
    },
    /// Tiles that cannot be written.
    #[error("the tiles cannot be written: {why}")]
    Tiles {
        /// Why.
        why: String,
    },
    /// A question was not answered.
    #[error("a question was not answered")]
    Ask(#[from] AskError),
}
