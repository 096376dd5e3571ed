//! The work behind an answer about clusters.

use catchment_spatial::{
    EmergingCell, EmergingChance, EmergingError, EmergingParams, Exchangeable, Fdr, GiError, KnoxResult, Moran,
    SparseError, benjamini_hochberg,
};

use super::Clusters;
use super::near::{Left, knox};
use super::scan::{Scanned, scan};
use crate::Watch;
use crate::answers::{ConcentrationFigures, TestReach};
use crate::engine::{CellField, Engine, by_incidents, events, map_figures};
use crate::error::AskError;
use crate::pieces::ClusterMethod;

/// What was found, by method.
#[derive(Debug)]
pub(super) enum Found {
    /// Of the cells of the study region, in its order.
    Moran {
        local: Vec<Moran>,
        fdr: Fdr,
        reach: TestReach,
    },
    /// Of the cells of the study region, in its order.
    Emerging {
        cells: Vec<EmergingCell>,
        chance: Vec<EmergingChance>,
    },
    Scan(Scanned),
    Knox {
        result: KnoxResult,
        left: Left,
    },
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
/// [`AskError`] where nothing may be shown per cell, the window holds no whole step, the work is too much, or nobody
/// waits for it any more.
pub(super) fn find_clusters(engine: &Engine, asked: &Clusters, watch: &dyn Watch) -> Result<ClustersFound, AskError> {
    let query = asked.counted.query(&engine.data)?;
    let step = asked.clusters.step_months.unwrap_or(1);
    let field = CellField::new(engine, &query, asked.resolution, step)?;
    if field.steps.is_empty() {
        let accepted = "steps short enough that the window holds a whole one without a missing month";
        return Err(AskError::value("step_months", step.to_string(), accepted));
    }
    let incidents = || CellField::new(engine, &by_incidents(&query), asked.resolution, step);
    let found = match asked.clusters.method {
        ClusterMethod::Moran => moran(asked, &incidents()?)?,
        ClusterMethod::Emerging => emerging(asked, &incidents()?, watch)?,
        ClusterMethod::Scan | ClusterMethod::ScanSpace => Found::Scan(scan(engine, asked, &field, watch)?),
        ClusterMethod::Knox => {
            let (result, left) = knox(engine, asked, &query, watch)?;
            Found::Knox { result, left }
        }
    };
    let null = map_figures(&field.sums(), (&field.sizes, &field.km2()));
    Ok(ClustersFound { field, found, null })
}

/// By distinct incidents, on the cells of the study region: one incident with many victims is one event.
struct Tested {
    /// Incidents of each cell and step, in the order of the study region.
    steps: Vec<Vec<u32>>,
}

impl Tested {
    fn new(field: &CellField) -> Self {
        let at = field.tested();
        let step = |t: usize| at.iter().map(|i| events(field.row(*i)[t])).collect();
        Self { steps: (0..field.steps.len()).map(step).collect() }
    }

    fn sums(&self) -> Vec<u32> {
        let cells = self.steps.first().map_or(0, Vec::len);
        (0..cells).map(|i| self.steps.iter().map(|s| s[i]).sum()).collect()
    }
}

fn moran(asked: &Clusters, incidents: &CellField) -> Result<Found, AskError> {
    let (study, counts) = (&incidents.study, Tested::new(incidents).sums());
    let null = Exchangeable::fit(&counts, &study.ground_km2).map_err(AskError::internal)?;
    let local = match null.local_moran(&counts, &study.ground_km2, &study.ground_neighbors) {
        Ok(local) => local,
        // No spread, nothing to tell apart: an answer, not an error.
        Err(SparseError::Score(GiError::Constant(_) | GiError::TooFew(..))) => Vec::new(),
        Err(other) => return Err(AskError::internal(other)),
    };
    let p: Vec<f64> = local.iter().map(|m| m.p).collect();
    let level = level(asked)?;
    let fdr = benjamini_hochberg(&p, level).map_err(AskError::internal)?;
    let events = counts.iter().map(|n| u64::from(*n)).sum();
    let reach = TestReach::new(null.reach(6, level), events, counts.len(), "the cells around a cell");
    Ok(Found::Moran { local, fdr, reach })
}

fn emerging(asked: &Clusters, incidents: &CellField, watch: &dyn Watch) -> Result<Found, AskError> {
    let (study, steps) = (&incidents.study, Tested::new(incidents).steps);
    let spots = EmergingParams { alpha: level(asked)?, correct: true }.check().map_err(AskError::internal)?;
    let (km2, neighbors) = (&study.ground_km2, &study.ground_neighbors);
    let cells = spots.of_counts(&steps, km2, neighbors).map_err(AskError::internal)?;
    let runs = asked.clusters.permutations.unwrap_or_default();
    let chance = spots.by_chance_watched(&steps, (km2, neighbors), (runs, asked.seed), watch).map_err(|e| match e {
        EmergingError::Cancelled => AskError::Stopped,
        other => AskError::internal(other),
    })?;
    Ok(Found::Emerging { cells, chance })
}

/// The false discovery rate of a method that has one.
fn level(asked: &Clusters) -> Result<f64, AskError> {
    asked.alpha.ok_or_else(|| AskError::internal("a method that corrects without a level"))
}
