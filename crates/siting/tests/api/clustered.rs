//! Do ranks hold what they say where offenses come in incidents with a heavy tail of sizes?

use catchment_siting::rank::Clusters;
use catchment_siting::{Gamma, Normal, RankInput, RankParams, Stream};

use crate::published::Rate;
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

/// What came of what was said, by city.
#[derive(Debug, Default)]
struct Kept {
    /// True ranks that lie in their 90% intervals, of all places.
    ranks: Vec<(f64, f64)>,
    /// The same for the place of the largest incident.
    struck: Vec<(f64, f64)>,
    /// Places with P(top 3) of 0.5–0.9 and from 0.9 on: sum of P, and by city those among the true first three of all.
    said: [(f64, Vec<(f64, f64)>); 2],
}

/// What is said of P in a band.
const BANDS: [&str; 2] = ["middle", "high"];

impl Kept {
    fn coverage(&self) -> Rate {
        Rate::share(0.9, &self.ranks)
    }

    fn of(&self, band: usize) -> Rate {
        let (sum, cities) = &self.said[band];
        Rate::share(sum / cities.iter().map(|c| c.1).sum::<f64>(), cities)
    }

    /// Everything under its key.
    fn each(&self, name: &str, f: fn(&Rate, &str)) {
        f(&self.coverage(), &format!("clustered/{name}/ranks"));
        f(&Rate::share(0.9, &self.struck), &format!("clustered/{name}/struck"));
        (0..2).for_each(|band| f(&self.of(band), &format!("clustered/{name}/top-{}", BANDS[band])));
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
        let (mut ranks, mut struck, mut top) = ((0.0, 0.0), (0.0, 0.0), [(0.0, 0.0); 2]);
        for item in &ranker.rank(&input).expect("a ranking").items {
            let rank = 1 + truth.iter().filter(|t| **t > truth[item.unit]).count();
            let inside = f64::from(u8::from((item.rank_low..=item.rank_high).contains(&rank)));
            ranks = (ranks.0 + inside, ranks.1 + 1.0);
            if item.unit == unlucky {
                struck = (inside, 1.0);
            }
            let band = match item.p_top {
                0.9.. => 1,
                0.5.. => 0,
                _ => continue,
            };
            kept.said[band].0 += item.p_top;
            top[band] = (top[band].0 + f64::from(u8::from(rank <= K)), top[band].1 + 1.0);
        }
        kept.ranks.push(ranks);
        kept.struck.push(struck);
        (0..2).for_each(|band| kept.said[band].1.push(top[band]));
    }
    kept
}

fn holds(kept: &Kept) {
    let share = kept.coverage();
    assert!((0.88..=0.92).contains(&share.value()), "{share:?} true ranks lie in their 90% intervals");
    for band in 0..2 {
        let share = kept.of(band);
        assert!((share.value() - share.said()).abs() <= share.binomial_half().max(0.03), "{share:?}");
    }
}

#[test]
fn ranks_hold_where_offenses_come_in_incidents() {
    for (name, sizes) in [("alike", Sizes::Alike), ("own", Sizes::Own)] {
        let kept = kept(100, sizes, true);
        holds(&kept);
        kept.each(name, Rate::hold);
    }
}

/// 1,600 cities of each kind. By offense the doubt is spread over all places, and missing where it
/// belongs: at the place of the largest incident.
#[test]
#[ignore = "a minute with optimization"]
fn ranks_by_offense_do_not_hold_where_ranks_by_incident_do() {
    let by_incident = kept(1_600, Sizes::Alike, true);
    by_incident.each("alike", Rate::tell);
    let by_offense = kept(1_600, Sizes::Alike, false);
    by_offense.each("by-offense", Rate::tell);
    let own = kept(1_600, Sizes::Own, true);
    own.each("own", Rate::tell);
    holds(&by_incident);
    holds(&own);
    let struck = |kept: &Kept| Rate::share(0.9, &kept.struck).value();
    assert!(struck(&by_offense) < 0.6 && struck(&by_incident) > 0.8, "{by_offense:?}");
}
