//! Chances as people picture them.

/// A chance as a frequency. Draws make nothing certain or impossible, so neither does this.
pub fn odds(p: f64) -> String {
    if p > 0.99 {
        return "more than 99 in 100".to_owned();
    }
    if p < 0.01 {
        return "fewer than 1 in 100".to_owned();
    }
    // Tenths are easier to picture, but would round the ends to certainty.
    if (0.1..=0.9).contains(&p) { format!("{:.0} in 10", p * 10.0) } else { format!("{:.0} in 100", p * 100.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_chance_is_certain_or_impossible() {
        assert_eq!(odds(1.0), "more than 99 in 100");
        assert_eq!(odds(0.0), "fewer than 1 in 100");
        assert_eq!(odds(0.899), "9 in 10");
        assert_eq!(odds(0.92), "92 in 100");
        assert_eq!(odds(0.078), "8 in 100");
        for p in (0..=10_000).map(|i| f64::from(i) / 10_000.0) {
            let text = odds(p);
            assert!(!["0 in 10", "10 in 10", "0 in 100", "100 in 100"].contains(&text.as_str()), "{p}: {text}");
        }
    }
}
