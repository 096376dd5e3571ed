//! What criteria are computed from, and that it fits together.

use super::error::DecideError;
use crate::rank::RankInput;

/// Calendar months between a covered month and the last month of the window: 0 for the last itself.
pub type MonthAge = u32;

/// All that criteria are computed from.
#[derive(Debug, Clone)]
pub struct DecideInput<'a> {
    /// Units, offense groups and monthly counts.
    pub rank: &'a RankInput,
    /// Age of each covered month, in the order of the tables: falling.
    pub ages: &'a [MonthAge],
    /// Severity of one event of each group, 0 or more; or why there is none.
    pub severity: Result<Vec<f64>, String>,
    /// Events of known hour of each unit, within and outside the working hours of a site; or why there are none.
    pub shift: Result<Vec<(f64, f64)>, String>,
    /// Distance of each unit to the nearest existing site, km; or why there is none.
    pub distance_km: Result<Vec<f64>, String>,
    /// Share of each unit's ground that existing sites serve, 0 to 1.
    pub served: Vec<f64>,
}

pub(super) fn check_lengths(input: &DecideInput<'_>) -> Result<(), DecideError> {
    let RankInput { units, groups, months, .. } = input.rank;
    let length =
        |what, len: usize, expected: usize| (len != expected).then_some(DecideError::Length { what, len, expected });
    let faults = [
        length("ages", input.ages.len(), *months),
        length("served", input.served.len(), units.len()),
        input.severity.as_ref().ok().and_then(|s| length("severity", s.len(), groups.len())),
        input.shift.as_ref().ok().and_then(|s| length("shift", s.len(), units.len())),
        input.distance_km.as_ref().ok().and_then(|s| length("distance_km", s.len(), units.len())),
    ];
    if let Some(fault) = faults.into_iter().flatten().next() {
        return Err(fault);
    }
    let value =
        |what, id: &str, value: f64, expected| Err(DecideError::Value { what, id: id.to_owned(), value, expected });
    for (unit, served) in units.iter().zip(&input.served) {
        if !(0.0..=1.0).contains(served) {
            return value("served", &unit.id, *served, "0 to 1");
        }
    }
    for (unit, km) in units.iter().zip(input.distance_km.iter().flatten()) {
        if !(km.is_finite() && *km >= 0.0) {
            return value("distance_km", &unit.id, *km, "0 or more");
        }
    }
    for (unit, (inside, outside)) in units.iter().zip(input.shift.iter().flatten()) {
        if let Some(bad) = [*inside, *outside].into_iter().find(|x| !(x.is_finite() && *x >= 0.0)) {
            return value("shift", &unit.id, bad, "0 or more");
        }
    }
    for (group, severity) in groups.iter().zip(input.severity.iter().flatten()) {
        if !(severity.is_finite() && *severity >= 0.0) {
            return value("severity", &group.id, *severity, "0 or more");
        }
    }
    Ok(())
}
