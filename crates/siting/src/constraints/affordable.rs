//! How many sites the money and the staff are enough for.

use std::fmt;

use serde::Serialize;

/// How many sites can be launched.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Affordable {
    /// By money; `None` where it does not limit.
    pub by_budget: Option<usize>,
    /// By staff; `None` where it does not limit.
    pub by_staff: Option<usize>,
    /// Cost of one launch, US dollars.
    pub launch_usd: f64,
    /// Staff of one site.
    pub staff_per_site: u32,
}

impl Affordable {
    /// The largest number of sites; `None` where nothing limits.
    pub fn most(&self) -> Option<usize> {
        self.by_budget.into_iter().chain(self.by_staff).min()
    }
}

impl fmt::Display for Affordable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.by_budget, self.by_staff) {
            (None, None) => write!(f, "neither budget nor staff limit the number of sites"),
            (Some(money), staff) if staff.is_none_or(|s| money <= s) => {
                write!(f, "the budget is enough for {money}, at ${:.0} a launch", self.launch_usd)
            }
            (_, Some(staff)) => write!(f, "the staff is enough for {staff}, at {} a site", self.staff_per_site),
            (Some(_), None) => Ok(()),
        }
    }
}
