//! What is measured of a method in a year.

use serde::Serialize;

use super::method::Method;

/// A year that can be tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Tested {
    /// The year measured: all its twelve months are covered.
    pub year: i32,
    /// Covered months before it.
    pub past_months: usize,
}

/// How a method did in a year.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Row {
    /// The year measured.
    pub year: i32,
    /// Method.
    pub method: Method,
    /// Area of a site, km².
    pub area_km2: f64,
    /// Number of sites.
    pub k: usize,
    /// Share of the city's located harm of the year inside the ground chosen.
    pub capture: f64,
    /// The same share for the oracle: the best choice of sites known of for that year.
    pub oracle: f64,
    /// The same share for plain greedy growth on the year itself: a weaker oracle, by which growth without a search is
    /// told.
    pub greedy_oracle: f64,
    /// `capture ÷ oracle`.
    pub ratio: f64,
    /// Harm captured.
    pub harm: f64,
    /// The city's located harm of the year: what `capture` is a share of.
    pub located: f64,
    /// Ground chosen, km².
    pub ground_km2: f64,
    /// Share of the year's located incidents inside the ground chosen, each incident counted once whatever its number
    /// of victims; absent where the incidents are not known.
    pub incident_capture: Option<f64>,
}
