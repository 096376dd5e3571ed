//! From pages to PDF through Typst: fonts embedded, tagged for screen readers, the same bytes for the same answers.

use serde::Serialize;
use typst::foundations::{Bytes, Smart};
use typst::layout::{Frame, FrameItem};
use typst_as_lib::TypstEngine;
use typst_as_lib::typst_kit_options::TypstKitFontOptions;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::error::ReportError;

const SOURCES: [(&str, &str); 14] = [
    ("main.typ", include_str!("../template/main.typ")),
    ("style.typ", include_str!("../template/style.typ")),
    ("answer.typ", include_str!("../template/answer.typ")),
    ("places.typ", include_str!("../template/places.typ")),
    ("decision.typ", include_str!("../template/decision.typ")),
    ("choice.typ", include_str!("../template/choice.typ")),
    ("backtest.typ", include_str!("../template/backtest.typ")),
    ("data.typ", include_str!("../template/data.typ")),
    ("method.typ", include_str!("../template/method.typ")),
    ("sheet.typ", include_str!("../template/sheet.typ")),
    ("check.typ", include_str!("../template/check.typ")),
    ("verdicts.typ", include_str!("../template/verdicts.typ")),
    ("measured.typ", include_str!("../template/measured.typ")),
    ("target.typ", include_str!("../template/target.typ")),
];

/// What is set: a template, what it reads, its pictures, and the name of the document within it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sheets {
    /// The template.
    pub(crate) main: &'static str,
    /// What it reads, as JSON.
    pub(crate) view: Vec<u8>,
    /// Pictures by file name.
    pub(crate) pictures: Vec<(String, String)>,
    /// The hash of the answers.
    pub(crate) hash: String,
}

impl Sheets {
    /// Sheets of a view.
    ///
    /// # Errors
    /// [`ReportError::Json`] where it cannot be handed over.
    pub(crate) fn new(
        main: &'static str,
        view: &impl Serialize,
        pictures: Vec<(String, String)>,
        hash: &str,
    ) -> Result<Self, ReportError> {
        let view = serde_json::to_vec(view).map_err(ReportError::Json)?;
        Ok(Self { main, view, pictures, hash: hash.to_owned() })
    }
}

/// Sets pages.
fn document(sheets: &Sheets) -> Result<PagedDocument, ReportError> {
    let mut files = vec![("view.json", Bytes::new(sheets.view.clone()))];
    files.extend(sheets.pictures.iter().map(|(name, svg)| (name.as_str(), Bytes::from_string(svg.clone()))));
    let main = SOURCES.iter().find(|(name, _)| *name == sheets.main).map_or("", |(_, text)| *text);
    let engine = TypstEngine::builder()
        .main_file((sheets.main, main))
        .with_static_source_file_resolver(SOURCES)
        .with_static_file_resolver(files)
        .search_fonts_with(TypstKitFontOptions::new().include_system_fonts(false).include_embedded_fonts(true))
        .build();
    engine.compile().output.map_err(|e| ReportError::Layout(e.to_string()))
}

/// Pages as PDF.
///
/// # Errors
/// [`ReportError::Layout`] where Typst cannot set them.
pub(crate) fn pdf(sheets: &Sheets) -> Result<Vec<u8>, ReportError> {
    let standards =
        PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|e| ReportError::Layout(e.message().to_string()))?;
    // No time stamp: the document carries the date of its data.
    let options = PdfOptions {
        ident: Smart::Custom(sheets.hash.clone()),
        creator: Smart::Custom(Some("Catchment".to_owned())),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document(sheets)?, &options).map_err(|errors| {
        ReportError::Layout(errors.iter().map(|e| e.message.to_string()).collect::<Vec<_>>().join("; "))
    })
}

/// What stands on each page, in the order of setting, a line for each run of text.
///
/// # Errors
/// As [`pdf`].
pub(crate) fn text(sheets: &Sheets) -> Result<Vec<String>, ReportError> {
    let document = document(sheets)?;
    let page = |page: &typst_layout::Page| {
        let mut text = String::new();
        read(&page.frame, &mut text);
        text
    };
    Ok(document.pages().iter().map(page).collect())
}

fn read(frame: &Frame, text: &mut String) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => read(&group.frame, text),
            FrameItem::Text(run) => {
                text.push_str(&run.text);
                text.push('\n');
            }
            _ => {}
        }
    }
}
