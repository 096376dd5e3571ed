//! How much other offenses say about the harm to come: weights learned from the past alone.

use catchment_model::Month;

use super::recency::ExpectedHarm;
use super::{MonthlyHarm, Past};

/// Covered months that a year needs before it to teach anything.
const PAST_MONTHS: usize = 24;
/// Rounds of reweighting; the weights no longer change after three.
const ROUNDS: usize = 4;
/// Sweeps of the least-squares step; it converges long before, for so few columns.
const SWEEPS: usize = 2000;
/// Least expectation of a cell when reweighting, as a share of the mean cell's harm: keeps a cell without a past from
/// weighing without end.
const FLOOR: f64 = 0.05;

/// A year of the past: what was known of each cell before it, and what happened.
struct Lesson {
    /// Of each column, each cell's recency-weighted, damped count per year.
    columns: Vec<Vec<f64>>,
    happened: Vec<f64>,
}

/// Weights of the columns (harm itself first), from the years before now: nothing from now on is looked at.
///
/// Model: a cell's harm of a year has the mean Σ wⱼ xⱼ with w ≥ 0, and a variance in proportion to it (quasi-Poisson,
/// identity link; `McCullagh` and Nelder 1989, chapter 9). Steps:
/// 1. Lessons: back from now, each 12 months that are all covered and have 24 covered months before them. xⱼ are
///    computed from the months before the lesson, with the half-life and burst of the engine.
/// 2. Iteratively reweighted least squares, each step solved under w ≥ 0 one coordinate at a time (Franc, Hlaváč and
///    Navara 2005), which converges for any positive semidefinite system.
///
/// Without lessons, or where nothing can be told apart, harm alone counts: 1, 0, 0 …
///
/// References: `McCullagh`, Nelder (1989), *Generalized Linear Models*, doi 10.1007/978-1-4899-3242-6; Franc, Hlaváč,
/// Navara (2005), *Sequential coordinate-wise algorithm for the non-negative least squares problem*, doi
/// `10.1007/11556121_50`.
pub(super) fn weights(how: &ExpectedHarm, past: Past<'_>, others: &[MonthlyHarm]) -> Vec<f64> {
    let mut alone = vec![0.0; others.len() + 1];
    alone[0] = 1.0;
    if others.is_empty() {
        return alone;
    }
    let lessons = lessons(how, past, others);
    let cells = lessons.iter().map(|l| l.happened.len()).sum::<usize>().max(1) as f64;
    let floor = FLOOR * lessons.iter().flat_map(|l| &l.happened).sum::<f64>() / cells;
    if floor <= 0.0 {
        return alone;
    }
    let mut learned = alone.clone();
    for _ in 0..ROUNDS {
        let (matrix, target) = normal_equations(&lessons, &learned, floor);
        learned = solve(&matrix, &target);
    }
    if learned.iter().sum::<f64>() > 0.0 { learned } else { alone }
}

fn lessons(how: &ExpectedHarm, past: Past<'_>, others: &[MonthlyHarm]) -> Vec<Lesson> {
    let year_back = |years: u16| past.now().index().checked_sub(12 * years).and_then(Month::from_index);
    let starts = (1..).map_while(year_back).take_while(|start| past.until(*start).covered() > 0);
    let whole = |start: &Month| past.until(*start).covered() >= PAST_MONTHS && past.year_from(*start).is_some();
    starts
        .filter(whole)
        .filter_map(|start| {
            let before = std::iter::once(past.until(start)).chain(others.iter().map(|o| o.before(start)));
            let columns = before.map(|p| how.rate(p).into_iter().map(|x| x.max(0.0)).collect()).collect();
            let happened = past.year_from(start)?.into_iter().map(|n| n.max(0.0)).collect();
            Some(Lesson { columns, happened })
        })
        .collect()
}

/// The weighted normal equations: Σ x xᵀ / μ and Σ x y / μ over cells and lessons, in their order.
fn normal_equations(lessons: &[Lesson], weights: &[f64], floor: f64) -> (Vec<Vec<f64>>, Vec<f64>) {
    let n = weights.len();
    let (mut matrix, mut target) = (vec![vec![0.0; n]; n], vec![0.0; n]);
    let mut x = vec![0.0; n];
    for lesson in lessons {
        for (cell, y) in lesson.happened.iter().enumerate() {
            x.iter_mut().zip(&lesson.columns).for_each(|(x, column)| *x = column[cell]);
            let mean = x.iter().zip(weights).map(|(x, w)| x * w).sum::<f64>().max(floor);
            for i in 0..n {
                target[i] += x[i] * y / mean;
                for j in 0..n {
                    matrix[i][j] += x[i] * x[j] / mean;
                }
            }
        }
    }
    (matrix, target)
}

/// Least squares under w ≥ 0, one coordinate at a time.
fn solve(matrix: &[Vec<f64>], target: &[f64]) -> Vec<f64> {
    let mut w = vec![0.0_f64; target.len()];
    for _ in 0..SWEEPS {
        let mut moved = 0.0_f64;
        for i in 0..w.len() {
            if matrix[i][i] > 0.0 {
                let slope: f64 = matrix[i].iter().zip(&w).map(|(a, w)| a * w).sum::<f64>() - target[i];
                let next = (w[i] - slope / matrix[i][i]).max(0.0);
                moved = moved.max((next - w[i]).abs());
                w[i] = next;
            }
        }
        if moved < 1e-12 {
            break;
        }
    }
    w
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weight_that_would_be_negative_is_zero() {
        // scipy.optimize.nnls on the Cholesky factor of the matrix: [1.5, 0].
        let w = solve(&[vec![2.0, 1.0], vec![1.0, 3.0]], &[3.0, 0.5]);
        assert!((w[0] - 1.5).abs() < 1e-9 && w[1] == 0.0, "{w:?}");
    }

    #[test]
    fn weights_that_are_not_bound_solve_the_equations() {
        // 2a + b = 4, a + 3b = 7: a = 1, b = 2.
        let w = solve(&[vec![2.0, 1.0], vec![1.0, 3.0]], &[4.0, 7.0]);
        assert!((w[0] - 1.0).abs() < 1e-9 && (w[1] - 2.0).abs() < 1e-9, "{w:?}");
    }

    #[test]
    fn the_fit_finds_the_weights_that_made_the_counts() {
        let columns = vec![vec![1.0, 0.0, 4.0, 2.0], vec![0.0, 2.0, 1.0, 6.0]];
        let happened = (0..4).map(|c| 0.5 * columns[0][c] + 0.25 * columns[1][c]).collect();
        let lessons = [Lesson { columns, happened }];
        let (mut w, floor) = (vec![1.0, 0.0], 0.01);
        for _ in 0..ROUNDS {
            let (matrix, target) = normal_equations(&lessons, &w, floor);
            w = solve(&matrix, &target);
        }
        assert!((w[0] - 0.5).abs() < 1e-9 && (w[1] - 0.25).abs() < 1e-9, "{w:?}");
    }
}
