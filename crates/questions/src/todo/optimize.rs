//! The best k catchments under a planner's limits, with a bound on what any other choice could hold.

use std::sync::Arc;

use catchment_model::{Finest, Month, Site};
use catchment_siting::{
    AllowedCells, CatchmentError, CatchmentInput, CatchmentParams, CatchmentSet, SiteShape, SitingConstraints,
    WalkParams,
};
use geo::{LineString, MultiPolygon};
use serde::Serialize;
use utoipa::ToSchema;

use super::AskError;
use super::catchments::{Candidate, candidate, inside_of_place, refused, search_input, usable};
use super::counts::{Months, fold};
use super::expected::{ExpectedInfo, sought};
use super::limits::Limits;
use super::meta::{Meta, Shows};
use super::params::{Params, Shown};
use super::study::StudyCells;
use crate::engine::Engine;

/// Points of the frontier at most: each is proven on its own.
const FRONTIER: usize = 6;
/// From this many circumferences of a circle on, a catchment is lace: half of the blocks that its outline goes round
/// are not in it.
const LACE: f64 = 3.0;
/// Length of street per km² that the sentence about walking assumes, km: a grid of blocks of about 100 × 120 m has some
/// 18.
const STREET_KM_PER_KM2: f64 = 18.0;

/// The best catchments found, and what is proven of them.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct OptimizeAnswer {
    /// What the answer says of itself.
    pub meta: Meta,
    /// What is maximized, and what `harm`, `bound` and `usable_harm` are here: `expected`, harm to expect per year
    /// after the window, or `counted`, the weighted count of the window.
    pub basis: &'static str,
    /// How expected harm came about; absent where counts are maximized.
    pub expected: Option<ExpectedInfo>,
    /// The catchments, most harm first.
    pub catchments: Vec<ChosenCatchment>,
    /// Harm inside all of them.
    pub harm: f64,
    /// No choice of as many disjoint, connected, compact catchments of that area, under the same limits, can hold more.
    pub bound: f64,
    /// How far the harm may be from the best possible, as a share of the bound; 0 is proven best.
    pub gap: f64,
    /// Harm of all cells that may be used.
    pub usable_harm: f64,
    /// The same for fewer catchments: 1 up to k, six at most.
    pub frontier: Vec<FrontierPoint>,
    /// What money and staff are enough for; absent where neither was given.
    pub budget: Option<BudgetInfo>,
    /// How far a team walks.
    pub walk: WalkInfo,
    /// What kind of shapes these are: their outlines in circumferences of a circle.
    pub shapes: String,
    /// What a reader must know about limits and proof.
    pub notes: Vec<String>,
}

/// A chosen catchment.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ChosenCatchment {
    /// `C1`, `C2` …, for this answer only.
    pub id: String,
    /// The neighborhoods that most of it lies in.
    pub name: String,
    /// Length of its outline along the edges of its cells, rims of holes included, metres.
    pub outline_m: f64,
    /// Area, km².
    pub area_km2: f64,
    /// Count over the covered months.
    pub count: i64,
    /// What was maximized: expected harm per year, or the count with the weights of the groups.
    pub harm: f64,
    /// Which of the two: `expected` or `counted`.
    pub basis: &'static str,
    /// Residents, an estimate: each neighborhood's spread evenly over its area.
    pub residents: Option<f64>,
    /// Existing sites that it touches.
    pub sites: Vec<String>,
    /// Its H3 cells.
    pub cells: Vec<String>,
    /// Outline, for files.
    #[serde(skip)]
    #[schema(ignore)]
    pub outline: MultiPolygon<f64>,
}

/// What so many catchments hold.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct FrontierPoint {
    /// Number of catchments.
    pub k: usize,
    /// Harm inside all of them.
    pub harm: f64,
    /// No choice can hold more.
    pub bound: f64,
    /// Share of the bound that is not reached.
    pub gap: f64,
}

/// What money and staff are enough for.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct BudgetInfo {
    /// Cost of one launch, US dollars.
    pub launch_usd: f64,
    /// Staff of one site.
    pub staff_per_site: u32,
    /// Sites that both are enough for.
    pub affordable_k: usize,
}

/// How far the interrupters of one site walk: an upper bound that knows no street network, no stops and no way back.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct WalkInfo {
    /// Hours that an interrupter walks in a day.
    pub hours_a_day: f64,
    /// Interrupters of a site.
    pub interrupters: u32,
    /// Speed, stops included, km/h; an assumption.
    pub speed_km_h: f64,
    /// Length of street passed in a day at most, km.
    pub street_km: f64,
    /// Area whose streets that is, at 18 km of street per km², an assumption; km².
    pub area_km2: f64,
}

