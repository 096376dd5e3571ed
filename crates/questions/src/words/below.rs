//! More was taken back than counted, in sentences.

use super::{grouped, listed};

/// Places with a count below zero.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Below {
    /// Names and counts of neighborhoods.
    pub areas: Vec<(String, i64)>,
    /// Number of cells.
    pub cells: usize,
}

/// Neighborhoods that are named.
const NAMED: usize = 3;

/// Which places, and what figures take there; nothing where there are none.
pub fn below_zero(below: &Below) -> Option<String> {
    let mut worst = below.areas.clone();
    worst.sort_by(|a, b| a.1.cmp(&b.1).then_with(|| a.0.cmp(&b.0)));
    let named: Vec<String> =
        worst.iter().take(NAMED).map(|(name, n)| format!("{name}: −{}", grouped(n.saturating_neg()))).collect();
    let places = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    let mut parts = Vec::new();
    if !named.is_empty() {
        let more = if worst.len() > NAMED { " …" } else { "" };
        let number = places(worst.len(), "neighborhood", "neighborhoods");
        parts.push(format!("{number} ({}{more})", named.join(", ")));
    }
    if below.cells > 0 {
        parts.push(places(below.cells, "cell", "cells"));
    }
    (!parts.is_empty()).then(|| {
        format!(
            "More was taken back than counted in these months in {}: rows that take back found no row to take back. \
             Counts stay as they are; rates, densities, surfaces, ranks and tests take 0 there.",
            listed(&parts)
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_below_zero_are_told_with_the_worst_first() {
        let areas = ["A", "B", "C", "D"].iter().zip([-1, -6, -2, -1]).map(|(a, n)| ((*a).to_owned(), n)).collect();
        let told = below_zero(&Below { areas, cells: 1 }).unwrap();
        assert!(told.contains("4 neighborhoods (B: −6, C: −2, A: −1 …) and 1 cell:"), "{told}");
        assert_eq!(below_zero(&Below::default()), None);
    }
}
