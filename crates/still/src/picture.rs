//! Pixels: tiles made smaller and put side by side, and the PNG.

use std::io::{self, Write};

/// A picture of red, green, blue and alpha.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Width, pixels.
    pub width: u32,
    /// Height, pixels.
    pub height: u32,
    /// Four bytes a pixel, row by row.
    pub rgba: Vec<u8>,
}

impl Picture {
    /// A white picture.
    pub fn white(width: u32, height: u32) -> Self {
        Self { width, height, rgba: vec![255; width as usize * height as usize * 4] }
    }

    /// Reads a PNG of eight bits a channel with alpha.
    ///
    /// # Errors
    /// Where it is something else.
    pub fn decode(bytes: &[u8]) -> Result<Self, png::DecodingError> {
        let mut reader = png::Decoder::new(bytes).read_info()?;
        let mut rgba = vec![0; reader.output_buffer_size()];
        let info = reader.next_frame(&mut rgba)?;
        if (info.color_type, info.bit_depth) != (png::ColorType::Rgba, png::BitDepth::Eight) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "expected eight bits a channel, with alpha").into());
        }
        rgba.truncate(info.buffer_size());
        Ok(Self { width: info.width, height: info.height, rgba })
    }

    /// Red, green, blue and alpha of a pixel inside the picture.
    pub fn pixel(&self, x: u32, y: u32) -> Option<[u8; 4]> {
        let at = (y as usize * self.width as usize + x as usize) * 4;
        (x < self.width).then(|| self.rgba.get(at..at + 4)?.try_into().ok()).flatten()
    }

    /// The picture with sides of so many pixels, each the mean of the area that it covers. Meant for making smaller.
    #[must_use]
    pub fn resized(&self, side: u32) -> Self {
        if (self.width, self.height) == (side, side) {
            return self.clone();
        }
        let across = spans(self.width, side);
        let down = spans(self.height, side);
        let mut rgba = Vec::with_capacity(side as usize * side as usize * 4);
        for rows in &down {
            for columns in &across {
                rgba.extend(self.mean(columns, rows));
            }
        }
        Self { width: side, height: side, rgba }
    }

    fn mean(&self, columns: &[(u32, f64)], rows: &[(u32, f64)]) -> [u8; 4] {
        let mut sum = [0.0; 4];
        let mut weight = 0.0;
        for (y, wy) in rows {
            for (x, wx) in columns {
                let pixel = self.pixel(*x, *y).unwrap_or([255; 4]);
                for (s, p) in sum.iter_mut().zip(pixel) {
                    *s += f64::from(p) * wx * wy;
                }
                weight += wx * wy;
            }
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a mean of bytes")]
        sum.map(|s| (s / weight).round() as u8)
    }

    /// Puts another picture at a place; what lies outside is cut off.
    pub fn put(&mut self, other: &Self, left: i64, top: i64) {
        for y in 0..other.height {
            for x in 0..other.width {
                let (Ok(to_x), Ok(to_y)) = (u32::try_from(left + i64::from(x)), u32::try_from(top + i64::from(y)))
                else {
                    continue;
                };
                if to_x >= self.width || to_y >= self.height {
                    continue;
                }
                if let Some(pixel) = other.pixel(x, y) {
                    let at = (to_y as usize * self.width as usize + to_x as usize) * 4;
                    self.rgba[at..at + 4].copy_from_slice(&pixel);
                }
            }
        }
    }

    /// Writes it as a PNG without alpha, which white ground has no use for, and with text about itself.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn write(&self, out: impl Write, text: &[(String, String)]) -> Result<(), png::EncodingError> {
        let mut encoder = png::Encoder::new(out, self.width, self.height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::Best);
        for (keyword, value) in text {
            encoder.add_itxt_chunk(keyword.clone(), value.clone())?;
        }
        let rgb: Vec<u8> = self.rgba.chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]]).collect();
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&rgb)?;
        writer.finish()
    }
}

/// For each new pixel the old ones that it covers, with how much of each.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "positions within a picture")]
fn spans(old: u32, new: u32) -> Vec<Vec<(u32, f64)>> {
    let step = f64::from(old) / f64::from(new);
    let covered = |i: u32| {
        let (from, to) = (f64::from(i) * step, f64::from(i + 1) * step);
        let last = (to.ceil() as u32).min(old);
        let part = |p: u32| (f64::from(p) + 1.0).min(to) - f64::from(p).max(from);
        (from.floor() as u32..last).map(|p| (p, part(p))).filter(|(_, part)| *part > 1e-9).collect()
    };
    (0..new).map(covered).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn making_smaller_keeps_flat_colors_and_mixes_at_edges() {
        let mut wide = Picture::white(4, 4);
        for x in 0..2 {
            for y in 0..4 {
                let at = (y * 4 + x) * 4;
                wide.rgba[at..at + 4].copy_from_slice(&[0, 0, 0, 255]);
            }
        }
        let small = wide.resized(2);
        assert_eq!((small.pixel(0, 1), small.pixel(1, 0)), (Some([0, 0, 0, 255]), Some([255; 4])));
        let odd = wide.resized(3);
        // Half black and half white: 127.5, give or take the last bit of a sum.
        assert!(matches!(odd.pixel(1, 1), Some([127 | 128, 127 | 128, 127 | 128, 255])));
    }

    #[test]
    fn what_lies_outside_is_cut_off() {
        let mut picture = Picture::white(3, 3);
        let black = Picture { width: 2, height: 2, rgba: [0, 0, 0, 255].repeat(4) };
        picture.put(&black, -1, -1);
        picture.put(&black, 2, 2);
        assert_eq!(picture.pixel(0, 0), Some([0, 0, 0, 255]));
        assert_eq!(picture.pixel(1, 0), Some([255; 4]));
        assert_eq!(picture.pixel(2, 2), Some([0, 0, 0, 255]));
        assert_eq!(picture.pixel(3, 0), None);
    }
}
