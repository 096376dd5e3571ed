//! Answers as files.

use serde_json::Value;

use axum::http::StatusCode;
use geo::{Polygon, Validation};

use crate::{get, get_with, json, refused};

/// The polygons of a feature; none may cross itself or lie within another.
fn polygons(feature: &Value) -> Vec<Polygon<f64>> {
    assert_eq!(feature["geometry"]["type"], "MultiPolygon");
    let read = |ring: &Value| -> Vec<(f64, f64)> {
        let points = ring.as_array().expect("a ring").iter();
        points.map(|p| (p[0].as_f64().expect("lng"), p[1].as_f64().expect("lat"))).collect()
    };
    let one = |rings: &Value| {
        let mut rings = rings.as_array().expect("rings").iter().map(read);
        Polygon::new(rings.next().expect("an exterior").into(), rings.map(Into::into).collect())
    };
    feature["geometry"]["coordinates"].as_array().expect("polygons").iter().map(one).collect()
}

/// Twice the area within a ring: above 0 where it runs counterclockwise.
fn turn(ring: &geo::LineString<f64>) -> f64 {
    ring.0.windows(2).map(|w| w[0].x * w[1].y - w[1].x * w[0].y).sum()
}

#[tokio::test]
async fn a_ranking_as_csv_has_the_agreed_columns_and_its_account_in_name_and_headers() {
    let reply = get("/api/v1/rankings?format=csv&from=2018-01&to=2018-12").await;
    assert_eq!(reply.header("content-type"), "text/csv; charset=utf-8; header=present");
    let disposition = reply.header("content-disposition");
    let dataset = reply.header("x-catchment-dataset");
    assert_eq!(
        disposition,
        format!("attachment; filename=\"catchment-gridville-neighborhoods-2018-01-2018-12-{dataset}.csv\"")
    );
    assert_eq!(
        reply.header("link"),
        "</api/v1/rankings?from=2018-01&to=2018-12&format=about>; rel=\"describedby\"",
        "what the table was made from is one address away"
    );
    let text = reply.text();
    let mut lines = text.lines();
    let columns =
        "rank,id,name,score,count,per_1000,per_km2,rank_low,rank_high,p_top,incidents,next_low,next_high,p_next";
    assert_eq!(lines.next(), Some(columns));
    assert_eq!(lines.count(), 8);
}

#[tokio::test]
async fn cells_and_areas_as_csv() {
    let cells = get("/api/v1/cells?format=csv&resolution=8").await.text();
    assert!(cells.starts_with("cell,count,z,p,significant\n"), "{cells}");
    let area = get("/api/v1/areas/2?format=csv&from=2019-12&to=2020-04").await.text();
    assert!(area.starts_with("id,name,month,status,system,count\n"));
    assert!(area.contains("2,Square 2,2020-01,missing,,\n"), "a gap is empty, not 0: {area}");
}

#[tokio::test]
async fn geojson_carries_outlines_and_the_whole_account() {
    for (path, features) in [
        ("/api/v1/rankings?", 8),
        ("/api/v1/areas/9?", 1),
        ("/api/v1/rankings?of=catchments&top=2&", 2),
        ("/api/v1/catchments/C1?", 1),
    ] {
        let reply = get(&format!("{path}format=geojson")).await;
        assert_eq!(reply.header("content-type"), "application/geo+json", "{}", reply.text());
        assert!(reply.header("content-disposition").ends_with(".geojson\""));
        let collection = reply.json();
        assert_eq!(collection["features"].as_array().expect("features").len(), features, "{path}");
        assert_eq!(collection["metadata"]["dataset"], reply.header("x-catchment-dataset"));
        for polygon in collection["features"].as_array().expect("features").iter().flat_map(polygons) {
            let ring = polygon.exterior();
            assert_eq!(ring.0.first(), ring.0.last(), "rings are closed");
            assert!(turn(ring) > 0.0, "exteriors are counterclockwise");
            assert!(ring.coords().all(|c| (-90.3..-90.1).contains(&c.x) && (38.5..38.7).contains(&c.y)));
        }
    }
}