/// Chooses the best k catchments under limits.
///
/// # Errors
/// [`AskError`] where nothing may be shown per cell, the area or k is out of range, or the limits leave no room.
pub fn optimize(engine: &Engine, params: &Params, limits: &Limits) -> Result<OptimizeAnswer, AskError> {
    let shown = params.shown(Finest::Cell, &engine.data)?;
    let resolution = engine.data.city.positions.finest_resolution;
    let study = engine.study(resolution).ok_or_else(|| AskError::internal("no cells at the finest resolution"))?;
    let (harm, expected) = sought(engine, params, &shown, study)?;
    let GroundUnder { constraints, sites, cells: ground } = ground_under(engine, study, limits)?;
    let input = search_input(study, &harm, &ground.allowed);
    let affordable = constraints.affordable();
    if affordable.most() == Some(0) {
        let (name, value) = if affordable.by_budget == Some(0) {
            ("budget_usd", limits.budget_usd)
        } else {
            ("staff", limits.staff.map(f64::from))
        };
        return Err(AskError::value(
            name,
            value.unwrap_or(0.0).to_string(),
            format!("enough for one site: {affordable}"),
        ));
    }
    let k = affordable.most().map_or(params.k, |most| params.k.min(most));
    let raw = CatchmentParams {
        k,
        area_km2: params.area_km2,
        outline_factor: limits.outline,
        seed: params.seed,
        effort: limits.effort,
        ..CatchmentParams::default()
    };
    let sets = frontier(CatchmentParams { k: k.min(FRONTIER), ..raw }, &input).map_err(|e| refused(e, params))?;
    let frontier = (1..).zip(&sets).map(|(k, set)| point(k, set)).collect();
    let set = match sets.into_iter().next_back().filter(|_| k <= FRONTIER) {
        Some(last) => last,
        None => raw.check().and_then(|s| s.best(&input)).map_err(|e| refused(e, params))?,
    };
    let catchments = chosen(engine, (params, &shown), study, &set)?;
    let count = catchments.iter().map(|c| c.count).sum();
    Ok(OptimizeAnswer {
        meta: Meta::new(
            params,
            &shown,
            &engine.data,
            Shows { count, positions: true, sites: true, estimated_residents: true },
        ),
        basis: params.sought.name(),
        harm: set.proven.harm,
        bound: set.proven.bound,
        gap: set.proven.gap(),
        usable_harm: harm.iter().zip(&ground.allowed).filter(|(_, ok)| **ok).map(|(h, _)| h.max(0.0)).sum(),
        frontier,
        budget: affordable.most().map(|most| BudgetInfo {
            launch_usd: affordable.launch_usd,
            staff_per_site: affordable.staff_per_site,
            affordable_k: most,
        }),
        walk: walk(constraints.params().walk)?,
        notes: notes((params, k), limits, &sites, (ground.excluded, ground.near_sites), expected.as_ref()),
        shapes: shapes(limits, &catchments),
        expected,
        catchments,
    })
}

/// The ground that limits leave.
pub(super) struct GroundUnder<'a> {
    pub(super) constraints: SitingConstraints,
    /// Open sites, where these play a part.
    pub(super) sites: Vec<&'a Site>,
    pub(super) cells: AllowedCells,
}

/// The cells that may be used under limits.
pub(super) fn ground_under<'a>(
    engine: &'a Engine,
    study: &StudyCells,
    limits: &Limits,
) -> Result<GroundUnder<'a>, AskError> {
    let constraints = limits.constraints(closed_cells(engine, study, limits))?;
    let sites = if limits.spacing_m.is_some() { open_sites(engine) } else { Vec::new() };
    let shapes = sites.iter().map(|s| site_shape(engine, s)).collect::<Result<Vec<_>, _>>()?;
    let cells = constraints.allowed(&usable(study), &study.x_m, &study.y_m, &shapes).map_err(AskError::internal)?;
    Ok(GroundUnder { constraints, sites, cells })
}

/// Positions of the cells in closed areas.
fn closed_cells(engine: &Engine, study: &StudyCells, limits: &Limits) -> Vec<usize> {
    let closed: Vec<_> = limits.exclude.iter().filter_map(|id| engine.data.areas.find(id)).collect();
    (0..study.inside.len()).filter(|cell| study.area[*cell].is_some_and(|a| closed.contains(&a))).collect()
}

/// Sites that are open in the last month of the data: where people work today, whatever window is asked for.
fn open_sites(engine: &Engine) -> Vec<&Site> {
    let Some(now) = engine.data.coverage.through() else { return Vec::new() };
    let open = |s: &&Site| s.from <= now && s.to.is_none_or(|to: Month| to >= now);
    engine.data.sites.iter().filter(open).collect()
}

/// Outline of a site in metres.
fn site_shape(engine: &Engine, site: &Site) -> Result<SiteShape, AskError> {
    let metres = |ring: &LineString<f64>| {
        let place = |c: &geo::Coord<f64>| engine.projection.to_metres(c.x, c.y).map(|(x, y)| [x, y]);
        ring.0.iter().map(place).collect::<Option<Vec<_>>>()
    };
    let rings = site.outline.0.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
    let rings = rings.map(metres).collect::<Option<Vec<_>>>();
    rings
        .map(SiteShape::Outline)
        .ok_or_else(|| AskError::internal(format!("the outline of site {} lies too far away", site.id)))
}

fn frontier(raw: CatchmentParams, input: &CatchmentInput<'_>) -> Result<Vec<CatchmentSet>, CatchmentError> {
    raw.check()?.frontier(input)
}

