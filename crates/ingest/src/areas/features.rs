//! Features of the file of areas, put together by id.

use std::collections::BTreeMap;

use catchment_model::city::AreaSource;
use catchment_model::{Area, AreaKind, InputFile};
use geo::{Area as _, BooleanOps, MultiPolygon};

use super::names::Name;
use super::outline::{check_degrees, check_span, moved, outline};
use super::residents::{Decimal, Residents, census_year};
use super::shapes::{self, Shape};
use crate::IngestError;
use crate::columns::missing;
use crate::fields::{plain_id, plain_name};
use crate::paths::Input;
use crate::project::{WGS84, between};

/// Where a feature's id stands.
#[derive(Debug, Clone, Copy)]
enum Id {
    Column(usize),
    /// The id of the feature itself, beside its properties (RFC 7946, section 3.2).
    Feature,
}

/// Columns of the file that are read.
struct Columns {
    id: Id,
    name: Name,
    residents: Vec<(u16, usize)>,
}

/// Reads the features; parts of one area are put together.
///
/// # Errors
/// As [`super::read`].
pub(super) fn read(
    input: &Input,
    source: &AreaSource,
    work_crs: &str,
    warnings: &mut Vec<String>,
) -> Result<(Vec<Area>, Vec<InputFile>), IngestError> {
    let file = input.name();
    let shapes = shapes::read(input, source, &|names| Columns::of(&file, names, source).map(drop))?;
    let columns = Columns::of(&file, &shapes.names, source)?;
    warnings.extend(shapes.told.iter().map(|what| format!("{file}: {what}.")));
    if let Id::Feature = columns.id {
        warnings.push(format!(
            "{file}: no column is named {}; areas have the ids that the file's features have of themselves.",
            source.id
        ));
    }
    let ways = (between("areas", &shapes.crs, WGS84)?, between("areas", &shapes.crs, work_crs)?);
    let mut residents = Residents::new(Decimal::named("areas: decimal", source.decimal.as_deref())?);
    let mut list: Vec<Area> = Vec::new();
    for shape in &shapes.rows {
        let (id, name) = (columns.id_of(shape), columns.name.of(&shape.fields));
        let Some(raw) = outline(&file, shape.geometry.as_ref(), (&id, &name), &ways.1, warnings)? else {
            continue;
        };
        let (outline, outline_m) = (moved(&raw, &ways.0), moved(&raw, &ways.1));
        check_degrees(&file, &shapes.crs, &id, &outline)?;
        check_span(&file, &id, (&outline, &outline_m))?;
        let population = columns
            .residents
            .iter()
            .filter_map(|(year, at)| {
                let is_number = shapes.numeric.get(*at).copied().unwrap_or(false);
                Some((*year, residents.read(*year, &id, (shape.fields[*at].as_bytes(), is_number))?))
            })
            .collect();
        let next = Area { id, name, kind: AreaKind::Neighborhood, population, outline, outline_m, area_km2: 0.0 };
        match list.iter_mut().find(|a| a.id == next.id) {
            Some(same) => warnings.push(put_together(&file, same, next)),
            None => list.push(next),
        }
    }
    warnings.extend(residents.warnings(&file));
    for area in &mut list {
        area.area_km2 = area.outline_m.unsigned_area() / 1e6;
    }
    Ok((list, shapes.inputs))
}

