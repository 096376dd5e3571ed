//! The ways of choosing that are compared.

use serde::Serialize;

/// A way of choosing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// The search for catchments on expected harm: what this program does by default.
    Engine,
    /// Plain greedy growth of `k` catchments on ten years' counts.
    Greedy,
    /// Plain greedy growth on ten years' counts of all that the engine looks at, counted alike.
    GreedyData,
    /// Plain greedy growth on the engine's expected harm: its surface without its search.
    GreedySurface,
    /// The `k` neighborhoods with the largest ten-year counts, a site anywhere in each.
    Neighborhoods,
    /// Last year's hottest cells: loose cells.
    HottestCells,
    /// Disks about the `k` highest peaks of a density surface of ten years.
    KdePeaks,
    /// The cells with the highest Gi* of ten years' counts: loose cells.
    GiCells,
    /// The cells with the most expected harm: loose cells, the engine's surface without its search.
    EngineCells,
    /// Disks anywhere, the mean of many draws.
    Random,
    /// The best choice of sites known of for the year itself.
    Oracle,
}

impl Method {
    /// All, in the order shown.
    pub const ALL: [Self; 11] = [
        Self::Engine,
        Self::Greedy,
        Self::GreedyData,
        Self::GreedySurface,
        Self::Neighborhoods,
        Self::HottestCells,
        Self::KdePeaks,
        Self::GiCells,
        Self::EngineCells,
        Self::Random,
        Self::Oracle,
    ];

    /// Its name in tables and addresses.
    pub fn id(self) -> &'static str {
        match self {
            Self::Engine => "engine",
            Self::Greedy => "greedy",
            Self::GreedyData => "greedy-data",
            Self::GreedySurface => "greedy-surface",
            Self::Neighborhoods => "neighborhoods",
            Self::HottestCells => "hottest-cells",
            Self::KdePeaks => "kde-peaks",
            Self::GiCells => "gi-cells",
            Self::EngineCells => "engine-cells",
            Self::Random => "random",
            Self::Oracle => "oracle",
        }
    }

    /// Whether it plays by the oracle's rules, so that it cannot hold more: whole cells, `k` sites in one piece each.
    pub(super) fn under_the_oracle(self) -> bool {
        matches!(self, Self::Engine | Self::Greedy | Self::GreedyData | Self::GreedySurface)
    }

    /// Whether its ground is `k` sites in one piece each; if not, it is loose cells of the same area.
    pub fn connected(self) -> bool {
        !matches!(self, Self::HottestCells | Self::GiCells | Self::EngineCells)
    }
}

/// Ground chosen: cells, each with the share of it that is taken (1 but for [`Method::Neighborhoods`]).
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Choice(pub(super) Vec<(u32, f64)>);

impl Choice {
    pub(super) fn whole(cells: impl IntoIterator<Item = u32>) -> Self {
        let mut cells: Vec<(u32, f64)> = cells.into_iter().map(|c| (c, 1.0)).collect();
        cells.sort_unstable_by_key(|c| c.0);
        Self(cells)
    }

    pub(super) fn of_cells<'a>(cells: impl Iterator<Item = &'a usize>) -> Self {
        Self::whole(cells.filter_map(|c| u32::try_from(*c).ok()))
    }

    /// The part of some values that lies on the chosen ground.
    pub(super) fn holds(&self, values: &[f64]) -> f64 {
        self.0.iter().map(|(c, share)| share * values[*c as usize]).sum()
    }
}
