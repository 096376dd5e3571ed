//! CPU time and steadiness of the chance per cell on a city given as a [`table`]: `chance TABLE [DRAWS] [SEED]`. Each
//! choice is judged twice, known to the draws' search and not.
#![expect(clippy::print_stdout, reason = "the table is what this program is for")]

mod table;

use std::error::Error;
use std::time::Instant;

use catchment_siting::{CatchmentParams, CellChances, ChanceInput, ChanceParams};
use table::{City, cpu};

fn main() -> Result<(), Box<dyn Error>> {
    let number = |at: usize, otherwise: usize| std::env::args().nth(at).map_or(Ok(otherwise), |n| n.parse());
    let path = std::env::args().nth(1).ok_or("expected a table of cells")?;
    let (draws, seed) = (number(2, 200)?, number(3, 1)?.try_into()?);
    let city = City::read(&path)?;
    let harm = city.harm();
    let ground = city.ground(&harm);
    println!("{} cells, {draws} draws, seed {seed}", harm.len());
    for (area_km2, k) in [(0.25, 3), (0.25, 10), (2.5, 1), (2.5, 3), (2.5, 6)] {
        let search = CatchmentParams { k, area_km2, effort: 0, seed, ..CatchmentParams::default() };
        let best = search.check()?.best(&ground)?;
        let chosen: Vec<Vec<usize>> = best.catchments.iter().map(|c| c.cells.clone()).collect();
        let ask = |chosen: &[Vec<usize>]| -> Result<CellChances, Box<dyn Error>> {
            Ok(ChanceParams { draws, search }.check()?.of(&ChanceInput { ground, groups: &city.groups, chosen })?)
        };
        let (before, clock) = (cpu(), Instant::now());
        let answer = ask(&chosen)?;
        let (spent, wall) = (cpu() - before, clock.elapsed().as_secs_f64());
        println!(
            "{area_km2} km² × {k}: CPU {spent:.2} s, wall {wall:.2} s; holds {:.4} (low {:.4})",
            answer.holds.unwrap_or(0.0),
            answer.holds_low.unwrap_or(0.0)
        );
        // The same draws searched by somebody who does not know the choice: where too few starts made it look firm, its
        // ground is chosen less often here.
        let unknown = ask(&[])?;
        for (cells, s) in chosen.iter().zip(&answer.chosen) {
            let free = cells.iter().map(|c| unknown.p(*c)).sum::<f64>() / cells.len() as f64;
            println!(
                "   chosen again {:.3} ± {:.3}, mostly {:.3}; by a search that does not know it {free:.3}",
                s.share, s.standard_error, s.mostly
            );
        }
        for (g, p) in city.groups.iter().zip(&answer.priors) {
            println!("   {}: {p:?}", g.id);
        }
        let over = |p: f64| (0..harm.len()).filter(|c| answer.p(*c) >= p).count();
        println!(
            "   cells with p ≥ 0.95 {}, 0.8 {}, 0.5 {}, 0.2 {}, 0.05 {}",
            over(0.95),
            over(0.8),
            over(0.5),
            over(0.2),
            over(0.05)
        );
    }
    Ok(())
}
