//! Blocks from vector files, and from tables of H3 cells.

use std::collections::BTreeMap;
use std::path::Path;

use catchment_model::InputFile;
use catchment_model::city::{BlockSource, City};
use gdal::vector::{Geometry, LayerAccess};
use geo::MultiPolygon;
use h3o::CellIndex;

use crate::IngestError;
use crate::areas::outline::{moved, polygons_of};
use crate::areas::residents::{Decimal, Residents, census_year, is_number};
use crate::columns;
use crate::fields::plain_name;
use crate::inputs::hashes;
use crate::paths::{Env, Input, find_one};
use crate::project::{between, transform};
use crate::tables::{self, Form, Opened};
use crate::vector::{self, crs_of, field_names, layer, open};

/// Where a block is.
#[derive(Debug, Clone)]
pub(super) enum Place {
    /// A point in it, meters of the work CRS.
    Point([f64; 2]),
    /// Its outline, meters.
    Outline(MultiPolygon<f64>),
    /// The block is an H3 cell.
    Cell(CellIndex),
}

/// A block with its residents in a year.
#[derive(Debug, Clone)]
pub(super) struct Block {
    pub(super) place: Place,
    pub(super) residents: f64,
}

type ByYear = BTreeMap<u16, Vec<Block>>;

/// The blocks of a source by year.
///
/// # Errors
/// [`IngestError`] for a missing file, layer, column or CRS.
pub(super) fn blocks(
    source: &BlockSource,
    (city, base, env): (&City, &Path, Env<'_>),
    inputs: &mut Vec<InputFile>,
    warnings: &mut Vec<String>,
) -> Result<ByYear, IngestError> {
    let input = find_one("areas.blocks", &source.path, base, env)?;
    let file = input.name();
    let mut residents = Residents::new(Decimal::named("areas.blocks: decimal", source.decimal.as_deref())?);
    let list = if let Some(cell) = &source.cell {
        cells(&input, (source, cell), &mut residents, (inputs, warnings))?
    } else {
        inputs.extend(hashes(&input)?);
        features(&input, (source, city), &mut residents, warnings)?
    };
    warnings.extend(residents.warnings_of(&file, "block"));
    if list.values().all(Vec::is_empty) {
        warnings.push(format!("{file}: no block with residents was read from it."));
    }
    Ok(list)
}

fn years(
    source: &BlockSource,
    column: &dyn Fn(&str) -> Result<usize, IngestError>,
) -> Result<Vec<(u16, usize)>, IngestError> {
    source.population.iter().map(|(year, field)| Ok((census_year(year)?, column(field)?))).collect()
}

fn missing(file: &str, name: &str, header: &[String]) -> IngestError {
    columns::missing(file, &[("areas.blocks".to_owned(), &[name.to_owned()])], header)
}

fn features(
    input: &Input,
    (source, city): (&BlockSource, &City),
    residents: &mut Residents,
    warnings: &mut Vec<String>,
) -> Result<ByYear, IngestError> {
    let file = input.name();
    let dataset = open(input)?;
    let (mut layer, chosen) = layer(&dataset, &file, source.layer.as_deref(), &|names| has(names, source, &file))?;
    warnings.extend(chosen.map(|what| format!("{file}: {what}.")));
    let way = between("areas.blocks", &crs_of(&layer, &file, source.crs.as_deref())?, &city.work_crs)?;
    let names = field_names(&layer);
    let find = |name: &str| {
        names.iter().position(|n| plain_name(n) == plain_name(name)).ok_or_else(|| missing(&file, name, &names))
    };
    let years = years(source, &find)?;
    let typed: Vec<bool> = layer.defn().fields().map(|field| is_number(field.field_type())).collect();
    let (mut all, mut without) = (ByYear::new(), 0_u64);
    for (feature, number) in layer.features().zip(1_u64..) {
        let geometry = feature.geometry().filter(|g| g.has_gdal_ptr() && !g.is_empty());
        let Some(place) = geometry.and_then(|g| place(g, &way)) else {
            without += 1;
            continue;
        };
        for (year, at) in &years {
            let text = feature.field_as_string(*at).ok().flatten().unwrap_or_default();
            let is_number = typed.get(*at).copied().unwrap_or(false);
            if let Some(n) = residents.read(*year, &number.to_string(), (text.as_bytes(), is_number)) {
                all.entry(*year).or_default().push(Block { place: place.clone(), residents: n });
            }
        }
    }
    if without > 0 {
        warnings.push(format!("{file}: {without} blocks have neither a point nor an outline and were left out."));
    }
    Ok(all)
}

fn place(geometry: &Geometry, way: &gdal::spatial_ref::CoordTransform) -> Option<Place> {
    let point = |g: &Geometry| {
        let (x, y, _) = g.get_point(0);
        let (x, y) = transform(way, &[(x, y)]).into_iter().next()?;
        (x.is_finite() && y.is_finite()).then_some(Place::Point([x, y]))
    };
    match geometry.geometry_name().as_str() {
        "POINT" => point(geometry),
        "MULTIPOINT" if geometry.geometry_count() == 1 => point(&geometry.get_geometry(0)),
        _ => {
            let outline = moved(&polygons_of(geometry), way);
            (!outline.0.is_empty()).then_some(Place::Outline(outline))
        }
    }
}

/// Whether a header has the columns of residents.
fn has(header: &[String], source: &BlockSource, file: &str) -> Result<(), IngestError> {
    let known = |name: &String| header.iter().any(|h| plain_name(h) == plain_name(name));
    source.population.values().find(|name| !known(name)).map_or(Ok(()), |name| Err(missing(file, name, header)))
}

fn cells(
    input: &Input,
    (source, cell): (&BlockSource, &str),
    residents: &mut Residents,
    (inputs, warnings): (&mut Vec<InputFile>, &mut Vec<String>),
) -> Result<ByYear, IngestError> {
    let layer = source.layer.as_deref();
    let form = Form { key: "areas.blocks", encoding: "auto", delimiter: None, skip_lines: None, layer };
    let (files, parts) = vector::tables(input, &form)?;
    inputs.extend(files);
    let mut all = ByYear::new();
    for part in &parts {
        let opened = tables::open(part, &form, &|header| has(header, source, &part.name))?;
        warnings.extend(opened.told.iter().map(|what| format!("{}: {what}.", part.name)));
        of_cells(&part.name, opened, (source, cell), residents, &mut all)?;
    }
    Ok(all)
}

fn of_cells(
    file: &str,
    opened: Opened<'_>,
    (source, cell): (&BlockSource, &str),
    residents: &mut Residents,
    all: &mut ByYear,
) -> Result<(), IngestError> {
    let Opened { text, mut records, header, .. } = opened;
    let find = |name: &str| {
        header.iter().position(|h| plain_name(h) == plain_name(name)).ok_or_else(|| missing(file, name, &header))
    };
    let (at, years) = (find(cell)?, years(source, &find)?);
    while let Some(record) = records.advance() {
        let written = text.encoding.decode(records.field(at)).trim().to_owned();
        let index: CellIndex = written.parse().ok().ok_or_else(|| IngestError::Value {
            key: format!("areas.blocks: cell, {file} line {}", record.line),
            value: format!("\"{written}\""),
            expected: "an H3 cell: 15 hexadecimal digits, such as 892640ca92fffff".to_owned(),
        })?;
        for (year, column) in &years {
            if let Some(n) = residents.read(*year, &written, (records.field(*column), false)) {
                all.entry(*year).or_default().push(Block { place: Place::Cell(index), residents: n });
            }
        }
    }
    Ok(())
}
