//! The chance of each cell of lying in one of the k best catchments, while the counts, or the harm to expect, are in
//! doubt.

use std::collections::BTreeMap;

use catchment_model::{AreaIdx, Cell, Finest, Resolution};
use catchment_siting::{
    CatchmentParams, CellChances, ChanceError, ChanceGroup, ChanceInput, ChanceParams, ExpectedChanceInput,
    ExpectedModel, Tiling, over_dispersion, reference_tiling,
};
use catchment_store::Dataset;
use geo::MultiPolygon;
use serde::Serialize;
use utoipa::ToSchema;

use super::AskError;
use super::catchments::{inside_of_place, refused, search_input};
use super::counts::{Months, fold, monthly};
use super::download::Download;
use super::expected::{looked_back, sought};
use super::given::Given;
use super::limits::Limits;
use super::meta::{Meta, Shows};
use super::optimize::{OptimizeAnswer, ground_under};
use super::params::{Params, Shown};
use super::places::groups;
use super::question::{Format, Question};
use super::study::StudyCells;
use crate::engine::Engine;

/// Cells with a lower chance are left out of the answer.
const FLOOR: f64 = 0.05;
/// Chances from which ground is called sure, likely and possible.
const SURE: f64 = 0.9;
const LIKELY: f64 = 0.5;
const POSSIBLE: f64 = 0.1;
/// Draws where none are asked for; and on cells of resolution 10, where each costs several times as much.
const DRAWS: u64 = 200;
const DRAWS_OF_SMALL_CELLS: u64 = 100;

/// Chances by cell, and how stable the choice is that was made on the same basis.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ChanceAnswer {
    /// What the answer says of itself.
    pub meta: Meta,
    /// What was chosen by: `expected`, harm to expect per year after the window, or `counted`, the weighted count of
    /// the window.
    pub basis: &'static str,
    /// The limits of the choice.
    pub limits: ChanceLimits,
    /// H3 resolution of the cells: the city's finest.
    pub resolution: u8,
    /// Number of draws.
    pub draws: usize,
    /// Cells with a lower chance are not listed.
    pub floor: f64,
    /// Cells by id.
    pub cells: Vec<ChanceCell>,
    /// Neighborhoods and parks with cells that are sure, likely or possible, the largest sure ground first.
    pub areas: Vec<ChanceArea>,
    /// The catchments of `/api/v1/optimize` on the same basis, with how stable they are.
    pub catchments: Vec<StableCatchment>,
    /// On the draws, what these catchments hold over what the best found for the draw holds: the mean.
    pub holds: Option<f64>,
    /// They hold at least this share in 9 of 10 draws.
    pub holds_low: Option<f64>,
    /// What counts were pulled toward, by offense; empty where the choice is by expected harm.
    pub model: Vec<ChanceModel>,
    /// How wrong expected harm was about past years; absent where the choice is by counts.
    pub expected: Option<ChanceExpected>,
    /// What the chances cover, and what they do not.
    pub notes: Vec<String>,
}

/// The limits of a choice.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ChanceLimits {
    /// Work for the choice that is judged.
    pub effort: usize,
    /// Longest outline of a catchment, in circumferences of a circle of its area.
    pub outline: Option<f64>,
    /// Least distance from existing sites, metres; absent where sites play no part.
    pub spacing_m: Option<f64>,
    /// Areas that may not be used.
    pub exclude: Vec<String>,
    /// Money for launches, US dollars.
    pub budget_usd: Option<f64>,
    /// Staff that can be had.
    pub staff: Option<u32>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ChanceCell {
    /// H3 index.
    pub id: String,
    /// Share of the draws in which the cell lay in one of the catchments.
    pub p: f64,
    /// Monte-Carlo standard error of that share.
    pub standard_error: f64,
    /// Id of the neighborhood or park that holds its center.
    pub area: Option<String>,
}

/// The ground of one neighborhood or park, km², by chance.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ChanceArea {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Highest chance of one of its cells.
    pub highest: f64,
    /// Ground chosen in 9 of 10 draws or more.
    pub sure_km2: f64,
    /// Ground chosen in half of the draws or more, but not 9 of 10.
    pub likely_km2: f64,
    /// Ground chosen in 1 of 10 draws or more, but not half.
    pub possible_km2: f64,
}

