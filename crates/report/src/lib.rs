//! The council's PDF.
//!
//! `catchment report` asks everything that the report says and hands it over as one JSON document; this program turns
//! that document into pages. So it computes no figure of its own, and its numbers are those of the command line and of
//! HTTP to the digit. It reads answers by the types of `catchment_questions` and tells them in its words, without what
//! computes them. It is a program and a workspace of its own, because Typst, which sets the pages, takes longer to
//! build than all the rest.
//!
//! Lives here: the pages (`view`), the maps as SVG (`draw`), the template (`template/*.typ`), the PDF. Does not live
//! here: what is true, and how figures are told.
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

mod draw;
mod error;
mod page;
mod view;

use catchment_questions::report::ReportAnswer;

pub use error::ReportError;
pub use view::{Pages, View};

/// What stands on each page of a report: for tests, and for readers without a PDF viewer.
///
/// # Errors
/// [`ReportError`].
pub fn report_text(answers: &[u8], rows: usize) -> Result<Vec<String>, ReportError> {
    page::text(&pages(answers, rows)?.0)
}

fn pages(answers: &[u8], rows: usize) -> Result<(Pages, String), ReportError> {
    let hash = blake3::hash(answers).to_hex().to_string();
    let answers: ReportAnswer = serde_json::from_slice(answers).map_err(ReportError::Answers)?;
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
