//! Drawn areas: what can be read.

use serde_json::json;

use super::ground::read_polygon;

#[test]
fn a_polygon_of_degrees_is_read() {
    let square =
        json!({"type": "Polygon", "coordinates": [[[-90.0, 38.0], [-90.0, 38.1], [-89.9, 38.1], [-90.0, 38.0]]]});
    assert_eq!(read_polygon(&square).unwrap().0.len(), 1);
    let two = json!({"type": "MultiPolygon", "coordinates": [[[[0.0, 0.0], [0.0, 1.0], [1.0, 1.0], [0.0, 0.0]]]]});
    assert!(read_polygon(&two).is_ok());
}

#[test]
fn what_is_no_outline_is_refused_by_name() {
    let refused = |value| read_polygon(&value).unwrap_err().to_string();
    assert!(refused(json!({"type": "Point", "coordinates": [0.0, 0.0]})).starts_with("polygon"));
    assert!(
        refused(json!({"type": "Polygon", "coordinates": [[[0.0, 0.0], [0.0, 1.0]]]})).contains("4 to 5000 corners")
    );
    let far = json!({"type": "Polygon", "coordinates": [[[0.0, 0.0], [0.0, 91.0], [1.0, 1.0], [0.0, 0.0]]]});
    assert!(refused(far).contains("0, 91"));
    assert!(
        refused(json!({"type": "Polygon", "coordinates": [[[0.0], [0.0, 1.0], [1.0, 1.0], [0.0, 0.0]]]}))
            .contains("without two")
    );
}
