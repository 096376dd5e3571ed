//! The backtest: how well each way of choosing would have done on the year after.

use catchment_model::{AreaKind, Finest, GroupId, Month, Window};
use catchment_siting::backtest::{Limit, Method, Paired, Row, Summary, Tested};
use catchment_siting::{
    BacktestError, BacktestInput, BacktestParams, BacktestResult, CatchmentError, CatchmentInput, ExpectedHarmParams,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::AskError;
use super::expected::{monthly_harm, predictor_groups, predictors};
use super::meta::{Meta, Shows, runs};
use super::params::{Params, kernel_name};
use super::study::StudyCells;
use crate::engine::Engine;

/// A backtest.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BacktestAnswer {
    /// What the answer says of itself. Its window is all data that the choices may draw on.
    pub meta: Meta,
    /// How it was tested.
    pub parameters: BacktestSettings,
    /// Years measured, each with the covered months before it.
    pub years: Vec<BacktestYear>,
    /// By area, year and method.
    pub rows: Vec<BacktestRow>,
    /// By area and method: means over the years, and differences paired by year.
    pub summary: Vec<BacktestSummary>,
    /// What perfect knowledge of the rates would reach, by area.
    pub limit: Vec<BacktestLimit>,
    /// Sentences that a reader must see.
    pub notes: Vec<String>,
}

/// How it was tested.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BacktestSettings {
    /// First month of the window whose whole years are measured.
    pub from: String,
    /// Last month of it, included.
    pub to: String,
    /// Areas of a site, km².
    pub areas_km2: Vec<f64>,
    /// Number of sites.
    pub k: usize,
    /// Bound on the outline of what the engine and the oracle choose, in circumferences of a circle of the area; absent
    /// where shapes are free.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outline: Option<f64>,
    /// H3 resolution of the cells.
    pub resolution: u8,
    /// The engine's expectation of harm.
    pub engine: EngineSettings,
    /// Calendar months that `greedy`, `neighborhoods`, `kde-peaks` and `gi-cells` look back.
    pub look_back_months: u16,
    /// Bandwidth of the density surface of `kde-peaks` (quartic), metres.
    pub kde_bandwidth_m: f64,
    /// Draws of `random`.
    pub random_draws: usize,
    /// Draws per year for the limit.
    pub limit_draws: usize,
    /// Covered months that a year needs before it.
    pub past_months: usize,
}

/// The engine's expectation of harm.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct EngineSettings {
    /// Form of the kernel.
    pub kernel: &'static str,
    /// Bandwidth, metres.
    pub bandwidth_m: f64,
    /// Months after which a month counts half.
    pub half_life_months: f64,
    /// Pull toward the surroundings, months of data.
    pub prior_months: f64,
    /// Exponent of a month's harm on a cell.
    pub burst: f64,
    /// Other offenses that victims report, by the city file: what each is worth is learned from the months before the
    /// year.
    pub predictors: Vec<String>,
}

/// A year measured.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BacktestYear {
    /// Year.
    pub year: i32,
    /// Covered months before it.
    pub past_months: usize,
    /// What a count of each of the engine's predictors was worth beside one of harm, learned from those months.
    pub predictor_weights: Vec<f64>,
}

/// How a method did in a year.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BacktestRow {
    /// Year measured.
    pub year: i32,
    /// Method.
    pub method: &'static str,
    /// Area of a site, km².
    pub area_km2: f64,
    /// Number of sites.
    pub k: usize,
    /// Share of the city's located harm of the year inside the ground chosen.
    pub capture: f64,
    /// The same share for the oracle, the engine's search on the year itself.
    pub oracle: f64,
    /// The same share for plain greedy growth on the year itself.
    pub greedy_oracle: f64,
    /// `capture ÷ oracle`.
    pub capture_ratio: f64,
    /// Harm captured.
    pub harm: f64,
    /// The city's located harm of the year.
    pub located: f64,
    /// Ground chosen, km².
    pub ground_km2: f64,
    /// Whether the ground is `k` sites in one piece each.
    pub connected: bool,
}

