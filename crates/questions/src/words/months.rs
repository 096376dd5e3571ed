//! Months in words.

use catchment_model::Month;

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
}
