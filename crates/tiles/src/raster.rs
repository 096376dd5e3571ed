//! The picture of a surface within a tile.

use crate::{Classes, TileAddress};

/// Pixels along a picture's side.
pub const RASTER_PIXELS: u32 = 256;

/// Opacity of a colored pixel, 0 to 255: streets below stay readable.
const OPACITY: u8 = 200;

/// A picture that cannot be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RasterError {
    /// The values do not fill the grid.
    #[error("{values} values for a grid of {width} × {height}")]
    Size {
        /// Values given.
        values: usize,
        /// Columns.
        width: usize,
        /// Rows.
        height: usize,
    },
    /// The PNG encoder refused.
    #[error("the picture cannot be encoded")]
    Png(#[from] png::EncodingError),
}

/// Values at pixel centers of a grid in meters; row 0 is the north row.
#[derive(Debug, Clone, Copy)]
pub struct Raster<'a> {
    /// West edge, meters.
    pub west_m: f64,
    /// North edge, meters.
    pub north_m: f64,
    /// Side of a pixel, meters.
    pub pixel_m: f64,
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Values, row by row; not a number where there is none.
    pub values: &'a [f64],
}

impl Raster<'_> {
    /// The value at a place in meters, bilinear between the four pixel centers around it. Beyond the outermost
    /// centers the outermost value holds; outside the grid, and where a neighbor that counts is not a number, `None`.
    pub fn at(&self, x_m: f64, y_m: f64) -> Option<f64> {
        let column = (x_m - self.west_m) / self.pixel_m;
        let row = (self.north_m - y_m) / self.pixel_m;
        if !(0.0..=self.width as f64).contains(&column) || !(0.0..=self.height as f64).contains(&row) {
            return None;
        }
        let (c0, c1, fc) = between(column, self.width);
        let (r0, r1, fr) = between(row, self.height);
        let value = |r: usize, c: usize| self.values.get(r * self.width + c).copied().unwrap_or(f64::NAN);
        let mix = |a: f64, b: f64, f: f64| if f == 0.0 { a } else { a + (b - a) * f };
        let v = mix(mix(value(r0, c0), value(r0, c1), fc), mix(value(r1, c0), value(r1, c1), fc), fr);
        v.is_finite().then_some(v)
    }

    /// A PNG of 256 × 256 pixels: every pixel center is taken through `to_metres` (longitude and latitude in
    /// degrees to meters of the grid's CRS, `None` outside the city), sampled, and colored by its class;
    /// below the first class, and outside, it is transparent.
    ///
    /// # Errors
    /// [`RasterError::Size`] where the values do not fill the grid, [`RasterError::Png`] from the encoder.
    pub fn png(
        &self,
        address: TileAddress,
        classes: &Classes,
        to_metres: impl Fn(f64, f64) -> Option<(f64, f64)>,
    ) -> Result<Vec<u8>, RasterError> {
        if self.values.len() != self.width * self.height || self.values.is_empty() {
            return Err(RasterError::Size { values: self.values.len(), width: self.width, height: self.height });
        }
        let side = f64::from(RASTER_PIXELS);
        let mut pixels = Vec::with_capacity((RASTER_PIXELS * RASTER_PIXELS) as usize);
        for row in 0..RASTER_PIXELS {
            for column in 0..RASTER_PIXELS {
                let (lng, lat) = address.degrees((f64::from(column) + 0.5) / side, (f64::from(row) + 0.5) / side);
                let class = to_metres(lng, lat).and_then(|(x, y)| self.at(x, y)).and_then(|v| classes.of(v));
                pixels.push(class.map_or(0, |c| u8::try_from(c + 1).unwrap_or(0)));
            }
        }
        encode(&pixels, classes)
    }
}

/// Neighbors of a position in pixels along an axis of `n` pixels, and the share of the second.
fn between(position: f64, n: usize) -> (usize, usize, f64) {
    let centered = (position - 0.5).clamp(0.0, n as f64 - 1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..n")]
    let low = centered.floor() as usize;
    (low, (low + 1).min(n - 1), centered - centered.floor())
}

fn encode(pixels: &[u8], classes: &Classes) -> Result<Vec<u8>, RasterError> {
    let count = classes.lower().len();
    let mut palette = vec![0, 0, 0];
    palette.extend((0..count).flat_map(|c| classes.color(c)));
    let mut opacity = vec![0];
    opacity.resize(count + 1, OPACITY);
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, RASTER_PIXELS, RASTER_PIXELS);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette);
    encoder.set_trns(opacity);
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUES: [f64; 4] = [0.0, 1.0, 2.0, 3.0];

    fn raster(values: &[f64]) -> Raster<'_> {
        Raster { west_m: 100.0, north_m: 50.0, pixel_m: 10.0, width: 2, height: 2, values }
    }

    #[test]
    fn a_pixel_center_has_its_own_value_and_the_middle_the_mean() {
        let r = raster(&VALUES);
        assert_eq!(r.at(105.0, 45.0), Some(0.0));
        assert_eq!(r.at(115.0, 35.0), Some(3.0));
        assert_eq!(r.at(110.0, 40.0), Some(1.5));
    }

    #[test]
    fn outside_the_grid_and_where_no_value_is_there_is_none() {
        assert_eq!(raster(&VALUES).at(99.0, 45.0), None);
        assert_eq!(raster(&VALUES).at(f64::NAN, 45.0), None);
        assert_eq!(raster(&[f64::NAN, 1.0, 1.0, 1.0]).at(108.0, 42.0), None);
        assert_eq!(raster(&[f64::NAN, 1.0, 1.0, 1.0]).at(115.0, 35.0), Some(1.0));
    }

    #[test]
    fn values_that_do_not_fill_the_grid_are_refused() {
        let tile = TileAddress::new(0, 0, 0).unwrap();
        let short = raster(&VALUES[..3]).png(tile, &Classes::widening(1.0), |_, _| None);
        assert!(matches!(short, Err(RasterError::Size { values: 3, .. })));
    }
}