#[tokio::test]
async fn every_map_file_is_flat_valid_and_names_its_features() {
    let scan = "clusters?resolution=8&permutations=99&method";
    for path in [
        "rankings?",
        "rankings?of=catchments&k=2&",
        "areas/1?",
        "catchments/C1?k=2&",
        "cells?resolution=9&",
        "counts?by=neighborhood&",
        "counts?by=cell&resolution=9&offense=homicide,robbery&",
        "clusters?resolution=8&method=moran&",
        &format!("{scan}=emerging&"),
        &format!("{scan}=scan&"),
        &format!("{scan}=scan-space&"),
        "optimize?k=2&area_km2=0.5&",
        "catchments/chance?k=1&area_km2=0.5&draws=50&",
    ] {
        let reply = get(&format!("/api/v1/{path}format=geojson")).await;
        assert_eq!((reply.status, reply.header("content-type")), (StatusCode::OK, "application/geo+json"), "{path}");
        let collection = reply.json();
        let features = collection["features"].as_array().expect("features");
        assert!(!features.is_empty(), "{path}");
        let ids: std::collections::BTreeSet<String> = features.iter().map(|f| f["id"].to_string()).collect();
        assert_eq!(ids.len(), features.len(), "{path}: ids are distinct");
        for feature in features {
            assert!(feature["id"].is_string(), "{path}: {feature}");
            let nested = feature["properties"].as_object().expect("properties").values();
            assert!(nested.clone().all(|v| !v.is_object() && !v.is_array()), "{path}: {}", feature["properties"]);
            for polygon in polygons(feature) {
                assert!(polygon.is_valid(), "{path}: {}: {:?}", feature["id"], polygon.validation_errors());
                assert!(turn(polygon.exterior()) > 0.0, "{path}: {}", feature["id"]);
                assert!(polygon.interiors().iter().all(|hole| turn(hole) < 0.0), "{path}: {}", feature["id"]);
            }
            if path.contains("cells?") || path.contains("by=cell") || path.contains("moran") || path.contains("chance")
            {
                assert_eq!(feature["properties"]["hex_id"], feature["id"], "{path}");
            }
        }
        let long = reply.text().split(['[', ']', ',']).filter_map(decimals).max();
        assert!(long <= Some(7), "{path}: {long:?} decimals");
    }
}

/// Decimals of what looks like a coordinate.
fn decimals(text: &str) -> Option<usize> {
    let coordinate = text.starts_with("-90.") || text.starts_with("38.");
    text.split_once('.').filter(|_| coordinate).map(|(_, decimals)| decimals.len())
}

#[tokio::test]
async fn the_cells_of_a_scanned_cluster_become_one_outline() {
    let ask = "/api/v1/clusters?method=scan-space&resolution=8&permutations=99";
    let clusters = json(ask).await["clusters"].as_array().expect("clusters").clone();
    let map = get(&format!("{ask}&format=geojson")).await.json();
    assert_eq!(map["features"].as_array().map(Vec::len), Some(clusters.len()));
    for (feature, cluster) in map["features"].as_array().expect("features").iter().zip(&clusters) {
        let cells = cluster["cells"].as_array().expect("cells").len();
        assert!(polygons(feature).len() < cells || cells == 1, "cells with a border in common have none between them");
        assert_eq!(feature["properties"]["count"], cluster["count"]);
    }
}

#[tokio::test]
async fn counts_on_a_map_are_columns_and_years_have_no_map() {
    let map = get("/api/v1/counts?by=neighborhood&offense=homicide,robbery&format=geojson").await.json();
    let answer = json("/api/v1/counts?by=neighborhood&offense=homicide,robbery").await;
    for item in answer["items"].as_array().expect("items") {
        let feature = map["features"].as_array().expect("features").iter().find(|f| f["id"] == item["neighborhood_id"]);
        let Some(feature) = feature else { continue };
        let offense = item["offense"].as_str().expect("a name");
        assert_eq!(feature["properties"][offense], item["count"], "{item}");
    }
    refused("/api/v1/counts?by=year&format=geojson", "format").await;
}

