//! What a decision is weighed from: criteria drawn by all three measures, kept while weights move.

use std::sync::Arc;

use catchment_model::{Among, BlockMask, Finest, GroupId, ReportedBy, Rule, RulePer as Per, Selection, Window};
use catchment_siting::RankInput;
use catchment_siting::decide::{Criterion, DecideInput, DecideParams, Draws, RankSet, RulePer, Weights};
use catchment_siting::rank::MEASURES as ALL_MEASURES;
use geo::{Centroid, Contains, Distance, Euclidean, MapCoords, MultiPolygon, Point};

use super::super::AskError;
use super::super::catchments::{CatchmentsFound, catchment_input, inside_of_place, owners};
use super::super::counts::{Months, area_of, fold};
use super::super::params::{Params, Shown};
use super::super::places::{PlaceRanking, neighborhood_input};
use crate::engine::Engine;

/// Level of the rank sets.
const LEVEL: f64 = 0.9;

/// Criteria of all places, drawn.
#[derive(Debug)]
pub struct DecisionDraws {
    /// Names of the places, in the order of the ranking's units.
    pub(super) names: Vec<String>,
    /// The ranking by count: units, words, totals of the city.
    pub(super) place: Arc<PlaceRanking>,
    /// By count, per resident, per km²; or why nothing can be ranked so.
    pub(super) by: [Result<Draws, String>; 3],
    /// Rank sets by each measure, in the order of the ids.
    pub(super) sets: [Vec<RankSet>; 3],
    /// The same with police-initiated offenses; absent where there are none.
    pub(super) with_police: [Option<Draws>; 3],
    /// Ids of the sites that exist.
    pub(super) sites: Vec<String>,
    /// What each funding rule counts.
    pub(super) rules: Vec<RuleCounts>,
}

/// What a funding rule counts.
#[derive(Debug)]
pub(super) struct RuleCounts {
    pub(super) counts: Vec<i64>,
    pub(super) eligible: Vec<bool>,
    /// Covered months among those that it asks for.
    pub(super) covered: usize,
    pub(super) months: usize,
    /// Groups that it names and that may not be shown.
    pub(super) withheld: Vec<String>,
}

impl DecisionDraws {
    /// Memory, about.
    pub fn bytes(&self) -> usize {
        let by = self.by.iter().filter_map(|d| d.as_ref().ok());
        by.chain(self.with_police.iter().flatten()).map(Draws::bytes).sum::<usize>()
            + 8 * self.place.input.monthly.len()
    }
}

/// Draws the criteria.
///
/// # Errors
/// [`AskError`] where the draws are refused by every measure.
pub fn find_decision(
    engine: &Engine,
    params: &Params,
    place: &Arc<PlaceRanking>,
    found: Option<&CatchmentsFound>,
) -> Result<DecisionDraws, AskError> {
    let beside = Beside::new(engine, params, place, found);
    let by =
        ALL_MEASURES.map(|measure| beside.draw(engine, params, measure, &place.input, None).map_err(|e| e.to_string()));
    let sets = std::array::from_fn(|at| by[at].as_ref().ok().and_then(|d| d.rank_sets(LEVEL).ok()).unwrap_or_default());
    Ok(DecisionDraws {
        names: names(engine, found),
        with_police: with_police(engine, params, place, found, &beside)?,
        place: Arc::clone(place),
        by,
        sets,
        sites: params.decision.sites.of(&engine.data, params.window).iter().map(|s| s.id.clone()).collect(),
        rules: if found.is_none() { rules(engine, params, &beside.served) } else { Vec::new() },
    })
}

fn names(engine: &Engine, found: Option<&CatchmentsFound>) -> Vec<String> {
    match found {
        Some(found) => found.list.iter().map(|c| c.name.clone()).collect(),
        None => engine.data.areas.list().iter().map(|a| a.name.clone()).collect(),
    }
}

/// What criteria need beside the counts; it does not depend on the measure.
struct Beside {
    ages: Vec<u32>,
    shift: Result<Vec<(f64, f64)>, String>,
    distance_km: Result<Vec<f64>, String>,
    served: Vec<f64>,
}

impl Beside {
    fn new(engine: &Engine, params: &Params, place: &PlaceRanking, found: Option<&CatchmentsFound>) -> Self {
        let months = Months::of(params, engine);
        let sites = params.decision.sites.of(&engine.data, params.window);
        let outlines: Vec<&MultiPolygon<f64>> = sites.iter().map(|s| &s.outline).collect();
        Self {
            ages: ages(params.window, &months),
            shift: shift(engine, params, place, found, &months),
            distance_km: distances(engine, found, &outlines),
            served: served(engine, found, &outlines, place.input.units.len()),
        }
    }