impl Columns {
    fn of(file: &str, names: &[String], source: &AreaSource) -> Result<Self, IngestError> {
        let find = |name: &str| names.iter().position(|n| plain_name(n) == plain_name(name));
        let mut lacks: Vec<(String, &[String])> = Vec::new();
        let id = match find(&source.id) {
            None if source.id.eq_ignore_ascii_case("id") => Id::Feature,
            Some(at) => Id::Column(at),
            None => {
                lacks.push(("areas.id".to_owned(), std::slice::from_ref(&source.id)));
                Id::Feature
            }
        };
        let name = Name::new(&source.name, find);
        if name.is_none() {
            let hint = "areas.name (a column, or a text with columns in braces such as \"Precinct {id}\")";
            lacks.push((hint.to_owned(), std::slice::from_ref(&source.name)));
        }
        let mut residents = Vec::new();
        for (year, field) in &source.population {
            let year = census_year(year)?;
            match find(field) {
                Some(at) => residents.push((year, at)),
                None => lacks.push((format!("areas.population.{year}"), std::slice::from_ref(field))),
            }
        }
        let fault = || missing(file, &lacks, names);
        name.filter(|_| lacks.is_empty()).map(|name| Self { id, name, residents }).ok_or_else(fault)
    }

    fn id_of(&self, shape: &Shape) -> String {
        match self.id {
            Id::Column(at) => plain_id(&shape.fields[at]),
            Id::Feature => shape.own_id.clone(),
        }
    }
}

/// Adds a further feature to the area of its id, and says what was made of it.
fn put_together(file: &str, area: &mut Area, next: Area) -> String {
    let Area { id, name, .. } = &next;
    let again = format!("{file}: area id {id} ({name}) stands more than once");
    if area.outline == next.outline && area.population == next.population {
        return format!("{again}, each time alike; it was counted once.");
    }
    let residents = add_residents(&mut area.population, &next.population);
    let named = if area.name == *name { String::new() } else { format!(" under the name {}", area.name) };
    area.outline = together(&area.outline, next.outline);
    area.outline_m = together(&area.outline_m, next.outline_m);
    format!("{again}; its outlines were put together{named}, ground in several of them once{residents}.")
}

/// Both outlines. Parts that lie apart stay as they were written.
fn together(one: &MultiPolygon<f64>, mut other: MultiPolygon<f64>) -> MultiPolygon<f64> {
    if one.intersection(&other).unsigned_area() > 0.0 {
        return one.union(&other);
    }
    let mut all = one.clone();
    all.0.append(&mut other.0);
    all
}

/// Residents of the parts: the same figure in both is that of the whole, written with each part; others are added up.
fn add_residents(whole: &mut BTreeMap<u16, f64>, part: &BTreeMap<u16, f64>) -> &'static str {
    if part.is_empty() || whole == part {
        return "";
    }
    // Year by year: one census may be written with each part, another by part.
    for (year, residents) in part {
        match whole.get_mut(year) {
            Some(known) if known.to_bits() == residents.to_bits() => {}
            Some(known) => *known += residents,
            None => drop(whole.insert(*year, *residents)),
        }
    }
    ", and their residents added up where they differ"
}

#[cfg(test)]
mod tests {
    use geo::polygon;

    use super::*;

    fn area(from: f64, residents: f64) -> Area {
        let square = MultiPolygon(vec![polygon![
            (x: from, y: 0.0), (x: from + 2.0, y: 0.0), (x: from + 2.0, y: 2.0), (x: from, y: 2.0)
        ]]);
        Area {
            id: "1".to_owned(),
            name: "One".to_owned(),
            kind: AreaKind::Neighborhood,
            population: BTreeMap::from([(2010, residents)]),
            outline: square.clone(),
            outline_m: square,
            area_km2: 0.0,
        }
    }

    #[test]
    fn ground_in_two_features_of_an_area_counts_once() {
        for (from, residents, ground, people) in
            [(0.0, 5.0, 4.0, 5.0), (1.0, 5.0, 6.0, 5.0), (1.0, 7.0, 6.0, 12.0), (2.0, 7.0, 8.0, 12.0)]
        {
            let mut whole = area(0.0, 5.0);
            let told = put_together("areas.geojson", &mut whole, area(from, residents));
            assert!((whole.outline_m.unsigned_area() - ground).abs() < 1e-9, "{from}: {told}");
            assert!((whole.population[&2010] - people).abs() < 1e-9, "{from}: {told}");
            assert_eq!(told.contains("added up"), people > 5.0, "{told}");
        }
    }
}
