//! Both models as one: serve each demand point from one of `p` sites, or not at all, at least cost.
//!
//! Hillsman (1984), *The p-median structure as a unified linear model for location-allocation analysis*, doi
//! 10.1068/a160305: the maximal covering problem is the p-median whose cost is 0 within the radius and the weight
//! beyond it.

use std::collections::BTreeSet;

use super::{Distances, LocateError, LocateInput, LocateModel, LocateParams, Place};

/// Most pairs that are looked at.
const MAX_PAIRS: usize = 400_000_000;
/// Most pairs that are kept: 12 bytes each.
const MAX_ENTRIES: usize = 20_000_000;
/// Above this, whole numbers have gaps in floating point.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Costs of serving demand points, by candidate.
#[derive(Debug, Clone)]
pub(super) struct Costs {
    /// Sites to choose.
    pub(super) p: usize,
    /// Cost of a demand point that no chosen site in its list serves.
    pub(super) cap: Vec<f64>,
    /// Least cost of a demand point over all candidates.
    pub(super) least: Vec<f64>,
    offsets: Vec<usize>,
    entries: Vec<(u32, f64)>,
    /// Whether all costs are whole: bounds can then be rounded up.
    pub(super) whole: bool,
}

impl Costs {
    pub(super) fn new(params: &LocateParams, input: &LocateInput<'_>) -> Result<Self, LocateError> {
        check(params, input)?;
        match params.model {
            LocateModel::Mclp => Self::covering(params, input),
            LocateModel::PMedian => Self::median(params, input),
        }
    }

    /// Demand points (position, cost) that a candidate serves for less than leaving them out, by position.
    pub(super) fn of(&self, site: usize) -> &[(u32, f64)] {
        &self.entries[self.offsets[site]..self.offsets[site + 1]]
    }

    /// Number of candidates.
    pub(super) fn sites(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Number of pairs kept.
    pub(super) fn pairs(&self) -> usize {
        self.entries.len()
    }

    /// Cost of some sites, summed in the order of the demand points.
    pub(super) fn total(&self, sites: &[usize]) -> f64 {
        let mut cost = self.cap.clone();
        for site in sites {
            for (i, c) in self.of(*site) {
                let at = &mut cost[*i as usize];
                *at = at.min(*c);
            }
        }
        cost.iter().sum()
    }

    fn covering(params: &LocateParams, input: &LocateInput<'_>) -> Result<Self, LocateError> {
        let cap: Vec<f64> = input.demand.iter().map(|d| d.weight).collect();
        let within = |i: usize, j: usize| input.distance_m(i, j) <= params.radius_m;
        let lists = (0..input.candidates.len()).map(|j| {
            let covered = (0..input.demand.len()).filter(move |i| input.demand[*i].weight > 0.0 && within(*i, j));
            covered.map(|i| (i, 0.0)).collect()
        });
        Self::assemble(params.sites, cap, lists)
    }

    fn median(params: &LocateParams, input: &LocateInput<'_>) -> Result<Self, LocateError> {
        let cost = |i: usize, j: usize| input.demand[i].weight * input.distance_m(i, j);
        let sites = 0..input.candidates.len();
        // A point is never worse off than with the farthest candidate: no site in its list means that cost.
        let cap: Vec<f64> =
            (0..input.demand.len()).map(|i| sites.clone().map(|j| cost(i, j)).fold(0.0, f64::max)).collect();
        let lists =
            sites.map(|j| (0..input.demand.len()).map(|i| (i, cost(i, j))).filter(|(i, c)| *c < cap[*i]).collect());
        Self::assemble(params.sites, cap.clone(), lists)
    }

    fn assemble(p: usize, cap: Vec<f64>, lists: impl Iterator<Item = Vec<(usize, f64)>>) -> Result<Self, LocateError> {
        let (mut offsets, mut entries) = (vec![0], Vec::new());
        let mut least = cap.clone();
        for list in lists {
            if entries.len() + list.len() > MAX_ENTRIES {
                let pairs = entries.len() + list.len();
                return Err(LocateError::TooLarge { pairs, within: " that matter (more follow)", max: MAX_ENTRIES });
            }
            for (i, cost) in list {
                least[i] = least[i].min(cost);
                entries.push((u32::try_from(i).unwrap_or(u32::MAX), cost));
            }
            offsets.push(entries.len());
        }
        let is_whole = |x: &f64| x.fract() == 0.0;
        let whole =
            cap.iter().all(is_whole) && entries.iter().all(|e| is_whole(&e.1)) && cap.iter().sum::<f64>() < EXACT;
        Ok(Self { p, cap, least, offsets, entries, whole })
    }
}

fn check(params: &LocateParams, input: &LocateInput<'_>) -> Result<(), LocateError> {
    let (n, m) = (input.demand.len(), input.candidates.len());
    if n == 0 || m == 0 {
        return Err(LocateError::Nothing(if n == 0 { "demand points" } else { "candidates" }));
    }
    if params.sites > m {
        return Err(LocateError::Sites { sites: params.sites, max: m });
    }
    let pairs = n.saturating_mul(m);
    if pairs > MAX_PAIRS {
        return Err(LocateError::TooLarge { pairs, within: "", max: MAX_PAIRS });
    }
    check_places("demand", input.demand)?;
    check_places("candidate", input.candidates)?;
    if input.demand.iter().map(|d| d.weight).sum::<f64>() <= 0.0 {
        return Err(LocateError::NoDemand(n));
    }
    check_distances(params.model, input)
}

fn check_places(list: &'static str, places: &[Place]) -> Result<(), LocateError> {
    let mut ids = BTreeSet::new();
    for place in places {
        if !ids.insert(place.id.as_str()) {
            return Err(LocateError::RepeatedId { list, id: place.id.clone() });
        }
        let bad =
            |column, value, expected| Err(LocateError::Value { list, id: place.id.clone(), column, value, expected });
        if !(place.weight.is_finite() && place.weight >= 0.0) {
            return bad("weight", place.weight, "a finite number of 0 or more");
        }
        for (column, value) in [("x", place.x_m), ("y", place.y_m)] {
            if !value.is_finite() {
                return bad(column, value, "a finite number of meters");
            }
        }
    }
    Ok(())
}

fn check_distances(model: LocateModel, input: &LocateInput<'_>) -> Result<(), LocateError> {
    let Distances::Table(table) = input.distances else {
        return Ok(());
    };
    let (n, m) = (input.demand.len(), input.candidates.len());
    if table.len() != n * m {
        return Err(LocateError::Table { len: table.len(), expected: n * m });
    }
    let needs_all = model == LocateModel::PMedian;
    let Some(at) = table.iter().position(|d| *d < 0.0 || (needs_all && !d.is_finite())) else {
        return Ok(());
    };
    let (demand, candidate) = (input.demand[at / m].id.clone(), input.candidates[at % m].id.clone());
    if table[at] < 0.0 {
        Err(LocateError::Distance { demand, candidate, value: table[at] })
    } else {
        Err(LocateError::MissingDistance { demand, candidate })
    }
}
