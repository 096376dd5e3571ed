//! Chances of cells, told of cells, areas and catchments.

use std::collections::BTreeMap;

use catchment_model::{AreaIdx, Cell};
use catchment_siting::{CellChances, CellPrior, ChanceGroup, ExpectedModel, Stability};
use catchment_store::Dataset;

use super::{ChanceArea, ChanceCell, ChanceExpected, ChanceModel, StableCatchment, words};
use crate::engine::StudyCells;
use crate::optimize::ChosenCatchment;
use crate::pieces::Shape;

/// Cells with a lower chance are left out of the answer.
pub(super) const FLOOR: f64 = 0.05;
/// Chances from which ground is called sure, likely and possible.
const SURE: f64 = 0.9;
const LIKELY: f64 = 0.5;
const POSSIBLE: f64 = 0.1;

/// Above a half, odds are raised to a power: draws are surer than what comes true. This one is for most catchments, the
/// second one for walkable ones of many cells.
const SOBER: f64 = 0.65;
const SOBER_LARGE: f64 = 0.45;
/// Walkable catchments of so many cells are many: between the 16 and the 168 that were measured.
const LARGE: usize = 60;

/// The power that fits catchments of a shape and of so many cells.
pub(super) fn power(shape: Shape, cells: usize) -> f64 {
    if shape == Shape::Walkable && cells >= LARGE { SOBER_LARGE } else { SOBER }
}

/// The chance that a cell's share of the draws stands for.
///
/// Draws agree more often than they should: the search of each is quick, and what the model leaves out would pull them
/// apart. On made-up cities whose true rates are known (`tests/api/reliability.rs` of the siting crate; three
/// catchments of free shapes; 95% intervals over cities), cells in so many of the draws were in the true best three in
/// - by counts, 0.25 km², 60 cities: 99% → 96 ± 2%, 85 → 76 ± 9, 70 → 58 ± 9, 50 → 51 ± 7, 30 → 26 ± 5, 10 → 16 ± 4;
/// - by counts, 2.5 km², 16 cities: 99% → 91 ± 4%, 84 → 70 ± 6, 70 → 69 ± 10, 49 → 48 ± 5, 28 → 24 ± 6, 11 → 13 ± 2;
/// - by expected harm, 0.25 km², 60 cities: 98% → 96 ± 2%, 85 → 85 ± 5, 70 → 66 ± 6, 49 → 49 ± 6, 28 → 26 ± 4,
///   10 → 11 ± 2;
/// - by expected harm, 2.5 km², 16 cities: 98% → 95 ± 1%, 84 → 75 ± 10, 70 → 54 ± 13, 49 → 47 ± 6, 27 → 32 ± 9,
///   11 → 12 ± 2.
///
/// So shares above a half are drawn toward it by the power of the odds that fits those figures, and where all draws
/// agree half a draw is taken to disagree. In 60 other cities, walkable shapes of 0.25 km² by counts, 99% → 92 ± 4%,
/// 85 → 74 ± 13, 69 → 66 ± 8, 49 → 45 ± 8, 28 → 31 ± 8, 10 → 10 ± 4: shown are 95, 76, 63, 49, 28 and 10%.
///
/// Walkable shapes of 2.5 km² agree by far too much: their power fits 40 cities of their own (99% → 87 ± 4 by counts
/// and 91 ± 3 by expected harm, 84 → 72 ± 14 and 58 ± 20, 70 → 43 ± 20 and 45 ± 15). In 20 others: by counts 99.6% →
/// 89 ± 6, 84 → 58 ± 20, 70 → 62 ± 11; by expected harm 99.3 → 93 ± 4, 85 → 78 ± 12, 70 → 64 ± 10: shown are 89, 68
/// and 59%.
fn sober(chances: &CellChances, cell: usize, power: f64) -> f64 {
    let p = chances.p(cell);
    if p <= 0.5 {
        return p;
    }
    let most = 1.0 - 0.5 / (chances.draws as f64 + 1.0);
    let odds = (p.min(most) / (1.0 - p.min(most))).powf(power);
    odds / (1.0 + odds)
}

/// Positions of cells among the inside cells.
pub(super) fn positions(study: &StudyCells, cells: &[String]) -> Vec<usize> {
    let position = |id: &String| id.parse::<Cell>().ok().and_then(|c| study.inside.binary_search(&c).ok());
    cells.iter().filter_map(position).collect()
}

