//! From pages to PDF through Typst: fonts embedded, tagged for screen readers, the same bytes for the same answers.

use typst::foundations::{Bytes, Smart};
use typst::layout::{Frame, FrameItem};
use typst_as_lib::TypstEngine;
use typst_as_lib::typst_kit_options::TypstKitFontOptions;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::error::ReportError;
use crate::view::Pages;

const MAIN: &str = include_str!("../template/main.typ");
const SOURCES: [(&str, &str); 8] = [
    ("style.typ", include_str!("../template/style.typ")),
    ("answer.typ", include_str!("../template/answer.typ")),
    ("places.typ", include_str!("../template/places.typ")),
    ("decision.typ", include_str!("../template/decision.typ")),
    ("choice.typ", include_str!("../template/choice.typ")),
    ("backtest.typ", include_str!("../template/backtest.typ")),
    ("data.typ", include_str!("../template/data.typ")),
    ("method.typ", include_str!("../template/method.typ")),
];

/// Sets pages.
fn document(pages: &Pages) -> Result<PagedDocument, ReportError> {
    let mut files = vec![("view.json", Bytes::new(serde_json::to_vec(&pages.view).map_err(ReportError::Json)?))];
    files.extend(pages.pictures.iter().map(|(name, svg)| (*name, Bytes::from_string(svg.clone()))));
    let engine = TypstEngine::builder()
        .main_file(("main.typ", MAIN))
        .with_static_source_file_resolver(SOURCES)
        .with_static_file_resolver(files)
        .search_fonts_with(TypstKitFontOptions::new().include_system_fonts(false).include_embedded_fonts(true))
        .build();
    engine.compile().output.map_err(|e| ReportError::Layout(e.to_string()))
}

/// Pages as PDF; `ident` names the document within it.
///
/// # Errors
/// [`ReportError::Layout`] where Typst cannot set them, [`ReportError::Json`] where they cannot be handed to it.
pub(crate) fn pdf(pages: &Pages, ident: &str) -> Result<Vec<u8>, ReportError> {
    let standards =
        PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|e| ReportError::Layout(e.message().to_string()))?;
    // No time stamp: the document carries the date of its data.
    let options = PdfOptions {
        ident: Smart::Custom(ident.to_owned()),
        creator: Smart::Custom(Some("Catchment".to_owned())),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document(pages)?, &options).map_err(|errors| {
        ReportError::Layout(errors.iter().map(|e| e.message.to_string()).collect::<Vec<_>>().join("; "))
    })
}

/// What stands on each page, in the order of setting, a line for each run of text.
///
/// # Errors
/// As [`pdf`].
pub(crate) fn text(pages: &Pages) -> Result<Vec<String>, ReportError> {
    let document = document(pages)?;
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