/// A catchment chosen without any draw.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct StableCatchment {
    /// `C1`, `C2` …, as in the choice.
    pub id: String,
    /// The neighborhoods that most of it lies in.
    pub name: String,
    /// Area, km².
    pub area_km2: f64,
    /// Mean share of its ground that is chosen again.
    pub share: f64,
    /// Monte-Carlo standard error of that mean.
    pub standard_error: f64,
    /// Share of the draws in which at least half of its ground is chosen again.
    pub mostly: f64,
}

/// What the counts of an offense were pulled toward.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ChanceModel {
    /// Offense group.
    pub offense: String,
    /// Reach of the surroundings that a cell is pulled toward, metres; absent: the rate of the whole city.
    pub reach_m: Option<f64>,
    /// The pull counts as much as so many offenses.
    pub prior_events: f64,
    /// Over-dispersion of monthly counts on areas of the size of a catchment.
    pub over_dispersion: f64,
    /// Sum of the rates to expect over what was counted: near 1.
    pub kept: f64,
}

/// How wrong expected harm was about past years, each held against what would have been said before it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ChanceExpected {
    /// Past years that it was held against.
    pub years: usize,
    /// What is said of a cell is worth so many years of counting it: the fewer, the more its rate of next year is in
    /// doubt.
    pub worth_years: f64,
    /// Share of a cell's rate that is taken from its surroundings.
    pub share_around: f64,
    /// Reach of the surroundings, metres; absent: the whole city.
    pub reach_m: Option<f64>,
    /// Variance ÷ mean of a month's harm on a cell.
    pub over_dispersion: f64,
}

/// Number of draws of a question.
///
/// # Errors
/// [`AskError`] for a value that is not accepted.
pub fn chance_draws(pairs: &[(String, String)], data: &Dataset) -> Result<usize, AskError> {
    let small = data.city.positions.finest_resolution > Resolution::R9;
    let usual = if small { DRAWS_OF_SMALL_CELLS } else { DRAWS };
    let range = (catchment_siting::chance::MIN_DRAWS as u64, catchment_siting::chance::MAX_DRAWS as u64);
    Ok(Given::new(Question::Chance, pairs)?.whole("draws", range, usual)?.try_into().unwrap_or(100))
}

/// Draws rates and chooses again on each draw.
///
/// # Errors
/// As [`super::optimize`].
pub fn find_chance(
    engine: &Engine,
    params: &Params,
    limits: &Limits,
    draws: usize,
    plain: &OptimizeAnswer,
) -> Result<ChanceAnswer, AskError> {
    let shown = params.shown(Finest::Cell, &engine.data)?;
    let resolution = engine.data.city.positions.finest_resolution;
    let study = engine.study(resolution).ok_or_else(|| AskError::internal("no cells at the finest resolution"))?;
    let (harm, expected) = sought(engine, params, &shown, study)?;
    let ground = ground_under(engine, study, limits)?;
    let input = search_input(study, &harm, &ground.cells.allowed);
    let chosen: Vec<Vec<usize>> = plain.catchments.iter().map(|c| positions(study, &c.cells)).collect();
    let standard = ChanceParams::default();
    let search = CatchmentParams {
        k: plain.catchments.len().max(1),
        area_km2: params.area_km2,
        outline_factor: limits.outline,
        seed: params.seed,
        ..standard.search
    };
    let refuse = |e| match e {
        ChanceError::Search(e) => refused(e, params),
        ChanceError::NoHindsight => AskError::value(
            "basis",
            "expected",
            "counted, or a window of two whole years or more: doubt in expected harm is learned from past years",
        ),
        other => AskError::internal(other),
    };
    let chance = ChanceParams { draws, search }.check().map_err(refuse)?;
    let (chances, model, expected) = if expected.is_some() {
        let (past, dispersion) = looked_back(engine, params, &shown, study)?;
        let asked = ExpectedChanceInput { ground: input, hindsight: &past, dispersion, chosen: &chosen };
        let (chances, model) = chance.of_expected(&asked).map_err(refuse)?;
        (chances, Vec::new(), Some(model))
    } else {
        let tiling = reference_tiling(&input, params.area_km2, params.seed).map_err(|e| refused(e, params))?;
        let groups = chance_groups(engine, params, (study, &shown), &tiling);
        let chances = chance.of(&ChanceInput { ground: input, groups: &groups, chosen: &chosen }).map_err(refuse)?;
        let model = model(&groups, &chances);
        (chances, model, None)
    };
    let count = plain.catchments.iter().map(|c| c.count).sum();
    let shows = Shows { count, positions: true, sites: limits.spacing_m.is_some(), estimated_residents: false };
    Ok(ChanceAnswer {
        meta: Meta::new(params, &shown, &engine.data, shows),
        basis: params.sought.name(),
        limits: ChanceLimits {
            effort: limits.effort,
            outline: limits.outline,
            spacing_m: limits.spacing_m,
            exclude: limits.exclude.clone(),
            budget_usd: limits.budget_usd,
            staff: limits.staff,
        },
        resolution: resolution.into(),
        draws,
        floor: FLOOR,
        cells: cells(&engine.data, study, &chances),
        areas: areas(&engine.data, study, &chances),
        catchments: stable(plain, &chances),
        holds: chances.holds,
        holds_low: chances.holds_low,
        model,
        notes: notes(draws, expected.as_ref()),
        expected: expected.map(|m| ChanceExpected {
            years: m.lessons,
            worth_years: m.worth_years,
            share_around: m.share_around,
            reach_m: m.reach_m,
            over_dispersion: m.dispersion,
        }),
    })
}

