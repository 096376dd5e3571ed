//! Questions as people keep them: in a scenario, in a decision record, for a report. A ranking always; beside it the
//! decision under several criteria, and the best catchments under limits, where their parameters are named.

mod answered;
mod pairs;
mod question;
mod shape;

pub use answered::Answered;
pub use pairs::{pairs_question, question_pairs};
pub(crate) use question::asked_of;
pub use question::{Asked, KeptQuestion};
pub use shape::with_shape;
pub(crate) use shape::{free_unless_named, question_with_shape};
