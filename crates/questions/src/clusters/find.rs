//! The work behind an answer about clusters.

use catchment_spatial::{
    EmergingCell, EmergingChance, EmergingParams, Fdr, GiError, KnoxResult, LocalMoranParams, Moran, MoranError,
    benjamini_hochberg,
};

use super::Clusters;
use super::near::{Left, knox};
use super::scan::{Scanned, scan};
use crate::answers::ConcentrationFigures;
use crate::engine::{CellField, Engine, events, map_figures};
use crate::error::AskError;
use crate::pieces::ClusterMethod;

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
pub(super) struct ClustersFound {
    pub(super) field: CellField,
    pub(super) found: Found,
    /// Concentration of the same counts, beside what chance alone would give.
    pub(super) null: Option<ConcentrationFigures>,
}

/// Finds clusters.
///
/// # Errors
/// [`AskError`] where nothing may be shown per cell, the window holds no whole step, or the work is too much.
pub(super) fn find_clusters(engine: &Engine, asked: &Clusters) -> Result<ClustersFound, AskError> {
    let query = asked.counted.query(&engine.data)?;
    let step = asked.clusters.step_months.unwrap_or(1);
    let field = CellField::new(engine, &query, asked.resolution, step)?;
    if field.steps.is_empty() {
        let accepted = "steps short enough that the window holds a whole one without a missing month";
        return Err(AskError::value("step_months", step.to_string(), accepted));
    }
    let found = match asked.clusters.method {
        ClusterMethod::Moran => moran(asked, &field)?,
        ClusterMethod::Emerging => emerging(asked, &field)?,
        ClusterMethod::Scan | ClusterMethod::ScanSpace => Found::Scan(scan(engine, asked, &field)?),
        ClusterMethod::Knox => {
            let (result, left) = knox(engine, asked, &query)?;
            Found::Knox { result, left }
        }
    };
    let null = map_figures(&field.sums(), &field.sizes);
    Ok(ClustersFound { field, found, null })
}

fn moran(asked: &Clusters, field: &CellField) -> Result<Found, AskError> {
    let values: Vec<f64> = field.sums().into_iter().map(|n| n as f64).collect();
    let params = LocalMoranParams { permutations: asked.clusters.permutations, seed: asked.seed };
    let local = match params.check().and_then(|m| m.of(&values, &field.neighbors())) {
        Ok(local) => local,
        // No spread, nothing to tell apart: an answer, not an error.
        Err(MoranError::Values(GiError::Constant(_) | GiError::TooFew(..))) => Vec::new(),
        Err(other) => return Err(AskError::internal(other)),
    };
    let p: Vec<f64> = local.iter().map(|m| m.p).collect();
    let fdr = benjamini_hochberg(&p, level(asked)?).map_err(AskError::internal)?;
    Ok(Found::Moran { local, fdr })
}

/// Emerging hot spots of incidents: one with many victims makes no step hot.
fn emerging(asked: &Clusters, field: &CellField) -> Result<Found, AskError> {
    let rows = 0..field.cells.len();
    let steps: Vec<Vec<f64>> =
        (0..field.steps.len()).map(|t| rows.clone().map(|i| field.incident_row(i)[t] as f64).collect()).collect();
    let counts: Vec<Vec<u32>> =
        (0..field.steps.len()).map(|t| rows.clone().map(|i| events(field.incident_row(i)[t])).collect()).collect();
    let spots = EmergingParams { alpha: level(asked)?, correct: true }.check().map_err(AskError::internal)?;
    let neighbors = field.neighbors();
    let cells = spots.of(&steps, &neighbors).map_err(AskError::internal)?;
    let chance =
        spots.by_chance(&counts, &neighbors, asked.clusters.permutations, asked.seed).map_err(AskError::internal)?;
    Ok(Found::Emerging { cells, chance })
}

/// The false discovery rate of a method that has one.
fn level(asked: &Clusters) -> Result<f64, AskError> {
    asked.alpha.ok_or_else(|| AskError::internal("a method that corrects without a level"))
}
