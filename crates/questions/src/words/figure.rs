//! Measured figures in words.

use super::grouped;

/// About three significant digits: `1,240`, `37.4`, `0.82`.
pub fn figure(x: f64) -> String {
    if !x.is_finite() {
        return "–".to_owned();
    }
    let size = x.abs();
    if size == 0.0 {
        return "0".to_owned();
    }
    if size >= 99.95 {
        #[expect(clippy::cast_possible_truncation, reason = "what is told in words is far below 2^63")]
        return grouped(x.round() as i64);
    }
    let decimals = if size >= 9.995 {
        1
    } else if size >= 0.095 {
        2
    } else {
        3
    };
    format!("{x:.decimals$}")
}

/// A p by simulation: never told as 0.
pub fn p_value(p: f64) -> String {
    if p < 0.0005 { "<0.001".to_owned() } else { format!("{p:.3}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_about_three_digits() {
        assert_eq!(
            [1240.0, 99.96, 37.42, 9.996, 0.824, 0.0321, 0.0].map(figure),
            ["1,240", "100", "37.4", "10.0", "0.82", "0.032", "0"]
        );
        assert_eq!(figure(f64::INFINITY), "–");
    }

    #[test]
    fn no_p_is_told_as_zero() {
        assert_eq!([0.0001, 0.001, 0.05].map(p_value), ["<0.001", "0.001", "0.050"]);
    }
}
