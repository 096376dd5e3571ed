//! What is said of a count that rests on a point with more rows than chance allows.

use super::{grouped, listed};

/// Share of a count from which on it rests on a point.
const SHARE: f64 = 0.1;
/// Fewest of a count that are told.
const FEWEST: i64 = 5;
/// Points that are named.
const NAMED: usize = 3;

/// A point by its address or its place, and what counts there.
pub type AtPoint = (String, i64);

/// How much of a count is at points that hold more rows than chance allows; `of` says what is counted, such as
/// "of this cell". `None` where it does not rest on them: under a tenth of it, or under five.
///
/// ```
/// use catchment_questions::words::at_points;
///
/// let told = at_points("offenses of this cell", 70, &[("200 S Tucker Blvd".to_owned(), 64)]);
/// let says = "64 of the 70 offenses of this cell are at one address: 200 S Tucker Blvd.";
/// assert_eq!(told.as_deref(), Some(says));
/// ```
pub fn at_points(of: &str, total: i64, points: &[AtPoint]) -> Option<String> {
    let here: i64 = points.iter().map(|(_, n)| *n).sum();
    if here < FEWEST || (here as f64) < SHARE * total as f64 {
        return None;
    }
    let start = format!("{} of the {} {of} are at", grouped(here), grouped(total.max(here)));
    if let [(name, _)] = points {
        let kind = if name.starts_with("latitude ") { "point" } else { "address" };
        return Some(format!("{start} one {kind}: {name}."));
    }
    let mut most: Vec<&AtPoint> = points.iter().collect();
    most.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut names: Vec<String> = most.iter().take(NAMED).map(|(name, n)| format!("{name} ({})", grouped(*n))).collect();
    if most.len() > NAMED {
        names.push(format!("{} more", most.len() - NAMED));
    }
    Some(format!("{start} {} addresses: {}.", points.len(), listed(&names)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_that_rests_on_few_addresses_says_so() {
        let points = |list: &[(&str, i64)]| list.iter().map(|(t, n)| ((*t).to_owned(), *n)).collect::<Vec<_>>();
        let says = at_points("offenses counted in C1", 163, &points(&[("A St", 7), ("the city jail", 40)])).unwrap();
        let expected = "47 of the 163 offenses counted in C1 are at 2 addresses: the city jail (40) and A St (7).";
        assert_eq!(says, expected);
        let nowhere = points(&[("latitude 38.61050, longitude -90.20850", 60)]);
        assert!(at_points("offenses", 60, &nowhere).unwrap().contains("at one point: latitude"));
        assert_eq!(at_points("offenses", 1000, &points(&[("A St", 99)])), None);
        assert_eq!(at_points("offenses", 4, &points(&[("A St", 4)])), None);
        assert_eq!(at_points("offenses", 0, &[]), None);
    }
}
