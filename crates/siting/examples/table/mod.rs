//! A city given as a table: `cell,area_km2,x_m,y_m,GROUP…`, counts by offense group; the over-dispersion of a group in
//! the header as `GROUP@φ` (1 where not given).

use std::error::Error;

use catchment_model::Cell;
use catchment_siting::{CatchmentInput, ChanceGroup};
use catchment_spatial::{Neighbors, rings};

/// The city.
pub(crate) struct City {
    cells: Vec<Cell>,
    area_km2: Vec<f64>,
    x_m: Vec<f64>,
    y_m: Vec<f64>,
    allowed: Vec<bool>,
    neighbors: Neighbors,
    pub(crate) groups: Vec<ChanceGroup>,
}

impl City {
    pub(crate) fn read(path: &str) -> Result<Self, Box<dyn Error>> {
        let mut table = csv::Reader::from_path(path)?;
        let header = table.headers()?.clone();
        let mut rows: Vec<(Cell, Vec<f64>)> = Vec::new();
        for row in table.records() {
            let row = row?;
            rows.push((row[0].parse()?, row.iter().skip(1).map(str::parse).collect::<Result<_, _>>()?));
        }
        rows.sort_by_key(|r| r.0);
        let cells: Vec<Cell> = rows.iter().map(|r| r.0).collect();
        let column = |i: usize| -> Vec<f64> { rows.iter().map(|r| r.1[i]).collect() };
        let group = |i: usize| {
            let (id, phi) = header[i].split_once('@').unwrap_or((&header[i], "1"));
            Ok(ChanceGroup { id: id.to_owned(), weight: 1.0, phi: phi.parse()?, counts: column(i - 1) })
        };
        let groups = (4..header.len()).map(group).collect::<Result<_, Box<dyn Error>>>()?;
        let (neighbors, allowed) = (rings(&cells, 1), vec![true; cells.len()]);
        Ok(Self { area_km2: column(0), x_m: column(1), y_m: column(2), allowed, neighbors, groups, cells })
    }

    /// All groups together, each event counting 1.
    pub(crate) fn harm(&self) -> Vec<f64> {
        (0..self.cells.len()).map(|c| self.groups.iter().map(|g| g.counts[c].max(0.0)).sum()).collect()
    }

    pub(crate) fn ground<'a>(&'a self, harm: &'a [f64]) -> CatchmentInput<'a> {
        let Self { cells, area_km2, x_m, y_m, allowed, neighbors, .. } = self;
        CatchmentInput { cells, harm, area_km2, inside_km2: area_km2, allowed, x_m, y_m, neighbors }
    }
}

/// User and system time of this process, seconds.
pub(crate) fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks: f64 = after.split_whitespace().skip(11).take(2).filter_map(|t| t.parse::<f64>().ok()).sum();
    ticks / 100.0
}