#[tokio::test]
async fn a_table_has_a_companion_that_says_what_it_was_made_from() {
    for path in ["rankings?from=2018-01&to=2018-12&", "cells?", "counts?by=month&", "optimize?k=1&area_km2=0.5&"] {
        let table = get(&format!("/api/v1/{path}format=csv")).await;
        let about = get(&format!("/api/v1/{path}format=about")).await;
        let kind = "application/vnd.catchment.about+json";
        assert_eq!((about.status, about.header("content-type")), (StatusCode::OK, kind), "{path}");
        let name = |reply: &crate::Reply| {
            let text = reply.header("content-disposition").to_owned();
            text.split('"').nth(1).expect("a file name").to_owned()
        };
        assert_eq!(name(&about), name(&table).replace(".csv", "-about.json"), "{path}");
        let told = about.json();
        assert_eq!(told["file"], name(&table));
        let meta = json(&format!("/api/v1/{}", path.trim_end_matches(['&', '?']))).await["meta"].clone();
        assert_eq!(told["meta"], meta, "{path}");
        for key in ["dataset", "program", "window", "unit_label", "source", "params"] {
            assert!(!told["meta"][key].is_null(), "{path}: {key}");
        }
        assert!(!table.text().contains('#'), "{path}: rows and nothing else");
    }
}

#[tokio::test]
async fn a_table_for_spreadsheets_begins_with_a_byte_order_mark() {
    let plain = get("/api/v1/rankings?format=csv").await;
    for encoding in ["identity", "gzip"] {
        let marked = get_with("/api/v1/rankings?format=csv&bom=1", &[("accept-encoding", encoding)]).await;
        assert_eq!(marked.body, [b"\xef\xbb\xbf", plain.body.as_slice()].concat(), "{encoding}");
    }
    assert_eq!(get("/api/v1/rankings?format=csv&bom=0").await.body, plain.body);
    refused("/api/v1/rankings?format=csv&bom=yes", "bom").await;
    // Only a table can begin with a mark.
    refused("/api/v1/rankings?bom=1", "bom").await;
}

#[tokio::test]
async fn a_name_that_a_spreadsheet_would_run_leaves_as_words() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut data = crate::city::dataset(dir.path(), crate::SMALL);
    let mut areas = data.areas.list().to_vec();
    for (area, name) in areas.iter_mut().zip(["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\tx"]) {
        name.clone_into(&mut area.name);
    }
    data.areas = catchment_model::Areas::new(areas).expect("areas");
    let state = catchment_server::AppState::load(std::sync::Arc::new(data)).expect("a state");
    let service = catchment_server::router(std::sync::Arc::new(state), crate::patient());
    for path in
        ["rankings?format=csv", "decision?format=csv", "counts?by=neighborhood&format=csv", "areas/1?format=csv"]
    {
        let request = axum::http::Request::get(format!("/api/v1/{path}")).body(axum::body::Body::empty());
        let reply = crate::send(service.clone(), request.expect("a request")).await;
        let text = reply.text();
        assert!(text.contains(",'=cmd|' /C calc'!A0,"), "{path}: {text}");
        let runs = |field: &str| field.starts_with(['=', '+', '@', '\t', '\r']);
        assert!(!text.lines().any(|line| line.split(',').any(runs)), "{path}: {text}");
    }
}

#[tokio::test]
async fn the_accept_header_chooses_a_form_and_the_parameter_wins() {
    let csv = get_with("/api/v1/rankings", &[("accept", "text/csv")]).await;
    assert!(csv.header("content-type").starts_with("text/csv"));
    let geojson =
        get_with("/api/v1/cells?resolution=8", &[("accept", "application/geo+json, application/json;q=0.5")]).await;
    assert_eq!(geojson.header("content-type"), "application/geo+json");
    let json_first = get_with("/api/v1/rankings?format=json", &[("accept", "text/csv")]).await;
    assert_eq!(json_first.header("content-type"), "application/json");
    let browser = get_with("/api/v1/rankings", &[("accept", "text/html,*/*;q=0.8")]).await;
    assert_eq!(browser.header("content-type"), "application/json");
    assert_ne!(csv.header("etag"), browser.header("etag"), "each form has its own tag");
    assert!(csv.header("vary").split(", ").any(|v| v == "accept"));
}

#[tokio::test]
async fn files_and_answers_say_the_same() {
    let answer = json("/api/v1/rankings").await;
    let collection = get("/api/v1/rankings?format=geojson").await.json();
    for (item, feature) in
        answer["items"].as_array().expect("items").iter().zip(collection["features"].as_array().expect("features"))
    {
        assert_eq!(item["id"], feature["id"]);
        assert_eq!(item["count"], feature["properties"]["count"]);
        assert_ne!(feature["geometry"], Value::Null);
    }
}
