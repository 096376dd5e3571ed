//! CPU time and steadiness of the chance per cell on a city given as a table (`cell,area_km2,x_m,y_m,GROUP…`, counts by group; φ in the header as `GROUP@φ`): `chance TABLE [DRAWS]`.
#![expect(clippy::print_stdout, reason = "the table is what this program is for")]

use std::error::Error;
use std::time::Instant;

use catchment_model::Cell;
use catchment_siting::{CatchmentInput, CatchmentParams, ChanceGroup, ChanceInput, ChanceParams};
use catchment_spatial::rings;

/// User and system time of this process, seconds.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks: f64 = after.split_whitespace().skip(11).take(2).filter_map(|t| t.parse::<f64>().ok()).sum();
    ticks / 100.0
}

fn main() -> Result<(), Box<dyn Error>> {
    let number = |at: usize, otherwise: usize| std::env::args().nth(at).map_or(Ok(otherwise), |n| n.parse());
    let path = std::env::args().nth(1).ok_or("expected a table of cells")?;
    let draws = number(2, 200)?;
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
    let (area_km2, x_m, y_m) = (column(0), column(1), column(2));
    let group = |i: usize| {
        let (id, phi) = header[i].split_once('@').ok_or("expected GROUP@phi")?;
        Ok(ChanceGroup { id: id.to_owned(), weight: 1.0, phi: phi.parse()?, counts: column(i - 1) })
    };
    let groups: Vec<ChanceGroup> = (4..header.len()).map(group).collect::<Result<_, Box<dyn Error>>>()?;
    let harm: Vec<f64> = (0..cells.len()).map(|c| groups.iter().map(|g| g.counts[c].max(0.0)).sum()).collect();
    let (neighbors, allowed) = (rings(&cells, 1), vec![true; cells.len()]);
    let ground =
        CatchmentInput { cells: &cells, harm: &harm, area_km2: &area_km2, allowed: &allowed, x_m: &x_m, y_m: &y_m, neighbors: &neighbors };
    println!("{} cells, {draws} draws", cells.len());
    for (area_km2, k) in [(0.25, 3), (0.25, 10), (2.5, 1), (2.5, 3), (2.5, 6)] {
        let search = CatchmentParams { k, area_km2, effort: 0, ..CatchmentParams::default() };
        let best = search.check()?.best(&ground)?;
        let chosen: Vec<Vec<usize>> = best.catchments.iter().map(|c| c.cells.clone()).collect();
        let params = ChanceParams { draws, search };
        let (before, clock) = (cpu(), Instant::now());
        let answer = params.check()?.of(&ChanceInput { ground, groups: &groups, chosen: &chosen })?;
        let (spent, wall) = (cpu() - before, clock.elapsed().as_secs_f64());
        println!(
            "{area_km2} km² × {k}: CPU {spent:.2} s, wall {wall:.2} s; holds {:.4} (low {:.4})",
            answer.holds.unwrap_or(0.0),
            answer.holds_low.unwrap_or(0.0)
        );
        for s in &answer.chosen {
            println!("   stable {:.3} ± {:.3}, mostly {:.3}", s.share, s.standard_error, s.mostly);
        }
        for (g, p) in groups.iter().zip(&answer.priors) {
            println!("   {}: {p:?}", g.id);
        }
        let over = |p: f64| (0..cells.len()).filter(|c| answer.p(*c) >= p).count();
        println!(
            "   cells with p ≥ 0.95 {}, 0.8 {}, 0.5 {}, 0.2 {}, 0.05 {}, 0.01 {}",
            over(0.95),
            over(0.8),
            over(0.5),
            over(0.2),
            over(0.05),
            over(0.01)
        );
    }
    Ok(())
}
