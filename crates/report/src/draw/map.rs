//! A map of outlines: longitudes shrunk by the cosine of the middle latitude, which is true enough across one city.

use std::fmt::Write as _;

use catchment_questions::report::OutlineGeometry;

/// Length of the longer side, in the units of the picture.
const SIDE: f64 = 1000.0;
/// Room around the city.
const MARGIN: f64 = 14.0;
/// Corners closer than this to the one before are left out.
const TOO_CLOSE: f64 = 0.35;

/// Meters of a degree of latitude.
const METERS: f64 = 111_195.0;

/// Fill of an existing program: hatched, so that it is told without color.
pub(crate) const HATCH: &str = "url(#program)";

/// How an outline is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Style<'a> {
    /// Color inside; `none` for none.
    pub(crate) fill: &'a str,
    /// Color of the line.
    pub(crate) line: &'a str,
    /// Width of the line.
    pub(crate) width: f64,
    /// Whether the line is broken.
    pub(crate) dashed: bool,
}

/// A number in a disk.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mark {
    /// What stands in it.
    pub(crate) text: String,
    /// Whether it is one of the chosen: dark, and larger.
    pub(crate) chosen: bool,
}

/// Where on an outline a mark stands: outlines that lie on each other are marked apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spot {
    /// In its middle.
    Middle,
    /// On its corner farthest to the northeast.
    NorthEast,
    /// On its corner farthest to the southwest.
    SouthWest,
}

/// A map that is being drawn.
#[derive(Debug)]
pub(crate) struct Map {
    west: f64,
    north: f64,
    per_lng: f64,
    per_lat: f64,
    pub(super) width: f64,
    pub(super) height: f64,
    mark_scale: f64,
    shapes: String,
    pub(super) marks: String,
    /// Where names stand: disks, each with its middle and radius.
    pub(super) taken: Vec<(f64, f64, f64)>,
}

impl Map {
    /// A map of a box: west, south, east, north in degrees. Marks are so many times as large as on a map that fills a
    /// page.
    pub(crate) fn new([west, south, east, north]: [f64; 4], mark_scale: f64) -> Self {
        let shrink = f64::midpoint(south, north).to_radians().cos();
        let (across, down) = (((east - west) * shrink).max(1e-6), (north - south).max(1e-6));
        let per_degree = (SIDE - 2.0 * MARGIN) / across.max(down);
        Self {
            west,
            north,
            per_lng: per_degree * shrink,
            per_lat: per_degree,
            width: across * per_degree + 2.0 * MARGIN,
            height: down * per_degree + 2.0 * MARGIN,
            mark_scale,
            shapes: String::new(),
            marks: String::new(),
            taken: Vec::new(),
        }
    }

    /// Width over height.
    pub(crate) fn aspect(&self) -> f64 {
        self.width / self.height
    }

    /// Draws an outline above what is there.
    pub(crate) fn shape(&mut self, geometry: &OutlineGeometry, style: Style<'_>) {
        let mut path = String::new();
        for ring in geometry.rings() {
            self.ring(ring, &mut path);
        }
        let dash = if style.dashed { " stroke-dasharray=\"9 6\"" } else { "" };
        let Style { fill, line, width, .. } = style;
        let _ = write!(
            self.shapes,
            "<path d=\"{path}\" fill=\"{fill}\" fill-rule=\"evenodd\" stroke=\"{line}\" stroke-width=\"{width}\" \
                stroke-linejoin=\"round\"{dash}/>"
        );
    }

    /// Draws a line above what is there.
    pub(crate) fn line(&mut self, points: &[[f64; 2]], color: &str, width: f64) {
        let mut path = String::new();
        let mut last: Option<(f64, f64)> = None;
        for (x, y) in points.iter().map(|p| self.at(*p)) {
            if last.is_some_and(|(a, b)| (x - a).hypot(y - b) < TOO_CLOSE) {
                continue;
            }
            let _ = write!(path, "{}{x:.1} {y:.1}", if last.is_none() { 'M' } else { 'L' });
            last = Some((x, y));
        }
        let _ = write!(
            self.shapes,
            "<path d=\"{path}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"{width}\" stroke-linecap=\"round\"/>"
        );
    }

    /// Puts a mark on an outline's largest polygon, above all outlines.
    pub(crate) fn mark(&mut self, geometry: &OutlineGeometry, mark: &Mark, spot: Spot) {
        let rings: Vec<Vec<(f64, f64)>> =
            geometry.rings().map(|ring| ring.iter().map(|p| self.at(*p)).collect()).collect();
        let largest = rings.iter().map(|ring| (ring, center(ring))).max_by(|a, b| a.1.2.total_cmp(&b.1.2));
        let Some((ring, (x, y, _))) = largest else { return };
        let toward = |a: &(f64, f64)| if spot == Spot::NorthEast { a.0 - a.1 } else { a.1 - a.0 };
        let corner = ring.iter().copied().max_by(|a, b| toward(a).total_cmp(&toward(b)));
        let (x, y) = if spot == Spot::Middle { (x, y) } else { corner.unwrap_or((x, y)) };
        let (radius, size) = if mark.chosen { (19.0, 25.0) } else { (13.0, 17.0) };
        let (radius, size) = (radius * self.mark_scale, size * self.mark_scale);
        let (fill, ink) = if mark.chosen { ("#111111", "#ffffff") } else { ("#ffffff", "#111111") };
        let _ = write!(
            self.marks,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" fill=\"{fill}\" stroke=\"#111111\" \
                stroke-width=\"1.5\"/>\
             <text x=\"{x:.1}\" y=\"{:.1}\" font-family=\"Libertinus Serif\" font-weight=\"bold\" \
             font-size=\"{size:.1}\" text-anchor=\"middle\" fill=\"{ink}\">{}</text>",
            y + size * 0.32,
            super::escaped(&mark.text)
        );
    }

