//! The rate of each cell in doubt: what a cell counted, pulled toward what its surroundings counted.

use rayon::prelude::*;
use serde::Serialize;
use statrs::function::gamma::ln_gamma;

use super::input::ChanceGroup;
use crate::bands::{Bands, Point, square};
use crate::catchment::CatchmentInput;
use crate::gamma::Gamma;
use crate::rank::prior::golden_section;

/// Reaches of the surroundings that are tried, meters.
pub(crate) const REACHES_M: [f64; 4] = [250.0, 400.0, 700.0, 1000.0];
/// Events that the city's rate counts for in the rate of a cell's surroundings: half of one, so that empty surroundings
/// are not a rate of 0.
pub(crate) const PULL: f64 = 0.5;
/// Lowest ln α: below it a cell's prior says nothing.
const LN_ALPHA_MIN: f64 = -6.9;
/// Points of the grid that brackets the best ln α.
const GRID: usize = 12;

/// What is usual for the cells, for one offense group.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CellPrior {
    /// How far the surroundings reach that cells are pulled toward, meters; absent: toward the rate of the whole city.
    pub reach_m: Option<f64>,
    /// Strength of the pull: the prior counts as much as so many events (after over-dispersion).
    pub alpha: f64,
    /// Over-dispersion that counts are divided by.
    pub phi: f64,
    /// Sum over the cells of the rates to expect ÷ what was counted: near 1, or the prior would make up events.
    pub total_ratio: f64,
}

/// The posterior of one group's rates.
#[derive(Debug)]
pub(crate) struct CellRates {
    pub(crate) prior: CellPrior,
    /// Distribution of weight × events in the window, by usable cell.
    pub(crate) gammas: Vec<Gamma>,
}

/// The posterior of every group that has events; cells in the order of `usable`.
///
/// Counts and exposures (km²) are divided by φ. The prior of a cell is Gamma(α, α ÷ m): m is the rate of the cells
/// within a reach of it, itself left out, with
/// [`PULL`] events at the rate of the city; α is one number for the city. α, and which reach (or the city's rate for
/// all), maximize the likelihood of the counts, which are negative binomial given m. As no cell is in its own m, this
/// is the likelihood of each count by what its surroundings say: a reach that smooths too much, or a pull too strong,
/// predicts worse and is not taken.
pub(crate) fn rates(ground: &CatchmentInput<'_>, groups: &[ChanceGroup], usable: &[usize]) -> Vec<Option<CellRates>> {
    let area: Vec<f64> = usable.iter().map(|c| ground.inside_km2[*c]).collect();
    let counts: Vec<Vec<f64>> = groups.iter().map(|g| usable.iter().map(|c| g.counts[*c].max(0.0)).collect()).collect();
    let around = around(ground, usable, &area, &counts);
    (0..counts.len()).into_par_iter().map(|g| group_rates(&groups[g], g, (&counts[g], &area), &around)).collect()
}

/// Distribution of weight × events in the window of one cell: `mean` is the rate of its surroundings per km².
///
/// Counts `y` and ground `t` are divided by φ. What is drawn are events in the window, not a rate per km²: a catchment
/// adds them up.
pub(crate) fn cell_gamma(alpha: f64, mean: f64, (y, t): (f64, f64), (area, weight): (f64, f64)) -> Gamma {
    Gamma::new(alpha + y, (alpha / mean + t) / (area * weight))
}

fn group_rates(
    told: &ChanceGroup,
    group: usize,
    (counts, area): (&[f64], &[f64]),
    around: &[Vec<Around>],
) -> Option<CellRates> {
    let ChanceGroup { weight, phi, .. } = *told;
    let (events, ground) = (counts.iter().sum::<f64>() / phi, area.iter().sum::<f64>() / phi);
    if events <= 0.0 || weight <= 0.0 {
        return None;
    }
    let city = events / ground;
    let y: Vec<f64> = counts.iter().map(|n| n / phi).collect();
    let t: Vec<f64> = area.iter().map(|a| a / phi).collect();
    let local = |reach: usize| {
        let rate = |a: &Vec<Around>| {
            let (events, ground): (f64, f64) = a[..=reach]
                .iter()
                .fold((0.0, 0.0), |s, ring| (s.0 + ring.counts[group] / phi, s.1 + ring.area_km2 / phi));
            (events + PULL) / (ground + PULL / city)
        };
        around.iter().map(rate).collect::<Vec<f64>>()
    };
    let events_of = Distinct::new(&y);
    let whole = (None, vec![city; y.len()]);
    let tried = std::iter::once(whole).chain((0..REACHES_M.len()).map(|r| (Some(REACHES_M[r]), local(r))));
    let fitted = tried.map(|(reach_m, mean)| {
        let expected: Vec<f64> = mean.iter().zip(&t).map(|(m, t)| m * t).collect();
        let (alpha, fit) = strength(&events_of, &expected);
        (reach_m, mean, alpha, fit)
    });
    let (reach_m, mean, alpha, _) = fitted.reduce(|a, b| if b.3 > a.3 { b } else { a })?;
    let gamma = |at: usize| cell_gamma(alpha, mean[at], (y[at], t[at]), (area[at], weight));
    let gammas: Vec<Gamma> = (0..y.len()).map(gamma).collect();
    let total_ratio = gammas.iter().map(Gamma::mean).sum::<f64>() / (weight * events * phi);
    Some(CellRates { prior: CellPrior { reach_m, alpha, phi, total_ratio }, gammas })
}

