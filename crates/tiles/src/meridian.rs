//! Outlines across the 180th meridian.
//!
//! A city on it has longitudes near 180 and near −180. An outline that seems to span more than half of the globe goes
//! the short way instead, and is cut where it crosses, as RFC 7946 asks (section 3.1.9).

use geo::{BoundingRect, Coord, LineString, MapCoords, MultiPolygon, Polygon};

/// An outline as one piece: where it seems wider than half of the globe, its western longitudes go on beyond 180.
pub fn unwrapped(outline: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    let whole = |p: &Polygon<f64>| match p.bounding_rect() {
        Some(frame) if frame.width() > 180.0 => {
            p.map_coords(|c| Coord { x: if c.x < 0.0 { c.x + 360.0 } else { c.x }, y: c.y })
        }
        Some(frame) if frame.min().x < -180.0 => p.map_coords(|c| Coord { x: c.x + 360.0, y: c.y }),
        _ => p.clone(),
    };
    MultiPolygon(outline.iter().map(whole).collect())
}

/// An outline cut at the 180th meridian: every longitude is −180 to 180, and no part is wider than it is.
///
/// Holes are cut with their part. What a cut leaves of a ring that crosses more than twice hangs together along the
/// meridian, where it has no area.
///
/// ```
/// use catchment_tiles::cut_at_180;
/// use geo::{MultiPolygon, polygon};
///
/// let across = polygon![(x: 179.99, y: 1.0), (x: -179.99, y: 1.0), (x: -179.99, y: 2.0), (x: 179.99, y: 2.0)];
/// let cut = cut_at_180(&MultiPolygon(vec![across]));
/// assert_eq!(cut.0.len(), 2);
/// assert!(cut.0.iter().flat_map(|p| p.exterior().coords()).all(|c| c.x.abs() >= 179.99 && c.x.abs() <= 180.0));
/// ```
pub fn cut_at_180(outline: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    let crosses = |p: &Polygon<f64>| {
        p.bounding_rect().is_some_and(|frame| frame.width() > 180.0 || frame.max().x > 180.0 || frame.min().x < -180.0)
    };
    if !outline.iter().any(crosses) {
        return outline.clone();
    }
    let mut parts = Vec::with_capacity(outline.0.len() + 1);
    for polygon in unwrapped(outline) {
        let east = polygon.bounding_rect().is_some_and(|frame| frame.max().x > 180.0);
        if !east {
            parts.push(polygon);
            continue;
        }
        parts.extend(side(&polygon, 1.0));
        parts.extend(side(&polygon, -1.0).map(|p| p.map_coords(|c| Coord { x: c.x - 360.0, y: c.y })));
    }
    MultiPolygon(parts)
}

/// The part of a polygon west (`sign` 1) or east (−1) of the meridian.
fn side(polygon: &Polygon<f64>, sign: f64) -> Option<Polygon<f64>> {
    let exterior = half(polygon.exterior(), sign)?;
    let holes = polygon.interiors().iter().filter_map(|hole| half(hole, sign)).collect();
    Some(Polygon::new(exterior, holes))
}

/// What one side of the meridian leaves of a ring (Sutherland and Hodgman, doi:10.1145/360767.360802).
fn half(ring: &LineString<f64>, sign: f64) -> Option<LineString<f64>> {
    let inside = |c: Coord<f64>| sign * (180.0 - c.x);
    let mut kept: Vec<Coord<f64>> = Vec::with_capacity(ring.0.len() + 2);
    for line in ring.lines() {
        let (from, to) = (inside(line.start), inside(line.end));
        if from >= 0.0 {
            kept.push(line.start);
        }
        if (from > 0.0 && to < 0.0) || (from < 0.0 && to > 0.0) {
            let share = from / (from - to);
            kept.push(Coord { x: 180.0, y: line.start.y + share * (line.end.y - line.start.y) });
        }
    }
    kept.dedup();
    let area = kept.iter().any(|c| inside(*c) > 0.0);
    if kept.len() < 3 || !area {
        return None;
    }
    kept.push(kept[0]);
    Some(LineString(kept))
}

#[cfg(test)]
mod tests {
    use geo::{Area, polygon};

    use super::*;

    #[test]
    fn a_cut_keeps_the_area_and_leaves_nothing_wide() {
        for shift in [-0.02, -0.01, 0.0, 0.003, 0.01] {
            let wrap = |x: f64| if x + shift > 180.0 { x + shift - 360.0 } else { x + shift };
            let hexagon = polygon![
                (x: wrap(180.0), y: -16.01), (x: wrap(180.009), y: -16.005), (x: wrap(180.009), y: -15.995),
                (x: wrap(180.0), y: -15.99), (x: wrap(179.991), y: -15.995), (x: wrap(179.991), y: -16.005)
            ];
            let cut = cut_at_180(&MultiPolygon(vec![hexagon]));
            let wide = cut.iter().filter_map(BoundingRect::bounding_rect).map(geo::Rect::width).fold(0.0, f64::max);
            assert!(wide < 0.0181, "{shift}: {wide}");
            assert!((cut.unsigned_area() - 0.018 * 0.015).abs() < 1e-9, "{shift}: {}", cut.unsigned_area());
        }
    }

    #[test]
    fn an_outline_elsewhere_stays_as_it_is() {
        let square = polygon![(x: -90.0, y: 38.0), (x: -89.0, y: 38.0), (x: -89.0, y: 39.0), (x: -90.0, y: 39.0)];
        let outline = MultiPolygon(vec![square]);
        assert_eq!(cut_at_180(&outline), outline);
    }

    #[test]
    fn longitudes_beyond_180_come_back() {
        let square = polygon![(x: 180.1, y: 1.0), (x: 180.2, y: 1.0), (x: 180.2, y: 2.0), (x: 180.1, y: 2.0)];
        let cut = cut_at_180(&MultiPolygon(vec![square]));
        assert_eq!(cut.0.len(), 1);
        assert!(cut.0[0].exterior().coords().all(|c| c.x < -179.7));
    }
}
