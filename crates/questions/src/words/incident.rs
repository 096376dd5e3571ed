//! Incidents behind a count, in sentences.

use catchment_model::Month;

use super::{OFFENSES, grouped, percent};

/// One incident of at least so many offenses is told …
const MANY: i64 = 3;
/// … where it makes up more than this share of a count.
const LARGE: f64 = 0.1;

/// How many incidents are behind a count of offenses, or of what the city's rows count; nothing where each has its own.
pub fn behind(incidents: i64, count: i64, counted: &str) -> Option<String> {
    (incidents > 0 && incidents != count).then(|| {
        format!(
            "Behind the {} offenses are {} incidents: ranks and intervals take the incident, not the offense, as what \
             is independent.",
            grouped(count),
            grouped(incidents)
        )
        .replace(OFFENSES, counted)
        .replace("the offense", &format!("the {}", counted.strip_suffix('s').unwrap_or(counted)))
    })
}

/// One incident that makes up much of a count.
pub fn one_incident(reported: Month, (offenses, counted): (i64, &str), count: i64) -> Option<String> {
    let share = offenses as f64 / count.max(1) as f64;
    (offenses >= MANY && count > 0 && share > LARGE && offenses <= count).then(|| {
        format!(
            "One incident reported in {reported} with {} {counted} makes up {} of this count.",
            grouped(offenses),
            percent(share, 0)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_incident_is_told_with_its_share() {
        let month = Month::new(2020, 6).unwrap();
        let told = one_incident(month, (43, "offenses"), 256).unwrap();
        assert_eq!(told, "One incident reported in 2020-06 with 43 offenses makes up 17% of this count.");
        assert_eq!(one_incident(month, (43, "offenses"), 600), None);
        assert_eq!(one_incident(month, (1, "offenses"), 4), None);
    }

    #[test]
    fn both_figures_are_told_where_they_differ() {
        assert!(behind(41, 103, "victims").unwrap().starts_with("Behind the 103 victims are 41 incidents:"));
        assert_eq!(behind(7, 7, "offenses"), None);
    }
}
