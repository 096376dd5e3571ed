//! What is shown of a site whose outline is not published.

use catchment_model::{Site, SiteShape};

/// That outlines are not published, and what stands in for them: whole neighborhoods, or ground that somebody drew.
pub fn not_published(sites: &[Site]) -> String {
    let stands_in = || sites.iter().filter(|s| s.shape == SiteShape::StandIn);
    let whole = stands_in().any(|s| !s.area_ids.is_empty());
    let drawn = stands_in().any(|s| s.area_ids.is_empty());
    let ground = match (whole, drawn) {
        (true, true) => "whole neighborhoods, or other ground, stand in",
        (false, true) => "other ground stands in",
        _ => "whole neighborhoods stand in",
    };
    format!("Outlines of the sites are not published: {ground}.")
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
