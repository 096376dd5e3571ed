//! The answer: units in order, what was fitted, and what was left out.

use catchment_model::heap;
use serde::Serialize;

use super::clusters::SizeFit;
use super::draws::{Posterior, Summary};
use super::input::{RankInput, Table};
use super::prior::PriorKind;
use super::{RankError, RankParams};
use crate::gamma::Gamma;
use crate::marshall::marshall;
use crate::sampler::Sampler;

/// What was fitted for an offense group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupFit {
    /// Id.
    pub id: String,
    /// Name for people.
    pub label: String,
    /// Weight of one event in the score.
    pub weight: f64,
    /// Over-dispersion of the monthly incidents, 1 or more.
    pub phi: f64,
    /// Prior shape.
    pub alpha: f64,
    /// Prior rate; α/β is the usual rate per unit of exposure and year.
    pub beta: f64,
    /// How the prior came about.
    pub prior: PriorKind,
    /// Incidents that it was fitted to.
    pub events: f64,
    /// Sizes of incidents.
    pub sizes: SizeFit,
}

impl GroupFit {
    /// Posterior of weight × rate of a unit (position, exposure); the weight is above 0.
    pub(crate) fn posterior(&self, table: &Table<'_>, group: usize, (unit, exposure): (usize, f64)) -> Gamma {
        let held = self.sizes.held(table, group, unit);
        held.gamma(self.alpha + held.incidents / self.phi, self.beta + exposure / self.phi, self.weight)
    }
}

/// A unit in its place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ranked {
    /// Place in the list, 1 first.
    pub rank: usize,
    /// Position in [`RankInput::units`].
    pub unit: usize,
    /// Id.
    pub id: String,
    /// Net count over the window, all groups with a weight above 0, not weighted.
    pub count: i64,
    /// Distinct incidents behind it; the count itself where each is an event of its own.
    pub incidents: i64,
    /// Posterior mean of the score, per year, in the unit of the measure.
    pub score: f64,
    /// Lower end of the score's interval.
    pub score_low: f64,
    /// Upper end of the score's interval.
    pub score_high: f64,
    /// The score as counted, nothing shrunk.
    pub raw_score: f64,
    /// Count per exposure and year (not weighted), smoothed by [`crate::marshall`].
    pub eb_rate: f64,
    /// Mean rank over the draws.
    pub expected_rank: f64,
    /// Lower end of the rank's interval (the better end).
    pub rank_low: usize,
    /// Upper end of the rank's interval.
    pub rank_high: usize,
    /// Chance that the true rank is among the first k.
    pub p_top: f64,
    /// Over-dispersion of the unit's score: mean of the groups' φ, weighted as they enter its variance.
    pub phi: f64,
    /// How far the rates moved from the raw ones toward the usual ones: 0 not at all, 1 all the way.
    pub shrinkage: f64,
    /// What a reader must know of this unit.
    pub remarks: Vec<String>,
}

/// A unit that is counted but not ranked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotRanked {
    /// Position in [`RankInput::units`].
    pub unit: usize,
    /// Id.
    pub id: String,
    /// Reason.
    pub why: String,
    /// Net count over the window.
    pub count: i64,
}

/// Units in order of their scores.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking {
    /// How it was made.
    pub params: RankParams,
    /// Units by falling score, ties by id.
    pub items: Vec<Ranked>,
    /// Units left out, by id.
    pub not_ranked: Vec<NotRanked>,
    /// What was fitted, in the order of the groups given.
    pub groups: Vec<GroupFit>,
    /// Count over all ranked units.
    pub ranked_count: i64,
    /// Exposure over all ranked units: years × (1, thousands of residents, or km²).
    pub ranked_exposure: f64,
    /// Posterior of each item, in the order of `items`.
    posteriors: Vec<Posterior>,
}

pub(crate) struct Core<'a> {
    pub(crate) table: Table<'a>,
    pub(crate) fits: Vec<GroupFit>,
    pub(crate) posteriors: Vec<Posterior>,
    pub(crate) summaries: Vec<Summary>,
}

