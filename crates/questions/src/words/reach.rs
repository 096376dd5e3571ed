//! What a test of many cells could find, in sentences.

use catchment_spatial::Reach;

use super::{figure, grouped, many};
use crate::answers::TestReach;

impl TestReach {
    /// What a test could find, of so many incidents on so many cells. `place` is what was tested together: `a cell and
    /// the cells around it`.
    pub(crate) fn new(reach: Reach, incidents: u64, cells: usize, place: &str) -> Self {
        let mut told = Self {
            incidents,
            cells,
            expected: reach.expected,
            hot_from: reach.high_from,
            cold: reach.low,
            says: vec![],
        };
        told.says = says(&told, place);
        told
    }
}

fn says(reach: &TestReach, place: &str) -> Vec<String> {
    let TestReach { incidents, cells, expected, hot_from, cold, .. } = reach;
    let told = format!(
        "Tested by distinct incidents, one with many victims as one: {} on {} cells, {} for {place}.",
        grouped(i64::try_from(*incidents).unwrap_or(i64::MAX)),
        many(*cells),
        figure(*expected)
    );
    let coarser = "larger cells, a longer window or more offenses tell more";
    let hot = match hot_from {
        None => format!("With so few incidents no cell could be told as hot, wherever they lay: {coarser}."),
        Some(from) => {
            let from = grouped(i64::try_from(*from).unwrap_or(i64::MAX));
            format!("To stand as hot on their own, they must hold at least {from}.")
        }
    };
    let cold = (!cold).then(|| format!("No cell could be told as cold: even none at all is no surprise; {coarser}."));
    [Some(told), Some(hot), cold].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_found_is_said() {
        let reach = |high_from, low| TestReach::new(Reach { expected: 0.13, high_from, low }, 200, 11_000, "a cell");
        let told = reach(Some(5), false).says;
        assert_eq!(
            told[0],
            "Tested by distinct incidents, one with many victims as one: 200 on 11,000 cells, 0.13 for a cell."
        );
        assert_eq!(told[1], "To stand as hot on their own, they must hold at least 5.");
        assert!(told[2].starts_with("No cell could be told as cold: even none at all is no surprise"));
        assert!(reach(None, true).says[1].starts_with("With so few incidents no cell could be told as hot"));
        assert_eq!(reach(Some(5), true).says.len(), 2);
    }
}
