//! What is said of a place, whatever kind it is.

use std::sync::Arc;

use catchment_model::city::{BridgeSource, FinestRule};
use catchment_model::{Block, BlockMask, Entry, Finest, GroupId, Query, Unit};

use super::then_now::{Here, then_now};
use super::{AreaInfo, DensityPoint, MonthCount, OffenseCount, Place, Posterior};
use crate::answers::{MonthKnown, RankByMeasure, RankSpan, Totals};
use crate::engine::{Engine, Months, PlaceRanking, finite, fold_distinct};
use crate::error::AskError;

/// Points of a posterior's density.
const DENSITY_POINTS: usize = 101;

/// The same places ranked by every measure.
pub(super) struct Rankings {
    /// By the measure of the question.
    pub(super) asked: Arc<PlaceRanking>,
    /// By count, per resident, per km²; `None` where no place can be ranked so.
    pub(super) by: [Option<Arc<PlaceRanking>>; 3],
}

impl Rankings {
    fn spans(&self, id: &str) -> RankByMeasure {
        let span = |at: usize| {
            let item = self.by[at].as_ref()?.item(id)?;
            Some(RankSpan { rank: item.rank, low: item.rank_low, high: item.rank_high, p_top: item.p_top })
        };
        RankByMeasure { count: span(0), per_resident: span(1), per_km2: span(2) }
    }

    fn posterior(&self, id: &str) -> Option<Posterior> {
        let item = self.asked.item(id)?;
        let points = self.asked.ranking.density(id, DENSITY_POINTS).unwrap_or_default();
        let points = points
            .into_iter()
            .filter(|(x, d)| x.is_finite() && d.is_finite())
            .map(|(x, density)| DensityPoint { x, density });
        Some(Posterior {
            mean: finite(item.score),
            low: finite(item.score_low),
            high: finite(item.score_high),
            phi: finite(item.phi),
            shrinkage: finite(item.shrinkage),
            points: points.collect(),
        })
    }
}

/// What an answer is about.
pub(crate) struct Target<'a> {
    pub(crate) info: AreaInfo,
    /// Whether each place of the cube belongs to it.
    pub(crate) inside: Vec<bool>,
    /// Position among the ranked units.
    pub(crate) unit: usize,
    /// Whether months that are published per area only have a count here.
    pub(crate) with_area_counts: bool,
    /// What else a reader must know.
    pub(crate) remarks: Vec<String>,
    /// How fine a place it is.
    pub(crate) place: Finest,
    /// Bridge over a series break that was asked for.
    pub(crate) bridge: Option<&'a BridgeSource>,
}

/// What may be told of a place beside its count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Told {
    months: bool,
    hours: bool,
}

impl Told {
    /// A catchment is told like a neighborhood where it is as large as one.
    fn of(engine: &Engine, query: &Query, target: &Target<'_>, count: i64) -> Self {
        let (rule, data): (FinestRule, _) = (engine.data.city.finest, &engine.data);
        let large = target.place == Finest::Cell && target.info.area_km2 >= rule.area_km2;
        let place = if large { Finest::Area } else { target.place };
        let months = !rule.bounds() || !rule.steps(place, &query.selection, &data.offenses);
        let many = count >= i64::from(rule.hours_least);
        Self { months, hours: months && many && (!rule.bounds() || rule.whole(query.window, &data.coverage)) }
    }
}

/// The place in full.
///
/// # Errors
/// As [`unranked`].
pub(super) fn place(
    engine: &Engine,
    query: &Query,
    rankings: &Rankings,
    target: Target<'_>,
) -> Result<Place, AskError> {
    let id = target.info.id.clone();
    let of = unranked(engine, query, &rankings.asked, target)?;
    let mut why = rankings.asked.why(&id);
    why.extend(of.why);
    Ok(Place { rank: rankings.spans(&id), posterior: rankings.posterior(&id), why, ..of })
}

