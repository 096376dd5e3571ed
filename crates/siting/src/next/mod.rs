//! The year to come: ranks that know of drift, and what fall could be told from it.

mod filter;
mod input;
mod learn;
mod ranks;
mod visible;

pub use input::{MIN_YEARS, NextInput};
pub use learn::{Drift, SIGMAS};
pub use ranks::NextRank;
pub use visible::Visible;
