//! Ranks of units with their uncertainty.
//!
//! Idea: the counts of a unit are the truth plus chance. For every offense group a unit's rate has the prior Gamma(α,
//! β) that the units themselves suggest (or a [`Reference`] does); its count O over the exposure e, both divided by the
//! over-dispersion φ, turns that into the posterior Gamma(α + O/φ, β + e/φ). The score is the sum over groups of weight
//! × rate, per year. Scores of all units are drawn together, many times; how often a unit takes a rank is the
//! probability that it has it.
//!
//! Counts of offenses come in incidents ([`Clusters`]): then O counts incidents, and the rate of offenses is the rate
//! of incidents times the mean size of an incident, both with their doubt ([`Clusters`] says how).
//!
//! - Order of the list: posterior mean of the score, ties by id. The interval is about the true rank, and among units
//!   that are much the same it may well lie below the place in the list: the first of many equals is probably not the
//!   highest.
//! - The ends of a rank's interval are quantiles of its mid-distribution (a rank that is drawn counts half as better,
//!   half as worse), so that intervals of whole ranks hold the truth about as often as the level says, not more often.
//! - Dividing by φ is a quasi-likelihood: the posterior mean is unbiased whatever the clustering, and its variance is φ
//!   times that of chance.
//! - Prior and φ are taken as known; with fewer than some twenty units the intervals are therefore a little too narrow.
//! - A net count below 0 (more taken back than recorded) enters as 0, with a remark.
//!
//! References: Clayton, Kaldor (1987), doi 10.2307/2532003; Laird, Louis (1989), *Empirical Bayes ranking methods*, doi
//! 10.3102/10769986014001029; Goldstein, Spiegelhalter (1996), *League tables and their limitations*, doi
//! 10.2307/2983325.

pub(crate) mod clusters;
pub(crate) mod draws;
mod error;
pub(crate) mod input;
mod params;
pub(crate) mod prior;
mod ranker;
mod ranking;
mod why;

pub use catchment_model::Measure;
pub use clusters::SizeFit;
pub use error::{MAX_UNITS, RankError};
pub use input::{Clusters, MEASURES, RankGroup, RankInput, RankUnit, Reference};
pub use params::RankParams;
pub use prior::{PriorKind, over_dispersion};
pub(crate) use ranker::Prepared;
pub use ranker::Ranker;
pub use ranking::{GroupFit, NotRanked, Ranked, Ranking};
pub use why::Wording;
