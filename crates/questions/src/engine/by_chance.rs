//! Concentration of counts per cell, beside what chance alone would give.

use catchment_spatial::{Chance, concentration, concentration_of_incidents_by_chance};

use super::Sizes;
use crate::answers::{ConcentrationFigures, Figure, NullFigure};

/// Simulations behind each null.
pub(crate) const SIMULATIONS: u32 = 199;
/// Seed of the null beside a map: the same for everyone who sees it.
pub(crate) const MAP_SEED: u64 = 1;

impl From<Chance> for NullFigure {
    fn from(c: Chance) -> Self {
        Self { mean: c.mean, low: c.low, high: c.high }
    }
}

/// A count as a number of events: a net count below zero, which rows that take back others of an earlier month leave,
/// is none.
pub(crate) fn events(n: i64) -> u32 {
    u32::try_from(n.max(0)).unwrap_or(u32::MAX)
}

/// Concentration of events on cells, beside whole incidents of these sizes that fall on them in proportion to their
/// area inside the study region; none without events.
pub(crate) fn figures(counts: &[u32], (sizes, km2): (&Sizes, &[f64]), seed: u64) -> Option<ConcentrationFigures> {
    let thrown = sizes.holding(counts.iter().map(|c| u64::from(*c)).sum());
    let seen = concentration(counts).ok()?;
    let null = concentration_of_incidents_by_chance(&thrown, counts.len(), Some(km2), SIMULATIONS, seed).ok()?;
    let figure = |observed, null: Chance| Figure { observed, null: null.into() };
    Some(ConcentrationFigures {
        cells_with_half: figure(seen.half, null.half),
        cells_with_quarter: figure(seen.quarter, null.quarter),
        in_hottest_5_percent: figure(seen.in_hottest, null.in_hottest),
        gini: figure(seen.gini, null.gini),
        generalized_gini: figure(seen.generalized_gini, null.generalized_gini),
        simulations: SIMULATIONS,
    })
}

/// The same for the counts of a map.
pub(crate) fn map_figures(counts: &[i64], thrown: (&Sizes, &[f64])) -> Option<ConcentrationFigures> {
    figures(&counts.iter().map(|n| events(*n)).collect::<Vec<_>>(), thrown, MAP_SEED)
}
