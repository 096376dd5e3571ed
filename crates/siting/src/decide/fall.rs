//! What happens without any program. When a fall could be seen needs the drift of the places: [`crate::next`].

use serde::Serialize;

use super::draws::Draws;

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
}
