//! The commands that ask a question: a line in the list each.

use catchment_questions::cells::Cells;
use catchment_questions::optimize::Optimize;
use catchment_questions::rankings::Rankings;

use crate::ask::{Asks, QuestionCommand};

/// Asks the only question of a command.
fn only(_: &mut Vec<(String, String)>) -> usize {
    0
}

/// All of them.
pub(super) const QUESTIONS: &[QuestionCommand] = &[
    QuestionCommand {
        name: "rank",
        asks: &[Asks::of::<Rankings>()],
        choose: only,
        usual: &[("top", "10")],
        examples: "  catchment rank --of neighborhoods --top 10
  catchment rank --of neighborhoods --measure per_resident --format csv
  catchment rank --of catchments --area-km2 0.25 --k 3 --format geojson > sites.geojson",
    },
    QuestionCommand {
        name: "hotspots",
        asks: &[Asks::of::<Cells>()],
        choose: only,
        usual: &[],
        examples: "  catchment hotspots
  catchment hotspots --resolution 9 --alpha 0.05 --format csv > cells.csv",
    },
    QuestionCommand {
        name: "optimize",
        asks: &[Asks::of::<Optimize>()],
        choose: only,
        usual: &[],
        examples: "  catchment optimize --k 3 --area-km2 0.25
  catchment optimize --spacing-m 1000 --budget-usd 2250000 --format geojson > sites.geojson",
    },
];