/// How a method did over the years.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BacktestSummary {
    /// Area of a site, km².
    pub area_km2: f64,
    /// Method.
    pub method: &'static str,
    /// Whether its ground is `k` sites in one piece each; if not, loose cells of the same area.
    pub connected: bool,
    /// Mean capture.
    pub capture: f64,
    /// Mean of capture ÷ oracle.
    pub capture_ratio: f64,
    /// Mean of capture ÷ what plain greedy growth on the year itself captures.
    pub greedy_oracle_ratio: f64,
    /// The engine's ratio less this one's.
    pub engine_less: Option<PairedMean>,
    /// For loose cells: the ratio of `engine-cells` less this one's.
    pub engine_cells_less: Option<PairedMean>,
}

/// A mean of differences paired by year, with its 95 % interval (Student's t).
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PairedMean {
    /// Mean difference.
    pub mean: f64,
    /// Lower end; absent for one year.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Years in which the difference is above 0.
    pub above: usize,
    /// Years.
    pub years: usize,
}

/// What perfect knowledge of the rates would reach.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BacktestLimit {
    /// Area of a site, km².
    pub area_km2: f64,
    /// Capture of who knows the rates ÷ capture of who knows what happened.
    pub capture_ratio: f64,
    /// Its standard error over the years.
    pub standard_error: Option<f64>,
    /// Mean capture of the oracle of the simulated years.
    pub simulated_oracle: f64,
    /// Mean capture of the oracle of the real years.
    pub real_oracle: f64,
    /// Draws per year.
    pub draws: usize,
}

/// Which engine is tested; the default is the one that chooses everywhere else.
#[derive(Debug, Clone, Copy, Default)]
pub struct BacktestOf {
    /// Its expectation of harm.
    pub engine: ExpectedHarmParams,
    /// Bound on the outline of what it and the oracle choose, in circumferences of a circle of the area.
    pub outline_factor: Option<f64>,
    /// Draws per year for the limit of perfect knowledge, where not the usual number.
    pub limit_draws: Option<usize>,
}

/// Runs the backtest with an engine, by default that of every other answer, and with draws for the limit of perfect
/// knowledge (0 leaves it out). The window says which years are measured; the choices draw on all data before each of
/// them.
///
/// # Errors
/// [`AskError`] where nothing may be shown per cell, no year can be tested, or the area is out of range.
pub fn backtest(engine: &Engine, params: &Params, tested: BacktestOf) -> Result<BacktestAnswer, AskError> {
    let shown = params.shown(Finest::Cell, &engine.data)?;
    let study = engine.study(params.resolution).ok_or_else(|| AskError::internal("no cells at this resolution"))?;
    let asked = params.window;
    let params = Params { window: all_months(engine, params)?, ..params.clone() };
    let monthly = monthly_harm(engine, &params, &shown.selection, study)?;
    let groups = predictor_groups(engine, &shown.selection);
    let others = predictors(engine, &params, &groups, study)?;
    let usual = BacktestParams::default();
    let raw = BacktestParams {
        k: params.k,
        areas_km2: params.areas_km2.clone(),
        outline_factor: tested.outline_factor,
        engine: tested.engine,
        limit_draws: tested.limit_draws.unwrap_or(usual.limit_draws),
        seed: params.seed,
        ..usual
    };
    let allowed: Vec<bool> = study.area.iter().zip(&study.x_m).map(|(a, x)| a.is_some() && x.is_finite()).collect();
    let nothing = vec![0.0; study.inside.len()];
    let ground = CatchmentInput {
        cells: &study.inside,
        harm: &nothing,
        area_km2: &study.area_km2,
        allowed: &allowed,
        x_m: &study.x_m,
        y_m: &study.y_m,
        neighbors: &study.neighbors,
    };
    let neighborhood = neighborhoods(engine, study);
    let input = BacktestInput { ground, monthly: &monthly, predictors: &others, neighborhood: &neighborhood };
    let wanted = |year: i32| whole_year(year).is_some_and(|y| asked.contains(y.from()) && asked.contains(y.to()));
    let run = raw.clone().check().and_then(|test| test.run(&input, wanted));
    let result = run.map_err(|e| refused(e, &params, asked))?;
    let count = result.rows.iter().filter(|r| r.method == Method::Oracle).map(|r| r.located).sum::<f64>();
    let shows = Shows { count: as_count(count), positions: true, sites: false, estimated_residents: false };
    let meta = Meta::new(&params, &shown, &engine.data, shows);
    let name = |id: &GroupId| engine.data.offenses.group(*id).map(|g| g.id.clone()).unwrap_or_default();
    let named = groups.iter().map(name).collect();
    Ok(answer(meta, settings(&raw, params.resolution.into(), asked, named), &result, notes(engine, &raw)))
}

