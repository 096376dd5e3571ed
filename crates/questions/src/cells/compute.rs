//! Cells with Gi* and the false discovery rate.

use std::sync::Arc;

use catchment_model::{Cell, Finest};
use catchment_spatial::{Fdr, GiError, GiStar, benjamini_hochberg, gi_star, rings, union_cells};
use catchment_tiles::Classes;
use serde::Serialize;
use utoipa::ToSchema;

use super::AskError;
use super::concentration::{ConcentrationFigures, MapNull};
use super::counts::{Months, fold};
use super::meta::{Meta, Shows};
use super::params::{Params, Shown};
use super::rankings::{LegendItem, finite, legend};
use super::study::{NO_CELL, StudyCells};
use crate::engine::Engine;

/// Cells of the city with their counts and statistics.
#[derive(Debug)]
pub struct CellsFound {
    /// What never changes about the cells.
    pub study: Arc<StudyCells>,
    /// The cells compared: those of the city, zeros included, and those beyond it that hold a count; sorted.
    pub cells: Vec<Cell>,
    /// Count of each.
    pub counts: Vec<i64>,
    /// Gi* of each; none where all counts are alike.
    pub gi: Vec<GiStar>,
    /// Which stand after the correction.
    pub fdr: Fdr,
    /// Classes of the map, by count.
    pub classes: Classes,
    /// What is counted.
    pub shown: Shown,
    /// Covered years.
    pub years: f64,
    /// What chance alone would give.
    pub(super) null: MapNull,
}

/// Cells with Gi* and the false discovery rate.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CellsAnswer {
    /// What the answer says of itself.
    pub meta: Meta,
    /// H3 resolution.
    pub resolution: u8,
    /// Cells, sorted by id, zeros included.
    pub cells: Vec<CellItem>,
    /// The correction for testing many cells.
    pub fdr: FdrSummary,
    /// Classes of the map by count, over all cells whatever is in view.
    pub legend: Vec<LegendItem>,
    /// Concentration of the map, and what chance alone would give; absent without events.
    pub null: Option<ConcentrationFigures>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CellItem {
    /// H3 index.
    pub id: String,
    /// Count over the covered months.
    pub count: i64,
    /// Per km² of the cell's true area, and year.
    pub per_km2: Option<f64>,
    /// Gi*; absent where all counts are alike.
    pub z: Option<f64>,
    /// Two-sided p, not corrected.
    pub p: Option<f64>,
    /// Whether it stands after the correction.
    pub significant: bool,
    /// `hot` or `cold` where significant.
    pub hot: Option<&'static str>,
}

/// The correction for testing many cells (Benjamini and Hochberg).
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FdrSummary {
    /// False discovery rate allowed.
    pub alpha: f64,
    /// Cells with p up to alpha before the correction.
    pub before: usize,
    /// Cells that stand after it.
    pub after: usize,
    /// Cells tested.
    pub cells: usize,
}

/// Counts cells and tests them.
///
/// # Errors
/// [`AskError`] where nothing may be shown per cell, or the resolution is finer than the city allows.
pub fn find_cells(engine: &Engine, params: &Params) -> Result<CellsFound, AskError> {
    let shown = params.shown(Finest::Cell, &engine.data)?;
    let study = engine.study(params.resolution).ok_or_else(|| AskError::internal("no cells at this resolution"))?;
    let months = Months::of(params, engine);
    let mut by_cell = vec![0; study.all.len()];
    fold(engine, params, &shown.selection, &months, |entry, _, n| {
        let at = study.of_place[entry.place as usize];
        if at != NO_CELL {
            by_cell[at as usize] += n;
        }
    });
    let counted: Vec<Cell> = study.all.iter().zip(&by_cell).filter(|(_, n)| **n != 0).map(|(c, _)| *c).collect();
    let cells = union_cells(&study.inside, &counted);
    let count = |c: &Cell| study.all.binary_search(c).map_or(0, |i| by_cell[i]);
    let counts: Vec<i64> = cells.iter().map(count).collect();
    let values: Vec<f64> = counts.iter().map(|n| *n as f64).collect();
    let gi =
        if cells == study.inside { gi_star(&values, &study.neighbors) } else { gi_star(&values, &rings(&cells, 1)) };
    let gi = match gi {
        Ok(gi) => gi,
        // No spread, nothing to tell apart: an answer, not an error.
        Err(GiError::Constant(_) | GiError::TooFew(..)) => Vec::new(),
        Err(other) => return Err(AskError::internal(other)),
    };
    let p: Vec<f64> = gi.iter().map(|g| g.p).collect();
    let fdr = benjamini_hochberg(&p, engine.data.city.analysis.fdr).map_err(AskError::internal)?;
    let classes = Classes::quantiles(values);
    Ok(CellsFound {
        study: Arc::clone(study),
        cells,
        counts,
        gi,
        fdr,
        classes,
        shown,
        years: months.years(),
        null: MapNull::default(),
    })
}

impl CellsFound {
    /// One cell of the answer.
    pub fn item(&self, at: usize) -> CellItem {
        let gi = self.gi.get(at);
        let significant = self.fdr.significant.get(at).copied().unwrap_or(false);
        let hot = gi.filter(|_| significant).map(|g| if g.z > 0.0 { "hot" } else { "cold" });
        CellItem {
            id: self.cells[at].to_string(),
            count: self.counts[at],
            per_km2: finite(self.counts[at] as f64 / self.cells[at].area_km2() / self.years),
            z: gi.and_then(|g| finite(g.z)),
            p: gi.and_then(|g| finite(g.p)),
            significant,
            hot,
        }
    }
}

/// Cells as an answer.
pub fn cells_answer(engine: &Engine, params: &Params, found: &CellsFound) -> CellsAnswer {
    let count = found.counts.iter().sum();
    let shows = Shows { count, positions: true, sites: false, estimated_residents: false };
    let mut meta = Meta::new(params, &found.shown, &engine.data, shows);
    if found.gi.is_empty() {
        meta.warnings.push("All cells hold the same count: there is nothing to compare.".to_owned());
    }
    CellsAnswer {
        meta,
        resolution: params.resolution.into(),
        cells: (0..found.cells.len()).map(|i| found.item(i)).collect(),
        fdr: FdrSummary {
            alpha: engine.data.city.analysis.fdr,
            before: found.fdr.before,
            after: found.fdr.after,
            cells: found.cells.len(),
        },
        legend: legend(&found.classes),
        null: found.null.of(&found.counts),
    }
}
