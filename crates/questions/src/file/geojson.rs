//! The one writer of `GeoJSON` (RFC 7946): exteriors counterclockwise, at most seven decimals, ids, valid outlines, and
//! flat properties that a map program can color by. The account of the answer stands in the member `metadata`.

use catchment_model::Cell;
use geo::MultiPolygon;
use geojson::{Feature, FeatureCollection, JsonObject};
use h3o::geom::SolventBuilder;
use serde::Serialize;
use serde_json::Value;

use super::csv::file_name;
use super::{Content, Form};
use crate::answers::Meta;
use crate::engine::{Engine, geojson};
use crate::error::AskError;

/// The ground of a feature.
pub(crate) enum Shape {
    /// An outline, degrees.
    Outline(MultiPolygon<f64>),
    /// H3 cells: what several have in common has no border within it.
    Cells(Vec<String>),
    /// A line: longitudes and latitudes.
    Line(Vec<[f64; 2]>),
    /// None.
    Nowhere,
}

impl Shape {
    fn geometry(self) -> Result<Option<geojson::Geometry>, AskError> {
        match self {
            Self::Line(points) => Ok(Some(geojson::Geometry::new_line_string(points))),
            other => Ok(other.outline()?.as_ref().map(geojson)),
        }
    }

    fn outline(self) -> Result<Option<MultiPolygon<f64>>, AskError> {
        match self {
            Self::Nowhere | Self::Line(_) => Ok(None),
            Self::Outline(outline) => Ok(Some(outline)),
            Self::Cells(ids) => {
                let cells: Vec<Cell> = ids.iter().filter_map(|id| id.parse().ok()).collect();
                if let [one] = cells.as_slice() {
                    return Ok(Some(one.polygon().into()));
                }
                let dissolved = SolventBuilder::new().build().dissolve(cells.iter().map(|c| c.h3()));
                dissolved.map(Some).map_err(|e| AskError::internal(e.to_string()))
            }
        }
    }
}

/// A map file of an answer: each feature with its id, its ground and what is said of it; `what` says in the name of the
/// file what it holds.
pub(crate) fn features<Q: Serialize, P: Serialize>(
    engine: &Engine,
    meta: &Meta<Q>,
    what: &str,
    features: impl IntoIterator<Item = (String, Shape, P)>,
) -> Result<Content, AskError> {
    let one = |(id, shape, properties): (String, Shape, P)| {
        let geometry = shape.geometry()?;
        let properties = Some(flat(serde_json::to_value(properties).map_err(AskError::internal)?));
        let id = Some(geojson::feature::Id::String(id));
        Ok(Feature { bbox: None, geometry, id, properties, foreign_members: None })
    };
    let features = features.into_iter().map(one).collect::<Result<_, AskError>>()?;
    let account = serde_json::to_value(meta).map_err(AskError::internal)?;
    let foreign: JsonObject = [("metadata".to_owned(), account)].into_iter().collect();
    let collection = FeatureCollection { bbox: None, features, foreign_members: Some(foreign) };
    let bytes = serde_json::to_vec(&collection).map_err(AskError::internal)?;
    Ok(Content::file(Form::Geojson, file_name(engine, &meta.window, what, "geojson"), bytes))
}

/// Properties without anything nested: `{"rank": {"count": 1}}` is `rank_count`, a list of words is one text.
fn flat(value: Value) -> JsonObject {
    let mut out = JsonObject::new();
    if let Value::Object(map) = value {
        for (name, value) in map {
            flatten(&name, value, &mut out);
        }
    }
    out
}

fn flatten(name: &str, value: Value, out: &mut JsonObject) {
    match value {
        Value::Object(map) => map.into_iter().for_each(|(key, value)| flatten(&format!("{name}_{key}"), value, out)),
        Value::Array(items) => {
            let texts: Vec<String> =
                items.iter().map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned)).collect();
            out.insert(name.to_owned(), Value::String(texts.join("; ")));
        }
        plain => {
            out.insert(name.to_owned(), plain);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn properties_are_flat() {
        let nested = json!({"name": "A", "rank": {"count": {"low": 1}, "per_km2": null}, "why": ["one.", "two."]});
        let expected = json!({"name": "A", "rank_count_low": 1, "rank_per_km2": null, "why": "one.; two."});
        assert_eq!(Value::Object(flat(nested)), expected);
    }

    #[test]
    fn cells_that_touch_become_one_outline() {
        let center = Cell::at(-90.2, 38.6, catchment_model::Resolution::R9).unwrap();
        let ids: Vec<String> =
            catchment_spatial::rings(&[center], 1).len().to_string().chars().map(|_| center.to_string()).collect();
        assert!(Shape::Cells(ids).outline().unwrap().is_some());
    }
}
