//! The criteria of every unit, drawn once per question and weighed as often as a planner likes.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::criteria::{CRITERIA, Criterion, Weights};
use super::error::DecideError;
use super::input::{DecideInput, check_lengths};
use super::model::Model;
use super::rank_sets::{RankSet, RankSetInput, rank_sets};
use super::unit::{Unit, UnitDraws, Wanted};
use super::years::Years;
use crate::rank::{Measure, NotRanked, RankParams, Ranker};
use crate::sampler::Sampler;

/// How to draw, as it comes from a flag or an address.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DecideParams {
    /// What units are compared by.
    pub measure: Measure,
    /// Number of draws, 100 to 50,000.
    pub draws: usize,
    /// Seed of the draws.
    pub seed: u64,
    /// Months after which an event counts half, 6 to 240.
    pub half_life_months: f64,
    /// Units with fewer residents have no rate per resident.
    pub min_residents: f64,
}

impl Default for DecideParams {
    fn default() -> Self {
        let RankParams { measure, draws, seed, min_residents, .. } = RankParams::default();
        Self { measure, draws, seed, half_life_months: 24.0, min_residents }
    }
}

impl DecideParams {
    /// Checks what can be checked without the data.
    ///
    /// # Errors
    /// [`DecideError`] for a value out of range.
    pub fn check(self) -> Result<Decider, DecideError> {
        if !(6.0..=240.0).contains(&self.half_life_months) {
            return Err(DecideError::HalfLife(self.half_life_months));
        }
        let Self { measure, draws, seed, min_residents, .. } = self;
        let ranker = RankParams { measure, draws, seed, min_residents, k: 1, ..RankParams::default() }.check()?;
        Ok(Decider { params: self, ranker })
    }
}

/// A way of drawing criteria whose parameters hold together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Decider {
    params: DecideParams,
    ranker: Ranker,
}

/// The span of a criterion's expected values among the ranked units: what 0 and 1 stand for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CriterionRange {
    /// Criterion.
    pub criterion: Criterion,
    /// Lowest expected value.
    pub low: f64,
    /// Highest expected value.
    pub high: f64,
    /// Why the criterion cannot be had here, where so.
    pub unavailable: Option<String>,
}

/// The criteria of every ranked unit: expected values, and draws where counts make them uncertain.
#[derive(Debug, Clone)]
pub struct Draws {
    pub(super) params: DecideParams,
    /// Ids of the ranked units, rising.
    pub(super) ids: Vec<String>,
    /// Their positions in [`RankInput::units`].
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

/// What is known of a unit beside its criteria.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    /// Net count over the window, 0 or more.
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
    /// Over-dispersion of the unit's monthly counts.
    pub(super) phi: f64,
}

impl Decider {
    /// The parameters.
    pub fn params(&self) -> DecideParams {
        self.params
    }

    /// Draws every criterion that can be had but severity: burden comes as one number per draw, as in [`Ranker::rank`],
    /// to the last bit.
    ///
    /// Complexity: draws × units × years. Memory: up to 32 bytes per unit and draw. Returns units in order of id. The
    /// same bytes for any number of threads: each unit's numbers come from streams of its own.
    ///
    /// # Errors
    /// As [`Ranker::rank`], and [`DecideError`] for lists that do not fit the units.
    pub fn draw(&self, input: &DecideInput<'_>) -> Result<Draws, DecideError> {
        let criteria = CRITERIA.map(|c| c != Criterion::Severity);
        self.draw_wanted(input, Wanted { criteria, any: true, years_hot: true }, None)
    }

    /// Draws every criterion that can be had. Severity must rise and fall with burden, so that burden is drawn group by
    /// group here: other numbers of the same distribution.
    ///
    /// # Errors
    /// As [`Decider::draw`].
    pub fn draw_with_severity(&self, input: &DecideInput<'_>) -> Result<Draws, DecideError> {
        self.draw_wanted(input, Wanted { criteria: [true; 9], any: true, years_hot: true }, None)
    }

    /// Draws only the criteria that some weights weigh; the others have no noise. With these weights the answer is that
    /// of [`Decider::draw`] to the last bit ([`Decider::draw_with_severity`] where severity is weighed).
    ///
    /// Recency ÷ burden and trend are weighted means of the years' shares, and where only one of the three criteria of
    /// the years is weighed it is drawn as one number through its own quantiles rather than from a number per year: by
    /// a Dirichlet distribution a mean of shares does not depend on their sum, nor on burden. Where several are weighed
    /// they rise and fall with the same years, and every year is drawn.
    ///
    /// # Errors
    /// As [`Decider::draw`].
    pub fn draw_for(&self, input: &DecideInput<'_>, weights: &Weights) -> Result<Draws, DecideError> {
        let criteria = CRITERIA.map(|c| weights.of(c) > 0.0);
        self.draw_wanted(input, Wanted { criteria, any: false, years_hot: false }, None)
    }

    /// As [`Decider::draw_for`], with the expected value of every criterion: years hot have one by draws alone, which
    /// are not kept where they have no weight. A weight on a criterion that cannot be had is refused before anything is
    /// drawn.
    ///
    /// # Errors
    /// As [`Decider::draw`], and [`DecideError::Unavailable`].
    pub fn draw_shown(&self, input: &DecideInput<'_>, weights: &Weights) -> Result<Draws, DecideError> {
        let criteria = CRITERIA.map(|c| weights.of(c) > 0.0);
        self.draw_wanted(input, Wanted { criteria, any: false, years_hot: true }, Some(weights))
    }

    /// Draws; with weights given, only where every criterion that they weigh can be had.
    fn draw_wanted(
        &self,
        input: &DecideInput<'_>,
        wanted: Wanted,
        weighed: Option<&Weights>,
    ) -> Result<Draws, DecideError> {
        check_lengths(input)?;
        let prepared = self.ranker.prepare(input.rank)?;
        let years = Years::new(input.ages, self.params.half_life_months);
        let model = Model::new(input, &prepared, &years, self.params)?;
        for criterion in weighed.into_iter().flat_map(Weights::weighed) {
            model.available(input, criterion)?;
        }
        let sampler = Sampler::new();
        let n = prepared.table.kept.len();
        let drawn: Vec<UnitDraws> =
            (0..n).into_par_iter().map(|kept| Unit::new(&model, kept, wanted, &sampler).draw()).collect();
        Ok(model.collect(input, drawn, sampler))
    }
}

impl Draws {
    /// How they were drawn.
    pub fn params(&self) -> DecideParams {
        self.params
    }

    /// What 0 and 1 stand for, criterion by criterion in the order of [`CRITERIA`].
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
    /// much as its mean, as a Poisson count does.
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

    /// Memory of the draws, bytes.
    pub fn bytes(&self) -> usize {
        let len = |values: &Values| if let Values::Drawn(rows) = values { rows.iter().map(Vec::len).sum() } else { 0 };
        4 * self.columns.iter().map(|c| len(&c.values) + len(&c.alone)).sum::<usize>()
    }
}
