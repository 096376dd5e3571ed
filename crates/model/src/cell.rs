//! H3 cells at the resolutions that Catchment aggregates to.

use std::fmt;

use geo::{LineString, Polygon};
use h3o::{CellIndex, LatLng};
use serde::{Deserialize, Serialize};

/// A resolution that the cube keeps: 8, 9 or 10.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum Resolution {
    /// Mean area 0.737 km².
    R8,
    /// Mean area 0.105 km².
    R9,
    /// Mean area 0.0150 km².
    R10,
}

/// The resolutions of the cube, coarsest first; [`Resolution::index`] points into it.
pub const RESOLUTIONS: [Resolution; 3] = [Resolution::R8, Resolution::R9, Resolution::R10];

/// A cell or resolution that was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CellError {
    /// Not 8, 9 or 10.
    #[error("resolution {0} is not supported; expected 8, 9 or 10")]
    Resolution(u8),
    /// Not an H3 cell index.
    #[error("\"{0}\" is not an H3 cell; expected 15 hexadecimal digits, such as 892640ca92fffff")]
    Index(String),
    /// Latitude or longitude is not finite or out of range.
    #[error("longitude {lng}, latitude {lat} is not a place; expected -180 to 180, -90 to 90")]
    Place {
        /// Degrees east.
        lng: f64,
        /// Degrees north.
        lat: f64,
    },
}

impl Resolution {
    /// Position in [`RESOLUTIONS`].
    pub fn index(self) -> usize {
        match self {
            Self::R8 => 0,
            Self::R9 => 1,
            Self::R10 => 2,
        }
    }

    fn h3(self) -> h3o::Resolution {
        match self {
            Self::R8 => h3o::Resolution::Eight,
            Self::R9 => h3o::Resolution::Nine,
            Self::R10 => h3o::Resolution::Ten,
        }
    }
}

impl TryFrom<u8> for Resolution {
    type Error = CellError;

    fn try_from(value: u8) -> Result<Self, CellError> {
        match value {
            8 => Ok(Self::R8),
            9 => Ok(Self::R9),
            10 => Ok(Self::R10),
            other => Err(CellError::Resolution(other)),
        }
    }
}

impl From<Resolution> for u8 {
    fn from(resolution: Resolution) -> Self {
        match resolution {
            Resolution::R8 => 8,
            Resolution::R9 => 9,
            Resolution::R10 => 10,
        }
    }
}

impl fmt::Display for Resolution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", u8::from(*self))
    }
}

/// An H3 cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell(CellIndex);

impl Cell {
    /// The cell that holds a place given in degrees.
    ///
    /// # Errors
    /// [`CellError::Place`] where the degrees are not finite or out of range.
    pub fn at(lng: f64, lat: f64, resolution: Resolution) -> Result<Self, CellError> {
        let refused = CellError::Place { lng, lat };
        if !(-180.0..=180.0).contains(&lng) || !(-90.0..=90.0).contains(&lat) {
            return Err(refused);
        }
        let place = LatLng::new(lat, lng).ok().ok_or(refused)?;
        Ok(Self(place.to_cell(resolution.h3())))
    }

    /// The cell with that 64-bit index, if it is one.
    ///
    /// # Errors
    /// [`CellError::Index`].
    pub fn from_bits(bits: u64) -> Result<Self, CellError> {
        CellIndex::try_from(bits).map(Self).ok().ok_or_else(|| CellError::Index(format!("{bits:x}")))
    }

    /// The 64-bit index.
    pub fn bits(self) -> u64 {
        self.0.into()
    }

    /// The underlying index, for neighbor walks.
    pub fn h3(self) -> CellIndex {
        self.0
    }

    /// Axial coordinates about another cell of its resolution: touching cells differ by (±1, 0), (0, ±1), (1, −1) or
    /// (−1, 1). `None` where the two are too far apart, or a pentagon lies between.
    pub fn axial(self, about: Self) -> Option<(i32, i32)> {
        let ij = self.0.to_local_ij(about.0).ok()?;
        Some((ij.coord.i, -ij.coord.j))
    }

    /// True area on the sphere, km².
    pub fn area_km2(self) -> f64 {
        self.0.area_km2()
    }

    /// Center: longitude, latitude in degrees.
    pub fn center(self) -> (f64, f64) {
        let c = LatLng::from(self.0);
        (c.lng(), c.lat())
    }

    /// Outline in degrees, closed.
    pub fn polygon(self) -> Polygon<f64> {
        let ring: Vec<(f64, f64)> = self.0.boundary().iter().map(|v| (v.lng(), v.lat())).collect();
        Polygon::new(LineString::from(ring), vec![])
    }
}

impl From<CellIndex> for Cell {
    fn from(index: CellIndex) -> Self {
        Self(index)
    }
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl std::str::FromStr for Cell {
    type Err = CellError;

    fn from_str(text: &str) -> Result<Self, CellError> {
        text.parse().map(Self).ok().ok_or_else(|| CellError::Index(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cell_of_a_center_is_the_cell() {
        for resolution in RESOLUTIONS {
            let cell = Cell::at(-90.2, 38.63, resolution).unwrap();
            let (lng, lat) = cell.center();
            assert_eq!(Cell::at(lng, lat, resolution).unwrap(), cell);
            assert_eq!(cell.to_string().parse::<Cell>().unwrap(), cell);
        }
    }

    #[test]
    fn touching_cells_differ_by_one_of_six_steps() {
        let middle = Cell::at(-90.2, 38.63, Resolution::R10).unwrap();
        let cells: Vec<CellIndex> = middle.h3().grid_disk(3);
        for cell in cells {
            let (q, r) = Cell::from(cell).axial(middle).unwrap();
            let ring: Vec<CellIndex> = cell.grid_disk(1);
            for other in ring.into_iter().filter(|o| *o != cell) {
                let (q2, r2) = Cell::from(other).axial(middle).unwrap();
                assert!([(1, 0), (-1, 0), (0, 1), (0, -1), (1, -1), (-1, 1)].contains(&(q2 - q, r2 - r)));
            }
        }
        assert_eq!(Cell::at(90.0, -38.0, Resolution::R10).unwrap().axial(middle), None);
    }

    #[test]
    fn places_off_the_globe_are_refused() {
        assert!(Cell::at(f64::NAN, 38.0, Resolution::R9).is_err());
        assert!(Cell::at(-90.0, 91.0, Resolution::R9).is_err());
    }

    #[test]
    fn a_res_9_cell_in_st_louis_has_its_true_area() {
        let cell = Cell::at(-90.2, 38.63, Resolution::R9).unwrap();
        assert!((0.09..0.13).contains(&cell.area_km2()));
    }
}
