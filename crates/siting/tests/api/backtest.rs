//! The backtest: a toy world whose answer is known, no look ahead, and the captures of `scripts/oracle/backtest.py`
//! (`tests/reference/backtest.json`).

use catchment_model::{Cell, Month};
use catchment_siting::backtest::{BacktestResult, Method, Tested};
use catchment_siting::{
    Backtest, BacktestError, BacktestInput, BacktestParams, ExpectedHarmParams, MonthlyHarm, Stream, expected_harm,
};
use catchment_spatial::{Kernel, rings};
use h3o::Resolution;
use serde_json::Value;

use crate::world::Ground;

fn month(year: i64, number: i64) -> Month {
    Month::new(year, number).expect("a month")
}

/// All months of some years.
pub(crate) fn months(years: std::ops::RangeInclusive<i64>) -> Vec<Month> {
    years.flat_map(|y| (1..=12).map(move |m| month(y, m))).collect()
}

/// Counts by month position and cell.
fn table(months: Vec<Month>, cells: u32, count: impl Fn(u32, u32) -> f64) -> MonthlyHarm {
    let last = u32::try_from(months.len()).expect("few months");
    let counts = (0..last).flat_map(|m| (0..cells).map(move |c| (m, c))).map(|(m, c)| (m, c, count(m, c)));
    let counts = counts.filter(|c| c.2 != 0.0).collect();
    let elsewhere = vec![0.0; months.len()];
    MonthlyHarm::new(cells as usize, months, counts, elsewhere).expect("columns that fit")
}

/// A made-up city over some years.
pub(crate) struct World {
    pub(crate) ground: Ground,
    pub(crate) monthly: MonthlyHarm,
    predictors: Vec<MonthlyHarm>,
    neighborhood: Vec<Option<u32>>,
}

impl World {
    /// `count(month position, cell)` on the cells within some rings of resolution 9; neighborhoods are runs of 20
    /// cells, the first a park.
    pub(crate) fn new(rings: u32, months: Vec<Month>, count: impl Fn(u32, u32) -> f64) -> Self {
        let ground = Ground::new(Resolution::Nine, rings, 0);
        let cells = u32::try_from(ground.cells.len()).expect("few cells");
        let monthly = table(months, cells, count);
        let neighborhood = (0..cells).map(|c| (c >= 20).then_some(c / 20)).collect();
        Self { ground, monthly, predictors: Vec::new(), neighborhood }
    }

    /// The same world with counts of another offense.
    pub(crate) fn and(mut self, count: impl Fn(u32, u32) -> f64) -> Self {
        let months = self.monthly.months().to_vec();
        self.predictors.push(table(months, u32::try_from(self.ground.cells.len()).expect("few cells"), count));
        self
    }

    pub(crate) fn input(&self) -> BacktestInput<'_> {
        BacktestInput {
            ground: self.ground.input(),
            monthly: &self.monthly,
            predictors: &self.predictors,
            incidents: None,
            neighborhood: &self.neighborhood,
        }
    }

    pub(crate) fn run(&self, params: BacktestParams) -> BacktestResult {
        let test = params.check().expect("parameters");
        test.run(&self.input(), |_| true).expect("a backtest")
    }
}

/// Counts that lean to some places and change from month to month.
pub(crate) fn noisy(seed: u64) -> impl Fn(u32, u32) -> f64 {
    let stream = Stream::new(seed, &["noisy"]);
    move |m, c| {
        let lean = if c % 17 < 3 { 0.75 } else { 0.2 };
        if stream.uniform(u64::from(m) << 20 | u64::from(c)) < lean { 1.0 + f64::from(c % 3) } else { 0.0 }
    }
}

fn ratio(result: &BacktestResult, method: Method) -> f64 {
    result.summary.iter().find(|s| s.method == method).expect("a summary").ratio
}

pub(crate) fn small() -> BacktestParams {
    BacktestParams { k: 2, areas_km2: vec![0.35], random_draws: 50, limit_draws: 1, ..BacktestParams::default() }
}

