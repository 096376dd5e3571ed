//! The map under the data: its description, its tiles by ranges of bytes, its gazetteer.

use axum::Json;
use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_RANGE, RANGE,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use catchment_questions::file::{Content, Form};
use http_range_header::parse_range_header;
use serde::Serialize;
use utoipa::ToSchema;

use super::reply::{ASKED_AGAIN, FOR_EVER, has, not_modified, send};
use super::shared::{Asked, Shared};
use crate::Basemap;
use crate::error::{Problem, Refused};

const PMTILES: &str = "/basemap.pmtiles";
const GAZETTEER: &str = "/gazetteer.json";

/// Where the map under the data is.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BasemapAbout {
    /// The map, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    basemap: Option<BasemapFiles>,
}

/// The files of the map under the data. Their addresses change with every byte of them.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BasemapFiles {
    /// Address of the tiles: a `PMTiles` file of version 3, read by ranges of bytes.
    pmtiles: String,
    /// Address of the gazetteer: streets, crossings, areas and sites.
    gazetteer: String,
    /// Who made what they were made of, and under which license.
    credits: Vec<String>,
}

/// Where the map under the data is, if there is one: streets, water, parks and names of the city.
#[utoipa::path(get, path = "/api/v1/basemap", operation_id = "basemap", tag = "tiles",
    responses((status = 200, description = "The addresses of its files.", body = BasemapAbout)))]
pub(super) async fn about(State(shared): State<Shared>) -> Response {
    let files = |map: &Basemap| BasemapFiles {
        pmtiles: format!("{PMTILES}?v={}", map.pmtiles.1),
        gazetteer: format!("{GAZETTEER}?v={}", map.gazetteer.1),
        credits: map.credits.clone(),
    };
    let about = BasemapAbout { basemap: shared.config.basemap.as_ref().map(files) };
    let mut response = Json(about).into_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(ASKED_AGAIN));
    response
}

/// The tiles of the map under the data, one file: whole, or one range of its bytes.
#[utoipa::path(get, path = "/basemap.pmtiles", operation_id = "basemap_pmtiles", tag = "tiles",
    responses((status = 200, description = "The whole file.", content_type = "application/vnd.pmtiles"),
        (status = 206, description = "The range that was asked for.", content_type = "application/vnd.pmtiles"),
        (status = 304, description = "The reader has it."),
        (status = 404, description = "There is no such map.", body = Problem,
            content_type = "application/problem+json"),
        (status = 416, description = "The file has no such range.", body = Problem,
            content_type = "application/problem+json")))]
pub(super) async fn tiles(
    State(shared): State<Shared>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let Some(map) = &shared.config.basemap else { return Err(Problem::no_route(PMTILES).into()) };
    let (bytes, tag) = &map.pmtiles;
    let size = bytes.len() as u64;
    if has(&headers, tag) {
        return Ok(tagged(StatusCode::NOT_MODIFIED.into_response(), tag, query.as_deref()));
    }
    let mut response = match range(&headers, size, tag)? {
        None => Response::new(Body::from(bytes.clone())),
        Some((from, to)) => {
            let index = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
            let mut part = Response::new(Body::from(bytes.slice(index(from)..=index(to))));
            *part.status_mut() = StatusCode::PARTIAL_CONTENT;
            if let Ok(value) = HeaderValue::try_from(format!("bytes {from}-{to}/{size}")) {
                part.headers_mut().insert(CONTENT_RANGE, value);
            }
            part.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(to - from + 1));
            part
        }
    };
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/vnd.pmtiles"));
    Ok(tagged(response, tag, query.as_deref()))
}

/// The gazetteer of the city: streets, crossings, areas and sites with their places.
#[utoipa::path(get, path = "/gazetteer.json", tag = "tiles",
    responses((status = 200, description = "The gazetteer.", body = Object),
        (status = 304, description = "The reader has it."),
        (status = 404, description = "There is no map, and so no gazetteer.", body = Problem,
            content_type = "application/problem+json")))]