impl Ranking {
    pub(crate) fn new(params: RankParams, input: &RankInput, core: Core<'_>) -> Self {
        let counted = |unit| counted(&core.fits, &core.table, unit);
        let counts: Vec<i64> = core.table.ranked.iter().map(|u| counted(*u)).collect();
        let incidents: Vec<i64> = core.table.ranked.iter().map(|u| happened(&core.fits, &core.table, *u)).collect();
        let clamped: Vec<f64> = incidents.iter().map(|n| (*n).max(0) as f64).collect();
        // What varies by chance is the incident; one holds what it does over all units.
        let all: f64 = clamped.iter().sum();
        let size = if all > 0.0 { counts.iter().map(|n| (*n).max(0) as f64).sum::<f64>() / all } else { 1.0 };
        // The table holds at least one unit, and exposures above 0 only.
        let eb = marshall(&clamped, &core.table.exposure).map(|m| m.rates).unwrap_or_default();
        let means: Vec<f64> = core.posteriors.iter().map(Posterior::mean).collect();
        let mut order: Vec<usize> = (0..means.len()).collect();
        // Ranked units are in order of id, and the sort is stable: ties stay by id.
        order.sort_by(|a, b| means[*b].total_cmp(&means[*a]));
        let items = order.iter().zip(1..).map(|(index, rank)| {
            let unit = core.table.ranked[*index];
            let s = &core.summaries[*index];
            let (raw_score, phi, shrinkage) = movement(&core, *index);
            Ranked {
                rank,
                unit,
                id: input.units[unit].id.clone(),
                count: counts[*index],
                incidents: incidents[*index],
                score: means[*index],
                score_low: s.score_low,
                score_high: s.score_high,
                raw_score,
                eb_rate: size * eb.get(*index).copied().unwrap_or(0.0),
                expected_rank: s.ranks.expected_rank,
                rank_low: s.ranks.rank_low,
                rank_high: s.ranks.rank_high,
                p_top: s.ranks.p_top,
                phi,
                shrinkage,
                remarks: remarks(&core, unit),
            }
        });
        let left_out = core.table.left_out.iter().map(|(unit, why)| NotRanked {
            unit: *unit,
            id: input.units[*unit].id.clone(),
            why: why.clone(),
            count: counted(*unit),
        });
        Self {
            params,
            items: items.collect(),
            not_ranked: left_out.collect(),
            ranked_count: counts.iter().sum(),
            ranked_exposure: core.table.exposure.iter().sum(),
            posteriors: order.iter().map(|index| core.posteriors[*index].clone()).collect(),
            groups: core.fits,
        }
    }

    /// The item of a unit, by id.
    ///
    /// # Errors
    /// [`RankError::NotRanked`].
    pub fn find(&self, id: &str) -> Result<&Ranked, RankError> {
        self.items.iter().find(|i| i.id == id).ok_or_else(|| RankError::NotRanked(id.to_owned()))
    }

