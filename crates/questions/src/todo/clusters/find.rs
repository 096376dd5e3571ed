//! The work behind an answer about clusters.

use catchment_model::Finest;
use catchment_spatial::{
    EmergingCell, EmergingChance, EmergingParams, Fdr, GiError, KnoxResult, LocalMoranParams, Moran, MoranError,
    benjamini_hochberg,
};

use super::super::AskError;
use super::super::concentration::{ConcentrationFigures, MapNull};
use super::super::params::Shown;
use super::ask::{ClusterAsk, ClusterMethod};
use super::field::{CellField, counted};
use super::near::{self, Left};
use super::scan::{Scanned, scan};
use crate::engine::Engine;

/// What was found, by method.
#[derive(Debug)]
pub(super) enum Found {
    Moran { local: Vec<Moran>, fdr: Fdr },
    Emerging { cells: Vec<EmergingCell>, chance: Vec<EmergingChance> },
    Scan(Scanned),
    Knox { result: KnoxResult, left: Left },
}

/// Clusters and what they were found in.
#[derive(Debug)]
pub struct ClustersFound {
    pub(super) field: CellField,
    pub(super) found: Found,
    /// Concentration of the same counts, beside what chance alone would give.
    pub(super) null: Option<ConcentrationFigures>,
    pub(super) shown: Shown,
}

/// Finds clusters.
///
/// # Errors
/// [`AskError`] where nothing may be shown per cell, the window holds no whole step, or the work is too much.
pub fn find_clusters(engine: &Engine, ask: &ClusterAsk) -> Result<ClustersFound, AskError> {
    let shown = ask.params.shown(Finest::Cell, &engine.data)?;
    let step = if ask.method.is_stepped() { ask.step_months } else { 1 };
    let field = CellField::new(engine, &ask.params, &shown, step)?;
    if field.steps.is_empty() {
        let accepted = "steps short enough that the window holds a whole one without a missing month";
        return Err(AskError::value("step_months", ask.step_months.to_string(), accepted));
    }
    let found = match ask.method {
        ClusterMethod::Moran => moran(engine, ask, &field)?,
        ClusterMethod::Emerging => emerging(engine, ask, &field)?,
        ClusterMethod::Scan | ClusterMethod::ScanSpace => Found::Scan(scan(engine, ask, &field)?),
        ClusterMethod::Knox => near::knox(engine, ask, &shown)?,
    };
    let null = MapNull::default().of(&field.sums());
    Ok(ClustersFound { field, found, null, shown })
}

fn moran(engine: &Engine, ask: &ClusterAsk, field: &CellField) -> Result<Found, AskError> {
    let values: Vec<f64> = field.sums().into_iter().map(|n| n as f64).collect();
    let params = LocalMoranParams { permutations: ask.permutations, seed: ask.params.seed };
    let local = match params.check().and_then(|m| m.of(&values, &field.neighbors())) {
        Ok(local) => local,
        // No spread, nothing to tell apart: an answer, not an error.
        Err(MoranError::Values(GiError::Constant(_) | GiError::TooFew(..))) => Vec::new(),
        Err(other) => return Err(AskError::internal(other)),
    };
    let p: Vec<f64> = local.iter().map(|m| m.p).collect();
    let fdr = benjamini_hochberg(&p, engine.data.city.analysis.fdr).map_err(AskError::internal)?;
    Ok(Found::Moran { local, fdr })
}

fn emerging(engine: &Engine, ask: &ClusterAsk, field: &CellField) -> Result<Found, AskError> {
    let rows = 0..field.cells.len();
    let steps: Vec<Vec<f64>> =
        (0..field.steps.len()).map(|t| rows.clone().map(|i| field.row(i)[t] as f64).collect()).collect();
    let counts: Vec<Vec<u32>> =
        (0..field.steps.len()).map(|t| rows.clone().map(|i| counted(field.row(i)[t])).collect()).collect();
    let spots =
        EmergingParams { alpha: engine.data.city.analysis.fdr, correct: true }.check().map_err(AskError::internal)?;
    let neighbors = field.neighbors();
    let cells = spots.of(&steps, &neighbors).map_err(AskError::internal)?;
    let chance = spots.by_chance(&counts, &neighbors, ask.permutations, ask.params.seed).map_err(AskError::internal)?;
    Ok(Found::Emerging { cells, chance })
}
