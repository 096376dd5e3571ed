use catchment_tiles::{EXTENT, Feature, Shapes, TileAddress, Value};
use fast_mvt::{MvtGeometry, MvtReaderRef, MvtValueRef};
use geo::{Area, BoundingRect, Contains, MultiPolygon, Point, Polygon, polygon};

/// A square of `side` degrees whose south-west corner is given.
fn square(lng: f64, lat: f64, side: f64) -> Polygon<f64> {
    polygon![(x: lng, y: lat), (x: lng + side, y: lat), (x: lng + side, y: lat + side), (x: lng, y: lat + side)]
}

#[expect(clippy::unnecessary_wraps, reason = "the shape that a layer asks for")]
fn feature(index: usize) -> Option<Feature> {
    let properties = vec![
        ("name", Value::Text(format!("area {index}"))),
        ("count", Value::Int(7)),
        ("rate", Value::Float(1.25)),
        ("bad", Value::Float(f64::NAN)),
        ("hot", Value::Bool(true)),
        ("down", Value::Int(-3)),
    ];
    Some(Feature { id: index as u64 + 1, properties })
}

fn polygons(tile: &[u8]) -> Vec<(u64, MultiPolygon<f64>)> {
    let reader = MvtReaderRef::new(tile).expect("tile reads");
    let Some(layer) = reader.layers().next() else { return Vec::new() };
    let to_f64 = |g: MvtGeometry| match g {
        MvtGeometry::Polygon(p) => MultiPolygon(vec![float(&p)]),
        MvtGeometry::MultiPolygon(m) => MultiPolygon(m.iter().map(float).collect()),
        other => unreachable!("not a polygon: {other:?}"),
    };
    layer.features().map(|f| (f.id().expect("id"), to_f64(f.geometry().expect("geometry")))).collect()
}

fn float(p: &Polygon<i32>) -> Polygon<f64> {
    let ring = |l: &geo::LineString<i32>| l.coords().map(|c| (f64::from(c.x), f64::from(c.y))).collect();
    Polygon::new(ring(p.exterior()), p.interiors().iter().map(ring).collect())
}

#[test]
fn properties_come_back_and_numbers_that_are_not_finite_are_left_out() {
    let shapes = Shapes::new([&MultiPolygon(vec![square(-90.25, 38.6, 0.01)])]);
    let address = TileAddress::at(-90.245, 38.605, 12).expect("tile");
    let tile = shapes.tile(address, "areas", feature).expect("encodes");
    let reader = MvtReaderRef::new(&tile).expect("reads");
    let layer = reader.layers().next().expect("layer");
    assert_eq!((layer.name(), layer.version(), layer.extent()), ("areas", 2, EXTENT));
    let feature = layer.features().next().expect("feature");
    assert_eq!(feature.id(), Some(1));
    let properties = feature.properties_vec().expect("properties");
    let expected = [
        ("name", MvtValueRef::String("area 0")),
        ("count", MvtValueRef::UInt(7)),
        ("rate", MvtValueRef::Double(1.25)),
        ("hot", MvtValueRef::Bool(true)),
        ("down", MvtValueRef::SInt(-3)),
    ];
    assert_eq!(format!("{properties:?}"), format!("{expected:?}"));
}

#[test]
fn a_corner_lies_where_its_degrees_say() {
    let (lng, lat) = (-90.2479, 38.6021);
    let shapes = Shapes::new([&MultiPolygon(vec![square(lng, lat, 0.002)])]);
    let address = TileAddress::at(lng, lat, 16).expect("tile");
    let tile = shapes.tile(address, "areas", feature).expect("encodes");
    let found = polygons(&tile);
    let b = found[0].1.bounding_rect().expect("box");
    // South-west corner: smallest x, largest y. Two units at zoom 16 are about 25 cm.
    let extent = f64::from(EXTENT);
    let (west, south) = address.degrees(b.min().x / extent, b.max().y / extent);
    assert!((west - lng).abs() < 3e-6 && (south - lat).abs() < 3e-6, "{west} {south}");
}

#[test]
fn pieces_in_neighboring_tiles_add_up_to_the_whole() {
    let whole = MultiPolygon(vec![square(-90.30, 38.55, 0.1)]);
    let shapes = Shapes::new([&whole]);
    let corner = TileAddress::at(-90.30, 38.65, 13).expect("tile");
    let mut sum = 0.0;
    for dx in 0..6 {
        for dy in 0..6 {
            let address = TileAddress::new(13, corner.x() + dx, corner.y() + dy).expect("tile");
            let tile = shapes.tile(address, "areas", feature).expect("encodes");
            let inside = MultiPolygon(vec![Polygon::from(geo::Rect::new((0.0, 0.0), (4096.0, 4096.0)))]);
            for (_, piece) in polygons(&tile) {
                sum += geo::BooleanOps::intersection(&piece, &inside).unsigned_area();
            }
        }
    }
    let top = TileAddress::at(-90.25, 38.60, 0).expect("tile");
    assert_eq!(top.z(), 0);
    let world = |lng: f64, lat: f64| {
        let y = 0.5 - lat.to_radians().tan().asinh() / std::f64::consts::TAU;
        ((lng / 360.0 + 0.5) * 8192.0 * 4096.0, y * 8192.0 * 4096.0)
    };
    let ((w, s), (e, n)) = (world(-90.30, 38.55), world(-90.20, 38.65));
    let expected = (e - w) * (s - n);
    assert!((sum / expected - 1.0).abs() < 1e-3, "{sum} {expected}");
}

