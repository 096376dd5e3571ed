//! The hours that a shift covers, and which other five days of ten hours would cover more.

use super::share::{Interval, wilson};

/// Days that a schedule works.
pub const WEEKDAYS: usize = 5;
/// Hours of a working day.
pub const HOURS: usize = 10;

/// A schedule: the same hours on some days; hours past midnight belong to the day on which they began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    /// Days, Monday first.
    pub days: [bool; 7],
    /// First hour.
    pub from_hour: usize,
    /// Number of hours, at most 24.
    pub hours: usize,
}

impl Schedule {
    /// Whether it is at work in an hour of a weekday (Monday = 0).
    pub fn works(&self, day: usize, hour: usize) -> bool {
        let since = (hour + 24 - self.from_hour) % 24;
        let began = if hour < self.from_hour { (day + 6) % 7 } else { day };
        since < self.hours && self.days[began]
    }

    /// What it covers of events by weekday and hour.
    pub fn covers(&self, events: &[[f64; 24]; 7]) -> f64 {
        let hour = |day: usize| (0..24).filter(move |h| self.works(day, *h)).map(move |h| events[day][h]);
        (0..7).flat_map(hour).sum()
    }
}

/// The schedule of five days and ten hours that covers most; of equals the one with the earlier hour and days.
///
/// Steps: for each of the 24 first hours the five days whose shift holds most. All 504 schedules are looked at in that
/// way: a shift of ten hours never meets that of the next day.
pub fn best_schedule(events: &[[f64; 24]; 7]) -> Schedule {
    let mut best: Option<(f64, Schedule)> = None;
    for from_hour in 0..24 {
        let of_day = |day: usize| -> f64 {
            let hour = |h: usize| events[(day + (from_hour + h) / 24) % 7][(from_hour + h) % 24];
            (0..HOURS).map(hour).sum()
        };
        let mut days: Vec<(usize, f64)> = (0..7).map(|d| (d, of_day(d))).collect();
        days.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let sum: f64 = days[..WEEKDAYS].iter().map(|d| d.1).sum();
        let mut schedule = Schedule { days: [false; 7], from_hour, hours: HOURS };
        days[..WEEKDAYS].iter().for_each(|d| schedule.days[d.0] = true);
        if best.as_ref().is_none_or(|(most, _)| sum > *most) {
            best = Some((sum, schedule));
        }
    }
    best.map_or(Schedule { days: [false; 7], from_hour: 0, hours: HOURS }, |(_, schedule)| schedule)
}

/// What another schedule would add.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Swap {
    /// Share of the events that it covers more than today's.
    pub adds: Interval,
    /// Chance that it covers as many more where both are as good.
    pub p: f64,
}

/// Compares two schedules on events that neither was chosen on.
///
/// Only events that one covers and the other does not tell them apart: of those, the share that the new one covers has
/// Wilson's interval, and p is the exact sign test, one-sided. `None` without events.
///
/// Reference: `McNemar` (1947), doi 10.1007/BF02295996.
pub fn swap(today: &Schedule, other: &Schedule, events: &[[f64; 24]; 7], z: f64) -> Option<Swap> {
    let (mut more, mut less, mut all) = (0.0, 0.0, 0.0);
    for (day, hours) in events.iter().enumerate() {
        for (hour, n) in hours.iter().enumerate() {
            all += n;
            match (today.works(day, hour), other.works(day, hour)) {
                (false, true) => more += n,
                (true, false) => less += n,
                _ => {}
            }
        }
    }
    if all <= 0.0 {
        return None;
    }
    let apart: f64 = more + less;
    let w = wilson(if apart > 0.0 { more / apart } else { 0.5 }, apart, z);
    let adds = |share: f64| (2.0 * share - 1.0) * apart / all;
    let adds = Interval { value: adds(w.value), low: adds(w.low), high: adds(w.high) };
    Some(Swap { adds, p: sign_test(more.round(), apart.round()) })
}

/// P(X ≥ more) for X ~ binomial(of, ½).
fn sign_test(more: f64, of: f64) -> f64 {
    let (mut log, mut k, mut p) = (-of * std::f64::consts::LN_2, 0.0, 0.0);
    while k <= of {
        if k >= more {
            p += log.exp();
        }
        log += ((of - k) / (k + 1.0)).ln();
        k += 1.0;
    }
    p.min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Stream;

    fn draw(look: u64, n: u64, weight: impl Fn(usize, usize) -> f64) -> [[f64; 24]; 7] {
        let stream = Stream::new(look, &["hours"]);
        let mut events = [[0.0; 24]; 7];
        let mut left = n;
        let mut counter = 0;
        while left > 0 {
            let (day, hour) = (stream.below(3 * counter, 7), stream.below(3 * counter + 1, 24));
            if stream.uniform(3 * counter + 2) < weight(day, hour) {
                events[day][hour] += 1.0;
                left -= 1;
            }
            counter += 1;
        }
        events
    }

    const TODAY: Schedule = Schedule { days: [false, true, true, true, true, true, false], from_hour: 13, hours: 10 };

    #[test]
    fn no_schedule_of_all_504_covers_more() {
        let events = draw(2, 300, |d, h| if d > 3 && !(4..18).contains(&h) { 1.0 } else { 0.3 });
        let best = best_schedule(&events);
        let mut most: f64 = 0.0;
        for mask in 0..128_u32 {
            for from_hour in 0..24 {
                let days: [bool; 7] = std::array::from_fn(|d| mask >> d & 1 == 1);
                if days.iter().filter(|d| **d).count() == WEEKDAYS {
                    most = most.max(Schedule { days, from_hour, hours: HOURS }.covers(&events));
                }
            }
        }
        assert!((best.covers(&events) - most).abs() < 1e-9);
    }

    #[test]
    fn a_shift_past_midnight_belongs_to_the_day_on_which_it_began() {
        let night = Schedule { days: [false, false, false, false, true, false, false], from_hour: 20, hours: 10 };
        assert!(night.works(4, 20) && night.works(5, 5) && !night.works(5, 6) && !night.works(4, 5));
        assert!(TODAY.works(1, 13) && TODAY.works(5, 22) && !TODAY.works(5, 23) && !TODAY.works(0, 15));
    }

    #[test]
    fn a_schedule_that_is_no_better_is_called_better_no_more_often_than_stated() {
        let even = |_: usize, _: usize| 1.0;
        let alarm = |look: u64| {
            let other = best_schedule(&draw(2 * look, 60, even));
            swap(&TODAY, &other, &draw(2 * look + 1, 60, even), super::super::Z_90).is_some_and(|s| s.p <= 0.05)
        };
        let rate = (0..1000).filter(|l| alarm(*l)).count() as f64 / 1000.0;
        assert!(rate <= 0.06, "{rate}");
    }

    #[test]
    fn the_sign_test_is_exact() {
        assert!((sign_test(8.0, 10.0) - 56.0 / 1024.0).abs() < 1e-12);
        assert!((sign_test(0.0, 0.0) - 1.0).abs() < 1e-12);
    }
}