    /// Draws by one measure: everything, or what some weights need.
    fn draw(
        &self,
        engine: &Engine,
        params: &Params,
        measure: catchment_siting::Measure,
        rank: &RankInput,
        only: Option<&Weights>,
    ) -> Result<Draws, catchment_siting::decide::DecideError> {
        let input = DecideInput {
            rank,
            ages: &self.ages,
            severity: severity(engine, rank, only.is_some()),
            shift: self.shift.clone(),
            distance_km: self.distance_km.clone(),
            served: self.served.clone(),
        };
        let raw = DecideParams {
            measure,
            seed: params.seed,
            half_life_months: params.decision.half_life_months,
            min_residents: engine.data.city.analysis.min_residents,
            ..DecideParams::default()
        };
        let decider = raw.check()?;
        match only {
            Some(weights) => decider.draw_for(&input, weights),
            None if params.decision.weights.of(Criterion::Severity) > 0.0 => decider.draw_with_severity(&input),
            None => decider.draw(&input),
        }
    }
}

/// Age of each covered month.
fn ages(window: Window, months: &Months) -> Vec<u32> {
    let last = window.to().index();
    let covered = window.months().zip(&months.covered_at).filter(|(_, at)| at.is_some());
    covered.map(|(m, _)| u32::from(last - m.index())).collect()
}

/// Severity of each group, as the city file gives it; with `lenient`, a group without one counts 0.
fn severity(engine: &Engine, rank: &RankInput, lenient: bool) -> Result<Vec<f64>, String> {
    let declared = engine.data.city.severity.as_ref().ok_or("the city file gives no severities")?;
    let of = |g: &catchment_siting::RankGroup| {
        let given = declared.per_offense.get(&g.id).copied().or(lenient.then_some(0.0));
        given.ok_or_else(|| format!("the city file gives no severity of {}", g.label))
    };
    rank.groups.iter().map(of).collect()
}

/// Unit of each place of the cube.
fn units_of_places(engine: &Engine, params: &Params, found: Option<&CatchmentsFound>) -> Vec<Option<usize>> {
    match found {
        None => engine.incidents.places().iter().map(|p| area_of(params.basis, p)).collect(),
        Some(found) => {
            let owner = owners(found);
            inside_of_place(&found.study).into_iter().map(|cell| cell.and_then(|c| owner[c])).collect()
        }
    }
}

/// Counts of known hour within and outside the working hours of a site.
fn shift(
    engine: &Engine,
    params: &Params,
    place: &PlaceRanking,
    found: Option<&CatchmentsFound>,
    months: &Months,
) -> Result<Vec<(f64, f64)>, String> {
    let shift = engine.data.city.shift.as_ref().ok_or("the city file gives no working hours of a site")?;
    let mask = BlockMask::of_hours(&shift.weekdays, shift.from_hour, shift.to_hour);
    let unit_of = units_of_places(engine, params, found);
    let mut sums = vec![(0, 0); place.input.units.len()];
    fold(engine, params, &place.shown.selection, months, |entry, _, n| {
        if let Some(unit) = unit_of[entry.place as usize].filter(|_| entry.block.hour().is_some()) {
            let (within, outside) = &mut sums[unit];
            *(if mask.contains(entry.block) { within } else { outside }) += n;
        }
    });
    Ok(sums.into_iter().map(|(within, outside): (i64, i64)| (within.max(0) as f64, outside.max(0) as f64)).collect())
}

/// Distance of each place's middle to the nearest outline, km.
fn distances(
    engine: &Engine,
    found: Option<&CatchmentsFound>,
    sites: &[&MultiPolygon<f64>],
) -> Result<Vec<f64>, String> {
    if sites.is_empty() {
        return Err("no site exists at the end of the window".to_owned());
    }
    let flat = |outline: &MultiPolygon<f64>| {
        outline.map_coords(|c| engine.projection.to_metres(c.x, c.y).map_or(c, |(x, y)| geo::Coord { x, y }))
    };
    let sites: Vec<MultiPolygon<f64>> = sites.iter().map(|s| flat(s)).collect();
    let km = |middle: Option<Point<f64>>| {
        let middle = middle.ok_or("a place has no outline")?;
        Ok(sites.iter().map(|s| Euclidean.distance(&middle, s)).fold(f64::INFINITY, f64::min) / 1000.0)
    };
    match found {
        None => engine.data.areas.list().iter().map(|a| km(a.outline_m.centroid())).collect(),
        Some(found) => found.list.iter().map(|c| km(flat(&c.outline).centroid())).collect(),
    }
}