#[test]
fn where_nothing_changes_every_look_at_the_counts_finds_the_best() {
    // Two spots of three cells each that hold everything, every month the same; no smoothing, so the engine sees them
    // as they are.
    let ground = Ground::new(Resolution::Nine, 6, 0);
    let spot = |c: usize| -> Vec<u32> {
        let near = ground.neighbors.of(c);
        let touching =
            near.iter().find(|o| ground.neighbors.of(**o as usize).contains(&near[0])).expect("two that touch");
        vec![u32::try_from(c).expect("few"), near[0], *touching]
    };
    let spots = [spot(25), spot(100)].concat();
    let world = World::new(6, months(2010..=2016), |_, c| if spots.contains(&c) { 2.0 } else { 0.0 });
    let engine = ExpectedHarmParams { bandwidth_m: 0.0, ..ExpectedHarmParams::default() };
    let result = world.run(BacktestParams { engine, ..small() });
    assert_eq!(result.years.iter().map(|y| y.year).collect::<Vec<_>>(), [2014, 2015, 2016]);
    for row in &result.rows {
        assert!((row.oracle - 1.0).abs() < 1e-12 && (row.located - 12.0 * 12.0).abs() < 1e-9, "{row:?}");
    }
    for method in [
        Method::Engine,
        Method::Greedy,
        Method::GreedyData,
        Method::GreedySurface,
        Method::HottestCells,
        Method::EngineCells,
        Method::Oracle,
    ] {
        assert!((ratio(&result, method) - 1.0).abs() < 1e-12, "{method:?}");
    }
    assert!(ratio(&result, Method::Random) < 0.3);
    let paired =
        result.summary.iter().find(|s| s.method == Method::Greedy).and_then(|s| s.engine_less).expect("a difference");
    assert_eq!((paired.mean, paired.low, paired.high, paired.above), (0.0, Some(0.0), Some(0.0), 0));
}

#[test]
fn a_site_anywhere_in_a_neighborhood_holds_its_share_of_the_area() {
    let world = World::new(5, months(2010..=2014), |_, c| if (40..60).contains(&c) { 1.0 } else { 0.0 });
    let result = world.run(BacktestParams { k: 1, areas_km2: vec![0.5], ..small() });
    let size: f64 = (40..60).map(|c| world.ground.area_km2[c]).sum();
    let row = result.rows.iter().find(|r| r.method == Method::Neighborhoods).expect("a row");
    assert!((row.capture - 0.5 / size).abs() < 1e-12, "{row:?}");
    assert!((row.ground_km2 - 0.5).abs() < 1e-12);
}

#[test]
fn what_happens_in_a_year_or_later_never_changes_the_choice_for_it() {
    let before = |m: u32| m < 5 * 12;
    let (past, one, other) = (noisy(1), noisy(2), noisy(3));
    let (near, strange) = (noisy(6), noisy(7));
    let first = World::new(6, months(2010..=2016), |m, c| if before(m) { past(m, c) } else { one(m, c) }).and(&near);
    let second = World::new(6, months(2010..=2016), |m, c| if before(m) { past(m, c) } else { 5.0 * other(m, c) });
    let second = second.and(|m, c| if before(m) { near(m, c) } else { 9.0 * strange(m, c) });
    let alone = World::new(6, months(2010..=2014), &past).and(&near);
    let test: Backtest = BacktestParams {
        engine: ExpectedHarmParams { bandwidth_m: 150.0, ..ExpectedHarmParams::default() },
        ..small()
    }
    .check()
    .expect("parameters");
    let choices = |w: &World, year| test.choices(&w.input(), year).expect("choices");
    assert_eq!(choices(&first, 2015), choices(&second, 2015));
    assert_eq!(choices(&first, 2015), choices(&alone, 2015));
    let changed = choices(&first, 2016).iter().zip(choices(&second, 2016)).filter(|(a, b)| **a != *b).count();
    assert!(changed >= 5, "the choices for the year after do depend on it: {changed} differ");
    let methods: Vec<Method> = choices(&first, 2015).iter().map(|c| c.method).collect();
    assert!(
        methods.contains(&Method::Engine) && methods.contains(&Method::GiCells) && !methods.contains(&Method::Oracle)
    );
}

#[test]
fn the_answer_is_the_same_for_any_number_of_threads() {
    let world = World::new(5, months(2010..=2015), noisy(4));
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| world.run(small()))
    };
    assert_eq!(with(1), with(4));
}

#[test]
fn a_year_needs_all_its_months_and_four_years_before_it() {
    let gap: Vec<Month> = months(2008..=2016).into_iter().filter(|m| *m != month(2014, 5)).collect();
    let world = World::new(3, gap, noisy(5));
    let years = BacktestParams::default().check().expect("parameters").years(&world.input());
    let expected = [(2012, 48), (2013, 60), (2015, 83), (2016, 95)];
    assert_eq!(years, expected.map(|(year, past_months)| Tested { year, past_months }));
    let none = small().check().expect("parameters").run(&world.input(), |year| year < 2012);
    assert_eq!(none.unwrap_err(), BacktestError::NoYears { past_months: 48 });
}

