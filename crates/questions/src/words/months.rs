//! Months in words.

use catchment_model::Month;

const NAMES: [&str; 12] = [
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

/// `2009-01` as `January 2009`; anything else as it stands.
pub fn month_name(text: &str) -> String {
    let name = |(year, month): (&str, &str)| {
        let at = month.parse::<usize>().ok()?.checked_sub(1)?;
        Some(format!("{} {year}", NAMES.get(at)?))
    };
    text.split_once('-').and_then(name).unwrap_or_else(|| text.to_owned())
}

/// `2026-04-30` as `April 30, 2026`; anything else as it stands.
pub fn day_name(text: &str) -> String {
    let name = || {
        let (month, day) = text.rsplit_once('-')?;
        let (year, month) = month.split_once('-')?;
        let at = month.parse::<usize>().ok()?.checked_sub(1)?;
        Some(format!("{} {}, {year}", NAMES.get(at)?, day.parse::<u8>().ok()?))
    };
    name().unwrap_or_else(|| text.to_owned())
}

/// Months as runs: `2021-01 to 2024-04, 2024-06`. Expects them in order.
pub fn runs(months: impl IntoIterator<Item = Month>) -> String {
    let mut runs: Vec<(Month, Month)> = Vec::new();
    for month in months {
        match runs.last_mut() {
            Some((_, last)) if last.next() == month => *last = month,
            _ => runs.push((month, month)),
        }
    }
    let text = |(from, to): &(Month, Month)| if from == to { from.to_string() } else { format!("{from} to {to}") };
    runs.iter().map(text).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_months_are_written_as_spans() {
        let months = |texts: &[&str]| texts.iter().map(|t| t.parse::<Month>().unwrap()).collect::<Vec<_>>();
        assert_eq!(runs(months(&["2020-12", "2021-01", "2021-03"])), "2020-12 to 2021-01, 2021-03");
        assert_eq!(runs([]), "");
    }

    #[test]
    fn a_month_is_named_where_it_is_one() {
        assert_eq!(["2026-04-05", "2026-13-05", "2026"].map(day_name), ["April 5, 2026", "2026-13-05", "2026"]);
        assert_eq!(["2018-12", "2018-13", "2018"].map(month_name), ["December 2018", "2018-13", "2018"]);
    }
}
