//! Web Mercator tile addresses (z, x, y), XYZ scheme: y grows southward.

use std::f64::consts::PI;

/// Deepest zoom served.
pub const MAX_ZOOM: u8 = 22;

/// Latitude at which Web Mercator ends, degrees.
const MAX_LATITUDE: f64 = 85.051_128_779_806_6;

/// An address that is no tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TileError {
    /// Too deep.
    #[error("zoom {0} is out of range; expected 0 to {MAX_ZOOM}")]
    Zoom(u32),
    /// Column or row beyond the zoom's square.
    #[error("{axis} = {value} is out of range at zoom {zoom}; expected 0 to {max}")]
    Index {
        /// `x` or `y`.
        axis: &'static str,
        /// Value given.
        value: u32,
        /// Zoom given.
        zoom: u8,
        /// Largest value at that zoom.
        max: u32,
    },
}

/// A tile that exists: zoom 0 to [`MAX_ZOOM`], column and row within the zoom's square.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TileAddress {
    z: u8,
    x: u32,
    y: u32,
}

impl TileAddress {
    /// Checks an address.
    ///
    /// # Errors
    /// [`TileError`] with the value and the accepted range. Columns do not wrap around the 180th meridian.
    pub fn new(z: u32, x: u32, y: u32) -> Result<Self, TileError> {
        let zoom = u8::try_from(z).ok().filter(|z| *z <= MAX_ZOOM).ok_or(TileError::Zoom(z))?;
        let max = (1u32 << zoom) - 1;
        for (axis, value) in [("x", x), ("y", y)] {
            if value > max {
                return Err(TileError::Index { axis, value, zoom, max });
            }
        }
        Ok(Self { z: zoom, x, y })
    }

    /// Zoom.
    pub fn z(self) -> u8 {
        self.z
    }

    /// Column, from the west.
    pub fn x(self) -> u32 {
        self.x
    }

    /// Row, from the north.
    pub fn y(self) -> u32 {
        self.y
    }

    /// The tile of a zoom that holds a place in degrees; latitudes beyond the projection go to its edge.
    ///
    /// # Errors
    /// [`TileError::Zoom`].
    pub fn at(lng: f64, lat: f64, z: u32) -> Result<Self, TileError> {
        let zoom = Self::new(z, 0, 0)?.z;
        let last = f64::from((1u32 << zoom) - 1);
        let (wx, wy) = to_world(lng, lat);
        let index = |w: f64| {
            let i = (w * (last + 1.0)).floor().clamp(0.0, last);
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..2^22")]
            let i = i as u32;
            i
        };
        Self::new(z, index(wx), index(wy))
    }

    /// West, south, east, north in degrees.
    pub fn bounds(self) -> [f64; 4] {
        let (west, north) = self.degrees(0.0, 0.0);
        let (east, south) = self.degrees(1.0, 1.0);
        [west, south, east, north]
    }

    /// Longitude and latitude of a point of the tile, both fractions counted from the north-west corner.
    pub fn degrees(self, fraction_x: f64, fraction_y: f64) -> (f64, f64) {
        let tiles = f64::from(1u32 << self.z);
        from_world((f64::from(self.x) + fraction_x) / tiles, (f64::from(self.y) + fraction_y) / tiles)
    }

    /// The tile's square in world coordinates: west, north, side.
    pub(crate) fn world(self) -> (f64, f64, f64) {
        let tiles = f64::from(1u32 << self.z);
        (f64::from(self.x) / tiles, f64::from(self.y) / tiles, 1.0 / tiles)
    }
}

/// Degrees to world coordinates: 0 to 1 from west to east and from north to south (EPSG:3857 scaled).
pub(crate) fn to_world(lng: f64, lat: f64) -> (f64, f64) {
    let lat = lat.clamp(-MAX_LATITUDE, MAX_LATITUDE).to_radians();
    (lng / 360.0 + 0.5, 0.5 - lat.tan().asinh() / (2.0 * PI))
}

fn from_world(x: f64, y: f64) -> (f64, f64) {
    ((x - 0.5) * 360.0, (PI * (1.0 - 2.0 * y)).sinh().atan().to_degrees())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_place_lies_in_its_known_tile() {
        // The Gateway Arch; zoom 12 by the usual slippy-map formula.
        let tile = TileAddress::at(-90.1847, 38.6247, 12).unwrap();
        assert_eq!((tile.x(), tile.y()), (1021, 1570));
        let [w, s, e, n] = tile.bounds();
        assert!(w <= -90.1847 && -90.1847 < e && s < 38.6247 && 38.6247 <= n);
    }

    #[test]
    fn degrees_survive_the_way_there_and_back() {
        for (lng, lat) in [(-90.2, 38.6), (0.0, 0.0), (179.9, -80.0), (-180.0, 85.0)] {
            let (x, y) = to_world(lng, lat);
            let (lng2, lat2) = from_world(x, y);
            assert!((lng - lng2).abs() < 1e-9 && (lat - lat2).abs() < 1e-9, "{lng} {lat}");
        }
    }

    #[test]
    fn addresses_outside_the_square_are_refused_with_the_range() {
        assert_eq!(TileAddress::new(23, 0, 0), Err(TileError::Zoom(23)));
        assert_eq!(TileAddress::new(u32::MAX, 0, 0), Err(TileError::Zoom(u32::MAX)));
        assert_eq!(TileAddress::new(3, 8, 0), Err(TileError::Index { axis: "x", value: 8, zoom: 3, max: 7 }));
        assert_eq!(TileAddress::new(0, 0, 1), Err(TileError::Index { axis: "y", value: 1, zoom: 0, max: 0 }));
        assert!(TileAddress::new(22, (1 << 22) - 1, (1 << 22) - 1).is_ok());
    }

    #[test]
    fn places_at_the_edge_of_the_world_have_a_tile() {
        assert_eq!(TileAddress::at(180.0, -90.0, 4).unwrap(), TileAddress::new(4, 15, 15).unwrap());
        assert_eq!(TileAddress::at(-180.0, 90.0, 4).unwrap(), TileAddress::new(4, 0, 0).unwrap());
    }
}
