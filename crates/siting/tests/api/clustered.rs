//! Do ranks hold what they say where offenses come in incidents with a heavy tail of sizes?

use catchment_siting::rank::Clusters;
use catchment_siting::{Gamma, Normal, RankInput, RankParams, Stream};

use crate::world::{group, poisson, unit};

const UNITS: usize = 79;
const MONTHS: usize = 36;
/// Number chosen.
const K: usize = 3;

/// How sizes of incidents are spread over the places of a city.
#[derive(Debug, Clone, Copy)]
enum Sizes {
    /// All places alike.
    Alike,
    /// Each place has its own share of incidents with several victims.
    Own,
}

/// The size of an incident that may have several victims: P(C ≥ c) = c^−2.2, up to 67; mean 1.49, mean square 5.2.
#[expect(clippy::cast_possible_truncation, reason = "at most 67")]
fn several(u: f64) -> i64 {
    (u.powf(-1.0 / 2.2).floor() as i64).min(67)
}

/// A city with its true rates of offenses a year: three years, some 4,700 incidents, and one of 43 to 67 victims
/// somewhere; where, is the last number.
fn city(seed: u64, sizes: Sizes) -> (RankInput, Vec<f64>, usize) {
    let (truth, chance) = (Stream::new(seed, &["truth"]), Stream::new(seed, &["chance"]));
    let (normal, rates) = (Normal::new(), Gamma::new(1.5, 1.5 / 20.0));
    let mean: f64 = (1..=67).map(|c| f64::from(c).powf(-2.2)).sum();
    let (mut at, mut drawn) = (0, 0);
    let mut held = Clusters { monthly: Vec::new(), squares: Vec::new() };
    let mut input = RankInput {
        months: MONTHS,
        units: vec![],
        groups: vec![group("all", 1.0)],
        monthly: vec![],
        clusters: None,
        reference: None,
    };
    let unlucky = truth.below(5_000_000, UNITS);
    let mut rate_of = Vec::new();
    for i in 0..UNITS {
        let rate = rates.draw(&normal, truth, i as u64);
        let share = match sizes {
            Sizes::Alike => 0.5,
            Sizes::Own => 0.1 + 0.8 * truth.uniform(2_000_000 + i as u64),
        };
        let mut squares = 0.0;
        for month in 0..MONTHS {
            let incidents = poisson(chance, &mut at, rate / 12.0);
            let mut size = || {
                drawn += 2;
                let stream = Stream::new(seed, &["sizes"]);
                if stream.uniform(drawn) < share { several(stream.uniform(drawn + 1)) } else { 1 }
            };
            let mut all: Vec<i64> = (0..incidents).map(|_| size()).collect();
            if i == unlucky && month == 30 && !all.is_empty() {
                all[0] = 43 + i64::try_from(truth.below(6_000_000, 25)).unwrap_or(0);
            }
            held.monthly.push(incidents);
            input.monthly.push(all.iter().sum());
            squares += all.iter().map(|c| (c * c) as f64).sum::<f64>();
        }
        held.squares.push(squares);
        input.units.push(unit(format!("u{i:03}"), 1000.0, 1.0));
        rate_of.push(rate * (1.0 - share + share * mean));
    }
    input.clusters = Some(held);
    (input, rate_of, unlucky)
}

/// What came of what was said.
#[derive(Debug, Default)]
struct Kept {
    /// Places, and those whose true rank lies in its 90% interval.
    all: u32,
    held: u32,
    /// Cities in which that of the place of the largest incident does.
    struck: u32,
    /// Of places with P(top 3) in 0.5–0.9 and from 0.9 on: number, sum of P, how many were among the true first three.
    said: [(u32, f64, u32); 2],
}

impl Kept {
    fn coverage(&self) -> f64 {
        f64::from(self.held) / f64::from(self.all)
    }

