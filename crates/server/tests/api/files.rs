//! Answers as files.

use serde_json::Value;

use crate::{get, get_with, json};

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
    assert!(reply.header("link").contains("/api/v1/status"));
    let text = reply.text();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("rank,id,name,score,count,per_1000,per_km2,rank_low,rank_high,p_top"));
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
        let ring = &collection["features"][0]["geometry"]["coordinates"][0][0];
        let points: Vec<(f64, f64)> = ring
            .as_array()
            .expect("ring")
            .iter()
            .map(|p| (p[0].as_f64().expect("lng"), p[1].as_f64().expect("lat")))
            .collect();
        assert_eq!(points.first(), points.last(), "rings are closed");
        let turn: f64 = points.windows(2).map(|w| w[0].0 * w[1].1 - w[1].0 * w[0].1).sum();
        assert!(turn > 0.0, "exteriors are counterclockwise");
        assert!(points.iter().all(|(lng, lat)| (-90.3..-90.1).contains(lng) && (38.5..38.7).contains(lat)));
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
    assert!(csv.headers.get_all("vary").iter().any(|v| v == "accept"));
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
