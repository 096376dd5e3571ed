//! Of cells said to be in the best choice with a chance p, does the share p come true? On made-up cities with a surface
//! like that of St. Louis: the choice that is judged is given to the draws' search, as the engine does it.
//!
//! Draws agree too often. What is shown of a cell is therefore drawn toward a half, by powers of the odds in the
//! questions crate (`chance/fill.rs`). Figures: docs/how-sure.md.

use catchment_model::Month;
use catchment_siting::{
    BacktestInput, CatchmentInput, CatchmentParams, CellChances, ChanceGroup, ChanceInput, ChanceParams,
    ExpectedChanceInput, ExpectedHarmParams, Gamma, MonthlyHarm, Normal, Shape, Stream, expected_harm, harm_dispersion,
    hindsight, poisson,
};
use h3o::Resolution;

use crate::published::{Rate, seeds};
use crate::world::Ground;

const YEARS: u32 = 10;

/// Rates per year as uneven as those of St. Louis: a few warm quarters, in them single hot cells, much that is next to
/// empty.
pub(crate) fn uneven_rates(ground: &Ground, seed: u64) -> Vec<f64> {
    let (n, normal, stream) = (ground.cells.len(), Normal::new(), Stream::new(seed, &["uneven"]));
    let spots: Vec<(usize, f64, f64)> = (0..n as u64 / 50)
        .map(|i| {
            let heat = (0.7 * normal.draw(stream, 1_000_000 + i)).exp();
            (stream.below(3 * i, n), 150.0 + 500.0 * stream.uniform(3 * i + 1), heat)
        })
        .collect();
    let warm = |c: usize| -> f64 {
        let one = |(s, wide, heat): &(usize, f64, f64)| heat * (-(ground.distance_m(c, *s) / wide).powi(2)).exp();
        spots.iter().map(one).sum()
    };
    let own = Gamma::new(0.7, 0.7);
    (0..n).map(|c| (0.1 + 0.6 * warm(c)) * own.draw(&normal, stream, 2_000_000 + c as u64)).collect()
}

/// With the work that a question gives to its choice: one found with less differs from the best three by its search
/// alone.
fn choice(ground: &Ground, harm: &[f64], search: CatchmentParams) -> Vec<Vec<usize>> {
    let search = CatchmentParams { effort: CatchmentParams::default().effort, ..search };
    let best = search.check().expect("parameters").best(&CatchmentInput { harm, ..ground.input() }).expect("a choice");
    best.catchments.into_iter().map(|c| c.cells).collect()
}

/// What is judged: chances by counts of ten years, or by expected harm from their months; no place changes.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Basis {
    Counted,
    Expected,
}

/// Rings of cells about the middle of the city, km² of a catchment, draws, and shape.
type Size = (u32, f64, usize, Shape);

/// For each cell of a city: its chance, and whether it is in the choice by the true rates.
fn city(seed: u64, (rings, km2, draws, shape): Size, basis: Basis) -> Vec<(f64, bool)> {
    let ground = Ground::new(Resolution::Ten, rings, 0);
    let search = CatchmentParams { k: 3, area_km2: km2, shape, effort: 0, ..CatchmentParams::default() };
    let rates = uneven_rates(&ground, seed);
    let ask = ChanceParams { draws, search }.check().expect("parameters");
    let chances: CellChances = if basis == Basis::Counted {
        let stream = Stream::new(seed, &["counts"]);
        let counts: Vec<f64> = rates.iter().zip(0..).map(|(r, at)| poisson(f64::from(YEARS) * r, stream, at)).collect();
        let chosen = choice(&ground, &counts, search);
        let ground = CatchmentInput { harm: &counts, ..ground.input() };
        let groups = [ChanceGroup { id: "all".into(), weight: 1.0, phi: 1.0, counts: counts.clone() }];
        ask.of(&ChanceInput { ground, groups: &groups, chosen: &chosen }).expect("chances")
    } else {
        by_months(&ground, &rates, seed, search, &ask)
    };
    let truth = choice(&ground, &rates, search).concat();
    let mut inside = vec![false; rates.len()];
    for cell in truth {
        inside[cell] = true;
    }
    (0..rates.len()).map(|c| (chances.p(c), inside[c])).collect()
}

