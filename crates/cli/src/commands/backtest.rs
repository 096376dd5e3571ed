//! `catchment backtest`: how well each way of choosing would have done on the year after.

use anyhow::Result;
use catchment_questions::{BacktestAnswer, BacktestOf, BacktestSummary, PairedMean, Question, backtest};
use catchment_siting::ExpectedHarmParams;

use super::question::{Pairs, legend, state, told};
use crate::args::{BacktestArgs, Common, TableFormat};
use crate::output::{self, Field, Sheet};
use crate::progress;

/// Prints a backtest.
pub(crate) fn run(common: &Common, args: &BacktestArgs) -> Result<()> {
    let dataset = super::open(&common.workspace)?;
    let mut pairs = Pairs::of(&args.query);
    pairs.with("seed", &args.seed);
    pairs.maybe("k", args.k).maybe("area_km2", args.area_km2).maybe("resolution", args.resolution);
    let params = pairs.read(Question::Backtest, &dataset)?;
    let engine = expectation(args)?;
    let state = state(dataset, false)?;
    progress::say("choosing and measuring, year by year");
    let tested = BacktestOf { engine, outline_factor: args.outline, limit_draws: args.limit_draws.map(usize::from) };
    let answer = backtest(&state, &params, tested).map_err(told)?;
    if args.format != TableFormat::Table {
        progress::warn(&answer.meta.warnings);
    }
    match args.format {
        TableFormat::Json => output::print_json(&answer),
        TableFormat::Csv => rows(&answer).print_csv(),
        TableFormat::Table => {
            summary(&answer).print_table()?;
            let mut lines = limits(&answer);
            lines.push(years(&answer));
            lines.extend(answer.notes.iter().cloned());
            lines.push(engine_line(&answer));
            lines.push(legend(&answer.meta, &state.data));
            output::print_text(&lines.join("\n"))
        }
    }
}

/// The engine's expectation: its defaults, changed where a flag says so.
fn expectation(args: &BacktestArgs) -> Result<ExpectedHarmParams> {
    let usual = ExpectedHarmParams::default();
    let engine = ExpectedHarmParams {
        bandwidth_m: args.bandwidth.unwrap_or(usual.bandwidth_m),
        half_life_months: args.half_life.unwrap_or(usual.half_life_months),
        prior_months: args.prior.unwrap_or(usual.prior_months),
        burst: args.burst.unwrap_or(usual.burst),
        ..usual
    };
    // Its errors name the parameter and what is accepted.
    engine.check()?;
    Ok(engine)
}

/// A row for every year, method and area.
fn rows(answer: &BacktestAnswer) -> Sheet {
    let columns = [
        "year",
        "method",
        "area_km2",
        "k",
        "capture",
        "oracle",
        "capture_ratio",
        "harm",
        "located",
        "ground_km2",
        "connected",
        "greedy_oracle",
    ];
    let mut sheet = Sheet::new(columns);
    for row in &answer.rows {
        let real = |x| Field::Real(x, 4);
        sheet.push(vec![
            row.year.into(),
            row.method.into(),
            real(row.area_km2),
            row.k.into(),
            real(row.capture),
            real(row.oracle),
            real(row.capture_ratio),
            real(row.harm),
            real(row.located),
            real(row.ground_km2),
            row.connected.to_string().into(),
            real(row.greedy_oracle),
        ]);
    }
    sheet
}

/// A row for every method and area.
fn summary(answer: &BacktestAnswer) -> Sheet {
    let columns = [
        "km² each",
        "method",
        "ground",
        "capture %",
        "of oracle %",
        "of greedy oracle %",
        "engine less it",
        "95 % interval",
        "years engine ahead",
    ];
    let mut sheet = Sheet::new(columns);
    for s in &answer.summary {
        let less = s.engine_less.as_ref();
        sheet.push(vec![
            Field::Real(s.area_km2, 2),
            s.method.into(),
            if s.connected { "sites" } else { "loose cells" }.into(),
            Field::Real(100.0 * s.capture, 1),
            Field::Real(100.0 * s.capture_ratio, 1),
            Field::Real(100.0 * s.greedy_oracle_ratio, 1),
            Field::maybe(less.map(|p| 100.0 * p.mean), 1),
            less.map_or(Field::Empty, |p| interval(p).into()),
            less.map_or(Field::Empty, |p| format!("{} of {}", p.above, p.years).into()),
        ]);
    }
    sheet
}

fn interval(p: &PairedMean) -> String {
    match (p.low, p.high) {
        (Some(low), Some(high)) => format!("{:+.1} to {:+.1}", 100.0 * low, 100.0 * high),
        _ => "one year: none".to_owned(),
    }
}

fn limits(answer: &BacktestAnswer) -> Vec<String> {
    let limit = |l: &catchment_questions::BacktestLimit| {
        let error = l.standard_error.map_or_else(String::new, |e| format!(" (standard error {:.1})", 100.0 * e));
        format!(
            "Who knew the true rates would reach about {:.1} % of the oracle at {} km² each{error}; simulated oracle \
                {:.1} % capture, real one {:.1} %.",
            100.0 * l.capture_ratio,
            l.area_km2,
            100.0 * l.simulated_oracle,
            100.0 * l.real_oracle
        )
    };
    let loose = |s: &&BacktestSummary| s.engine_cells_less.is_some();
    let among_loose = answer.summary.iter().filter(loose).map(|s| {
        let p = s.engine_cells_less.as_ref();
        let (mean, interval) = p.map_or((0.0, String::new()), |p| (p.mean, interval(p)));
        format!(
            "Loose cells, {} km² each: engine-cells less {}: {:+.1} points ({interval}).",
            s.area_km2,
            s.method,
            100.0 * mean
        )
    });
    answer.limit.iter().map(limit).chain(among_loose).collect()
}

fn years(answer: &BacktestAnswer) -> String {
    let years: Vec<String> = answer.years.iter().map(|y| y.year.to_string()).collect();
    let shape = answer.parameters.outline.map_or_else(String::new, |f| {
        format!(
            " Engine and oracle: outlines of at most {f} times a circle's of the area; the other ways have no such \
            bound."
        )
    });
    format!(
        "Years measured: {}. {} sites; cells of resolution {}.{shape}",
        years.join(", "),
        answer.parameters.k,
        answer.parameters.resolution
    )
}

fn engine_line(answer: &BacktestAnswer) -> String {
    let e = &answer.parameters.engine;
    format!(
        "Engine: months count half after {} months; a month's harm on a cell to the power {}; bandwidth {} m ({}), \
            worth {} months of data (0: the cell's own counts alone).{}",
        e.half_life_months,
        e.burst,
        e.bandwidth_m,
        e.kernel,
        e.prior_months,
        predictors(answer)
    )
}

/// What the other offenses were worth in the last year measured.
fn predictors(answer: &BacktestAnswer) -> String {
    let names = &answer.parameters.engine.predictors;
    let Some(last) = answer.years.last().filter(|_| !names.is_empty()) else {
        return " No other offenses help to say where harm will be (the city file names none).".to_owned();
    };
    let worth: Vec<String> =
        names.iter().zip(&last.predictor_weights).map(|(name, w)| format!("{name} {w:.2}")).collect();
    format!(
        " Other offenses that victims report, each beside 1 for harm, learned before each year; {}: {}.",
        last.year,
        worth.join(", ")
    )
}
