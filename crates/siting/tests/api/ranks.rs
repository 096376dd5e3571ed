//! Ranks and their uncertainty.

use catchment_siting::{
    Measure, PriorKind, RankError, RankInput, RankParams, Ranking, Reference, Stream, Wording, rank::MEASURES,
};
use proptest::prelude::*;
use statrs::function::beta::beta_reg;

use crate::world::{city, group, poisson, totals, unit};

fn params(measure: Measure) -> RankParams {
    RankParams { measure, draws: 2_000, k: 1, ..RankParams::default() }
}

fn rank(params: RankParams, input: &RankInput) -> Ranking {
    params.check().expect("parameters").rank(input).expect("a ranking")
}

#[test]
fn two_units_are_ordered_as_often_as_the_beta_distribution_says() {
    // For two independent Gamma rates, P(θ1 > θ2) = I(b2 / (b1 + b2); a2, a1) at x = b2/(b1+b2) of the pair (a2, a1).
    let mut input = totals(&[40, 30], &[1_000.0, 1_000.0]);
    input.months = 12;
    input.monthly = [vec![0; 11], vec![40], vec![0; 11], vec![30]].concat();
    let ranking = rank(RankParams { draws: 50_000, ..params(Measure::Count) }, &input);
    let fit = &ranking.groups[0];
    assert_eq!(fit.prior, PriorKind::TooFewUnits);
    let exact = 1.0 - beta_reg(40.0 / fit.phi + fit.alpha, 30.0 / fit.phi + fit.alpha, 0.5);
    let p = ranking.items[0].p_top;
    // Four standard errors of 50,000 draws.
    assert!((p - (1.0 - exact).max(exact)).abs() < 4.0 * (p * (1.0 - p) / 50_000.0).sqrt(), "{p} for {exact}");
}

#[test]
fn the_posterior_mean_is_the_closed_form() {
    let (input, _) = city(3, 40, 36, 2.0, 60.0, 1);
    let ranking = rank(params(Measure::PerResident), &input);
    let fit = &ranking.groups[0];
    for item in &ranking.items {
        let exposure = 3.0 * input.units[item.unit].residents.expect("residents") / 1000.0;
        let expected = (fit.alpha + item.count as f64 / fit.phi) / (fit.beta + exposure / fit.phi);
        assert!((item.score / expected - 1.0).abs() < 1e-12);
        assert!(item.score_low < item.score && item.score < item.score_high);
        let between = (item.raw_score - item.score) * (item.score - fit.alpha / fit.beta);
        assert!(between >= 0.0, "the score lies between the raw one and the usual one");
    }
}

#[test]
fn weights_scale_scores_and_not_counts() {
    let (mut input, _) = city(4, 20, 24, 2.0, 60.0, 1);
    let plain = rank(params(Measure::Count), &input);
    input.groups[0].weight = 5.0;
    let heavy = rank(params(Measure::Count), &input);
    for (a, b) in plain.items.iter().zip(&heavy.items) {
        assert_eq!((&a.id, a.count, a.rank_low, a.rank_high), (&b.id, b.count, b.rank_low, b.rank_high));
        assert!((b.score / a.score - 5.0).abs() < 1e-9);
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let (input, _) = city(5, 60, 24, 2.0, 60.0, 2);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| rank(RankParams { draws: 1_111, k: 5, ..params(Measure::PerResident) }, &input))
    };
    let one = on(1);
    assert_eq!(one, on(2));
    assert_eq!(one, on(7));
}

#[test]
fn a_unit_keeps_its_draws_when_others_leave() {
    let (mut input, _) = city(6, 10, 24, 2.0, 60.0, 1);
    let all = rank(params(Measure::Count), &input);
    input.units[3].left_out = Some("a park".to_owned());
    input.reference = None;
    let fewer = rank(params(Measure::Count), &input);
    assert_eq!(fewer.not_ranked[0].why, "a park");
    assert_eq!(fewer.items.len(), 9);
    // Prior and φ move a little; the random numbers behind the interval do not, so it moves only as little.
    let (a, b) = (all.find("u005").expect("ranked"), fewer.find("u005").expect("ranked"));
    assert!((a.score_low / b.score_low - 1.0).abs() < 0.1);
}

#[test]
fn the_order_of_the_input_does_not_matter() {
    let (input, _) = city(7, 12, 24, 2.0, 60.0, 1);
    let mut turned = input.clone();
    turned.units.reverse();
    turned.monthly = input.monthly.chunks(24).rev().flatten().copied().collect();
    let strip = |r: Ranking| {
        r.items.into_iter().map(|i| (i.id, i.rank, i.rank_low, i.rank_high, i.p_top.to_bits())).collect::<Vec<_>>()
    };
    assert_eq!(strip(rank(params(Measure::Count), &input)), strip(rank(params(Measure::Count), &turned)));
}

