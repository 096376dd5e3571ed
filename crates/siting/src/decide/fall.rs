//! What happens without any program, and when an effect could be seen.

use serde::Serialize;

use super::draws::Draws;
use crate::effect::detectable_events;

/// Regression to the mean.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ExpectedFall {
    /// Events per year as counted in the last year of the window.
    pub observed: f64,
    /// Events per year to expect if nothing changes but chance, and the city as a whole stays at that year's level.
    pub expected: f64,
    /// (observed − expected) ÷ observed: above 0 is a fall; absent without an event.
    pub share: Option<f64>,
}

/// When a fall of 20% would be visible.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Detectable {
    /// Events per year to expect without a program.
    pub events_per_year: f64,
    /// Events needed before, and as long after, to see it.
    pub events_needed: f64,
    /// Years after the start at which as many would have been expected; absent beyond 30.
    pub years: Option<f64>,
}

/// Rate ratio of a fall of 20%.
const FALL: f64 = 0.8;
/// Nobody waits longer.
const MOST_YEARS: f64 = 30.0;

impl Draws {
    /// The fall to expect of a unit without any program.
    ///
    /// Idea: a place stands out in a year partly by chance, and what was chance does not come back. The expected rate
    /// is the posterior mean of the last year's rate, E\[θ\]·E\[π\] (see [`super::Criterion`]): the year's count, moved
    /// toward what the unit's other years and the usual units say. It is a statement about the same place under the
    /// same conditions, not a forecast of the city.
    ///
    /// Reference: Galton (1886), doi 10.2307/2841583; Morris (1983), *Parametric empirical Bayes inference*, doi
    /// 10.1080/01621459.1983.10477920, section 2; Barnett, van der Pols, Dobson (2005), *Regression to the mean*, doi
    /// 10.1093/ije/dyh299.
    pub(super) fn expected_fall(&self, index: usize) -> ExpectedFall {
        let (observed, expected) = self.facts[index].last_year;
        ExpectedFall { observed, expected, share: (observed > 0.0).then(|| (observed - expected) / observed) }
    }

    /// When a fall of 20% would be visible: years T, before and after alike, with T × the expected events per year ≥
    /// 352.1 × φ ([`detectable_events`]).
    pub(super) fn detectable(&self, index: usize) -> Detectable {
        let facts = &self.facts[index];
        let events_per_year = facts.last_year.1;
        let events_needed = detectable_events(FALL, facts.phi.max(1.0)).unwrap_or(f64::INFINITY);
        let years = Some(events_needed / events_per_year).filter(|y| *y <= MOST_YEARS);
        Detectable { events_per_year, events_needed, years }
    }
}
