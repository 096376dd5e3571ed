//! Areas as an archive, read back by the reader of `PMTiles`.

use std::collections::BTreeMap;
use std::io::Write as _;

use catchment_tiles::{ArchiveError, AreaLayer, Feature, TileAddress, Value, area_archive};
use fast_mvt::MvtReaderRef;
use geo::{MultiPolygon, polygon};
use pmtiles::{AsyncPmTilesReader, TileCoord};

fn square(west: f64) -> MultiPolygon<f64> {
    let (south, east, north) = (38.6, west + 0.05, 38.65);
    MultiPolygon(vec![polygon![(x: west, y: south), (x: east, y: south), (x: east, y: north), (x: west, y: north)]])
}

fn feature(id: u64, count: Option<i64>) -> Feature<String> {
    let count = count.map(|n| ("homicide_2025".to_owned(), Value::Int(n)));
    let name = ("name".to_owned(), Value::Text(format!("area {id}")));
    Feature { id, properties: std::iter::once(name).chain(count).collect() }
}

fn archive() -> Vec<u8> {
    let (one, two) = (square(-90.3), square(-90.25));
    let fields = BTreeMap::from([("homicide_2025".to_owned(), "Homicides of 2025".to_owned())]);
    let layer =
        AreaLayer { name: "areas", areas: vec![(&one, feature(1, Some(12))), (&two, feature(2, None))], fields };
    area_archive(&[layer], 8..=11, ("A town", "Its police")).expect("an archive")
}

#[tokio::test]
async fn every_zoom_has_the_areas_with_what_they_say_and_nothing_more() {
    let bytes = archive();
    assert!(bytes == archive(), "the same bytes again");
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(&bytes).expect("room");
    let reader = AsyncPmTilesReader::new_with_path(file.path()).await.expect("an archive");
    let metadata: serde_json::Value = serde_json::from_str(&reader.get_metadata().await.expect("text")).expect("JSON");
    assert_eq!((&metadata["name"], &metadata["attribution"]), (&"A town".into(), &"Its police".into()));
    assert_eq!(metadata["vector_layers"][0]["fields"]["homicide_2025"], "Homicides of 2025");
    for zoom in 8..=11 {
        let at = TileAddress::at(-90.251, 38.62, zoom.into()).expect("a place");
        let coord = TileCoord::new(zoom, at.x(), at.y()).expect("an address");
        let tile = reader.get_tile_decompressed(coord).await.expect("a tile").expect("it is there");
        let tile = MvtReaderRef::new(&tile).expect("it reads");
        let layer = tile.layers().next().expect("a layer");
        let says: Vec<String> = layer.features().map(|f| format!("{:?}", f.properties_vec().expect("tags"))).collect();
        assert_eq!((layer.name(), says.len()), ("areas", 2), "{says:?}");
        assert!(says[0].contains("area 1") && says[0].contains("12"), "{says:?}");
        assert!(!says[1].contains("homicide_2025"), "what is not known has no value: {says:?}");
    }
    let elsewhere = TileAddress::at(10.0, 50.0, 9).expect("a place");
    let coord = TileCoord::new(9, elsewhere.x(), elsewhere.y()).expect("an address");
    assert!(reader.get_tile(coord).await.expect("an answer").is_none());
}

#[test]
fn without_any_outline_there_is_no_archive() {
    let none = AreaLayer { name: "areas", areas: Vec::new(), fields: BTreeMap::new() };
    assert!(matches!(area_archive(&[none], 8..=9, ("", "")), Err(ArchiveError::Nowhere)));
}
