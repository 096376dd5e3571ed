//! The part of an answer that only one method has.

use catchment_model::{Cell, Unit};
use catchment_spatial::{EmergingCell, EmergingChance, Heat, Moran, Trend};

use super::find::{ClustersFound, Found};
use super::scan::{NEAREST, Scanned};
use super::{
    Category, CategoryItem, ClusterCell, Clusters, ClustersAnswer, LeftOut, NearRepeat, Quadrant, QuadrantItem,
    ScanItem, TrendOf, tell, words,
};
use crate::answers::FdrSummary;
use crate::engine::{CellField, Engine, finite};
use crate::pieces::{Baseline, ClusterMethod};

/// Fills in what the method found, with its own warnings.
pub(super) fn fill(engine: &Engine, asked: &Clusters, found: &ClustersFound, answer: &mut ClustersAnswer) {
    let field = &found.field;
    match &found.found {
        Found::Moran { local, fdr, reach } => {
            if local.is_empty() {
                answer.meta.warnings.push("All cells hold the same count: there is nothing to compare.".to_owned());
            }
            let stands = |at: Option<usize>| at.and_then(|at| fdr.significant.get(at)).copied().unwrap_or(false);
            let one = |i: usize| {
                let at = ground(field, i);
                moran_cell(field, i, at.and_then(|at| local.get(at)), stands(at))
            };
            let cells: Vec<ClusterCell> = (0..field.cells.len()).map(one).collect();
            answer.quadrants = Some(Quadrant::ALL.iter().map(|q| quadrant(*q, &cells)).collect());
            answer.cells = Some(cells);
            let alpha = asked.alpha.unwrap_or_default();
            answer.fdr = Some(FdrSummary { alpha, before: fdr.before, after: fdr.after, cells: reach.cells });
            answer.reach = Some(reach.clone());
        }
        Found::Emerging { cells, chance } => {
            let list: Vec<ClusterCell> = (0..field.cells.len())
                .map(|i| match ground(field, i).and_then(|at| cells.get(at)) {
                    Some(cell) => emerging_cell(field, i, cell),
                    // Outside of the study region nothing can be expected, so that nothing stands out.
                    None => ClusterCell { category: Some(Category::None), ..plain_cell(field, i) },
                })
                .collect();
            let of = |c: &EmergingChance| {
                let category = category(c.category.name());
                let held = || list.iter().filter(|cell| cell.category == Some(category));
                CategoryItem {
                    category,
                    name: words::category(category),
                    says: category.about().to_owned(),
                    cells: held().count(),
                    count: held().map(|cell| cell.count).sum(),
                    if_unchanged: c.cells.into(),
                    than_chance: tell::than_chance(held().count(), c.cells.into()),
                }
            };
            let listed = |c: &CategoryItem| c.cells > 0 || c.if_unchanged.high > 0.0;
            answer.categories = Some(chance.iter().map(of).filter(listed).collect());
            answer.cells = Some(list);
        }
        Found::Scan(scanned) => fill_scan((asked, least(engine, asked)), field, scanned, answer),
        Found::Knox { result, left } => {
            if left.undated > 0 {
                answer
                    .meta
                    .warnings
                    .push(format!("{} located rows without a date of occurrence are left out.", left.undated));
            }
            if answer.meta.unit == Unit::Net {
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

/// The least count of a cluster that is told with its months; any where steps of time are as long as a place's own.
fn least(engine: &Engine, asked: &Clusters) -> u64 {
    let rule = engine.data.city.finest;
    let short = rule.bounds() && asked.clusters.step_months.is_some_and(|n| n < rule.months as usize);
    if short { rule.least.into() } else { 0 }
}

fn fill_scan((asked, least): (&Clusters, u64), field: &CellField, scanned: &Scanned, answer: &mut ClustersAnswer) {
    answer
        .meta
        .warnings
        .push(format!("Clusters are circles of up to {NEAREST} cells: their true outline is not known."));
    if scanned.left_cells > 0 {
        let why = match asked.clusters.baseline {
            Some(Baseline::Area) => "outside of every neighborhood",
            _ => "in which nobody is known to live",
        };
        answer.meta.warnings.push(format!(
            "{} cells {why}, with {} incidents, cannot be scanned by {} and are left out.",
            scanned.left_cells,
            scanned.left_events,
            if asked.clusters.baseline == Some(Baseline::Area) { "area" } else { "residents" }
        ));
        answer.left_out = Some(LeftOut { cells: scanned.left_cells, events: scanned.left_events });
    }
    let result = scanned.result.as_ref();
    let clusters = result.map_or(&[][..], |r| &r.clusters);
    answer.events = Some(result.map_or(0, |r| r.cases));
    // The simulations are sorted; one of twenty is at or above this.
    answer.chance_llr = result.and_then(|r| r.chance.get(r.chance.len() - (r.chance.len() / 20).max(1)).copied());
    let window = (asked.counted.from.to_string(), asked.counted.to.to_string());
    let period = |c: &catchment_spatial::Cluster| match asked.clusters.method {
        ClusterMethod::Scan => (field.steps[c.from].from.to_string(), field.steps[c.to].to.to_string()),
        _ => window.clone(),
    };
    let by_step = asked.clusters.method == ClusterMethod::Scan;
    let offenses = |c: &catchment_spatial::Cluster| {
        let steps = if by_step { c.from..c.to + 1 } else { 0..field.steps.len() };
        let of_place = |p: &u32| field.row(scanned.kept[*p as usize])[steps.clone()].iter().sum::<i64>();
        (asked.counted.unit == Unit::Net).then(|| c.places.iter().map(of_place).sum())
    };
    let shown: Vec<_> = clusters.iter().filter(|c| c.cases >= least).collect();
    if shown.len() < clusters.len() {
        let left = clusters.len() - shown.len();
        answer.meta.warnings.push(format!("Not told: {left} of the clusters, with fewer than {least} incidents each."));
    }
    let item =
        |(at, c): (usize, &&catchment_spatial::Cluster)| scan_item(&scanned.cells, (at, c), period(c), offenses(c));
    answer.clusters = Some(shown.iter().enumerate().map(item).collect());
}

/// Position of a cell among those of the study region; none outside.
fn ground(field: &CellField, i: usize) -> Option<usize> {
    field.study.ground.binary_search(&field.cells[i]).ok()
}

fn plain_cell(field: &CellField, i: usize) -> ClusterCell {
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

fn moran_cell(field: &CellField, i: usize, local: Option<&Moran>, significant: bool) -> ClusterCell {
    ClusterCell {
        i: local.and_then(|m| finite(m.i)),
        z: local.and_then(|m| finite(m.z)),
        p: local.and_then(|m| finite(m.p)),
        quadrant: local.and_then(|m| m.quadrant.name().parse().ok()),
        significant: Some(significant),
        ..plain_cell(field, i)
    }
}

fn emerging_cell(field: &CellField, i: usize, cell: &EmergingCell) -> ClusterCell {
    let steps = |heat: Heat| cell.heat.iter().filter(|h| **h == heat).count();
    ClusterCell {
        z: cell.z.last().copied().and_then(finite),
        p: finite(cell.trend.p),
        category: Some(category(cell.category.name())),
        hot_steps: Some(steps(Heat::Hot)),
        cold_steps: Some(steps(Heat::Cold)),
        trend: Some(match cell.direction {
            Trend::Up => TrendOf::Up,
            Trend::Level => TrendOf::Level,
            Trend::Down => TrendOf::Down,
        }),
        ..plain_cell(field, i)
    }
}

fn scan_item(
    cells: &[Cell],
    (at, c): (usize, &catchment_spatial::Cluster),
    (from, to): (String, String),
    offenses: Option<i64>,
) -> ScanItem {
    let mut item = ScanItem {
        cluster: at + 1,
        cells: c.places.iter().map(|p| cells[*p as usize].to_string()).collect(),
        from,
        to,
        count: c.cases,
        expected: c.expected,
        relative_risk: finite(c.relative_risk),
        llr: c.llr,
        p: c.p,
        offenses,
        says: String::new(),
    };
    item.says = words::scanned(&item);
    item
}

/// The category of that name.
fn category(name: &str) -> Category {
    name.parse().unwrap_or(Category::None)
}

/// The cells that stand in a quadrant.
fn quadrant(quadrant: Quadrant, cells: &[ClusterCell]) -> QuadrantItem {
    let own = || cells.iter().filter(|c| c.significant == Some(true) && c.quadrant == Some(quadrant));
    QuadrantItem {
        quadrant,
        name: words::quadrant(quadrant).to_owned(),
        says: quadrant.about().to_owned(),
        cells: own().count(),
        count: own().map(|c| c.count).sum(),
    }
}

#[cfg(test)]
mod tests {
    use catchment_spatial::Emerging;

    use super::*;

    #[test]
    fn every_category_of_the_method_has_its_name_here() {
        assert!(Emerging::ALL.iter().all(|c| category(c.name()).name() == c.name()));
    }
}