#[test]
fn units_with_few_residents_are_listed_with_the_reason() {
    let mut input = totals(&[5, 9, 7, 4], &[1_000.0, 14.0, 900.0, 800.0]);
    input.units[3].residents = None;
    let ranking = rank(params(Measure::PerResident), &input);
    let why: Vec<&str> = ranking.not_ranked.iter().map(|n| n.why.as_str()).collect();
    assert_eq!(why, ["14 residents; a rate per resident needs at least 100", "residents are not known"]);
    assert_eq!(ranking.not_ranked[0].count, 9);
    assert_eq!(rank(params(Measure::Count), &input).items.len(), 4);
}

#[test]
fn a_net_count_below_zero_enters_as_zero_and_says_so() {
    let ranking = rank(params(Measure::Count), &totals(&[5, -2, 7, 4], &[1_000.0; 4]));
    let item = ranking.find("u001").expect("ranked");
    assert_eq!((item.rank, item.count), (4, -2));
    assert!(item.remarks[0].contains("net count -2"), "{:?}", item.remarks);
    assert!(item.raw_score.abs() < 1e-300);
}

#[test]
fn one_unit_is_first() {
    let ranking = rank(params(Measure::Count), &totals(&[5], &[1_000.0]));
    let item = &ranking.items[0];
    assert_eq!((item.rank, item.rank_low, item.rank_high, item.p_top), (1, 1, 1, 1.0));
    assert!(item.score_low < item.score_high);
}

#[test]
fn without_events_no_unit_can_be_told_from_another() {
    let input = totals(&[0; 8], &[1_000.0; 8]);
    let ranking = rank(RankParams { k: 3, ..params(Measure::Count) }, &input);
    assert_eq!(ranking.groups[0].prior, PriorKind::NoEvents);
    assert!(ranking.items.iter().all(|i| i.rank_low == 1 && i.rank_high == 8 && (i.p_top - 0.375).abs() < 0.05));
    assert_eq!(ranking.items[0].id, "u000", "ties stand in order of id");
    let words = Wording {
        period: "May 2020".into(),
        events: "offenses".into(),
        places: "neighborhoods".into(),
        city_count: 0,
        city_rate: None,
    };
    let why = ranking.why(&input, "u000", &words).expect("sentences").join(" ");
    assert!(why.contains("No offenses at all in this window"), "{why}");
}

#[test]
fn equal_counts_show_no_variance_and_wide_ranks() {
    let ranking = rank(params(Measure::Count), &totals(&[20; 30], &[1_000.0; 30]));
    assert_eq!(ranking.groups[0].prior, PriorKind::NoVariance);
    assert!(ranking.items.iter().all(|i| i.rank_low <= 3 && i.rank_high >= 28));
}

#[test]
fn values_out_of_range_are_refused_with_the_range() {
    let input = totals(&[5, 6, 7], &[1_000.0; 3]);
    let with = |p: RankParams| p.check().and_then(|r| r.rank(&input)).unwrap_err();
    let base = params(Measure::Count);
    assert_eq!(with(RankParams { k: 4, ..base }).to_string(), "k = 4; expected 1 to 3, the number of units ranked");
    assert!(matches!(with(RankParams { k: 0, ..base }), RankError::K { k: 0, .. }));
    assert_eq!(with(RankParams { draws: 10, ..base }).to_string(), "draws = 10; expected 100 to 50000");
    assert_eq!(with(RankParams { level: 1.0, ..base }), RankError::Level(1.0));
    assert!(matches!(with(RankParams { min_residents: f64::NAN, ..base }), RankError::MinResidents(_)));
    let refused = |change: fn(&mut RankInput)| {
        let mut bad = input.clone();
        change(&mut bad);
        base.check().and_then(|r| r.rank(&bad)).unwrap_err()
    };
    assert_eq!(refused(|i| i.months = 0), RankError::Months);
    assert_eq!(refused(|i| i.groups.clear()), RankError::NoGroups);
    assert!(matches!(refused(|i| i.groups[0].weight = 0.0), RankError::Weight { .. }));
    assert!(matches!(refused(|i| i.monthly.push(1)), RankError::Table { len: 4, expected: 3, .. }));
    assert!(matches!(refused(|i| i.units[0].id = "u001".into()), RankError::RepeatedId(_)));
    assert!(matches!(refused(|i| i.units[0].area_km2 = 0.0), RankError::Area { .. }));
    let parks = refused(|i| i.units.iter_mut().for_each(|u| u.left_out = Some("a park".into())));
    assert_eq!(parks, RankError::NoUnits { given: 3, left_out: 3 });
}

#[test]
fn names_of_measures_read_back() {
    for measure in MEASURES {
        assert_eq!(measure.to_string().parse(), Ok(measure));
    }
    assert!("per_capita".parse::<Measure>().unwrap_err().to_string().contains("per_resident"));
}

