//! What a comparison says in sentences.

use crate::words::{grouped, many};

/// What both chose, and what their places hold. `overlaps`: ground in common of each place in both, 0 to 1; `held`:
/// counts; `units`: what is counted, in words.
pub fn finding(
    overlaps: &[f64],
    (only_a, only_b): (usize, usize),
    held: (i64, i64),
    units: (&str, &str),
) -> Vec<String> {
    let (a, b) = (grouped(held.0), grouped(held.1));
    let counts = if units.0 == units.1 {
        format!("The first's places hold {a} in its period, the second's {b} in its own ({}).", units.0)
    } else {
        format!("The first's places hold {a} in its period ({}), the second's {b} in its own ({}).", units.0, units.1)
    };
    vec![shared(overlaps, only_a, only_b), counts]
}

fn shared(overlaps: &[f64], only_a: usize, only_b: usize) -> String {
    let places = |n: usize| if n == 1 { "1 place".to_owned() } else { format!("{} places", many(n)) };
    let both = overlaps.len();
    if only_a > 0 || only_b > 0 {
        let verb = if both == 1 { "is" } else { "are" };
        return format!(
            "{} {verb} in both; {} only in the first, {} only in the second.",
            places(both),
            many(only_a),
            many(only_b)
        );
    }
    // Shown in whole percents: less than that is the same ground.
    let least = overlaps.iter().copied().fold(1.0, f64::min);
    match (both, least < 0.995) {
        (0, _) => "Neither chooses a place.".to_owned(),
        (1, false) => "Both choose the same place.".to_owned(),
        (n, false) => format!("Both choose the same {}.", places(n)),
        (n, true) => format!(
            "Both choose {} that share most of their ground: {:.0}% of it or more.",
            places(n),
            (100.0 * least).floor()
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_called_the_same_only_where_their_ground_is() {
        let said = |overlaps: &[f64]| shared(overlaps, 0, 0);
        assert_eq!(said(&[1.0, 1.0]), "Both choose the same 2 places.");
        assert_eq!(said(&[0.996]), "Both choose the same place.");
        let most = "Both choose 2 places that share most of their ground: 67% of it or more.";
        assert_eq!(said(&[1.0, 0.679]), most);
        assert_eq!(said(&[]), "Neither chooses a place.");
        assert_eq!(shared(&[1.0], 2, 0), "1 place is in both; 2 only in the first, 0 only in the second.");
    }

    #[test]
    fn what_the_places_hold_has_its_unit() {
        let of = |units| finding(&[1.0], (1, 0), (1_500, 20), units).remove(1);
        let alike = "The first's places hold 1,500 in its period, the second's 20 in its own (offenses).";
        assert_eq!(of(("offenses", "offenses")), alike);
        let apart = "1,500 in its period (offenses), the second's 20 in its own (incidents).";
        assert!(of(("offenses", "incidents")).ends_with(apart));
    }
}
