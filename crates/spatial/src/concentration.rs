//! How few cells hold how much, and how few would by chance alone.

use rayon::prelude::*;
use serde::Serialize;

use crate::chance::SIMULATIONS;
use crate::chance::{Alias, Draws};

/// How unequally counts are spread over cells.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Concentration {
    /// Smallest share of cells that together hold half of all.
    pub half: f64,
    /// Smallest share of cells that together hold a quarter of all.
    pub quarter: f64,
    /// Share of all in the hottest twentieth of the cells: their number rounded, at least one.
    pub in_hottest: f64,
    /// Gini coefficient G: 0 where all cells hold the same, towards 1 where one holds all.
    pub gini: f64,
    /// Generalized Gini G′, which allows for fewer events than cells.
    pub generalized_gini: f64,
}

/// One figure under chance alone.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Chance {
    /// Mean.
    pub mean: f64,
    /// Lower end of the middle 95%.
    pub low: f64,
    /// Upper end of the middle 95%.
    pub high: f64,
}

/// The figures of [`Concentration`] under chance alone.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ConcentrationChance {
    /// Share of cells with half.
    pub half: Chance,
    /// Share of cells with a quarter.
    pub quarter: Chance,
    /// Share in the hottest twentieth of the cells.
    pub in_hottest: Chance,
    /// G.
    pub gini: Chance,
    /// G′.
    pub generalized_gini: Chance,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ConcentrationError {
    /// No events at all.
    #[error("no events in {0} cells; expected at least one")]
    Empty(usize),
    /// Lists of different length.
    #[error("{given} values for {cells} cells; expected one each")]
    Length {
        /// Values given.
        given: usize,
        /// Cells.
        cells: usize,
    },
    /// Weights that cannot be drawn by.
    #[error("weight {value} of cell {cell}; expected a finite number of at least 0, and one above 0")]
    Weight {
        /// Position.
        cell: usize,
        /// The weight.
        value: f64,
    },
    /// Too few or too many simulations.
    #[error("{0} simulations; expected {low} to {high}", low = SIMULATIONS.0, high = SIMULATIONS.1)]
    Simulations(u32),
    /// A share that is not one.
    #[error("share {0}; expected above 0, up to 1")]
    Share(f64),
}

/// One cell of so many is among the hottest.
const HOTTEST: usize = 20;

/// Share of cells that hold half and a quarter, share of all in the hottest twentieth of the cells, and Gini
/// coefficients, zeros included.
///
/// G = Σᵢ (2i − n − 1) x₍ᵢ₎ ÷ (n Σx) with x rising; G′ = max(n/c, 1)(G − 1) + 1 with n cells and c events.
///
/// # Errors
/// [`ConcentrationError::Empty`].
///
/// # References
/// Bernasco, W. and Steenbeek, W. (2017). More places than crimes: implications for evaluating the law of crime
/// concentration at place. Journal of Quantitative Criminology 33, 451–467. doi:10.1007/s10940-016-9324-7, equations 1
/// and 3.
///
/// # Example
/// ```
/// let found = catchment_spatial::concentration(&[5, 2, 1, 0, 0, 0, 0, 0, 0, 0])?;
/// assert!((found.gini - 0.80).abs() < 1e-12 && (found.generalized_gini - 0.75).abs() < 1e-12);
/// # Ok::<(), catchment_spatial::ConcentrationError>(())
/// ```
pub fn concentration(counts: &[u32]) -> Result<Concentration, ConcentrationError> {
    let sorted = rising(counts);
    let (n, total) = (counts.len() as f64, sorted.iter().map(|c| u64::from(*c)).sum::<u64>());
    if total == 0 {
        return Err(ConcentrationError::Empty(counts.len()));
    }
    let weighted: f64 = (1u32..).zip(&sorted).map(|(i, x)| (2.0 * f64::from(i) - n - 1.0) * f64::from(*x)).sum();
    let gini = weighted / (n * total as f64);
    let holding = |parts: u64| {
        let mut sum = 0;
        let mut largest = sorted.iter().rev();
        let mut cells = 0u32;
        while let Some(x) = largest.next().filter(|_| sum * parts < total) {
            sum += u64::from(*x);
            cells += 1;
        }
        f64::from(cells) / n
    };
    let top = ((counts.len() + HOTTEST / 2) / HOTTEST).max(1);
    let held: u64 = sorted.iter().rev().take(top).map(|c| u64::from(*c)).sum();
    Ok(Concentration {
        half: holding(2),
        quarter: holding(4),
        in_hottest: held as f64 / total as f64,
        gini,
        generalized_gini: (n / total as f64).max(1.0) * (gini - 1.0) + 1.0,
    })
}

