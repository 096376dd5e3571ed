//! What is drawn: the criteria of every unit, to be weighed as often as a planner likes.

use catchment_model::{Heap, heap};
use serde::Serialize;

use super::criteria::Criterion;
use super::error::DecideError;
use super::params::DecideParams;
use super::rank_sets::{RankSet, RankSetInput, rank_sets};
use crate::rank::NotRanked;
use crate::sampler::Sampler;

/// The span of a criterion's expected values among the ranked units: what 0 and 1 stand for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CriterionRange {
    /// Criterion.
    pub criterion: Criterion,
    /// Lowest expected value.
    pub low: f64,
    /// Highest expected value.
    pub high: f64,
    /// Why the criterion is unavailable here; absent where it is available.
    pub unavailable: Option<String>,
}

/// The criteria of every ranked unit: expected values, and draws where counts make them uncertain.
#[derive(Debug, Clone)]
pub struct Draws {
    pub(super) params: DecideParams,
    /// Ids of the ranked units, rising.
    pub(super) ids: Vec<String>,
    /// Their positions in [`crate::RankInput::units`].
    pub(super) units: Vec<usize>,
    pub(super) not_ranked: Vec<NotRanked>,
    pub(super) ranges: Vec<CriterionRange>,
    pub(super) columns: Vec<Column>,
    pub(super) facts: Vec<Facts>,
    /// For drawn weights.
    pub(super) sampler: Sampler,
}

/// A criterion of all ranked units.
#[derive(Debug, Clone, Default)]
pub(super) struct Column {
    pub(super) mean: Vec<f64>,
    pub(super) values: Values,
    /// Recency and trend drawn as one number, for weights that weigh no other criterion of the years
    /// ([`super::unit::alone`]).
    pub(super) alone: Values,
}

#[derive(Debug, Clone, Default)]
pub(super) enum Values {
    /// As expected, without noise; or not drawn.
    #[default]
    Fixed,
    /// Draws of each unit.
    Drawn(Vec<Vec<f32>>),
    /// A fixed multiple of the unit's burden.
    OfBurden(Vec<f64>),
}

/// What is known of a unit besides its criteria.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    /// Incidents over the window, 0 or more.
    pub(super) count: f64,
    /// Events that one more incident, mixed as the unit's own are, adds to burden, severity: per event.
    pub(super) burden_per_event: f64,
    pub(super) severity_per_event: f64,
    /// Recency ÷ burden, and equity ÷ burden, as expected.
    pub(super) recency_of_burden: f64,
    pub(super) equity_of_burden: f64,
    /// The weighted count as so many Poisson events before over-dispersion, and its exposure.
    pub(super) poisson: (f64, f64),
    /// Events in the last year of the window, per year: counted and expected.
    pub(super) last_year: (f64, f64),
    /// Over-dispersion of the incidents that `poisson` counts.
    pub(super) phi: f64,
}

/// Draws of one unit; empty where not wanted.
#[derive(Default)]
pub(super) struct UnitDraws {
    pub(super) rows: [Vec<f32>; 9],
    /// Recency and trend by themselves.
    pub(super) recency: Vec<f32>,
    pub(super) trend: Vec<f32>,
    /// Mean share of years hot.
    pub(super) persistence: f64,
}

impl Draws {
    /// How they were drawn.
    pub fn params(&self) -> DecideParams {
        self.params
    }

    /// What 0 and 1 stand for, criterion by criterion in the order of [`super::CRITERIA`].
    pub fn ranges(&self) -> &[CriterionRange] {
        &self.ranges
    }

    /// Units left out, by id.
    pub fn not_ranked(&self) -> &[NotRanked] {
        &self.not_ranked
    }

    /// Number of ranked units.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Never: something is ranked.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Confidence sets for the ranks by burden as counted ([`rank_sets`]), in the order of the ids ([`Draws::ids`]).
    ///
    /// A weighted count enters as Σ w·O ÷ (Σ w²·O ÷ Σ w·O), sums over all units in the divisor: it then varies about as
    /// much as its mean, as a Poisson count does. O are incidents and w the weight of an offense times the mean size of
    /// the unit's incidents; what is not known of that size is left out.
    ///
    /// # Errors
    /// As [`rank_sets`].
    pub fn rank_sets(&self, level: f64) -> Result<Vec<RankSet>, DecideError> {
        let (counts, exposures) = self.facts.iter().map(|f| f.poisson).unzip();
        let phi = self.facts.first().map_or(1.0, |f| f.phi);
        rank_sets(&RankSetInput { counts, exposures, phi, level })
    }

    /// Ids of the ranked units, rising.
    pub fn ids(&self) -> &[String] {
        &self.ids
    }
}

heap!(DecideParams, Facts, Criterion);
heap!(CriterionRange { criterion, low, high, unavailable });
heap!(Column { mean, values, alone });
heap!(Draws { params, ids, units, not_ranked, ranges, columns, facts, sampler });

impl Heap for Values {
    fn heap(&self) -> usize {
        match self {
            Self::Fixed => 0,
            Self::Drawn(rows) => rows.heap(),
            Self::OfBurden(times) => times.heap(),
        }
    }
}
