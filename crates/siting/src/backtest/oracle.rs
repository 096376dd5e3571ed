//! The best that is known of for a year: what every way of choosing sites is measured by.

use super::error::BacktestError;
use super::greedy;
use super::method::Choice;
use super::setting::Setting;
use crate::catchment::Shape;

/// A choice and what it holds.
pub(super) struct Held {
    pub(super) choice: Choice,
    pub(super) harm: f64,
}

impl Held {
    pub(super) fn of(choice: Choice, harm: &[f64]) -> Self {
        Self { harm: choice.holds(harm), choice }
    }

    /// The better of two; of equals the first.
    pub(super) fn or(self, other: Self) -> Self {
        if other.harm > self.harm { other } else { self }
    }
}

impl Setting<'_> {
    /// Sites chosen one after the other on some harm: by plain greedy growth, or, where sites have to be walkable, each
    /// the best walkable one found on what the others left.
    pub(super) fn one_by_one(&self, harm: &[f64]) -> Result<Choice, BacktestError> {
        if self.search.params().shape == Shape::Walkable {
            let set = self.search.candidates(&self.input.with(harm), self.k())?;
            return Ok(Choice::of_cells(set.catchments.iter().flat_map(|c| &c.cells)));
        }
        Ok(greedy::choose(&self.input, self.k(), self.area_km2(), harm))
    }

    /// Plain greedy growth on some harm, and the best choice of sites found for it under the loosest rules that any way
    /// of growing sites plays by: so many sites, each in one piece and no larger than the area, without a bound on
    /// reach or outline. It is the better of that growth and of the engine's search, which is the stronger search but
    /// keeps to its own bounds.
    ///
    /// At a quarter of a square kilometer growth was the better one in most years of St. Louis, since it may follow a
    /// street farther than the engine's reach. The engine's search without its bound on the reach was tried and left
    /// out: with a reach of three radii it holds a third more than growth at 2.5 km², in snakes that no method would
    /// choose, and costs as much as all the rest. Where sites have to be walkable, so have the oracle's.
    pub(super) fn best(&self, harm: &[f64]) -> Result<(Held, Held), BacktestError> {
        let grown = self.one_by_one(harm)?;
        let best = Held::of(grown.clone(), harm).or(Held::of(self.search(harm)?, harm));
        Ok((Held::of(grown, harm), best))
    }
}
