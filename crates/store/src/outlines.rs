//! Areas and sites as GeoJSON (degrees), with the outline in meters among the properties; every number comes back as it
//! was.

use std::collections::BTreeMap;
use std::path::Path;

use catchment_model::{Area, AreaKind, Areas, Month, Site, SiteShape};
use geo::{CoordsIter, LineString, MultiPolygon, Polygon};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::StoreError;

type Rings = Vec<Vec<Vec<[f64; 2]>>>;

#[derive(Serialize, Deserialize)]
struct Collection<P> {
    r#type: String,
    features: Vec<Feature<P>>,
}

#[derive(Serialize, Deserialize)]
struct Feature<P> {
    r#type: String,
    geometry: Geometry,
    properties: P,
}

#[derive(Serialize, Deserialize)]
struct Geometry {
    r#type: String,
    coordinates: Rings,
}

#[derive(Serialize, Deserialize)]
struct AreaProperties {
    id: String,
    name: String,
    kind: AreaKind,
    population: BTreeMap<u16, f64>,
    area_km2: f64,
    outline_m: Rings,
}

#[derive(Serialize, Deserialize)]
struct SiteProperties {
    id: String,
    name: String,
    from: Month,
    to: Option<Month>,
    shape: SiteShape,
    area_ids: Vec<String>,
    note: String,
}

/// Areas as GeoJSON.
///
/// # Errors
/// [`StoreError::Input`] for a number that is not finite, which JSON cannot hold.
pub(crate) fn areas_to_json(areas: &Areas) -> Result<Vec<u8>, StoreError> {
    for area in areas.list() {
        let numbers = area.population.values().chain([&area.area_km2]);
        if !(finite(&area.outline) && finite(&area.outline_m) && numbers.into_iter().all(|n| n.is_finite())) {
            return Err(StoreError::input(format!("area {}: it holds a number that is not finite", area.id)));
        }
    }
    let features = areas.list().iter().map(|a| {
        let properties = AreaProperties {
            id: a.id.clone(),
            name: a.name.clone(),
            kind: a.kind,
            population: a.population.clone(),
            area_km2: a.area_km2,
            outline_m: rings(&a.outline_m),
        };
        feature(&a.outline, properties)
    });
    Ok(collection(features.collect()))
}

/// Sites as GeoJSON.
///
/// # Errors
/// [`StoreError::Input`] for a number that is not finite, which JSON cannot hold.
pub(crate) fn sites_to_json(sites: &[Site]) -> Result<Vec<u8>, StoreError> {
    if let Some(site) = sites.iter().find(|s| !finite(&s.outline)) {
        return Err(StoreError::input(format!("site {}: its outline holds a number that is not finite", site.id)));
    }
    let features = sites.iter().map(|s| {
        let properties = SiteProperties {
            id: s.id.clone(),
            name: s.name.clone(),
            from: s.from,
            to: s.to,
            shape: s.shape,
            area_ids: s.area_ids.clone(),
            note: s.note.clone(),
        };
        feature(&s.outline, properties)
    });
    Ok(collection(features.collect()))
}

pub(crate) fn areas_from_json(path: &Path, bytes: &[u8]) -> Result<Areas, StoreError> {
    let collection: Collection<AreaProperties> = parse(path, bytes)?;
    let list = collection.features.into_iter().map(|f| Area {
        id: f.properties.id,
        name: f.properties.name,
        kind: f.properties.kind,
        population: f.properties.population,
        outline: outline(f.geometry.coordinates),
        outline_m: outline(f.properties.outline_m),
        area_km2: f.properties.area_km2,
    });
    Areas::new(list.collect()).map_err(|e| StoreError::damaged(path, e.to_string()))
}

pub(crate) fn sites_from_json(path: &Path, bytes: &[u8]) -> Result<Vec<Site>, StoreError> {
    let collection: Collection<SiteProperties> = parse(path, bytes)?;
    let site = |f: Feature<SiteProperties>| Site {
        id: f.properties.id,
        name: f.properties.name,
        from: f.properties.from,
        to: f.properties.to,
        shape: f.properties.shape,
        area_ids: f.properties.area_ids,
        note: f.properties.note,
        outline: outline(f.geometry.coordinates),
    };
    Ok(collection.features.into_iter().map(site).collect())
}

/// Reads JSON of any kind, a fault naming line and column.
pub(crate) fn parse<T: DeserializeOwned>(path: &Path, bytes: &[u8]) -> Result<T, StoreError> {
    serde_json::from_slice(bytes).map_err(|e| StoreError::damaged(path, e.to_string()))
}

/// JSON of any kind, on one line.
pub(crate) fn to_json<T: Serialize>(value: &T) -> Vec<u8> {
    let mut json = serde_json::to_vec(value).unwrap_or_default();
    json.push(b'\n');
    json
}

fn collection<P: Serialize>(features: Vec<Feature<P>>) -> Vec<u8> {
    to_json(&Collection { r#type: "FeatureCollection".to_owned(), features })
}

fn feature<P>(shape: &MultiPolygon<f64>, properties: P) -> Feature<P> {
    let geometry = Geometry { r#type: "MultiPolygon".to_owned(), coordinates: rings(shape) };
    Feature { r#type: "Feature".to_owned(), geometry, properties }
}

fn finite(shape: &MultiPolygon<f64>) -> bool {
    shape.coords_iter().all(|c| c.x.is_finite() && c.y.is_finite())
}

fn rings(shape: &MultiPolygon<f64>) -> Rings {
    let ring = |line: &LineString<f64>| line.0.iter().map(|c| [c.x, c.y]).collect();
    shape.0.iter().map(|p| std::iter::once(p.exterior()).chain(p.interiors()).map(ring).collect()).collect()
}

fn outline(rings: Rings) -> MultiPolygon<f64> {
    let polygon = |rings: Vec<Vec<[f64; 2]>>| {
        let mut lines = rings.into_iter().map(LineString::from);
        Polygon::new(lines.next().unwrap_or_else(|| LineString::new(vec![])), lines.collect())
    };
    MultiPolygon::new(rings.into_iter().map(polygon).collect())
}
