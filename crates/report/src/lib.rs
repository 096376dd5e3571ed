//! Printed pages: the council's brief of a decision, the office's quarterly check, and a page on the region's target.
//!
//! `catchment report` asks everything that the pages say and hands it over as one JSON document; this program turns
//! that document into pages. So it computes no figure of its own, and its numbers are those of the command line and of
//! HTTP to the digit. It reads answers by the types of `catchment_questions` and tells them in its words, without what
//! computes them. It is a program and a workspace of its own, because Typst, which sets the pages, takes longer to
//! build than all the rest.
//!
//! Lives here: the pages (`view` of a decision, `check`, `target`), pictures as SVG (`draw`), the templates
//! (`template/*.typ`), the PDF. Does not live here: what is true, and how figures are told.
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

mod check;
mod dates;
mod draw;
mod error;
mod page;
mod target;
mod view;

use catchment_questions::report::{CheckReport, ReportAnswer, ReportHead, ReportOf, TargetReport};
use serde::de::DeserializeOwned;

pub use error::ReportError;
use page::Sheets;
pub use view::{Pages, View};

/// What stands on each page of a report: for tests, and for readers without a PDF viewer.
///
/// # Errors
/// [`ReportError`].
pub fn report_text(answers: &[u8], rows: usize) -> Result<Vec<String>, ReportError> {
    page::text(&sheets(answers, rows)?)
}

/// A report from a document of answers; at most `rows` places in the table of a decision.
///
/// # Errors
/// [`ReportError`].
pub fn report(answers: &[u8], rows: usize) -> Result<Vec<u8>, ReportError> {
    page::pdf(&sheets(answers, rows)?)
}

fn sheets(answers: &[u8], rows: usize) -> Result<Sheets, ReportError> {
    let hash = blake3::hash(answers).to_hex().to_string();
    match read::<ReportHead>(answers)?.of {
        ReportOf::Decision => {
            let pages = Pages::new(&read::<ReportAnswer>(answers)?, rows, &hash);
            let pictures = pages.pictures.into_iter().map(|(name, svg)| (name.to_owned(), svg)).collect();
            Sheets::new("main.typ", &pages.view, pictures, &hash)
        }
        ReportOf::Check => check::sheets(&read::<CheckReport>(answers)?, &hash),
        ReportOf::Target => target::sheets(&read::<TargetReport>(answers)?, &hash),
    }
}

fn read<T: DeserializeOwned>(answers: &[u8]) -> Result<T, ReportError> {
    serde_json::from_slice(answers).map_err(ReportError::Answers)
}
