//! The files of the map under the data: lines and areas of whatever GDAL reads, classes and names understood.

use std::collections::BTreeMap;
use std::path::Path;

use catchment_model::basemap::{
    BasemapKind, Ground, GroundKind, Parts, Place, Route, Street, StreetClass, arterial, known_class,
};
use catchment_model::city::{BasemapFile, City};
use catchment_model::{AreaKind, Areas, Site};
use gdal::spatial_ref::CoordTransform;
use gdal::vector::{Feature, Geometry, LayerAccess};
use geo::LineString;

use crate::IngestError;
use crate::areas::{moved, polygons_of};
use crate::columns;
use crate::paths::{Env, find_one};
use crate::project::{WGS84, between, transform};
use crate::quiet::quiet;
use crate::vector::{crs_of, field_names, layer, open};

/// Columns that common sources keep names in.
const NAMES: [&str; 9] =
    ["FULLNAME", "name", "street_name", "st_name", "full_street_name", "full_name", "street", "label", "roadname"];
/// Columns that common sources keep classes in.
const CLASSES: [&str; 6] = ["MTFCC", "highway", "fclass", "class", "road_class", "type"];

/// What the basemap of a city is made of, and what should be known about it.
#[derive(Debug)]
pub struct BasemapRead {
    /// Everything that is drawn or found.
    pub parts: Parts,
    /// Sentences about values that were not understood.
    pub warnings: Vec<String>,
}

/// Reads areas, sites and the files that `[basemap]` of a city file names. Relative paths start from its folder.
///
/// # Errors
/// [`IngestError`] for a city file, an area or a site that cannot be used, a file that is missing or cannot be read,
/// and a column that it does not have.
pub fn basemap(city_path: &Path, env: &dyn Fn(&str) -> Option<String>) -> Result<BasemapRead, IngestError> {
    let (_, city) = crate::load_city(city_path)?;
    crate::paths::permitted(&city, env)?;
    let base = city_path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let areas = crate::areas::read(&city, base, env)?;
    let (sites, _) = crate::sites::read(&city, &areas, base, env)?;
    quiet();
    let mut read = BasemapRead { parts: of_areas(&city, &areas, &sites), warnings: Vec::new() };
    for (at, file) in city.basemap.file.iter().enumerate() {
        let source = Source { key: format!("basemap.file {}", at + 1), file, arterials: &city.basemap.arterials };
        source.read(base, env, &mut read)?;
        if !read.parts.credits.contains(&file.credit) {
            read.parts.credits.push(file.credit.clone());
        }
    }
    Ok(read)
}

fn of_areas(city: &City, areas: &Areas, sites: &[Site]) -> Parts {
    let ground = |area: &catchment_model::Area| Ground {
        id: Some(area.id.clone()),
        name: area.name.clone(),
        kind: if area.kind == AreaKind::Park { GroundKind::of_green(&area.name) } else { GroundKind::Neighborhood },
        outline: area.outline.clone(),
    };
    let place = |s: &Site| Place { id: s.id.clone(), name: s.name.clone(), outline: s.outline.clone() };
    Parts {
        city: (city.id.clone(), city.name.clone()),
        areas: areas.list().iter().map(ground).collect(),
        sites: sites.iter().map(place).collect(),
        credits: vec![format!("Outlines: {}", city.areas.credit)],
        ..Parts::default()
    }
}

/// One file of the basemap.
struct Source<'a> {
    key: String,
    file: &'a BasemapFile,
    arterials: &'a [String],
}

impl Source<'_> {
    fn read(&self, base: &Path, env: Env<'_>, read: &mut BasemapRead) -> Result<(), IngestError> {
        let input = find_one(&self.key, &self.file.path, base, env)?;
        let name = input.name();
        let dataset = open(&input)?;
        let stated = |fields: &[String]| {
            let (names, classes) = ((&self.file.name, "name"), (&self.file.class, "class"));
            [names, classes].into_iter().try_for_each(|(c, key)| {
                column(&name, fields, c.as_deref(), &[], &format!("{}: {key}", self.key)).map(drop)
            })
        };
        let (mut layer, chosen) = layer(&dataset, &name, self.file.layer.as_deref(), &stated)?;
        read.warnings.extend(chosen.map(|what| format!("{name}: {what}.")));
        let way = between(&self.key, &crs_of(&layer, &name, self.file.crs.as_deref())?, WGS84)?;
        let fields = field_names(&layer);
        let column = |stated: Option<&str>, usual: &[&str], key: &str| {
            column(&name, &fields, stated, usual, &format!("{}: {key}", self.key))
        };
        let name_at = column(self.file.name.as_deref(), &NAMES, "name")?;
        let classed = self.file.kind == BasemapKind::Streets;
        let class_at = if classed { column(self.file.class.as_deref(), &CLASSES, "class")? } else { None };
        let (mut drawn, mut unknown) = (0usize, BTreeMap::<String, usize>::new());
        for feature in layer.features() {
            let Some(geometry) = feature.geometry().filter(|g| g.has_gdal_ptr() && !g.is_empty()) else { continue };
            let label = text(&feature, name_at).map(|n| plain(&n));
            let used = match self.file.kind {
                BasemapKind::Streets | BasemapKind::Highways => {
                    let class = self.class(&feature, class_at, label.as_deref(), &mut unknown);
                    street(label, class, lines_of(geometry, &way), &mut read.parts.streets)
                }
                BasemapKind::Water | BasemapKind::Parks => {
                    let name = label.unwrap_or_default();
                    let water = self.file.kind == BasemapKind::Water;
                    let kind = if water { GroundKind::Water } else { GroundKind::of_green(&name) };
                    let name = if water { of_water(&name) } else { name };
                    let outline = moved(&polygons_of(geometry), &way);
                    ground(Ground { id: None, name, kind, outline }, &mut read.parts.grounds)
                }
            };
            drawn += usize::from(used);
        }
        if drawn == 0 {
            let kind = self.file.kind;
            let expected = if classed || kind == BasemapKind::Highways { "lines" } else { "polygons" };
            let value = format!("\"{}\" without any", self.file.path);
            return Err(IngestError::Value {
                key: format!("{}: path", self.key),
                value,
                expected: expected.to_owned(),
            });
        }
        read.warnings.extend(unknown.into_iter().map(|(word, n)| {
            format!(
                "{name}: {n} lines of the class \"{word}\", which is not known: drawn as streets; say what it is under \
                    classes of {}.",
                self.key
            )
        }));
        Ok(())
    }

    fn class(
        &self,
        feature: &Feature<'_>,
        at: Option<usize>,
        name: Option<&str>,
        unknown: &mut BTreeMap<String, usize>,
    ) -> StreetClass {
        if self.file.kind == BasemapKind::Highways {
            return StreetClass::Highway;
        }
        let word = text(feature, at).unwrap_or_default();
        let class = self.file.classes.get(&word).copied().or_else(|| known_class(&word)).unwrap_or_else(|| {
            if at.is_some() {
                *unknown.entry(word).or_default() += 1;
            }
            StreetClass::Street
        });
        let leads_through = name.is_some_and(|n| arterial(n, self.arterials));
        if class == StreetClass::Street && leads_through { StreetClass::Arterial } else { class }
    }
}

