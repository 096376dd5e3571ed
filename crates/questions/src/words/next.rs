//! What was and what will be.

use super::percent_chance;

/// What a place was in the window, and what it will be in the 12 months after it. `was` and `will` are the chances of
/// being among the first k.
///
/// True because: both chances are calibrated by simulation, and the second on every real year since 2012.
pub fn was_and_will(k: usize, period: &str, was: f64, will: f64) -> String {
    let among = if k == 1 { "the worst".to_owned() } else { format!("among the {k} worst") };
    format!(
        "Was {among} in {period}: {}. Will be in the next 12 months, if places drift as they have: {}.",
        percent_chance(was),
        percent_chance(will)
    )
}

/// What the year to come is learned from; or why nothing is said of it. `sigma` is the yearly change of a place beside
/// the city's, as a share.
pub fn drift(learned: Result<(usize, f64), usize>) -> String {
    match learned {
        Ok((years, sigma)) => format!(
            "For the next 12 months: learned from {years} years up to the end of the period, in which a place's rate \
             moved by about ±{:.0}% a year beside the city's.",
            100.0 * sigma
        ),
        Err(years) => format!(
            "Nothing is said of the next 12 months: how places drift cannot be learned from {years} {} (at least 4 are \
             needed).",
            if years == 1 { "year" } else { "years" }
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_and_what_will_be_are_told_apart() {
        assert_eq!(
            was_and_will(3, "2008–2018", 0.97, 0.781),
            "Was among the 3 worst in 2008–2018: 97%. Will be in the next 12 months, if places drift as they have: 78%."
        );
        assert!(was_and_will(1, "2018", 1.0, 0.001).starts_with("Was the worst in 2018: over 99%."));
        assert!(drift(Err(3)).contains("from 3 years (at least 4"));
        assert!(drift(Ok((13, 0.08))).contains("±8% a year"));
    }
}
