//! Dates of a document: those of its data, never today.

use catchment_questions::words::month_name;

/// The last day of a month, as far as the words of a month go: a day that nobody mistakes where it cannot be read.
pub(crate) fn end_of(text: &str) -> [i32; 3] {
    let parts: Vec<i32> = text.split('-').filter_map(|p| p.parse().ok()).collect();
    let [year, month @ 1..=12] = parts[..] else { return [2000, 1, 1] };
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let day = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    [year, month, day]
}

/// Months in words, from the first to the last.
pub(crate) fn months(from: &str, to: &str) -> String {
    format!("{} to {}", month_name(from), month_name(to))
}

/// A month as the number of months since the year 0; none where it cannot be read.
pub(crate) fn index(text: &str) -> Option<i32> {
    let (year, month) = text.split_once('-')?;
    let (year, month) = (year.parse::<i32>().ok()?, month.parse::<i32>().ok()?);
    (1..=12).contains(&month).then_some(year * 12 + month - 1)
}

/// The month of such a number.
pub(crate) fn month_of(index: i32) -> String {
    format!("{:04}-{:02}", index.div_euclid(12), index.rem_euclid(12) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_carries_the_last_day_of_its_data() {
        assert_eq!(end_of("2024-02"), [2024, 2, 29]);
        assert_eq!(end_of("2026-04"), [2026, 4, 30]);
        assert_eq!(end_of("nonsense"), [2000, 1, 1]);
    }

    #[test]
    fn a_month_has_a_number_and_a_number_its_month() {
        let index = index("2025-12").expect("a month");
        assert_eq!([index - 11, index, index + 1].map(month_of), ["2025-01", "2025-12", "2026-01"]);
        assert_eq!(super::index("2025-13"), None);
    }
}
