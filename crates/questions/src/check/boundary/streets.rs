//! The streets of ground that a change adds.

use std::collections::BTreeMap;

use catchment_model::Cell;
use catchment_store::Streets;

use super::StreetAdded;
use crate::engine::StudyCells;

/// Streets that are told at most.
const TOLD: usize = 8;
/// Stretches shorter than this are no street of the ground, meters.
const LEAST_M: f64 = 20.0;
/// A stretch is followed in steps of at most this, meters: cells are some 130 m wide.
const STEP_M: f64 = 10.0;

/// Meters of a degree of latitude.
const DEGREE_M: f64 = 111_195.0;

/// The named streets of some cells, those with the most length first. A stretch between two points of a line counts
/// where most of it lies in the cells.
pub(crate) fn streets(known: &Streets, study: &StudyCells, ids: &[String]) -> Vec<StreetAdded> {
    let mut cells: Vec<Cell> = ids.iter().filter_map(|id| id.parse().ok()).collect();
    cells.sort_unstable();
    let centers: Vec<(f64, f64)> = cells.iter().map(|c| c.center()).collect();
    // Nothing farther than this, in degrees, can lie in a cell.
    let near = |[lng, lat]: [f64; 2]| centers.iter().any(|c| (c.0 - lng).abs() < 0.02 && (c.1 - lat).abs() < 0.02);
    let held = |at: [f64; 2]| {
        near(at) && Cell::at(at[0], at[1], study.resolution).is_ok_and(|cell| cells.binary_search(&cell).is_ok())
    };
    let mut meters: BTreeMap<&str, f64> = BTreeMap::new();
    let named = known.list.iter().filter_map(|street| Some((street.name.as_deref()?, street.points.windows(2))));
    for (name, stretches) in named {
        for ends in stretches.filter(|ends| near(ends[0]) || near(ends[1])) {
            let length = length_m(ends[0], ends[1]);
            if mostly(ends, length, held) {
                *meters.entry(name).or_default() += length;
            }
        }
    }
    let mut found: Vec<StreetAdded> =
        meters.into_iter().map(|(name, meters)| StreetAdded { name: name.to_owned(), meters }).collect();
    found.retain(|street| street.meters >= LEAST_M);
    found.sort_by(|a, b| b.meters.total_cmp(&a.meters).then_with(|| a.name.cmp(&b.name)));
    found.truncate(TOLD);
    found
}

/// Whether most of a stretch is held.
fn mostly(ends: &[[f64; 2]], length: f64, held: impl Fn([f64; 2]) -> bool) -> bool {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few steps")]
    let steps = ((length / STEP_M).ceil() as usize).clamp(1, 1_000);
    let at = |step: usize| {
        let t = (step as f64 + 0.5) / steps as f64;
        [0, 1].map(|i| ends[0][i] + t * (ends[1][i] - ends[0][i]))
    };
    2 * (0..steps).filter(|step| held(at(*step))).count() > steps
}

fn length_m(a: [f64; 2], b: [f64; 2]) -> f64 {
    let east = (b[0] - a[0]) * f64::midpoint(a[1], b[1]).to_radians().cos();
    DEGREE_M * east.hypot(b[1] - a[1])
}
