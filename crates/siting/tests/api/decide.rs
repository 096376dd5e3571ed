//! Decisions under several criteria.

use catchment_model::Heap;
use catchment_siting::decide::{
    CRITERIA, Criterion, DecideError, DecideInput, DecideParams, Decision, Draws, WeighParams, Weights,
};
use catchment_siting::{Measure, RankError, RankInput, RankParams, Stream};

use crate::world::{city, group, poisson, totals};

/// The usual city with everything that criteria need; months end with the window.
pub(crate) fn input<'a>(rank: &'a RankInput, ages: &'a [u32]) -> DecideInput<'a> {
    let n = rank.units.len();
    let stream = Stream::new(77, &["beside"]);
    let number = |i: usize, kind: u64| stream.uniform(i as u64 * 8 + kind);
    DecideInput {
        rank,
        ages,
        severity: Ok((0..rank.groups.len()).map(|g| 1.0 + g as f64).collect()),
        shift: Ok((0..n).map(|i| ((100.0 * number(i, 0)).floor(), (200.0 * number(i, 1)).floor())).collect()),
        distance_km: Ok((0..n).map(|i| 9.0 * number(i, 2)).collect()),
        served: (0..n).map(|i| if i % 5 == 0 { 0.5 } else { 0.0 }).collect(),
    }
}

pub(crate) fn ages(months: usize) -> Vec<u32> {
    (0..months).rev().filter_map(|m| u32::try_from(m).ok()).collect()
}

pub(crate) fn draw(rank: &RankInput, params: DecideParams) -> Draws {
    let ages = ages(rank.months);
    params.check().and_then(|d| d.draw(&input(rank, &ages))).expect("draws")
}

fn draw_with_severity(rank: &RankInput, params: DecideParams) -> Draws {
    let ages = ages(rank.months);
    params.check().and_then(|d| d.draw_with_severity(&input(rank, &ages))).expect("draws")
}

fn two_groups(seed: u64, units: usize, months: usize) -> RankInput {
    let (mut rank, _) = city(seed, units, months, 1.5, 40.0, 1);
    let (other, _) = city(seed + 1000, units, months, 1.0, 8.0, 1);
    rank.groups.push(group("rare", 1.0));
    rank.monthly.extend(other.monthly);
    rank
}

fn weigh(weights: &str, concentration: Option<f64>, k: usize) -> WeighParams {
    WeighParams { weights: weights.parse().expect("weights"), concentration, k, ..WeighParams::default() }
}

fn all_weights() -> WeighParams {
    let each: Vec<String> = CRITERIA.iter().zip(1..).map(|(c, w)| format!("{}:{w}", c.id())).collect();
    weigh(&each.join(","), Some(30.0), 4)
}

#[test]
fn burden_alone_is_the_ranking_of_today_to_the_last_bit() {
    let rank = two_groups(1, 40, 36);
    for measure in [Measure::Count, Measure::PerResident, Measure::PerKm2] {
        let today = RankParams { measure, k: 5, draws: 1_500, ..RankParams::default() }
            .check()
            .and_then(|r| r.rank(&rank))
            .expect("a ranking");
        let draws = draw(&rank, DecideParams { measure, draws: 1_500, ..DecideParams::default() });
        // Doubt about the weights changes nothing either: there is only one.
        for concentration in [None, Some(5.0)] {
            let decision = draws.decide(&weigh("burden:1", concentration, 5)).expect("a decision");
            for (old, new) in today.items.iter().zip(&decision.items) {
                assert_eq!(
                    (&old.id, old.rank, old.rank_low, old.rank_high),
                    (&new.id, new.rank, new.rank_low, new.rank_high)
                );
                assert_eq!(
                    (old.p_top.to_bits(), old.expected_rank.to_bits()),
                    (new.p_top.to_bits(), new.expected_rank.to_bits())
                );
                assert_eq!(new.p_top.to_bits(), new.p_top_counts_only.to_bits());
                let (value, first) = (new.criteria[0].value, new.criteria[0].criterion);
                assert_eq!((first, value.to_bits()), (Criterion::Burden, old.score.to_bits()));
            }
        }
    }
}

