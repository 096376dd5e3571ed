//! What the search on the device reads: streets, crossings and neighborhoods, from the gazetteer of the basemap.

use std::collections::BTreeMap;

use catchment_model::{Area, AreaKind};
use serde::Deserialize;
use serde_json::json;

use crate::error::PublishError;
use crate::map::rings;
use crate::voice::slug;

#[derive(Debug, Default, Deserialize)]
struct Gazetteer {
    #[serde(default)]
    credits: Vec<String>,
    areas: Vec<Place>,
    streets: Vec<Street>,
    crossings: Vec<(usize, usize, f64, f64, i32)>,
}

#[derive(Debug, Deserialize)]
struct Place {
    id: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Street {
    name: String,
    areas: Vec<usize>,
}

/// What the search reads.
pub(crate) struct Finder {
    /// Names of places, streets and crossings, JSON.
    pub(crate) names: Vec<u8>,
    /// Outlines for the place of the device, JSON.
    pub(crate) outlines: Vec<u8>,
    /// Who made the map.
    pub(crate) credits: Vec<String>,
}

/// The files of the search: names, and outlines for the place of the device; and who made the map.
///
/// # Errors
/// [`PublishError::Input`] for a gazetteer that does not read.
pub(crate) fn finder(areas: &[Area], gazetteer: Option<&[u8]>) -> Result<Finder, PublishError> {
    let bad = |e: serde_json::Error| PublishError::Input { what: "the gazetteer", why: e.to_string() };
    let read: Gazetteer =
        gazetteer.map_or_else(|| Ok(Gazetteer::default()), |b| serde_json::from_slice(b).map_err(bad))?;
    let places: Vec<&Area> = areas.iter().filter(|a| a.kind == AreaKind::Neighborhood).collect();
    let at: BTreeMap<&str, usize> = places.iter().enumerate().map(|(i, a)| (a.id.as_str(), i)).collect();
    let place = |i: usize| read.areas.get(i)?.id.as_deref().and_then(|id| at.get(id)).copied();
    let names: Vec<_> = places.iter().map(|a| json!([a.name, slug(&a.id, &a.name)])).collect();
    let streets: Vec<_> = read
        .streets
        .iter()
        .map(|s| json!([s.name, s.areas.iter().filter_map(|i| place(*i)).collect::<Vec<_>>()]))
        .collect();
    // Crossings as one flat list: street, street, neighborhood.
    let crossings: Vec<usize> =
        read.crossings.iter().filter_map(|c| Some([c.0, c.1, place(usize::try_from(c.4).ok()?)?])).flatten().collect();
    let found = json!({ "places": names, "streets": streets, "crossings": crossings });
    let outlines: Vec<_> = places.iter().map(|a| rings(&a.outline)).collect();
    let write = |v: &serde_json::Value| serde_json::to_vec(v).unwrap_or_default();
    Ok(Finder { names: write(&found), outlines: write(&json!(outlines)), credits: read.credits })
}
