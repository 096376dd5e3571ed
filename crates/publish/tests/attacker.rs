//! A reader who keeps three editions in a row, with all totals, and subtracts what can be subtracted.

use catchment_model::{Month, Window};
use catchment_publish::{Facts, Key, Pattern, Release, Rule, Shown, guarded, pattern_of, periods_of, pieces};
use good_lp::{Expression, ProblemVariables, Solution, SolverModel, Variable, microlp, variable};

const AREAS: [&str; 4] = ["1", "2", "3", "4"];

fn rule() -> Rule {
    Rule {
        offenses: Vec::new(),
        places: true,
        min_residents: 500.0,
        years: true,
        rolling: true,
        least_count: 5,
        round_to: 1,
        zeros: true,
        width: 3,
    }
}

fn month(text: &str) -> Month {
    text.parse().expect("a month")
}

fn twelve(to: Month) -> Window {
    Window::new(Month::from_index(to.index() - 11).expect("a month"), to).expect("in order")
}

/// What happened in a month: killings, and other serious violence. The third area has two or three a year, and nothing
/// happens outside all areas, so that one subtraction from the total of the city tells them.
fn happened(area: usize, month: Month) -> [i64; 2] {
    let m = i64::from(month.index());
    match area {
        0 => [(m + 1) % 2, 3 + m % 2],
        1 => [m % 2, 2],
        2 => [0, i64::from(m % 5 == 0)],
        3 => [i64::from(m % 6 == 0), 1],
        _ => [0, 0],
    }
}

fn facts(through: Month, before: &[Window]) -> Facts {
    let year = |y: i64| Window::new(Month::new(y, 1).expect("a month"), Month::new(y, 12).expect("a month")).ok();
    let back = Month::from_index(through.index() - 12).expect("a month");
    let mut periods: Vec<Window> = [year(2024), year(2025)].into_iter().flatten().collect();
    periods.extend([twelve(back), twelve(through)]);
    periods.dedup();
    let earlier: Vec<Window> = before.iter().copied().filter(|w| !periods.contains(w)).collect();
    let pieces = pieces(&periods.iter().chain(&earlier).copied().collect::<Vec<_>>());
    let sum = |area: usize, piece: &Window| {
        let all = piece.months().map(|m| happened(area, m));
        all.fold(vec![0, 0], |sum, n| vec![sum[0] + n[0], sum[1] + n[1]])
    };
    let counts = (0..=AREAS.len()).map(|a| pieces.iter().map(|p| sum(a, p)).collect()).collect();
    let offenses = vec![("harm".to_owned(), vec![0, 1]), ("homicide".to_owned(), vec![0])];
    Facts { areas: AREAS.map(str::to_owned).to_vec(), periods, earlier, pieces, offenses, parts: 2, counts }
}

/// What anyone may read of the editions: a number, or none.
struct Read {
    key: Key,
    count: Option<i64>,
    small: bool,
}

/// The editions of three months in a row, as they are read, and what is true of the small counts.
fn editions(guard: bool) -> (Facts, Vec<Read>) {
    let mut releases: Vec<Release> = Vec::new();
    let mut last = None;
    for through in ["2026-02", "2026-03", "2026-04"] {
        let earlier = pattern_of(&releases);
        let facts = facts(month(through), &periods_of(&earlier));
        let pattern = if guard {
            guarded(&facts, &rule(), &earlier).expect("an edition").0
        } else {
            facts.first_pattern(&rule(), &earlier)
        };
        let now = |key: &Key| facts.periods.iter().any(|w| (w.from(), w.to()) == (key.from, key.to));
        let own = |key: &Key| key.area != "rest" && now(key);
        let figures = pattern.iter().filter(|(k, _)| own(k)).map(|(k, s)| (k.clone(), *s)).collect();
        releases.push(Release {
            dataset: through.to_owned(),
            through: through.to_owned(),
            figures,
            told: Vec::new(),
            revised: 0,
        });
        last = Some(facts);
    }
    let (facts, all) = (last.expect("three editions"), pattern_of(&releases));
    let read = read(&facts, &all);
    (facts, read)
}

fn read(facts: &Facts, all: &Pattern) -> Vec<Read> {
    let figures = facts.figures(facts.all_periods()).into_iter();
    let of = |(a, w, o): (usize, Window, usize)| {
        let key = facts.key(a, w, o);
        let shown = *all.get(&key)?;
        let count = (shown == Shown::Shown).then(|| facts.count(a, w, o));
        Some(Read { key, count, small: shown == Shown::Small })
    };
    figures.filter_map(of).collect()
}

