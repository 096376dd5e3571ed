//! Real counts of neighborhoods by year, before any program (`scripts/oracle/evaluate_panel.py`).

use catchment_siting::evaluate::Panel;

/// Outcomes of an evaluation, as the file names them.
pub(crate) const OUTCOMES: [&str; 3] = ["homicide", "robbery", "aggravated_assault"];

/// Neighborhoods by number, and their counts of an outcome.
pub(crate) fn panel(outcome: &str) -> (Vec<String>, Panel) {
    let text = include_str!("../reference/neighborhood_years.csv");
    let mut lines = text.lines().map(|l| l.split(',').collect::<Vec<_>>());
    let years = lines.next().expect("a header")[2..].iter().map(|y| y.parse().expect("a year")).collect();
    let (mut numbers, mut counts) = (Vec::new(), Vec::new());
    for row in lines.filter(|row| row[1] == outcome) {
        numbers.push(row[0].to_owned());
        counts.push(row[2..].iter().map(|n| n.parse().expect("a count")).collect());
    }
    assert_eq!(numbers.len(), 79, "{outcome}");
    (numbers, Panel { years, counts })
}