#[test]
fn a_chosen_maximum_falls_back_toward_the_reference() {
    // The highest of many areas that are all alike: only the reference knows how usual 30 is.
    let mut at = 0;
    let monthly: Vec<i64> = (0..200).map(|_| poisson(Stream::new(8, &["tiles"]), &mut at, 30.0)).collect();
    let usual = monthly.iter().sum::<i64>() as f64 / 200.0 * 12.0;
    let mut input = totals(&[40, 39, 38], &[1_000.0; 3]);
    input.reference = Some(Reference {
        units: (0..200).map(|i| unit(format!("t{i}"), 1_000.0, 1.0)).collect(),
        monthly,
        clusters: None,
    });
    let ranking = rank(params(Measure::Count), &input);
    let top = &ranking.items[0];
    assert!(top.score < top.raw_score && top.score > usual, "{} between {usual} and {}", top.score, top.raw_score);
    assert!(top.shrinkage > 0.1);
}

#[test]
fn the_density_is_a_density() {
    let (input, _) = city(9, 30, 24, 2.0, 60.0, 1);
    let ranking = rank(params(Measure::PerResident), &input);
    let item = &ranking.items[4];
    let points = ranking.density(&item.id, 80).expect("points");
    let step = points[1].0 - points[0].0;
    let mass: f64 = points.iter().map(|p| p.1 * step).sum();
    let mean: f64 = points.iter().map(|p| p.0 * p.1 * step).sum::<f64>() / mass;
    assert!((mass - 1.0).abs() < 0.02, "{mass}");
    assert!((mean / item.score - 1.0).abs() < 0.02);
    assert_eq!(ranking.density("nobody", 80), Err(RankError::NotRanked("nobody".into())));
    assert_eq!(ranking.density(&item.id, 1), Err(RankError::Points(1)));
}

#[test]
fn reasons_carry_numbers_units_and_the_period() {
    let (input, _) = city(10, 30, 24, 2.0, 60.0, 3);
    let ranking = rank(RankParams { k: 3, ..params(Measure::PerResident) }, &input);
    let words = Wording {
        period: "January 2017 to December 2018".into(),
        events: "offenses".into(),
        places: "neighborhoods".into(),
        city_count: 20_000,
        city_rate: None,
    };
    let item = &ranking.items[1];
    let why = ranking.why(&input, &item.id, &words).expect("sentences").join("\n");
    for part in [
        "offenses from January 2017 to December 2018",
        "per year",
        "of the city's 20,000",
        "per 1,000 residents per year",
        "90% rank interval",
        "top 3",
        "chance alone",
    ] {
        assert!(why.contains(part), "{part} in:\n{why}");
    }
    assert!(why.contains("the rate of all ranked places together"), "{why}");
    // Places that are ranked because they are high look usual among themselves.
    let words = Wording { city_rate: Some((Some(2.0), Some(10.0))), ..words };
    let why = ranking.why(&input, &item.id, &words).expect("sentences").join("\n");
    assert!(why.contains("times the rate of the whole city (2.00)"), "{why}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn ranks_are_a_permutation_and_chances_add_up(
        counts in prop::collection::vec(-3_i64..60, 3..40),
        seed in 0_u64..1_000,
        k in 1_usize..3,
        weight in 0.1_f64..9.0,
    ) {
        let n = counts.len();
        let mut input = totals(&counts, &vec![1_000.0; n]);
        input.groups.push(group("more", weight));
        input.monthly.extend(counts.iter().rev());
        let ranking = rank(RankParams { k, seed, draws: 500, ..params(Measure::Count) }, &input);
        let ranks: Vec<usize> = ranking.items.iter().map(|i| i.rank).collect();
        prop_assert_eq!(ranks, (1..=n).collect::<Vec<_>>());
        prop_assert!(ranking.items.windows(2).all(|w| w[0].score >= w[1].score));
        let top: f64 = ranking.items.iter().map(|i| i.p_top).sum();
        prop_assert!((top - k as f64).abs() < 1e-9);
        let mean: f64 = ranking.items.iter().map(|i| i.expected_rank).sum();
        prop_assert!((mean - (n * (n + 1)) as f64 / 2.0).abs() < 1e-6);
        for i in &ranking.items {
            prop_assert!(1 <= i.rank_low && i.rank_low <= i.rank_high && i.rank_high <= n);
            // A mean may leave an interval of whole ranks by less than one of them.
            prop_assert!(i.expected_rank > i.rank_low as f64 - 1.0 && i.expected_rank < i.rank_high as f64 + 1.0);
            prop_assert!(i.score_low <= i.score_high && (0.0..=1.0).contains(&i.shrinkage) && i.phi >= 1.0);
        }
    }
}
