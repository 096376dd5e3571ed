//! Gap and CPU time of the catchment search on a city given as a table (`cell,harm,area_km2,x_m,y_m`): `gap TABLE [EFFORT]`.
#![expect(clippy::print_stdout, reason = "the table is what this program is for")]

use std::error::Error;
use std::time::Instant;

use catchment_model::Cell;
use catchment_siting::{CatchmentInput, CatchmentParams};
use catchment_spatial::Neighbors;

/// User and system time of this process, seconds.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks: f64 = after.split_whitespace().skip(11).take(2).filter_map(|t| t.parse::<f64>().ok()).sum();
    ticks / 100.0
}

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("expected a table of cells")?;
    let mut rows: Vec<(Cell, [f64; 4])> = Vec::new();
    for row in csv::Reader::from_path(path)?.records() {
        let row = row?;
        let number = |i: usize| row[i].parse::<f64>();
        rows.push((row[0].parse()?, [number(1)?, number(2)?, number(3)?, number(4)?]));
    }
    rows.sort_by_key(|r| r.0);
    let cells: Vec<Cell> = rows.iter().map(|r| r.0).collect();
    let column = |i: usize| -> Vec<f64> { rows.iter().map(|r| r.1[i]).collect() };
    let (harm, area_km2, x_m, y_m) = (column(0), column(1), column(2), column(3));
    let near = |c: &Cell| -> Vec<u32> {
        let ring: Vec<_> = c.h3().grid_disk(1);
        ring.into_iter()
            .map(Cell::from)
            .filter(|o| o != c)
            .filter_map(|o| cells.binary_search(&o).ok())
            .filter_map(|i| u32::try_from(i).ok())
            .collect()
    };
    let neighbors = Neighbors::from_lists(&cells.iter().map(near).collect::<Vec<_>>())?;
    let allowed = vec![true; cells.len()];
    let input =
        CatchmentInput { cells: &cells, harm: &harm, area_km2: &area_km2, allowed: &allowed, x_m: &x_m, y_m: &y_m, neighbors: &neighbors };
    let effort = std::env::args().nth(2).map_or(Ok(CatchmentParams::default().effort), |e| e.parse())?;
    println!("km2    k     harm      bound   gap %   CPU s  wall s");
    for area_km2 in [0.25, 2.5] {
        for k in 1..=6 {
            let search = CatchmentParams { k, area_km2, effort, ..CatchmentParams::default() }.check()?;
            let (before, clock) = (cpu(), Instant::now());
            let set = search.best(&input)?;
            println!(
                "{area_km2:<5} {k:>2} {:>8} {:>10.1} {:>7.2} {:>7.2} {:>7.2}",
                set.harm,
                set.bound,
                100.0 * set.gap(),
                cpu() - before,
                clock.elapsed().as_secs_f64()
            );
        }
    }
    Ok(())
}
