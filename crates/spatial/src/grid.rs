//! The raster that surfaces are drawn on.

use geo::Rect;
use serde::{Deserialize, Serialize};

/// Most pixels a grid may have: 67,108,864 (512 MB of values).
pub const MAX_PIXELS: usize = 1 << 26;

/// A raster of square pixels in a projected CRS. Row 0 is the north row; values stand at pixel centers.
///
/// The fields are public for reading; [`Grid::new`] and [`Grid::covering`] check them, and
/// [`crate::KdeParams::check`] checks them again.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Grid {
    /// West edge of the west column, meters.
    pub x0_m: f64,
    /// North edge of the north row, meters.
    pub y0_m: f64,
    /// Side of a pixel, meters.
    pub pixel_m: f64,
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
}

/// Why a grid was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum GridError {
    /// The pixel is not a positive finite length.
    #[error("pixel of {0} m; expected a finite length above 0")]
    Pixel(f64),
    /// The margin is negative or not finite.
    #[error("margin of {0} m; expected a finite length, 0 or more")]
    Margin(f64),
    /// A corner is not finite, or so far out that a pixel cannot be told from the next.
    #[error("corner at {x} m, {y} m; expected finite meters no more than 10^9 pixels from the origin")]
    Corner {
        /// West or east edge.
        x: f64,
        /// North or south edge.
        y: f64,
    },
    /// No pixel, or more than [`MAX_PIXELS`].
    #[error("{width} × {height} pixels; expected 1 to {MAX_PIXELS} in all")]
    Size {
        /// Columns asked for.
        width: f64,
        /// Rows asked for.
        height: f64,
    },
}

impl Grid {
    /// A grid from its north-west corner.
    ///
    /// # Errors
    /// [`GridError`] for a pixel that is not positive, a corner that is not finite, or a size of 0 or above
    /// [`MAX_PIXELS`].
    pub fn new(x0_m: f64, y0_m: f64, pixel_m: f64, width: usize, height: usize) -> Result<Self, GridError> {
        Self { x0_m, y0_m, pixel_m, width, height }.checked()
    }

    /// The smallest grid over a bounding box and a margin around it. Its edges lie at whole multiples
    /// of the pixel, so grids of different questions share their pixels.
    ///
    /// # Errors
    /// As [`Grid::new`], and [`GridError::Margin`] for a margin that is negative or not finite.
    ///
    /// # Example
    /// ```
    /// use catchment_spatial::Grid;
    /// let bounds = geo::Rect::new((1000.0, 2000.0), (1900.0, 2400.0));
    /// let grid = Grid::covering(bounds, 50.0, 100.0)?;
    /// assert_eq!((grid.x0_m, grid.y0_m, grid.width, grid.height), (900.0, 2500.0, 11, 6));
    /// # Ok::<(), catchment_spatial::GridError>(())
    /// ```
    pub fn covering(bounds: Rect<f64>, margin_m: f64, pixel_m: f64) -> Result<Self, GridError> {
        if !(margin_m >= 0.0 && margin_m.is_finite()) {
            return Err(GridError::Margin(margin_m));
        }
        if !(pixel_m > 0.0 && pixel_m.is_finite()) {
            return Err(GridError::Pixel(pixel_m));
        }
        let west = ((bounds.min().x - margin_m) / pixel_m).floor();
        let north = ((bounds.max().y + margin_m) / pixel_m).ceil();
        let width = (((bounds.max().x + margin_m) / pixel_m).ceil() - west).max(1.0);
        let height = (north - ((bounds.min().y - margin_m) / pixel_m).floor()).max(1.0);
        if !(west.is_finite() && north.is_finite()) {
            return Err(GridError::Corner { x: bounds.min().x, y: bounds.max().y });
        }
        let (Some(w), Some(h)) = (whole(width), whole(height)) else {
            return Err(GridError::Size { width, height });
        };
        Self::new(west * pixel_m, north * pixel_m, pixel_m, w, h)
    }

    /// Checks a grid built from its fields.
    ///
    /// # Errors
    /// As [`Grid::new`].
    pub fn checked(self) -> Result<Self, GridError> {
        if !(self.pixel_m > 0.0 && self.pixel_m.is_finite()) {
            return Err(GridError::Pixel(self.pixel_m));
        }
        let far = |v: f64| !v.is_finite() || (v / self.pixel_m).abs() > 1e9;
        if far(self.x0_m) || far(self.y0_m) {
            return Err(GridError::Corner { x: self.x0_m, y: self.y0_m });
        }
        match self.width.checked_mul(self.height) {
            Some(1..=MAX_PIXELS) => Ok(self),
            _ => Err(GridError::Size { width: self.width as f64, height: self.height as f64 }),
        }
    }

    /// Number of pixels.
    pub fn len(&self) -> usize {
        self.width * self.height
    }

    /// Whether it has no pixel; never for a checked grid.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Easting of the centers of a column, meters.
    pub fn x_m(&self, col: usize) -> f64 {
        self.x0_m + (col as f64 + 0.5) * self.pixel_m
    }

    /// Northing of the centers of a row, meters.
    pub fn y_m(&self, row: usize) -> f64 {
        self.y0_m - (row as f64 + 0.5) * self.pixel_m
    }

    /// Column and row of the pixel that holds a point, if any does.
    pub fn pixel_at(&self, x_m: f64, y_m: f64) -> Option<(usize, usize)> {
        let col = whole(((x_m - self.x0_m) / self.pixel_m).floor())?;
        let row = whole(((self.y0_m - y_m) / self.pixel_m).floor())?;
        (col < self.width && row < self.height).then_some((col, row))
    }

    /// Area of a pixel, m².
    pub fn pixel_area_m2(&self) -> f64 {
        self.pixel_m * self.pixel_m
    }

    /// Column coordinate (0 = center of column 0), in pixels.
    pub(crate) fn px(&self, x_m: f64) -> f64 {
        (x_m - self.x0_m) / self.pixel_m - 0.5
    }

    /// Row coordinate (0 = center of row 0, growing southward), in pixels.
    pub(crate) fn py(&self, y_m: f64) -> f64 {
        (self.y0_m - y_m) / self.pixel_m - 0.5
    }
}

/// A whole number of pixels from 0 to [`MAX_PIXELS`], if it is one.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked first")]
fn whole(v: f64) -> Option<usize> {
    (0.0..=MAX_PIXELS as f64).contains(&v).then_some(v as usize)
}
