//! Gap, outlines and CPU time of the search for walkable catchments on a city given as a [`table`]: `walk TABLE
//! [EFFORT]`.
#![expect(clippy::print_stdout, reason = "the table is what this program is for")]

mod table;

use std::error::Error;
use std::time::Instant;

use catchment_siting::{Catchment, CatchmentParams, Shape};
use table::{City, cpu};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("expected a table of cells")?;
    let effort = std::env::args().nth(2).map_or(Ok(CatchmentParams::default().effort), |e| e.parse())?;
    let city = City::read(&path)?;
    let harm = city.harm();
    let circles = |c: &Catchment| {
        format!("{:.0}/{:.2}", c.harm, c.outline_m / (2000.0 * (c.area_km2 * std::f64::consts::PI).sqrt()))
    };
    println!("km2    k     harm      bound   gap %  harm/outline in circles");
    for area_km2 in [0.25, 2.5] {
        let raw = CatchmentParams { k: 6, area_km2, effort, shape: Shape::Walkable, ..CatchmentParams::default() };
        let (before, clock) = (cpu(), Instant::now());
        for set in raw.check()?.frontier(&city.ground(&harm))? {
            println!(
                "{area_km2:<5} {:>2} {:>8.1} {:>10.1} {:>7.2}  {}",
                set.catchments.len(),
                set.harm,
                set.bound,
                100.0 * set.gap(),
                set.catchments.iter().map(circles).collect::<Vec<_>>().join(" ")
            );
        }
        println!("{area_km2:<5} all six: {:.2} s of CPU, {:.2} s", cpu() - before, clock.elapsed().as_secs_f64());
    }
    Ok(())
}
