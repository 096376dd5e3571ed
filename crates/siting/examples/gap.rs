//! Gap and CPU time of the catchment search on a city given as a [`table`]: `gap TABLE [EFFORT]`.
#![expect(clippy::print_stdout, reason = "the table is what this program is for")]

mod table;

use std::error::Error;
use std::time::Instant;

use catchment_siting::CatchmentParams;
use table::{City, cpu};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("expected a table of cells")?;
    let effort = std::env::args().nth(2).map_or(Ok(CatchmentParams::default().effort), |e| e.parse())?;
    let city = City::read(&path)?;
    println!("{} groups", city.groups.len());
    let harm = city.harm();
    println!("km2    k     harm      bound   gap %   CPU s  wall s");
    for area_km2 in [0.25, 2.5] {
        for k in 1..=6 {
            let search = CatchmentParams { k, area_km2, effort, ..CatchmentParams::default() }.check()?;
            let (before, clock) = (cpu(), Instant::now());
            let set = search.best(&city.ground(&harm))?;
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
