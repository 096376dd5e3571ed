//! Cells counted and tested.

use catchment_model::heap;
use std::sync::Arc;

use catchment_model::{Cell, Finest, Query, Resolution, Window};
use catchment_spatial::{
    Exchangeable, Fdr, GiError, GiExact, Reach, SparseError, benjamini_hochberg, rings, union_cells,
};
use catchment_store::Dataset;
use catchment_tiles::Classes;

use super::{CellItem, Cells, CellsAnswer, CellsAsk, Spot, words};
use crate::Watch;
use crate::answers::{FdrSummary, LegendItem, TestReach, at_least_none};
use crate::concentration::words::needed;
use crate::engine::{
    Engine, Find, Months, NO_CELL, Shows, Stacked, StudyCells, by_incidents, check_first, events, finite, fold,
    map_figures, meta, residents_of_cells, sizes_in_cells,
};
use crate::error::AskError;
use crate::file::{Content, Form};
use crate::pieces::Exposure;
use crate::question::Question;

/// Cells of which no more than this share lies inside have no density.
const LEAST_DENSE: f64 = 0.05;

/// Cells of the city with their counts and statistics.
#[derive(Debug)]
pub(crate) struct CellsFound {
    /// What never changes about the cells.
    pub(crate) study: Arc<StudyCells>,
    /// The cells counted: those with a part in the city, zeros included, and those beyond it that hold a count; sorted.
    pub(crate) cells: Vec<Cell>,
    /// Count of each.
    pub(crate) counts: Vec<i64>,
    /// The cells tested, sorted: those with a part in the city, or with residents.
    tested: Vec<Cell>,
    /// Distinct incidents of all tested cells.
    incidents: u64,
    /// Cells with a part in the city in which nobody is known to live and which were therefore not tested, and the
    /// incidents in them.
    left: (usize, u64),
    /// Gi* of each tested cell, by incidents; none where all hold the same.
    gi: Vec<GiExact>,
    /// Which of them stand after the correction.
    fdr: Fdr,
    /// What the test could find at all.
    reach: Reach,
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
            exposure: ask.spreading.exposure,
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
        let mut cells: Vec<CellItem> = (0..found.cells.len()).map(|i| found.item(i)).collect();
        let query = self.counted.query(&engine.data)?;
        meta.warnings.extend(found.stacked(&Stacked::of(engine, &query), &mut cells, self.resolution));
        let fdr = FdrSummary {
            alpha: self.alpha,
            before: found.fdr.before,
            after: found.fdr.after,
            cells: found.tested.len(),
        };
        let km2: Vec<f64> = found.cells.iter().map(|c| found.study.km2(*c)).collect();
        let sizes = sizes_in_cells(engine, &query, self.resolution)?;
        let null = map_figures(&found.counts, (&sizes, &km2));
        let reach = found.reach(self.exposure);
        if self.exposure == Exposure::Residents {
            meta.warnings.extend(words::by_residents(query.window, &engine.data, found.left));
        }
        let mut finding = words::finding(&fdr, &cells, &meta.unit_label);
        finding.extend(reach.says.iter().cloned());
        finding.extend(null.map(|f| needed("half of the count", &f.cells_with_half)));
        Ok(CellsAnswer {
            finding,
            meta,
            resolution: self.resolution,
            cells,
            fdr,
            reach,
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
        let by_cell = counted(engine, study, &query, &months);
        let held: Vec<Cell> = study.all.iter().zip(&by_cell).filter(|(_, n)| **n != 0).map(|(c, _)| *c).collect();
        let cells = union_cells(&study.ground, &held);
        let count = |c: &Cell| study.all.binary_search(c).map_or(0, |i| by_cell[i]);
        let counts: Vec<i64> = cells.iter().map(count).collect();
        let classes = Classes::quantiles(counts.iter().map(|n| *n as f64));
        let by_cell = counted(engine, study, &by_incidents(&query), &months);
        let incidents = |c: &Cell| study.all.binary_search(c).map_or(0, |i| events(by_cell[i]));
        let incidents: Vec<u32> = study.ground.iter().map(incidents).collect();
        let all = |counts: &[u32]| counts.iter().map(|n| u64::from(*n)).sum::<u64>();
        let whole = all(&incidents);
        let Tested { cells: tested, incidents, gi, reach } = self.test(engine, (query.window, study), incidents)?;
        let p: Vec<f64> = gi.iter().map(|g| g.p).collect();
        let fdr = benjamini_hochberg(&p, self.alpha).map_err(AskError::internal)?;
        Ok(CellsFound {
            study: Arc::clone(study),
            cells,
            counts,
            incidents: all(&incidents),
            left: (study.ground.len() - tested.len(), whole - all(&incidents)),
            tested,
            gi,
            fdr,
            reach,
            classes,
            years: months.years(),
        })
    }
}

/// The cells tested, and what came of it.
struct Tested {
    cells: Vec<Cell>,
    /// Incidents of each.
    incidents: Vec<u32>,
    gi: Vec<GiExact>,
    reach: Reach,
}

impl Cells {
    /// Gi* of the cells of the study region, those without exposure left out, and what the test could find.
    fn test(
        &self,
        engine: &Engine,
        (window, study): (Window, &StudyCells),
        incidents: Vec<u32>,
    ) -> Result<Tested, AskError> {
        let (cells, incidents, exposure) = match self.exposure {
            Exposure::Area => (study.ground.clone(), incidents, study.ground_km2.clone()),
            Exposure::Residents => lived_in(engine, (window, study), &incidents)?,
        };
        let null = Exchangeable::fit(&incidents, &exposure).map_err(AskError::internal)?;
        let usual = self.ring == 1 && cells.len() == study.ground.len();
        let other = (!usual).then(|| rings(&cells, self.ring));
        let neighbors = other.as_ref().unwrap_or(&study.ground_neighbors);
        let gi = match null.gi_star(&incidents, &exposure, neighbors) {
            Ok(gi) => gi,
            // No spread, nothing to tell apart: an answer, not an error.
            Err(SparseError::Score(GiError::Constant(_) | GiError::TooFew(..))) => Vec::new(),
            Err(other) => return Err(AskError::internal(other)),
        };
        let reach = null.reach(1 + 3 * self.ring * (self.ring + 1), self.alpha);
        Ok(Tested { cells, incidents, gi, reach })
    }
}

/// Cells, their incidents and their exposure.
type Exposed = (Vec<Cell>, Vec<u32>, Vec<f64>);

/// The ground cells in which someone lives.
fn lived_in(engine: &Engine, (window, study): (Window, &StudyCells), incidents: &[u32]) -> Result<Exposed, AskError> {
    let residents = residents_of_cells(engine, window, study, &study.ground);
    let kept: Vec<usize> = (0..residents.len()).filter(|i| residents[*i] > 0.0).collect();
    if kept.is_empty() {
        return Err(AskError::value("exposure", "residents", "area: the residents of this city are not known"));
    }
    let of = |i: &usize| study.ground[*i];
    Ok((
        kept.iter().map(of).collect(),
        kept.iter().map(|i| incidents[*i]).collect(),
        kept.iter().map(|i| residents[*i]).collect(),
    ))
}

/// Count of each cell of a city.
fn counted(engine: &Engine, study: &StudyCells, query: &Query, months: &Months) -> Vec<i64> {
    let mut by_cell = vec![0; study.all.len()];
    fold(engine, query, months, |entry, _, n| {
        let at = study.of_place[entry.place as usize];
        if at != NO_CELL {
            by_cell[at as usize] += n;
        }
    });
    by_cell
}

impl CellsFound {
    /// Says of each cell how much of it is at an address with more rows than chance allows; sentences on those that
    /// stand out, and on the one that holds most, the largest first.
    fn stacked(&self, stacked: &Stacked<'_>, items: &mut [CellItem], resolution: Resolution) -> Vec<String> {
        let most = items.iter().map(|item| item.count).max();
        let mut hot = Vec::new();
        for (cell, item) in self.cells.iter().zip(items) {
            let Some(says) = stacked.of_cell(*cell, resolution, item.count) else { continue };
            if let Some((address, n)) = stacked.most(*cell, resolution) {
                (item.address, item.at_one_address) = (Some(address), Some(n));
            }
            if item.hot == Some(Spot::Hot) || Some(item.count) == most {
                hot.push((item.count, says.replacen("of this cell", &format!("of cell {}", item.id), 1)));
            }
            item.says = Some(says);
        }
        hot.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        check_first(hot.into_iter().map(|(_, says)| says))
    }