/// Counts of each group by cell, with the over-dispersion of areas of the size of a catchment.
fn chance_groups(
    engine: &Engine,
    params: &Params,
    (study, shown): (&StudyCells, &Shown),
    tiling: &Tiling,
) -> Vec<ChanceGroup> {
    let months = Months::of(params, engine);
    let at = inside_of_place(study);
    let tile = |place: usize| at[place].and_then(|cell| tiling.tile_of[cell]).map(|t| t as usize);
    let units = tiling.tiles.len();
    let (table, _) = monthly(engine, params, &shown.selection, &months, units, |place, _| tile(place));
    let mut group_at = vec![0; shown.selection.weights().len()];
    shown.selection.ids().enumerate().for_each(|(at, id)| group_at[usize::from(id.0)] = at);
    let named = groups(shown, &engine.data);
    let mut counts = vec![vec![0.0; study.inside.len()]; named.len()];
    fold(engine, params, &shown.selection, &months, |entry, _, n| {
        if let Some(cell) = at[entry.place as usize] {
            counts[group_at[usize::from(entry.group.0)]][cell] += n as f64;
        }
    });
    let size = units * months.covered;
    let one = |(group, (named, counts)): (usize, (catchment_siting::RankGroup, Vec<f64>))| ChanceGroup {
        id: named.id,
        weight: named.weight,
        phi: over_dispersion(table[group * size..(group + 1) * size].chunks(months.covered.max(1)), months.covered),
        counts,
    };
    named.into_iter().zip(counts).enumerate().map(one).collect()
}

/// Positions of cells among the inside cells.
fn positions(study: &StudyCells, cells: &[String]) -> Vec<usize> {
    let position = |id: &String| id.parse::<Cell>().ok().and_then(|c| study.inside.binary_search(&c).ok());
    cells.iter().filter_map(position).collect()
}

fn area_of(data: &Dataset, area: Option<AreaIdx>) -> Option<&catchment_model::Area> {
    area.and_then(|a| data.areas.get(a))
}

fn cells(data: &Dataset, study: &StudyCells, chances: &CellChances) -> Vec<ChanceCell> {
    let one = |at: usize| ChanceCell {
        id: study.inside[at].to_string(),
        p: chances.p(at),
        standard_error: chances.standard_error(at),
        area: area_of(data, study.area[at]).map(|a| a.id.clone()),
    };
    (0..study.inside.len()).filter(|at| chances.p(*at) >= FLOOR).map(one).collect()
}

fn areas(data: &Dataset, study: &StudyCells, chances: &CellChances) -> Vec<ChanceArea> {
    let mut by_area: BTreeMap<usize, ChanceArea> = BTreeMap::new();
    for at in (0..study.inside.len()).filter(|at| chances.p(*at) >= POSSIBLE) {
        let Some((index, area)) = study.area[at].and_then(|a| Some((usize::from(a.0), data.areas.get(a)?))) else {
            continue;
        };
        let none = || ChanceArea {
            id: area.id.clone(),
            name: area.name.clone(),
            highest: 0.0,
            sure_km2: 0.0,
            likely_km2: 0.0,
            possible_km2: 0.0,
        };
        let item = by_area.entry(index).or_insert_with(none);
        let (p, km2) = (chances.p(at), study.area_km2[at]);
        item.highest = item.highest.max(p);
        *(if p >= SURE {
            &mut item.sure_km2
        } else if p >= LIKELY {
            &mut item.likely_km2
        } else {
            &mut item.possible_km2
        }) += km2;
    }
    let mut list: Vec<ChanceArea> = by_area.into_values().collect();
    let first = |a: &ChanceArea| [a.sure_km2, a.likely_km2, a.possible_km2];
    list.sort_by(|a, b| {
        first(b).partial_cmp(&first(a)).unwrap_or(std::cmp::Ordering::Equal).then_with(|| a.name.cmp(&b.name))
    });
    list
}

