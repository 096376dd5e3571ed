//! The cells of a city as ground: which may be used, what counts on each, and how a search takes them.

use catchment_model::Query;
use catchment_siting::CatchmentInput;

use super::Engine;
use super::counts::{Months, fold};
use super::study::{NO_CELL, StudyCells};

/// Cells that may belong to a catchment.
pub(crate) fn usable(study: &StudyCells) -> Vec<bool> {
    study.area.iter().zip(&study.x_m).map(|(a, x)| a.is_some() && x.is_finite()).collect()
}

/// The cells as the search takes them.
pub(crate) fn search_input<'a>(study: &'a StudyCells, harm: &'a [f64], allowed: &'a [bool]) -> CatchmentInput<'a> {
    CatchmentInput {
        cells: &study.inside,
        harm,
        area_km2: &study.area_km2,
        inside_km2: &study.inside_km2,
        allowed,
        x_m: &study.x_m,
        y_m: &study.y_m,
        neighbors: &study.neighbors,
    }
}

/// Position of the inside cell of each place of the cube.
pub(crate) fn inside_of_place(study: &StudyCells) -> Vec<Option<usize>> {
    let position =
        |at: &u32| if *at == NO_CELL { None } else { study.inside.binary_search(&study.all[*at as usize]).ok() };
    study.of_place.iter().map(position).collect()
}

/// Weighted count of each inside cell.
pub(crate) fn harm(engine: &Engine, query: &Query, study: &StudyCells) -> Vec<f64> {
    let at = inside_of_place(study);
    let mut harm = vec![0.0; study.inside.len()];
    fold(engine, query, &Months::of(query.window, engine), |entry, _, n| {
        if let Some(cell) = at[entry.place as usize] {
            harm[cell] += n as f64 * query.selection.weight(entry.group);
        }
    });
    harm
}
