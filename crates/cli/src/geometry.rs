//! GeoJSON by hand: positions in degrees, longitude first.

use geo::{LineString, MultiPolygon, Polygon};
use serde_json::{Value, json};

/// A feature.
pub(crate) fn feature(geometry: &Value, properties: &Value) -> Value {
    json!({ "type": "Feature", "properties": properties, "geometry": geometry })
}

/// A feature collection that carries what it was computed with.
pub(crate) fn collection(features: &[Value], meta: &Value) -> Value {
    json!({ "type": "FeatureCollection", "metadata": meta, "features": features })
}

/// The geometry of a polygon.
pub(crate) fn polygon(polygon: &Polygon<f64>) -> Value {
    json!({ "type": "Polygon", "coordinates": rings(polygon) })
}

/// The geometry of polygons.
pub(crate) fn multi_polygon(polygons: &MultiPolygon<f64>) -> Value {
    json!({ "type": "MultiPolygon", "coordinates": polygons.0.iter().map(rings).collect::<Vec<_>>() })
}

fn rings(polygon: &Polygon<f64>) -> Vec<Value> {
    let ring = |line: &LineString<f64>| line.coords().map(|c| json!([c.x, c.y])).collect();
    std::iter::once(polygon.exterior()).chain(polygon.interiors()).map(ring).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rings_are_closed_and_longitude_comes_first() {
        let triangle = Polygon::new(LineString::from(vec![(-90.0, 38.0), (-89.0, 38.0), (-89.0, 39.0)]), vec![]);
        let value = polygon(&triangle);
        assert_eq!(value["coordinates"][0][0], json!([-90.0, 38.0]));
        assert_eq!(value["coordinates"][0][3], value["coordinates"][0][0]);
        assert_eq!(multi_polygon(&MultiPolygon(vec![triangle]))["coordinates"][0], value["coordinates"]);
    }
}
