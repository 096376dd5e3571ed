//! Outlines as people hand them over: GeoJSON of any kind that holds polygons.

use geo::MultiPolygon;
use serde_json::Value;

use super::ground::read_polygon;
use crate::error::AskError;

/// All polygons of a geometry, a feature or a collection of features, in degrees.
///
/// # Errors
/// [`AskError`] where there is none, or a position is none on Earth.
pub fn read_outline(given: &Value) -> Result<MultiPolygon<f64>, AskError> {
    let mut polygons = Vec::new();
    gather(given, &mut polygons)?;
    if polygons.is_empty() {
        return Err(AskError::value("outline", kind(given), "GeoJSON with at least one Polygon or MultiPolygon"));
    }
    Ok(MultiPolygon(polygons))
}

fn gather(given: &Value, into: &mut Vec<geo::Polygon<f64>>) -> Result<(), AskError> {
    match kind(given) {
        "FeatureCollection" => given["features"].as_array().into_iter().flatten().try_for_each(|f| gather(f, into)),
        "Feature" => gather(&given["geometry"], into),
        "GeometryCollection" => given["geometries"].as_array().into_iter().flatten().try_for_each(|g| gather(g, into)),
        "Polygon" | "MultiPolygon" => {
            into.extend(read_polygon(given)?.0);
            Ok(())
        }
        _ => Ok(()),
    }
}

fn kind(given: &Value) -> &str {
    given["type"].as_str().unwrap_or("no type")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn polygons_of_all_features_are_taken_together_and_points_left_out() {
        let ring = |x: f64| json!([[[x, 38.0], [x + 0.1, 38.0], [x, 38.1], [x, 38.0]]]);
        let polygon = json!({ "type": "Polygon", "coordinates": ring(-90.0) });
        assert_eq!(read_outline(&polygon).unwrap().0.len(), 1);
        let feature = |geometry: Value| json!({ "type": "Feature", "properties": {}, "geometry": geometry });
        let several = json!({ "type": "MultiPolygon", "coordinates": [ring(-91.0), ring(-92.0)] });
        let point = json!({ "type": "Point", "coordinates": [0.0, 0.0] });
        let all = json!({ "type": "FeatureCollection", "features": [feature(polygon), feature(several),
            feature(point.clone())] });
        assert_eq!(read_outline(&all).unwrap().0.len(), 3);
        assert!(read_outline(&feature(point)).unwrap_err().to_string().contains("at least one Polygon"));
        assert!(read_outline(&json!({ "type": "Polygon", "coordinates": ring(4000.0) })).is_err());
    }
}
