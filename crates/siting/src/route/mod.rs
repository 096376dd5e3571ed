//! Walk routes: the closed walk of a given length on a network of streets that passes most of what lies along them.
//!
//! Idea: a team begins and ends at one place and has so many meters. Every street segment has a prize (the harm to
//! expect along it), paid the first time that it is passed. Looked for is the closed walk with the largest sum: the arc
//! orienteering problem, NP-hard (Souffriau, Vansteenwegen, Vanden Berghe, Van Oudheusden 2011, *The planning of cycle
//! trips in the province of East Flanders*, doi 10.1016/j.omega.2010.05.001).
//!
//! Parameters: meters, tries, seed. What comes back: the walk in order, its length and prize, and a bound that no
//! closed walk of that length on the network passes.
//!
//! Steps: (1) a walk is a connected set of segments passed once or twice so that every crossing is entered as often as
//! it is left; annealing changes it by the cycles of single blocks and by segments walked there and back (`search`).
//! (2) The bound is a Lagrangian dual of length and parity (`bound`), valid whatever its multipliers. (3) At each
//! crossing what comes in is paired with what goes out as straight as may be, so that the walk turns seldom (`order`).
//!
//! Cost: tries × 120,000 changes, each at most one pass over the walk. Degenerate input: without a prize, or where
//! nothing can be reached and left within the length, there is no walk and the error says so. Same bytes for the same
//! seed and any number of threads.

mod bound;
mod cycles;
mod edge;
mod error;
mod network;
mod order;
mod parts;
mod search;
mod solve;

pub use edge::WalkEdge;
pub use error::RouteError;
pub use network::{Network, Segment, StreetLine};
pub use order::Passed;
pub use solve::{RouteInput, RouteParams, Routed, Router};
