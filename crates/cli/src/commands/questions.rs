//! The commands that ask a question: one line each.

use catchment_questions::rankings::Rankings;

use crate::ask::{Asks, QuestionCommand};

/// Asks the first of the questions of a command.
fn first(_: &mut Vec<(String, String)>) -> usize {
    0
}

/// All of them.
pub(super) const QUESTIONS: &[QuestionCommand] = &[QuestionCommand {
    name: "rank",
    asks: &[Asks::of::<Rankings>()],
    choose: first,
    usual: &[("top", "10")],
    examples: "  catchment rank --of neighborhoods --top 10
  catchment rank --of neighborhoods --measure per_resident --format csv
  catchment rank --of catchments --area-km2 0.25 --k 3 --format geojson > sites.geojson",
}];