    /// What was said, what came true and its 95% binomial half-width, in a band.
    fn of(&self, band: usize) -> (f64, f64, f64) {
        let (n, sum, hits) = self.said[band];
        let (n, share) = (f64::from(n), f64::from(hits) / f64::from(n));
        (sum / n, share, 1.96 * (share * (1.0 - share) / n).sqrt())
    }
}

fn kept(cities: u64, sizes: Sizes, by_incident: bool) -> Kept {
    let ranker = RankParams { k: K, draws: 1_000, ..RankParams::default() }.check().expect("parameters");
    let mut kept = Kept::default();
    for seed in 0..cities {
        let (mut input, truth, unlucky) = city(seed, sizes);
        if !by_incident {
            input.clusters = None;
        }
        for item in &ranker.rank(&input).expect("a ranking").items {
            let rank = 1 + truth.iter().filter(|t| **t > truth[item.unit]).count();
            kept.all += 1;
            let inside = (item.rank_low..=item.rank_high).contains(&rank);
            kept.held += u32::from(inside);
            kept.struck += u32::from(inside && item.unit == unlucky);
            let band = match item.p_top {
                0.9.. => 1,
                0.5.. => 0,
                _ => continue,
            };
            let (n, sum, hits) = &mut kept.said[band];
            (*n, *sum, *hits) = (*n + 1, *sum + item.p_top, *hits + u32::from(rank <= K));
        }
    }
    let ((low, low_true, low_half), (high, high_true, high_half)) = (kept.of(0), kept.of(1));
    eprintln!(
        "{cities} cities, sizes {sizes:?}, by incident {by_incident}: {:.2}% of {} ranks held, {} of {cities} of the \
         place of the largest incident; P(top 3) 0.5–0.9: said \
         {low:.3}, came true {low_true:.3} ±{low_half:.3} of {}; from 0.9: said {high:.3}, came true {high_true:.3} \
         ±{high_half:.3} of {}",
        100.0 * kept.coverage(),
        kept.all,
        kept.struck,
        kept.said[0].0,
        kept.said[1].0
    );
    kept
}

fn holds(kept: &Kept) {
    let share = kept.coverage();
    assert!((0.88..=0.92).contains(&share), "{share} of {} true ranks lie in their 90% intervals", kept.all);
    for band in 0..2 {
        let (said, share, half) = kept.of(band);
        assert!((share - said).abs() <= half.max(0.03), "said {said}, came true {share} ±{half}");
    }
}

#[test]
fn ranks_hold_where_offenses_come_in_incidents() {
    holds(&kept(100, Sizes::Alike, true));
    holds(&kept(100, Sizes::Own, true));
}

/// Measured with 400 cities of each kind (31,600 ranks; in brackets half-widths of 95% binomial intervals).
///
/// Sizes alike: by incident 91.7% of the true ranks are held, those of the place of the largest incident in 337 of 400
/// cities; by offense 90.1% and 170 of 400: the doubt is spread over all places, and missing where it belongs. P(top 3)
/// from 0.9 on, said and come true: by incident 0.984 and 0.991 (0.007), by offense 0.982 and 0.962 (0.015).
///
/// Sizes of each place's own: by incident 90.1% are held (309 of 400), P from 0.9 on 0.982 and 0.967 (0.014), 0.5–0.9
/// 0.707 and 0.656 (0.043): somewhat too sure there, since what is usual for sizes is taken as known.
#[test]
#[ignore = "takes a quarter of a minute with optimization, minutes without"]
fn ranks_by_offense_do_not_hold_where_ranks_by_incident_do() {
    let by_incident = kept(400, Sizes::Alike, true);
    holds(&by_incident);
    let by_offense = kept(400, Sizes::Alike, false);
    assert!(by_offense.struck < 240 && by_incident.struck > 320, "{} {}", by_offense.struck, by_incident.struck);
    let own = kept(400, Sizes::Own, true).coverage();
    assert!((0.88..=0.92).contains(&own), "{own} of 31,600 true ranks lie in their 90% intervals");
}
