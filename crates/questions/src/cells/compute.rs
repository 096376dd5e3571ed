//! Cells counted and tested.

use std::sync::Arc;

use catchment_model::{Cell, Finest};
use catchment_spatial::{Fdr, GiError, GiStar, benjamini_hochberg, gi_star, rings, union_cells};
use catchment_store::Dataset;
use catchment_tiles::Classes;

use super::{CellItem, Cells, CellsAnswer, CellsAsk, Spot, words};
use crate::Watch;
use crate::answers::{FdrSummary, LegendItem};
use crate::concentration::words::needed;
use crate::engine::{
    Engine, Find, Months, NO_CELL, Shows, StudyCells, finite, fold, map_figures, meta, sizes_in_cells,
};
use crate::error::AskError;
use crate::file::{Content, Form};
use crate::question::Question;

/// Cells of the city with their counts and statistics.
#[derive(Debug)]
pub(crate) struct CellsFound {
    /// What never changes about the cells.
    pub(crate) study: Arc<StudyCells>,
    /// The cells compared: those of the city, zeros included, and those beyond it that hold a count; sorted.
    pub(crate) cells: Vec<Cell>,
    /// Count of each.
    pub(crate) counts: Vec<i64>,
    /// Gi* of each; none where all counts are alike.
    gi: Vec<GiStar>,
    /// Which stand after the correction.
    fdr: Fdr,
    /// Classes of the map, by count.
    pub(crate) classes: Classes,
    /// Covered years.
    years: f64,
}

impl Question for Cells {
    const NAME: &'static str = "cells";
    const ADDRESS: &'static str = "cells";
    const ABOUT: &'static str = "Cells with their counts, and which of them stand out from chance (Gi*).";
    const FORMS: &'static [Form] = &[Form::Json, Form::Geojson, Form::Csv, Form::About];

    type Ask = CellsAsk;
    type Answer = CellsAnswer;

    fn check(ask: CellsAsk, data: &Dataset) -> Result<Self, AskError> {
        Ok(Self {
            counted: ask.counting.check(Finest::Cell, data)?,
            resolution: ask.size.check(data)?,
            alpha: ask.testing.or_city(data),
            ring: u32::try_from(ask.around.ring.get()).unwrap_or(1),
        })
    }

    fn answer(&self, engine: &Engine, _: &dyn Watch) -> Result<CellsAnswer, AskError> {
        let found = engine.find(self)?;
        let count = found.counts.iter().sum();
        let shows = Shows { count, positions: true, sites: false, estimated_residents: false, measure: None };
        let mut meta = meta(engine, self, &self.counted, None, shows)?;
        if found.gi.is_empty() {
            meta.warnings.push("All cells hold the same count: there is nothing to compare.".to_owned());
        }
        let cells: Vec<CellItem> = (0..found.cells.len()).map(|i| found.item(i)).collect();
        let fdr = FdrSummary {
            alpha: self.alpha,
            before: found.fdr.before,
            after: found.fdr.after,
            cells: found.cells.len(),
        };
        let sizes = sizes_in_cells(engine, &self.counted.query(&engine.data)?, self.resolution)?;
        let null = map_figures(&found.counts, &sizes);
        let mut finding = words::finding(&fdr, &cells, &meta.unit_label);
        finding.extend(null.map(|f| needed("half of the count", &f.cells_with_half)));
        Ok(CellsAnswer {
            finding,
            meta,
            resolution: self.resolution,
            cells,
            fdr,
            legend: LegendItem::of(&found.classes),
            null,
        })
    }

    fn file(&self, engine: &Engine, answer: &CellsAnswer, form: Form) -> Result<Content, AskError> {
        super::file::file(engine, answer, form)
    }
}

impl Find for Cells {
    const NAME: &'static str = "cells tested";
    type Found = CellsFound;

    fn find(&self, engine: &Engine) -> Result<CellsFound, AskError> {
        let query = self.counted.query(&engine.data)?;
        let study = engine.study(self.resolution)?;
        let months = Months::of(query.window, engine);
        let mut by_cell = vec![0; study.all.len()];
        fold(engine, &query, &months, |entry, _, n| {
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
        let gi = if self.ring == 1 && cells == study.inside {
            gi_star(&values, &study.neighbors)
        } else {
            gi_star(&values, &rings(&cells, self.ring))
        };
        let gi = match gi {
            Ok(gi) => gi,
            // No spread, nothing to tell apart: an answer, not an error.
            Err(GiError::Constant(_) | GiError::TooFew(..)) => Vec::new(),
            Err(other) => return Err(AskError::internal(other)),
        };
        let p: Vec<f64> = gi.iter().map(|g| g.p).collect();
        let fdr = benjamini_hochberg(&p, self.alpha).map_err(AskError::internal)?;
        let classes = Classes::quantiles(values);
        Ok(CellsFound { study: Arc::clone(study), cells, counts, gi, fdr, classes, years: months.years() })
    }

    fn bytes(found: &CellsFound) -> usize {
        (size_of::<Cell>() + size_of::<i64>() + size_of::<GiStar>() + 1) * found.cells.len()
    }
}

impl CellsFound {
    /// One cell of the answer.
    pub(crate) fn item(&self, at: usize) -> CellItem {
        let gi = self.gi.get(at);
        let significant = self.fdr.significant.get(at).copied().unwrap_or(false);
        let hot = gi.filter(|_| significant).map(|g| if g.z > 0.0 { Spot::Hot } else { Spot::Cold });
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
