//! Many tests, one stated rate.

/// p-values adjusted so that, where nothing is true, any of them falls to α or below at most α of the time.
///
/// Steps: sorted ascending, the i-th is multiplied by the number not yet passed; none falls below the one before it.
///
/// Reference: Holm (1979), *A simple sequentially rejective multiple test procedure*, Scandinavian Journal of
/// Statistics 6(2), 65–70.
///
/// ```
/// assert_eq!(catchment_siting::check::holm(&[0.01, 0.04, 0.03]), [0.03, 0.06, 0.06]);
/// ```
pub fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    order.sort_by(|a, b| p[*a].total_cmp(&p[*b]).then(a.cmp(b)));
    let mut adjusted = vec![1.0; p.len()];
    let mut least: f64 = 0.0;
    for (passed, at) in order.into_iter().enumerate() {
        least = least.max((p[at] * (p.len() - passed) as f64).min(1.0));
        adjusted[at] = least;
    }
    adjusted
}
