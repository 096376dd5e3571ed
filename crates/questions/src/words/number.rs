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

/// A chance as a percentage, never surer than it is: `over 99%`, `under 1%`, `78%`.
pub fn percent_chance(p: f64) -> String {
    if p > 0.99 {
        "over 99%".to_owned()
    } else if p < 0.01 {
        "under 1%".to_owned()
    } else {
        percent(p, 0)
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

/// A number of things with its thousands apart.
pub fn many<N: TryInto<i64>>(n: N) -> String {
    grouped(n.try_into().unwrap_or(i64::MAX))
}

/// A number without its decimals, thousands apart: counts, dollars and meters of a city.
#[expect(clippy::cast_possible_truncation, reason = "what is told in words is far below 2^63")]
pub fn whole(x: f64) -> String {
    grouped(x.round() as i64)
}

/// A number with as many decimals as it needs, two at most: `3`, `1.5`, `0.25`.
pub fn plain(x: f64) -> String {
    let text = format!("{x:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A number with one decimal; a dash where it is not known.
pub fn tenths(x: Option<f64>) -> String {
    x.map_or_else(|| "–".to_owned(), |x| format!("{x:.1}"))
}

/// Where a class of a map begins or ends: no more digits than it has.
pub fn class_bound(x: f64) -> String {
    if x >= 1000.0 { whole(x) } else { x.to_string() }
}

/// A part of everything as a percentage with one decimal, which only the whole itself calls 100%.
pub fn percent_of_all(share: f64) -> String {
    let percents = 100.0 * share;
    if percents < 100.0 && percents > 99.9 {
        return "over 99.9%".to_owned();
    }
    percent(share, 1)
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
    fn no_percentage_of_a_chance_is_sure() {
        assert_eq!([1.0, 0.99, 0.776, 0.01, 0.0].map(percent_chance), ["over 99%", "99%", "78%", "1%", "under 1%"]);
    }

    #[test]
    fn a_bound_is_rounded_against_us() {
        assert_eq!(
            [0.0, 0.000_129, 0.022, 0.022_012, 0.000_001].map(bound_percent),
            ["0%", "0.02%", "2.2%", "2.3%", "0.01%"]
        );
    }

    #[test]
    fn only_the_whole_is_a_hundred_percent() {
        assert_eq!([1.0, 0.99999, 0.9834].map(percent_of_all), ["100.0%", "over 99.9%", "98.3%"]);
    }

    #[test]
    fn a_number_has_no_more_digits_than_it_needs() {
        assert_eq!([3.0, 1.5, 0.25, 2.346].map(plain), ["3", "1.5", "0.25", "2.35"]);
        assert_eq!([12.5, 250.0, 12_500.0].map(class_bound), ["12.5", "250", "12,500"]);
        assert_eq!((many(12_345_usize), whole(-1234.4)), ("12,345".to_owned(), "−1,234".to_owned()));
        assert_eq!((tenths(Some(3.16)), tenths(None)), ("3.2".to_owned(), "–".to_owned()));
    }
}