/// Share of each place's ground within the outlines, by the centers of its finest cells.
fn served(engine: &Engine, found: Option<&CatchmentsFound>, sites: &[&MultiPolygon<f64>], units: usize) -> Vec<f64> {
    let Some(study) = engine.study(engine.data.city.positions.finest_resolution).filter(|_| !sites.is_empty()) else {
        return vec![0.0; units];
    };
    let owner: Vec<Option<usize>> = match found {
        Some(found) => owners(found),
        None => study.area.iter().map(|a| a.map(|a| usize::from(a.0))).collect(),
    };
    let mut ground = vec![(0.0, 0.0); units];
    for (cell, (owner, km2)) in study.inside.iter().zip(owner.iter().zip(&study.area_km2)) {
        if let Some(unit) = owner {
            let (lng, lat) = cell.center();
            let inside = sites.iter().any(|s| s.contains(&Point::new(lng, lat)));
            ground[*unit].0 += if inside { *km2 } else { 0.0 };
            ground[*unit].1 += km2;
        }
    }
    ground
        .into_iter()
        .map(|(inside, all): (f64, f64)| if all > 0.0 { (inside / all).clamp(0.0, 1.0) } else { 0.0 })
        .collect()
}

/// The same places with police-initiated offenses among those counted: expected values only, but for years hot.
fn with_police(
    engine: &Engine,
    params: &Params,
    place: &PlaceRanking,
    found: Option<&CatchmentsFound>,
    beside: &Beside,
) -> Result<[Option<Draws>; 3], AskError> {
    let Some(shown) = police_too(engine, &place.shown, if found.is_some() { Finest::Cell } else { Finest::Area })
    else {
        return Ok([None, None, None]);
    };
    let input = match found {
        Some(found) => catchment_input(engine, params, found, &shown).0,
        None => neighborhood_input(engine, params, &shown).0,
    };
    let mut only = [0.0; 9];
    only[Criterion::Persistence.index()] = 1.0;
    let only = Weights::new(only).map_err(AskError::internal)?;
    Ok(ALL_MEASURES.map(|measure| beside.draw(engine, params, measure, &input, Some(&only)).ok()))
}

/// A selection and every police-initiated group that may be shown; `None` where there is no other.
fn police_too(engine: &Engine, shown: &Shown, finest: Finest) -> Option<Shown> {
    let groups = engine.data.offenses.groups().iter().zip(0u8..);
    let police = groups
        .filter(|(g, _)| g.reported_by == ReportedBy::Police && g.finest >= finest && g.weight > 0.0)
        .map(|(_, id)| GroupId(id));
    let more: Vec<GroupId> = police.filter(|id| shown.selection.weight(*id) <= 0.0).collect();
    if more.is_empty() {
        return None;
    }
    let ids: Vec<GroupId> = shown.selection.ids().filter(|id| shown.selection.weight(*id) > 0.0).chain(more).collect();
    let selection = engine.data.offenses.selection(&ids).ok()?;
    Some(Shown { selection, withheld: Vec::new() })
}

fn rules(engine: &Engine, params: &Params, served: &[f64]) -> Vec<RuleCounts> {
    let none = || RuleCounts {
        counts: vec![0; served.len()],
        eligible: vec![false; served.len()],
        covered: 0,
        months: 0,
        withheld: vec![],
    };
    engine.data.city.rule.iter().map(|rule| count_rule(engine, params, rule, served).unwrap_or_else(none)).collect()
}

/// What a rule counts over its years, up to the end of the window. Rules were checked when the city file was read.
fn count_rule(engine: &Engine, params: &Params, rule: &Rule, served: &[f64]) -> Option<RuleCounts> {
    let to = params.window.to();
    let months = rule.years.saturating_mul(12);
    let from = catchment_model::Month::from_index(to.index().saturating_sub(months.saturating_sub(1)))?;
    let asked: Selection = engine.data.offenses.select(&rule.offense.join(",")).ok()?;
    let (selection, _) = asked.shown_at(Finest::Area, &engine.data.offenses)?;
    let withheld = asked.ids().filter(|id| selection.weight(*id) <= 0.0);
    let withheld = withheld.filter_map(|id| engine.data.offenses.group(id).map(|g| g.label.clone())).collect();
    let own = Params { window: Window::new(from, to).ok()?, ..params.clone() };
    let covered = Months::of(&own, engine);
    let mut counts = vec![0; engine.data.areas.len()];
    fold(engine, &own, &selection, &covered, |entry, _, n| {
        if let Some(area) = area_of(params.basis, &engine.incidents.places()[entry.place as usize]) {
            counts[area] += n;
        }
    });
    let eligible = served.iter().map(|s| rule.among == Among::Neighborhoods || *s < 1.0).collect();
    Some(RuleCounts { counts, eligible, covered: covered.covered, months: usize::from(months), withheld })
}

/// The rule's measure in the words of `siting`.
pub(super) fn rule_per(per: Per) -> RulePer {
    match per {
        Per::Count => RulePer::Count,
        Per::PerResident => RulePer::PerResident,
        Per::PerKm2 => RulePer::PerKm2,
    }
}

/// Place of a measure in [`ALL_MEASURES`].
pub(super) fn measure_at(params: &Params) -> usize {
    ALL_MEASURES.iter().position(|m| *m == params.measure).unwrap_or(0)
}
