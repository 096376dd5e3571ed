//! One voice: numbers, percentages, probabilities, bounds, months, units, as every reader meets them. No sentence about
//! a question lives here; those stand in the question's own `words.rs`.

mod below;
mod bridge;
mod figure;
mod incident;
mod months;
mod next;
mod number;
mod odds;
mod part;
mod prices;
#[cfg(feature = "engine")]
mod reach;
mod run_by;
mod stacked;
mod stand_in;
mod text;
mod unit;

pub use below::{Below, below_zero};
pub use bridge::bridge;
pub use figure::{figure, p_value};
pub use incident::{behind, one_incident};
pub use months::{day_name, month_name, runs};
pub use next::{drift, was_and_will};
pub use number::{
    bound_percent, chance, class_bound, grouped, many, percent, percent_chance, percent_of_all, plain, tenths, whole,
};
pub use odds::odds;
pub use part::{of_ten, one_in};
pub use prices::price;
pub use run_by::run_by;
pub use stacked::{AtPoint, at_points};
pub use stand_in::{not_published, stands_in};
pub use text::{capital, listed, span, spelled};
pub use unit::{OFFENSES, area_label, unit_label};
