//! Chances of cells, told of cells, areas and catchments.

use std::collections::BTreeMap;

use catchment_model::{AreaIdx, Cell};
use catchment_siting::{CellChances, CellPrior, ChanceGroup, ExpectedModel, Stability};
use catchment_store::Dataset;

use super::{ChanceArea, ChanceCell, ChanceExpected, ChanceModel, StableCatchment, words};
use crate::engine::StudyCells;
use crate::optimize::ChosenCatchment;

/// Cells in a smaller share of the draws are left out of the answer.
pub(super) const FLOOR: f64 = 0.05;
/// Chances from which ground is called sure, likely and possible.
const SURE: f64 = 0.9;
const LIKELY: f64 = 0.5;
const POSSIBLE: f64 = 0.1;

/// Powers that the odds of a share of the draws are raised to, above a half and below: draws are surer than what comes
/// true.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sober {
    above: f64,
    below: f64,
}

/// For most catchments, and for those of many cells.
const SMALL: Sober = Sober { above: 0.6, below: 1.0 };
const LARGE: Sober = Sober { above: 0.45, below: 0.75 };
/// Catchments of so many cells are of many: between the 16 and the 168 that were measured.
const MANY: usize = 60;

impl Sober {
    /// What fits catchments of so many cells.
    pub(super) fn of(cells: usize) -> Self {
        if cells >= MANY { LARGE } else { SMALL }
    }

    /// The chance that a cell's share of the draws stands for; where all draws agree half a draw is taken to disagree.
    fn p(self, chances: &CellChances, cell: usize) -> f64 {
        self.shown(chances.p(cell).min(1.0 - 0.5 / (chances.draws as f64 + 1.0)))
    }

    /// What is shown for a share below 1.
    ///
    /// Draws agree more often than they should: the search of each is quick, and what the model leaves out would pull
    /// them apart. The powers were chosen by made-up cities whose true rates are known (`tests/api/reliability.rs` of
    /// the siting crate); docs/how-sure.md has what is shown beside what came true in them.
    pub(super) fn shown(self, share: f64) -> f64 {
        let power = if share > 0.5 { self.above } else { self.below };
        if power >= 1.0 {
            return share;
        }
        let odds = (share / (1.0 - share)).powf(power);
        odds / (1.0 + odds)
    }
}

/// Positions of cells among the inside cells.
pub(super) fn positions(study: &StudyCells, cells: &[String]) -> Vec<usize> {
    let position = |id: &String| id.parse::<Cell>().ok().and_then(|c| study.inside.binary_search(&c).ok());
    cells.iter().filter_map(position).collect()
}

fn area_of(data: &Dataset, area: Option<AreaIdx>) -> Option<&catchment_model::Area> {
    area.and_then(|a| data.areas.get(a))
}

pub(super) fn cells(data: &Dataset, study: &StudyCells, chances: &CellChances, sober: Sober) -> Vec<ChanceCell> {
    let one = |at: usize| ChanceCell {
        id: study.inside[at].to_string(),
        p: sober.p(chances, at),
        standard_error: chances.standard_error(at),
        area: area_of(data, study.area[at]).map(|a| a.id.clone()),
    };
    (0..study.inside.len()).filter(|at| chances.p(*at) >= FLOOR).map(one).collect()
}

pub(super) fn areas(data: &Dataset, study: &StudyCells, chances: &CellChances, sober: Sober) -> Vec<ChanceArea> {
    let mut by_area: BTreeMap<usize, ChanceArea> = BTreeMap::new();
    for at in (0..study.inside.len()).filter(|at| sober.p(chances, *at) >= POSSIBLE) {
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
        let (p, km2) = (sober.p(chances, at), study.area_km2[at]);
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
        let said = |sober: Sober| -> Vec<f64> { (0..7).map(|c| (100.0 * sober.p(&chances, c)).round()).collect() };
        assert_eq!(said(Sober::of(16)), [0.0, 28.0, 50.0, 62.0, 73.0, 91.0, 96.0]);
        assert_eq!(said(Sober::of(168)), [0.0, 33.0, 50.0, 59.0, 68.0, 85.0, 92.0]);
    }
}
