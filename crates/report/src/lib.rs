//! The council's PDF.
//!
//! `catchment report` asks the server's `api` for everything that the report says and hands it over as one JSON
//! document; this program turns that document into pages. So it computes no figure of its own, needs none of the other
//! rooms, and its numbers are those of the command line and of HTTP to the digit. It is a program and a workspace of
//! its own, because Typst, which sets the pages, takes longer to build than all the rest.
//!
//! Lives here: the words, the tables, the maps as SVG (`draw`), the template (`template/*.typ`), the PDF. Does not live
//! here: what is true.
//!
//! - The PDF is tagged and conforms to PDF/UA-1 (title, language, pictures in words); its fonts are embedded, the
//!   system's are not looked at.
//! - Same answers, same bytes: no clock; the document's date is the last day of the data.
//! - The decision record on the last page names the answers by their BLAKE3 hash; `catchment report --answers
//!   FILE.json` keeps them.
//!
//! ```text
//! catchment-report ANSWERS.json FILE.pdf [--rows N]      ("-" reads the answers from standard input)
//! ```

mod answers;
mod draw;
mod page;
mod view;
mod words;

pub use answers::Answers;
pub use view::{Pages, View};

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

/// What stands on each page of a report: for tests, and for readers without a PDF viewer.
///
/// # Errors
/// [`ReportError`].
pub fn report_text(answers: &[u8], rows: usize) -> Result<Vec<String>, ReportError> {
    page::text(&pages(answers, rows)?.0)
}

fn pages(answers: &[u8], rows: usize) -> Result<(Pages, String), ReportError> {
    let hash = blake3::hash(answers).to_hex().to_string();
    let answers: Answers = serde_json::from_slice(answers).map_err(ReportError::Answers)?;
    Ok((Pages::new(&answers, rows, &hash), hash))
}

/// A report from a document of answers; at most `rows` places in its table.
///
/// # Errors
/// [`ReportError`].
pub fn report(answers: &[u8], rows: usize) -> Result<Vec<u8>, ReportError> {
    let (pages, hash) = pages(answers, rows)?;
    page::pdf(&pages, &hash)
}
