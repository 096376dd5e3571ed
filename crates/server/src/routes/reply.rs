//! Answers as responses: validators first, then bytes that are finished already. One policy for everything: an address
//! that names its dataset may be kept for ever, any other is asked for again each time, which costs a 304.

use axum::Json;
use axum::body::Body;
use axum::http::header::{
    ACCEPT, ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
    LINK, RETRY_AFTER, VARY,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use catchment_questions::file::Form;
use catchment_questions::{Encoding, Finished};

use super::shared::{Asked, Shared};
use crate::jobs::Running;

/// The dataset behind an answer.
const X_DATASET: HeaderName = HeaderName::from_static("x-catchment-dataset");
/// Kept by anyone, but asked for again each time: another dataset may be served.
pub(super) const ASKED_AGAIN: &str = "public, no-cache";
/// The address names the dataset: it cannot change.
pub(super) const FOR_EVER: &str = "public, max-age=31536000, immutable";

impl Asked {
    /// How its bytes are packed for a reader: a mark in front of a table is not remembered, so it goes unpacked.
    pub(super) fn encoding(&self, headers: &HeaderMap) -> Encoding {
        if self.byte_order_mark { Encoding::Identity } else { accepted_encoding(headers) }
    }
}

/// A finished answer.
pub(super) fn send(shared: &Shared, asked: &Asked, finished: &Finished) -> Response {
    let content = &finished.content;
    let marked = asked.byte_order_mark && asked.form == Form::Csv;
    let bytes = if marked { content.with_byte_order_mark().bytes } else { content.bytes.clone() };
    let empty = bytes.is_empty();
    let mut response = Response::new(Body::from(bytes));
    if empty {
        *response.status_mut() = StatusCode::NO_CONTENT;
    }
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content.media_type));
    if finished.encoding != Encoding::Identity {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(finished.encoding.name()));
    }
    if let Some(name) = &content.name
        && let Ok(value) = HeaderValue::try_from(format!("attachment; filename=\"{name}\""))
    {
        headers.insert(CONTENT_DISPOSITION, value);
    }
    if let Some(about) = &asked.about {
        headers.insert(LINK, about.clone());
    }
    with_validators(response, shared, asked)
}

/// The reader has it.
pub(super) fn not_modified(shared: &Shared, asked: &Asked) -> Response {
    with_validators(StatusCode::NOT_MODIFIED.into_response(), shared, asked)
}

/// Not done yet: the reader asks again.
pub(super) fn running(progress: &Running) -> Response {
    let mut response = (StatusCode::ACCEPTED, Json(progress)).into_response();
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("2"));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn with_validators(mut response: Response, shared: &Shared, asked: &Asked) -> Response {
    let headers = response.headers_mut();
    // Weak, since the packed forms of an answer share it.
    if let Ok(value) = HeaderValue::try_from(format!("W/\"{}\"", asked.tag)) {
        headers.insert(ETAG, value);
    }
    headers.insert(X_DATASET, shared.dataset.clone());
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(if asked.immutable { FOR_EVER } else { ASKED_AGAIN }));
    headers.insert(VARY, HeaderValue::from_static("accept, accept-encoding"));
    response
}

/// Whether the reader has what a tag stands for.
pub(super) fn has(headers: &HeaderMap, tag: &str) -> bool {
    let given = headers.get_all(IF_NONE_MATCH).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(','));
    given.map(str::trim).any(|t| t == "*" || t.trim_start_matches("W/").trim_matches('"') == tag)
}

/// The form that the header `Accept` asks for, where that is not JSON.
pub(super) fn accepted_form(headers: &HeaderMap) -> Option<Form> {
    Form::accepted(headers.get(ACCEPT)?.to_str().ok()?).filter(|form| *form != Form::Json)
}

/// The best encoding that a reader takes: of those with the same weight the smaller one.
fn accepted_encoding(headers: &HeaderMap) -> Encoding {
    let texts = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|v| v.to_str().ok());
    let mut best = (0.0, Encoding::Identity);
    for part in texts.flat_map(|text| text.split(',')) {
        let mut parts = part.split(';').map(str::trim);
        let encoding = match parts.next().unwrap_or_default() {
            "br" => Encoding::Brotli,
            "zstd" => Encoding::Zstd,
            "gzip" | "x-gzip" | "*" => Encoding::Gzip,
            _ => continue,
        };
        let weight = parts.find_map(|p| p.strip_prefix("q=")?.parse::<f64>().ok()).unwrap_or(1.0);
        let rank = |e: Encoding| match e {
            Encoding::Identity => 0,
            Encoding::Gzip => 1,
            Encoding::Zstd => 2,
            Encoding::Brotli => 3,
        };
        if weight > best.0 || (weight > 0.0 && weight >= best.0 && rank(encoding) > rank(best.1)) {
            best = (weight, encoding);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_encoding_that_a_reader_takes_is_chosen() {
        let of = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_str(text).unwrap());
            accepted_encoding(&headers)
        };
        assert_eq!(of("gzip, deflate, br, zstd"), Encoding::Brotli);
        assert_eq!(of("br;q=0.5, gzip"), Encoding::Gzip);
        assert_eq!(of("gzip;q=0, identity"), Encoding::Identity);
        assert_eq!(of("*"), Encoding::Gzip);
        assert_eq!(accepted_encoding(&HeaderMap::new()), Encoding::Identity);
    }
}
