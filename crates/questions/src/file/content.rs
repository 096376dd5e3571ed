//! What a reader is handed: a media type, bytes, and the name of a file where it is one.

use bytes::Bytes;
use catchment_model::named;
use serde::Serialize;

use crate::error::AskError;
use crate::pieces::value::choices;

named! {
    /// Form of an answer.
    pub enum Form as "form" {
        /// The answer itself.
        Json = "json",
        /// A map file (RFC 7946).
        Geojson = "geojson",
        /// A table: a header line, and nothing but rows.
        Csv = "csv",
        /// What a table was made from: period, unit, offenses, source, dataset, program.
        About = "about",
    }
}

choices!(Form);

/// An answer in one form.
#[derive(Debug, Clone)]
pub struct Content {
    /// Media type.
    pub media_type: &'static str,
    /// Content.
    pub bytes: Bytes,
    /// Name of the file: city, content, window, dataset; absent for what is no file.
    pub name: Option<String>,
}

/// Media type of JSON.
const JSON: &str = "application/json";
/// Media type of a companion: JSON, and not the answer that the same address has as JSON.
const ABOUT: &str = "application/vnd.catchment.about+json";
/// Media type of a table with a header line (RFC 4180).
const CSV: &str = "text/csv; charset=utf-8; header=present";
/// Media type of `GeoJSON` (RFC 7946).
const GEOJSON: &str = "application/geo+json";

impl Form {
    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Json => JSON,
            Self::About => ABOUT,
            Self::Geojson => GEOJSON,
            Self::Csv => CSV,
        }
    }

    /// The form that a list of accepted media types (the header `Accept`) asks for first.
    pub fn accepted(text: &str) -> Option<Self> {
        let kinds = text.split(',').filter_map(|part| part.split(';').next()).map(str::trim);
        let known = kinds.filter_map(|kind| match kind {
            GEOJSON => Some(Self::Geojson),
            "text/csv" => Some(Self::Csv),
            JSON | "*/*" | "application/*" => Some(Self::Json),
            _ => None,
        });
        known.into_iter().next()
    }
}

/// Bytes without the room that they were written into: what is remembered takes no more than it holds.
pub(crate) fn exact(bytes: Vec<u8>) -> Bytes {
    bytes.into_boxed_slice().into()
}

impl Content {
    /// An answer as JSON.
    ///
    /// # Errors
    /// [`AskError::Internal`] where it cannot be written.
    pub fn json(answer: &impl Serialize) -> Result<Self, AskError> {
        let bytes = serde_json::to_vec(answer).map_err(AskError::internal)?;
        Ok(Self { media_type: JSON, bytes: exact(bytes), name: None })
    }

    /// A file of the given form.
    pub(crate) fn file(form: Form, name: String, bytes: Vec<u8>) -> Self {
        Self { media_type: form.media_type(), bytes: exact(bytes), name: Some(name) }
    }

    /// A tile, which has no name.
    pub fn tile(media_type: &'static str, bytes: Vec<u8>) -> Self {
        Self { media_type, bytes: exact(bytes), name: None }
    }

    /// The same with a byte order mark in front, by which spreadsheets know UTF-8; tables only.
    #[must_use]
    pub fn with_byte_order_mark(&self) -> Self {
        let bytes = [b"\xef\xbb\xbf", &*self.bytes].concat();
        Self { bytes: exact(bytes), ..self.clone() }
    }

    /// Whether packing makes it smaller: pictures are packed already.
    pub(crate) fn packs(&self) -> bool {
        self.media_type != "image/png"
    }
}
