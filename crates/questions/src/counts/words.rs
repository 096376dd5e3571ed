//! What counts say in sentences.

use catchment_model::Month;

use super::Counts;
use crate::words::{area_label, runs};

/// What is counted, when, by which date and where, and how far the data reaches.
pub fn caption(counts: &Counts, unit: &str, through: Option<Month>) -> String {
    let time = counts.time.name();
    let mut text = format!("{unit}, {} to {} ({time}).", counts.from, counts.to);
    if let Some(area) = counts.area {
        text = format!("{text} Neighborhood by {}.", area_label(area));
    }
    if let Some(through) = through {
        text = format!("{text} Data through {through}.");
    }
    text
}

/// Groups that were asked for and may not be shown so finely.
pub fn withheld(ids: &[String]) -> Option<String> {
    (!ids.is_empty()).then(|| format!("left out, because shown per city and year only: {}", ids.join(", ")))
}

/// The window spans a change of the reporting system.
pub fn series_break(systems: &[String]) -> Option<String> {
    let text =
        || format!("the window spans {}: counts on either side of the change do not compare", systems.join(" and "));
    (systems.len() > 1).then(text)
}

/// Months without data.
pub fn missing(months: &[Month]) -> Option<String> {
    (!months.is_empty()).then(|| format!("no data for {}, which is not zero", runs(months.iter().copied())))
}

/// Months of which only counts per neighborhood are published, and by which keys they are counted; `unknown` are the
/// names of which they are not.
pub fn published(months: &[Month], counted: bool, unknown: &[&str]) -> Option<String> {
    let but = || match unknown {
        [] => String::new(),
        names => format!("; not or not wholly published: {}", names.join(", ")),
    };
    let text = || {
        let months = runs(months.iter().copied());
        let which = if counted { "are counted" } else { "are not counted here: they have no positions" };
        format!("{months}: published as counts per neighborhood and month, which {which}{}", but())
    };
    (!months.is_empty()).then(text)
}

/// What is counted in the city and lies in no cell.
pub fn unplaced(count: i64) -> Option<String> {
    (count != 0).then(|| format!("{count} counted in the city have no usable position and are in no cell"))
}

/// Years without a count of a name.
pub fn years_missing(name: &str, years: &[i32]) -> Option<String> {
    let list = || years.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    (!years.is_empty()).then(|| format!("{name}: no count for {}: left out, which is not zero", list()))
}

/// Years of which some months are counted.
pub fn years_partial(name: &str, years: &[(i32, usize)]) -> Option<String> {
    let list = || years.iter().map(|(y, months)| format!("{y} ({months} of 12 months)")).collect::<Vec<_>>().join(", ");
    (!years.is_empty()).then(|| format!("{name}: not whole years: {}", list()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(texts: &[&str]) -> Vec<Month> {
        texts.iter().map(|t| t.parse().unwrap()).collect()
    }

    #[test]
    fn a_gap_is_told_as_a_gap() {
        let gap = months(&["2021-01", "2021-02"]);
        assert_eq!(missing(&gap).unwrap(), "no data for 2021-01 to 2021-02, which is not zero");
        assert_eq!(missing(&[]), None);
        assert_eq!(
            years_partial("harm", &[(2024, 8), (2026, 4)]).unwrap(),
            "harm: not whole years: 2024 (8 of 12 months), 2026 (4 of 12 months)"
        );
        assert!(years_missing("harm", &[2021, 2022]).unwrap().ends_with("2021, 2022: left out, which is not zero"));
    }

    #[test]
    fn published_months_name_what_is_not_published() {
        let text = published(&months(&["2021-01"]), true, &["homicide"]).unwrap();
        assert!(text.starts_with("2021-01: published as counts") && text.ends_with("published: homicide"), "{text}");
        let text = published(&months(&["2021-01"]), false, &[]).unwrap();
        assert!(text.ends_with("not counted here: they have no positions"), "{text}");
    }
}