fn stable(plain: &OptimizeAnswer, chances: &CellChances) -> Vec<StableCatchment> {
    let one = |(c, s): (&super::optimize::ChosenCatchment, &catchment_siting::Stability)| StableCatchment {
        id: c.id.clone(),
        name: c.name.clone(),
        area_km2: c.area_km2,
        share: s.share,
        standard_error: s.standard_error,
        mostly: s.mostly,
    };
    plain.catchments.iter().zip(&chances.chosen).map(one).collect()
}

fn model(groups: &[ChanceGroup], chances: &CellChances) -> Vec<ChanceModel> {
    let one = |(g, p): (&ChanceGroup, &Option<catchment_siting::CellPrior>)| {
        p.as_ref().map(|p| ChanceModel {
            offense: g.id.clone(),
            reach_m: p.reach_m,
            prior_events: p.alpha * p.phi,
            over_dispersion: p.phi,
            kept: p.kept,
        })
    };
    groups.iter().zip(&chances.priors).filter_map(one).collect()
}

/// What the search of the draws does to the answer.
const NEAR_TIES: &str = "The search of each draw also begins at the choice that is judged. Where other choices are \
    worth nearly as much, mostly where many large catchments are chosen, ground is chosen again somewhat less often \
    than said.";

fn notes(draws: usize, expected: Option<&ExpectedModel>) -> Vec<String> {
    let again =
        "the catchments were chosen again on each. The chance of a cell is the share of draws in which it was in one.";
    let Some(model) = expected else {
        return vec![
            format!("Each of {draws} draws is a surface of rates that could lie behind the counts; {again}"),
            "The chance covers doubt in the counts only. It does not cover wrong or missing positions, late reports, \
                change over time, or other weights, sizes and limits: true doubt is larger."
                .to_owned(),
            NEAR_TIES.to_owned(),
        ];
    };
    let years =
        if model.lessons == 1 { "the one past year".to_owned() } else { format!("{} past years", model.lessons) };
    vec![
        format!("Each of {draws} draws is a surface of rates that the year after the window could have; {again}"),
        format!(
            "How far rates may lie from what is expected was learned from {years}, each held against what would have \
                been said before it: what is said of a cell is worth {:.1} years of counting it.",
            model.worth_years
        ),
        "The chance covers few counts, places that rise and fall from year to year, and expectations as wrong as those \
            of past years. It does not cover wrong or missing positions, late reports, \
         doubt in the weights of other offenses now in use, neighbors that rise together, years unlike those seen, or \
         other weights, sizes and limits: true doubt is larger."
            .to_owned(),
        NEAR_TIES.to_owned(),
    ]
}

/// Chances as a file.
///
/// # Errors
/// [`AskError::Internal`] where it cannot be written.
pub fn chance_file(engine: &Engine, format: Format, answer: &ChanceAnswer) -> Result<Download, AskError> {
    #[derive(Serialize)]
    struct Row<'a> {
        cell: &'a str,
        p: f64,
        standard_error: f64,
        area: Option<&'a str>,
    }
    if format == Format::Csv {
        let rows = answer.cells.iter().map(|c| Row {
            cell: &c.id,
            p: c.p,
            standard_error: c.standard_error,
            area: c.area.as_deref(),
        });
        return Download::csv(engine, &answer.meta, "chance", rows);
    }
    let outline = |id: &str| id.parse::<Cell>().ok().map(|c| MultiPolygon::from(c.polygon()));
    let features =
        answer.cells.iter().map(|c| Download::feature(&c.id, outline(&c.id).as_ref(), c)).collect::<Result<_, _>>()?;
    Download::geojson(engine, &answer.meta, "chance", features)
}