/// Counts from low to high. Where they are small, as on cells, they are counted instead of sorted.
fn rising(counts: &[u32]) -> Vec<u32> {
    let most = counts.iter().copied().max().unwrap_or(0);
    if most as usize > counts.len() {
        let mut sorted = counts.to_vec();
        sorted.sort_unstable();
        return sorted;
    }
    let mut times = vec![0usize; most as usize + 1];
    for count in counts {
        times[*count as usize] += 1;
    }
    (0..).zip(&times).flat_map(|(count, times)| std::iter::repeat_n(count, *times)).collect()
}

/// The same figures where the same number of events falls on the cells by chance, each on its own: incidents of one
/// event each ([`concentration_of_incidents_by_chance`]).
///
/// # Errors
/// [`ConcentrationError`].
pub fn concentration_by_chance(
    events: u64,
    cells: usize,
    weights: Option<&[f64]>,
    simulations: u32,
    seed: u64,
) -> Result<ConcentrationChance, ConcentrationError> {
    concentration_of_incidents_by_chance(&[(1, events)], cells, weights, simulations, seed)
}

/// The same figures where whole incidents fall on the cells by chance, each cell as likely as its weight (`None`: all
/// alike): independent compound Poisson counts given their incidents.
///
/// `incidents` are pairs of a size and how many incidents have it. The events of one incident fall together: one with
/// 43 victims is one throw, not 43. Thrown one by one, the 5,685 offenses of St. Louis in 2018 need 13.7 % of the cells
/// of resolution 10 for half of them; thrown in their incidents, 8.1 %: most of what looks even is many throws.
///
/// Returns the same for any number of threads. O(simulations · (incidents + cells log cells)).
///
/// # Errors
/// [`ConcentrationError`].
///
/// # References
/// Levin, A., Rosenfeld, R. and Deckard, M. (2017). The law of crime concentration: an application and recommendations
/// for future research. Journal of Quantitative Criminology 33, 635–647. doi:10.1007/s10940-016-9332-7 (chance alone
/// concentrates). Hipp, J. R. and Kim, Y.-A. (2017). Measuring crime concentration across cities of varying sizes.
/// Journal of Quantitative Criminology 33, 595–632. doi:10.1007/s10940-016-9328-3 (simulated baseline).
pub fn concentration_of_incidents_by_chance(
    incidents: &[(u32, u64)],
    cells: usize,
    weights: Option<&[f64]>,
    simulations: u32,
    seed: u64,
) -> Result<ConcentrationChance, ConcentrationError> {
    check_simulations(simulations)?;
    if incidents.iter().all(|(size, many)| *size == 0 || *many == 0) || cells == 0 {
        return Err(ConcentrationError::Empty(cells));
    }
    let alias = weights.map(|w| checked(w, cells)).transpose()?.map(Alias::new);
    let bound = u32::try_from(cells).unwrap_or(u32::MAX);
    let one = |sim: u32| {
        let mut draws = Draws::new(seed, "concentration", u64::from(sim));
        let mut counts = vec![0u32; cells];
        for (size, many) in incidents {
            for _ in 0..*many {
                let cell = if let Some(alias) = &alias { alias.draw(&mut draws) } else { draws.below(bound) };
                counts[cell as usize] += size;
            }
        }
        concentration(&counts)
    };
    let all: Vec<Concentration> = (0..simulations).into_par_iter().map(one).collect::<Result<_, _>>()?;
    let of = |figure: fn(&Concentration) -> f64| Chance::of(all.iter().map(figure).collect());
    Ok(ConcentrationChance {
        half: of(|c| c.half),
        quarter: of(|c| c.quarter),
        in_hottest: of(|c| c.in_hottest),
        gini: of(|c| c.gini),
        generalized_gini: of(|c| c.generalized_gini),
    })
}

pub(crate) fn check_simulations(simulations: u32) -> Result<(), ConcentrationError> {
    let fits = (SIMULATIONS.0..=SIMULATIONS.1).contains(&simulations);
    if fits { Ok(()) } else { Err(ConcentrationError::Simulations(simulations)) }
}

fn checked(weights: &[f64], cells: usize) -> Result<&[f64], ConcentrationError> {
    if weights.len() != cells {
        return Err(ConcentrationError::Length { given: weights.len(), cells });
    }
    let bad = weights
        .iter()
        .position(|w| !(w.is_finite() && *w >= 0.0))
        .or_else(|| (weights.iter().sum::<f64>() <= 0.0).then_some(0));
    bad.map_or(Ok(weights), |cell| Err(ConcentrationError::Weight { cell, value: weights[cell] }))
}

impl Chance {
    /// Mean and the middle 95% of simulated figures, at least one.
    pub(crate) fn of(mut figures: Vec<f64>) -> Self {
        // Added in the order of the simulations, before they are sorted.
        let mean = figures.iter().sum::<f64>() / figures.len() as f64;
        figures.sort_unstable_by(f64::total_cmp);
        let at = |share: f64| crate::bandwidth::quantile(&figures, share);
        Self { mean, low: at(0.025), high: at(0.975) }
    }
}