/// The position of a column: the one stated, or the first of the usual ones; case is ignored.
fn column(
    file: &str,
    fields: &[String],
    stated: Option<&str>,
    usual: &[&str],
    key: &str,
) -> Result<Option<usize>, IngestError> {
    let find = |name: &str| fields.iter().position(|f| f.eq_ignore_ascii_case(name));
    let Some(stated) = stated else { return Ok(usual.iter().find_map(|name| find(name))) };
    let lacks = || columns::missing(file, &[(key.to_owned(), &[stated.to_owned()])], fields);
    find(stated).map(Some).ok_or_else(lacks)
}

fn text(feature: &Feature<'_>, at: Option<usize>) -> Option<String> {
    let text = feature.field_as_string(at?).ok().flatten()?;
    Some(text.trim().to_owned()).filter(|t| !t.is_empty())
}

/// One space between words.
fn plain(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The last word of a name of water written out, as TIGER/Line shortens it.
fn of_water(name: &str) -> String {
    let Some((rest, last)) = name.rsplit_once(' ') else { return name.to_owned() };
    let whole = match last {
        "Riv" => "River",
        "Crk" => "Creek",
        "Lk" => "Lake",
        "Pnd" => "Pond",
        "Rsvr" => "Reservoir",
        "Brk" => "Brook",
        other => other,
    };
    format!("{rest} {whole}")
}

fn street(name: Option<String>, class: StreetClass, lines: Vec<LineString<f64>>, streets: &mut Vec<Street>) -> bool {
    if lines.is_empty() {
        return false;
    }
    let route = name.as_deref().and_then(Route::of);
    streets.push(Street { name, class, route, lines });
    true
}

fn ground(ground: Ground, grounds: &mut Vec<Ground>) -> bool {
    let some = !ground.outline.0.is_empty();
    if some {
        grounds.push(ground);
    }
    some
}

/// The lines of a geometry in degrees.
fn lines_of(geometry: &Geometry, way: &CoordTransform) -> Vec<LineString<f64>> {
    let mut flat = geometry.clone();
    flat.flatten_to_2d();
    let mut lines = Vec::new();
    if let Ok(shape) = flat.to_geo() {
        collect(shape, &mut lines);
    }
    let degrees = |line: LineString<f64>| -> LineString<f64> {
        let points: Vec<(f64, f64)> = line.coords().map(|c| (c.x, c.y)).collect();
        transform(way, &points).into_iter().filter(|(x, y)| x.is_finite() && y.is_finite()).collect()
    };
    lines.into_iter().map(degrees).filter(|l| l.0.len() > 1).collect()
}

fn collect(shape: geo::Geometry<f64>, lines: &mut Vec<LineString<f64>>) {
    match shape {
        geo::Geometry::LineString(l) => lines.push(l),
        geo::Geometry::MultiLineString(m) => lines.extend(m.0),
        geo::Geometry::GeometryCollection(all) => all.0.into_iter().for_each(|g| collect(g, lines)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_found_in_any_case_and_missing_ones_are_named() {
        let fields = ["ID".to_owned(), "Fullname".to_owned(), "Kind".to_owned()];
        assert_eq!(column("f", &fields, None, &NAMES, "name").unwrap(), Some(1));
        assert_eq!(column("f", &fields, Some("kind"), &CLASSES, "class").unwrap(), Some(2));
        assert_eq!(column("f", &fields, None, &CLASSES, "class").unwrap(), None);
        let text = column("f", &fields, Some("road"), &NAMES, "name").unwrap_err().to_string();
        assert!(text.contains("road") && text.contains("\"ID\", \"Fullname\", \"Kind\""), "{text}");
    }

    #[test]
    fn shortened_names_of_water_are_written_out() {
        assert_eq!(of_water("Mississippi Riv"), "Mississippi River");
        assert_eq!((of_water("Clear Lk"), of_water("Lake")), ("Clear Lake".to_owned(), "Lake".to_owned()));
        assert_eq!(plain("I-  70 "), "I- 70");
    }
}
