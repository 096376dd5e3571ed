//! Walkable catchments: sets of cells without holes, gaps and spikes, with a proven bound.
//!
//! Idea: a set of cells is *hex-convex* if every row of it, in each of the three directions of the lattice, is one run
//! without a gap. Such a set is a path of rows whose sides first lean outward, then along, then inward, so the best one
//! about a center is found exactly by dynamic programming over rows. Spikes are kept out by two rules along one of the
//! three directions, whichever suits a place best: rows of at least a few cells, and sides that move by at most one
//! and a half cells a row ([`rule`]). On St. Louis (2.5 km², resolution 10, counts of 2009–2018) that costs 1.3 to 2.3%
//! of the harm that hex-convex sets with spikes hold; at 0.25 km² nothing. Outlines are 1.4 to 1.8 times a circle's.
//!
//! Steps: places that stand out are found by sweeps over the city at some prices of ground ([`choose`], [`sweep`]);
//! the best are taken one after the other; each is redone exactly about its center with the others in place
//! ([`counted`]). Prices on cells give the bound ([`bound`], [`window`], [`master`]): first with prices of ground
//! ([`hull`]), then with cells counted where it matters ([`passing`]). The sets met on the way are packed anew by what
//! the prices say each of them loses ([`packing`]), and those that the prices rest on are worked out once more. A
//! single catchment needs no prices: every center that could hold more is worked out ([`alone`]).
//!
//! What is exact: one catchment about a given center, where cells are of one size and the table of states is not too
//! large (up to about 350 cells). Where cells differ in size, the best of those found that fit is taken. The bound is
//! proven in every case.
//!
//! References: Asano, Chen, Katoh, Tokuyama (1996), *Polynomial-time solutions to image segmentation*, SODA '96, pages
//! 104–113 (best convex regions of a grid, row by row); Shirabe (2005), *A model of contiguity for spatial unit
//! allocation*, doi 10.1111/j.1538-4632.2005.00605.x; Fisher (1981), doi 10.1287/mnsc.27.1.1 (the bound).

mod alone;
mod bound;
mod choose;
mod counted;
mod hull;
mod lattice;
mod master;
mod packing;
mod passing;
mod rule;
pub(crate) mod search;
mod states;
mod sweep;
mod tables;
mod walk;
mod window;

pub(crate) use bound::{Descent, Windows};
pub(crate) use choose::Chooser;
pub(crate) use lattice::Lattice;
pub(crate) use walk::Walk;
