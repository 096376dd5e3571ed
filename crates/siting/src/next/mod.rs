//! The year to come: ranks that know of drift, and what fall could be told from it.
//!
//! A rank of the window says what was: the rates of past years are one quantity there. A place that was among the worst
//! for a decade need not be next year, since places drift. Here each place is taken through its years by a Gamma filter
//! (`filter`), how much places drift is learned from how well each year was predicted by those before it
//! ([`crate::RankParams::drift`]), ranks are drawn for the year after the last month ([`Drift::ranks`]), and the same
//! drift says what fall could be told by an evaluation ([`Drift::visible`]). Cells of a search have their own
//! prediction ([`crate::chance`]), learned alike: each past year held against what was predicted before it.
//!
//! What it leaves out: places drift by themselves here, neighbors do not drift together; the city's own movement in the
//! year to come is not predicted, since it changes no rank; and a year may come unlike all that were seen.
//!
//! References: Harvey, Fernandes (1989), *Time series models for count or qualitative observations*, doi
//! 10.1080/07350015.1989.10509750; West, Harrison (1997), *Bayesian forecasting and dynamic models*, doi
//! 10.1007/b98971.

mod filter;
mod halving;
mod input;
mod learn;
mod ranks;
mod visible;

pub use input::{MIN_YEARS, NextInput};
pub use learn::{Drift, SIGMAS};
pub use ranks::NextRank;
pub use visible::Visible;
