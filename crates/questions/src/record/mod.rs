//! The decision record: an answer with everything that it came from, so that anyone can compute it again.

mod compute;
mod form;
mod replay;

pub use compute::{record, record_text};
pub use replay::{Difference, MAX_LISTED, Replay, compare, recorded_question};
