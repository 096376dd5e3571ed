//! Difference in differences by Poisson counts, with effects of unit and time.

/// The rate ratio of one treated unit after a start, beyond what its own level and each time's level explain.
///
/// Idea: `E[y] = a(unit) × b(time) × θ` where treated. With one treated unit that is treated for good, all times before
/// are one sufficient sum and all after another: the untreated units give each time's level, and maximum likelihood has
/// the closed form θ = (T₁/T₀) ÷ (C₁/C₀), T and C being the sums of the treated and of all others before and after.
/// (The fit of the full model gives the same: R's glm to 1e-6, `scripts/oracle/evaluate.R`.) A standard error clustered
/// by unit is left out on purpose: with one treated unit it is less than a fifth of how far the same estimate spreads
/// over places without a program (R's sandwich, the same script). Placebos tell what chance does ([`super::beyond`]).
///
/// `None` where one of the sums is 0, or `start` leaves no time on one side. `units` holds the counts by time of each
/// unit.
///
/// Reference: Hausman, Hall, Griliches (1984), *Econometric models for count data with an application to the
/// patents–R&D relationship*, doi 10.2307/1911191 (Poisson with fixed effects).
pub fn did(units: &[Vec<f64>], treated: usize, start: usize) -> Option<f64> {
    let times = units.get(treated)?.len();
    if start == 0 || start >= times {
        return None;
    }
    let sums = |of: &dyn Fn(usize) -> bool| {
        let chosen = || units.iter().enumerate().filter(|(i, _)| of(*i));
        let before: f64 = chosen().flat_map(|(_, y)| &y[..start]).sum();
        let after: f64 = chosen().flat_map(|(_, y)| &y[start..]).sum();
        (before, after)
    };
    let (t, c) = (sums(&|i| i == treated), sums(&|i| i != treated));
    super::before_after(t, c).filter(|f| f.ratio > 0.0).map(|f| f.beyond)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Stream, poisson};

    /// Maximum likelihood of the full model by iterative proportional fitting of its margins.
    fn fitted(units: &[Vec<f64>], treated: usize, start: usize) -> f64 {
        let (n, m) = (units.len(), units[0].len());
        let (mut a, mut b, mut theta) = (vec![1.0; n], vec![1.0; m], 1.0);
        let on = |i: usize, t: usize, theta: f64| if i == treated && t >= start { theta } else { 1.0 };
        for _ in 0..5_000 {
            for i in 0..n {
                let model: f64 = (0..m).map(|t| b[t] * on(i, t, theta)).sum();
                a[i] = units[i].iter().sum::<f64>() / model;
            }
            for t in 0..m {
                let model: f64 = (0..n).map(|i| a[i] * on(i, t, theta)).sum();
                b[t] = units.iter().map(|y| y[t]).sum::<f64>() / model;
            }
            let model: f64 = (start..m).map(|t| a[treated] * b[t]).sum();
            theta = units[treated][start..].iter().sum::<f64>() / model;
        }
        theta
    }

    #[test]
    fn the_closed_form_is_the_maximum_of_the_likelihood_with_unit_and_time_effects() {
        let stream = Stream::new(4, &["did"]);
        let unit = |i: u32| {
            let count = |t: u32| {
                let fall = if i == 0 && t >= 6 { 0.7 } else { 1.0 };
                poisson(f64::from(8 + 5 * i) * (1.0 + 0.1 * f64::from(t)) * fall, stream, u64::from(100 * i + t))
            };
            (0..10).map(count).collect::<Vec<f64>>()
        };
        let units: Vec<Vec<f64>> = (0..5).map(unit).collect();
        let (closed, full) = (did(&units, 0, 6).unwrap(), fitted(&units, 0, 6));
        assert!((closed / full - 1.0).abs() < 1e-6, "{closed} {full}");
        assert_eq!(did(&units, 0, 0), None);
        assert_eq!(did(&units, 0, 10), None);
    }
}
