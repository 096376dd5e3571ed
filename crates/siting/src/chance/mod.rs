//! The chance, cell by cell, of lying in one of the k best catchments while the counts are in doubt.
//!
//! Idea: a count is a true rate plus chance. The search for catchments takes counts as they are; here it is done again
//! on many surfaces of rates that could lie behind the same counts, and each cell's chance is the share of them in
//! which it was chosen. For the catchments of the plain answer the same draws say how stable they are.
//!
//! Here is the chance of a choice by counts; that of a choice by expected harm, whose doubt is about the year to come,
//! is [`CatchmentChance::of_expected`].
//!
//! The model (empirical Bayes, Gamma–Poisson):
//! - A cell's count of a group over the window, divided by the over-dispersion φ, is Poisson about its rate. φ comes
//!   from the months, measured on areas of the size of a catchment ([`crate::over_dispersion`]), where swings that
//!   neighbors share are seen too; on single cells it would be smaller.
//! - A cell's rate has a Gamma prior whose mean is the rate of the cells around it, itself left out, and whose strength
//!   and reach make the counts of all cells most likely (`posterior`). In St. Louis, ten years of default offenses, the
//!   surroundings within 250 to 700 m predict a cell far better than the city's rate does, and the prior is worth some
//!   0.5 to 2 events: a busy cell keeps its own count, an empty one is given a part of what its surroundings hold, and
//!   all cells together keep their sum to within 2%.
//! - Rates are drawn from the posterior Gamma(α + O/φ, α/m + e/φ) of each cell and group, times the group's weight,
//!   added up over the groups.
//!
//! What it leaves out, so that true doubt is larger than the chances say:
//! - **Where**: positions are taken as right, and rows without one are assumed to be missing in equal shares
//!   everywhere.
//! - **When**: rates are those of the whole window; drift within it and after it, and reports still to come, play no
//!   part.
//! - **Together**: given their surroundings, cells are drawn one by one. What makes neighboring cells rise together
//!   over the whole window beyond what their counts show is not in it; and the mean, reach and strength of the prior
//!   are taken as known (empirical, not full, Bayes).
//! - Weights, size and number of catchments, and limits are as asked.
//!
//! References: Clayton, Kaldor (1987), *Empirical Bayes estimates of age-standardized relative risks*, doi
//! 10.2307/2532003, equations 3–5 (the Gamma–Poisson model); Marshall (1991), *Mapping disease and mortality rates
//! using empirical Bayes estimators*, doi 10.2307/2347593, section 4 (local means); Laird, Louis (1989), *Empirical
//! Bayes ranking methods*, doi 10.3102/10769986014001029 (functions of many rates are read off joint draws, not off
//! each estimate by itself); Besag, York, Mollié (1991), *Bayesian image restoration, with two applications in spatial
//! statistics*, doi 10.1007/BF00116466 (the full model with dependent neighbors, which this approximates).

mod again;
mod counted;
mod error;
pub(crate) mod expected;
pub(crate) mod input;
mod params;
pub(crate) mod posterior;

pub use again::{CellChances, Stability};
pub use error::ChanceError;
pub use expected::{ExpectedChanceInput, ExpectedModel};
pub use input::{ChanceGroup, ChanceInput};
pub use params::{CatchmentChance, ChanceParams, MAX_DRAWS, MIN_DRAWS};
pub use posterior::CellPrior;