#[test]
fn the_engine_looks_at_nothing_from_the_year_on_count_by_count() {
    // Every single count of a later month, of harm and of a predictor, is changed by itself.
    let now = month(2014, 1);
    let surface = |touched: Option<(bool, u32)>| {
        let change = |predictor, m| if touched == Some((predictor, m)) { 40.0 } else { 0.0 };
        let (harm, near) = (noisy(1), noisy(6));
        let world = World::new(3, months(2010..=2015), |m, c| harm(m, c) + if c == 3 { change(false, m) } else { 0.0 });
        let world = world.and(|m, c| near(m, c) + if c == 3 { change(true, m) } else { 0.0 });
        let how = ExpectedHarmParams::default().check().expect("parameters");
        let past = world.monthly.before(now);
        expected_harm(&world.input(), past, &how).expect("a surface")
    };
    let plain = surface(None);
    for m in 48..72 {
        assert_eq!(surface(Some((false, m))), plain, "harm of month {m}");
        assert_eq!(surface(Some((true, m))), plain, "predictor in month {m}");
    }
    assert_ne!(surface(Some((false, 47))), plain);
    assert_ne!(surface(Some((true, 47))), plain);
}

#[test]
fn another_offense_of_the_same_places_is_worth_something_and_one_of_other_places_nothing() {
    // Rates differ by cell; harm is rare, the other offense is ten times as frequent; a third has nothing to do with
    // either.
    let stream = Stream::new(11, &["rates"]);
    let rate = move |c: u32| stream.uniform(u64::from(c)).powi(4);
    let drawn = move |seed: u64, mean: f64, m: u32, c: u32| {
        f64::from(u8::from(Stream::new(seed, &["draws"]).uniform(u64::from(m) << 20 | u64::from(c)) < mean))
    };
    let world = World::new(9, months(2008..=2015), move |m, c| drawn(1, 0.08 * rate(c), m, c))
        .and(move |m, c| drawn(2, 0.8 * rate(c), m, c))
        .and(move |m, c| drawn(3, 0.8 * rate(270 - c), m, c));
    let how = ExpectedHarmParams::default().check().expect("parameters");
    let past = world.monthly.before(month(2016, 1));
    let weights = expected_harm(&world.input(), past, &how).expect("a surface").predictor_weights;
    assert!(weights[0] > 0.05 && weights[1] < 0.2 * weights[0], "{weights:?}");
    let told = |predictors: &[MonthlyHarm]| {
        let harm =
            expected_harm(&BacktestInput { predictors, ..world.input() }, past, &how).expect("a surface").per_year;
        // The city keeps its harm, and the surface is nearer to the rates.
        let all = world.monthly.months().iter().zip(0_u32..).map(|(_, m)| 0.5_f64.powf(f64::from(95 - m) / 60.0));
        let rates: Vec<f64> = (0..271).map(|c| 12.0 * 0.08 * rate(c)).collect();
        let off: f64 = harm.iter().zip(&rates).map(|(h, r)| (h - r).powi(2)).sum();
        (harm.iter().sum::<f64>(), off, all.sum::<f64>())
    };
    let (with, without) = (told(&world.predictors), told(&[]));
    assert!((with.0 / without.0 - 1.0).abs() < 1e-9);
    assert!(with.1 < 0.6 * without.1, "{} {}", with.1, without.1);
}

#[test]
fn too_little_past_to_learn_from_leaves_harm_alone() {
    let world = World::new(3, months(2010..=2012), noisy(1)).and(noisy(2));
    let how = ExpectedHarmParams::default().check().expect("parameters");
    let past = |year| world.monthly.before(month(year, 1));
    let with = |year| expected_harm(&world.input(), past(year), &how).expect("a surface");
    let alone =
        expected_harm(&BacktestInput { predictors: &[], ..world.input() }, past(2012), &how).expect("a surface");
    assert_eq!((with(2012).per_year, with(2012).predictor_weights), (alone.per_year, vec![0.0]));
    assert!(with(2013).predictor_weights[0] > 0.0);
}

#[test]
fn growth_on_the_year_itself_stands_beside_the_search() {
    let result = World::new(5, months(2010..=2015), noisy(4));
    let result = result.run(small());
    for row in &result.rows {
        assert!(row.greedy_oracle > 0.0 && row.greedy_oracle <= row.oracle, "{row:?}");
    }
    let greedy = result.summary.iter().find(|s| s.method == Method::Greedy).expect("a summary");
    assert!(greedy.greedy_ratio >= greedy.ratio);
}

