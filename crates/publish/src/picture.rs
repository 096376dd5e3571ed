//! The picture that goes with a link to a page: the same drawing as on the page, without words, which whoever shows the
//! link writes beside it.
//!
//! Drawn in memory by a small renderer, not by `catchment-still`: an edition must come out as the same bytes on any
//! machine, one without a graphics driver included, and its pages are many.

use catchment_model::AreaKind;
use geo::{BoundingRect as _, MultiPolygon, Simplify as _};
use tiny_skia::{Color, FillRule, LineJoin, Mask, Paint, Path, PathBuilder, Pixmap, Stroke, Transform};

use crate::error::PublishError;
use crate::map::Drawing;

/// Width and height, pixels: what those who show links recommend (The Open Graph protocol, ogp.me; 1.91 to 1).
pub(crate) const SIZE: (u32, u32) = (1200, 630);
/// Room around a place, and around the city, as a share of its size.
const ROOM: (f64, f64) = (0.55, 0.03);

/// Colors of the pages in the light: red, green, blue.
const OUTSIDE: [u8; 3] = [0xef, 0xec, 0xe5];
const LAND: [u8; 3] = [0xf8, 0xf6, 0xf2];
const PARK: [u8; 3] = [0xe1, 0xe9, 0xd9];
const BORDER: [u8; 3] = [0xa9, 0xa3, 0x96];
const PROGRAM: [u8; 3] = [0x0b, 0x61, 0x57];
const INK: [u8; 3] = [0x1a, 0x1e, 0x23];
/// Pixels between the lines of a hatch, their width, and how much they cover.
const HATCH: (f32, f32, u8) = (18.0, 4.0, 150);

impl Drawing<'_> {
    /// The drawing as a PNG file.
    ///
    /// # Errors
    /// [`PublishError::Picture`] where it cannot be encoded.
    pub(crate) fn png(&self) -> Result<Vec<u8>, PublishError> {
        let fault =
            |why: &dyn std::fmt::Display| PublishError::Picture { what: self.label.clone(), why: why.to_string() };
        let mut pixels = Pixmap::new(SIZE.0, SIZE.1).ok_or_else(|| fault(&"no memory"))?;
        pixels.fill(color(OUTSIDE, 255));
        if let Some(fit) = self.fit() {
            let mut canvas = Canvas { pixels: &mut pixels, fit };
            for area in self.areas {
                let ground = if area.kind == AreaKind::Park { PARK } else { LAND };
                canvas.draw(&area.outline, Some(ground), (BORDER, 1.5));
            }
            for site in self.sites {
                canvas.hatch(&site.outline);
                canvas.draw(&site.outline, None, (PROGRAM, 4.0));
            }
            if let Some(area) = self.about {
                canvas.draw(&area.outline, None, (INK, 6.0));
            }
        }
        encode(&pixels).map_err(|e| fault(&e))
    }

    /// What the picture is about, in its middle; `None` where nothing has an outline.
    fn fit(&self) -> Option<Fit> {
        let all = || self.areas.iter().filter_map(|a| a.outline.bounding_rect());
        let (b, room) = match self.about {
            Some(area) => (area.outline.bounding_rect()?, ROOM.0),
            None => (
                all().reduce(|a, b| {
                    let (low, high) = ((a.min().x.min(b.min().x), a.min().y.min(b.min().y)), (a.max(), b.max()));
                    geo::Rect::new(low, (high.0.x.max(high.1.x), high.0.y.max(high.1.y)))
                })?,
                ROOM.1,
            ),
        };
        let narrow = b.center().y.to_radians().cos();
        let grown = 1.0 + 2.0 * room;
        let (width, height) = (f64::from(SIZE.0), f64::from(SIZE.1));
        let scale = (width / (b.width() * narrow * grown)).min(height / (b.height() * grown));
        scale.is_finite().then_some(Fit { middle: b.center(), narrow, scale })
    }
}

/// Where degrees lie in the picture.
struct Fit {
    middle: geo::Coord<f64>,
    /// Degrees of longitude are narrower than those of latitude by this factor.
    narrow: f64,
    /// Pixels for a degree of latitude.
    scale: f64,
}

impl Fit {
    #[expect(clippy::cast_possible_truncation, reason = "pixels")]
    fn at(&self, c: geo::Coord<f64>) -> (f32, f32) {
        let x = f64::from(SIZE.0) / 2.0 + (c.x - self.middle.x) * self.narrow * self.scale;
        let y = f64::from(SIZE.1) / 2.0 - (c.y - self.middle.y) * self.scale;
        (x as f32, y as f32)
    }

    fn path(&self, outline: &MultiPolygon<f64>) -> Option<Path> {
        // Half a pixel is less than can be seen.
        let simple = outline.simplify(0.5 / self.scale);
        let mut path = PathBuilder::new();
        for ring in simple.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors())) {
            let mut points = ring.0.iter().take(ring.0.len().saturating_sub(1)).map(|c| self.at(*c));
            let Some(first) = points.next() else { continue };
            path.move_to(first.0, first.1);
            points.for_each(|p| path.line_to(p.0, p.1));
            path.close();
        }
        path.finish()
    }
}

