//! Draws the criteria of every unit, once per question.

use rayon::prelude::*;

use super::criteria::{CRITERIA, Criterion, Weights};
use super::draws::{Draws, UnitDraws};
use super::error::DecideError;
use super::input::{DecideInput, check_lengths};
use super::model::Model;
use super::params::DecideParams;
use super::unit::{Unit, Wanted};
use super::years::Years;
use crate::rank::{RankParams, Ranker};
use crate::sampler::Sampler;

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

impl Decider {
    /// The parameters.
    pub fn params(&self) -> DecideParams {
        self.params
    }

    /// Draws every available criterion but severity: burden comes as one number per draw, as in [`Ranker::rank`],
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

    /// Draws every available criterion. Severity must rise and fall with burden, so that burden is drawn group by
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

    /// As [`Decider::draw_for`], with the expected value of every criterion: years hot get theirs from draws alone,
    /// which are not saved where they have no weight. A weight on a criterion that is unavailable is refused before
    /// anything is drawn.
    ///
    /// # Errors
    /// As [`Decider::draw`], and [`DecideError::Unavailable`].
    pub fn draw_with_expected(&self, input: &DecideInput<'_>, weights: &Weights) -> Result<Draws, DecideError> {
        let criteria = CRITERIA.map(|c| weights.of(c) > 0.0);
        self.draw_wanted(input, Wanted { criteria, any: false, years_hot: true }, Some(weights))
    }

    /// Draws; with weights, only where every criterion that they weigh is available.
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
        let n = prepared.table.ranked.len();
        let drawn: Vec<UnitDraws> =
            (0..n).into_par_iter().map(|index| Unit::new(&model, index, wanted, &sampler).draw()).collect();
        Ok(model.collect(input, drawn, sampler))
    }
}
