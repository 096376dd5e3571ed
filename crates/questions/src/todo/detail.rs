//! One place in full: its series, hours, offenses, ranks by every measure, and why it stands where it stands.

use std::collections::BTreeMap;
use std::sync::Arc;

use catchment_model::{AreaBasis, AreaIdx, Block, BlockMask, Finest, MonthStatus, SiteShape, TimeBasis, Unit};
use catchment_siting::Measure;
use geo::{Contains, Point};
use serde::Serialize;
use utoipa::ToSchema;

use super::AskError;
use super::catchments::{CatchmentsFound, inside_of_place};
use super::counts::{Months, Totals, fold, query};
use super::meta::Meta;
use super::params::{Params, Shown};
use super::places::{PlaceRanking, kind, shows};
use super::rankings::{finite, remarks};
use crate::engine::Engine;

/// Points of a posterior's density.
const DENSITY_POINTS: usize = 101;

/// One place in full.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AreaAnswer {
    /// What the answer says of itself.
    pub meta: Meta,
    /// The place.
    pub area: AreaInfo,
    /// Count over the covered months.
    pub count: i64,
    /// Per 1,000 residents and year.
    pub per_1000: Option<f64>,
    /// Per km² and year.
    pub per_km2: Option<f64>,
    /// Rank by each measure.
    pub rank: RankByMeasure,
    /// Month by month.
    pub series: Vec<MonthCount>,
    /// Counts by weekday (Monday first) and hour.
    pub hours: Vec<Vec<i64>>,
    /// Counts whose hour is not known.
    pub hours_unknown: i64,
    /// Share of counts of known hour within the working hours of a site; absent where there are none.
    pub shift_share: Option<f64>,
    /// Counts by offense group.
    pub offenses: Vec<OffenseCount>,
    /// Posterior of the score; absent where the place is not ranked.
    pub posterior: Option<Posterior>,
    /// Why it stands where it stands, in sentences.
    pub why: Vec<String>,
}

/// A place.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AreaInfo {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// `neighborhood`, `park` or `catchment`.
    pub kind: &'static str,
    /// Area, km².
    pub area_km2: f64,
    /// Residents by census year; for catchments an estimate.
    pub population: BTreeMap<String, f64>,
    /// Sites that it touches.
    pub sites: Vec<String>,
}

/// Rank by each measure; absent where the place is not ranked by it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RankByMeasure {
    /// By count per year.
    pub count: Option<RankSpan>,
    /// By count per 1,000 residents and year.
    pub per_resident: Option<RankSpan>,
    /// By count per km² and year.
    pub per_km2: Option<RankSpan>,
}

/// A rank with its 90 % interval.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RankSpan {
    /// Place in the list.
    pub rank: usize,
    /// Better end.
    pub low: usize,
    /// Worse end.
    pub high: usize,
    /// Chance that the true rank is among the first k.
    pub p_top: f64,
}

/// A month of a series.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MonthCount {
    /// Month.
    pub month: String,
    /// `incidents`, `area-counts` or `missing`.
    pub status: &'static str,
    /// Count; absent where nothing is known, which is not zero.
    pub count: Option<i64>,
    /// Reporting system.
    pub system: Option<String>,
}

/// Count of an offense group.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct OffenseCount {
    /// Id.
    pub id: String,
    /// Name.
    pub label: String,
    /// Count over the covered months.
    pub count: i64,
}

/// Posterior of a score.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Posterior {
    /// Mean.
    pub mean: Option<f64>,
    /// Lower end of the 90 % interval.
    pub low: Option<f64>,
    /// Upper end of the 90 % interval.
    pub high: Option<f64>,
    /// Over-dispersion of monthly counts, 1 or more.
    pub phi: Option<f64>,
    /// How far the score moved from the counted rate toward the usual one, 0 to 1.
    pub shrinkage: Option<f64>,
    /// Density for a small chart.
    pub points: Vec<DensityPoint>,
}

/// A point of a density.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DensityPoint {
    /// Score.
    pub x: f64,
    /// Density.
    pub density: f64,
}