    /// A bar of so many meters in the corner to the southwest, with its length.
    pub(crate) fn bar(&mut self, meters: f64) {
        self.taken.push((3.0 * MARGIN, self.height - 3.0 * MARGIN, 4.0 * MARGIN));
        let (length, x, y) = (meters / METERS * self.per_lat, 2.0 * MARGIN, self.height - 2.0 * MARGIN);
        let _ = write!(
            self.marks,
            "<path d=\"M{x:.1} {y:.1}h{length:.1}\" stroke=\"#ffffff\" stroke-width=\"14\"/>\
             <path d=\"M{x:.1} {y:.1}h{length:.1}\" stroke=\"#111111\" stroke-width=\"6\"/>\
             <text x=\"{x:.1}\" y=\"{:.1}\" font-family=\"Libertinus Serif\" font-size=\"28\" fill=\"#111111\" \
             stroke=\"#ffffff\" stroke-width=\"6\" paint-order=\"stroke\">{meters:.0} m</text>",
            y - 14.0
        );
    }

    /// The picture.
    pub(crate) fn finish(self) -> String {
        let (w, h) = (self.width, self.height);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w:.1} {h:.1}\"><defs><pattern id=\"program\" \
             width=\"11\" height=\"11\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\"><line x1=\"0\" \
             y1=\"0\" x2=\"0\" y2=\"11\" stroke=\"#0b6157\" stroke-width=\"2.4\"/></pattern></defs>{}{}</svg>",
            self.shapes, self.marks
        )
    }

    pub(super) fn at(&self, [lng, lat]: [f64; 2]) -> (f64, f64) {
        (MARGIN + (lng - self.west) * self.per_lng, MARGIN + (self.north - lat) * self.per_lat)
    }

    fn ring(&self, ring: &[[f64; 2]], path: &mut String) {
        let mut last: Option<(f64, f64)> = None;
        for point in ring {
            let (x, y) = self.at(*point);
            if last.is_some_and(|(a, b)| (x - a).hypot(y - b) < TOO_CLOSE) {
                continue;
            }
            let _ = write!(path, "{}{x:.1} {y:.1}", if last.is_none() { 'M' } else { 'L' });
            last = Some((x, y));
        }
        path.push('Z');
    }
}

/// Centroid and area of a ring (shoelace formula), shifted to its first corner for exactness.
fn center(ring: &[(f64, f64)]) -> (f64, f64, f64) {
    let Some(&(x0, y0)) = ring.first() else { return (0.0, 0.0, 0.0) };
    let (mut twice, mut sx, mut sy) = (0.0, 0.0, 0.0);
    for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
        let (ax, ay, bx, by) = (a.0 - x0, a.1 - y0, b.0 - x0, b.1 - y0);
        let cross = ax * by - bx * ay;
        twice += cross;
        sx += (ax + bx) * cross;
        sy += (ay + by) * cross;
    }
    if twice == 0.0 {
        return (x0, y0, 0.0);
    }
    (x0 + sx / (3.0 * twice), y0 + sy / (3.0 * twice), twice.abs() / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_city_fills_its_picture_in_its_own_shape() {
        // At 60° north a degree of longitude is half as wide as one of latitude.
        let map = Map::new([10.0, 59.5, 12.0, 60.5], 1.0);
        assert!((map.aspect() - 1.0).abs() < 0.01, "{}", map.aspect());
        let (x, y) = map.at([12.0, 59.5]);
        assert!((x - (map.width - MARGIN)).abs() < 1e-9 && (y - (map.height - MARGIN)).abs() < 1e-9);
    }

    #[test]
    fn a_bar_is_as_long_as_it_says() {
        let mut map = Map::new([0.0, 0.0, 0.01, 0.01], 1.0);
        map.bar(200.0);
        let length = 200.0 / (0.01 * METERS) * (SIDE - 2.0 * MARGIN);
        assert!(map.marks.contains(">200 m<") && map.marks.contains(&format!("h{length:.1}\"")), "{}", map.marks);
    }

    #[test]
    fn a_mark_stands_in_the_middle_of_the_largest_polygon() {
        let (x, y, area) = center(&[(0.0, 0.0), (4.0, 0.0), (4.0, 2.0), (0.0, 2.0)]);
        assert!((x - 2.0).abs() < 1e-12 && (y - 1.0).abs() < 1e-12 && (area - 8.0).abs() < 1e-12);
        assert_eq!(center(&[]), (0.0, 0.0, 0.0));
    }
}
