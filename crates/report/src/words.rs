//! Figures and names in the words of a printed page.

/// Words for small whole numbers.
const SMALL: [&str; 13] =
    ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A chance as a frequency. Draws make nothing certain or impossible, so neither does this.
pub(crate) fn odds(p: f64) -> String {
    if p > 0.99 {
        return "more than 99 in 100".to_owned();
    }
    if p < 0.01 {
        return "fewer than 1 in 100".to_owned();
    }
    // Tenths are easier to picture, but would round the ends to certainty.
    if (0.1..=0.9).contains(&p) { format!("{:.0} in 10", p * 10.0) } else { format!("{:.0} in 100", p * 100.0) }
}

/// A whole number with its thousands apart.
pub(crate) fn grouped(n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut text = String::from(if n < 0 { "−" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A whole number with its thousands apart.
pub(crate) fn many(n: u64) -> String {
    grouped(i64::try_from(n).unwrap_or(i64::MAX))
}

/// A number without its decimals, thousands apart.
pub(crate) fn rounded(v: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "counts, dollars and meters of a city")]
    grouped(v.round() as i64)
}

/// A number with as many decimals as it needs, two at most.
pub(crate) fn plain(v: f64) -> String {
    let text = format!("{v:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A number with one decimal; a dash where it is not known.
pub(crate) fn tenths(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |v| format!("{v:.1}"))
}

/// A bound of a class: no more digits than it has.
pub(crate) fn bound(v: f64) -> String {
    if v >= 1000.0 {
        return rounded(v);
    }
    v.to_string()
}

/// A number up to twelve as a word.
pub(crate) fn count(n: usize) -> String {
    SMALL.get(n).map_or_else(|| n.to_string(), |w| (*w).to_owned())
}

/// A share as a percentage, which only the whole itself calls 100 %.
pub(crate) fn percent(share: f64) -> String {
    let p = 100.0 * share;
    if p < 100.0 && p > 99.9 {
        return "over 99.9 %".to_owned();
    }
    format!("{p:.1} %")
}

/// `2009-01` as `January 2009`; anything else as it stands.
pub(crate) fn month(text: &str) -> String {
    let name =
        text.split_once('-').and_then(|(year, m)| Some((year, *MONTHS.get(m.parse::<usize>().ok()?.checked_sub(1)?)?)));
    name.map_or_else(|| text.to_owned(), |(year, name)| format!("{name} {year}"))
}

/// `A`, `A and B`, `A, B and C`.
pub(crate) fn listed<S: AsRef<str>>(names: &[S]) -> String {
    match names {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// `2–5`, or `2` alone.
pub(crate) fn span(low: usize, high: usize) -> String {
    if low == high { low.to_string() } else { format!("{low}–{high}") }
}

/// A word with its first letter large.
pub(crate) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
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

    #[test]
    fn only_the_whole_is_a_hundred_percent() {
        assert_eq!(percent(1.0), "100.0 %");
        assert_eq!(percent(0.99999), "over 99.9 %");
        assert_eq!(percent(0.9834), "98.3 %");
    }

    #[test]
    fn months_and_lists_read_as_people_write_them() {
        assert_eq!(month("2018-12"), "December 2018");
        assert_eq!(month("2018-13"), "2018-13");
        assert_eq!(listed(&["a", "b", "c"]), "a, b and c");
        assert_eq!((listed::<&str>(&[]), listed(&["a"])), (String::new(), "a".to_owned()));
        assert_eq!((grouped(-1_234_567), many(999)), ("−1,234,567".to_owned(), "999".to_owned()));
        assert_eq!((span(3, 3), span(3, 5)), ("3".to_owned(), "3–5".to_owned()));
    }
}