/// The same places ranked by every measure.
#[derive(Debug, Clone)]
pub struct Rankings {
    /// By the measure of the question.
    pub asked: Arc<PlaceRanking>,
    /// By count, per resident, per km²; `None` where no place can be ranked so.
    pub by: [Option<Arc<PlaceRanking>>; 3],
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

/// The measures in the order of [`Rankings::by`].
pub const MEASURES: [Measure; 3] = [Measure::Count, Measure::PerResident, Measure::PerKm2];

/// A neighborhood or park in full.
///
/// # Errors
/// [`AskError::NotFound`] for an unknown id, [`AskError::Withheld`] where nothing may be shown.
pub fn area_answer(engine: &Engine, params: &Params, id: &str, rankings: &Rankings) -> Result<AreaAnswer, AskError> {
    let areas = &engine.data.areas;
    let missing = || AskError::NotFound {
        what: "area",
        id: id.to_owned(),
        accepted: format!("an area id, such as {}", areas.list()[0].id),
    };
    let idx = areas.find(id).ok_or_else(missing)?;
    let area = areas.get(idx).ok_or_else(missing)?;
    let shown = params.shown(Finest::Area, &engine.data)?;
    let info = AreaInfo {
        id: area.id.clone(),
        name: area.name.clone(),
        kind: kind(area),
        area_km2: area.area_km2,
        population: area.population.iter().map(|(year, n)| (year.to_string(), *n)).collect(),
        sites: sites_of(engine, idx),
    };
    let inside: Vec<bool> = engine.incidents.places().iter().map(|p| p.area(params.basis) == Some(idx)).collect();
    // Counts published per area carry the police's own label and no date of occurrence.
    let with_area_counts = params.basis == AreaBasis::Label && params.time == TimeBasis::Reported;
    let target = Target { info, inside, unit: usize::from(idx.0), with_area_counts, remarks: Vec::new() };
    Ok(answer(engine, params, &shown, rankings, target))
}

/// A catchment in full.
///
/// # Errors
/// [`AskError::NotFound`] for an id that the search did not give.
pub fn catchment_answer(
    engine: &Engine,
    params: &Params,
    id: &str,
    found: &CatchmentsFound,
    rankings: &Rankings,
) -> Result<AreaAnswer, AskError> {
    let at = found.list.iter().position(|c| c.id == id);
    let accepted = || format!("C1 to C{} for this question", found.list.len());
    let unit = at.ok_or_else(|| AskError::NotFound { what: "catchment", id: id.to_owned(), accepted: accepted() })?;
    let candidate = &found.list[unit];
    let year = super::places::population_year(&engine.data, params.window);
    let info = AreaInfo {
        id: candidate.id.clone(),
        name: candidate.name.clone(),
        kind: "catchment",
        area_km2: candidate.area_km2,
        population: year.zip(candidate.residents).map(|(y, n)| (y.to_string(), n.round())).into_iter().collect(),
        sites: candidate.sites.clone(),
    };
    let at = inside_of_place(&found.study);
    let inside = at.iter().map(|cell| cell.is_some_and(|c| candidate.cells.binary_search(&c).is_ok())).collect();
    let remarks = remarks(candidate.park_km2, &candidate.sites, &engine.data);
    let target = Target { info, inside, unit, with_area_counts: false, remarks };
    Ok(answer(engine, params, &found.shown, rankings, target))
}

/// What an answer is about.
struct Target {
    info: AreaInfo,
    /// Whether each place of the cube belongs to it.
    inside: Vec<bool>,
    /// Position among the ranked units.
    unit: usize,
    /// Whether months that are published per area only have a count here.
    with_area_counts: bool,
    remarks: Vec<String>,
}

fn answer(engine: &Engine, params: &Params, shown: &Shown, rankings: &Rankings, target: Target) -> AreaAnswer {
    let months = Months::of(params, engine);
    let mut by_group = vec![0; shown.selection.weights().len()];
    let mut by_block = vec![0; Block::COUNT];
    fold(engine, params, &shown.selection, &months, |entry, _, n| {
        if target.inside[entry.place as usize] {
            by_group[usize::from(entry.group.0)] += n;
            by_block[usize::from(entry.block.code())] += n;
        }
    });
    let count = by_group.iter().sum();
    let Totals { per_1000, per_km2, .. } = rankings.asked.totals(target.unit, count, &engine.data);
    let label = |id: catchment_model::GroupId| {
        engine.data.offenses.group(id).map(|g| (g.id.clone(), g.label.clone())).unwrap_or_default()
    };
    let offenses = shown
        .selection
        .ids()
        .map(|id| (label(id), by_group[usize::from(id.0)]))
        .map(|((id, label), count)| OffenseCount { id, label, count });
    let (hours, hours_unknown) = hours(&by_block);
    let mut why = rankings.asked.why(&target.info.id);
    why.extend(target.remarks.iter().cloned());
    AreaAnswer {
        meta: Meta::new(params, shown, &engine.data, shows(params, count)),
        count,
        per_1000,
        per_km2,
        rank: rankings.spans(&target.info.id),
        series: series(engine, params, shown, &target),
        hours,
        hours_unknown,
        shift_share: shift_share(engine, &by_block),
        offenses: offenses.collect(),
        posterior: rankings.posterior(&target.info.id),
        why,
        area: target.info,
    }
}

fn series(engine: &Engine, params: &Params, shown: &Shown, target: &Target) -> Vec<MonthCount> {
    let data = &engine.data;
    let mut counts = vec![0; params.window.len()];
    let query = query(params, &shown.selection);
    data.cube.fold(&query, |entry, n| {
        if let Some(month) = query.month_of(entry).filter(|_| target.inside[entry.place as usize]) {
            counts[month] += n;
        }
    });
    let month = |(month, n): (catchment_model::Month, i64)| {
        let known = data.coverage.months.get(&month);
        let (status, count) = match known {
            Some((MonthStatus::Incidents, _)) => ("incidents", Some(n)),
            Some((MonthStatus::AreaCounts, _)) => {
                ("area-counts", Some(n).filter(|_| target.with_area_counts && params.unit == Unit::Net))
            }
            None => ("missing", None),
        };
        MonthCount { month: month.to_string(), status, count, system: known.map(|(_, s)| s.clone()) }
    };
    params.window.months().zip(counts).map(month).collect()
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

/// Sites that stand in an area: named by the site, or, where an outline is published, with a cell inside it.
fn sites_of(engine: &Engine, idx: AreaIdx) -> Vec<String> {
    let data = &engine.data;
    let id = data.areas.get(idx).map(|a| a.id.as_str());
    let finest = engine.study(data.city.positions.finest_resolution);
    let reaches = |site: &catchment_model::Site| {
        let cells = finest.iter().flat_map(|s| s.inside.iter().zip(&s.area)).filter(|(_, area)| **area == Some(idx));
        site.shape == SiteShape::Published
            && cells.map(|(c, _)| c.center()).any(|(lng, lat)| site.outline.contains(&Point::new(lng, lat)))
    };
    let named = |site: &catchment_model::Site| id.is_some_and(|id| site.area_ids.iter().any(|a| a == id));
    data.sites.iter().filter(|s| named(s) || reaches(s)).map(|s| s.id.clone()).collect()
}
