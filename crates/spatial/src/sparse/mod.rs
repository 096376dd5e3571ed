//! Sums of sparse counts over neighborhoods, with tails that hold: what Gi* and local Moran take their p from.
//!
//! **Null.** The rates of cells are exchangeable: cell j has a rate θⱼ, drawn for every cell alike from one
//! distribution G, and its count is Poisson(θⱼ aⱼ), where aⱼ is its exposure (its area inside the study region). Where
//! events fall evenly, G is one point and a neighborhood's sum is Poisson; in a city where some cells are hot, G is
//! what the cells show, and the null says only that hot cells do not lie together.
//!
//! **Steps.** G is estimated from all cells by maximum likelihood without a form ([`mixing`]); the rate of a
//! neighborhood is then a sum of independent draws from G ([`rates`]), its count a Poisson mixture over that rate, and
//! both tails are added up ([`tails`]). Nothing is drawn: no seed, no smallest p.
//!
//! **Border.** A neighborhood with exposures a₁ … aₖ is read as whole units of its largest exposure and one rest, the
//! same in sum. Independent draws weighted so are the widest of all with that sum and that largest weight (Marshall,
//! Olkin and Arnold 2011, Inequalities: Theory of Majorization, 2nd edition, doi:10.1007/978-0-387-68276-1, chapter 3:
//! Schur convexity of E φ(Σ aⱼθⱼ) for convex φ), so that the border is never surer than the inside. Exact where all
//! exposures are alike and where G is one point.

mod error;
mod gi;
mod mixing;
mod moran;
mod null;
mod rates;
mod sum;
mod table;
mod tails;

pub use error::SparseError;
pub use gi::{GiExact, gi_star_exact};
pub use null::{Exchangeable, Reach};
pub use sum::{Sum, neighborhoods};
pub(crate) use table::Table;
pub use tails::Tails;
