//! Chosen catchments, told: names, counts, what part of the city each is.

use std::sync::Arc;

use catchment_model::Query;
use catchment_siting::{CatchmentSet, reference_tiling};
use catchment_tiles::Shapes;

use super::{ChosenCatchment, Optimize};
use crate::answers::CityShare;
use crate::engine::{
    CatchmentsFound, Engine, Maximized, Months, StudyCells, candidate, fold, inside_of_place, refused, search_input,
    usable,
};
use crate::error::AskError;
use crate::pieces::Objective;

/// Counts of the chosen catchments and of the whole city, as net counts and weighted.
pub(super) struct Counts {
    /// Of each catchment.
    pub(super) each: Vec<i64>,
    /// Of the whole city, wherever it is in it.
    pub(super) city: i64,
    /// The same, weighted.
    pub(super) city_harm: f64,
}

pub(super) fn counts(engine: &Engine, query: &Query, study: &StudyCells, set: &CatchmentSet) -> Counts {
    inside(engine, query, study, set.catchments.iter().map(|c| c.cells.as_slice()))
}

/// Counts inside some grounds, as positions of cells; a cell of two is the latter's.
pub(super) fn inside<'a>(
    engine: &Engine,
    query: &Query,
    study: &StudyCells,
    grounds: impl ExactSizeIterator<Item = &'a [usize]>,
) -> Counts {
    let mut counts = Counts { each: vec![0; grounds.len()], city: 0, city_harm: 0.0 };
    let mut owner = vec![None; study.inside.len()];
    for (i, cells) in grounds.enumerate() {
        for cell in cells {
            owner[*cell] = Some(i);
        }
    }
    let at = inside_of_place(study);
    fold(engine, query, &Months::of(query.window, engine), |entry, _, n| {
        counts.city += n;
        counts.city_harm += n as f64 * query.selection.weight(entry.group);
        if let Some(i) = at[entry.place as usize].and_then(|cell| owner[cell]) {
            counts.each[i] += n;
        }
    });
    counts
}

/// The chosen catchments, most harm first.
pub(super) fn chosen(
    engine: &Engine,
    (query, basis): (&Query, Objective),
    study: &Arc<StudyCells>,
    (set, counts): (&CatchmentSet, &Counts),
) -> Result<Vec<ChosenCatchment>, AskError> {
    let one = |(i, c): (usize, &catchment_siting::Catchment)| {
        let found = candidate(engine, (query.window, study), i + 1, c.clone())?;
        Ok(ChosenCatchment {
            id: found.id,
            name: found.name,
            outline_m: c.outline_m,
            area_km2: found.area_km2,
            count: counts.each[i],
            harm: c.harm,
            of_city: CityShare::of(counts.each[i] as f64, counts.city as f64),
            criteria: Vec::new(),
            rank: None,
            score: None,
            expected: None,
            expected_low: None,
            expected_high: None,
            basis,
            residents: found.residents,
            sites: found.sites,
            cells: found.cells.iter().map(|cell| study.inside[*cell].to_string()).collect(),
            along: None,
        })
    };
    set.catchments.iter().enumerate().map(one).collect()
}

/// The chosen catchments as places that can be ranked beside the city's usual ground of their size.
pub(super) fn as_places(
    asked: &Optimize,
    engine: &Engine,
    (query, study): (&Query, &Arc<StudyCells>),
    (set, found): (&CatchmentSet, &Maximized),
) -> Result<CatchmentsFound, AskError> {
    let allowed = usable(study);
    let input = search_input(study, &found.burden, &allowed);
    let tiling = reference_tiling(&input, asked.area_km2, asked.seed).map_err(|e| refused(e, query.window))?;
    let one =
        |(i, c): (usize, &catchment_siting::Catchment)| candidate(engine, (query.window, study), i + 1, c.clone());
    let list = set.catchments.iter().enumerate().map(one).collect::<Result<Vec<_>, _>>()?;
    let shapes = Shapes::new(list.iter().map(|c| &c.outline));
    Ok(CatchmentsFound { study: Arc::clone(study), list, shapes, gap: set.proven.gap(), harm: set.harm, tiling })
}
