//! Augmented synthetic control: what the mix missed before, taken out by ridge regression.

use super::linear::solve;
use super::synthetic::{Mix, Synthetic, mix, told};

/// Ridge penalties that are tried, as shares of the donors' variation, from the greatest down by √10.
const PENALTIES: usize = 9;

/// Ridge-augmented synthetic control: weights w + (x₁ − X₀w)ᵀ(X₀X₀ᵀ + λI)⁻¹X₀, the donors' outcomes before centered on
/// their mean over donors.
///
/// Idea: a place that lies outside all mixes of the others is not fitted by any; the regression carries the rest over,
/// as far as weights below 0. With a great λ it is the synthetic control itself.
///
/// λ is the one of nine (the trace of `X₀X₀ᵀ`, and each a √10th of the one before) that foretells each time before best
/// from the other times before; of equals the greatest. Cost: a synthetic control for each time before. `None` as
/// [`super::synthetic`].
///
/// Figures of reference: R, by `scripts/oracle/evaluate.R`, to 1e-6.
///
/// Reference: Ben-Michael, Feller, Rothstein (2021), *The augmented synthetic control method*, doi
/// 10.1080/01621459.2021.1929245, equations 10 to 14, and section 5.3 for the choice of λ.
pub fn augmented_synthetic(treated: &[f64], donors: &[Vec<f64>], start: usize) -> Option<Synthetic> {
    let times = treated.len();
    if start == 0 || start >= times || donors.is_empty() || donors.iter().any(|d| d.len() != times) {
        return None;
    }
    let before: Vec<&[f64]> = donors.iter().map(|d| &d[..start]).collect();
    let weights = augmented(&treated[..start], &before, &mix(&treated[..start], &before, None)?)?;
    told(treated, donors, start, weights)
}

/// Weights of the augmented mix.
pub(super) fn augmented(own: &[f64], donors: &[&[f64]], plain: &Mix) -> Option<Vec<f64>> {
    let all = Centered::new(donors);
    let penalties: Vec<f64> = (0..PENALTIES).map(|i| all.trace() * 10_f64.powf(-0.5 * i as f64)).collect();
    if all.trace() <= 0.0 {
        return Some(plain.weights.clone());
    }
    if own.len() < 2 {
        return all.add(own, donors, &plain.weights, penalties[0]);
    }
    let mut errors = [0.0; PENALTIES];
    for left_out in 0..own.len() {
        let keep = |row: &[f64]| -> Vec<f64> {
            row.iter().enumerate().filter(|(t, _)| *t != left_out).map(|(_, x)| *x).collect()
        };
        let rows: Vec<Vec<f64>> = donors.iter().map(|d| keep(d)).collect();
        let rows: Vec<&[f64]> = rows.iter().map(Vec::as_slice).collect();
        let rest = keep(own);
        // Without one time the mix is a similar one, found in a few steps from there.
        let near: Vec<f64> = plain.at.iter().enumerate().filter(|(t, _)| *t != left_out).map(|(_, x)| *x).collect();
        let weights = mix(&rest, &rows, Some(&near)).or_else(|| mix(&rest, &rows, None))?.weights;
        let centered = Centered::new(&rows);
        for (error, penalty) in errors.iter_mut().zip(&penalties) {
            let with = centered.add(&rest, &rows, &weights, *penalty)?;
            let told: f64 = with.iter().zip(donors).map(|(w, d)| w * d[left_out]).sum();
            *error += (own[left_out] - told).powi(2);
        }
    }
    let least = (0..PENALTIES).min_by(|a, b| errors[*a].total_cmp(&errors[*b]).then(a.cmp(b)))?;
    all.add(own, donors, &plain.weights, penalties[least])
}

/// Donors' outcomes, centered on their mean, and their products by time.
struct Centered {
    rows: Vec<Vec<f64>>,
    products: Vec<Vec<f64>>,
}

impl Centered {
    fn new(donors: &[&[f64]]) -> Self {
        let (n, times) = (donors.len() as f64, donors.first().map_or(0, |d| d.len()));
        let mean: Vec<f64> = (0..times).map(|t| donors.iter().map(|d| d[t]).sum::<f64>() / n).collect();
        let rows: Vec<Vec<f64>> = donors.iter().map(|d| d.iter().zip(&mean).map(|(x, m)| x - m).collect()).collect();
        let product = |s: usize, t: usize| rows.iter().map(|r: &Vec<f64>| r[s] * r[t]).sum::<f64>();
        let products = (0..times).map(|s| (0..times).map(|t| product(s, t)).collect()).collect();
        Self { rows, products }
    }

    fn trace(&self) -> f64 {
        self.products.iter().enumerate().map(|(t, row)| row[t]).sum()
    }

    fn add(&self, own: &[f64], donors: &[&[f64]], weights: &[f64], penalty: f64) -> Option<Vec<f64>> {
        let mixed = |t: usize| weights.iter().zip(donors).map(|(w, d)| w * d[t]).sum::<f64>();
        let missed: Vec<f64> = own.iter().enumerate().map(|(t, x)| x - mixed(t)).collect();
        let mut matrix = self.products.clone();
        matrix.iter_mut().enumerate().for_each(|(t, row)| row[t] += penalty);
        let carried = solve(&matrix, &missed)?;
        let one = |(w, row): (&f64, &Vec<f64>)| w + row.iter().zip(&carried).map(|(x, c)| x * c).sum::<f64>();
        Some(weights.iter().zip(&self.rows).map(one).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluate::synthetic;

    #[test]
    fn a_place_above_all_others_is_fitted_better_than_by_any_mix() {
        // Twice the first donor, which no mix reaches.
        let donors: Vec<Vec<f64>> = vec![
            vec![10.0, 14.0, 9.0, 12.0, 11.0],
            vec![3.0, 2.0, 4.0, 3.0, 3.0],
            vec![5.0, 6.0, 4.0, 5.0, 6.0],
            vec![1.0, 1.0, 2.0, 1.0, 2.0],
        ];
        let treated = [20.0, 28.0, 18.0, 24.0, 22.0];
        let (plain, more) =
            (synthetic(&treated, &donors, 4).unwrap(), augmented_synthetic(&treated, &donors, 4).unwrap());
        assert!(more.rmspe_before < 0.2 * plain.rmspe_before, "{more:?} {plain:?}");
        assert!((more.ratio - 1.0).abs() < (plain.ratio - 1.0).abs(), "{more:?} {plain:?}");
        let sum: f64 = more.weights.iter().sum();
        assert!((sum - 1.0).abs() < 1e-9, "{sum}");
    }

    #[test]
    fn a_place_that_is_a_mix_of_others_is_left_as_it_is() {
        let donors = vec![vec![10.0, 12.0, 9.0, 8.0], vec![30.0, 25.0, 28.0, 20.0], vec![5.0, 50.0, 3.0, 9.0]];
        let treated: Vec<f64> = (0..4).map(|t| 0.5 * donors[0][t] + 0.5 * donors[1][t]).collect();
        let found = augmented_synthetic(&treated, &donors, 3).unwrap();
        assert!((found.ratio - 1.0).abs() < 1e-4, "{found:?}");
        assert_eq!(augmented_synthetic(&treated, &donors, 4), None);
    }
}
