//! Where the city lies.

use catchment_model::Areas;
use catchment_tiles::{cut_at_180, unwrapped};
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

/// The box around all areas, degrees: west, south, east, north. Of a city on the 180th meridian it goes on beyond 180.
pub(crate) fn bounds(areas: &Areas) -> Option<[f64; 4]> {
    let all = MultiPolygon(areas.list().iter().flat_map(|a| unwrapped(&a.outline)).collect());
    let frame = all.bounding_rect()?;
    let rects = || all.iter().filter_map(BoundingRect::bounding_rect);
    let across = frame.width() > 180.0;
    let east = |r: Rect<f64>| {
        let by = if across && r.min().x < 0.0 { 360.0 } else { 0.0 };
        Rect::new((r.min().x + by, r.min().y), (r.max().x + by, r.max().y))
    };
    joined(rects().map(east)).map(|r| [r.min().x, r.min().y, r.max().x, r.max().y])
}

/// A longitude on the side of a city's: of a city on the 180th meridian all go on in one direction.
pub(crate) fn beside(lng: f64, center: f64) -> f64 {
    if lng - center > 180.0 {
        lng - 360.0
    } else if center - lng > 180.0 {
        lng + 360.0
    } else {
        lng
    }
}

/// An outline as `GeoJSON`: cut at the 180th meridian (RFC 7946, section 3.1.9), exteriors counterclockwise (section
/// 3.1.6), seven decimals, which is a centimetre (section 11.2).
pub(crate) fn geojson(outline: &MultiPolygon<f64>) -> geojson::Geometry {
    let round = |v: f64| (v * 1e7).round() / 1e7;
    let ring = |line: &LineString<f64>| line.coords().map(|c| [round(c.x), round(c.y)]).collect::<Vec<_>>();
    let polygons = cut_at_180(outline).orient(Direction::Default);
    let rings =
        polygons.iter().map(|p| std::iter::once(p.exterior()).chain(p.interiors()).map(ring).collect::<Vec<_>>());
    geojson::Geometry::new_multi_polygon(rings.collect::<Vec<_>>())
}
