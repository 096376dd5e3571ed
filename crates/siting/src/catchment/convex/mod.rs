//! Walkable catchments: hex-convex sets of cells without spikes.

mod bound;
mod choose;
mod counted;
mod lattice;
mod rule;
pub(crate) mod search;
mod sweep;
mod walk;
mod window;

pub(crate) use bound::{Descent, Windows};
pub(crate) use choose::Chooser;
pub(crate) use lattice::Lattice;
pub(crate) use walk::Walk;
