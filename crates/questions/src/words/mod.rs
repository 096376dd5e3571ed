//! One voice: numbers, percentages, probabilities, bounds, months, units, as every reader meets them. No sentence about
//! a question lives here; those stand in the question's own `words.rs`.

mod figure;
mod months;
mod number;
mod rate;
mod unit;

pub use figure::{figure, p_value};
pub use months::runs;
pub use number::{bound_percent, chance, grouped, percent};
pub use rate::rate;
pub use unit::{area_label, unit_label};
