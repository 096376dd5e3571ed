//! Answers as responses: validators first, then content.
//!
//! The tag of an answer is the hash of dataset, program and question, known before anything is computed: a reader who
//! has the answer costs nothing. It is weak, since the compressed forms of an answer share it.

use std::future::Future;

use axum::body::Body;
use axum::extract::{FromRequestParts, Query};
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LINK, VARY};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::error::Problem;
use crate::state::AppState;
use catchment_questions::{AskError, Download, FileBody, Format, PROGRAM};

/// The dataset behind an answer.
pub(crate) const X_DATASET: HeaderName = HeaderName::from_static("x-catchment-dataset");

/// Kept by anyone, but asked for again each time: a dataset may have been replaced.
const ANSWERS: &str = "public, no-cache";
/// Tiles come in dozens: for a minute they are not asked for again.
const TILES: &str = "public, max-age=60, stale-while-revalidate=600";

/// Query parameters in the order given.
#[derive(Debug)]
pub(crate) struct Pairs(pub(crate) Vec<(String, String)>);

impl<S: Send + Sync> FromRequestParts<S> for Pairs {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let read = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri);
        let refused = |_| {
            AskError::value(
                "query",
                parts.uri.query().unwrap_or_default().chars().take(100).collect::<String>(),
                "name=value pairs",
            )
        };
        read.map(|Query(pairs)| Self(pairs)).map_err(|e| Problem::from(refused(e)))
    }
}

/// What becomes of an answer.
#[derive(Debug)]
pub(crate) struct Content {
    media_type: &'static str,
    bytes: Vec<u8>,
    file: Option<String>,
}

impl Content {
    /// An answer as JSON.
    pub(crate) fn json(answer: &impl Serialize) -> Result<Self, AskError> {
        let bytes = serde_json::to_vec(answer).map_err(AskError::internal)?;
        Ok(Self { media_type: "application/json", bytes, file: None })
    }

    /// A tile.
    pub(crate) fn tile(media_type: &'static str, bytes: Vec<u8>) -> Self {
        Self { media_type, bytes, file: None }
    }

    /// A text that is JSON already.
    pub(crate) fn text(json: &str) -> Self {
        Self { media_type: "application/json", bytes: json.as_bytes().to_vec(), file: None }
    }
}

impl From<Download> for Content {
    fn from(download: Download) -> Self {
        let (media_type, bytes) = match download.body {
            FileBody::Csv(bytes) => ("text/csv; charset=utf-8; header=present", bytes),
            FileBody::GeoJson(bytes) => ("application/geo+json", bytes),
        };
        Self { media_type, bytes, file: Some(download.name) }
    }
}

/// How long an answer may be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kept {
    /// Asked for again each time.
    Answer,
    /// Not asked for again for a minute.
    Tile,
}

/// Answers a question: 304 where the reader has it, else the content with its validators.
pub(crate) async fn reply(
    state: &AppState,
    headers: &HeaderMap,
    (question, kept): (&str, Kept),
    content: impl Future<Output = Result<Content, AskError>>,
) -> Response {
    let tag = tag(state, question);
    let given = headers.get_all(IF_NONE_MATCH).iter().filter_map(|v| v.to_str().ok());
    let has = given
        .flat_map(|v| v.split(','))
        .map(str::trim)
        .any(|t| t == "*" || t.trim_start_matches("W/") == tag.trim_start_matches("W/"));
    if has {
        return with_validators(StatusCode::NOT_MODIFIED.into_response(), state, &tag, kept);
    }
    match content.await {
        Err(error) => Problem::from(error).into_response(),
        Ok(content) => with_validators(content.into_response(), state, &tag, kept),
    }
}

impl IntoResponse for Content {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.bytes));
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.media_type));
        if let Some(value) =
            self.file.and_then(|name| HeaderValue::try_from(format!("attachment; filename=\"{name}\"")).ok())
        {
            headers.insert(CONTENT_DISPOSITION, value);
            headers.insert(LINK, HeaderValue::from_static("</api/v1/status>; rel=\"describedby\""));
        }
        response
    }
}

fn with_validators(mut response: Response, state: &AppState, tag: &str, kept: Kept) -> Response {
    let headers = response.headers_mut();
    for (name, value) in [(ETAG, tag), (X_DATASET, state.data.id.as_str())] {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(if kept == Kept::Tile { TILES } else { ANSWERS }));
    headers.append(VARY, HeaderValue::from_static("accept"));
    response
}

/// `W/"…"`: hash of dataset, program and question.
fn tag(state: &AppState, question: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in [state.data.id.as_str(), PROGRAM, question] {
        hasher.update(part.as_bytes());
        hasher.update(&[0]);
    }
    let hex = hasher.finalize().to_hex();
    format!("W/\"{}\"", &hex.as_str()[..32])
}

/// The form that the `Accept` header asks for, where it names one that is not JSON first.
pub(crate) fn accepted_format(headers: &HeaderMap) -> Option<Format> {
    let text = headers.get(ACCEPT)?.to_str().ok()?;
    let kinds = text.split(',').filter_map(|part| part.split(';').next()).map(str::trim);
    let known = kinds.filter_map(|kind| match kind {
        "application/geo+json" => Some(Format::GeoJson),
        "text/csv" => Some(Format::Csv),
        "application/json" | "*/*" | "application/*" => Some(Format::Json),
        _ => None,
    });
    known.into_iter().next().filter(|f| *f != Format::Json)
}