#[test]
fn burden_has_the_same_chances_drawn_at_once_and_group_by_group() {
    let rank = two_groups(7, 30, 36);
    let params = DecideParams { draws: 20_000, ..DecideParams::default() };
    let weigh = weigh("burden:1", None, 5);
    let by_id = |draws: Draws| {
        let mut items = draws.decide(&weigh).expect("a decision").items;
        items.sort_by(|a, b| a.id.cmp(&b.id));
        items
    };
    for (a, b) in by_id(draw(&rank, params)).iter().zip(&by_id(draw_with_severity(&rank, params))) {
        // Four standard errors of the difference of two shares of 20,000 draws.
        let error = (2.0 * a.p_top.max(0.01) * (1.0 - a.p_top).max(0.01) / 20_000.0).sqrt();
        assert!((a.p_top - b.p_top).abs() < 4.0 * error, "{}: {} {}", a.id, a.p_top, b.p_top);
        assert!((a.expected_rank - b.expected_rank).abs() < 0.1, "{}: {} {}", a.id, a.expected_rank, b.expected_rank);
    }
}

#[test]
fn contributions_add_up_to_the_score_between_0_and_1() {
    let draws = draw(&two_groups(2, 30, 48), DecideParams { draws: 400, ..DecideParams::default() });
    let decision = draws.decide(&all_weights()).expect("a decision");
    for item in &decision.items {
        let sum: f64 = item.criteria.iter().map(|c| c.contribution).sum();
        assert!((sum - item.score).abs() < 1e-12 && (0.0..=1.0).contains(&item.score));
        assert_eq!(item.criteria.len(), 9);
        assert!(item.criteria.iter().all(|c| (-1e-12..=1.0 + 1e-12).contains(&c.scaled)));
    }
    let top: f64 = decision.items.iter().map(|i| i.p_top).sum();
    assert!((top - 4.0).abs() < 1e-9);
    assert!(decision.items.windows(2).all(|w| w[0].score >= w[1].score));
}

#[test]
fn the_number_of_threads_changes_no_decision() {
    let rank = two_groups(3, 50, 30);
    let on = |threads: usize| -> Decision {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| {
            draw_with_severity(&rank, DecideParams { draws: 1_111, ..DecideParams::default() })
                .decide(&all_weights())
                .expect("a decision")
        })
    };
    let one = on(1);
    assert_eq!(one, on(2));
    assert_eq!(one, on(7));
}

#[test]
fn drawing_only_what_is_weighed_changes_nothing() {
    let rank = two_groups(4, 25, 60);
    let ages = ages(60);
    let decider = DecideParams { draws: 700, ..DecideParams::default() }.check().expect("parameters");
    for text in ["recency:1", "burden:2,persistence:1,severity:3", "trend:1,equity:2", "shift_hours:1,burden:1"] {
        let params = weigh(text, Some(20.0), 3);
        let input = input(&rank, &ages);
        let all = if text.contains("severity") { decider.draw_with_severity(&input) } else { decider.draw(&input) };
        let all = all.and_then(|d| d.decide(&params)).expect("a decision");
        let few = decider.draw_for(&input, &params.weights).and_then(|d| d.decide(&params)).expect("a decision");
        for (a, b) in all.items.iter().zip(&few.items) {
            assert_eq!(
                (&a.id, a.p_top.to_bits(), a.rank_low, a.rank_high),
                (&b.id, b.p_top.to_bits(), b.rank_low, b.rank_high),
                "{text}"
            );
        }
    }
}

