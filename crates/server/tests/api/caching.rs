//! How long answers may be kept: an address that names its dataset for ever, any other is asked for again.

use axum::http::StatusCode;

use crate::{STATE, get, get_with};

/// An address of each kind.
const ADDRESSES: [&str; 8] = [
    "/api/v1/status?",
    "/api/v1/rankings?k=2&",
    "/api/v1/rankings?format=csv&",
    "/api/v1/cells?resolution=8&",
    "/api/v1/counts?by=year&",
    "/tiles/cells/10/255/392?",
    "/tiles/surface/10/255/392?",
    "/tiles/sites.json?",
];
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// What speaks of sites changes with their register, and not with the dataset alone.
const OF_SITES: [&str; 3] = ["status", "rankings", "sites"];

#[tokio::test]
async fn an_address_that_names_its_dataset_may_be_kept_for_ever_and_another_is_asked_for_again() {
    let dataset = format!("dataset={}", STATE.engine().data.id);
    for address in ADDRESSES {
        let again = get(address.trim_end_matches(['?', '&'])).await;
        assert_eq!((again.status, again.header("cache-control")), (StatusCode::OK, "public, no-cache"), "{address}");
        let kept = get(&format!("{address}{dataset}")).await;
        let of_sites = OF_SITES.iter().any(|word| address.contains(word));
        let how_long = if of_sites { "public, no-cache" } else { FOR_EVER };
        assert_eq!((kept.status, kept.header("cache-control")), (StatusCode::OK, how_long), "{address}");
        assert_eq!(kept.body, again.body, "{address}: the same answer");
        assert_eq!(kept.header("etag"), again.header("etag"), "{address}");
        let had = get_with(&format!("{address}{dataset}"), &[("if-none-match", kept.header("etag"))]).await;
        assert_eq!((had.status, had.header("cache-control")), (StatusCode::NOT_MODIFIED, how_long), "{address}");
    }
    let empty = get(&format!("/tiles/cells/10/0/0?{dataset}")).await;
    assert_eq!((empty.status, empty.header("cache-control")), (StatusCode::NO_CONTENT, FOR_EVER));
}

#[tokio::test]
async fn an_address_of_another_dataset_is_not_found_and_not_kept() {
    for address in ADDRESSES {
        let reply = get(&format!("{address}dataset=0123456789abcdef")).await;
        let problem = reply.json();
        assert_eq!((reply.status, &problem["code"]), (StatusCode::NOT_FOUND, &"other-dataset".into()), "{address}");
        assert_eq!(problem["accepted"], STATE.engine().data.id, "the one that is served");
        assert_eq!(reply.header("cache-control"), "no-store", "{address}");
    }
    let twice = get(&format!("/api/v1/status?dataset={0}&dataset={0}", STATE.engine().data.id)).await;
    assert_eq!(twice.json()["code"], "repeated-parameter");
}

#[tokio::test]
async fn tiles_that_a_description_leads_to_may_be_kept_for_ever_unless_they_hold_sites() {
    for layer in ["neighborhoods", "catchments", "cells", "sites", "surface"] {
        let described = get(&format!("/tiles/{layer}.json")).await.json();
        let address = described["tiles"][0].as_str().expect("an address");
        let tile = address.replace("{z}", "11").replace("{x}", "510").replace("{y}", "785");
        let reply = get(&tile).await;
        // The register of sites changes beside the dataset.
        let kept = if ["catchments", "sites"].contains(&layer) { "public, no-cache" } else { FOR_EVER };
        assert_eq!((reply.status, reply.header("cache-control")), (StatusCode::OK, kept), "{tile}");
    }
}

#[tokio::test]
async fn the_page_and_the_description_are_asked_for_again() {
    for path in ["/", "/api/v1/openapi.json"] {
        let policy = get(path).await.header("cache-control").to_owned();
        assert!(policy == "public, no-cache" || policy == "no-store", "{path}: {policy}");
    }
}
