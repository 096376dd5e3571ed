//! Location models on any demand points: maximal covering and p-median, with a proof.
//!
//! **MCLP** (maximal covering location problem): the `p` sites that have most demand within a radius. Church, `ReVelle`
//! (1974), *The maximal covering location problem*, doi 10.1007/BF01942293, (1)–(5). **p-median**: the `p` sites with
//! the least sum of weight × distance to the nearest. Hakimi (1964), *Optimum locations of switching centers and the
//! absolute centers and medians of a graph*, doi 10.1287/opre.12.3.450, theorem 2.
//!
//! Both are solved exactly by one branch and bound on Lagrangian bounds (`lagrange.rs`), started from greedy addition
//! and exchange (`interchange.rs`); or, where they are small, as integer programs by a library (`program.rs`). The
//! branch and bound stops after a set amount of work, the same on every machine; its answer then is the best found,
//! with the bound that was proven, and says so.

mod branch;
mod costs;
mod error;
mod input;
mod interchange;
mod lagrange;
mod program;
mod solve;

pub use error::LocateError;
pub use input::{DEFAULT_WORK, Distances, LocateInput, LocateModel, LocateParams, LocateSolver, Place};
pub use solve::{Locate, Located, LocatedSite};
