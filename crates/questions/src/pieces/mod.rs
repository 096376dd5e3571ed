//! What questions may be asked with: small groups of parameters, made of values that cannot be wrong.
//!
//! A parameter is declared once, in the piece that owns it: name, range, unit, default, meaning. Addresses, flags, the
//! description of the service, saved questions and refusals all come from that declaration.

mod choices;
mod choosing;
mod counting;
mod given;
mod limits;
mod param;
mod piece;
pub mod value;
mod weighing;

pub use choices::{CountKey, Edge, KernelForm, Objective, Of, PlaceKind};
pub use choosing::{Choosing, Drawing, Number, Outlined, Problem, Proof, Ranking, Scoring, Search};
pub use counting::{Counted, Counting, Keyed, Placing};
#[cfg(feature = "engine")]
pub(crate) use counting::{covered_months, default_window, whole_span};
pub use given::Given;
pub use limits::{Limiting, Limits, Walking};
pub use param::{Kind, Param, Place};
pub use piece::{Field, Piece, described, read_ask};
pub(crate) use piece::{ask, piece};
pub use value::Value;
pub use weighing::{CriterionName, Direction, Part, Weighing};