#[expect(clippy::cast_possible_truncation, reason = "a count of rows fits")]
fn as_count(harm: f64) -> i64 {
    harm as i64
}

/// From the first to the last month of the dataset.
fn all_months(engine: &Engine, params: &Params) -> Result<Window, AskError> {
    let span = engine.data.coverage.incidents_span();
    span.ok_or_else(|| AskError::NotCovered {
        value: params.window.to_string(),
        accepted: "a dataset with incidents".to_owned(),
    })
}

fn whole_year(year: i32) -> Option<Window> {
    let month = |number| Month::new(i64::from(year), number).ok();
    Window::new(month(1)?, month(12)?).ok()
}

/// Neighborhood of each inside cell; none in parks.
fn neighborhoods(engine: &Engine, study: &StudyCells) -> Vec<Option<u32>> {
    let of = |area: &Option<catchment_model::AreaIdx>| {
        let ranked = area.filter(|a| engine.data.areas.get(*a).is_some_and(|a| a.kind == AreaKind::Neighborhood));
        ranked.map(|a| u32::from(a.0))
    };
    study.area.iter().map(of).collect()
}

fn refused(error: BacktestError, params: &Params, asked: Window) -> AskError {
    match error {
        BacktestError::NoYears { past_months } => AskError::NotCovered {
            value: asked.to_string(),
            accepted: format!(
                "a window that holds a whole year, all of it covered, with {past_months} covered months before it"
            ),
        },
        BacktestError::NoHarm(year) => AskError::value("offense", "", format!("offenses that are located in {year}")),
        BacktestError::Search(CatchmentError::NoHarm(_)) => {
            AskError::value("offense", "", "offenses with a positive count per cell in and before every year tested")
        }
        BacktestError::Search(e) => super::catchments::refused(e, params),
        other => AskError::internal(other),
    }
}

/// What stands beside the figures.
fn notes(engine: &Engine, raw: &BacktestParams) -> Vec<String> {
    let mut notes = vec![
        "Capture: share of the city's located harm of the year (everything with a usable position, in the city or near \
            it) that falls inside the ground chosen. Ratio: capture ÷ oracle.".to_owned(),
        "Every choice for a year draws only on months before it. Harm is counted as for any other question: later \
            corrections are subtracted in the month in which police made them.".to_owned(),
        "Oracle: the engine's own search on the year itself. It is a search, not a proof: a method can come above it, \
            loose cells easily. Greedy oracle: plain greedy growth on the year itself, \
         a weaker one, by which growth without a search is usually told.".to_owned(),
        format!(
            "greedy: {k} catchments grown cell by cell from every cell, the best kept, on the last {years} years' \
                counts. neighborhoods: the {k} with the largest counts of those years, parks left out, \
             a site anywhere in each (so it holds the neighborhood's share of harm times the site's share of its area; \
             one smaller than a site is taken whole and the rest of the area goes to the next). \
             kde-peaks: disks about the highest peaks of a quartic surface of {kde} m. random: disks anywhere, mean of \
             {draws} draws.",
            k = raw.k,
            years = raw.look_back_months / 12,
            kde = raw.kde_bandwidth_m,
            draws = raw.random_draws
        ),
        "hottest-cells (last covered calendar year), gi-cells (Gi* of the same years as greedy) and engine-cells (the \
            engine's expectation) are loose cells of the same total area: \
         ground in dozens of pieces that no team could walk. Their equal is engine-cells; the difference between \
         engine and engine-cells is the price of connected sites.".to_owned(),
        "Intervals: Student's t over the years' paired differences, 95 %. Years in sequence share most of their past, \
            so they are less independent than the interval takes them to be.".to_owned(),
        format!(
            "Limit: years drawn as Poisson numbers from rates (the five years around it, each cell pulled toward its \
                surroundings, scaled to the year), {} per year: capture of who knows the rates ÷ capture of who knows \
                the draw.",
            raw.limit_draws
        ),
    ];
    let missing =
        engine.data.coverage.incidents_span().map(|span| engine.data.coverage.missing(span)).unwrap_or_default();
    if !missing.is_empty() {
        notes.push(format!(
            "No incidents for {}: missing, not zero; years after the gap are chosen by what lies before it and by the \
                months since.",
            runs(missing)
        ));
    }
    notes
}

