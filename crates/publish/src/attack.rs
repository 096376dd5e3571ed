//! What a reader of everything published can work out, by linear programming.
//!
//! The reader knows every figure that is shown in this edition and the earlier ones, all totals of the city, that parts
//! add up and are not negative, and of each figure that is not shown, whether it is small or guards another one. The
//! interval that is left for a figure is found by moving only some areas (the figure's own, the rest of the city, and a
//! few helpers) while the others keep their true counts: every table so found is one that the reader cannot rule out:
//! thus the reader's own interval is at least as wide.

use catchment_model::Window;
use good_lp::{Expression, ProblemVariables, Solution, SolverModel, Variable, microlp, variable};

use crate::error::PublishError;
use crate::rule::Rule;
use crate::table::{Facts, Pattern, Shown};

/// How many helpers are tried, one after the other, until the interval is wide enough.
const HELPERS: [usize; 3] = [0, 4, 12];
/// Beyond what the solver's arithmetic is off.
const SLACK: f64 = 1e-6;

/// A figure that is looked at: area, period, offense.
pub(crate) type Figure = (usize, Window, usize);

/// What is left for a figure: the reader cannot rule out either end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// Least.
    pub low: i64,
    /// Most.
    pub high: i64,
}

impl Interval {
    /// Its width.
    pub fn width(self) -> i64 {
        self.high - self.low
    }
}

/// What is left for a figure.
///
/// # Errors
/// [`PublishError::Solver`].
pub fn interval(facts: &Facts, rule: &Rule, pattern: &Pattern, figure: Figure) -> Result<Interval, PublishError> {
    let mut best = Interval { low: 0, high: 0 };
    for (at, helpers) in HELPERS.into_iter().enumerate() {
        let moved = moved(facts, pattern, figure, helpers);
        let low = -extreme(facts, rule, pattern, figure, &moved, -1.0)?;
        let high = extreme(facts, rule, pattern, figure, &moved, 1.0)?;
        #[expect(clippy::cast_possible_truncation, reason = "counts of a city")]
        let found = Interval { low: (low - SLACK).ceil() as i64, high: (high + SLACK).floor() as i64 };
        if at == 0 || found.width() > best.width() {
            best = found;
        }
        if best.width() >= i64::from(rule.width) {
            break;
        }
    }
    Ok(best)
}

/// The areas that move: its own, the rest, and those with most that is not shown in the same period and offense.
fn moved(facts: &Facts, pattern: &Pattern, (area, period, offense): Figure, helpers: usize) -> Vec<usize> {
    let rest = facts.areas.len();
    let hidden = |a: &usize| pattern.get(&facts.key(*a, period, offense)).is_some_and(|s| *s != Shown::Shown);
    let mut others: Vec<usize> = (0..rest).filter(|a| *a != area).filter(hidden).collect();
    others.sort_by_key(|a| (std::cmp::Reverse(facts.count(*a, period, offense)), *a));
    others.truncate(helpers);
    let mut all = vec![area];
    all.extend(others);
    if area != rest {
        all.push(rest);
    }
    all
}

/// The pieces of time that hang together with a period through other periods.
fn connected(facts: &Facts, period: Window) -> Vec<usize> {
    let meets = |a: Window, b: Window| a.from() <= b.to() && b.from() <= a.to();
    let mut block = vec![period];
    loop {
        let more: Vec<Window> =
            facts.all_periods().filter(|w| !block.contains(w) && block.iter().any(|b| meets(*b, *w))).collect();
        if more.is_empty() {
            break;
        }
        block.extend(more);
    }
    (0..facts.pieces.len()).filter(|p| block.iter().any(|b| b.contains(facts.pieces[*p].from()))).collect()
}

/// The largest value of a figure (of its negative, with −1) that agrees with everything known.
fn extreme(
    facts: &Facts,
    rule: &Rule,
    pattern: &Pattern,
    figure: Figure,
    moved: &[usize],
    sign: f64,
) -> Result<f64, PublishError> {
    let pieces = connected(facts, figure.1);
    let mut variables = ProblemVariables::new();
    let mut at = Vec::new();
    for area in moved {
        let of_area: Vec<Vec<Variable>> = pieces
            .iter()
            .map(|piece| {
                let counts = &facts.counts[*area][*piece];
                counts.iter().map(|n| variables.add(variable().min((*n).min(0) as f64))).collect()
            })
            .collect();
        at.push(of_area);
    }
    let sum = |who: usize, period: Window, offense: usize| -> Expression {
        let within = pieces.iter().enumerate().filter(|(_, p)| period.contains(facts.pieces[**p].from()));
        let parts = &facts.offenses[offense].1;
        within.flat_map(|(i, _)| parts.iter().map(move |q| (i, *q))).map(|(i, q)| at[who][i][q]).sum()
    };
    let goal = sum(0, figure.1, figure.2) * sign;
    let mut model = variables.maximise(goal.clone()).using(microlp);
    let periods: Vec<Window> =
        facts.all_periods().filter(|w| pieces.iter().any(|p| w.contains(facts.pieces[*p].from()))).collect();
    for period in periods {
        for offense in 0..facts.offenses.len() {
            let half = f64::from(rule.round_to - 1) / 2.0;
            let total: i64 = moved.iter().map(|a| facts.count(*a, period, offense)).sum();
            let all: Expression = (0..moved.len()).map(|who| sum(who, period, offense)).sum();
            model = within(model, &all, total as f64 - half, total as f64 + half);
            for (who, area) in moved.iter().enumerate() {
                let true_count = facts.count(*area, period, offense) as f64;
                let shown = pattern.get(&facts.key(*area, period, offense)).copied().unwrap_or(Shown::Guard);
                let rest = *area == facts.areas.len();
                let (low, high) = known(rule, shown, rest, true_count);
                model = within(model, &sum(who, period, offense), low, high);
            }
        }
    }
    let solution = model.solve().map_err(|e| PublishError::Solver(e.to_string()))?;
    Ok(solution.eval(goal))
}

/// What a reader knows of one figure by itself.
fn known(rule: &Rule, shown: Shown, rest: bool, count: f64) -> (f64, f64) {
    let half = f64::from(rule.round_to - 1) / 2.0;
    let least = f64::from(rule.least_count);
    let (low, high) = match shown {
        _ if rest => (0.0, f64::INFINITY),
        Shown::Shown => (count - half, count + half),
        Shown::Small => (if rule.zeros { 1.0 } else { 0.0 }, least - 1.0),
        Shown::Guard => (least, f64::INFINITY),
    };
    // Revised counts may lie outside; the true table stays one that agrees.
    (low.min(count), high.max(count))
}

fn within<M: SolverModel>(mut model: M, sum: &Expression, low: f64, high: f64) -> M {
    if (high - low).abs() < SLACK {
        return model.with(sum.clone().eq(low));
    }
    if low > 0.0 {
        model = model.with(sum.clone().geq(low));
    }
    if high.is_finite() {
        model = model.with(sum.clone().leq(high));
    }
    model
}
