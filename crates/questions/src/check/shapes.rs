//! A check as a map: the sites, and each change of a boundary that is supported.

use catchment_model::{Month, Site};
use serde::Serialize;

use super::{CheckAnswer, SiteChecked, words};
use crate::engine::Engine;
use crate::error::AskError;
use crate::file::{Content, Shape, features};

/// What is said of a shape.
#[derive(Debug, Serialize)]
struct Said<'a> {
    /// `site`, `boundary`, `added` or `given_up`.
    kind: &'static str,
    site: &'a str,
    name: &'a str,
    /// Whether the outline stands in for one that is not published.
    stand_in: bool,
    area_km2: f64,
    /// Share of the city's harm over the twelve months.
    share: Option<f64>,
    verdict: Option<&'static str>,
    says: String,
    streets: Vec<&'a str>,
}

/// Each site with its outline, and where a change is supported the outline after it, what it adds and what it gives up.
pub(super) fn file(engine: &Engine, answer: &CheckAnswer) -> Result<Content, AskError> {
    let all = answer.sites.iter().flat_map(|site| of(engine, answer.meta.params.counted.to, site));
    features(engine, &answer.meta, "sites-check", all)
}

fn of<'a>(engine: &Engine, month: Month, site: &'a SiteChecked) -> Vec<(String, Shape, Said<'a>)> {
    let open = |s: &&Site| s.id == site.id && s.from <= month && s.to.is_none_or(|end| end >= month);
    let outline = engine.data.sites.iter().find(open).map_or(Shape::Nowhere, |s| Shape::Outline(s.outline.clone()));
    let said = Said {
        kind: "site",
        site: &site.id,
        name: &site.name,
        stand_in: site.stand_in,
        area_km2: site.area_km2,
        share: site.reached.map(|r| r.share),
        verdict: site.verdict.map(words::verdict),
        says: site.reason.clone(),
        streets: Vec::new(),
    };
    let mut shapes = vec![(site.id.clone(), outline, said)];
    let Some(item) = &site.boundary else { return shapes };
    let Some(change) = &item.change else { return shapes };
    let parts = [
        ("boundary", &change.cells, site.area_km2 + change.added_km2 - change.given_up_km2, Some(change.after.share)),
        ("added", &change.added, change.added_km2, None),
        ("given_up", &change.given_up, change.given_up_km2, None),
    ];
    for (kind, cells, area_km2, share) in parts {
        let streets = change.streets.iter().filter(|_| kind == "added").map(|s| s.name.as_str()).collect();
        let (name, says) = (site.name.as_str(), item.says.clone());
        let stand_in = site.stand_in;
        let said = Said { kind, site: &site.id, name, stand_in, area_km2, share, verdict: None, says, streets };
        shapes.push((format!("{}-{kind}", site.id), Shape::Cells(cells.clone()), said));
    }
    shapes
}
