//! The map under the data over HTTP: where it is, ranges of its bytes, what may be kept.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use catchment_server::{Basemap, BasemapError, Config, router};

use crate::{Reply, STATE, send};

const TILES: &[u8] = b"PMTiles\x03 and what is in it";

fn gazetteer(city: &str) -> Vec<u8> {
    format!(r#"{{"city":"{city}","credits":["Nobody, 2026"],"streets":[]}}"#).into_bytes()
}

fn service() -> Router {
    let engine = STATE.engine();
    let data = &engine.data;
    let map = Basemap::read(TILES.to_vec(), gazetteer(&data.city.id), data).expect("a map of this city");
    router(Arc::clone(&STATE), Config { basemap: Some(map), ..Config::default() })
}

async fn get(path: &str, headers: &[(&str, &str)]) -> Reply {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    send(service(), request.body(Body::empty()).expect("a request")).await
}

/// An address that the description names.
async fn named(what: &str) -> String {
    let about: serde_json::Value = serde_json::from_str(&get("/api/v1/basemap", &[]).await.text()).expect("JSON");
    about["basemap"][what].as_str().expect("an address").to_owned()
}

#[tokio::test]
async fn a_range_of_bytes_comes_alone_and_may_be_kept() {
    let address = named("pmtiles").await;
    let reply = get(&address, &[("range", "bytes=0-6")]).await;
    assert_eq!((reply.status, reply.text().as_str()), (StatusCode::PARTIAL_CONTENT, "PMTiles"));
    assert_eq!(reply.header("content-range"), format!("bytes 0-6/{}", TILES.len()));
    assert_eq!(reply.header("content-type"), "application/vnd.pmtiles");
    assert_eq!(reply.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!((reply.header("accept-ranges"), reply.header("content-encoding")), ("bytes", ""));
    let tag = reply.header("etag").to_owned();
    assert!(tag.starts_with('"'), "a strong tag: ranges are joined");
    let again = get(&address, &[("if-none-match", &tag)]).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    let plain = get("/basemap.pmtiles", &[]).await;
    assert_eq!((plain.status, plain.header("cache-control")), (StatusCode::OK, "public, no-cache"));
    assert_eq!(plain.body, TILES);
}

#[tokio::test]
async fn a_range_beyond_the_end_is_refused_with_the_size() {
    let reply = get("/basemap.pmtiles", &[("range", "bytes=900-")]).await;
    assert_eq!(reply.status, StatusCode::RANGE_NOT_SATISFIABLE);
    assert!(reply.text().contains(&format!("{} bytes", TILES.len())), "{}", reply.text());
}

#[tokio::test]
async fn the_gazetteer_has_its_tag_and_may_be_kept() {
    let reply = get(&named("gazetteer").await, &[]).await;
    assert_eq!((reply.status, reply.header("content-type")), (StatusCode::OK, "application/json"));
    assert_eq!(reply.header("cache-control"), "public, max-age=31536000, immutable");
    let tag = reply.header("etag").to_owned();
    assert_eq!(get("/gazetteer.json", &[("if-none-match", &tag)]).await.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn without_a_map_there_is_nothing_and_it_is_said() {
    let bare = || router(Arc::clone(&STATE), Config::default());
    let ask = |path: &str| Request::get(path).body(Body::empty()).expect("a request");
    assert_eq!(send(bare(), ask("/api/v1/basemap")).await.text(), "{}");
    for path in ["/basemap.pmtiles", "/gazetteer.json"] {
        assert_eq!(send(bare(), ask(path)).await.status, StatusCode::NOT_FOUND);
    }
}

#[test]
fn a_map_of_another_city_is_not_shown() {
    let engine = STATE.engine();
    let data = &engine.data;
    let other = Basemap::read(TILES.to_vec(), gazetteer("elsewhere"), data);
    assert!(matches!(other, Err(BasemapError::Elsewhere { .. })), "{other:?}");
    let none = Basemap::read(b"GIF89a".to_vec(), gazetteer(&data.city.id), data);
    assert!(matches!(none, Err(BasemapError::Archive)), "{none:?}");
}
