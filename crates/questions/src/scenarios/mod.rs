//! Scenarios: a question, areas picked and drawn, what was on the screen, what was thought about it; and two of them
//! side by side.

mod body;
mod chosen;
mod compare;
mod time;
pub mod words;

pub use body::{DrawnBody, ScenarioAnswer, ScenarioBody, ScenarioList, drawn_area, scenario_in_record};
pub use chosen::{ComparedPlace, PlacesOf};
pub use compare::{
    CompareAnswer, ComparedScenario, DrawnScore, ParameterDifference, SharedPlace, Side, compare_scenarios,
};
pub(crate) use time::utc;