#[test]
fn months_missing_between_make_old_ones_no_younger() {
    // 2010 on one cell, 2015 on another; half-life of a year. The weights differ by five years, whatever is missing.
    let two: Vec<Month> = months(2010..=2010).into_iter().chain(months(2015..=2015)).collect();
    let world = World::new(2, two, |m, c| if c == if m < 12 { 1 } else { 5 } { 1.0 } else { 0.0 });
    let how = ExpectedHarmParams { bandwidth_m: 0.0, half_life_months: 12.0, ..ExpectedHarmParams::default() }
        .check()
        .expect("parameters");
    let harm = expected_harm(&world.input(), world.monthly.before(month(2016, 1)), &how).expect("a surface").per_year;
    assert!((harm[5] / harm[1] - 32.0).abs() < 1e-9, "{} {}", harm[5], harm[1]);
    // One a month, somewhere: twelve a year in all.
    assert!((harm.iter().sum::<f64>() - 12.0).abs() < 1e-9);
}

#[test]
fn the_prior_pulls_a_cell_toward_its_surroundings() {
    let world = World::new(3, months(2010..=2011), |_, c| if c == 10 { 1.0 } else { 0.0 });
    let surface = |prior_months| {
        let how = ExpectedHarmParams { bandwidth_m: 200.0, prior_months, ..ExpectedHarmParams::default() }
            .check()
            .expect("parameters");
        expected_harm(&world.input(), world.monthly.before(month(2012, 1)), &how).expect("a surface").per_year
    };
    let (none, some, all) = (surface(0.0), surface(24.0), surface(100_000.0));
    assert!((none[10] - 12.0).abs() < 1e-9 && none[10] > some[10] && some[10] > all[10]);
    assert!(none.iter().filter(|h| **h > 0.0).count() == 1 && some.iter().filter(|h| **h > 0.0).count() > 1);
}

#[test]
fn parameters_out_of_range_are_named() {
    let error = |params: BacktestParams| params.check().unwrap_err().to_string();
    let engine = ExpectedHarmParams { half_life_months: 0.0, ..ExpectedHarmParams::default() };
    assert_eq!(
        error(BacktestParams { engine, ..BacktestParams::default() }),
        "half_life_months = 0; expected a number from 1 to 1200"
    );
    assert_eq!(error(BacktestParams { k: 0, ..BacktestParams::default() }), "k = 0; expected 1 to 200");
    assert!(error(BacktestParams { areas_km2: vec![], ..BacktestParams::default() }).starts_with("areas_km2 = 0"));
}

/// The reference as a world: each year's counts stand in its July.
fn reference(data: &Value) -> World {
    let list = |name: &str| data[name].as_array().expect("a list").clone();
    let real = |v: &Value| v.as_f64().expect("a number");
    let cells: Vec<Cell> = list("cells")
        .iter()
        .map(|c| {
            Cell::from_bits(u64::from_str_radix(c.as_str().expect("text"), 16).expect("hexadecimal")).expect("a cell")
        })
        .collect();
    assert!(cells.is_sorted());
    let years = data["yearly"].as_object().expect("years");
    let all: Vec<Month> =
        years.keys().flat_map(|y| months(y.parse().expect("a year")..=y.parse().expect("a year"))).collect();
    let (mut counts, mut elsewhere) = (Vec::new(), vec![0.0; all.len()]);
    for (at, (year, entries)) in years.iter().enumerate() {
        let july = at * 12 + 6;
        elsewhere[july] = real(&data["elsewhere"][year]);
        for entry in entries.as_array().expect("entries") {
            let cell = u32::try_from(entry[0].as_u64().expect("a cell")).expect("few");
            counts.push((u32::try_from(july).expect("few"), cell, real(&entry[1])));
        }
    }
    let monthly = MonthlyHarm::new(cells.len(), all.clone(), counts, elsewhere).expect("columns that fit");
    let others = data["others"].as_object().expect("offenses").values();
    let predictors = others.map(|table| {
        let years = table.as_object().expect("years").values().enumerate();
        let number = |v: &Value| u32::try_from(v.as_u64().expect("a cell")).expect("few");
        let entries =
            years.flat_map(|(at, list)| list.as_array().expect("entries").iter().map(move |e| (at * 12 + 6, e)));
        let counts = entries.map(|(july, e)| (u32::try_from(july).expect("few"), number(&e[0]), real(&e[1]))).collect();
        MonthlyHarm::new(cells.len(), all.clone(), counts, vec![0.0; all.len()]).expect("columns that fit")
    });
    let predictors = predictors.collect();
    let neighborhood = list("neighborhood").iter().map(|h| h.as_u64().and_then(|h| u32::try_from(h).ok())).collect();
    let ground = Ground {
        harm: vec![0.0; cells.len()],
        area_km2: cells.iter().map(|c| c.area_km2()).collect(),
        inside_km2: cells.iter().map(|c| c.area_km2()).collect(),
        allowed: vec![true; cells.len()],
        x_m: list("x_m").iter().map(real).collect(),
        y_m: list("y_m").iter().map(real).collect(),
        neighbors: rings(&cells, 1),
        cells,
    };
    World { ground, monthly, predictors, neighborhood }
}

