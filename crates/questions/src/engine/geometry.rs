//! Where the city lies.

use catchment_model::Areas;
use geo::orient::Direction;
use geo::{BoundingRect, LineString, MultiPolygon, Orient, Rect};

fn joined(rects: impl Iterator<Item = Rect<f64>>) -> Option<Rect<f64>> {
    rects.reduce(|a, b| {
        let low = (a.min().x.min(b.min().x), a.min().y.min(b.min().y));
        Rect::new(low, (a.max().x.max(b.max().x), a.max().y.max(b.max().y)))
    })
}

/// The box around all areas, metres of the work CRS.
pub(crate) fn extent_m(areas: &Areas) -> Option<Rect<f64>> {
    joined(areas.list().iter().filter_map(|a| a.outline_m.bounding_rect()))
}

/// The box around all areas, degrees: west, south, east, north.
pub(crate) fn bounds(areas: &Areas) -> Option<[f64; 4]> {
    joined(areas.list().iter().filter_map(|a| a.outline.bounding_rect()))
        .map(|r| [r.min().x, r.min().y, r.max().x, r.max().y])
}

/// An outline as `GeoJSON`: exteriors counterclockwise (RFC 7946, section 3.1.6), seven decimals, which is a centimetre
/// (section 11.2).
pub(crate) fn geojson(outline: &MultiPolygon<f64>) -> geojson::Geometry {
    let round = |v: f64| (v * 1e7).round() / 1e7;
    let ring = |line: &LineString<f64>| line.coords().map(|c| [round(c.x), round(c.y)]).collect::<Vec<_>>();
    let polygons = outline.orient(Direction::Default);
    let rings =
        polygons.iter().map(|p| std::iter::once(p.exterior()).chain(p.interiors()).map(ring).collect::<Vec<_>>());
    geojson::Geometry::new_multi_polygon(rings.collect::<Vec<_>>())
}
