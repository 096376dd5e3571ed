//! Numbers, shares and chances in words.

/// A whole number with its thousands apart: `12,345`.
pub fn grouped(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if n < 0 {
        text.push('−');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A chance as a share of 1, never surer than it is: above 0.99 and below 0.01 it is told as a bound, since the draws
/// behind it do not tell 0.997 from 1.
pub fn chance(p: f64) -> String {
    if p > 0.99 {
        ">0.99".to_owned()
    } else if p < 0.01 {
        "<0.01".to_owned()
    } else {
        format!("{p:.2}")
    }
}

/// A share as a percentage with so many decimals: `12.3 %`.
pub fn percent(share: f64, decimals: usize) -> String {
    format!("{:.decimals$}%", 100.0 * share)
}

/// How far something may be from the best possible, as a percentage with one decimal (two below 0.1%), rounded up: a
/// bound never looks better than it is. Only 0 is told as 0.
pub fn bound_percent(gap: f64) -> String {
    if gap <= 0.0 {
        return "0%".to_owned();
    }
    // A hair less than the exact product, so that 0.022 is 2.2% and not 2.3%.
    let up = |scale: f64| (100.0 * gap * scale * (1.0 - 1e-12)).ceil() / scale;
    if gap < 0.001 { format!("{:.2}%", up(100.0)) } else { format!("{:.1}%", up(10.0)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!([0, 999, 1000, -1_234_567].map(grouped), ["0", "999", "1,000", "−1,234,567"]);
    }

    #[test]
    fn no_chance_is_told_as_sure() {
        assert_eq!(
            [1.0, 0.995, 0.99, 0.5, 0.01, 0.004, 0.0].map(chance),
            [">0.99", ">0.99", "0.99", "0.50", "0.01", "<0.01", "<0.01"]
        );
    }

    #[test]
    fn a_bound_is_rounded_against_us() {
        assert_eq!(
            [0.0, 0.000_129, 0.022, 0.022_012, 0.000_001].map(bound_percent),
            ["0%", "0.02%", "2.2%", "2.3%", "0.01%"]
        );
    }
}
