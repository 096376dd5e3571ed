//! Incidents of each offense group by cell: what doubt about cells is drawn from.

use catchment_model::{Query, Unit};
use catchment_siting::{ChanceGroup, RankGroup, Tiling, over_dispersion};

use super::counts::{Months, fold, monthly};
use super::ground::inside_of_place;
use super::places::groups;
use super::{Engine, StudyCells};

/// Incidents of each group by cell, each worth what its victims weigh on average, with the over-dispersion of areas of
/// the size of a catchment.
///
/// What comes by chance alone is the incident: one with many victims is not many events. An incident weighs the group's
/// weight times the city's victims per incident, where victims are what is counted.
pub(crate) fn cell_groups(engine: &Engine, query: &Query, study: &StudyCells, tiling: &Tiling) -> Vec<ChanceGroup> {
    let months = Months::of(query.window, engine);
    let at = inside_of_place(study);
    let incidents = Query { unit: Unit::Incident, ..query.clone() };
    let named = groups(&query.selection, &engine.data);
    let mut group_at = vec![0; query.selection.weights().len()];
    query.selection.ids().enumerate().for_each(|(at, id)| group_at[usize::from(id.0)] = at);
    let mut counts = vec![vec![0.0; study.inside.len()]; named.len()];
    fold(engine, &incidents, &months, |entry, _, n| {
        if let Some(cell) = at[entry.place as usize] {
            counts[group_at[usize::from(entry.group.0)]][cell] += n as f64;
        }
    });
    let mut victims = vec![0.0; named.len()];
    fold(engine, query, &months, |entry, _, n| {
        if at[entry.place as usize].is_some() {
            victims[group_at[usize::from(entry.group.0)]] += n as f64;
        }
    });
    let tile = |place: usize| at[place].and_then(|cell| tiling.tile_of[cell]).map(|t| t as usize);
    let units = tiling.tiles.len();
    let (table, _) = monthly(engine, &incidents, &months, units, |place, _| tile(place));
    let size = units * months.covered;
    let one = |(group, (named, counts)): (usize, (RankGroup, Vec<f64>))| {
        let all: f64 = counts.iter().map(|n: &f64| n.max(0.0)).sum();
        let each = if all > 0.0 { (victims[group] / all).max(0.0) } else { 1.0 };
        let rows = table[group * size..(group + 1) * size].chunks(months.covered.max(1));
        ChanceGroup { id: named.id, weight: named.weight * each, phi: over_dispersion(rows, months.covered), counts }
    };
    named.into_iter().zip(counts).enumerate().map(one).collect()
}
