//! Classes of streets by the words that common sources use for them.

use super::StreetClass;

/// The class that a source's word stands for: MTFCC of TIGER/Line (Census Bureau, MAF/TIGER feature class codes), the
/// values of `highway` in `OpenStreetMap`, and our own names. `None` for a word that is none of these.
///
/// ```
/// use catchment_model::basemap::{StreetClass, known_class};
///
/// assert_eq!(known_class("S1200"), Some(StreetClass::Arterial));
/// assert_eq!(known_class("Motorway"), Some(StreetClass::Highway));
/// assert_eq!(known_class("A41"), None);
/// ```
pub fn known_class(word: &str) -> Option<StreetClass> {
    let word = word.trim().to_ascii_lowercase();
    Some(match word.as_str() {
        "s1100" | "motorway" | "trunk" => StreetClass::Highway,
        "s1200" | "primary" | "primary_link" | "secondary" | "secondary_link" => StreetClass::Arterial,
        "s1400" | "s1640" | "tertiary" | "tertiary_link" | "residential" | "unclassified" | "living_street"
        | "road" => StreetClass::Street,
        "s1630" | "motorway_link" | "trunk_link" => StreetClass::Ramp,
        "s1730" | "s1740" | "s1780" | "service" | "track" => StreetClass::Alley,
        "s1500" | "s1710" | "s1720" | "s1820" | "s1830" | "footway" | "path" | "cycleway" | "pedestrian" | "steps" => {
            StreetClass::Path
        }
        "s1750" | "construction" | "proposed" => StreetClass::Hidden,
        other => return other.parse().ok(),
    })
}

/// Whether a street is one of the city's arterials by name, with or without its leading direction.
pub fn arterial(name: &str, arterials: &[String]) -> bool {
    let rest = name.split_once(' ').filter(|(first, _)| is_direction(first)).map_or(name, |(_, rest)| rest);
    arterials.iter().any(|a| a.eq_ignore_ascii_case(name) || a.eq_ignore_ascii_case(rest))
}

fn is_direction(word: &str) -> bool {
    ["n", "s", "e", "w", "north", "south", "east", "west"].contains(&word.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_of_the_census_has_its_place() {
        let of = |codes: &[&str]| codes.iter().map(|c| known_class(c)).collect::<Vec<_>>();
        let (arterial, street) = (Some(StreetClass::Arterial), Some(StreetClass::Street));
        assert_eq!(of(&["S1100", "s1200", "S1400", "S1640"]), [Some(StreetClass::Highway), arterial, street, street]);
        let rest = of(&["S1630", "S1710", "S1730", "S1740", "S1750", "S1780"]);
        let alley = Some(StreetClass::Alley);
        let (ramp, path, hidden) = (Some(StreetClass::Ramp), Some(StreetClass::Path), Some(StreetClass::Hidden));
        assert_eq!(rest, [ramp, path, alley, alley, hidden, alley]);
        assert_eq!(
            of(&[" Residential ", "motorway_link", "highway", ""]),
            [street, ramp, Some(StreetClass::Highway), None]
        );
    }

    #[test]
    fn arterials_are_found_with_and_without_direction() {
        let list = ["Grand Blvd".to_owned(), "N Broadway".to_owned()];
        assert!(arterial("S Grand Blvd", &list) && arterial("Grand Blvd", &list) && arterial("n broadway", &list));
        assert!(!arterial("Grand Ave", &list) && !arterial("S Broadway", &list) && !arterial("Broadway", &list));
    }
}