#[test]
fn captures_are_those_worked_out_without_the_program() {
    let data: Value = serde_json::from_str(include_str!("../reference/backtest.json")).expect("JSON");
    let world = World { predictors: Vec::new(), ..reference(&data) };
    let number = |name: &str| data[name].as_f64().expect("a number");
    let engine = ExpectedHarmParams {
        kernel: Kernel::Gaussian,
        bandwidth_m: number("bandwidth_m"),
        half_life_months: number("half_life_months"),
        prior_months: 100_000.0,
        burst: 1.0,
    };
    let result = world.run(BacktestParams { engine, limit_draws: 0, random_draws: 1, ..BacktestParams::default() });
    let rows = data["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), 120);
    for expected in rows {
        let (year, area) = (expected[0].as_i64().expect("a year"), expected[2].as_f64().expect("an area"));
        let found = result.rows.iter().find(|r| {
            i64::from(r.year) == year && Some(r.method.id()) == expected[1].as_str() && (r.area_km2 - area).abs() < 1e-9
        });
        let (found, capture) = (found.expect("a row"), expected[3].as_f64().expect("a capture"));
        assert!((found.capture - capture).abs() < 1e-9, "{expected}: {}", found.capture);
    }
}

#[test]
fn expected_harm_is_that_worked_out_without_the_program() {
    let data: Value = serde_json::from_str(include_str!("../reference/backtest.json")).expect("JSON");
    let world = World { predictors: Vec::new(), ..reference(&data) };
    let how = ExpectedHarmParams {
        kernel: Kernel::Gaussian,
        bandwidth_m: 150.0,
        half_life_months: 36.0,
        prior_months: 100_000.0,
        burst: 1.0,
    };
    let how = how.check().expect("parameters");
    for (year, expected) in data["surfaces"].as_object().expect("surfaces") {
        let past = world.monthly.before(month(year.parse().expect("a year"), 1));
        let harm = expected_harm(&world.input(), past, &how).expect("a surface").per_year;
        let (sum, most) = (harm.iter().sum::<f64>(), harm.iter().copied().fold(0.0, f64::max));
        // The prior of 100,000 months leaves a cell's own count a weight of about a thousandth.
        assert!((sum / expected[0].as_f64().expect("a sum") - 1.0).abs() < 1e-3, "{year}: {sum}");
        assert!((most / expected[1].as_f64().expect("a maximum") - 1.0).abs() < 5e-3, "{year}: {most}");
    }
}

#[test]
fn what_other_offenses_are_worth_is_that_worked_out_without_the_program() {
    let data: Value = serde_json::from_str(include_str!("../reference/backtest.json")).expect("JSON");
    let world = reference(&data);
    let how = ExpectedHarmParams::default().check().expect("parameters");
    let real = |v: &Value| v.as_f64().expect("a number");
    let alike = |found: f64, expected: f64| (found / expected - 1.0).abs() < 1e-9;
    for (year, expected) in data["predicted"].as_object().expect("years") {
        let past = world.monthly.before(month(year.parse().expect("a year"), 1));
        let found = expected_harm(&world.input(), past, &how).expect("a surface");
        for (weight, right) in found.predictor_weights.iter().zip(expected[0].as_array().expect("weights")) {
            assert!(alike(*weight, real(right)), "{year}: {weight} {right}");
        }
        let sums = [
            found.per_year.iter().sum(),
            found.per_year.iter().copied().fold(0.0, f64::max),
            found.per_year.iter().map(|h| h * h).sum(),
        ];
        for (sum, right) in sums.into_iter().zip(&expected.as_array().expect("figures")[1..]) {
            assert!(alike(sum, real(right)), "{year}: {sum} {right}");
        }
    }
}
