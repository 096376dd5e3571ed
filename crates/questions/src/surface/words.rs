//! What an answer about a surface says in sentences.

use super::PlaceValue;
use crate::pieces::Edge;

/// Where a surface is highest, and how high on average.
pub fn finding(peak: &PlaceValue, mean: f64, unit: &str) -> String {
    let cell = peak.cell.as_ref().map_or_else(String::new, |cell| format!(", cell {cell}"));
    format!("Highest in {}{cell}: {:.2} {unit}; the mean inside the city is {mean:.2}.", peak.area, peak.value)
}

/// What a reader of the picture must know.
pub fn notes(edge: Edge, left_out: usize) -> Vec<String> {
    let mut notes = vec!["A smoothed surface spreads each incident; it is no prediction for an address.".to_owned()];
    notes.push(match edge {
        Edge::None => "Along the city's border values are low, since nothing beyond it is counted.".to_owned(),
        Edge::Uniform | Edge::Diggle => "Along the city's border it is scaled up for what lies beyond.".to_owned(),
    });
    if left_out > 0 {
        notes.push(format!(
            "{left_out} {} outside every area and {} left out by the correction at the border.",
            if left_out == 1 { "point lies" } else { "points lie" },
            if left_out == 1 { "is" } else { "are" }
        ));
    }
    notes
}

/// The pixel is larger than the city file wishes.
pub fn coarser(pixel_m: f64, wished_m: f64) -> String {
    format!("Pixels are {pixel_m} m wide: over so large a ground those of {wished_m} m are too many to compute.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_border_is_told_as_it_was_treated() {
        assert!(notes(Edge::None, 0)[1].contains("values are low"));
        let corrected = notes(Edge::Diggle, 1);
        assert!(corrected[1].contains("scaled up"));
        assert_eq!(corrected[2], "1 point lies outside every area and is left out by the correction at the border.");
    }
}
