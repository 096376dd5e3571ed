//! Where more was taken back than counted: said beside every figure that counts it.
//!
//! The rule. Counts that people compare with published ones stay net, below zero where they are. Whatever needs a count
//! of events takes 0 there: rates, densities, surfaces, ranks and tests ([`crate::answers::at_least_none`]).

use catchment_model::{AreaBasis, Query, Resolution, Unit};

use super::Engine;
use super::counts::{Months, fold};
use super::study::NO_CELL;
use crate::words::{Below, below_zero};

/// A sentence where the counts of neighborhoods, or of cells where `cells` says that they are shown, lie below zero.
pub(crate) fn below(engine: &Engine, query: &Query, cells: bool) -> Option<String> {
    if query.unit == Unit::Incident {
        return None;
    }
    let areas = engine.data.areas.list();
    let study = engine.study(Resolution::R9.min(engine.data.city.positions.finest_resolution)).ok().filter(|_| cells);
    let mut by_area = vec![0; areas.len()];
    let mut by_cell = vec![0; study.map_or(0, |s| s.all.len())];
    let places = engine.incidents.places();
    fold(engine, query, &Months::of(query.window, engine), |entry, _, n| {
        let place = &places[entry.place as usize];
        if let Some(area) = place.area(AreaBasis::Label).or(place.area(AreaBasis::Point)) {
            by_area[usize::from(area.0)] += n;
        }
        if let Some(cell) = study.map(|s| s.of_place[entry.place as usize]).filter(|c| *c != NO_CELL) {
            by_cell[cell as usize] += n;
        }
    });
    let named = areas.iter().zip(by_area).filter(|(_, n)| *n < 0).map(|(a, n)| (a.name.clone(), n));
    below_zero(&Below { areas: named.collect(), cells: by_cell.iter().filter(|n| **n < 0).count() })
}