    /// Points (score, density) of a unit's posterior, for a small chart.
    ///
    /// Idea: a Gaussian kernel over the unit's own draws, reflected at 0, bandwidth 0.9·sd·n^(−1/5) (Silverman 1986,
    /// equation 3.31). Returns `points` of them, from the 0.05% to the 99.95% quantile of the draws, evenly spaced. The
    /// draws are made again: none was saved.
    ///
    /// # Errors
    /// [`RankError::NotRanked`] for an id that is not in the list, [`RankError::Points`] outside 2 to 1000.
    pub fn density(&self, id: &str, points: usize) -> Result<Vec<(f64, f64)>, RankError> {
        if !(2..=1000).contains(&points) {
            return Err(RankError::Points(points));
        }
        let at = self.items.iter().position(|i| i.id == id).ok_or_else(|| RankError::NotRanked(id.to_owned()))?;
        let posterior = &self.posteriors[at];
        let mut drawn = vec![0.0; self.params.draws];
        let sampler = Sampler::new();
        posterior.scores(&sampler).fill(&sampler, 0, &mut drawn);
        drawn.sort_by(f32::total_cmp);
        let scores: Vec<f64> = drawn.into_iter().map(f64::from).collect();
        let outside = scores.len() / 2_000;
        let (low, high) = (scores[outside], scores[scores.len() - 1 - outside]);
        let bandwidth = (0.9 * posterior.variance().sqrt() * (scores.len() as f64).powf(-0.2)).max(f64::MIN_POSITIVE);
        let height = 1.0 / (scores.len() as f64 * bandwidth * (2.0 * std::f64::consts::PI).sqrt());
        let around = |x: f64| -> f64 {
            let from = scores.partition_point(|s| *s < x - 4.0 * bandwidth);
            let near = scores[from..].iter().take_while(|s| **s <= x + 4.0 * bandwidth);
            near.map(|s| (-0.5 * ((x - s) / bandwidth).powi(2)).exp()).sum()
        };
        let step = (high - low) / (points - 1) as f64;
        Ok((0..points).map(|i| low + step * i as f64).map(|x| (x, height * (around(x) + around(-x)))).collect())
    }
}

/// Net count of a unit over the groups that enter the score.
fn counted(fits: &[GroupFit], table: &Table<'_>, unit: usize) -> i64 {
    fits.iter().enumerate().filter(|(_, f)| f.weight > 0.0).map(|(g, _)| table.count(g, unit)).sum()
}

/// Incidents of a unit over the groups that enter the score.
fn happened(fits: &[GroupFit], table: &Table<'_>, unit: usize) -> i64 {
    let weighed = fits.iter().enumerate().filter(|(_, f)| f.weight > 0.0);
    weighed.map(|(g, _)| table.monthly_incidents(g, unit).iter().sum::<i64>()).sum()
}

/// Raw score, over-dispersion and shrinkage of a ranked unit.
fn movement(core: &Core<'_>, index: usize) -> (f64, f64, f64) {
    let (unit, exposure) = (core.table.ranked[index], core.table.exposure[index]);
    let mut raw = 0.0;
    let (mut phi, mut phi_weight) = (0.0, 0.0);
    let (mut moved, mut moved_weight) = (0.0, 0.0);
    for (group, fit) in core.fits.iter().enumerate() {
        let count = core.table.count(group, unit).max(0) as f64;
        raw += fit.weight * count / exposure;
        // Variance that the group brings to the score, but for φ; the prior's shape keeps it above 0.
        let held = fit.sizes.held(&core.table, group, unit);
        let each = fit.weight * held.size;
        let brings = each * each * (held.incidents + fit.alpha);
        phi += brings * fit.phi;
        phi_weight += brings;
        let usual = fit.weight * fit.sizes.mean * fit.alpha / fit.beta;
        moved += usual * fit.beta / (fit.beta + exposure / fit.phi);
        moved_weight += usual;
    }
    (raw, phi / phi_weight, moved / moved_weight)
}

fn remarks(core: &Core<'_>, unit: usize) -> Vec<String> {
    let below = core.fits.iter().enumerate().filter(|(g, f)| f.weight > 0.0 && core.table.count(*g, unit) < 0);
    below
        .map(|(g, f)| {
            let n = core.table.count(g, unit);
            format!("{}: net count {n} (more was taken back than recorded in this window); it enters as 0.", f.label)
        })
        .collect()
}

heap!(RankParams, PriorKind, SizeFit);
heap!(GroupFit { id, label, weight, phi, alpha, beta, prior, events, sizes });
heap!(Ranked {
    rank,
    unit,
    id,
    count,
    incidents,
    score,
    score_low,
    score_high,
    raw_score,
    eb_rate,
    expected_rank,
    rank_low,
    rank_high,
    p_top,
    phi,
    shrinkage,
    remarks,
});
heap!(NotRanked { unit, id, why, count });
heap!(Ranking { params, items, not_ranked, groups, ranked_count, ranked_exposure, posteriors });
