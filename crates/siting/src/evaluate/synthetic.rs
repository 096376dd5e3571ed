//! Synthetic control: the mix of other places that was most like the treated one before.

use super::linear::solve;

/// A mix of other units and what it says.
#[derive(Debug, Clone, PartialEq)]
pub struct Synthetic {
    /// Weight of each donor, at least 0, 1 in all.
    pub weights: Vec<f64>,
    /// Treated ÷ synthetic, both summed over the time after.
    pub ratio: f64,
    /// Root of the mean square error before.
    pub rmspe_before: f64,
    /// The same after.
    pub rmspe_after: f64,
}

/// What the squares of the weights cost, in mean squares of the donors' outcomes before: it decides between mixes that
/// fit alike, and moves no others to speak of.
pub const EVEN: f64 = 1e-6;
/// Steps of the maximization, and halvings of a step.
const STEPS: usize = 500;
/// Greatest slope that is left, beside the size of the unknowns: what is smaller is rounding.
const LEFT: f64 = 1e-14;

/// Synthetic control on the outcomes before `start`: min ‖x₁ − X₀w‖² + ε s² ‖w‖² with w ≥ 0, Σw = 1.
///
/// Idea: where there are more donors than times, many mixes fit a place equally well, and each says something else of
/// the time after. Of these the most even one is taken: ε is [`EVEN`], s² the mean square of the donors before. So the
/// answer is one, whoever computes it.
///
/// Steps: the dual has as many unknowns as there are times before, and one, and is smooth: Newton's method with the
/// donors in use as active set, halving a step that does not climb. Cost: some 20 steps × donors × times². `None`
/// without a time on either side, without a donor, or where the synthetic unit has nothing after.
///
/// Figures of reference: R's quadprog, by `scripts/oracle/evaluate.R`, to 1e-6.
///
/// References: Abadie, Diamond, Hainmueller (2010), doi 10.1198/jasa.2009.ap08746, equation 1; Abadie, L'Hour (2021),
/// *A penalized synthetic control estimator for disaggregated data*, doi 10.1080/01621459.2021.1971535, section 2 (why
/// the mix is not unique).
pub fn synthetic(treated: &[f64], donors: &[Vec<f64>], start: usize) -> Option<Synthetic> {
    let times = treated.len();
    if start == 0 || start >= times || donors.is_empty() || donors.iter().any(|d| d.len() != times) {
        return None;
    }
    let before: Vec<&[f64]> = donors.iter().map(|d| &d[..start]).collect();
    told(treated, donors, start, mix(&treated[..start], &before, None)?.weights)
}

/// What a mix says of the time after.
pub(super) fn told(treated: &[f64], donors: &[Vec<f64>], start: usize, weights: Vec<f64>) -> Option<Synthetic> {
    let times = treated.len();
    let mixed = |t: usize| -> f64 { weights.iter().zip(donors).map(|(w, d)| w * d[t]).sum() };
    let rmspe = |from: usize, to: usize| {
        let sum: f64 = (from..to).map(|t| (treated[t] - mixed(t)).powi(2)).sum();
        (sum / (to - from) as f64).sqrt()
    };
    let (own, other): (f64, f64) = (start..times).fold((0.0, 0.0), |s, t| (s.0 + treated[t], s.1 + mixed(t)));
    let (rmspe_before, rmspe_after) = (rmspe(0, start), rmspe(start, times));
    (other > 0.0).then(|| Synthetic { ratio: own / other, rmspe_before, rmspe_after, weights })
}

/// Mean square of the donors' outcomes; 1 where all are 0.
pub(super) fn mean_square(donors: &[&[f64]]) -> f64 {
    let all = donors.iter().flat_map(|d| d.iter());
    let (sum, n) = all.fold((0.0, 0.0), |(sum, n), x| (sum + x * x, n + 1.0));
    if sum > 0.0 { sum / n } else { 1.0 }
}

/// The dual at a place: u for each time and, last, one for the sum of the weights.
struct Dual<'a> {
    own: Vec<f64>,
    donors: &'a [&'a [f64]],
    scale: f64,
}

impl Dual<'_> {
    fn weights(&self, at: &[f64]) -> Vec<f64> {
        let (u, last) = (&at[..self.own.len()], at[self.own.len()]);
        let one = |d: &&[f64]| d.iter().zip(u).map(|(x, u)| x * self.scale * u).sum::<f64>() + last;
        self.donors.iter().map(|d| one(d).max(0.0)).collect()
    }

    fn value(&self, at: &[f64], weights: &[f64]) -> f64 {
        let (u, last) = (&at[..self.own.len()], at[self.own.len()]);
        let linear: f64 = u.iter().zip(&self.own).map(|(u, x)| u * x).sum::<f64>() + last;
        let squares = |of: &[f64]| of.iter().map(|x| x * x).sum::<f64>();
        linear - 0.5 * EVEN * squares(u) - 0.5 * squares(weights)
    }

    /// Slope, and the curvature (with the sign of a minimum).
    fn bend(&self, at: &[f64], weights: &[f64]) -> (Vec<f64>, Vec<Vec<f64>>) {
        let n = self.own.len();
        let mut slope: Vec<f64> = self.own.iter().zip(at).map(|(x, u)| x - EVEN * u).chain([1.0]).collect();
        let mut curve = vec![vec![0.0; n + 1]; n + 1];
        (0..n).for_each(|t| curve[t][t] = EVEN);
        for (donor, w) in self.donors.iter().zip(weights).filter(|(_, w)| **w > 0.0) {
            let x = |t: usize| donor.get(t).map_or(1.0, |x| x * self.scale);
            for t in 0..=n {
                slope[t] -= w * x(t);
                (0..=t).for_each(|s| curve[t][s] += x(t) * x(s));
            }
        }
        (slope, curve)
    }
}

