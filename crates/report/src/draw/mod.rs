//! Pictures for the pages, as SVG: maps of outlines, and the series of months.

mod map;
mod series;

pub(crate) use map::{Map, Mark, Style};
pub(crate) use series::series;

/// Text for SVG: what XML would read as its own is written out.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
