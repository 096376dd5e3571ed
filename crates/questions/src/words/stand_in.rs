//! What is shown of a site whose outline is not published.

use catchment_model::{Site, SiteShape};

/// That outlines are not published, and what stands in for them: whole neighborhoods, or ground that somebody drew.
pub fn not_published(sites: &[Site]) -> String {
    let ground = stands_in(sites.iter().map(|s| (s.shape, s.area_ids.as_slice())));
    format!("Outlines of the sites are not published: {}.", ground.unwrap_or("whole neighborhoods stand in"))
}

/// What stands in for outlines, each with the ids of the areas it is made of; `None` where none is a stand-in.
pub fn stands_in<'a>(sites: impl Iterator<Item = (SiteShape, &'a [String])>) -> Option<&'static str> {
    let (mut whole, mut drawn) = (false, false);
    for (_, areas) in sites.filter(|(shape, _)| *shape == SiteShape::StandIn) {
        whole |= !areas.is_empty();
        drawn |= areas.is_empty();
    }
    match (whole, drawn) {
        (true, true) => Some("whole neighborhoods, or other ground, stand in"),
        (false, true) => Some("other ground stands in"),
        (true, false) => Some("whole neighborhoods stand in"),
        (false, false) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(shape: SiteShape, areas: &[&str]) -> Site {
        Site {
            id: "a".to_owned(),
            name: "A".to_owned(),
            from: "2020-06".parse().expect("a month"),
            to: None,
            shape,
            area_ids: areas.iter().map(|a| (*a).to_owned()).collect(),
            note: String::new(),
            outline: geo::MultiPolygon(Vec::new()),
        }
    }

    #[test]
    fn what_stands_in_is_called_what_it_is() {
        let whole = || site(SiteShape::StandIn, &["16"]);
        let drawn = || site(SiteShape::StandIn, &[]);
        let published = || site(SiteShape::Published, &[]);
        assert!(not_published(&[whole(), published()]).ends_with(": whole neighborhoods stand in."));
        assert!(not_published(&[drawn(), published()]).ends_with(": other ground stands in."));
        assert!(not_published(&[drawn(), whole()]).ends_with(": whole neighborhoods, or other ground, stand in."));
    }
}
