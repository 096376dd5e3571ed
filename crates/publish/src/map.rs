//! Outlines as inline SVG: no map library, no tiles, no third party.

use std::fmt::Write as _;

use catchment_model::{Area, AreaKind, Site};
use geo::{BoundingRect, InteriorPoint as _, MultiPolygon, Rect, Simplify as _};

use crate::voice::escape;

/// Width of a drawing, its own units.
const WIDTH: f64 = 390.0;
/// Room around the place that a drawing is about, as a share of its size.
const ROOM: f64 = 0.55;

/// What a drawing shows.
#[derive(Debug)]
pub(crate) struct Drawing<'a> {
    /// The areas of the city.
    pub areas: &'a [Area],
    /// The sites.
    pub sites: &'a [Site],
    /// The area that it is about; none for the city.
    pub about: Option<&'a Area>,
    /// What it shows, in words.
    pub label: String,
}

struct Frame {
    west: f64,
    north: f64,
    narrow: f64,
    scale: f64,
    height: f64,
}

impl Frame {
    fn of(b: Rect<f64>, room: f64) -> Self {
        let narrow = b.center().y.to_radians().cos();
        let side = room * (b.width() * narrow).max(b.height());
        let (wide, high) = (b.width() * narrow + 2.0 * side, b.height() + 2.0 * side);
        let scale = WIDTH / wide;
        Self { west: b.min().x - side / narrow, north: b.max().y + side, narrow, scale, height: (high * scale).round() }
    }

    fn at(&self, x: f64, y: f64) -> (f64, f64) {
        ((x - self.west) * self.narrow * self.scale, (self.north - y) * self.scale)
    }

    fn sees(&self, b: Rect<f64>) -> bool {
        let ((x0, y0), (x1, y1)) = (self.at(b.min().x, b.max().y), self.at(b.max().x, b.min().y));
        x1 >= 0.0 && x0 <= WIDTH && y1 >= 0.0 && y0 <= self.height
    }

    fn path(&self, outline: &MultiPolygon<f64>) -> String {
        // Half a unit of the drawing is less than can be seen.
        let simple = outline.simplify(0.5 / self.scale);
        let mut path = String::new();
        for ring in simple.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors())) {
            for (i, c) in ring.0.iter().take(ring.0.len().saturating_sub(1)).enumerate() {
                let (x, y) = self.at(c.x, c.y);
                let _ = write!(path, "{}{x:.1} {y:.1}", if i == 0 { 'M' } else { 'L' });
            }
            path.push('Z');
        }
        path
    }
}

impl Drawing<'_> {
    /// The drawing as SVG; nothing where there is nothing to draw.
    pub(crate) fn svg(&self) -> String {
        let all: Vec<MultiPolygon<f64>> = self.areas.iter().map(|a| a.outline.clone()).collect();
        let city = MultiPolygon(all.into_iter().flatten().collect());
        let about = self.about.map_or(&city, |a| &a.outline);
        let Some(b) = about.bounding_rect() else { return String::new() };
        let frame = Frame::of(b, if self.about.is_some() { ROOM } else { 0.02 });
        let mut svg = format!(
            "<svg class=\"map\" viewBox=\"0 0 {WIDTH} {}\" role=\"img\" aria-label=\"{}\">\n<defs>\
             <pattern id=\"hatch\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" \
             patternTransform=\"rotate(45)\"><rect width=\"7\" height=\"7\" class=\"hatch-ground\"/>\
             <path d=\"M0 0V7\" class=\"hatch-line\"/></pattern></defs>\n",
            frame.height,
            escape(&self.label)
        );
        let seen: Vec<&Area> =
            self.areas.iter().filter(|a| a.outline.bounding_rect().is_some_and(|b| frame.sees(b))).collect();
        for area in &seen {
            let class = if area.kind == AreaKind::Park { "park" } else { "land" };
            let _ = writeln!(svg, "<path class=\"{class}\" d=\"{}\"/>", frame.path(&area.outline));
        }
        for site in self.sites.iter().filter(|s| s.outline.bounding_rect().is_some_and(|b| frame.sees(b))) {
            let _ = writeln!(svg, "<path class=\"site\" d=\"{}\"/>", frame.path(&site.outline));
        }
        if let Some(area) = self.about {
            let _ = writeln!(svg, "<path class=\"about\" d=\"{}\"/>", frame.path(&area.outline));
            Self::names(&frame, &seen, area, &mut svg);
        }
        svg.push_str("</svg>");
        svg
    }

    /// Names of the place and of those around it that have room: none over another.
    fn names(frame: &Frame, seen: &[&Area], about: &Area, svg: &mut String) {
        let mut taken: Vec<(f64, f64, f64)> = Vec::new();
        let others = seen.iter().copied().filter(|a| a.id != about.id && a.kind == AreaKind::Neighborhood);
        for area in std::iter::once(about).chain(others) {
            let Some(point) = area.outline.interior_point() else { continue };
            let (x, y) = frame.at(point.x(), point.y());
            let half = 3.4 * area.name.chars().count() as f64;
            let room = x - half >= 4.0 && x + half <= WIDTH - 4.0 && y >= 14.0 && y <= frame.height - 8.0;
            let free = taken.iter().all(|(u, v, w)| (y - v).abs() > 16.0 || (x - u).abs() > half + w + 4.0);
            if (room && free) || area.id == about.id {
                taken.push((x, y, half));
                let class = if area.id == about.id { "name about-name" } else { "name" };
                let _ =
                    writeln!(svg, "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\">{}</text>", escape(&area.name));
            }
        }
    }
}

/// Rings of an outline for the search on the device, degrees with four decimals (about ten meters).
pub(crate) fn rings(outline: &MultiPolygon<f64>) -> Vec<Vec<[f64; 2]>> {
    let short = |d: f64| (d * 1e4).round() / 1e4;
    let simple = outline.simplify(2e-4);
    simple.iter().map(|p| p.exterior().coords().map(|c| [short(c.x), short(c.y)]).collect()).collect()
}
