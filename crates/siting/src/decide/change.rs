//! What would move a unit into or out of the first k: the smallest change of one weight, the fewest incidents.

use serde::Serialize;

use super::criteria::{CRITERIA, Criterion, Weights};
use super::draws::Draws;
use super::error::MAX_WEIGHT;
use super::params::WeighParams;

/// A change of one weight, the others left as given.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct WeightChange {
    /// Criterion.
    pub criterion: Criterion,
    /// Its weight now, as given.
    pub from: f64,
    /// The weight just beyond which the unit is moved.
    pub to: f64,
}

/// Incidents of the window added to one unit, or taken from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct IncidentChange {
    /// How many.
    pub n: u64,
    /// Whether they are added (else taken away).
    pub added: bool,
}

/// A step beyond a tie, as a share of the weight: what is reported does move the unit.
const BEYOND: f64 = 1e-9;

impl Draws {
    /// The smallest change of a single weight, measured as |to − from| in the planner's own unit, that moves the unit
    /// at a place of the order into or out of the first k by expected score.
    ///
    /// Exact: with one weight x moving and the others fixed, Σ weight × value of a unit is a line in x (dividing all by
    /// the sum of the weights changes no order). Two lines cross at most once, so the order of the unit against each
    /// other unit changes at most once on each side, at a crossing that is known; walking the crossings outward from
    /// the present weight and counting how many units are ahead finds the first at which the unit's membership changes.
    /// No smaller change can: between crossings nothing changes. Weights stay within 0 to 1000. Complexity: criteria ×
    /// units × log units.
    pub(super) fn weight_change(
        &self,
        params: &WeighParams,
        order: &[(usize, f64)],
        place: usize,
    ) -> Option<WeightChange> {
        let inside = place < params.k;
        let own = order[place].0;
        let mut best: Option<WeightChange> = None;
        for criterion in CRITERIA {
            let range = &self.ranges[criterion.index()];
            if range.unavailable.is_some() || range.high <= range.low {
                continue;
            }
            let from = params.weights.of(criterion);
            let rest: f64 = CRITERIA.into_iter().filter(|c| *c != criterion).map(|c| params.weights.of(c)).sum();
            let lines = self.lines(&params.weights, criterion, own);
            for up in [true, false] {
                // With no other weight, moving this one changes no proportion.
                let to = crossing(&lines, (from, up), (params.k, inside)).filter(|_| rest > 0.0);
                let nearer = |to: &f64| best.is_none_or(|b| (to - from).abs() < (b.to - b.from).abs());
                if let Some(to) = to.filter(nearer) {
                    best = Some(WeightChange { criterion, from, to });
                }
            }
        }
        best
    }

    /// Of every other unit: (how far ahead of the own unit at weight 0, how much farther per unit of weight, whether it
    /// wins ties).
    fn lines(&self, weights: &Weights, criterion: Criterion, own: usize) -> Vec<(f64, f64, bool)> {
        let fixed = |index: usize| -> f64 {
            weights.weighed().filter(|c| *c != criterion).map(|c| weights.of(c) * self.scaled(c, index)).sum()
        };
        let (a, b) = (fixed(own), self.scaled(criterion, own));
        (0..self.len())
            .filter(|index| *index != own)
            .map(|index| (fixed(index) - a, self.scaled(criterion, index) - b, index < own))
            .collect()
    }

    /// The fewest incidents of the window, added to the unit at a place of the order or taken from it, that move it
    /// into or out of the first k by expected score.
    ///
    /// The incidents are mixed over groups and years as the unit's own are (one without any gets the usual mix). Other
    /// units, the prior, the over-dispersion, the scale, and the unit's years hot, trend and working hours are held as
    /// they are; burden, recency, severity and equity rise in proportion. So the score is a line in n, with a slope of
    /// 0 or more, and the answer is exact: the gap over the slope, rounded up. `None` where no number does it, or more
    /// would have to be taken away than there are.
    pub(super) fn incident_change(
        &self,
        params: &WeighParams,
        order: &[(usize, f64)],
        place: usize,
    ) -> Option<IncidentChange> {
        let (index, score) = order[place];
        let inside = place < params.k;
        // The unit that it would have to pass, and whether an equal score is enough.
        let (other, rival) = *order.get(if inside { params.k } else { params.k - 1 })?;
        let slope = self.score_per_incident(&params.weights, index);
        if slope <= 0.0 {
            return None;
        }
        let gap = (score - rival).abs() / slope;
        let wins_tie = if inside { other < index } else { index < other };
        // A gap this near to a whole number is a tie but for rounding.
        let near = gap.round();
        let is_tie = (gap - near).abs() <= 1e-9 * (1.0 + gap);
        let n = match (is_tie, wins_tie) {
            (true, true) => near,
            (true, false) => near + 1.0,
            (false, _) => gap.ceil(),
        };
        let possible = n < 1e15 && (!inside || n <= self.facts[index].count);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number from 0 to 10¹⁵")]
        possible.then_some(IncidentChange { n: n as u64, added: !inside })
    }

    /// What one more incident of its own mix adds to a unit's expected score.
    fn score_per_incident(&self, weights: &Weights, index: usize) -> f64 {
        let facts = &self.facts[index];
        let shares = weights.shares();
        let added = |criterion| match criterion {
            Criterion::Burden => facts.burden_per_event,
            Criterion::Recency => facts.burden_per_event * facts.recency_of_burden,
            Criterion::Equity => facts.burden_per_event * facts.equity_of_burden,
            Criterion::Severity => facts.severity_per_event,
            _ => 0.0,
        };
        let part = |criterion: Criterion| {
            let range = &self.ranges[criterion.index()];
            let span = range.high - range.low;
            if span > 0.0 { shares[criterion.index()] * added(criterion) / span } else { 0.0 }
        };
        weights.weighed().map(part).sum()
    }
}

/// The first weight beyond `from`, up or down, at which the own unit's membership of the first k differs from what it
/// is.
fn crossing(lines: &[(f64, f64, bool)], (from, up): (f64, bool), (k, inside): (usize, bool)) -> Option<f64> {
    let is_ahead = |gap: f64, wins_tie: bool| gap > 0.0 || (gap == 0.0 && wins_tie);
    let mut ahead = lines.iter().filter(|(a, b, tie)| is_ahead(a + b * from, *tie)).count();
    let mut events: Vec<(f64, bool)> = Vec::new();
    for (a, b, tie) in lines {
        if *b == 0.0 {
            continue;
        }
        let at = -a / b;
        let now = is_ahead(a + b * from, *tie);
        // Beyond the crossing, up: ahead where its line rises faster.
        let then = (*b > 0.0) == up;
        let beyond = if up { at >= from } else { at <= from };
        if beyond && now != then {
            events.push((at, then));
        }
    }
    events.sort_by(|x, y| if up { x.0.total_cmp(&y.0) } else { y.0.total_cmp(&x.0) });
    let mut next = 0;
    while next < events.len() {
        let at = events[next].0;
        let step = BEYOND * at.abs().max(from).max(1.0);
        let to = if up { at + step } else { at - step };
        if !(0.0..=MAX_WEIGHT).contains(&to) {
            return None;
        }
        // Crossings closer than a step are passed together.
        while next < events.len() && (if up { events[next].0 < to } else { events[next].0 > to }) {
            if events[next].1 {
                ahead += 1;
            } else {
                ahead = ahead.saturating_sub(1);
            }
            next += 1;
        }
        if (ahead < k) != inside {
            return Some(to);
        }
    }
    None
}