    /// What the test could find at all.
    fn reach(&self, exposure: Exposure) -> TestReach {
        let place = "a cell and the cells around it";
        let told = TestReach::new(self.reach, self.incidents, self.tested.len(), place);
        if exposure == Exposure::Area {
            return told;
        }
        // How many incidents stand depends on how many live there.
        TestReach { says: vec![words::tested_by_residents(&told)], ..told }
    }

    /// One cell of the answer.
    pub(crate) fn item(&self, at: usize) -> CellItem {
        let cell = self.cells[at];
        let tested = self.tested.binary_search(&cell).ok();
        let gi = tested.and_then(|at| self.gi.get(at));
        let significant = tested.and_then(|at| self.fdr.significant.get(at)).copied().unwrap_or(false);
        let hot = gi.filter(|_| significant).map(|g| if g.high { Spot::Hot } else { Spot::Cold });
        // A sliver's density is no density: too little ground for what lies on its border.
        let km2 = Some(self.study.km2(cell)).filter(|km2| *km2 > LEAST_DENSE * cell.area_km2());
        CellItem {
            id: cell.to_string(),
            count: self.counts[at],
            per_km2: km2.and_then(|km2| finite(at_least_none(self.counts[at]) / km2 / self.years)),
            z: gi.and_then(|g| finite(g.z)),
            p: gi.and_then(|g| finite(g.p)),
            significant,
            hot,
            at_one_address: None,
            address: None,
            says: None,
        }
    }
}

heap!(CellsFound { study, cells, counts, tested, incidents, left, gi, fdr, reach, classes, years });
