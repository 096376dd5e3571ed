//! Neighborhoods and parks: outlines from any vector file that GDAL reads, residents from its fields and from tables.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;

use catchment_model::city::{AreaSource, City, PopulationTable};
use catchment_model::{Area, AreaKind, Areas, InputFile};
use gdal::cpl::CslStringList;
use gdal::vector::{Feature, Geometry, LayerAccess};
use geo::{Area as _, Coord, CoordsIter, MapCoordsInPlace, MultiPolygon};

use crate::IngestError;
use crate::fields::{number, plain_id, plain_name};
use crate::files;
use crate::paths::{Env, Input, find_one};
use crate::project::{WGS84, between, check_work_crs, transform};
use crate::records::Records;
use crate::text::Text;
use crate::vector::{crs_of, field_names, hashes, layer, open, quiet};

/// Areas with the warnings about them.
#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) areas: Areas,
    pub(crate) warnings: Vec<String>,
    pub(crate) inputs: Vec<InputFile>,
}

/// Reads the areas of a city; relative paths start from `base`, the folder of the city file.
///
/// Ids are put into one form (`01` and `1.0` become `1`). Several features with one id become one area. A feature
/// without a geometry is left out.
///
/// # Errors
/// [`IngestError`] for a missing file, layer, column or CRS, coordinates that are no degrees, or a table that cannot be
/// read.
pub fn read(city: &City, base: &Path, env: &dyn Fn(&str) -> Option<String>) -> Result<Areas, IngestError> {
    read_all(city, base, env).map(|r| r.areas)
}

pub(crate) fn read_all(city: &City, base: &Path, env: Env<'_>) -> Result<Read, IngestError> {
    quiet();
    check_work_crs(&city.work_crs)?;
    let source = &city.areas;
    let input = find_one("areas", &source.path, base, env)?;
    let mut inputs = hashes(&input)?;
    let mut warnings = Vec::new();
    let mut list = features(&input, source, &city.work_crs, &mut warnings)?;
    for table in &source.join {
        inputs.push(join(table, &mut list, base, env, &mut warnings)?);
    }
    for id in &source.parks {
        match list.iter_mut().find(|a| a.id == plain_id(id)) {
            Some(area) => area.kind = AreaKind::Park,
            None => warnings.push(format!("areas.parks names {id}, which is no area's id.")),
        }
    }
    let file = input.name();
    let areas = Areas::new(list).map_err(|source| IngestError::Areas { file, source })?;
    Ok(Read { areas, warnings, inputs })
}

fn features(
    input: &Input,
    source: &AreaSource,
    work_crs: &str,
    warnings: &mut Vec<String>,
) -> Result<Vec<Area>, IngestError> {
    let file = input.name();
    let dataset = open(input)?;
    let mut layer = layer(&dataset, &file, source.layer.as_deref())?;
    let crs = crs_of(&layer, &file, source.crs.as_deref())?;
    let names = field_names(&layer);
    let column = |meaning: &str, name: &str| {
        names.iter().position(|n| plain_name(n) == plain_name(name)).ok_or_else(|| IngestError::Column {
            file: file.clone(),
            meaning: meaning.to_owned(),
            aliases: name.to_owned(),
            header: names.join(", "),
        })
    };
    let (id, name) = (column("areas.id", &source.id)?, column("areas.name", &source.name)?);
    let mut populations = Vec::new();
    for (year, field) in &source.population {
        populations.push((census_year(year)?, column("areas.population", field)?));
    }
    let ways = (between("areas", &crs, WGS84)?, between("areas", &crs, work_crs)?);
    let mut list: Vec<Area> = Vec::new();
    for feature in layer.features() {
        let text = |at: usize| feature.field_as_string(at).ok().flatten().unwrap_or_default();
        let (id, name) = (plain_id(&text(id)), text(name).trim().to_owned());
        let Some(raw) = outline(&feature, &id, warnings) else {
            continue;
        };
        let (outline, outline_m) = (moved(&raw, &ways.0), moved(&raw, &ways.1));
        check_degrees(&file, &crs, &id, &outline)?;
        let population =
            populations.iter().filter_map(|(year, at)| Some((*year, number(text(*at).as_bytes())?))).collect();
        if let Some(same) = list.iter_mut().find(|a| a.id == id) {
            warnings
                .push(format!("{file}: area id {id} ({name}) stands more than once; its outlines were put together."));
            same.outline.0.extend(outline.0);
            same.outline_m.0.extend(outline_m.0);
        } else {
            list.push(Area { id, name, kind: AreaKind::Neighborhood, population, outline, outline_m, area_km2: 0.0 });
        }
    }
    for area in &mut list {
        area.area_km2 = area.outline_m.unsigned_area() / 1e6;
    }
    Ok(list)
}

