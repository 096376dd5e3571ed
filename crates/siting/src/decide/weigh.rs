//! One score of many criteria, and the chance of being among the first under doubt about counts, about weights, and
//! about both.

use rayon::prelude::*;
use serde::Serialize;

use super::change::{IncidentChange, WeightChange};
use super::criteria::{CRITERIA, Criterion, Weights};
use super::draws::{Draws, Values};
use super::error::DecideError;
use super::fall::ExpectedFall;
use super::params::WeighParams;
use super::unit::alone;
use crate::gamma::Gamma;
use crate::rank::RankError;
use crate::rank::draws::{RankSummary, rank_summary, tally, top_counts};
use crate::sampler::Sampler;
use crate::stream::Stream;

/// A criterion's part in a score.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Contribution {
    /// Criterion.
    pub criterion: Criterion,
    /// Expected value in its own unit.
    pub value: f64,
    /// The same, 0 at the lowest and 1 at the highest of the ranked units.
    pub scaled: f64,
    /// Share of the weight × scaled value; these add up to the score.
    pub contribution: f64,
}

/// A unit in its place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Decided {
    /// Place in the list, 1 first.
    pub rank: usize,
    /// Position in the list of units given.
    pub unit: usize,
    /// Id.
    pub id: String,
    /// Expected score, 0 to 1.
    pub score: f64,
    /// Chance of being among the first k, over counts and weights.
    pub p_top: f64,
    /// The same with criteria as expected: doubt about the weights alone.
    pub p_top_weights_only: f64,
    /// The same with the planner's weights: doubt about the counts alone.
    pub p_top_counts_only: f64,
    /// Mean rank over counts and weights.
    pub expected_rank: f64,
    /// Better end of the rank's interval over counts and weights.
    pub rank_low: usize,
    /// Worse end.
    pub rank_high: usize,
    /// Every criterion that can be had.
    pub criteria: Vec<Contribution>,
    /// Smallest change of one weight that moves it into or out of the first k.
    pub weight_change: Option<WeightChange>,
    /// Fewest incidents that do.
    pub incident_change: Option<IncidentChange>,
    /// The fall to expect without any program.
    pub expected_fall: ExpectedFall,
}

/// Units in order of their expected scores.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// How they were weighed.
    pub params: WeighParams,
    /// Units by falling score, ties by id.
    pub items: Vec<Decided>,
}

/// A unit's rank and chances, in brief.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Standing {
    /// Id.
    pub id: String,
    /// Place in the list, 1 first.
    pub rank: usize,
    /// Better end of the rank's interval over counts and weights.
    pub rank_low: usize,
    /// Worse end.
    pub rank_high: usize,
    /// Chance of being among the first k, over counts and weights.
    pub p_top: f64,
}

/// Chances and ranks of one unit.
#[derive(Debug, Clone, Copy)]
struct Chances {
    p_top: f64,
    weights_only: f64,
    counts_only: f64,
    expected_rank: f64,
    rank_low: usize,
    rank_high: usize,
}

impl Draws {
    /// Weighs the criteria: order, chances, intervals, and what would change them.
    ///
    /// Complexity: draws × units × criteria weighed for the scores, units² × criteria × log units for what would change
    /// an order.
    ///
    /// # Errors
    /// [`DecideError`] for k, level or concentration out of range, and a weight on a criterion that cannot be had.
    pub fn decide(&self, params: &WeighParams) -> Result<Decision, DecideError> {
        let mut decision = self.decide_briefly(params)?;
        let order = self.order(&params.weights);
        let changes: Vec<_> = (0..self.len())
            .into_par_iter()
            .map(|place| (self.weight_change(params, &order, place), self.incident_change(params, &order, place)))
            .collect();
        for (item, (weight, incidents)) in decision.items.iter_mut().zip(changes) {
            item.weight_change = weight;
            item.incident_change = incidents;
        }
        Ok(decision)
    }

    /// As [`Draws::decide`], without what would change.
    ///
    /// # Errors
    /// As [`Draws::decide`].
    pub fn decide_briefly(&self, params: &WeighParams) -> Result<Decision, DecideError> {
        self.check(params)?;
        let shares = params.weights.shares();
        let chances = self.chances(params);
        let order = self.order(&params.weights);
        let items = order.iter().zip(1..).map(|((index, score), rank)| {
            let c = chances[*index];
            let criteria =
                CRITERIA.into_iter().filter(|criterion| self.ranges[criterion.index()].unavailable.is_none());
            let contribution = |criterion: Criterion| {
                let scaled = self.scaled(criterion, *index);
                let value = self.columns[criterion.index()].mean[*index];
                Contribution { criterion, value, scaled, contribution: shares[criterion.index()] * scaled }
            };
            Decided {
                rank,
                unit: self.units[*index],
                id: self.ids[*index].clone(),
                score: *score,
                p_top: c.p_top,
                p_top_weights_only: c.weights_only,
                p_top_counts_only: c.counts_only,
                expected_rank: c.expected_rank,
                rank_low: c.rank_low,
                rank_high: c.rank_high,
                criteria: criteria.map(contribution).collect(),
                weight_change: None,
                incident_change: None,
                expected_fall: self.expected_fall(*index),
            }
        });
        Ok(Decision { params: *params, items: items.collect() })
    }