/// A place in full that stands in no ranking; the one given knows its residents and its area.
///
/// # Errors
/// [`AskError::Internal`] where a bridge's figures are not in the dataset.
pub(crate) fn unranked(
    engine: &Engine,
    query: &Query,
    of: &PlaceRanking,
    target: Target<'_>,
) -> Result<Place, AskError> {
    let months = Months::of(query.window, engine);
    let covered = |entry: &Entry| query.month_of(entry).is_some_and(|m| months.covered_at[m].is_some());
    let inside = |entry: &Entry| target.inside[entry.place as usize];
    let by_group = engine.incidents.by_group(query, |entry| covered(entry) && inside(entry));
    let mut count = 0;
    let mut by_block = vec![0; Block::COUNT];
    let mut incidents = 0;
    fold_distinct(engine, query, &months, |entry, _, n, distinct| {
        if inside(entry) {
            count += n;
            by_block[usize::from(entry.block.code())] += n;
            incidents += distinct;
        }
    });
    let Totals { per_1000, per_km2, .. } = of.totals(target.unit, count, &engine.data);
    let offense = |id: GroupId| {
        let group = engine.data.offenses.group(id);
        let (name, label) = group.map(|g| (g.id.clone(), g.label.clone())).unwrap_or_default();
        OffenseCount { id: name, label, count: by_group[usize::from(id.0)] }
    };
    let told = Told::of(engine, query, &target, count);
    if !told.hours {
        by_block.fill(0);
    }
    let (hours, hours_unknown) = hours(&by_block);
    let hours_unknown = if told.hours { hours_unknown } else { count };
    let remarks = target.remarks.iter().cloned().chain(not_told(told, engine.data.city.finest)).collect();
    let Target { with_area_counts, bridge, .. } = target;
    let here = Here { inside: &target.inside, with_area_counts, bridge };
    Ok(Place {
        count,
        incidents,
        per_1000,
        per_km2,
        rank: RankByMeasure { count: None, per_resident: None, per_km2: None },
        series: series(engine, query, &target, told.months),
        hours,
        hours_unknown,
        shift_share: shift_share(engine, &by_block),
        offenses: query.selection.ids().map(offense).collect(),
        posterior: None,
        then_now: Some(then_now(engine, query, &here)?),
        why: remarks,
        area: target.info,
    })
}

/// What is not told of a place, and why.
fn not_told(told: Told, rule: FinestRule) -> Option<String> {
    let steps = if rule.months == 12 { "whole years".to_owned() } else { format!("steps of {} months", rule.months) };
    match told {
        Told { months: false, .. } => Some(format!(
            "By month and by hour it is not told: of so fine a place, these offenses are told over {steps} only."
        )),
        Told { hours: false, .. } => Some(format!(
            "By hour it is not told: hours of a place are told over {steps} with at least {} counted.",
            rule.hours_least
        )),
        Told { .. } => None,
    }
}

fn series(engine: &Engine, query: &Query, target: &Target<'_>, told: bool) -> Vec<MonthCount> {
    let data = &engine.data;
    let mut counts = vec![0; query.window.len()];
    data.cube.fold(query, |entry, n| {
        if let Some(month) = query.month_of(entry).filter(|_| target.inside[entry.place as usize]) {
            counts[month] += n;
        }
    });
    let month = |(month, n): (catchment_model::Month, i64)| {
        let known = data.coverage.months.get(&month);
        let status = MonthKnown::of(known.map(|k| k.0));
        let shown = match status {
            MonthKnown::Incidents => true,
            MonthKnown::AreaCounts => target.with_area_counts && query.unit == Unit::Net,
            MonthKnown::Missing => false,
        };
        let count = (shown && told).then_some(n);
        MonthCount { month: month.to_string(), status, count, system: known.map(|(_, s)| s.clone()) }
    };
    query.window.months().zip(counts).map(month).collect()
}

/// Counts by weekday and hour, and the count of unknown hour.
fn hours(by_block: &[i64]) -> (Vec<Vec<i64>>, i64) {
    let mut grid = vec![vec![0; 24]; 7];
    let mut unknown = 0;
    for (code, n) in (0u8..).zip(by_block) {
        let block = Block::from_code(code).ok();
        match block.and_then(|b| Some((b.weekday()?, b.hour()?))) {
            Some((day, hour)) => grid[usize::from(day)][usize::from(hour)] += n,
            None => unknown += n,
        }
    }
    (grid, unknown)
}

/// Share of counts of known hour within the working hours of a site.
fn shift_share(engine: &Engine, by_block: &[i64]) -> Option<f64> {
    let shift = engine.data.city.shift.as_ref()?;
    let mask = BlockMask::of_hours(&shift.weekdays, shift.from_hour, shift.to_hour);
    let (mut within, mut known) = (0, 0);
    for (code, n) in (0u8..).zip(by_block) {
        if let Some(block) = Block::from_code(code).ok().filter(|b| b.hour().is_some()) {
            known += n;
            within += if mask.contains(block) { *n } else { 0 };
        }
    }
    (known > 0 && within >= 0).then(|| within as f64 / known as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_count_is_in_an_hour_or_unknown() {
        let by_block: Vec<i64> = (0..).take(Block::COUNT).collect();
        let (grid, unknown) = hours(&by_block);
        assert_eq!(grid.iter().flatten().sum::<i64>() + unknown, by_block.iter().sum::<i64>());
        assert!(grid.len() == 7 && grid.iter().all(|day| day.len() == 24));
    }
}