/// A feature's polygons, made valid; `None`, with a warning, where it has none.
fn outline(feature: &Feature<'_>, id: &str, warnings: &mut Vec<String>) -> Option<MultiPolygon<f64>> {
    let Some(geometry) = feature.geometry().filter(|g| g.has_gdal_ptr() && !g.is_empty()) else {
        warnings.push(format!("Area {id} has no outline and was left out."));
        return None;
    };
    let polygons = polygons_of(geometry);
    if polygons.0.is_empty() {
        warnings.push(format!("Area {id} has a {} and no polygon; it was left out.", geometry.geometry_name()));
        return None;
    }
    Some(polygons)
}

/// The polygons of a geometry, repaired where rings cross themselves.
pub(crate) fn polygons_of(geometry: &Geometry) -> MultiPolygon<f64> {
    let mut flat = geometry.clone();
    flat.flatten_to_2d();
    let valid = if flat.is_valid() { None } else { flat.make_valid(&CslStringList::new()).ok() };
    let mut polygons = Vec::new();
    if let Ok(shape) = valid.as_ref().unwrap_or(&flat).to_geo() {
        collect(shape, &mut polygons);
    }
    MultiPolygon(polygons)
}

fn collect(shape: geo::Geometry<f64>, polygons: &mut Vec<geo::Polygon<f64>>) {
    match shape {
        geo::Geometry::Polygon(p) => polygons.push(p),
        geo::Geometry::MultiPolygon(m) => polygons.extend(m.0),
        geo::Geometry::GeometryCollection(all) => all.0.into_iter().for_each(|g| collect(g, polygons)),
        _ => {}
    }
}

/// The outline in another reference system.
pub(crate) fn moved(outline: &MultiPolygon<f64>, way: &gdal::spatial_ref::CoordTransform) -> MultiPolygon<f64> {
    let points: Vec<(f64, f64)> = outline.coords_iter().map(|c| (c.x, c.y)).collect();
    let there = RefCell::new(transform(way, &points).into_iter());
    let mut moved = outline.clone();
    // `coords_iter` and `map_coords_in_place` both go ring by ring, so that the points come in the same order.
    moved.map_coords_in_place(|c| there.borrow_mut().next().map_or(c, |(x, y)| Coord { x, y }));
    moved
}

/// Feet taken for degrees are the usual slip: a GeoJSON file in State Plane feet whose CRS member a reader ignores.
fn check_degrees(file: &str, crs: &str, id: &str, outline: &MultiPolygon<f64>) -> Result<(), IngestError> {
    let bad = outline.coords_iter().find(|c| !(-180.0..=180.0).contains(&c.x) || !(-90.0..=90.0).contains(&c.y));
    match bad {
        None => Ok(()),
        Some(c) => Err(IngestError::Crs {
            what: format!("{file}, area {id}"),
            value: crs.chars().take(80).collect(),
            detail: format!(
                "a corner comes out at longitude {}, latitude {}; state the right crs under [areas]",
                c.x, c.y
            ),
        }),
    }
}

pub(crate) fn census_year(year: &str) -> Result<u16, IngestError> {
    let parsed = year.trim().parse().ok().filter(|y| (1500..3000).contains(y));
    parsed.ok_or_else(|| IngestError::Value {
        key: "areas.population".to_owned(),
        value: format!("\"{year}\""),
        expected: "a year, such as \"2020\"".to_owned(),
    })
}

/// Adds residents from a table, by area id.
fn join(
    table: &PopulationTable,
    list: &mut [Area],
    base: &Path,
    env: Env<'_>,
    warnings: &mut Vec<String>,
) -> Result<InputFile, IngestError> {
    let input = find_one("areas.join", &table.path, base, env)?;
    let name = input.name();
    let not_csv = || IngestError::Format {
        file: name.clone(),
        detail: "not delimited text".to_owned(),
        expected: "a .csv file with one row per area",
    };
    let Input::File(path) = &input else {
        return Err(not_csv());
    };
    let (file, tables) = files::tables(path)?.ok_or_else(not_csv)?;
    let (_, bytes) = tables.into_iter().next().ok_or_else(not_csv)?;
    let text = Text::new(&name, bytes, "auto")?;
    let mut records = Records::new(text.bytes());
    let header: Vec<String> = records.header().iter().map(|h| text.encoding.decode(h).into_owned()).collect();
    let column = |wanted: &str| {
        header.iter().position(|h| plain_name(h) == plain_name(wanted)).ok_or_else(|| IngestError::Column {
            file: name.clone(),
            meaning: "areas.join".to_owned(),
            aliases: wanted.to_owned(),
            header: header.join(", "),
        })
    };
    let id = column(&table.id)?;
    let mut years = BTreeMap::new();
    for (year, field) in &table.population {
        years.insert(census_year(year)?, column(field)?);
    }
    let mut joined = 0;
    while records.advance().is_some() {
        let key = plain_id(&text.encoding.decode(records.field(id)));
        if let Some(area) = list.iter_mut().find(|a| a.id == key) {
            joined += 1;
            for (year, at) in &years {
                if let Some(residents) = number(records.field(*at)).filter(|n| *n >= 0.0) {
                    area.population.insert(*year, residents);
                }
            }
        }
    }
    if joined == 0 {
        warnings.push(format!("{name}: no row has the id of an area; no residents were read from it."));
    }
    Ok(file)
}