fn area_of(data: &Dataset, area: Option<AreaIdx>) -> Option<&catchment_model::Area> {
    area.and_then(|a| data.areas.get(a))
}

pub(super) fn cells(data: &Dataset, study: &StudyCells, chances: &CellChances, power: f64) -> Vec<ChanceCell> {
    let one = |at: usize| ChanceCell {
        id: study.inside[at].to_string(),
        p: sober(chances, at, power),
        standard_error: chances.standard_error(at),
        area: area_of(data, study.area[at]).map(|a| a.id.clone()),
    };
    (0..study.inside.len()).filter(|at| chances.p(*at) >= FLOOR).map(one).collect()
}

pub(super) fn areas(data: &Dataset, study: &StudyCells, chances: &CellChances, power: f64) -> Vec<ChanceArea> {
    let mut by_area: BTreeMap<usize, ChanceArea> = BTreeMap::new();
    for at in (0..study.inside.len()).filter(|at| chances.p(*at) >= POSSIBLE) {
        let Some((index, area)) = study.area[at].and_then(|a| Some((usize::from(a.0), data.areas.get(a)?))) else {
            continue;
        };
        let none = || ChanceArea {
            id: area.id.clone(),
            name: area.name.clone(),
            highest: 0.0,
            sure_km2: 0.0,
            likely_km2: 0.0,
            possible_km2: 0.0,
        };
        let item = by_area.entry(index).or_insert_with(none);
        let (p, km2) = (sober(chances, at, power), study.area_km2[at]);
        item.highest = item.highest.max(p);
        *(if p >= SURE {
            &mut item.sure_km2
        } else if p >= LIKELY {
            &mut item.likely_km2
        } else {
            &mut item.possible_km2
        }) += km2;
    }
    let mut list: Vec<ChanceArea> = by_area.into_values().collect();
    let first = |a: &ChanceArea| [a.sure_km2, a.likely_km2, a.possible_km2];
    list.sort_by(|a, b| {
        first(b).partial_cmp(&first(a)).unwrap_or(std::cmp::Ordering::Equal).then_with(|| a.name.cmp(&b.name))
    });
    list
}

pub(super) fn stable(chosen: &[ChosenCatchment], chances: &CellChances) -> Vec<StableCatchment> {
    let one = |(c, s): (&ChosenCatchment, &Stability)| StableCatchment {
        id: c.id.clone(),
        name: c.name.clone(),
        area_km2: c.area_km2,
        share: s.share,
        standard_error: s.standard_error,
        mostly: s.mostly,
        sentence: words::stable(s.share, s.mostly),
    };
    chosen.iter().zip(&chances.chosen).map(one).collect()
}

pub(super) fn model(groups: &[ChanceGroup], chances: &CellChances) -> Vec<ChanceModel> {
    let one = |(g, p): (&ChanceGroup, &Option<CellPrior>)| {
        p.as_ref().map(|p| ChanceModel {
            offense: g.id.clone(),
            reach_m: p.reach_m,
            prior_events: p.alpha * p.phi,
            over_dispersion: p.phi,
            total_ratio: p.total_ratio,
        })
    };
    groups.iter().zip(&chances.priors).filter_map(one).collect()
}

pub(super) fn expected(model: &ExpectedModel) -> ChanceExpected {
    ChanceExpected {
        years: model.lessons,
        worth_years: model.worth_years,
        share_around: model.share_around,
        reach_m: model.reach_m,
        over_dispersion: model.dispersion,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_a_cell_is_no_surer_than_what_comes_true() {
        let times = vec![0, 28, 50, 69, 84, 98, 100];
        let chances = CellChances { draws: 100, times, chosen: vec![], holds: None, holds_low: None, priors: vec![] };
        let said = |power: f64| -> Vec<f64> { (0..7).map(|c| (100.0 * sober(&chances, c, power)).round()).collect() };
        assert_eq!(said(power(Shape::Walkable, 16)), [0.0, 28.0, 50.0, 63.0, 75.0, 93.0, 97.0]);
        assert_eq!(said(power(Shape::Free, 168)), said(power(Shape::Walkable, 16)));
        assert_eq!(said(power(Shape::Walkable, 168)), [0.0, 28.0, 50.0, 59.0, 68.0, 85.0, 92.0]);
    }
}
