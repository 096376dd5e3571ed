//! Tiles and TileJSON.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use catchment_tiles::TileAddress;
use fast_mvt::{MvtReaderRef, MvtValue};

use crate::{STATE, get, get_with, json, refused};

/// A tile over the middle of the city.
fn middle(z: u32) -> String {
    let t = TileAddress::at(-90.2275, 38.598, z).expect("tile");
    format!("{}/{}/{}", t.z(), t.x(), t.y())
}

fn features(bytes: &[u8]) -> (String, Vec<BTreeMap<String, MvtValue>>) {
    let reader = MvtReaderRef::new(bytes).expect("tile reads");
    let layer = reader.layers().next().expect("one layer");
    let list = layer.features().map(|f| {
        f.geometry().expect("geometry");
        f.properties_vec().expect("properties").into_iter().map(|(k, v)| (k.to_owned(), v.into_owned())).collect()
    });
    (layer.name().to_owned(), list.collect())
}

fn text(v: &MvtValue) -> String {
    match v {
        MvtValue::String(s) => s.clone(),
        other => format!("{other:?}"),
    }
}

#[tokio::test]
async fn every_layer_answers_with_its_media_type() {
    for (layer, kind) in [
        ("neighborhoods", "application/vnd.mapbox-vector-tile"),
        ("catchments", "application/vnd.mapbox-vector-tile"),
        ("cells", "application/vnd.mapbox-vector-tile"),
        ("sites", "application/vnd.mapbox-vector-tile"),
        ("surface", "image/png"),
    ] {
        let reply = get(&format!("/tiles/{layer}/{}", middle(11))).await;
        assert_eq!((reply.status, reply.header("content-type")), (StatusCode::OK, kind), "{layer}: {}", reply.text());
        assert_eq!(reply.header("cache-control"), "public, no-cache");
    }
}

#[tokio::test]
async fn neighborhood_tiles_say_what_the_ranking_says() {
    let answer = json("/api/v1/rankings?measure=per_km2&from=2018-01&to=2018-12").await;
    let tile = get(&format!("/tiles/neighborhoods/{}?measure=per_km2&from=2018-01&to=2018-12", middle(9))).await;
    let (name, list) = features(&tile.body);
    assert_eq!((name.as_str(), list.len()), ("neighborhoods", 9));
    for item in answer["items"].as_array().expect("items") {
        let f = list.iter().find(|f| text(&f["id"]) == item["id"].as_str().expect("id")).expect("feature");
        assert_eq!(f["count"], MvtValue::UInt(item["count"].as_u64().expect("count")));
        assert_eq!(f["rank"], MvtValue::UInt(item["rank"].as_u64().expect("rank")));
        assert_eq!(f["per_km2"], MvtValue::Double(item["per_km2"].as_f64().expect("rate")));
        let class = answer["legend"]
            .as_array()
            .expect("legend")
            .iter()
            .filter(|l| l["from"].as_f64() <= item["per_km2"].as_f64())
            .count();
        assert_eq!(f["class"], MvtValue::UInt(class as u64 - 1), "the class follows the legend");
    }
    let park = list.iter().find(|f| text(&f["kind"]) == "park").expect("park");
    assert!(!park.contains_key("rank") && !park.contains_key("class"));
}

#[tokio::test]
async fn classes_do_not_change_with_the_view() {
    let whole = features(&get(&format!("/tiles/cells/{}?resolution=9", middle(9))).await.body).1;
    let part = features(&get(&format!("/tiles/cells/{}?resolution=9", middle(15))).await.body).1;
    assert!(!part.is_empty() && part.len() < whole.len());
    for cell in &part {
        let same = whole.iter().find(|c| c["id"] == cell["id"]).expect("cell");
        assert_eq!(same, cell);
    }
}

#[tokio::test]
async fn cell_tiles_lose_no_count_at_any_zoom() {
    let answer = json("/api/v1/cells?resolution=10").await;
    let sum: i64 = answer["cells"].as_array().expect("cells").iter().filter_map(|c| c["count"].as_i64()).sum();
    for z in [3, 6, 8] {
        let list = features(&get(&format!("/tiles/cells/{}?resolution=10", middle(z))).await.body).1;
        let drawn: i64 = list
            .iter()
            .map(|f| match f["count"] {
                MvtValue::UInt(n) => i64::try_from(n).expect("small"),
                MvtValue::SInt(n) => n,
                ref other => unreachable!("{other:?}"),
            })
            .sum();
        assert_eq!(drawn, sum, "zoom {z}");
    }
}

#[tokio::test]
async fn catchment_and_site_tiles_name_theirs() {
    let catchments = features(&get(&format!("/tiles/catchments/{}?k=2", middle(9))).await.body).1;
    let ids: Vec<String> = catchments.iter().map(|f| text(&f["id"])).collect();
    assert!(ids.contains(&"C1".to_owned()) && ids.contains(&"C2".to_owned()), "{ids:?}");
    let sites = features(&get(&format!("/tiles/sites/{}", middle(9))).await.body).1;
    assert_eq!((text(&sites[0]["id"]), text(&sites[0]["shape"])), ("corner".to_owned(), "stand-in".to_owned()));
}

#[tokio::test]
async fn a_surface_tile_is_colored_in_the_city_and_transparent_outside() {
    let colored = |bytes: &[u8]| {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes.to_vec()));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().expect("header");
        let mut buffer = vec![0; reader.output_buffer_size().expect("size")];
        reader.next_frame(&mut buffer).expect("frame");
        buffer.chunks_exact(4).filter(|p| p[3] > 0).count()
    };
    assert!(colored(&get(&format!("/tiles/surface/{}", middle(12))).await.body) > 1_000);
    assert_eq!(colored(&get("/tiles/surface/12/0/0").await.body), 0);
    assert!(colored(&get("/tiles/surface/0/0/0").await.body) <= 1);
}

