//! Pictures for the pages, as SVG: maps of outlines, series of months and quarters, a target and what is known of it.

mod fan;
mod map;
mod mask;
mod name;
mod quarters;
mod series;

pub(crate) use fan::{Fan, FanPoint, fan};
pub(crate) use map::{HATCH, Map, Mark, Spot, Style};
pub(crate) use mask::{MaskRow, mask};
pub(crate) use quarters::{Quarter, quarters};
pub(crate) use series::series;

/// The letters of all pictures.
const FONT: &str = "font-family=\"Libertinus Serif\"";

/// Hatching for what is not known: a pattern named `gap`.
const GAP: &str = "<pattern id=\"gap\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\" \
    patternTransform=\"rotate(45)\"><rect width=\"8\" height=\"8\" fill=\"#f4f4f4\"/><line x1=\"0\" y1=\"0\" x2=\"0\" \
    y2=\"8\" stroke=\"#b5b5b5\" stroke-width=\"2\"/></pattern>";

/// Text for SVG: what XML would read as its own is written out.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