pub(super) async fn gazetteer(
    State(shared): State<Shared>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let Some(map) = &shared.config.basemap else { return Err(Problem::no_route(GAZETTEER).into()) };
    let (bytes, tag) = map.gazetteer.clone();
    let key = format!("gazetteer {tag}");
    let immutable = names(query.as_deref(), &tag);
    let asked = Asked { key: key.clone(), tag, form: Form::Json, byte_order_mark: false, immutable, about: None };
    if has(&headers, &asked.tag) {
        return Ok(not_modified(&shared, &asked));
    }
    let encoding = asked.encoding(&headers);
    let content = move || Ok(Content { media_type: "application/json", bytes, name: None });
    let finished = shared.state.quick(move |engine| engine.finish(&key, encoding, content)).await?;
    Ok(send(&shared, &asked, &finished))
}

/// The first and the last byte that are asked for; `None` for the whole file. Several ranges at once get the whole,
/// which RFC 9110 (section 14.2) allows.
fn range(headers: &HeaderMap, size: u64, tag: &str) -> Result<Option<(u64, u64)>, Refused> {
    // A range of what the reader knew, where that has changed, is no use to it.
    let other = |v: &HeaderValue| v.to_str().is_ok_and(|t| t.trim_matches('"') != tag);
    if headers.get(IF_RANGE).is_some_and(other) {
        return Ok(None);
    }
    let Some(text) = headers.get(RANGE).and_then(|v| v.to_str().ok()) else { return Ok(None) };
    let Ok(parsed) = parse_range_header(text) else { return Ok(None) };
    match parsed.validate(size).as_deref() {
        Ok([one]) => Ok(Some((*one.start(), *one.end()))),
        Ok(_) => Ok(None),
        Err(_) => {
            let range: String = text.chars().take(100).collect();
            let detail = format!("Range is \"{range}\"; the file has {size} bytes");
            let title = "No such range";
            Err(Problem::new(StatusCode::RANGE_NOT_SATISFIABLE, "no-such-range", title, detail).into())
        }
    }
}

/// The tag is strong: a reader joins ranges of the same bytes.
fn tagged(mut response: Response, tag: &str, query: Option<&str>) -> Response {
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::try_from(format!("\"{tag}\"")) {
        headers.insert(ETAG, value);
    }
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    let kept = if names(query, tag) { FOR_EVER } else { ASKED_AGAIN };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(kept));
    response
}

/// Whether an address names the very bytes.
fn names(query: Option<&str>, tag: &str) -> bool {
    query.is_some_and(|q| q.split('&').any(|pair| pair.strip_prefix("v=") == Some(tag)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The range that is sent; refused ranges are an error.
    fn asked(text: &str) -> Result<Option<(u64, u64)>, ()> {
        let mut headers = HeaderMap::new();
        headers.insert(RANGE, HeaderValue::from_str(text).unwrap());
        range(&headers, 100, "t").map_err(drop)
    }

    #[test]
    fn one_range_is_read_and_one_beyond_the_end_refused() {
        assert_eq!(asked("bytes=0-9"), Ok(Some((0, 9))));
        assert_eq!(asked("bytes=90-"), Ok(Some((90, 99))));
        assert_eq!(asked("bytes=-10"), Ok(Some((90, 99))));
        assert_eq!(asked("bytes=90-200"), Ok(Some((90, 99))), "as far as there are bytes");
        assert_eq!((asked("bytes=0-1,5-6"), asked("lines=1-2")), (Ok(None), Ok(None)));
        assert_eq!(asked("bytes=100-200"), Err(()));
    }

    #[test]
    fn a_range_of_other_bytes_gets_the_whole_file() {
        let mut headers = HeaderMap::new();
        headers.insert(RANGE, HeaderValue::from_static("bytes=0-9"));
        headers.insert(IF_RANGE, HeaderValue::from_static("\"old\""));
        assert_eq!(range(&headers, 100, "t").ok(), Some(None));
        headers.insert(IF_RANGE, HeaderValue::from_static("\"t\""));
        assert_eq!(range(&headers, 100, "t").ok(), Some(Some((0, 9))));
    }

    #[test]
    fn an_address_that_names_the_bytes_may_be_kept() {
        assert!(names(Some("v=abc"), "abc") && names(Some("a=1&v=abc"), "abc"));
        assert!(!names(Some("v=old"), "abc") && !names(None, "abc"));
    }
}
