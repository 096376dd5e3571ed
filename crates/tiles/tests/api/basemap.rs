//! The basemap as other programs read it: the crate's own reader of `PMTiles`, and a decoder of vector tiles.

use std::io::Write as _;

use catchment_model::basemap::{Ground, GroundKind, Parts, Route, Street, StreetClass};
use catchment_tiles::{Basemap, MAX_BASEMAP_ZOOM, MIN_BASEMAP_ZOOM, TileAddress};
use fast_mvt::MvtReaderRef;
use geo::{LineString, MultiPolygon, line_string, polygon};
use pmtiles::{AsyncPmTilesReader, TileCoord};

fn area(id: &str, name: &str, west: f64, kind: GroundKind) -> Ground {
    let (south, east, north) = (38.6, west + 0.05, 38.65);
    let square = polygon![(x: west, y: south), (x: east, y: south), (x: east, y: north), (x: west, y: north)];
    Ground { id: Some(id.to_owned()), name: name.to_owned(), kind, outline: MultiPolygon(vec![square]) }
}

fn street(name: &str, class: StreetClass, line: LineString<f64>) -> Street {
    Street { name: Some(name.to_owned()), class, route: Route::of(name), lines: vec![line] }
}

fn parts() -> Parts {
    let river = polygon![(x: -90.18, y: 38.5), (x: -90.17, y: 38.5), (x: -90.17, y: 38.75), (x: -90.18, y: 38.75)];
    Parts {
        city: ("town".to_owned(), "Town".to_owned()),
        areas: vec![
            area("1", "West", -90.3, GroundKind::Neighborhood),
            area("2", "City Park", -90.25, GroundKind::Park),
        ],
        grounds: vec![Ground {
            id: None,
            name: "Big River".to_owned(),
            kind: GroundKind::Water,
            outline: MultiPolygon(vec![river]),
        }],
        streets: vec![
            street("Main St", StreetClass::Arterial, line_string![(x: -90.3, y: 38.62), (x: -90.2, y: 38.62)]),
            street("First St", StreetClass::Street, line_string![(x: -90.27, y: 38.6), (x: -90.27, y: 38.65)]),
            street("I- 70", StreetClass::Highway, line_string![(x: -90.31, y: 38.64), (x: -90.1, y: 38.64)]),
        ],
        sites: Vec::new(),
        credits: vec!["Nobody, 2026".to_owned()],
    }
}

/// What tiles of the archive hold at a place and zoom: layer, and tags of each feature.
async fn held(archive: &std::path::Path, lng: f64, lat: f64, zoom: u8) -> Vec<(String, Vec<String>)> {
    let reader = AsyncPmTilesReader::new_with_path(archive).await.expect("an archive");
    let at = TileAddress::at(lng, lat, zoom.into()).expect("a place");
    let coord = TileCoord::new(zoom, at.x(), at.y()).expect("an address");
    let Some(tile) = reader.get_tile_decompressed(coord).await.expect("a tile") else { return Vec::new() };
    let tile = MvtReaderRef::new(&tile).expect("it reads");
    let layers = tile.layers().map(|layer| {
        let tags = layer.features().map(|f| format!("{:?}", f.properties_vec().expect("tags")));
        (layer.name().to_owned(), tags.collect())
    });
    layers.collect()
}

fn written(bytes: &[u8]) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(bytes).expect("room");
    file
}

#[tokio::test]
async fn the_archive_is_read_and_says_what_is_in_it() {
    let map = Basemap::build(&parts()).expect("a map");
    let file = written(&map.pmtiles);
    let reader = AsyncPmTilesReader::new_with_path(file.path()).await.expect("an archive");
    let header = reader.get_header();
    assert_eq!((header.min_zoom, header.max_zoom), (MIN_BASEMAP_ZOOM, MAX_BASEMAP_ZOOM));
    let metadata: serde_json::Value = serde_json::from_str(&reader.get_metadata().await.expect("text")).expect("JSON");
    assert_eq!(metadata["attribution"], "Nobody, 2026");
    let layers: Vec<_> = metadata["vector_layers"].as_array().expect("layers").iter().map(|l| &l["id"]).collect();
    assert_eq!(layers, ["land", "water", "park", "street", "water_name", "place"]);
}

#[tokio::test]
async fn near_tiles_hold_all_layers_and_far_ones_the_highway_alone() {
    let map = Basemap::build(&parts()).expect("a map");
    let file = written(&map.pmtiles);
    let near = held(file.path(), -90.27, 38.62, 14).await;
    let names: Vec<&str> = near.iter().map(|(layer, _)| layer.as_str()).collect();
    assert!(names.contains(&"land") && names.contains(&"street"), "{near:?}");
    let streets = near.iter().find(|(layer, _)| layer == "street").map(|(_, f)| f.join("; ")).expect("streets");
    assert!(streets.contains("Main St") && streets.contains("First St"), "{streets}");
    let far = held(file.path(), -90.27, 38.62, MIN_BASEMAP_ZOOM).await;
    let streets = far.iter().find(|(layer, _)| layer == "street").map(|(_, f)| f.join("; ")).expect("streets");
    assert!(streets.contains("I-70") && streets.contains("interstate") && !streets.contains("Main St"), "{streets}");
    let all = format!("{far:?}");
    assert!(all.contains("water_name") && all.contains("Big River") && all.contains("City Park"), "{all}");
}

#[test]
fn the_same_parts_give_the_same_bytes() {
    let (one, other) = (Basemap::build(&parts()).expect("a map"), Basemap::build(&parts()).expect("a map"));
    assert!(one == other);
    let found: serde_json::Value = serde_json::from_slice(&one.gazetteer).expect("JSON");
    assert_eq!(one.found, (3, 2), "Main and First cross, First and the interstate too");
    assert_eq!(found["streets"][0]["name"], "First St");
    assert_eq!(found["city"], "town");
}

#[test]
fn without_any_outline_there_is_no_map() {
    let nowhere = Parts { streets: parts().streets, ..Parts::default() };
    assert!(Basemap::build(&nowhere).unwrap_err().to_string().contains("outline"));
}