    /// The rank of each unit by falling score, and nothing else: for a measure other than the requested one.
    ///
    /// # Errors
    /// As [`Draws::decide`].
    pub fn standings(&self, params: &WeighParams) -> Result<Vec<Standing>, DecideError> {
        self.check(params)?;
        let weighed: Vec<Criterion> = params.weights.weighed().collect();
        let multipliers = self.joint(params, &weighed).unwrap_or_else(|| self.certain(params, &weighed));
        let summaries = self.summaries(params, &multipliers);
        let standing = |((index, _), rank): ((usize, f64), usize)| {
            let s = summaries[index];
            Standing { id: self.ids[index].clone(), rank, rank_low: s.rank_low, rank_high: s.rank_high, p_top: s.p_top }
        };
        Ok(self.order(&params.weights).into_iter().zip(1..).map(standing).collect())
    }

    /// Ids of the units by falling expected score.
    ///
    /// # Errors
    /// [`DecideError::Unavailable`].
    pub fn ranked_ids(&self, weights: &Weights) -> Result<Vec<String>, DecideError> {
        self.check_available(weights)?;
        Ok(self.order(weights).into_iter().map(|(index, _)| self.ids[index].clone()).collect())
    }

    fn check(&self, params: &WeighParams) -> Result<(), DecideError> {
        if params.k == 0 || params.k > self.len() {
            return Err(RankError::K { k: params.k, max: self.len() }.into());
        }
        if !(0.5..=0.99).contains(&params.level) {
            return Err(RankError::Level(params.level).into());
        }
        if let Some(bad) = params.concentration.filter(|c| !(1.0..=100_000.0).contains(c)) {
            return Err(DecideError::Concentration(bad));
        }
        self.check_available(&params.weights)
    }

    fn check_available(&self, weights: &Weights) -> Result<(), DecideError> {
        for criterion in weights.weighed() {
            if let Some(why) = &self.ranges[criterion.index()].unavailable {
                return Err(DecideError::Unavailable { criterion: criterion.id(), why: why.clone() });
            }
        }
        Ok(())
    }

    /// Expected value between the lowest (0) and the highest (1); 0 where all are equal.
    pub(super) fn scaled(&self, criterion: Criterion, index: usize) -> f64 {
        let range = &self.ranges[criterion.index()];
        let span = range.high - range.low;
        if span > 0.0 { (self.columns[criterion.index()].mean[index] - range.low) / span } else { 0.0 }
    }

    /// Ranked units by falling expected score with their scores; ties by id.
    pub(super) fn order(&self, weights: &Weights) -> Vec<(usize, f64)> {
        let mut order: Vec<(usize, f64)> = (0..self.len()).map(|index| (index, self.score(weights, index))).collect();
        order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        order
    }

    pub(super) fn score(&self, weights: &Weights, index: usize) -> f64 {
        let shares = weights.shares();
        weights.weighed().map(|c| shares[c.index()] * self.scaled(c, index)).sum()
    }

    fn chances(&self, params: &WeighParams) -> Vec<Chances> {
        let (n, draws) = (self.len(), self.params.draws);
        let weighed: Vec<Criterion> = params.weights.weighed().collect();
        let (certain, joint) = (self.certain(params, &weighed), self.joint(params, &weighed));
        let summaries = self.summaries(params, joint.as_ref().unwrap_or(&certain));
        let top = |columns: &Multipliers, drawn: bool, draws: usize| -> Vec<f64> {
            let counts = top_counts(n, draws, params.k, |unit, first, row| self.fill(columns, drawn, unit, first, row));
            counts.iter().map(|c| f64::from(*c) / draws as f64).collect()
        };
        let counts_only = joint.as_ref().map(|_| top(&certain, true, draws));
        let weights_only = joint.as_ref().map_or_else(|| top(&certain, false, 1), |joint| top(joint, false, draws));
        let unit = |(unit, s): (usize, RankSummary)| Chances {
            p_top: s.p_top,
            weights_only: weights_only[unit],
            counts_only: counts_only.as_ref().map_or(s.p_top, |p| p[unit]),
            expected_rank: s.expected_rank,
            rank_low: s.rank_low,
            rank_high: s.rank_high,
        };
        summaries.into_iter().enumerate().map(unit).collect()
    }

    /// Ranks over the draws.
    fn summaries(&self, params: &WeighParams, multipliers: &Multipliers) -> Vec<RankSummary> {
        let (n, draws) = (self.len(), self.params.draws);
        let counts = tally(n, draws, |unit, first, row| self.fill(multipliers, true, unit, first, row));
        let tail = (1.0 - params.level) / 2.0;
        (0..n).map(|unit| rank_summary(&counts[unit * n..(unit + 1) * n], draws, params.k, tail)).collect()
    }

