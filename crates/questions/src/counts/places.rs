//! Counts by neighborhood and by cell. Cells are told by incident rows alone; neighborhoods by the publisher's label
//! also by the counts that it published in months without rows.

use std::collections::{BTreeMap, BTreeSet};

use catchment_model::{Area, AreaBasis, Cell, Cube, Resolution};

use super::counting::{Counting, Told};
use super::{CellCountItem, CountItem, NeighborhoodItem, words};
use crate::error::AskError;

/// Name of what lies in no area.
const NO_AREA: &str = "(unknown)";

/// Its id: 0, or nothing where an area has that id.
fn no_area(areas: &[Area]) -> &'static str {
    if areas.iter().any(|a| a.id == "0") { "" } else { "0" }
}

/// One per neighborhood or park and offense, then one per offense for what lies in none. A name of which no month of
/// the window is known has no counts, which is not zero.
pub(super) fn by_neighborhood(counting: &Counting<'_>, rows: &Cube, basis: AreaBasis) -> Result<Told, AskError> {
    let areas = counting.data.areas.list();
    let one = |name: &super::names::Name| {
        let known = |m| counting.knows_areas(m, &name.ids, basis);
        if !counting.window.months().any(known) {
            return Ok(None);
        }
        // Months of which only counts are published tell a name as a whole or not at all.
        let published = counting.window.months().any(|m| known(m) && !counting.has_rows(m));
        let cube = if published { &counting.data.cube } else { rows };
        Ok(Some(cube.by_area(&counting.query(&name.ids)?, basis, areas.len())))
    };
    let counts: Vec<Option<Vec<i64>>> = counting.names.iter().map(one).collect::<Result<_, AskError>>()?;
    let mut items = Vec::new();
    for at in 0..=areas.len() {
        let area = areas.get(at);
        let (id, name) = area.map_or((no_area(areas), NO_AREA), |a| (a.id.as_str(), a.name.as_str()));
        for (offense, counts) in counting.names.iter().zip(&counts) {
            items.push(CountItem::Neighborhood(NeighborhoodItem {
                neighborhood_id: id.to_owned(),
                neighborhood: name.to_owned(),
                kind: area.map(|a| a.kind),
                offense: offense.name.clone(),
                count: counts.as_ref().map(|counts| counts[at]),
            }));
        }
    }
    Ok((items, Vec::new()))
}

/// One per cell in which anything asked for was counted and offense, sorted by cell.
pub(super) fn by_cell(counting: &Counting<'_>, cube: &Cube, resolution: Resolution) -> Result<Told, AskError> {
    let mut counts: Vec<BTreeMap<Cell, i64>> = Vec::new();
    let mut unplaced = 0;
    for name in &counting.names {
        let query = counting.query(&name.ids)?;
        let cells = cube.by_cell(&query, resolution);
        unplaced += cube.total(&query) - cells.iter().map(|(_, n)| n).sum::<i64>();
        counts.push(cells.into_iter().collect());
    }
    let cells: BTreeSet<Cell> = counts.iter().flat_map(|c| c.keys().copied()).collect();
    let mut items = Vec::new();
    for cell in cells {
        for (name, counts) in counting.names.iter().zip(&counts) {
            let count = counts.get(&cell).copied().unwrap_or(0);
            items.push(CountItem::Cell(CellCountItem { cell: cell.to_string(), offense: name.name.clone(), count }));
        }
    }
    Ok((items, words::unplaced(unplaced).into_iter().collect()))
}
