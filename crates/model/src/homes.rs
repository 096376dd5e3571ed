//! Where residents live, below the neighborhood.

use serde::{Deserialize, Serialize};

use crate::{AreaIdx, Cell, Resolution};

/// Residents of a city by cell and area, from blocks, block groups or tracts of a census.
#[derive(Debug, Clone, PartialEq)]
pub struct Homes {
    /// Year of the count that says where they live.
    pub year: u16,
    /// Resolution of the cells: the finest that the city shows.
    pub resolution: Resolution,
    /// How they came to the cells, as a sentence for people.
    pub method: String,
    /// Cells with residents, sorted by cell and area. A cell on a border may stand under several areas.
    pub cells: Vec<CellHomes>,
}

/// Residents of the part of a cell that lies in an area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CellHomes {
    /// Cell.
    pub cell: Cell,
    /// Area that holds this part of it.
    pub area: AreaIdx,
    /// Residents, not rounded.
    pub residents: f64,
}

impl Homes {
    /// Sum over all cells.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.cells.iter().map(|c| c.residents).sum()
    }
}

/// The form in which [`Homes`] is written: cells as text.
#[derive(Serialize, Deserialize)]
struct Written {
    year: u16,
    resolution: Resolution,
    method: String,
    cells: Vec<(String, AreaIdx, f64)>,
}

impl Serialize for Homes {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let cells = self.cells.iter().map(|c| (c.cell.to_string(), c.area, c.residents)).collect();
        Written { year: self.year, resolution: self.resolution, method: self.method.clone(), cells }
            .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Homes {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Written { year, resolution, method, cells } = Written::deserialize(deserializer)?;
        let cell = |(cell, area, residents): (String, AreaIdx, f64)| {
            Ok(CellHomes { cell: cell.parse().map_err(serde::de::Error::custom)?, area, residents })
        };
        let cells = cells.into_iter().map(cell).collect::<Result<Vec<_>, D::Error>>()?;
        Ok(Self { year, resolution, method, cells })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn homes_are_read_back_as_they_were_written() {
        let cell = Cell::at(-90.2, 38.63, Resolution::R10).unwrap();
        let cells = vec![CellHomes { cell, area: AreaIdx(3), residents: 12.25 }];
        let homes = Homes { year: 2020, resolution: Resolution::R10, method: "Blocks.".to_owned(), cells };
        let json = serde_json::to_string(&homes).unwrap();
        assert_eq!(serde_json::from_str::<Homes>(&json).unwrap(), homes);
        assert!((homes.total() - 12.25).abs() < 1e-12);
    }
}
