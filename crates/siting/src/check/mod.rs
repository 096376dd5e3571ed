//! Is a site still in the right place: the share it reaches, drift of the hot ground, its shift, change beyond chance,
//! the smallest change of its boundary that would help, and a verdict that stays silent where the events are too few.

mod boundary;
mod change;
mod drift;
mod holm;
mod share;
mod shift;
mod target;
mod verdict;

pub use boundary::{
    BoundaryChange, BoundaryInput, CellMonth, Gained, TOLERANCE, VISIBLE, WORTH, gained, smallest_change,
};
pub use change::{Change, ChangeParams, change};
pub use drift::{Drift as HotGroundDrift, DriftEvent, DriftParams, drift};
pub use holm::holm;
pub use share::{Interval, Tally, ratio, share, wilson};
pub use shift::{HOURS, Schedule, Swap, WEEKDAYS, best_schedule, swap};
pub use target::{chance_fan, monthly_dispersion, pace_needed};
pub use verdict::{Evidence, FEWEST_EVENTS, Reason, Verdict, verdict};

/// z of a two-sided 90% interval.
pub const Z_90: f64 = 1.644_853_626_951_472_7;
