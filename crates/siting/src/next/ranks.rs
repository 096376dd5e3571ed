//! Ranks of the year to come.

use super::learn::{Drift, Place, SIGMAS};
use crate::gamma::Gamma;
use crate::rank::draws::{RankSummary, rank_summary, tally};
use crate::sampler::Sampler;
use crate::stream::Stream;

/// A place in the year to come.
#[derive(Debug, Clone, PartialEq)]
pub struct NextRank {
    /// Id.
    pub id: String,
    /// Position in the list of units given.
    pub unit: usize,
    /// Expected score, per year, in the unit of the measure.
    pub score: f64,
    /// Better end of the interval of its rank by true rates.
    pub rank_low: usize,
    /// Worse end.
    pub rank_high: usize,
    /// Chance that its true rate is among the `k` highest.
    pub p_top: f64,
}

impl Drift {
    /// Ranks of the true rates in the year after the last month, in order of id.
    ///
    /// Rates are drawn together, each from its own Gamma distribution; `k` is at most the number of ranked units.
    /// Complexity: draws × units × log units.
    pub fn ranks(&self, k: usize) -> Vec<NextRank> {
        let (n, draws) = (self.places.len(), self.params.draws);
        let sampler = Sampler::new();
        let rows: Vec<Vec<f32>> = (0..n)
            .map(|at| {
                let mut row = vec![0.0; draws];
                sampler.fill(&sampler.gamma(&self.gamma(at)), self.stream(at), 0, &mut row);
                row
            })
            .collect();
        let fill =
            |unit: usize, first: usize, row: &mut [f32]| row.copy_from_slice(&rows[unit][first..first + row.len()]);
        let counts = tally(n, draws, fill);
        let tail = (1.0 - self.params.level) / 2.0;
        let of = |at: usize| rank_summary(&counts[at * n..(at + 1) * n], draws, k.min(n), tail);
        (0..n).map(|at| self.rank(at, of(at))).collect()
    }

    fn rank(&self, at: usize, s: RankSummary) -> NextRank {
        NextRank {
            id: self.ids[at].clone(),
            unit: self.units[at],
            score: self.gamma(at).mean(),
            rank_low: s.rank_low,
            rank_high: s.rank_high,
            p_top: s.p_top,
        }
    }

    /// The rate of a ranked unit, by place in the order of ids, in the year to come: weighted events per year and unit
    /// of the measure.
    pub fn gamma(&self, at: usize) -> Gamma {
        let Place { next, per_count, .. } = &self.places[at];
        let shape = 1.0 / next.relative_variance;
        Gamma::new(shape, shape / (self.scale * per_count * next.mean))
    }

    fn stream(&self, at: usize) -> Stream {
        Stream::new(self.params.seed, &["next year", &self.ids[at]])
    }

    /// Number of ranked units.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether nothing is ranked; never, what cannot be ranked is refused.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Positions, in the list of units given, of those that cannot be ranked by the measure.
    pub fn left_out(&self) -> &[usize] {
        &self.left_out
    }

    /// Years of the past that it was learned from.
    pub fn years(&self) -> usize {
        self.years
    }

    /// Over-dispersion of the months.
    pub fn phi(&self) -> f64 {
        self.phi
    }

    /// Weighted events that one Poisson count stands for: what a year's own chance is drawn with.
    pub fn scale(&self) -> f64 {
        self.scale
    }

    /// Standard deviation of a place's yearly change beside the city's, as a share: root of the mean of σ².
    pub fn sigma(&self) -> f64 {
        SIGMAS.iter().zip(&self.likely).map(|(s, p)| p * s * s).sum::<f64>().sqrt()
    }
}