#[test]
fn what_is_shown_beside_the_weighed_criteria_is_as_if_all_were_drawn() {
    let (rank, ages) = (two_groups(4, 25, 60), ages(60));
    let input = DecideInput { distance_km: Err("no site exists".to_owned()), ..input(&rank, &ages) };
    let decider = DecideParams { draws: 700, ..DecideParams::default() }.check().expect("parameters");
    let all = decider.draw(&input).expect("draws");
    for text in ["burden:1", "recency:1", "trend:1,equity:2", "persistence:1,recency:1"] {
        let params = weigh(text, Some(20.0), 3);
        let shown = decider.draw_with_expected(&input, &params.weights).expect("draws");
        assert!(all.ranges() == shown.ranges() && all.decide(&params) == shown.decide(&params), "{text}");
        assert!(shown.heap() < all.heap(), "{text}");
    }
    let refused =
        decider.draw_with_expected(&input, &weigh("distance:1,burden:1", None, 3).weights).map(|draws| draws.len());
    assert!(matches!(refused, Err(DecideError::Unavailable { criterion: "distance", .. })));
}

#[test]
fn doubt_about_the_weights_shows_where_criteria_disagree() {
    // Two places of equal score by two criteria that disagree, next to no noise in the counts: each is first about half
    // of the time.
    let mut rank = totals(&[2_000_000, 1_000_000, 1_500_000], &[1_000.0, 3_000.0, 1_500.0]);
    rank.months = 1;
    let decider = DecideParams { draws: 4_000, ..DecideParams::default() }.check().expect("parameters");
    let draws = decider.draw(&input(&rank, &[0])).expect("draws");
    let sure = draws.decide(&weigh("burden:1,residents:1", None, 1)).expect("a decision");
    let unsure = draws.decide(&weigh("burden:1,residents:1", Some(10.0), 1)).expect("a decision");
    assert!(sure.items[0].p_top_weights_only > 0.99 || sure.items[0].p_top_counts_only > 0.45);
    for item in unsure.items.iter().take(2) {
        assert!((item.p_top - 0.5).abs() < 0.04 && (item.p_top_weights_only - 0.5).abs() < 0.04, "{item:?}");
    }
    // A Dirichlet of concentration κ around ½ is Beta(κ/2, κ/2): the place with more residents and burden 0 wins with
    // weight above ½.
    assert!(unsure.items[2].p_top < 0.01);
}

#[test]
fn a_weight_change_moves_the_place_and_no_smaller_one_does() {
    let draws = draw(&two_groups(5, 24, 48), DecideParams { draws: 200, ..DecideParams::default() });
    for params in [all_weights(), weigh("burden:1", None, 4), weigh("burden:2,distance:1", None, 4)] {
        let decision = draws.decide(&params).expect("a decision");
        let first = |weights: &Weights| draws.ranked_ids(weights).expect("ids")[..4].to_vec();
        let now = first(&params.weights);
        let mut found = 0;
        for item in &decision.items {
            let member = now.contains(&item.id);
            let moved = |weights: &Weights| first(weights).contains(&item.id) != member;
            let Some(change) = item.weight_change else { continue };
            found += 1;
            let to = params.weights.with(change.criterion, change.to).expect("weights");
            assert!(moved(&to), "{} by {change:?}", item.id);
            // Brute force: 40 smaller changes of every criterion, either way.
            let size = (change.to - change.from).abs();
            for criterion in CRITERIA {
                for step in 1..40 {
                    let by = size * (f64::from(step) / 40.0 - 1e-6);
                    for value in [params.weights.of(criterion) + by, params.weights.of(criterion) - by] {
                        let Ok(smaller) = params.weights.with(criterion, value) else { continue };
                        assert!(!moved(&smaller), "{}: {criterion:?} {value} before {change:?}", item.id);
                    }
                }
            }
        }
        assert!(found > 10, "{found}");
    }
}

#[test]
fn a_number_of_incidents_moves_the_place_and_one_fewer_does_not() {
    // Added in the last month in proportion is what the answer means; with one month the whole is exact, but for the
    // scale and prior, which are held.
    let rank = totals(&[50, 40, 33, 20, 11, 60], &[1_000.0; 6]);
    let decider = DecideParams { draws: 200, ..DecideParams::default() }.check().expect("parameters");
    let draws = decider.draw(&input(&rank, &[0])).expect("draws");
    let decision = draws.decide(&weigh("burden:1", None, 2)).expect("a decision");
    let change =
        |id: &str| decision.items.iter().find(|i| i.id == id).and_then(|i| i.incident_change).map(|c| (c.n, c.added));
    // The posterior mean is a line in the count with one slope for all, so the gaps are those of the counts; ties go by
    // id.
    assert_eq!(change("u005"), Some((20, false)), "60 to 40: u001 stands before u005 at a tie");
    assert_eq!(change("u000"), Some((11, false)), "50 to 39: it would keep its place at a tie with u001");
    assert_eq!(change("u001"), Some((11, true)), "40 to 51: u000 keeps its place at a tie");
    assert_eq!(change("u003"), Some((31, true)));
}

