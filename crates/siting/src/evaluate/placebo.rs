//! What placebos say: the same estimate where nothing was done.

/// How far an estimate lies among those of places without a program.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Beyond {
    /// Chance, one-sided, of a fall as large where nothing was done: (1 + placebos at most as high) ÷ (1 + placebos).
    pub p_fall: f64,
    /// The same of either a fall or a rise as large, by the logarithm.
    pub p: f64,
    /// Least, middle and greatest of the middle 90% of the placebos.
    pub low: f64,
    /// Middle.
    pub median: f64,
    /// Greatest.
    pub high: f64,
    /// Placebos.
    pub placebos: usize,
}

/// Sets a ratio beside those of placebos; `None` with fewer than 19 of them: no p of 5% could come out.
///
/// Reference: Abadie, Diamond, Hainmueller (2010), doi 10.1198/jasa.2009.ap08746, section 3; Phipson, Smyth (2010), doi
/// 10.2202/1544-6115.1585.
pub fn beyond(ratio: f64, placebos: &[f64]) -> Option<Beyond> {
    let mut all: Vec<f64> = placebos.iter().copied().filter(|p| p.is_finite() && *p > 0.0).collect();
    if all.len() < 19 || ratio.is_nan() || ratio <= 0.0 {
        return None;
    }
    all.sort_unstable_by(f64::total_cmp);
    let n = all.len();
    let share = |count: usize| (1 + count) as f64 / (1 + n) as f64;
    let size = ratio.ln().abs();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a position in a list")]
    let at = |q: f64| all[((n - 1) as f64 * q).round() as usize];
    Some(Beyond {
        p_fall: share(all.iter().filter(|p| **p <= ratio).count()),
        p: share(all.iter().filter(|p| p.ln().abs() >= size - 1e-12).count()),
        low: at(0.05),
        median: at(0.5),
        high: at(0.95),
        placebos: n,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Stream, poisson};

    #[test]
    fn a_place_without_a_program_is_beyond_its_placebos_no_more_often_than_stated() {
        let stream = Stream::new(8, &["placebos"]);
        let ratio = |i: u64| (poisson(20.0, stream, 2 * i) + 0.5) / (poisson(20.0, stream, 2 * i + 1) + 0.5);
        let alarm = |look: u64| {
            let placebos: Vec<f64> = (1..60).map(|i| ratio(60 * look + i)).collect();
            beyond(ratio(60 * look), &placebos).unwrap().p <= 0.05
        };
        let rate = (0..1000).filter(|l| alarm(*l)).count() as f64 / 1000.0;
        assert!((0.02..=0.07).contains(&rate), "{rate}");
    }

    #[test]
    fn too_few_placebos_give_no_p() {
        assert_eq!(beyond(0.5, &[1.0; 18]), None);
        let found = beyond(0.5, &[1.0; 19]).unwrap();
        assert!((found.p - 0.05).abs() < 1e-12 && (found.p_fall - 0.05).abs() < 1e-12);
    }
}