/// Counts and ground of one ring around a cell.
#[derive(Debug, Clone, Default)]
pub(crate) struct Around {
    pub(crate) counts: Vec<f64>,
    pub(crate) area_km2: f64,
}

/// For every usable cell: what lies beyond one reach and within the next, the cell itself left out.
pub(crate) fn around(
    ground: &CatchmentInput<'_>,
    usable: &[usize],
    area: &[f64],
    counts: &[Vec<f64>],
) -> Vec<Vec<Around>> {
    let place = |i: usize| (ground.x_m[usable[i]], ground.y_m[usable[i]]);
    let farthest = REACHES_M[REACHES_M.len() - 1];
    let bands = Bands::new((0..usable.len()).map(place), farthest);
    let one = |found: &mut Vec<Point>, i: usize| {
        let mut rings = vec![Around { counts: vec![0.0; counts.len()], area_km2: 0.0 }; REACHES_M.len()];
        bands.within(place(i), farthest, found);
        for point in found.iter().filter(|p| p.at as usize != i) {
            let (j, square) = (point.at as usize, square(*point, place(i)));
            if let Some(ring) = REACHES_M.iter().position(|r| square <= r * r) {
                rings[ring].area_km2 += area[j];
                rings[ring].counts.iter_mut().zip(counts).for_each(|(sum, c)| *sum += c[j]);
            }
        }
        rings
    };
    (0..usable.len()).into_par_iter().map_init(Vec::new, one).collect()
}

/// Counts of cells as the few different numbers that they are: many cells hold none, and most others one or two.
struct Distinct<'a> {
    counts: &'a [f64],
    /// The different counts above 0, rising.
    values: Vec<f64>,
    /// Position of each cell's count among them; of no use for a cell without one.
    at: Vec<usize>,
}

impl<'a> Distinct<'a> {
    fn new(counts: &'a [f64]) -> Self {
        let mut values: Vec<f64> = counts.iter().copied().filter(|y| *y > 0.0).collect();
        values.sort_by(f64::total_cmp);
        values.dedup_by(|a, b| a.total_cmp(b).is_eq());
        let at = counts.iter().map(|y| values.partition_point(|v| v < y)).collect();
        Self { counts, values, at }
    }

    /// ln Γ(y + α) − ln Γ(α) of each different count.
    fn ln_rising(&self, alpha: f64) -> Vec<f64> {
        let fixed = ln_gamma(alpha);
        self.values.iter().map(|y| ln_gamma(y + alpha) - fixed).collect()
    }

    /// Log-likelihood at ln α given what to expect of each, less what does not depend on α.
    fn fit(&self, expected: &[f64], ln_alpha: f64) -> f64 {
        let alpha = ln_alpha.exp();
        let rising = self.ln_rising(alpha);
        let one = |((y, at), m): ((&f64, &usize), &f64)| {
            let sum = alpha + m;
            let events = if *y > 0.0 { rising[*at] + y * (m / sum).ln() } else { 0.0 };
            events + alpha * (alpha / sum).ln()
        };
        self.counts.iter().zip(&self.at).zip(expected).map(one).sum()
    }
}

/// α with the highest likelihood of the counts, and that likelihood, given what to expect of each. α is never larger
/// than the number of events: the prior cannot know a rate better than all counts together do.
fn strength(y: &Distinct<'_>, expected: &[f64]) -> (f64, f64) {
    let fit = |ln_alpha: f64| y.fit(expected, ln_alpha);
    let top = y.counts.iter().sum::<f64>().max(1.0).ln();
    let step = (top - LN_ALPHA_MIN) / (GRID - 1) as f64;
    let best = (0..GRID)
        .map(|i| LN_ALPHA_MIN + step * i as f64)
        .map(|a| (a, fit(a)))
        .fold((top, f64::NEG_INFINITY), |best, next| if next.1 > best.1 { next } else { best });
    let ln_alpha = golden_section(fit, (best.0 - step).max(LN_ALPHA_MIN), (best.0 + step).min(top), 1e-3);
    (ln_alpha.exp(), fit(ln_alpha))
}

/// Factor within which [`strength_near`] looks.
const NEAR: f64 = 3.0;

/// [`strength`] where it is known about: within a factor of three of `alpha`, to two percent.
pub(crate) fn strength_near(y: &[f64], expected: &[f64], alpha: f64) -> f64 {
    let counts = Distinct::new(y);
    let top = y.iter().sum::<f64>().max(1.0).ln();
    let (low, high) = ((alpha / NEAR).ln().max(LN_ALPHA_MIN), (alpha * NEAR).ln().min(top));
    if low >= high { low.min(top).exp() } else { golden_section(|a| counts.fit(expected, a), low, high, 0.02).exp() }
}
