//! The criteria by which places can be compared, and the weights of a planner.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::error::{DecideError, MAX_WEIGHT};

/// What speaks for a place. More of it always speaks for the place.
///
/// θ is the unit's rate of the chosen offenses per year and unit of the measure, weighted by offense group, drawn from
/// its posterior exactly as in [`crate::Ranker`]. π is the share of its events in each year of the window, drawn beside
/// it: by a Poisson model total and shares are independent given the rate, so that θ·π is a draw of the rate of each
/// year. *Drawn* criteria carry the noise of the counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Criterion {
    /// θ: events per year in the unit of the measure. Drawn.
    Burden,
    /// `Σ_y ω_y·θ_y` over the years of the window, `ω_y` ∝ Σ of 2^(−age ÷ half-life) over its covered months. Within a
    /// year the rate is taken as constant. Drawn.
    Recency,
    /// Share of the years in which `θ_y` is above the upper quartile of the usual units' expected rates of that year
    /// (fixed before the draws). Drawn.
    Persistence,
    /// Slope of the line through `θ_y` (least squares, weighted by covered months) ÷ θ: change per year as a share of
    /// the mean. Rising is more. Drawn.
    Trend,
    /// `Σ_g severity_g·θ_g`, severities as the city file gives them (such as costs per offense). Drawn with the same
    /// `θ_g` as burden.
    Severity,
    /// Residents, in thousands. Fixed.
    Residents,
    /// Share of the events of known hour within the working hours of a site, shrunk toward the usual share. Drawn.
    ShiftHours,
    /// Distance from the unit's center to the nearest existing site's outline, km; 0 inside. Farther is more. Fixed.
    Distance,
    /// The unit's expected count × the share of its ground that no site serves ÷ the same over all ranked units: its
    /// share of the unserved burden. Drawn with burden, the denominator fixed.
    Equity,
}

/// All criteria, in the order of display.
pub const CRITERIA: [Criterion; 9] = [
    Criterion::Burden,
    Criterion::Recency,
    Criterion::Persistence,
    Criterion::Trend,
    Criterion::Severity,
    Criterion::Residents,
    Criterion::ShiftHours,
    Criterion::Distance,
    Criterion::Equity,
];

impl Criterion {
    /// Name in commands and addresses.
    pub fn id(self) -> &'static str {
        match self {
            Self::Burden => "burden",
            Self::Recency => "recency",
            Self::Persistence => "persistence",
            Self::Trend => "trend",
            Self::Severity => "severity",
            Self::Residents => "residents",
            Self::ShiftHours => "shift_hours",
            Self::Distance => "distance",
            Self::Equity => "equity",
        }
    }

    /// Name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Burden => "Burden",
            Self::Recency => "Recent burden",
            Self::Persistence => "Years hot",
            Self::Trend => "Trend",
            Self::Severity => "Severity",
            Self::Residents => "Residents reached",
            Self::ShiftHours => "Within working hours",
            Self::Distance => "Distance to sites",
            Self::Equity => "Share of unserved burden",
        }
    }

    /// What it is, in one sentence for people, with its unit.
    pub fn definition(self) -> &'static str {
        match self {
            Self::Burden => {
                "Expected offenses per year by the chosen measure, small counts moved toward what is usual."
            }
            Self::Recency => {
                "The same rate with recent years weighing more: an offense counts half as much for each half-life that \
                    has passed."
            }
            Self::Persistence => "Share of the years in which the place was among the highest quarter.",
            Self::Trend => "Change per year as a share of the place's own mean rate; rising places score higher.",
            Self::Severity => {
                "Expected severity per year by the chosen measure: each offense counted by the severity that the city \
                    file gives it."
            }
            Self::Residents => "Residents, in thousands.",
            Self::ShiftHours => "Share of the offenses of known hour that fall within a site's working hours.",
            Self::Distance => {
                "Kilometers from the middle of the place to the nearest existing site; farther places score higher."
            }
            Self::Equity => "The place's share of the offenses in areas that no existing site serves.",
        }
    }

    /// Whether its values carry the noise of the counts.
    pub fn is_drawn(self) -> bool {
        !matches!(self, Self::Residents | Self::Distance)
    }

    /// Place in [`CRITERIA`].
    pub fn index(self) -> usize {
        self as usize
    }
}

impl FromStr for Criterion {
    type Err = DecideError;

