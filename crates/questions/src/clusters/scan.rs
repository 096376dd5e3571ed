//! Scans of space, and of space and time.

use catchment_model::Cell;
use catchment_spatial::{Null, ScanError, ScanParams, ScanResult, SpaceTime, Zones};

use super::Clusters;
use crate::Watch;
use crate::engine::{CellField, Engine, events, residents_of_cells};
use crate::error::AskError;
use crate::pieces::{Baseline, ClusterMethod};

/// Cells of a scan's largest circle.
pub(super) const NEAREST: usize = 25;
/// Most clusters of a scan.
pub(super) const MOST: usize = 20;
/// Most cylinders that a scan tries, over all simulations.
const MAX_WORK: f64 = 1e10;

/// What a scan found, and where it could not look.
#[derive(Debug, Default)]
pub(super) struct Scanned {
    /// Places of the result are positions in this list.
    pub(super) cells: Vec<Cell>,
    /// Positions of these cells in the field.
    pub(super) kept: Vec<usize>,
    /// None without events.
    pub(super) result: Option<ScanResult>,
    /// Cells left out because nothing can be expected there: nobody lives there, or it lies outside of every
    /// neighborhood.
    pub(super) left_cells: usize,
    /// Incidents in them.
    pub(super) left_events: u64,
}

/// Scans the incidents in the cells of a field in its steps, or in all of them taken together.
///
/// Cases are incidents and not their offenses: what is shuffled or thrown anew must be independent, and the victims of
/// one incident share its place and time.
pub(super) fn scan(
    engine: &Engine,
    asked: &Clusters,
    field: &CellField,
    watch: &dyn Watch,
) -> Result<Scanned, AskError> {
    let whole = asked.clusters.method == ClusterMethod::ScanSpace;
    let steps: Vec<i64> = if whole { vec![0] } else { field.steps.iter().map(|s| s.number).collect() };
    let runs = asked.clusters.permutations.unwrap_or_default();
    let longest = if whole { 1 } else { asked.clusters.max_steps.unwrap_or(1) };
    let work =
        [field.cells.len(), NEAREST, steps.len(), longest, runs as usize].map(|n| n as f64).iter().product::<f64>();
    if work > MAX_WORK {
        let accepted = "a coarser resolution, longer steps, a shorter window or fewer permutations: the scan would try \
            too many cylinders";
        return Err(AskError::value("resolution", asked.resolution.to_string(), accepted));
    }
    let weights = weights(engine, asked, field)?;
    let weight = |i: usize| weights.as_ref().map_or(1.0, |w| w[i]);
    let (kept, left): (Vec<usize>, Vec<usize>) = (0..field.cells.len()).partition(|i| weight(*i) > 0.0);
    let incidents: Vec<i64> = (0..field.cells.len()).map(|i| field.incident_row(i).iter().sum()).collect();
    let row = |i: usize| if whole { std::slice::from_ref(&incidents[i]) } else { field.incident_row(i) };
    let cases: Vec<u32> = kept.iter().flat_map(|i| row(*i)).map(|n| events(*n)).collect();
    let mut scanned = Scanned {
        cells: kept.iter().map(|i| field.cells[*i]).collect(),
        result: None,
        left_cells: left.len(),
        left_events: left.iter().map(|i| u64::from(events(incidents[*i]))).sum(),
        kept,
    };
    if cases.iter().all(|c| *c == 0) {
        return Ok(scanned);
    }
    let zones = zones(engine, &scanned.cells)?;
    let expected =
        weights.map(|w| by_step(&scanned.kept.iter().map(|i| w[*i]).collect::<Vec<_>>(), &cases, steps.len()));
    let null = expected.as_ref().map_or(Null::Permutation, |e| Null::Expected(e));
    let params = ScanParams { max_steps: longest, alive_only: false, simulations: runs, seed: asked.seed, most: MOST };
    let data = SpaceTime { steps: &steps, cases: &cases };
    let found = params.check().and_then(|s| s.find_watched((&zones, data), null, watch));
    scanned.result = found.map(Some).map_err(|e| match e {
        ScanError::Cancelled => AskError::Stopped,
        other => AskError::internal(other),
    })?;
    Ok(scanned)
}

/// Circles about the centers of cells.
fn zones(engine: &Engine, cells: &[Cell]) -> Result<Zones, AskError> {
    let centers = cells.iter().map(|c| c.center());
    // Beyond the projection's reach: far from all others.
    let metres = centers.map(|(lng, lat)| engine.projection.to_metres(lng, lat).unwrap_or((1e9, 1e9)));
    let (x, y): (Vec<f64>, Vec<f64>) = metres.unzip();
    Zones::nearest(&x, &y, NEAREST).map_err(AskError::internal)
}

/// What is expected of each place against the others, in any unit; none where each place's own total says it.
fn weights(engine: &Engine, asked: &Clusters, field: &CellField) -> Result<Option<Vec<f64>>, AskError> {
    match asked.clusters.baseline {
        None | Some(Baseline::Permutation) => Ok(None),
        Some(Baseline::Area) => Ok(Some(field.km2())),
        Some(Baseline::Residents) => {
            let window = asked.counted.window()?;
            let list = residents_of_cells(engine, window, &field.study, &field.cells);
            if list.iter().all(|w| *w <= 0.0) {
                return Err(AskError::value("baseline", "residents", "area: the residents of this city are not known"));
            }
            Ok(Some(list))
        }
    }
}

/// Weight of the place × total of the step: a change of the whole city, such as a season or another way of counting, is
/// in no cluster.
fn by_step(weights: &[f64], cases: &[u32], steps: usize) -> Vec<f64> {
    let mut totals = vec![0u64; steps];
    for row in cases.chunks_exact(steps) {
        row.iter().zip(&mut totals).for_each(|(n, sum)| *sum += u64::from(*n));
    }
    weights.iter().flat_map(|w| totals.iter().map(move |total| w * *total as f64)).collect()
}

#[cfg(test)]
mod tests {
    use super::by_step;

    #[test]
    fn a_change_of_the_whole_city_is_expected_everywhere() {
        // Two places, the second with three times the residents; the second step has twice as many.
        assert_eq!(by_step(&[1.0, 3.0], &[4, 6, 0, 2], 2), [4.0, 8.0, 12.0, 24.0]);
    }
}
