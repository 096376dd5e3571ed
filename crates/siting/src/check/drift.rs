//! Has the hot ground moved: distance and direction of the middle of the events, beside what chance moves it.

use crate::stream::Stream;

/// An event on the ground.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DriftEvent {
    /// Easting, meters.
    pub x_m: f64,
    /// Northing, meters.
    pub y_m: f64,
    /// Weight.
    pub weight: f64,
    /// Whether it belongs to the later period.
    pub later: bool,
}

/// How to test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DriftParams {
    /// Permutations.
    pub permutations: u64,
    /// Seed.
    pub seed: u64,
}

/// How far the middle moved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drift {
    /// Distance, meters.
    pub distance_m: f64,
    /// To the east, meters.
    pub east_m: f64,
    /// To the north, meters.
    pub north_m: f64,
    /// Nine of ten random swaps of the periods move it no farther, meters.
    pub chance_m: f64,
    /// Chance that it moves as far where the ground stays the same.
    pub p: f64,
}

/// The way of the weighted middle from the earlier to the later period.
///
/// Idea: where the ground stays the same, it does not matter which event came earlier; the events are dealt out to the
/// two periods anew, each keeping its number, and the middle moves as chance moves it.
///
/// Cost: permutations × events. Degenerate: `None` where a period has no event or no weight. Events of one day at one
/// place (one incident counted as several) must be handed over as one, or chance is made too small.
///
/// Reference: Good (2005), *Permutation, Parametric, and Bootstrap Tests of Hypotheses*, doi 10.1007/b138696, ch. 3.
pub fn drift(events: &[DriftEvent], params: DriftParams) -> Option<Drift> {
    let later: Vec<bool> = events.iter().map(|e| e.later).collect();
    let (east_m, north_m) = moved(events, &later)?;
    let distance_m = east_m.hypot(north_m);
    let stream = Stream::new(params.seed, &["drift of hot ground"]);
    let mut dealt = later;
    let mut far: Vec<f64> = Vec::new();
    for draw in 0..params.permutations {
        for i in (1..dealt.len()).rev() {
            dealt.swap(i, stream.below(draw * events.len() as u64 + i as u64, i + 1));
        }
        far.push(moved(events, &dealt).map_or(0.0, |(x, y)| x.hypot(y)));
    }
    let as_far = far.iter().filter(|d| **d >= distance_m - 1e-9).count();
    far.sort_unstable_by(f64::total_cmp);
    let chance_m = far.get((far.len() * 9).div_ceil(10).saturating_sub(1)).copied().unwrap_or(0.0);
    let p = (1 + as_far) as f64 / (1 + params.permutations) as f64;
    Some(Drift { distance_m, east_m, north_m, chance_m, p })
}

/// The way between the two middles.
fn moved(events: &[DriftEvent], later: &[bool]) -> Option<(f64, f64)> {
    let mut sums = [(0.0, 0.0, 0.0); 2];
    for (event, later) in events.iter().zip(later) {
        let sum = &mut sums[usize::from(*later)];
        sum.0 += event.weight;
        sum.1 += event.weight * event.x_m;
        sum.2 += event.weight * event.y_m;
    }
    let [before, after] = sums;
    let some = before.0 > 0.0 && after.0 > 0.0;
    some.then(|| (after.1 / after.0 - before.1 / before.0, after.2 / after.0 - before.2 / before.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOW: DriftParams = DriftParams { permutations: 199, seed: 1 };

    fn events(look: u64, n: u64, shift_m: f64) -> Vec<DriftEvent> {
        let stream = Stream::new(look, &["events"]);
        let one = |i: u64| {
            let later = i % 2 == 1;
            let x_m = 2000.0 * stream.uniform(2 * i) + if later { shift_m } else { 0.0 };
            DriftEvent { x_m, y_m: 1500.0 * stream.uniform(2 * i + 1), weight: 1.0, later }
        };
        (0..n).map(one).collect()
    }

    #[test]
    fn ground_that_stays_is_said_to_drift_no_more_often_than_stated() {
        for n in [12, 100] {
            let alarm = |look: u64| drift(&events(look, n, 0.0), DriftParams { seed: look, ..HOW }).unwrap().p <= 0.05;
            let rate = (0..400).filter(|l| alarm(*l)).count() as f64 / 400.0;
            assert!((0.015..=0.085).contains(&rate), "{n} events: {rate}");
        }
    }

    #[test]
    fn ground_that_moves_is_found_with_its_direction() {
        let found = drift(&events(4, 400, 500.0), HOW).unwrap();
        assert!(found.p < 0.01 && found.east_m > 350.0 && found.distance_m > found.chance_m, "{found:?}");
        assert_eq!(drift(&events(4, 1, 0.0), HOW), None);
    }
}