    fn from_str(text: &str) -> Result<Self, DecideError> {
        let known = || CRITERIA.map(Self::id).join(", ");
        CRITERIA
            .into_iter()
            .find(|c| c.id() == text)
            .ok_or_else(|| DecideError::Criterion { name: text.to_owned(), known: known() })
    }
}

/// A planner's weights: 0 or more each, at least one above 0. Only their proportions matter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights([f64; 9]);

impl Default for Weights {
    /// Burden alone.
    fn default() -> Self {
        let mut weights = [0.0; 9];
        weights[Criterion::Burden.index()] = 1.0;
        Self(weights)
    }
}

impl Weights {
    /// Checks weights in the order of [`CRITERIA`].
    ///
    /// # Errors
    /// [`DecideError::Weight`] out of 0 to 1000, [`DecideError::NoWeight`] where all are 0.
    pub fn new(weights: [f64; 9]) -> Result<Self, DecideError> {
        for (criterion, weight) in CRITERIA.into_iter().zip(weights) {
            if !(0.0..=MAX_WEIGHT).contains(&weight) {
                return Err(DecideError::Weight { criterion: criterion.id().to_owned(), value: weight.to_string() });
            }
        }
        if weights.iter().all(|w| *w <= 0.0) {
            return Err(DecideError::NoWeight);
        }
        Ok(Self(weights))
    }

    /// The weight of a criterion, as given.
    pub fn of(&self, criterion: Criterion) -> f64 {
        self.0[criterion.index()]
    }

    /// The same weights but for one.
    ///
    /// # Errors
    /// As [`Weights::new`].
    pub fn with(mut self, criterion: Criterion, weight: f64) -> Result<Self, DecideError> {
        self.0[criterion.index()] = weight;
        Self::new(self.0)
    }

    /// Shares of the sum, in the order of [`CRITERIA`].
    pub fn shares(&self) -> [f64; 9] {
        let sum: f64 = self.0.iter().sum();
        self.0.map(|w| w / sum)
    }

    /// The criteria with a weight above 0.
    pub fn weighed(&self) -> impl Iterator<Item = Criterion> + '_ {
        CRITERIA.into_iter().filter(|c| self.of(*c) > 0.0)
    }
}

impl FromStr for Weights {
    type Err = DecideError;

    /// Reads `burden:3,recency:1`; criteria that are not named weigh 0.
    fn from_str(text: &str) -> Result<Self, DecideError> {
        let mut weights = [None; 9];
        for part in text.split(',') {
            let (name, value) = part.split_once(':').unwrap_or((part, ""));
            let criterion: Criterion = name.trim().parse()?;
            let weight: Option<f64> = value.trim().parse().ok().filter(|w| (0.0..=MAX_WEIGHT).contains(w));
            let Some(weight) = weight else {
                return Err(DecideError::Weight {
                    criterion: criterion.id().to_owned(),
                    value: value.trim().to_owned(),
                });
            };
            if weights[criterion.index()].replace(weight).is_some() {
                return Err(DecideError::Repeated(criterion.id().to_owned()));
            }
        }
        Self::new(weights.map(|w| w.unwrap_or(0.0)))
    }
}

impl fmt::Display for Weights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<String> = self.weighed().map(|c| format!("{}:{}", c.id(), self.of(c))).collect();
        f.write_str(&parts.join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_read_and_written() {
        let weights: Weights = "recency:1, burden:3".parse().unwrap();
        assert_eq!(weights.to_string(), "burden:3,recency:1");
        assert!((weights.shares()[0] - 0.75).abs() < 1e-15);
        assert_eq!("burden:1".parse(), Ok(Weights::default()));
    }

    #[test]
    fn weights_that_cannot_be_are_refused_by_name() {
        let fault = |text: &str| text.parse::<Weights>().unwrap_err().to_string();
        assert!(fault("crime:1").contains("criterion \"crime\"; expected one of burden, recency"));
        assert_eq!(fault("burden:-1"), "weight -1 of \"burden\"; expected 0 to 1000");
        assert_eq!(fault("burden"), "weight  of \"burden\"; expected 0 to 1000");
        assert!(fault("burden:nan").contains("nan"));
        assert_eq!(fault("burden:1,burden:2"), "criterion \"burden\" occurs twice; expected once");
        assert_eq!(fault("burden:0"), "all weights are 0; expected one above 0");
    }
}
