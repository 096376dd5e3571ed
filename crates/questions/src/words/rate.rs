//! Numbers that carry no more digits than the data behind them.

use super::grouped;

/// A number with about three significant digits: `1,240`, `37.4`, `0.82`.
#[expect(clippy::cast_possible_truncation, reason = "a rate fits a whole number; a larger one is cut to the largest")]
pub fn rate(n: f64) -> String {
    let size = n.abs();
    if !n.is_finite() {
        "–".to_owned()
    } else if size == 0.0 {
        "0".to_owned()
    } else if size >= 99.95 {
        grouped(n.round() as i64)
    } else if size >= 9.995 {
        format!("{n:.1}")
    } else if size >= 0.095 {
        format!("{n:.2}")
    } else {
        format!("{n:.3}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_has_about_three_digits() {
        assert_eq!(
            [1240.4, 99.96, 37.42, 0.824, 0.0341, 0.0].map(rate),
            ["1,240", "100", "37.4", "0.82", "0.034", "0"]
        );
        assert_eq!(rate(f64::NAN), "–");
    }
}
