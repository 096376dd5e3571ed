//! The work behind an answer about clusters.

use catchment_model::Finest;
use catchment_spatial::{
    EmergingCell, EmergingParams, Fdr, GiError, KnoxResult, LocalMoranParams, Moran, MoranError, Null, ScanParams, ScanResult, SpaceTime,
    Zones, benjamini_hochberg,
};

use super::super::ApiError;
use super::super::params::Shown;
use super::ask::{ClusterAsk, ClusterMethod};
use super::field::{CellField, counted};
use super::near::{self, Left};
use crate::state::AppState;

/// Cells of a scan's largest circle.
pub(super) const NEAREST: usize = 25;
/// Most clusters of a scan.
const MOST: usize = 20;
/// Most cylinders that a scan tries, over all simulations.
const MAX_WORK: f64 = 1e10;

/// What was found, by method.
#[derive(Debug)]
pub(super) enum Found {
    Moran { local: Vec<Moran>, fdr: Fdr },
    Emerging(Vec<EmergingCell>),
    Scan(Option<ScanResult>),
    Knox { result: KnoxResult, left: Left },
}

/// Clusters and what they were found in.
#[derive(Debug)]
pub struct ClustersFound {
    pub(super) field: CellField,
    pub(super) found: Found,
    pub(super) shown: Shown,
}

/// Finds clusters.
///
/// # Errors
/// [`ApiError`] where nothing may be shown per cell, the window holds no whole step, or the work is too much.
pub fn find_clusters(state: &AppState, ask: &ClusterAsk) -> Result<ClustersFound, ApiError> {
    let shown = ask.params.shown(Finest::Cell, &state.data)?;
    let step = if matches!(ask.method, ClusterMethod::Emerging | ClusterMethod::Scan) { ask.step_months } else { 1 };
    let field = CellField::new(state, &ask.params, &shown, step)?;
    if field.steps.is_empty() {
        let accepted = "steps short enough that the window holds a whole one without a missing month";
        return Err(ApiError::value("step_months", ask.step_months.to_string(), accepted));
    }
    let found = match ask.method {
        ClusterMethod::Moran => moran(state, ask, &field)?,
        ClusterMethod::Emerging => emerging(state, &field)?,
        ClusterMethod::Scan => Found::Scan(scan(state, ask, &field)?),
        ClusterMethod::Knox => near::knox(state, ask, &shown)?,
    };
    Ok(ClustersFound { field, found, shown })
}

fn moran(state: &AppState, ask: &ClusterAsk, field: &CellField) -> Result<Found, ApiError> {
    let values: Vec<f64> = (0..field.cells.len()).map(|i| field.row(i).iter().sum::<i64>() as f64).collect();
    let params = LocalMoranParams { permutations: ask.permutations, seed: ask.params.seed };
    let local = match params.check().and_then(|m| m.of(&values, &field.neighbors())) {
        Ok(local) => local,
        // No spread, nothing to tell apart: an answer, not an error.
        Err(MoranError::Values(GiError::Constant(_) | GiError::TooFew(..))) => Vec::new(),
        Err(other) => return Err(ApiError::internal(other)),
    };
    let p: Vec<f64> = local.iter().map(|m| m.p).collect();
    let fdr = benjamini_hochberg(&p, state.data.city.analysis.fdr).map_err(ApiError::internal)?;
    Ok(Found::Moran { local, fdr })
}

fn emerging(state: &AppState, field: &CellField) -> Result<Found, ApiError> {
    let step = |t: usize| (0..field.cells.len()).map(|i| field.row(i)[t] as f64).collect::<Vec<f64>>();
    let steps: Vec<Vec<f64>> = (0..field.steps.len()).map(step).collect();
    let spots = EmergingParams { alpha: state.data.city.analysis.fdr, correct: true }.check().map_err(ApiError::internal)?;
    spots.of(&steps, &field.neighbors()).map(Found::Emerging).map_err(ApiError::internal)
}

fn scan(state: &AppState, ask: &ClusterAsk, field: &CellField) -> Result<Option<ScanResult>, ApiError> {
    let work =
        [field.cells.len(), NEAREST, field.steps.len(), ask.max_steps, ask.permutations as usize].map(|n| n as f64).iter().product::<f64>();
    if work > MAX_WORK {
        let accepted = "a coarser resolution, longer steps, a shorter window or fewer permutations: the scan would try too many cylinders";
        return Err(ApiError::value("resolution", ask.params.resolution.to_string(), accepted));
    }
    let cases: Vec<u32> = field.counts.iter().map(|n| counted(*n)).collect();
    if cases.iter().all(|c| *c == 0) {
        return Ok(None);
    }
    let centers = field.cells.iter().map(|c| c.center());
    // Beyond the projection's reach: far from all others.
    let metres: Vec<(f64, f64)> = centers.map(|(lng, lat)| state.projection.to_metres(lng, lat).unwrap_or((1e9, 1e9))).collect();
    let (x, y): (Vec<f64>, Vec<f64>) = metres.into_iter().unzip();
    let zones = Zones::nearest(&x, &y, NEAREST).map_err(ApiError::internal)?;
    let steps: Vec<i64> = field.steps.iter().map(|s| s.number).collect();
    let params =
        ScanParams { max_steps: ask.max_steps, alive_only: false, simulations: ask.permutations, seed: ask.params.seed, most: MOST };
    let data = SpaceTime { steps: &steps, cases: &cases };
    params.check().and_then(|s| s.find(&zones, data, Null::Permutation)).map(Some).map_err(ApiError::internal)
}