fn by_months(
    ground: &Ground,
    rates: &[f64],
    seed: u64,
    search: CatchmentParams,
    ask: &catchment_siting::CatchmentChance,
) -> CellChances {
    let (n, stream) = (rates.len(), Stream::new(seed, &["months"]));
    let months: Vec<Month> =
        (2008..2008 + i64::from(YEARS)).flat_map(|y| (1..=12).filter_map(move |m| Month::new(y, m).ok())).collect();
    let mut counts = Vec::new();
    for at in 0..12 * YEARS {
        for (cell, rate) in (0..).zip(rates) {
            let count = poisson(rate / 12.0, stream, u64::from(at) * n as u64 + u64::from(cell));
            if count > 0.0 {
                counts.push((at, cell, count));
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
    let chosen = choice(ground, &said, search);
    let ground = CatchmentInput { harm: &said, ..ground.input() };
    ask.of_expected(&ExpectedChanceInput { ground, hindsight: &past, dispersion, chosen: &chosen }).expect("chances").0
}

/// Edges of classes of chances.
const EDGES: [f64; 7] = [0.05, 0.2, 0.4, 0.6, 0.8, 0.9, 1.01];

/// By class: mean chance, and share of the cells that came true (cities are what is independent).
fn classes(cities: &[Vec<(f64, bool)>]) -> Vec<Rate> {
    let class = |w: &[f64]| {
        let inside = |city: &Vec<(f64, bool)>| -> Vec<(f64, bool)> {
            city.iter().filter(|c| (w[0]..w[1]).contains(&c.0)).copied().collect()
        };
        let each: Vec<Vec<(f64, bool)>> = cities.iter().map(inside).collect();
        let (n, said) = each.iter().flatten().fold((0.0, 0.0), |s, c| (s.0 + 1.0, s.1 + c.0));
        let own = |city: &Vec<(f64, bool)>| (city.iter().filter(|c| c.1).count() as f64, city.len() as f64);
        Rate::share(said / f64::max(n, 1.0), &each.iter().map(own).collect::<Vec<_>>())
    };
    EDGES.windows(2).map(class).collect()
}

fn reliability(cities: std::ops::Range<u64>, size: Size, basis: Basis) -> Vec<Rate> {
    classes(&cities.map(|seed| city(seed, size, basis)).collect::<Vec<_>>())
}

/// Everything under its key.
fn each(classes: &[Rate], (_, km2, _, shape): Size, basis: Basis, then: fn(&Rate, &str)) {
    for (at, class) in classes.iter().enumerate() {
        then(class, &format!("chance/{shape:?}/{basis:?}/{km2}/{at}").to_lowercase());
    }
}

/// No class with cells enough is farther off than chance explains, and three points.
fn assert_reliable(classes: &[Rate]) {
    for class in classes.iter().filter(|c| c.cases() >= 60.0) {
        assert!((class.said() - class.value()).abs() < 1.5 * class.normal_half() + 0.03, "{class:?}");
    }
}

/// A town, which is quick.
const TOWN: Size = (11, 0.25, 60, Shape::Free);

#[test]
fn by_counts_a_chance_comes_true_as_often_as_said() {
    assert_reliable(&reliability(0..24, TOWN, Basis::Counted));
}

#[test]
fn by_expected_harm_a_chance_comes_true_as_often_as_said() {
    assert_reliable(&reliability(0..24, TOWN, Basis::Expected));
}

/// Rings of cells, km² and draws of the sizes measured.
const SMALL: (u32, f64, usize) = (24, 0.25, 100);
const LARGE: (u32, f64, usize) = (36, 2.5, 50);

fn of_shape((rings, km2, draws): (u32, f64, usize), shape: Shape) -> Size {
    (rings, km2, draws, shape)
}

#[test]
fn what_is_published_of_walkable_catchments_comes_out_of_a_few_cities() {
    let size = of_shape(SMALL, Shape::Walkable);
    for basis in [Basis::Counted, Basis::Expected] {
        each(&reliability(0..4, size, basis), size, basis, Rate::hold);
    }
}

/// The first of the cities: others than those to which what is shown was fitted.
const FIRST: u64 = 2_000;

fn measure((size, shape): ((u32, f64, usize), Shape), cities: u64, basis: Basis) {
    let size = of_shape(size, shape);
    each(&reliability(seeds(FIRST, cities), size, basis), size, basis, Rate::tell);
}

#[test]
#[ignore = "many cities, by hand"]
fn small_catchments_by_counts() {
    measure((SMALL, Shape::Walkable), 200, Basis::Counted);
    measure((SMALL, Shape::Free), 200, Basis::Counted);
}

#[test]
#[ignore = "many cities, by hand"]
fn small_catchments_by_expected_harm() {
    measure((SMALL, Shape::Walkable), 200, Basis::Expected);
    measure((SMALL, Shape::Free), 200, Basis::Expected);
}

#[test]
#[ignore = "many cities, by hand"]
fn large_catchments_by_counts() {
    measure((LARGE, Shape::Walkable), 120, Basis::Counted);
    measure((LARGE, Shape::Free), 60, Basis::Counted);
}

#[test]
#[ignore = "many cities, by hand"]
fn large_catchments_by_expected_harm() {
    measure((LARGE, Shape::Walkable), 120, Basis::Expected);
    measure((LARGE, Shape::Free), 60, Basis::Expected);
}