struct Canvas<'p> {
    pixels: &'p mut Pixmap,
    fit: Fit,
}

impl Canvas<'_> {
    /// Draws an outline: its ground, and its border with a width in pixels.
    fn draw(&mut self, outline: &MultiPolygon<f64>, ground: Option<[u8; 3]>, (border, width): ([u8; 3], f32)) {
        let Some(path) = self.fit.path(outline) else { return };
        if let Some(rgb) = ground {
            self.pixels.fill_path(&path, &paint(rgb, 255), FillRule::EvenOdd, Transform::identity(), None);
        }
        let stroke = Stroke { width, line_join: LineJoin::Round, ..Stroke::default() };
        self.pixels.stroke_path(&path, &paint(border, 255), &stroke, Transform::identity(), None);
    }

    /// Hatches the ground within an outline.
    fn hatch(&mut self, outline: &MultiPolygon<f64>) {
        let (Some(path), Some(lines), Some(mut mask)) =
            (self.fit.path(outline), hatch_lines(), Mask::new(SIZE.0, SIZE.1))
        else {
            return;
        };
        mask.fill_path(&path, FillRule::EvenOdd, true, Transform::identity());
        let stroke = Stroke { width: HATCH.1, ..Stroke::default() };
        self.pixels.stroke_path(&lines, &paint(PROGRAM, HATCH.2), &stroke, Transform::identity(), Some(&mask));
    }
}

/// Lines across the picture that fall to the left.
fn hatch_lines() -> Option<Path> {
    let (width, height) = (1200.0_f32, 630.0_f32);
    let mut path = PathBuilder::new();
    let mut x = 0.0;
    while x < width + height {
        path.move_to(x, 0.0);
        path.line_to(x - height, height);
        x += HATCH.0;
    }
    path.finish()
}

fn color([r, g, b]: [u8; 3], opacity: u8) -> Color {
    Color::from_rgba8(r, g, b, opacity)
}

fn paint(rgb: [u8; 3], opacity: u8) -> Paint<'static> {
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color(color(rgb, opacity));
    paint
}

/// As a PNG without transparency.
fn encode(pixels: &Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let rgb: Vec<u8> = pixels.pixels().iter().flat_map(|p| [p.red(), p.green(), p.blue()]).collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, SIZE.0, SIZE.1);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&rgb)?;
    writer.finish()?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use catchment_model::Area;
    use geo::polygon;

    use super::*;

    fn area(id: &str, west: f64) -> Area {
        let (south, east, north) = (38.60, west + 0.02, 38.62);
        Area {
            id: id.to_owned(),
            name: id.to_owned(),
            kind: AreaKind::Neighborhood,
            outline: MultiPolygon(vec![polygon![
                (x: west, y: south), (x: east, y: south), (x: east, y: north), (x: west, y: north)
            ]]),
            outline_m: MultiPolygon(Vec::new()),
            area_km2: 3.9,
            population: BTreeMap::new(),
        }
    }

    /// Color of a pixel.
    fn at(png: &[u8], x: usize, y: usize) -> [u8; 3] {
        let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().expect("a PNG");
        let mut bytes = vec![0; reader.output_buffer_size().expect("a size")];
        reader.next_frame(&mut bytes).expect("pixels");
        let first = 3 * (y * SIZE.0 as usize + x);
        [bytes[first], bytes[first + 1], bytes[first + 2]]
    }

    #[test]
    fn the_place_is_in_the_middle_with_its_border_around_it() {
        let areas = [area("a", -90.30), area("b", -90.28)];
        let drawing = Drawing { areas: &areas, sites: &[], about: Some(&areas[0]), label: "a".to_owned() };
        let png = drawing.png().expect("a picture");
        assert_eq!(at(&png, 600, 315), LAND);
        assert_eq!(at(&png, 5, 5), OUTSIDE);
        // The place fills 1 / (1 + 2 · 0.55) of the height: its upper edge is 150 pixels above the middle.
        assert_eq!(at(&png, 600, 165), INK);
        assert_eq!(png, drawing.png().expect("a picture"), "the same bytes again");
    }

    #[test]
    fn without_a_place_the_whole_city_is_seen() {
        let areas = [area("a", -90.30), area("b", -90.28)];
        let drawing = Drawing { areas: &areas, sites: &[], about: None, label: "city".to_owned() };
        let png = drawing.png().expect("a picture");
        assert_eq!([at(&png, 500, 315), at(&png, 700, 315)], [LAND, LAND]);
        assert_eq!(at(&png, 20, 315), OUTSIDE);
        let nothing = Drawing { areas: &[], ..drawing };
        assert_eq!(at(&nothing.png().expect("a picture"), 600, 315), OUTSIDE);
    }
}
