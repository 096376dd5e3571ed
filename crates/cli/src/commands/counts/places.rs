//! Counts by neighborhood and by cell.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use catchment_model::{AreaBasis, AreaKind, Cell, Cube, MonthStatus, Resolution};
use catchment_store::Dataset;
use serde_json::{Map, Value, json};

use super::Counted;
use crate::asked::Asked;
use crate::geometry;
use crate::output::{Field, Sheet};

/// The cube of the months that have incident rows: counts published per neighborhood enter series only, here as over
/// HTTP.
fn incidents_only<'a>(dataset: &'a Dataset, asked: &Asked) -> Cow<'a, Cube> {
    let published = |m| matches!(dataset.coverage.months.get(&m), Some((MonthStatus::AreaCounts, _)));
    if !asked.window.months().any(published) {
        return Cow::Borrowed(&dataset.cube);
    }
    let entries = dataset.cube.entries().iter().filter(|e| !published(e.reported)).copied().collect();
    Cow::Owned(Cube::from_parts(dataset.cube.places().to_vec(), entries, Vec::new()))
}

/// Id and name of the row for what lies in no area.
const NO_AREA: (&str, &str) = ("0", "(unknown)");

/// One row per neighborhood or park × offense, then one per offense for what lies in none.
pub(super) fn by_neighborhood(dataset: &Dataset, asked: &Asked, basis: AreaBasis) -> Result<Counted> {
    let areas = dataset.areas.list();
    let cube = incidents_only(dataset, asked);
    let counts: Vec<Vec<i64>> = asked
        .names
        .iter()
        .map(|n| Ok(cube.by_area(&asked.query(&n.ids)?, basis, areas.len())))
        .collect::<Result<_>>()?;
    let mut sheet = Sheet::new(["neighborhood_id", "neighborhood", "offense", "count"]);
    let (mut items, mut features) = (Vec::new(), Vec::new());
    for at in 0..=areas.len() {
        let area = areas.get(at);
        let (id, name) = area.map_or(NO_AREA, |a| (a.id.as_str(), a.name.as_str()));
        let kind = area.map(|a| kind(a.kind));
        let mut of_area = Map::new();
        for (offense, counts) in asked.names.iter().zip(&counts) {
            sheet.push(vec![id.into(), name.into(), offense.name.clone().into(), Field::Int(counts[at])]);
            items.push(json!({ "neighborhood_id": id, "neighborhood": name, "kind": kind, "offense": offense.name, "count": counts[at] }));
            of_area.insert(offense.name.clone(), json!(counts[at]));
        }
        if let Some(area) = area {
            let properties =
                json!({ "id": id, "name": name, "kind": kind, "area_km2": area.area_km2, "counts": of_area });
            features.push(geometry::feature(&geometry::multi_polygon(&area.outline), &properties));
        }
    }
    Ok(Counted { sheet, items: Value::Array(items), features: Some(features), warnings: Vec::new() })
}

fn kind(kind: AreaKind) -> &'static str {
    match kind {
        AreaKind::Neighborhood => "neighborhood",
        AreaKind::Park => "park",
    }
}

/// One row per cell in which anything asked for was counted × offense, sorted by cell.
pub(super) fn by_cell(dataset: &Dataset, asked: &Asked, resolution: Resolution) -> Result<Counted> {
    let mut counts: Vec<BTreeMap<Cell, i64>> = Vec::new();
    let mut unplaced = 0;
    let cube = incidents_only(dataset, asked);
    for name in &asked.names {
        let query = asked.query(&name.ids)?;
        let cells = cube.by_cell(&query, resolution);
        unplaced += cube.total(&query) - cells.iter().map(|(_, n)| n).sum::<i64>();
        counts.push(cells.into_iter().collect());
    }
    let cells: BTreeSet<Cell> = counts.iter().flat_map(|c| c.keys().copied()).collect();
    let mut sheet = Sheet::new(["cell", "offense", "count"]);
    let mut features = Vec::new();
    for cell in cells {
        let mut of_cell = Map::new();
        for (name, counts) in asked.names.iter().zip(&counts) {
            let n = counts.get(&cell).copied().unwrap_or(0);
            sheet.push(vec![cell.to_string().into(), name.name.clone().into(), Field::Int(n)]);
            of_cell.insert(name.name.clone(), json!(n));
        }
        let properties = json!({ "cell": cell.to_string(), "area_km2": cell.area_km2(), "counts": of_cell });
        features.push(geometry::feature(&geometry::polygon(&cell.polygon()), &properties));
    }
    let warnings = if unplaced == 0 {
        Vec::new()
    } else {
        vec![format!("{unplaced} counted in the city have no usable position and are in no cell")]
    };
    Ok(Counted { items: sheet.items(), sheet, features: Some(features), warnings })
}
