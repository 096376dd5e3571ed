//! Which sites exist, and the cells that they serve.

use catchment_model::{Site, Window};
use catchment_store::Dataset;
use geo::{BoundingRect, Contains, MultiPolygon, Point};

use super::study::StudyCells;

/// The sites that exist at the end of a window: `active`, `none`, or ids.
pub(crate) fn existing<'a>(choice: &str, data: &'a Dataset, window: Window) -> Vec<&'a Site> {
    let exists = |site: &&Site| match choice {
        "active" => site.from <= window.to() && site.to.is_none_or(|to| to >= window.to()),
        "none" => false,
        // A site that moved: its ground at that time, or its first where it opens later.
        ids => {
            ids.split(',').any(|id| id == site.id) && {
                let same = || data.sites.iter().filter(|s| s.id == site.id);
                let then = same().filter(|s| s.from <= window.to()).map(|s| s.from).max();
                Some(site.from) == then.or_else(|| same().map(|s| s.from).min())
            }
        }
    };
    data.sites.iter().filter(exists).collect()
}

/// Whether the center of each inside cell lies within one of some outlines.
pub(crate) fn served_cells(study: &StudyCells, sites: &[&MultiPolygon<f64>]) -> Vec<bool> {
    let boxed: Vec<_> = sites.iter().filter_map(|s| Some((s.bounding_rect()?, *s))).collect();
    let served = |cell: &catchment_model::Cell| {
        let (lng, lat) = cell.center();
        let center = Point::new(lng, lat);
        let near = |around: &geo::Rect<f64>| {
            let (low, high) = (around.min(), around.max());
            (low.x..=high.x).contains(&lng) && (low.y..=high.y).contains(&lat)
        };
        boxed.iter().any(|(around, outline)| near(around) && outline.contains(&center))
    };
    study.inside.iter().map(served).collect()
}