    /// The planner's weights, unchanged.
    #[expect(clippy::cast_possible_truncation, reason = "draws have seven digits themselves")]
    fn certain(&self, params: &WeighParams, weighed: &[Criterion]) -> Multipliers {
        self.multipliers(weighed, |c| vec![params.weights.shares()[c.index()] as f32])
    }

    /// Drawn weights, where they are in doubt: with one criterion there is nothing to doubt.
    fn joint(&self, params: &WeighParams, weighed: &[Criterion]) -> Option<Multipliers> {
        let kappa = params.concentration.filter(|_| weighed.len() > 1)?;
        Some(self.multipliers(weighed, dirichlet(&params.weights, kappa, self.params, &self.sampler)))
    }

    /// What each criterion's values are multiplied by: share of the weight over the criterion's span, all of it times
    /// burden's span. The offset of the scale is the same for all units and changes no order; so burden alone is left
    /// as it is, to the last bit.
    #[expect(clippy::cast_possible_truncation, reason = "draws have seven digits themselves")]
    fn multipliers(&self, weighed: &[Criterion], mut shares: impl FnMut(Criterion) -> Vec<f32>) -> Multipliers {
        let span = |c: Criterion| self.ranges[c.index()].high - self.ranges[c.index()].low;
        let unit = if span(Criterion::Burden) > 0.0 { span(Criterion::Burden) } else { 1.0 };
        let times = |c: Criterion| match span(c) {
            _ if weighed.len() == 1 => 1.0,
            s if s > 0.0 => unit / s,
            _ => 0.0,
        };
        let one = |c: Criterion| {
            let shares = shares(c);
            (c, shares.into_iter().map(|s| if weighed.len() == 1 { 1.0 } else { s * times(c) as f32 }).collect())
        };
        Multipliers(weighed.iter().copied().map(one).collect())
    }

    /// Scores of a unit for the draws from `first` on.
    #[expect(clippy::cast_possible_truncation, reason = "draws have seven digits themselves")]
    fn fill(&self, multipliers: &Multipliers, drawn: bool, unit: usize, first: usize, row: &mut [f32]) {
        row.fill(0.0);
        for (criterion, times) in &multipliers.0 {
            let column = &self.columns[criterion.index()];
            let by_itself = alone(*criterion, |c| multipliers.0.iter().any(|(other, _)| *other == c));
            let own = if by_itself { &column.alone } else { &column.values };
            let burden = &self.columns[Criterion::Burden.index()].values;
            let (values, factor) = match (own, burden) {
                (Values::Drawn(rows), _) if drawn => (Some(&rows[unit]), 1.0),
                (Values::OfBurden(of), Values::Drawn(rows)) if drawn => (Some(&rows[unit]), of[unit] as f32),
                _ => (None, 1.0),
            };
            let fixed = (column.mean[unit] - self.ranges[criterion.index()].low) as f32;
            // One multiplier stands for all draws.
            let times = |at: usize| if times.len() == 1 { &times[..1] } else { &times[first + at..] };
            match (values.map(|v| &v[first..first + row.len()]), times(0)) {
                (Some(values), [one]) => row.iter_mut().zip(values).for_each(|(s, x)| *s += one * factor * x),
                (Some(values), many) => {
                    row.iter_mut().zip(values).zip(many).for_each(|((s, x), t)| *s += t * factor * x);
                }
                (None, [one]) => row.iter_mut().for_each(|s| *s += one * fixed),
                (None, many) => row.iter_mut().zip(many).for_each(|(s, t)| *s += t * fixed),
            }
        }
    }
}

/// Multipliers of each weighed criterion: one for all draws, or one per draw.
struct Multipliers(Vec<(Criterion, Vec<f32>)>);

/// Shares of the weights, drawn: for each criterion in turn, one per draw.
///
/// Gamma(κ·w) numbers over their sum are Dirichlet(κ·w); their streams depend on seed and criterion only.
fn dirichlet(
    weights: &Weights,
    kappa: f64,
    params: super::DecideParams,
    sampler: &Sampler,
) -> impl FnMut(Criterion) -> Vec<f32> + use<> {
    let shares = weights.shares();
    let mut numbers: Vec<(Criterion, Vec<f32>)> = Vec::new();
    let mut sums = vec![0.0; params.draws];
    for criterion in weights.weighed() {
        let gamma = Gamma::new(kappa * shares[criterion.index()], 1.0);
        let mut row = vec![0.0; params.draws];
        sampler.fill(&sampler.gamma(&gamma), Stream::new(params.seed, &["weights", criterion.id()]), 0, &mut row);
        sums.iter_mut().zip(&row).for_each(|(s, x)| *s += x);
        numbers.push((criterion, row));
    }
    for (_, row) in &mut numbers {
        // All numbers of a draw may be 0 where κ·w is tiny: then the weights stand as given.
        row.iter_mut().zip(&sums).for_each(|(x, s)| {
            if *s > 0.0 {
                *x /= s;
            }
        });
    }
    move |criterion| numbers.iter().find(|(c, _)| *c == criterion).map(|(_, row)| row.clone()).unwrap_or_default()
}
