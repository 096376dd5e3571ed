//! What places chosen for being highest truly hold: intervals and sums on made-up cities whose rates are known.

use catchment_model::Month;
use catchment_siting::{
    BacktestInput, CatchmentInput, CatchmentParams, ChanceError, ChanceGroup, ExpectedChanceInput, ExpectedHarmParams,
    Forecast, Gamma, Held, MonthlyHarm, Normal, Selected, SelectedInput, SelectedParams, Stream, expected_harm,
    harm_dispersion, hindsight, poisson,
};
use h3o::Resolution;

use crate::reliability::uneven_rates;
use crate::world::Ground;

const K: usize = 3;
const LISTED: usize = 12;

/// Intervals that held the truth, of how many; what was counted and what was expected, over the truth.
#[derive(Debug, Default)]
struct Tally {
    held: f64,
    n: f64,
    said: f64,
    expected: f64,
    truth: f64,
}

impl Tally {
    fn add(&mut self, held: Held, truth: f64) {
        self.held += f64::from(u8::from((held.low..=held.high).contains(&truth)));
        self.n += 1.0;
        self.said += held.said;
        self.expected += held.expected;
        self.truth += truth;
    }

    /// Share held and its 95% half-width.
    fn share(&self) -> (f64, f64) {
        let p = self.held / self.n;
        (p, 1.96 * (p * (1.0 - p) / self.n).sqrt())
    }

    fn tell(&self, name: &str) -> String {
        let (p, wide) = self.share();
        format!(
            "{name}: {:.1} ± {:.1}% of {} intervals held; counted {:.3}, expected {:.3} of the truth",
            100.0 * p,
            100.0 * wide,
            self.n,
            self.said / self.truth,
            self.expected / self.truth
        )
    }
}

fn search(km2: f64) -> CatchmentParams {
    CatchmentParams { k: K, area_km2: km2, effort: 0, ..CatchmentParams::default() }
}

fn listed(ground: &Ground, harm: &[f64], km2: f64, n: usize) -> Vec<Vec<usize>> {
    let input = CatchmentInput { harm, ..ground.input() };
    let set = search(km2).check().expect("parameters").best_and_more(&input, n).expect("a choice");
    set.catchments.into_iter().map(|c| c.cells).collect()
}

fn estimate(ground: &Ground, counts: &[f64], chosen: &[Vec<usize>], (km2, draws): (f64, usize)) -> Selected {
    let groups = [ChanceGroup { id: "all".into(), weight: 1.0, phi: 1.0, counts: counts.to_vec() }];
    let ground = CatchmentInput { harm: counts, ..ground.input() };
    let raw = SelectedParams { draws, search: search(km2), ..SelectedParams::default() };
    raw.check().expect("parameters").of(&SelectedInput { ground, groups: &groups, chosen, first: K }).expect("estimate")
}

/// Ten years of counts on made-up cities: intervals by the method, by the posterior of the cells alone, and of the
/// first three together.
fn counted(cities: std::ops::Range<u64>, (rings, km2): (u32, f64)) -> [Tally; 3] {
    let ground = Ground::new(Resolution::Ten, rings, 0);
    let [mut each, mut plain, mut together] = <[Tally; 3]>::default();
    for seed in cities {
        let rates: Vec<f64> = uneven_rates(&ground, seed).iter().map(|r| 10.0 * r).collect();
        let stream = Stream::new(seed, &["selected counts"]);
        let counts: Vec<f64> = rates.iter().zip(0..).map(|(r, at)| poisson(*r, stream, at)).collect();
        let chosen = listed(&ground, &counts, km2, LISTED);
        let found = estimate(&ground, &counts, &chosen, (km2, 24));
        let bare = estimate(&ground, &counts, &chosen, (km2, 0));
        let truth = |cells: &[usize]| cells.iter().map(|c| rates[*c]).sum::<f64>();
        for (at, cells) in chosen.iter().enumerate() {
            each.add(found.each[at], truth(cells));
            plain.add(bare.each[at], truth(cells));
        }
        together.add(found.together, truth(&chosen[..K].concat()));
    }
    [each, plain, together]
}

#[test]
fn intervals_of_chosen_catchments_hold_what_they_say() {
    let [each, plain, together] = counted(0..24, (16, 0.25));
    for (name, tally) in [("made again", &each), ("posterior alone", &plain), ("three together", &together)] {
        eprintln!("{}", tally.tell(name));
    }
    let ((share, wide), told) = (each.share(), each.tell("made again"));
    assert!((share - 0.9).abs() < wide + 0.02, "{told}");
    assert!((each.expected / each.truth - 1.0).abs() < 0.02, "{told}");
    // What was counted is too high: the test would see it.
    assert!(each.said / each.truth > 1.03, "{told}");
}

#[test]
#[ignore = "many cities, by hand"]
fn intervals_of_chosen_catchments_over_many_cities() {
    for (rings, km2, cities) in [(24, 0.25, 60), (36, 2.5, 16)] {
        let [each, plain, together] = counted(1_000..1_000 + cities, (rings, km2));
        for (name, tally) in [("made again", &each), ("posterior alone", &plain), ("three together", &together)] {
            eprintln!("{km2} km²: {}", tally.tell(name));
        }
    }
}

const YEARS: u32 = 10;

