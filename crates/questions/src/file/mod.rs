//! Answers as files: CSV for tables, `GeoJSON` for maps, and the account that goes with a table. One writer each.

mod content;
mod csv;
mod geojson;
mod sheet;

pub(crate) use self::content::exact;
pub use self::content::{Content, Form};
pub(crate) use self::csv::{csv, csv_called};
pub(crate) use self::geojson::{Shape, features};
pub use self::sheet::{Field, Sheet};