#[test]
fn exterior_rings_wind_one_way_and_holes_the_other() {
    let mut ring = square(-90.25, 38.6, 0.01);
    let hole = square(-90.247, 38.603, 0.004).exterior().clone();
    ring.interiors_push(hole);
    // Both rings given counter-clockwise; the tile must differ.
    let shapes = Shapes::new([&MultiPolygon(vec![ring])]);
    let address = TileAddress::at(-90.245, 38.605, 13).expect("tile");
    let found = polygons(&shapes.tile(address, "areas", feature).expect("encodes"));
    let polygon = &found[0].1.0[0];
    assert_eq!(polygon.interiors().len(), 1);
    let turn = |l: &geo::LineString<f64>| l.lines().map(|l| l.start.x * l.end.y - l.end.x * l.start.y).sum::<f64>();
    assert!(turn(polygon.exterior()) > 0.0, "positive surface in tile coordinates (y down)");
    assert!(turn(&polygon.interiors()[0]) < 0.0);
    assert!(polygon.exterior().is_closed());
}

#[test]
fn a_feature_too_small_to_see_is_still_there() {
    let shapes = Shapes::new([&MultiPolygon(vec![square(-90.25, 38.6, 0.0001)])]);
    for z in 0..=12 {
        let address = TileAddress::at(-90.24995, 38.60005, z).expect("tile");
        let found = polygons(&shapes.tile(address, "areas", feature).expect("encodes"));
        assert_eq!(found.len(), 1, "zoom {z}");
        assert!(found[0].1.unsigned_area() > 0.0, "zoom {z}");
    }
}

#[test]
fn simplified_neighbors_keep_their_inner_points() {
    let circle: Vec<(f64, f64)> = (0..500)
        .map(|i| f64::from(i) / 500.0 * std::f64::consts::TAU)
        .map(|a| (-90.25 + 0.02 * a.cos(), 38.6 + 0.016 * a.sin()))
        .collect();
    let shapes = Shapes::new([&MultiPolygon(vec![Polygon::new(circle.into(), vec![])])]);
    let address = TileAddress::at(-90.25, 38.6, 10).expect("tile");
    let found = polygons(&shapes.tile(address, "areas", feature).expect("encodes"));
    let b = found[0].1.bounding_rect().expect("box");
    assert!(found[0].1.0[0].exterior().0.len() < 100);
    assert!(found[0].1.contains(&Point::from(b.center())));
}

#[test]
fn a_tile_that_nothing_touches_is_empty() {
    let shapes = Shapes::new([&MultiPolygon(vec![square(-90.25, 38.6, 0.01)])]);
    let address = TileAddress::at(10.0, 10.0, 12).expect("tile");
    let tile =
        shapes.tile(address, "areas", |_| -> Option<Feature> { panic!("nothing to describe") }).expect("encodes");
    assert!(tile.is_empty());
}

#[test]
fn a_tile_whose_features_are_all_left_out_is_empty() {
    let shapes = Shapes::new([&MultiPolygon(vec![square(-90.25, 38.6, 0.01)])]);
    let address = TileAddress::at(-90.245, 38.605, 12).expect("tile");
    assert!(shapes.tile(address, "areas", |_| None::<Feature>).expect("encodes").is_empty());
}

#[test]
fn features_that_are_not_described_are_left_out() {
    let shapes = Shapes::new([
        &MultiPolygon(vec![square(-90.25, 38.6, 0.01)]),
        &MultiPolygon(vec![square(-90.24, 38.6, 0.01)]),
        &MultiPolygon(vec![]),
    ]);
    assert_eq!(shapes.len(), 3);
    let address = TileAddress::at(-90.245, 38.605, 11).expect("tile");
    let tile = shapes.tile(address, "areas", |i| feature(i).filter(|_| i == 1)).expect("encodes");
    assert_eq!(polygons(&tile).iter().map(|f| f.0).collect::<Vec<_>>(), [2]);
}

#[test]
fn a_layer_without_a_name_is_refused() {
    let shapes = Shapes::new([]);
    assert!(shapes.is_empty());
    assert!(shapes.tile(TileAddress::new(0, 0, 0).expect("tile"), "", feature).is_err());
}
