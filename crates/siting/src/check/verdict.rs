//! The verdict on a site: what was measured, by rules that are written down.

use super::share::Interval;

/// Events that a period must have for a verdict: with fewer, not even a halving would be seen with 80% power at 5% (see
/// [`crate::detectable_events`], 45.7 at a ratio of ½).
pub const FEWEST_EVENTS: f64 = 46.0;
/// False-alarm rate over all sites of a check.
const ALARM: f64 = 0.05;
/// A schedule must add this share of the events to be worth a change.
const WORTH: f64 = 0.05;
/// A site that reaches less than this share of what the best ground of its size reaches is looked at again.
const HALF: f64 = 0.5;

/// What is said of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing that was measured speaks for a change.
    Stay,
    /// A change is known that does better on events that it was not chosen on.
    Adjust,
    /// Something changed beyond chance, or other ground holds more than twice as much: people should look.
    LookAgain,
    /// The events cannot carry a verdict.
    TooLittleData,
}

/// Why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Fewer events than can carry a verdict.
    FewEvents,
    /// The twelve months are not all covered.
    FewMonths,
    /// Another schedule covers more.
    Schedule,
    /// Another boundary holds more.
    Boundary,
    /// The hot ground moved.
    Drift,
    /// The share of the city rose.
    ShareRose,
    /// The share of the city fell.
    ShareFell,
    /// The best ground of the same size holds more than twice as much.
    FarFromBest,
}

/// What was measured; p-values are adjusted for the number of sites.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Evidence {
    /// Events at the site in the twelve months.
    pub events: f64,
    /// Covered months of the twelve.
    pub months: usize,
    /// What another schedule adds, as a share, and p.
    pub schedule: Option<(f64, f64)>,
    /// p of what a change of the boundary gains; absent where none is proposed for a test.
    pub boundary_p: Option<f64>,
    /// p of the drift.
    pub drift_p: Option<f64>,
    /// Share after less share before, and p.
    pub change: Option<(f64, f64)>,
    /// What the site reaches ÷ what the best ground of its size reaches, on events that it was not chosen on.
    pub of_best: Option<Interval>,
}

/// The verdict, with every reason that leads to it.
///
/// Rules, in order: too little data where the months are not twelve or the events fewer than [`FEWEST_EVENTS`]; adjust
/// where a schedule adds at least 5% of the events with p ≤ 5%, or a change of the boundary gains with p ≤ 5%; look
/// again where drift or change have p ≤ 5%, or where even the upper end of `of_best` is below one half; else stay.
/// Where no site's ground, hours or share differ from before, any of four tests at 5% each raises a false alarm on any
/// of the sites at most 20% of the time.
pub fn verdict(evidence: &Evidence) -> (Verdict, Vec<Reason>) {
    if evidence.months < 12 {
        return (Verdict::TooLittleData, vec![Reason::FewMonths]);
    }
    if evidence.events < FEWEST_EVENTS {
        return (Verdict::TooLittleData, vec![Reason::FewEvents]);
    }
    let mut reasons = Vec::new();
    if evidence.schedule.is_some_and(|(adds, p)| adds >= WORTH && p <= ALARM) {
        reasons.push(Reason::Schedule);
    }
    if evidence.boundary_p.is_some_and(|p| p <= ALARM) {
        reasons.push(Reason::Boundary);
    }
    if evidence.drift_p.is_some_and(|p| p <= ALARM) {
        reasons.push(Reason::Drift);
    }
    if let Some((by, _)) = evidence.change.filter(|(_, p)| *p <= ALARM) {
        reasons.push(if by > 0.0 { Reason::ShareRose } else { Reason::ShareFell });
    }
    if evidence.of_best.is_some_and(|r| r.high < HALF) {
        reasons.push(Reason::FarFromBest);
    }
    let verdict = match reasons.first() {
        Some(Reason::Schedule | Reason::Boundary) => Verdict::Adjust,
        Some(_) => Verdict::LookAgain,
        None => Verdict::Stay,
    };
    (verdict, reasons)
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUIET: Evidence = Evidence {
        events: 200.0,
        months: 12,
        schedule: None,
        boundary_p: Some(0.2),
        drift_p: Some(0.4),
        change: None,
        of_best: None,
    };

    #[test]
    fn there_is_no_verdict_from_fewer_events_than_can_carry_it() {
        let loud = Evidence { schedule: Some((0.3, 0.001)), drift_p: Some(0.001), ..QUIET };
        assert_eq!(verdict(&Evidence { events: 45.0, ..loud }).0, Verdict::TooLittleData);
        assert_eq!(verdict(&Evidence { months: 11, ..loud }), (Verdict::TooLittleData, vec![Reason::FewMonths]));
        assert_eq!(verdict(&loud), (Verdict::Adjust, vec![Reason::Schedule, Reason::Drift]));
        assert!((crate::detectable_events(0.5, 1.0).unwrap() - 45.7).abs() < 0.1);
    }

    #[test]
    fn nothing_beyond_chance_is_a_reason_to_stay() {
        assert_eq!(verdict(&QUIET), (Verdict::Stay, vec![]));
        let wide = Interval { value: 0.4, low: 0.3, high: 0.53 };
        assert_eq!(verdict(&Evidence { of_best: Some(wide), ..QUIET }).0, Verdict::Stay);
        let far = Interval { high: 0.49, ..wide };
        assert_eq!(verdict(&Evidence { of_best: Some(far), ..QUIET }).0, Verdict::LookAgain);
        assert_eq!(verdict(&Evidence { boundary_p: Some(0.04), ..QUIET }), (Verdict::Adjust, vec![Reason::Boundary]));
        assert_eq!(verdict(&Evidence { change: Some((-0.01, 0.03)), ..QUIET }).1, [Reason::ShareFell]);
    }
}