/// Ten years of months through expected harm: the forecast of the three chosen, and what the year after brings them.
fn forecast(ground: &Ground, seed: u64, km2: f64, steady: f64) -> (Forecast, Vec<f64>) {
    let (n, normal) = (ground.cells.len(), Normal::new());
    let base = uneven_rates(ground, seed);
    let drift = Gamma::new(steady, steady);
    let rate = |cell: usize, year: u32| {
        base[cell] * drift.draw(&normal, Stream::new(seed, &["drift", &year.to_string()]), cell as u64)
    };
    let stream = Stream::new(seed, &["forecast"]);
    let months: Vec<Month> =
        (2008..2008 + i64::from(YEARS)).flat_map(|y| (1..=12).filter_map(move |m| Month::new(y, m).ok())).collect();
    let mut counts = Vec::new();
    for year in 0..YEARS {
        let rates: Vec<f64> = (0..n).map(|c| rate(c, year) / 12.0).collect();
        for at in 12 * year..12 * year + 12 {
            for (cell, rate) in (0..).zip(&rates) {
                let count = poisson(*rate, stream, u64::from(at) * n as u64 + u64::from(cell));
                if count > 0.0 {
                    counts.push((at, cell, count));
                }
            }
        }
    }
    let monthly = MonthlyHarm::new(n, months, counts, vec![0.0; 12 * YEARS as usize]).expect("columns that fit");
    let now = Month::new(2008 + i64::from(YEARS), 1).expect("a month");
    let neighborhood = vec![None; n];
    let input = BacktestInput {
        ground: ground.input(),
        monthly: &monthly,
        predictors: &[],
        neighborhood: &neighborhood,
        incidents: None,
    };
    let how = ExpectedHarmParams::default().check().expect("parameters");
    let said = expected_harm(&input, monthly.before(now), &how).expect("an expectation").per_year;
    let past = hindsight(&input, monthly.before(now), &how).expect("hindsight");
    let dispersion = harm_dispersion(&monthly, now).expect("months");
    let chosen = listed(ground, &said, km2, K);
    let input = ExpectedChanceInput {
        ground: CatchmentInput { harm: &said, ..ground.input() },
        hindsight: &past,
        dispersion,
        chosen: &chosen,
    };
    let raw = SelectedParams { search: search(km2), ..SelectedParams::default() };
    let found = raw.check().expect("parameters").forecast(&input).expect("a forecast");
    let came = |cells: &Vec<usize>| -> f64 {
        cells.iter().map(|c| poisson(rate(*c, YEARS), Stream::new(seed, &["next"]), *c as u64)).sum()
    };
    (found, chosen.iter().map(came).collect())
}

/// Forecasts of single places, and of three together.
fn forecasts(cities: std::ops::Range<u64>, (rings, km2): (u32, f64), steady: f64) -> [Tally; 2] {
    let ground = Ground::new(Resolution::Ten, rings, 0);
    let [mut each, mut together] = <[Tally; 2]>::default();
    for seed in cities {
        let (found, came) = forecast(&ground, seed, km2, steady);
        found.each.iter().zip(&came).for_each(|(held, came)| each.add(*held, *came));
        together.add(found.together, came.iter().sum());
    }
    [each, together]
}

#[test]
fn what_is_to_be_expected_of_chosen_places_comes() {
    let [each, together] = forecasts(0..30, (12, 0.25), 6.0);
    let (told, all) = (each.tell("forecast"), together.tell("three together"));
    eprintln!("{told}\n{all}");
    let ((share, wide), (share_all, wide_all)) = (each.share(), together.share());
    assert!((share - 0.9).abs() < wide + 0.03 && (share_all - 0.9).abs() < wide_all + 0.05, "{told}; {all}");
    assert!((together.expected / together.truth - 1.0).abs() < 0.05, "{all}");
}

#[test]
#[ignore = "many cities, by hand"]
fn what_is_to_be_expected_over_many_cities() {
    for (rings, km2, steady) in [(16, 0.25, 1e6), (16, 0.25, 6.0), (36, 2.5, 6.0)] {
        let [each, together] = forecasts(1_000..1_040, (rings, km2), steady);
        eprintln!("{km2} km², steadiness {steady}: {}\n{}", each.tell("forecast"), together.tell("three together"));
    }
}

#[test]
fn a_seed_gives_the_same_on_any_number_of_threads_and_faults_are_named() {
    let ground = Ground::new(Resolution::Ten, 8, 0);
    let counts: Vec<f64> = uneven_rates(&ground, 3).iter().map(|r| (10.0 * r).round()).collect();
    let chosen = listed(&ground, &counts, 0.15, 4);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| estimate(&ground, &counts, &chosen, (0.15, 10)))
    };
    assert_eq!(on(1), on(3));
    let level = SelectedParams { level: 0.3, ..SelectedParams::default() };
    assert!(matches!(level.check(), Err(ChanceError::Value { column: "level", .. })));
    assert!(matches!(
        SelectedParams { draws: 5_000, ..SelectedParams::default() }.check(),
        Err(ChanceError::Draws { draws: 5_000, .. })
    ));
    let input = ExpectedChanceInput {
        ground: CatchmentInput { harm: &counts, ..ground.input() },
        hindsight: &[],
        dispersion: 1.0,
        chosen: &chosen,
    };
    let none = SelectedParams::default().check().expect("parameters").forecast(&input);
    assert_eq!(none, Err(ChanceError::NoHindsight));
}