#[test]
fn few_incidents_cannot_take_away_more_than_there_are() {
    let rank = totals(&[5, 9, 7], &[1_000.0; 3]);
    let decider = DecideParams { draws: 200, ..DecideParams::default() }.check().expect("parameters");
    let draws = decider.draw(&input(&rank, &[0])).expect("draws");
    let only_residents = draws.decide(&weigh("distance:1", None, 1)).expect("a decision");
    assert!(only_residents.items.iter().all(|i| i.incident_change.is_none()), "no incident changes a distance");
    let all = draws.decide(&weigh("burden:1", None, 3)).expect("a decision");
    assert!(
        all.items.iter().all(|i| i.incident_change.is_none() && i.weight_change.is_none()),
        "all three are chosen anyway"
    );
}

#[test]
fn recent_years_weigh_more_the_shorter_the_half_life() {
    // u000 had its events long ago, u001 has them now; the rest are alike.
    let months = 120;
    let mut rank = totals(&[0; 12], &[1_000.0; 12]);
    rank.months = months;
    rank.monthly = (0..12 * months)
        .map(|at| match (at / months, at % months) {
            (0, 0..24) | (1, 96..120) => 30,
            (0 | 1, _) => 2,
            _ => 5,
        })
        .collect();
    let value = |half_life_months: f64, unit: usize| {
        let draws = draw(&rank, DecideParams { draws: 200, half_life_months, ..DecideParams::default() });
        let decision = draws.decide(&weigh("recency:1", None, 1)).expect("a decision");
        let item = decision.items.into_iter().find(|i| i.unit == unit).expect("ranked");
        (item.criteria[1].value, item.criteria[0].value, item.criteria[3].value, item.p_top)
    };
    let (old, burden, falling, _) = value(12.0, 0);
    let (new, _, rising, p_top) = value(12.0, 1);
    assert!(
        old < 0.5 * burden && new > 2.0 * burden && falling < -0.1 && rising > 0.1 && p_top > 0.99,
        "{old} {new} {burden}"
    );
    let (long, _, _, _) = value(240.0, 1);
    assert!(long < new && (long / burden - 1.0).abs() < 0.4, "{long} {burden}");
}

#[test]
fn years_hot_are_a_share_of_the_years() {
    let months = 60;
    let mut rank = totals(&[0; 12], &[1_000.0; 12]);
    rank.months = months;
    // u000 is hot in every year, u001 in the last two of five, the rest never.
    rank.monthly = (0..12 * months)
        .map(|at| match (at / months, at % months) {
            (0, _) | (1, 36..60) => 60,
            (unit, _) => 3 + i64::try_from(unit % 5).unwrap_or(0),
        })
        .collect();
    let draws = draw(&rank, DecideParams { draws: 400, ..DecideParams::default() });
    let decision = draws.decide(&weigh("persistence:1", None, 1)).expect("a decision");
    let share = |unit: usize| decision.items.iter().find(|i| i.unit == unit).expect("ranked").criteria[2].value;
    assert!(share(0) > 0.99, "{}", share(0));
    // In the first three years a quarter of the units lies above the edge all the same, and u001 is not among the
    // lowest.
    assert!(share(1) >= 0.39, "{}", share(1));
    assert!(share(5) < 0.05, "{}", share(5));
}