fn steepest(slope: &[f64]) -> f64 {
    slope.iter().fold(0.0, |most, s| s.abs().max(most))
}

/// A mix, and the place of the dual where it was found: one number for each time before, and one for the sum.
#[derive(Debug, Clone)]
pub(super) struct Mix {
    pub(super) weights: Vec<f64>,
    pub(super) at: Vec<f64>,
}

/// The mix, looked for from the place of a similar one where there is one; `None` where no step climbs any more and the
/// slope is still steep.
pub(super) fn mix(own: &[f64], donors: &[&[f64]], near: Option<&[f64]>) -> Option<Mix> {
    let n = own.len();
    let scale = mean_square(donors).sqrt().recip();
    let dual = Dual { own: own.iter().map(|x| x * scale).collect(), donors, scale };
    let even: Vec<f64> = (0..n).map(|_| 0.0).chain([1.0 / donors.len() as f64]).collect();
    let near = near.map(|near| near.iter().enumerate().map(|(t, u)| if t < n { u / scale } else { *u }).collect());
    let used = |at: &Vec<f64>| dual.weights(at).iter().any(|w| *w > 0.0);
    let mut at: Vec<f64> = near.filter(used).unwrap_or(even);
    let mut weights = dual.weights(&at);
    let mut value = dual.value(&at, &weights);
    let (mut slope, mut curve) = dual.bend(&at, &weights);
    for _ in 0..STEPS {
        let steep = steepest(&slope);
        if steep < LEFT * at.iter().fold(1.0, |most: f64, x| most.max(x.abs())) {
            break;
        }
        let Some(way) = solve(&curve, &slope) else { break };
        let climb: f64 = way.iter().zip(&slope).map(|(w, s)| w * s).sum();
        let step = |size: f64| at.iter().zip(&way).map(|(x, w)| x + size * w).collect::<Vec<f64>>();
        let tried = (0..60).map(|halvings| 0.5_f64.powi(halvings)).find_map(|size| {
            let next = step(size);
            let weights = dual.weights(&next);
            let found = dual.value(&next, &weights);
            let bent = dual.bend(&next, &weights);
            // Near the top, where values differ by less than they are rounded to, the slope tells.
            let better = found >= value + 1e-4 * size * climb || steepest(&bent.0) <= 0.5 * steep;
            better.then_some((next, weights, found, bent))
        });
        let Some(better) = tried else { break };
        (at, weights, value, (slope, curve)) = better;
    }
    let sum: f64 = weights.iter().sum();
    at[..n].iter_mut().for_each(|u| *u *= scale);
    ((sum - 1.0).abs() < 1e-6).then(|| Mix { weights: weights.iter().map(|w| w / sum).collect(), at })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_that_is_a_mix_of_others_is_found_as_that_mix() {
        let donors = vec![
            vec![10.0, 12.0, 9.0, 14.0, 20.0, 10.0],
            vec![30.0, 25.0, 28.0, 20.0, 10.0, 30.0],
            vec![5.0, 50.0, 3.0, 60.0, 1.0, 80.0],
        ];
        let treated: Vec<f64> =
            (0..6).map(|t| (0.7 * donors[0][t] + 0.3 * donors[1][t]) * if t < 4 { 1.0 } else { 0.8 }).collect();
        let found = synthetic(&treated, &donors, 4).unwrap();
        for (w, truth) in found.weights.iter().zip([0.7, 0.3, 0.0]) {
            assert!((w - truth).abs() < 1e-5, "{:?}", found.weights);
        }
        assert!((found.ratio - 0.8).abs() < 1e-5 && found.rmspe_before < 1e-3);
    }

    #[test]
    fn of_mixes_that_fit_alike_the_most_even_one_is_taken() {
        // Any share of the first two fits; only the even one is the answer.
        let donors = vec![vec![10.0, 30.0], vec![10.0, 10.0], vec![90.0, 5.0]];
        let found = synthetic(&[10.0, 20.0], &donors, 1).unwrap();
        assert!((found.weights[0] - 0.5).abs() < 1e-4 && (found.weights[1] - 0.5).abs() < 1e-4, "{found:?}");
    }

    #[test]
    fn a_place_above_all_others_takes_the_highest_and_says_how_badly_it_fits() {
        let donors = vec![vec![1.0, 1.0, 1.0], vec![2.0, 2.0, 2.0]];
        let found = synthetic(&[10.0, 10.0, 10.0], &donors, 2).unwrap();
        assert!((found.weights[1] - 1.0).abs() < 1e-9 && (found.rmspe_before - 8.0).abs() < 1e-9);
        assert_eq!(synthetic(&[1.0, 1.0], &[], 1), None);
        assert_eq!(synthetic(&[1.0, 1.0], &donors, 1), None);
    }
}
