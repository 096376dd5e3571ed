//! Synthetic control: the mix of other places that was most like the treated one before.

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

/// Steps of the minimization.
const STEPS: usize = 20_000;

/// Synthetic control on the outcomes before `start`: min ‖x₁ − X₀w‖ with w ≥ 0, Σw = 1.
///
/// Steps: Frank–Wolfe from equal weights in pairwise steps with exact line search; it stops where the duality gap
/// is below 1e-10 of the size of the outcomes. Cost: steps × donors × times. `None` without a time on either side,
/// without a donor, or where the synthetic unit has nothing after.
///
/// References: Abadie, Diamond, Hainmueller (2010), doi 10.1198/jasa.2009.ap08746, equation 1; Jaggi (2013),
/// *Revisiting Frank–Wolfe*, PMLR 28.
pub fn synthetic(treated: &[f64], donors: &[Vec<f64>], start: usize) -> Option<Synthetic> {
    let times = treated.len();
    if start == 0 || start >= times || donors.is_empty() || donors.iter().any(|d| d.len() != times) {
        return None;
    }
    let n = donors.len();
    let mut weights = vec![1.0 / n as f64; n];
    let mixed = |weights: &[f64], t: usize| -> f64 { weights.iter().zip(donors).map(|(w, d)| w * d[t]).sum() };
    let mut rest: Vec<f64> = (0..start).map(|t| treated[t] - mixed(&weights, t)).collect();
    let size: f64 = treated[..start].iter().map(|x| x * x).sum::<f64>().max(1.0);
    for _ in 0..STEPS {
        let slope = |d: &Vec<f64>| -> f64 { -2.0 * rest.iter().zip(d).map(|(r, x)| r * x).sum::<f64>() };
        let slopes: Vec<f64> = donors.iter().map(slope).collect();
        let (to, least) = slopes.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1).then(a.0.cmp(&b.0)))?;
        let from =
            (0..n).filter(|i| weights[*i] > 0.0).max_by(|a, b| slopes[*a].total_cmp(&slopes[*b]).then(b.cmp(a)))?;
        if slopes[from] - least < 1e-10 * size {
            break;
        }
        // Weight goes from the worst donor in use to the best: a pairwise step, which does not zigzag.
        let way: Vec<f64> = (0..start).map(|t| donors[to][t] - donors[from][t]).collect();
        let length: f64 = way.iter().map(|x| x * x).sum();
        if length <= 0.0 {
            break;
        }
        let along: f64 = rest.iter().zip(&way).map(|(r, x)| r * x).sum();
        let step = (along / length).clamp(0.0, weights[from]);
        weights[to] += step;
        weights[from] -= step;
        rest.iter_mut().zip(&way).for_each(|(r, x)| *r -= step * x);
        if step <= 0.0 {
            break;
        }
    }
    let rmspe = |from: usize, to: usize| {
        let sum: f64 = (from..to).map(|t| (treated[t] - mixed(&weights, t)).powi(2)).sum();
        (sum / (to - from) as f64).sqrt()
    };
    let (own, mix): (f64, f64) = (start..times).fold((0.0, 0.0), |s, t| (s.0 + treated[t], s.1 + mixed(&weights, t)));
    let (rmspe_before, rmspe_after) = (rmspe(0, start), rmspe(start, times));
    (mix > 0.0).then(|| Synthetic { ratio: own / mix, rmspe_before, rmspe_after, weights })
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
            assert!((w - truth).abs() < 1e-6, "{:?}", found.weights);
        }
        assert!((found.ratio - 0.8).abs() < 1e-6 && found.rmspe_before < 1e-5);
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
