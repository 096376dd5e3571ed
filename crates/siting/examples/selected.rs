//! How often the truth lies in the intervals of chosen catchments, on made-up cities with the surface of a city given
//! as a [`table`]: `selected TABLE [CITIES] [DRAWS] [KM2] [SURFACE]`. Rates are drawn about the counts of its cells
//! (surface `drawn`), or are its counts themselves (`counted`); counts are Poisson about them.
#![expect(clippy::print_stdout, reason = "the table is what this program is for")]

mod table;

use std::error::Error;
use std::time::Instant;

use catchment_siting::{
    CatchmentInput, CatchmentParams, ChanceGroup, Gamma, Held, Normal, RankGroup, RankInput, RankParams, RankUnit,
    Reference, SelectedInput, SelectedParams, Stream, poisson, reference_tiling,
};
use table::{City, cpu};

/// Places listed.
const LISTED: usize = 12;
/// Places that belong together.
const K: usize = 3;

/// Times that the truth lay below, in and above an interval; estimates and truth added up.
#[derive(Debug, Default)]
struct Tally {
    below: u32,
    within: u32,
    above: u32,
    said: f64,
    expected: f64,
    truth: f64,
}

impl Tally {
    fn add(&mut self, held: Held, truth: f64) {
        let part = if truth < held.low {
            &mut self.below
        } else if truth > held.high {
            &mut self.above
        } else {
            &mut self.within
        };
        *part += 1;
        self.said += held.said;
        self.expected += held.expected;
        self.truth += truth;
    }

    fn print(&self, name: &str) {
        let n = f64::from(self.below + self.within + self.above);
        let p = f64::from(self.within) / n;
        println!(
            "{name}: {:.1} % ± {:.1} held (below {:.1}, above {:.1}; n {n}); counted {:.3}, expected {:.3}",
            100.0 * p,
            196.0 * (p * (1.0 - p) / n).sqrt(),
            100.0 * f64::from(self.below) / n,
            100.0 * f64::from(self.above) / n,
            self.said / self.truth,
            self.expected / self.truth
        );
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let word = |at: usize, otherwise: &str| std::env::args().nth(at).unwrap_or_else(|| otherwise.to_owned());
    let city = City::read(&std::env::args().nth(1).ok_or("expected a table of cells")?)?;
    let (cities, draws): (u64, usize) = (word(2, "20").parse()?, word(3, "40").parse()?);
    let (area_km2, surface) = (word(4, "0.25").parse()?, word(5, "drawn"));
    let events = city.harm();
    let ground = city.ground(&events);
    let search = CatchmentParams { k: K, area_km2, effort: 0, ..CatchmentParams::default() };
    let tiling = reference_tiling(&ground, area_km2, 1)?;
    let (mut each, mut plain, mut first, mut together, mut tiles) = <(Tally, Tally, Tally, Tally, Tally)>::default();
    let (mut seconds, mut shift, mut spread) = (0.0, 0.0, 0.0);
    for seed in 0..cities {
        let rates = rates(&events, &surface, seed);
        let stream = Stream::new(seed, &["table counts"]);
        let counts: Vec<f64> = rates.iter().zip(0..).map(|(r, at)| poisson(*r, stream, at)).collect();
        let ground = CatchmentInput { harm: &counts, ..ground };
        let set = search.check()?.best_and_more(&ground, LISTED)?;
        let chosen: Vec<Vec<usize>> = set.catchments.iter().map(|c| c.cells.clone()).collect();
        let groups = [ChanceGroup { id: "all".into(), weight: 1.0, phi: 1.0, counts: counts.clone() }];
        let input = SelectedInput { ground, groups: &groups, chosen: &chosen, first: K };
        let ask = |draws| SelectedParams { draws, level: 0.9, search }.check()?.of(&input);
        let (before, clock) = (cpu(), Instant::now());
        let (found, bare) = (ask(draws)?, ask(0)?);
        if seed == 0 {
            println!(
                "{} places, {draws} draws: CPU {:.2} s, wall {:.2} s",
                chosen.len(),
                cpu() - before,
                clock.elapsed().as_secs_f64()
            );
        }
        seconds += clock.elapsed().as_secs_f64();
        (shift, spread) = (shift + found.shift, spread + found.spread);
        let truth = |cells: &[usize]| cells.iter().map(|c| rates[*c]).sum::<f64>();
        for (at, cells) in chosen.iter().enumerate() {
            each.add(found.each[at], truth(cells));
            plain.add(bare.each[at], truth(cells));
            if at < K {
                first.add(found.each[at], truth(cells));
            }
        }
        together.add(found.together, truth(&chosen[..K].concat()));
        for (held, cells) in by_tiles(&counts, &chosen, &tiling)? {
            tiles.add(held, truth(&cells));
        }
    }
    tiles.print("by tiles (as before)");
    plain.print("posterior of the cells");
    each.print("made again");
    first.print("made again, first three");
    together.print("made again, three together");
    let n = cities as f64;
    println!("shift {:.3}, spread {:.3}; {:.2} s each", shift / n, spread / n, seconds / n);
    Ok(())
}

/// True rates: the counts themselves, or drawn about them.
fn rates(events: &[f64], surface: &str, seed: u64) -> Vec<f64> {
    let normal = Normal::new();
    let stream = Stream::new(seed, &["table rates"]);
    let one = |(n, at): (&f64, u64)| match surface {
        "counted" => n.max(0.05),
        _ => Gamma::new(n.max(0.0) + 0.3, 1.0 + 0.3 / 5.0).draw(&normal, stream, at),
    };
    events.iter().zip(0..).map(one).collect()
}

/// What is said of a place, and its cells.
type HeldPlace = (Held, Vec<usize>);

/// Intervals by the posterior of a tiling's rates, which is what a ranking of any places gives.
fn by_tiles(
    counts: &[f64],
    chosen: &[Vec<usize>],
    tiling: &catchment_siting::Tiling,
) -> Result<Vec<HeldPlace>, Box<dyn Error>> {
    let unit = |id: String| RankUnit { id, residents: None, area_km2: 1.0, left_out: None };
    #[expect(clippy::cast_possible_truncation, reason = "whole counts")]
    let total = |cells: &Vec<usize>| cells.iter().map(|c| counts[*c]).sum::<f64>() as i64;
    let reference = Reference {
        units: (0..tiling.tiles.len()).map(|t| unit(format!("T{t}"))).collect(),
        monthly: tiling.tiles.iter().map(total).collect(),
        clusters: None,
    };
    let input = RankInput {
        months: 1,
        units: (0..chosen.len()).map(|c| unit(format!("C{c}"))).collect(),
        groups: vec![RankGroup { id: "all".into(), label: "all".into(), weight: 1.0 }],
        monthly: chosen.iter().map(total).collect(),
        clusters: None,
        reference: Some(reference),
    };
    let ranking = RankParams { k: K, draws: 1_000, ..RankParams::default() }.check()?.rank(&input)?;
    let held = |i: &catchment_siting::Ranked| Held {
        said: i.count as f64,
        expected: i.score / 12.0,
        low: i.score_low / 12.0,
        high: i.score_high / 12.0,
    };
    Ok(ranking.items.iter().map(|i| (held(i), chosen[i.unit].clone())).collect())
}