#[test]
fn what_stood_out_by_chance_falls_back() {
    // Forty areas alike; the highest of last year has as many next year as any.
    let (months, mut fell, mut expected, mut after, mut observed) = (60, 0, 0.0, 0.0, 0.0);
    for seed in 0..60 {
        let stream = Stream::new(seed, &["alike"]);
        let mut at = 0;
        let mut rank = totals(&[0; 40], &[1_000.0; 40]);
        rank.months = months;
        rank.monthly = (0..40 * months).map(|_| poisson(stream, &mut at, 1.0)).collect();
        let draws = draw(&rank, DecideParams { draws: 100, ..DecideParams::default() });
        let decision = draws.decide_briefly(&weigh("burden:1", None, 1)).expect("a decision");
        let peak = decision
            .items
            .iter()
            .max_by(|a, b| a.expected_fall.observed.total_cmp(&b.expected_fall.observed))
            .expect("items");
        fell += usize::from(peak.expected_fall.share.expect("events") > 0.2);
        observed += peak.expected_fall.observed;
        expected += peak.expected_fall.expected;
        after += (0..12).map(|_| poisson(stream, &mut at, 1.0)).sum::<i64>() as f64;
    }
    assert!(fell > 55, "{fell} of 60");
    assert!(
        (expected / after - 1.0).abs() < 0.12 && observed / after > 1.5,
        "expected {expected}, came {after}, had been {observed}"
    );
}

#[test]
fn a_place_without_an_event_has_no_share_to_fall_by() {
    let decider = DecideParams { draws: 100, ..DecideParams::default() }.check().expect("parameters");
    let quiet = decider
        .draw(&input(&totals(&[0, 0, 0], &[1_000.0; 3]), &[0]))
        .and_then(|d| d.decide_briefly(&weigh("burden:1", None, 1)));
    assert!(quiet.expect("a decision").items.iter().all(|i| i.expected_fall.share.is_none()));
}

#[test]
fn what_cannot_be_had_is_said_and_not_weighed() {
    let rank = two_groups(6, 10, 12);
    let ages = ages(12);
    let mut given = input(&rank, &ages);
    given.distance_km = Err("no site existed at the end of the window".to_owned());
    let decider = DecideParams { draws: 100, ..DecideParams::default() }.check().expect("parameters");
    let draws = decider.draw(&given).expect("draws");
    let why = |c: Criterion| draws.ranges()[c.index()].unavailable.clone();
    assert_eq!(why(Criterion::Distance).as_deref(), Some("no site existed at the end of the window"));
    assert_eq!(why(Criterion::Trend).as_deref(), Some("a trend needs months of two years"));
    let refused = |weights: &str| draws.decide(&weigh(weights, None, 1)).unwrap_err().to_string();
    assert_eq!(
        refused("distance:1"),
        "criterion \"distance\" cannot be weighed here: no site existed at the end of the window"
    );
    assert_eq!(draws.decide(&weigh("burden:1", None, 1)).expect("a decision").items[0].criteria.len(), 6);
}

#[test]
fn values_out_of_range_are_refused() {
    let rank = two_groups(7, 10, 12);
    let ages = ages(12);
    let draws = draw(&rank, DecideParams { draws: 100, ..DecideParams::default() });
    let refused = |p: WeighParams| draws.decide(&p).unwrap_err();
    assert_eq!(refused(weigh("burden:1", Some(0.5), 1)), DecideError::Concentration(0.5));
    assert_eq!(refused(weigh("burden:1", None, 11)), DecideError::Rank(RankError::K { k: 11, max: 10 }));
    assert_eq!(
        refused(WeighParams { level: 1.0, ..weigh("burden:1", None, 1) }),
        DecideError::Rank(RankError::Level(1.0))
    );
    let half_life = DecideParams { half_life_months: 1.0, ..DecideParams::default() }.check().unwrap_err();
    assert_eq!(half_life.to_string(), "half-life 1 months; expected 6 to 240");
    let decider = DecideParams { draws: 100, ..DecideParams::default() }.check().expect("parameters");
    let mut given = input(&rank, &ages[1..]);
    assert_eq!(decider.draw(&given).unwrap_err().to_string(), "11 values of ages; expected 12");
    given = input(&rank, &ages);
    given.served[3] = 1.5;
    assert_eq!(decider.draw(&given).unwrap_err().to_string(), "served 1.5 of \"u003\"; expected 0 to 1");
}