fn point(k: usize, set: &CatchmentSet) -> FrontierPoint {
    FrontierPoint { k, harm: set.proven.harm, bound: set.proven.bound, gap: set.proven.gap() }
}

fn chosen(
    engine: &Engine,
    (params, shown): (&Params, &Shown),
    study: &Arc<StudyCells>,
    set: &CatchmentSet,
) -> Result<Vec<ChosenCatchment>, AskError> {
    let mut owner = vec![None; study.inside.len()];
    for (i, c) in set.catchments.iter().enumerate() {
        c.cells.iter().for_each(|cell| owner[*cell] = Some(i));
    }
    let at = inside_of_place(study);
    let mut counts = vec![0; set.catchments.len()];
    fold(engine, params, &shown.selection, &Months::of(params, engine), |entry, _, n| {
        if let Some(i) = at[entry.place as usize].and_then(|cell| owner[cell]) {
            counts[i] += n;
        }
    });
    let one = |(i, c): (usize, &catchment_siting::Catchment)| {
        let found: Candidate = candidate(engine, (params.window, study), i + 1, c.clone())?;
        Ok(ChosenCatchment {
            id: found.id,
            name: found.name,
            outline_m: c.outline_m,
            area_km2: found.area_km2,
            count: counts[i],
            harm: c.harm,
            basis: params.sought.name(),
            residents: found.residents,
            sites: found.sites,
            cells: found.cells.iter().map(|cell| study.inside[*cell].to_string()).collect(),
            outline: found.outline,
        })
    };
    set.catchments.iter().enumerate().map(one).collect()
}

fn walk(walk: WalkParams) -> Result<WalkInfo, AskError> {
    Ok(WalkInfo {
        hours_a_day: walk.hours_a_day,
        interrupters: walk.interrupters,
        speed_km_h: walk.speed_km_h,
        street_km: walk.street_km().map_err(AskError::internal)?,
        area_km2: walk.area_km2(STREET_KM_PER_KM2).map_err(AskError::internal)?,
    })
}

fn notes(
    (params, k): (&Params, usize),
    limits: &Limits,
    sites: &[&Site],
    (excluded, near): (usize, usize),
    expected: Option<&ExpectedInfo>,
) -> Vec<String> {
    let mut notes = Vec::new();
    if k < params.k {
        notes.push(format!("{} catchments were asked for; money or staff are enough for {k}.", params.k));
    }
    match limits.spacing_m {
        None => notes.push("Existing sites play no part: the answer may lie on them.".to_owned()),
        Some(_) if sites.is_empty() => notes.push("No site is open in the last month of the data.".to_owned()),
        Some(m) => notes.push(format!(
            "{near} cells are closed because they lie in, or less than {m:.0} m from, one of the {} sites open in the \
                last month of the data.",
            sites.len()
        )),
    }
    if !limits.exclude.is_empty() {
        notes.push(format!("{excluded} cells lie in areas that were excluded."));
    }
    notes.push(basis_note(expected));
    notes
}

/// What kind of shapes these are: a reader who sees them from afar takes them for solid ground.
fn shapes(limits: &Limits, catchments: &[ChosenCatchment]) -> String {
    let circles = catchments.iter().map(|c| c.outline_m / (2000.0 * (c.area_km2 * std::f64::consts::PI).sqrt()));
    let (least, most) = circles.fold((f64::INFINITY, 0.0), |(l, m): (f64, f64), c| (l.min(c), m.max(c)));
    match limits.outline {
        Some(bound) => format!(
            "Each outline, rims of holes included, is at most {bound} times the circumference of a circle of the area \
                asked for (here {least:.1} to {most:.1} times \
             that of its own area)."
        ),
        None if most >= LACE => format!(
            "Shapes are free: they follow single blocks and leave out those between, with outlines {least:.1} to \
                {most:.1} times a circle's of their area. \
             A bound on the outline gives rounder ground, which is easier to walk and holds less."
        ),
        None => {
            format!("Outlines, rims of holes included, are {least:.1} to {most:.1} times a circle's of their area.")
        }
    }
}

fn basis_note(expected: Option<&ExpectedInfo>) -> String {
    let Some(ExpectedInfo { half_life_months, burst, predictors }) = expected else {
        return "The bound is about the past counts of the window: the best choice for what was, which next year's \
            counts will not repeat exactly."
            .to_owned();
    };
    let worth = |p: &super::expected::PredictorInfo| format!("{} {:.2}", p.label.to_lowercase(), p.weight);
    let others = if predictors.iter().all(|p| p.weight <= 0.0) {
        String::new()
    } else {
        let list: Vec<String> = predictors.iter().map(worth).collect();
        format!(
            " Other offenses that victims report count too, each as much as the years before say ({}; harm itself 1).",
            list.join(", ")
        )
    };
    format!(
        "Harm is what to expect per year after the window: months count half after {half_life_months} months, and a \
            month's count on a cell to the power {burst}.{others} \
         It is an index in units of harm, meant to rank ground; the bound is about it, not about what will happen."
    )
}
