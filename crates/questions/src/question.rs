//! Questions, and the parameters that each has.

/// What is ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Of {
    /// The city's neighborhoods.
    Neighborhoods,
    /// Candidate catchments.
    Catchments,
}

/// Form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// The answer itself.
    Json,
    /// A `GeoJSON` file.
    GeoJson,
    /// A CSV file.
    Csv,
}

/// A question, with the parameters that it has beside the common ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Question {
    /// A ranking.
    Rankings,
    /// A decision under several criteria.
    Decision,
    /// One neighborhood.
    Area,
    /// One catchment.
    Catchment,
    /// The best catchments under limits.
    Optimize,
    /// The chance of each cell to lie in one of them.
    Chance,
    /// Cells with Gi*.
    Cells,
    /// Clusters by other methods.
    Clusters,
    /// Concentration and stability.
    Concentration,
    /// A surface.
    Surface,
    /// How well each way of choosing would have done.
    Backtest,
    /// A catchment drawn by hand.
    Drawn,
    /// Tiles of the neighborhoods.
    NeighborhoodTiles,
    /// Tiles of the catchments.
    CatchmentTiles,
    /// Tiles of the cells.
    CellTiles,
    /// Tiles of a surface.
    SurfaceTiles,
    /// Tiles of the sites.
    SiteTiles,
}

pub(super) const COMMON: [&str; 9] = ["from", "to", "offense", "unit", "time", "area", "measure", "k", "seed"];

/// What every layer accepts beside the common parameters, so that one query serves the whole map; each layer uses its
/// own.
const LAYERS: [&str; 7] = ["area_km2", "basis", "resolution", "kernel", "bandwidth_m", "pixel_m", "edge"];

impl Question {
    /// Parameters that matter beside the common ones.
    pub(super) fn own(self) -> &'static [&'static str] {
        match self {
            Self::Rankings => &["of", "top", "area_km2", "basis", "format"],
            Self::Decision => {
                &["of", "top", "area_km2", "basis", "weights", "concentration", "half_life_months", "sites"]
            }
            Self::Area => &["format"],
            Self::Catchment => &["area_km2", "basis", "format"],
            Self::Optimize => &[
                "area_km2",
                "basis",
                "effort",
                "outline",
                "spacing_m",
                "exclude",
                "budget_usd",
                "staff",
                "hours_a_day",
                "format",
            ],
            Self::Chance => &[
                "area_km2",
                "basis",
                "effort",
                "outline",
                "spacing_m",
                "exclude",
                "budget_usd",
                "staff",
                "hours_a_day",
                "draws",
                "format",
            ],
            Self::Cells => &["resolution", "format"],
            Self::Surface | Self::SurfaceTiles => &["kernel", "bandwidth_m", "pixel_m", "edge"],
            Self::Clusters => &[
                "resolution",
                "method",
                "permutations",
                "baseline",
                "step_months",
                "max_steps",
                "distance_m",
                "days",
                "format",
            ],
            Self::Concentration => &["resolution", "stability", "top_share"],
            Self::Backtest => &["area_km2", "resolution"],
            Self::CatchmentTiles => &["area_km2", "basis"],
            Self::CellTiles => &["resolution"],
            Self::Drawn | Self::NeighborhoodTiles | Self::SiteTiles => &[],
        }
    }

    /// Parameters that are accepted beside the common ones.
    pub(super) fn accepted(self) -> &'static [&'static str] {
        if self.is_layer() { &LAYERS } else { self.own() }
    }

    fn is_layer(self) -> bool {
        matches!(
            self,
            Self::NeighborhoodTiles | Self::CatchmentTiles | Self::CellTiles | Self::SurfaceTiles | Self::SiteTiles
        )
    }

    /// Whether the answer can be had as a file.
    pub(super) fn has_files(self) -> bool {
        self.own().contains(&"format")
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Rankings => "rankings",
            Self::Decision => "decision",
            Self::Area => "area",
            Self::Catchment => "catchment",
            Self::Optimize => "optimize",
            Self::Chance => "chance",
            Self::Cells => "cells",
            Self::Clusters => "clusters",
            Self::Concentration => "concentration",
            Self::Surface => "surface",
            Self::Backtest => "backtest",
            Self::Drawn => "drawn",
            Self::NeighborhoodTiles => "tiles/neighborhoods",
            Self::CatchmentTiles => "tiles/catchments",
            Self::CellTiles => "tiles/cells",
            Self::SurfaceTiles => "tiles/surface",
            Self::SiteTiles => "tiles/sites",
        }
    }
}