/// What the attacker knows beside what was read.
#[derive(Clone, Copy)]
enum Knows {
    Nothing,
    /// That nothing happened outside all areas: the totals are then those of the areas alone.
    EmptyRest,
}

/// The attacker: the interval of one small count from what was read, the totals, and what else is known.
fn attack(facts: &Facts, read: &[Read], target: &Key, knows: Knows) -> (f64, f64) {
    let ends = [-1.0, 1.0].map(|sign| {
        let mut variables = ProblemVariables::new();
        let mut piece = || [variables.add(variable().min(0)), variables.add(variable().min(0))];
        let at: Vec<Vec<[Variable; 2]>> =
            (0..=AREAS.len()).map(|_| facts.pieces.iter().map(|_| piece()).collect()).collect();
        let sum = |area: usize, from: Month, to: Month, offense: &str| -> Expression {
            let within = facts.pieces.iter().enumerate().filter(|(_, p)| p.from() >= from && p.to() <= to);
            let parts = if offense == "harm" { 0..2 } else { 0..1 };
            within.flat_map(|(i, _)| parts.clone().map(move |q| (i, q))).map(|(i, q)| at[area][i][q]).sum()
        };
        let place = |key: &Key| AREAS.iter().position(|a| *a == key.area).expect("an area");
        let goal = sum(place(target), target.from, target.to, &target.offense) * sign;
        let mut model = variables.maximise(goal.clone()).using(microlp);
        for Read { key, count, small } in read {
            let this = sum(place(key), key.from, key.to, &key.offense);
            model = match count {
                Some(n) => model.with(this.eq(f64::from(i32::try_from(*n).expect("small")))),
                None if *small => model.with(this.clone().geq(1)).with(this.leq(4)),
                None => model.with(this.geq(5)),
            };
        }
        for window in facts.all_periods() {
            for (o, (offense, _)) in facts.offenses.iter().enumerate() {
                let all: Expression = (0..=AREAS.len()).map(|a| sum(a, window.from(), window.to(), offense)).sum();
                model = model.with(all.eq(f64::from(i32::try_from(facts.city(window, o)).expect("small"))));
            }
        }
        if let Knows::EmptyRest = knows {
            for part in at[AREAS.len()].iter().flatten() {
                model = model.with(Expression::from(*part).eq(0));
            }
        }
        let solution = model.solve().expect("the true table agrees with what was published");
        sign * solution.eval(goal)
    });
    (ends[0].min(ends[1]), ends[0].max(ends[1]))
}

fn widths(guard: bool, knows: Knows) -> Vec<f64> {
    let (facts, read) = editions(guard);
    let small = read.iter().filter(|r| r.small);
    small.map(|r| attack(&facts, &read, &r.key, knows)).map(|(low, high)| high - low).collect()
}

#[test]
fn three_editions_and_all_totals_leave_every_small_count_as_open_as_it_was() {
    for knows in [Knows::Nothing, Knows::EmptyRest] {
        let widths = widths(true, knows);
        assert!(widths.len() > 5, "there are small counts to attack: {}", widths.len());
        assert!(widths.iter().all(|w| *w > 3.0 - 1e-6), "{widths:?}");
    }
}

#[test]
fn without_guards_the_same_attacker_tells_small_counts() {
    let narrowed = widths(false, Knows::Nothing);
    assert!(narrowed.iter().all(|w| *w < 2.0 + 1e-6), "the attacker is too weak to prove anything: {narrowed:?}");
    let exact = widths(false, Knows::EmptyRest).iter().filter(|w| **w < 1e-6).count();
    assert!(exact > 0, "the attacker is too weak to prove anything");
}

#[test]
fn an_edition_that_would_give_an_earlier_one_away_is_refused() {
    // An edition made without guards cannot be taken back.
    let first = facts(month("2026-02"), &[]);
    let open = first.first_pattern(&rule(), &Pattern::new());
    let figures = open.into_iter().filter(|(k, _)| k.area != "rest").collect();
    let earlier = pattern_of(&[Release {
        dataset: "a".into(),
        through: "2026-02".into(),
        figures,
        told: Vec::new(),
        revised: 0,
    }]);
    let next = facts(month("2026-03"), &periods_of(&earlier));
    let refused = guarded(&next, &rule(), &earlier).unwrap_err().to_string();
    assert!(refused.contains("a reader could tell") && refused.contains("earlier editions"), "{refused}");
}