#[tokio::test]
async fn tiles_outside_the_world_are_refused() {
    for (path, parameter) in [
        ("23/0/0", "z"),
        ("-1/0/0", "z"),
        ("x/0/0", "z"),
        ("3/8/0", "x"),
        ("3/0/8", "y"),
        ("3/0/99999999999", "y"),
        ("3/0/1.5", "y"),
    ] {
        refused(&format!("/tiles/cells/{path}"), parameter).await;
    }
}

#[tokio::test]
async fn an_empty_tile_is_told_without_a_body() {
    for layer in ["neighborhoods", "catchments", "cells", "sites"] {
        for encoding in ["identity", "gzip"] {
            let reply = get_with(&format!("/tiles/{layer}/10/0/0"), &[("accept-encoding", encoding)]).await;
            assert_eq!((reply.status, reply.body.len()), (StatusCode::NO_CONTENT, 0), "{layer}");
            assert!(reply.header("etag").starts_with("W/"), "{layer}: it can be kept like another");
            assert_eq!(reply.header("content-encoding"), "", "{layer}");
        }
    }
    // No tile that is sent holds a layer without features.
    let corner = get(&format!("/tiles/sites/{}", middle(9))).await;
    assert!(!features(&corner.body).1.is_empty());
}

#[tokio::test]
async fn tiles_may_end_like_files_of_their_kind_and_of_no_other() {
    for (layer, endings, other) in
        [("cells", &[".mvt", ".pbf"][..], ".png"), ("sites", &[".mvt", ".pbf"], ".png"), ("surface", &[".png"], ".mvt")]
    {
        let plain = get(&format!("/tiles/{layer}/{}", middle(9))).await;
        for ending in endings {
            let reply = get(&format!("/tiles/{layer}/{}{ending}", middle(9))).await;
            assert_eq!((reply.status, &reply.body), (StatusCode::OK, &plain.body), "{layer}{ending}");
            assert_eq!(reply.header("content-type"), plain.header("content-type"));
            assert_eq!(reply.header("etag"), plain.header("etag"));
        }
        refused(&format!("/tiles/{layer}/{}{other}", middle(9)), "y").await;
    }
}

#[tokio::test]
async fn tilejson_names_addresses_fields_and_bounds() {
    for (layer, query) in [
        ("neighborhoods", "k=2"),
        ("catchments", "k=2"),
        ("cells", "resolution=9&alpha=0.1"),
        ("sites", ""),
        ("surface", "edge=uniform"),
    ] {
        let reply = get_with(&format!("/tiles/{layer}.json?{query}"), &[("host", "192.0.2.7:8080")]).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
        let t = reply.json();
        assert_eq!(t["tilejson"], "3.0.0");
        let asked = if query.is_empty() { String::new() } else { format!("{query}&") };
        assert_eq!(
            t["tiles"][0],
            format!("http://192.0.2.7:8080/tiles/{layer}/{{z}}/{{x}}/{{y}}?{asked}dataset={}", STATE.engine().data.id)
        );
        let text = t["legend"].as_str().expect("words, as TileJSON 3.0 has them");
        assert!(!text.is_empty() && !text.contains('<'), "{text}");
        assert!(t["catchment_legend"].is_array(), "{t}");
        assert_eq!(t["vector_layers"].as_array().expect("layers").len(), usize::from(layer != "surface"));
        assert!(t["attribution"].as_str().is_some_and(|a| a.contains("Made up")));
        assert!(t["bounds"][0].as_f64() < t["bounds"][2].as_f64());
    }
    let cells = get("/tiles/cells.json").await.json();
    let tile = features(&get(&format!("/tiles/cells/{}", middle(9))).await.body).1;
    let fields = cells["vector_layers"][0]["fields"].as_object().expect("fields");
    assert!(tile.iter().flat_map(BTreeMap::keys).all(|k| fields.contains_key(k)), "every property is described");
}

#[tokio::test]
async fn the_legend_of_a_layer_is_that_of_its_answer() {
    let cells = get("/tiles/cells.json?resolution=9").await.json();
    assert_eq!(cells["catchment_legend"], json("/api/v1/cells?resolution=9").await["legend"]);
    let places = get("/tiles/neighborhoods.json?measure=per_km2").await.json();
    assert_eq!(places["catchment_legend"], json("/api/v1/rankings?measure=per_km2").await["legend"]);
    assert_eq!(get("/tiles/sites.json").await.json()["catchment_legend"], serde_json::json!([]));
}

#[tokio::test]
async fn a_layer_has_only_parameters_that_change_it() {
    for (layer, query) in [
        ("sites", "from=2018-01"),
        ("sites", "offense=robbery"),
        ("sites", "k=2"),
        ("cells", "k=2"),
        ("cells", "measure=count"),
        ("surface", "resolution=9"),
        ("neighborhoods", "area_km2=0.5"),
        ("catchments", "area=label"),
        ("neighborhoods", "top=3"),
        ("cells", "format=json"),
    ] {
        for path in [format!("/tiles/{layer}/{}", middle(9)), format!("/tiles/{layer}.json")] {
            let parameter = query.split('=').next().expect("a name");
            assert_eq!(refused(&format!("{path}?{query}"), parameter).await["code"], "unknown-parameter");
        }
    }
}

#[tokio::test]
async fn a_host_that_is_none_is_refused() {
    let reply = get_with("/tiles/cells.json", &[("host", "a\"><script>")]).await;
    assert_eq!((reply.status, reply.json()["code"].as_str()), (StatusCode::FORBIDDEN, Some("cross-site")));
}
