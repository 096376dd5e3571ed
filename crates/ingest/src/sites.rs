//! Existing sites: their published outline, or the areas that stand in for it.

use std::path::Path;

use catchment_model::city::{City, SiteEntry};
use catchment_model::{Areas, InputFile, Site, SiteShape};
use gdal::vector::LayerAccess;
use geo::{MultiPolygon, unary_union};

use crate::IngestError;
use crate::areas::{check_tangle, moved, polygons_of};
use crate::fields::plain_id;
use crate::inputs::hashes;
use crate::paths::{Env, Input, find_one};
use crate::project::{WGS84, between};
use crate::vector::{crs_of, layer, open};

/// Reads the sites of a city file.
///
/// # Errors
/// [`IngestError::Value`] for an unknown area or a site without any outline; what reading an outline file may give.
pub(crate) fn read(
    city: &City,
    areas: &Areas,
    base: &Path,
    env: Env<'_>,
) -> Result<(Vec<Site>, Vec<InputFile>), IngestError> {
    let mut inputs = Vec::new();
    let mut sites = Vec::new();
    for entry in &city.site {
        sites.push(site(entry, areas, base, env, &mut inputs)?);
    }
    Ok((sites, inputs))
}

fn site(
    entry: &SiteEntry,
    areas: &Areas,
    base: &Path,
    env: Env<'_>,
    inputs: &mut Vec<InputFile>,
) -> Result<Site, IngestError> {
    let refused = |key: &str, value: String, expected: &str| IngestError::Value {
        key: format!("site {}: {key}", entry.id),
        value,
        expected: expected.to_owned(),
    };
    let mut area_ids = Vec::new();
    let mut parts = Vec::new();
    for id in &entry.areas {
        let area = areas.find(&plain_id(id)).and_then(|idx| areas.get(idx));
        let area = area.ok_or_else(|| refused("areas", format!("\"{id}\""), "the id of an area"))?;
        area_ids.push(area.id.clone());
        parts.push(&area.outline);
    }
    let outline = match &entry.outline {
        Some(path) => published(path, base, env, inputs)?,
        None if entry.shape == SiteShape::StandIn => unary_union(parts),
        None => {
            return Err(refused(
                "outline",
                "none".to_owned(),
                "a file of the published outline, or shape = \"stand-in\" with areas",
            ));
        }
    };
    if outline.0.is_empty() {
        return Err(refused("outline", "nothing".to_owned(), "at least one polygon, or areas that stand in"));
    }
    let (id, name, note) = (entry.id.clone(), entry.name.clone(), entry.note.clone());
    Ok(Site { id, name, from: entry.from, to: entry.to, shape: entry.shape, area_ids, note, outline })
}

/// The polygons of a file that GDAL reads (`GeoJSON`, Shapefile, `GeoPackage` and others), together, in degrees.
///
/// # Errors
/// [`IngestError`] for a file that is not there, cannot be read, names no reference system or whose rings tangle.
pub fn read_outline(path: &Path) -> Result<MultiPolygon<f64>, IngestError> {
    let vrt = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("vrt"));
    if vrt || !path.exists() {
        return Err(IngestError::Value {
            key: "outline".to_owned(),
            value: path.display().to_string(),
            expected: "a file on this machine that holds the outline itself".to_owned(),
        });
    }
    polygons_in(&Input::File(path.to_owned()))
}

fn published(
    path: &str,
    base: &Path,
    env: Env<'_>,
    inputs: &mut Vec<InputFile>,
) -> Result<MultiPolygon<f64>, IngestError> {
    let input = find_one("site.outline", path, base, env)?;
    let outline = polygons_in(&input)?;
    inputs.extend(hashes(&input)?);
    Ok(outline)
}

fn polygons_in(input: &Input) -> Result<MultiPolygon<f64>, IngestError> {
    let file = input.name();
    let dataset = open(input)?;
    let (mut layer, _) = layer(&dataset, &file, None, &|_| Ok(()))?;
    let crs = crs_of(&layer, &file, None)?;
    let mut polygons = Vec::new();
    for feature in layer.features() {
        if let Some(geometry) = feature.geometry().filter(|g| g.has_gdal_ptr()) {
            check_tangle(&format!("{file}, outline of a site"), geometry)?;
            polygons.extend(polygons_of(geometry).0);
        }
    }
    Ok(moved(&MultiPolygon(polygons), &between("site.outline", &crs, WGS84)?))
}