fn answer(meta: Meta, parameters: BacktestSettings, result: &BacktestResult, notes: Vec<String>) -> BacktestAnswer {
    BacktestAnswer {
        meta,
        parameters,
        years: result.years.iter().zip(&result.predictor_weights).map(year).collect(),
        rows: result.rows.iter().map(row).collect(),
        summary: result.summary.iter().map(summary).collect(),
        limit: result.limit.iter().map(limit).collect(),
        notes,
    }
}

fn year((tested, weights): (&Tested, &Vec<f64>)) -> BacktestYear {
    BacktestYear { year: tested.year, past_months: tested.past_months, predictor_weights: weights.clone() }
}

fn settings(raw: &BacktestParams, resolution: u8, asked: Window, predictors: Vec<String>) -> BacktestSettings {
    let ExpectedHarmParams { kernel, bandwidth_m, half_life_months, prior_months, burst } = raw.engine;
    BacktestSettings {
        from: asked.from().to_string(),
        to: asked.to().to_string(),
        areas_km2: raw.areas_km2.clone(),
        k: raw.k,
        outline: raw.outline_factor,
        resolution,
        engine: EngineSettings {
            kernel: kernel_name(kernel),
            bandwidth_m,
            half_life_months,
            prior_months,
            burst,
            predictors,
        },
        look_back_months: raw.look_back_months,
        kde_bandwidth_m: raw.kde_bandwidth_m,
        random_draws: raw.random_draws,
        limit_draws: raw.limit_draws,
        past_months: raw.past_months,
    }
}

fn row(row: &Row) -> BacktestRow {
    BacktestRow {
        year: row.year,
        method: row.method.id(),
        area_km2: row.area_km2,
        k: row.k,
        capture: row.capture,
        oracle: row.oracle,
        greedy_oracle: row.greedy_oracle,
        capture_ratio: row.ratio,
        harm: row.harm,
        located: row.located,
        ground_km2: row.ground_km2,
        connected: row.method.connected(),
    }
}

fn summary(s: &Summary) -> BacktestSummary {
    let paired = |p: Paired| PairedMean { mean: p.mean, low: p.low, high: p.high, above: p.above, years: p.years };
    BacktestSummary {
        area_km2: s.area_km2,
        method: s.method.id(),
        connected: s.method.connected(),
        capture: s.capture,
        capture_ratio: s.ratio,
        greedy_oracle_ratio: s.greedy_ratio,
        engine_less: s.engine_less.map(paired),
        engine_cells_less: s.engine_cells_less.map(paired),
    }
}

fn limit(l: &Limit) -> BacktestLimit {
    BacktestLimit {
        area_km2: l.area_km2,
        capture_ratio: l.ratio,
        standard_error: l.standard_error,
        simulated_oracle: l.simulated_oracle,
        real_oracle: l.real_oracle,
        draws: l.draws,
    }
}
