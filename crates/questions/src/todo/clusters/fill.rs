//! The part of an answer that only one method has.

use catchment_model::Cell;
use catchment_spatial::{EmergingCell, EmergingChance, Heat, Moran, Trend};

use super::super::cells::FdrSummary;
use super::super::rankings::finite;
use super::ask::{ClusterAsk, ClusterMethod};
use super::find::{ClustersFound, Found};
use super::scan::{NEAREST, Scanned};
use super::shape::{CategoryItem, ClusterCell, ClustersAnswer, LeftOut, NearRepeat, ScanItem};
use crate::engine::Engine;

/// Fills in what the method found, with its own warnings.
pub(super) fn fill(engine: &Engine, ask: &ClusterAsk, found: &ClustersFound, answer: &mut ClustersAnswer) {
    let field = &found.field;
    match &found.found {
        Found::Moran { local, fdr } => {
            if local.is_empty() {
                answer.meta.warnings.push("All cells hold the same count: there is nothing to compare.".to_owned());
            }
            let stands = |i: usize| fdr.significant.get(i).copied().unwrap_or(false);
            answer.cells =
                Some((0..field.cells.len()).map(|i| moran_cell(field, i, local.get(i), stands(i))).collect());
            let alpha = engine.data.city.analysis.fdr;
            answer.fdr = Some(FdrSummary { alpha, before: fdr.before, after: fdr.after, cells: field.cells.len() });
        }
        Found::Emerging { cells, chance } => {
            let of = |c: &EmergingChance| {
                let held = || (0..cells.len()).filter(|i| cells[*i].category == c.category);
                let count = held().map(|i| field.row(i).iter().sum::<i64>()).sum();
                CategoryItem { category: c.category.name(), cells: held().count(), count, if_unchanged: c.cells.into() }
            };
            let listed = |c: &CategoryItem| c.cells > 0 || c.if_unchanged.high > 0.0;
            answer.categories = Some(chance.iter().map(of).filter(listed).collect());
            answer.cells = Some(cells.iter().enumerate().map(|(i, c)| emerging_cell(field, i, c)).collect());
        }
        Found::Scan(scanned) => fill_scan(ask, field, scanned, answer),
        Found::Knox { result, left } => {
            if left.undated > 0 {
                answer
                    .meta
                    .warnings
                    .push(format!("{} located rows without a date of occurrence are left out.", left.undated));
            }
            if answer.meta.unit == "net" {
                answer.meta.warnings.push(
                    "Offenses of one incident count as near repeats of each other: ask for distinct incidents to leave \
                        them out."
                        .to_owned(),
                );
            }
            if engine.data.city.positions.synthetic.is_some() {
                answer.meta.warnings.push(
                    "The positions are made up: near repeats found in them say nothing about the city.".to_owned(),
                );
            }
            answer.events = Some(result.events as u64);
            let band = |b: &catchment_spatial::KnoxBand| NearRepeat {
                distance_m: b.space,
                days: b.time,
                pairs: b.pairs,
                expected: b.expected,
                ratio: b.ratio,
                p: b.p,
            };
            answer.near_repeats = Some(result.bands.iter().map(band).collect());
        }
    }
}

fn fill_scan(ask: &ClusterAsk, field: &super::CellField, scanned: &Scanned, answer: &mut ClustersAnswer) {
    answer
        .meta
        .warnings
        .push(format!("Clusters are circles of up to {NEAREST} cells: their true outline is not known."));
    if scanned.left_cells > 0 {
        answer.meta.warnings.push(format!(
            "{} cells in which nobody is known to live, with a count of {}, cannot be scanned by residents and are \
                left out.",
            scanned.left_cells, scanned.left_events
        ));
        answer.left_out = Some(LeftOut { cells: scanned.left_cells, events: scanned.left_events });
    }
    let result = scanned.result.as_ref();
    let clusters = result.map_or(&[][..], |r| &r.clusters);
    answer.events = Some(result.map_or(0, |r| r.cases));
    // The simulations are sorted; one of twenty is at or above this.
    answer.chance_llr = result.and_then(|r| r.chance.get(r.chance.len() - (r.chance.len() / 20).max(1)).copied());
    let window = (ask.params.window.from().to_string(), ask.params.window.to().to_string());
    let period = |c: &catchment_spatial::Cluster| match ask.method {
        ClusterMethod::Scan => (field.steps[c.from].from.to_string(), field.steps[c.to].to.to_string()),
        _ => window.clone(),
    };
    answer.clusters =
        Some(clusters.iter().enumerate().map(|(at, c)| scan_item(&scanned.cells, at, c, period(c))).collect());
}

fn plain_cell(field: &super::CellField, i: usize) -> ClusterCell {
    ClusterCell {
        id: field.cells[i].to_string(),
        count: field.row(i).iter().sum(),
        i: None,
        z: None,
        p: None,
        quadrant: None,
        significant: None,
        category: None,
        hot_steps: None,
        cold_steps: None,
        trend: None,
    }
}

fn moran_cell(field: &super::CellField, i: usize, local: Option<&Moran>, significant: bool) -> ClusterCell {
    ClusterCell {
        i: local.and_then(|m| finite(m.i)),
        z: local.and_then(|m| finite(m.z)),
        p: local.and_then(|m| finite(m.p)),
        quadrant: local.map(|m| m.quadrant.name()),
        significant: Some(significant),
        ..plain_cell(field, i)
    }
}

fn emerging_cell(field: &super::CellField, i: usize, cell: &EmergingCell) -> ClusterCell {
    let steps = |heat: Heat| cell.heat.iter().filter(|h| **h == heat).count();
    ClusterCell {
        z: cell.z.last().copied().and_then(finite),
        p: finite(cell.trend.p),
        category: Some(cell.category.name()),
        hot_steps: Some(steps(Heat::Hot)),
        cold_steps: Some(steps(Heat::Cold)),
        trend: Some(match cell.direction {
            Trend::Up => "up",
            Trend::Level => "level",
            Trend::Down => "down",
        }),
        ..plain_cell(field, i)
    }
}

fn scan_item(cells: &[Cell], at: usize, c: &catchment_spatial::Cluster, (from, to): (String, String)) -> ScanItem {
    ScanItem {
        cluster: at + 1,
        cells: c.places.iter().map(|p| cells[*p as usize].to_string()).collect(),
        from,
        to,
        count: c.cases,
        expected: c.expected,
        relative_risk: finite(c.relative_risk),
        llr: c.llr,
        p: c.p,
    }
}
