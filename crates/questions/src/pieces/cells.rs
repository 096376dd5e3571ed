//! Cells: how fine they are, which count as neighbors, what they are in proportion to, and how strictly many of them
//! are tested.

use catchment_model::{Resolution, named, named_schema};

use super::piece;
use super::value::{Alpha, Ring, Seed, choices};

named! {
    /// What the incidents of a cell are in proportion to, were there no hot spots.
    pub enum Exposure as "exposure" {
        /// Its area inside the city.
        Area = "area",
        /// Those who live there.
        Residents = "residents",
    }
}

named_schema!(Exposure);
choices!(Exposure);

impl Default for Exposure {
    /// What was meant before it was asked.
    fn default() -> Self {
        Self::Area
    }
}

impl Exposure {
    /// Whether it is the area: then nothing is written.
    #[must_use]
    pub fn is_area(&self) -> bool {
        *self == Self::Area
    }
}

piece! {
    /// What chance alone would spread incidents by.
    pub struct Spreading {
        /// What the incidents of a cell are in proportion to, were there no hot spots: its area inside the city, or
        /// those who live there. Cells in which nobody lives are then not tested.
        exposure: Exposure = Exposure::Area,
    }
}

piece! {
    /// How fine cells are.
    pub struct CellSize {
        /// H3 resolution of the cells; where none is given, 9, or the finest that the city shows where that is coarser.
        resolution: Option<Resolution>,
    }
}

piece! {
    /// How fine cells are, where catchments are made of them.
    pub struct FinestCells {
        /// H3 resolution of the cells; where none is given, the finest that the city shows.
        resolution: Option<Resolution>,
    }
}

piece! {
    /// How strictly many cells are tested.
    pub struct Testing {
        /// False discovery rate: the share of the cells found that may be there by chance; where none is given, the
        /// city's.
        alpha: Option<Alpha>,
    }
}

piece! {
    /// Which cells are neighbors.
    pub struct Around {
        /// Cells up to so many steps away count as neighbors.
        ring: Ring = Ring::nearest(1),
    }
}

piece! {
    /// What draws begin with.
    pub struct Seeded {
        /// Seed of the draws.
        seed: Seed = Seed::nearest(1),
    }
}

#[cfg(feature = "engine")]
mod check {
    use catchment_model::Resolution;
    use catchment_store::Dataset;

    use super::{Alpha, CellSize, FinestCells, Testing};
    use crate::error::AskError;

    impl CellSize {
        /// The resolution given, or the usual one.
        ///
        /// # Errors
        /// [`AskError::Value`] for cells finer than the city shows.
        pub(crate) fn check(self, data: &Dataset) -> Result<Resolution, AskError> {
            shown(self.resolution, data.city.positions.finest_resolution.min(Resolution::R9), data)
        }
    }

    impl FinestCells {
        /// The resolution given, or the finest.
        ///
        /// # Errors
        /// As [`CellSize::check`].
        pub(crate) fn check(self, data: &Dataset) -> Result<Resolution, AskError> {
            shown(self.resolution, data.city.positions.finest_resolution, data)
        }
    }

    impl Testing {
        /// The rate given, or the city's as it stands.
        pub(crate) fn or_city(self, data: &Dataset) -> f64 {
            self.alpha.map_or(data.city.analysis.fdr, Alpha::get)
        }
    }

    fn shown(given: Option<Resolution>, default: Resolution, data: &Dataset) -> Result<Resolution, AskError> {
        let finest = data.city.positions.finest_resolution;
        let resolution = given.unwrap_or(default);
        if resolution <= finest {
            return Ok(resolution);
        }
        let accepted = if finest == Resolution::R8 { "8".to_owned() } else { format!("8 to {finest}") };
        Err(AskError::value("resolution", resolution.to_string(), accepted))
    }
}
