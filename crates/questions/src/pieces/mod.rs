//! What questions may be asked with: small groups of parameters, made of values that cannot be wrong.
//!
//! A parameter is declared once, in the piece that owns it: name, range, unit, default, meaning. Addresses, flags, the
//! description of the service, saved questions and refusals all come from that declaration.

mod aiming;
mod backtesting;
mod cells;
mod checking;
mod choices;
mod choosing;
mod clustering;
mod counting;
mod crossing;
mod evaluating;
mod given;
mod limits;
mod newest;
mod param;
mod piece;
mod routing;
mod smoothing;
mod spread;
mod steering;
pub mod value;
mod weighing;

pub use aiming::Aiming;
pub use backtesting::Backtesting;
pub use cells::{Around, CellSize, Exposure, FinestCells, Seeded, Spreading, Testing};
pub use checking::Checking;
pub use choices::{CountKey, Edge, Extent, KernelForm, Objective, Of, PlaceKind, Shape};
pub use choosing::{Choosing, Drawing, Number, Outlined, Problem, Proof, Ranking, Scoring, Search};
pub use clustering::{Baseline, ClusterMethod, Clustering};
pub use counting::{Counted, Counting, Keyed, Placing, PlacingRanked};
#[cfg(feature = "engine")]
pub(crate) use counting::{basis, covered_months, default_window, in_steps, whole_span};
pub use crossing::Crossing;
pub use evaluating::Evaluating;
pub use given::Given;
pub use limits::{Limiting, Limits, Walking};
pub use newest::Newest;
pub use param::{Kind, Param, Place};
pub use piece::{Field, Piece, described, read_ask};
pub(crate) use piece::{ask, piece};
pub use routing::Routing;
pub use smoothing::Smoothing;
pub use spread::{Periods, Staying};
pub use steering::{ChoicePart, Steered, Steering, Telling};
pub use value::Value;
pub use weighing::{CriterionName, Direction, Part, Weighing};
