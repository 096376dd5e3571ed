//! How far a team walks.

use serde::{Deserialize, Serialize};

use super::error::{ConstraintError, within};

/// How far the interrupters of a site walk in a day.
///
/// A plain upper bound and no more: hours × speed is the length of street that all teams together pass at most. It does
/// **not** know the street network, ways back over the same street, stops, talks, or weather, so what a team covers in
/// truth is less; and it says nothing about how much walking is enough. Healthy adults walk 4.6 to 5.2 km/h (Bohannon,
/// Williams Andrews 2011, *Normal walking speed: a descriptive meta-analysis*, doi 10.1016/j.physio.2010.12.004); the
/// default of 3 km/h is an assumption for walking with stops, to be replaced by what the planner measures.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WalkParams {
    /// Hours that an interrupter walks in a day, 2 to 6.
    pub hours_a_day: f64,
    /// Interrupters of a site.
    pub interrupters: u32,
    /// How many walk together; a rest smaller than that does not walk.
    pub together: u32,
    /// Speed, km/h, stops included.
    pub speed_km_h: f64,
    /// How often a street is to be passed in a day.
    pub passes_a_day: f64,
}

impl Default for WalkParams {
    fn default() -> Self {
        Self { hours_a_day: 4.0, interrupters: 3, together: 1, speed_km_h: 3.0, passes_a_day: 1.0 }
    }
}

impl WalkParams {
    pub(super) fn check(&self) -> Result<(), ConstraintError> {
        within("hours_a_day", self.hours_a_day, 2.0..=6.0, "2 to 6 hours")?;
        within("interrupters", f64::from(self.interrupters), 1.0..=100.0, "1 to 100")?;
        within(
            "together",
            f64::from(self.together),
            1.0..=f64::from(self.interrupters),
            "1 to the number of interrupters",
        )?;
        within("speed_km_h", self.speed_km_h, 0.5..=7.0, "0.5 to 7 km/h")?;
        within("passes_a_day", self.passes_a_day, 0.01..=24.0, "0.01 to 24")
    }

    /// Street length that can be passed as often as asked, km: teams × hours × speed ÷ passes.
    ///
    /// # Errors
    /// [`ConstraintError::Range`] for a value out of range.
    pub fn street_km(&self) -> Result<f64, ConstraintError> {
        self.check()?;
        let teams = f64::from(self.interrupters / self.together);
        Ok(teams * self.hours_a_day * self.speed_km_h / self.passes_a_day)
    }

    /// Largest area whose streets can be passed as often as asked, km², for streets of that length per km².
    ///
    /// # Errors
    /// [`ConstraintError::Range`] for a value out of range.
    pub fn area_km2(&self, street_km_per_km2: f64) -> Result<f64, ConstraintError> {
        within("street_km_per_km2", street_km_per_km2, 0.1..=100.0, "0.1 to 100 km per km²")?;
        Ok(self.street_km()? / street_km_per_km2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn walking_covers_teams_times_hours_times_speed() {
        let walk = WalkParams::default();
        assert_eq!((walk.street_km(), walk.area_km2(18.0)), (Ok(36.0), Ok(2.0)));
        assert_eq!(WalkParams { together: 2, passes_a_day: 2.0, ..walk }.street_km(), Ok(6.0));
        let long = WalkParams { hours_a_day: 7.0, ..walk }.street_km().unwrap_err();
        assert_eq!(long.to_string(), "hours_a_day = 7; expected 2 to 6 hours");
    }
}
