//! Candidate catchments: connected, compact sets of cells, free of neighborhood borders.
//!
//! A **catchment** is a connected set of allowed cells of at most a given area. It is *compact* if one of its cells,
//! the center, is no farther (center to center) from any of its cells than `radius_factor` times the radius of a circle
//! of the area asked for. At 1.6 the cells may lie anywhere in a disk of 2.56 times the area: room for an L or a bar
//! along a street, not for a snake across the city. Within that disk a catchment may have holes and gaps, as violence
//! does: it follows single blocks. Where ground is wanted that can be walked around, the length of the outline, rims of
//! holes included, can be bound too ([`CatchmentParams::outline_factor`]), or the ground can be asked to be walkable:
//! without holes, gaps and spikes ([`Shape::Walkable`]). On St. Louis (2.5 km², resolution 10) free
//! shapes have outlines of six circles and capture 20.9% of the next year's harm, shapes of at most three circles 19.0
//! %, of two 17.6%.
//!
//! The search is a heuristic (the problem, a maximum-weight connected subgraph with a budget, is NP-hard): its answers
//! hold to every bound, are never worse than plain greedy growth, and come with a proven upper bound on what any answer
//! could reach (`dual`). Small cases are solved to the end (`exact`). A drawing by hand is scored by the same rules
//! (`score`).
//!
//! References for the search (those for the proof are in its own files): Lee, Dooly (1996), *Decomposition algorithms
//! for the maximum-weight connected graph problem*, `doi 10.1002/(SICI)1520-6750(199812)45:8<817::AID-NAV4>3.0.CO;2-1`;
//! Lourenço, Martin, Stützle (2003), *Iterated local search*, doi 10.1007/0-306-48056-5_11.

mod answer;
mod ascent;
mod center_bound;
mod convex;
mod dual;
mod error;
mod exact;
mod graph;
mod grow;
mod improve;
mod params;
mod penalty;
mod piece;
mod prune;
mod quick;
mod region;
mod score;
mod search;
mod select;
mod squares;
mod tighter;
mod tiling;

pub use answer::{Catchment, CatchmentSet, Proven};
pub use error::CatchmentError;
pub use params::{CatchmentInput, CatchmentParams, CatchmentSearch, MAX_CATCHMENTS, MAX_EFFORT, Shape};
pub(crate) use quick::Quick;
pub use score::{Broken, DrawnScore};
pub use tiling::{Tiling, reference_tiling};
