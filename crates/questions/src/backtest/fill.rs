//! Figures and notes of a backtest, in the words of its answer.

use catchment_model::Unit;
use catchment_siting::backtest::{Limit, Method, Paired, Pooled, Row, Summary, Tested, Without};
use catchment_siting::{BacktestParams, ExpectedHarmParams};

use super::{
    Backtest, BacktestLimit, BacktestPooled, BacktestRow, BacktestSettings, BacktestSummary, BacktestYear,
    EngineSettings, PairedMean, Way, WithoutYear, words,
};
use crate::engine::Engine;
use crate::words::runs;

/// What stands beside the figures.
pub(super) fn notes(engine: &Engine, raw: &BacktestParams, unit: Unit) -> Vec<String> {
    let walkable = raw.shape == catchment_siting::Shape::Walkable;
    let grown = if walkable {
        "walkable catchments one after the other, each the best on what the others leave"
    } else {
        "catchments grown cell by cell from every cell, the best kept"
    };
    let mut notes = vec![
        "Capture: share of the city's located harm of the year (everything with a usable position, in the city or near \
            it) that falls inside the ground chosen. Ratio: capture ÷ oracle.".to_owned(),
        format!("Every choice for a year draws only on months before it. {}", words::known(unit)),
        if walkable { words::ORACLE_WALKABLE } else { words::ORACLE }.to_owned(),
        format!(
            "greedy: {k} {grown}, on the last {years} years' \
                counts. greedy-data: the same on counts of the other offenses too that the engine learns from, all \
                counted alike. greedy-surface: the same on the engine's expectation. \
             neighborhoods: the {k} with the largest counts of those years, parks left out, \
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
        words::INTERVALS.to_owned(),
        words::WITHOUT.to_owned(),
        words::DEFAULTS.to_owned(),
        words::INCIDENTS.to_owned(),
        words::limits(raw.limit_draws),
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
    notes.push("It tests where offenses will be, not whether a program would have prevented any.".to_owned());
    notes
}

pub(super) fn year((tested, weights): (&Tested, &Vec<f64>)) -> BacktestYear {
    BacktestYear { year: tested.year, past_months: tested.past_months, predictor_weights: weights.clone() }
}

pub(super) fn settings(raw: &BacktestParams, asked: &Backtest, predictors: Vec<String>) -> BacktestSettings {
    let ExpectedHarmParams { kernel, bandwidth_m, half_life_months, prior_months, burst } = raw.engine;
    BacktestSettings {
        from: asked.counted.from.to_string(),
        to: asked.counted.to.to_string(),
        areas_km2: raw.areas_km2.clone(),
        k: raw.k,
        outline: raw.outline_factor,
        shape: asked.shape,
        resolution: asked.resolution,
        engine: EngineSettings {
            kernel: kernel.into(),
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

pub(super) fn row(row: &Row) -> BacktestRow {
    BacktestRow {
        year: row.year,
        method: way(row.method),
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
        incident_capture: row.incident_capture,
    }
}

fn paired(p: Paired) -> PairedMean {
    let Paired { mean, low, high, above, years } = p;
    PairedMean { mean, low, high, above, years, verdict: words::verdict(low, high) }
}

pub(super) fn pooled(p: &Pooled) -> BacktestPooled {
    let method = way(p.method);
    let mut pooled = BacktestPooled {
        method,
        name: words::way(method).to_owned(),
        engine_less: paired(p.engine_less),
        decisive_year: p.without.map(|w| w.0),
        without: p.without.map(|w| paired(w.1)),
        says: String::new(),
    };
    pooled.says = words::pooled(&pooled);
    pooled
}

pub(super) fn summary(s: &Summary) -> BacktestSummary {
    let without =
        |w: &Without| WithoutYear { year: w.year, capture_ratio: w.ratio, engine_less: w.engine_less.map(paired) };
    BacktestSummary {
        area_km2: s.area_km2,
        method: way(s.method),
        name: words::way(way(s.method)).to_owned(),
        connected: s.method.connected(),
        capture: s.capture,
        capture_ratio: s.ratio,
        greedy_oracle_ratio: s.greedy_ratio,
        engine_less: s.engine_less.map(paired),
        engine_cells_less: s.engine_cells_less.map(paired),
        incident_capture: s.incident_capture,
        without: s.without.as_ref().map(without),
    }
}

pub(super) fn limit(l: &Limit) -> BacktestLimit {
    let mut limit = BacktestLimit {
        area_km2: l.area_km2,
        capture_ratio: l.ratio,
        standard_error: l.standard_error,
        simulated_oracle: l.simulated_oracle,
        real_oracle: l.real_oracle,
        real_ratio: Some(l.real_ratio),
        draws: l.draws,
        says: String::new(),
    };
    limit.says = words::limit(&limit);
    limit
}

/// The way of that method.
fn way(method: Method) -> Way {
    match method {
        Method::Engine => Way::Engine,
        Method::Greedy => Way::Greedy,
        Method::GreedyData => Way::GreedyData,
        Method::GreedySurface => Way::GreedySurface,
        Method::Neighborhoods => Way::Neighborhoods,
        Method::HottestCells => Way::HottestCells,
        Method::KdePeaks => Way::KdePeaks,
        Method::GiCells => Way::GiCells,
        Method::EngineCells => Way::EngineCells,
        Method::Random => Way::Random,
        Method::Oracle => Way::Oracle,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_has_the_name_that_the_method_has() {
        assert!(Method::ALL.iter().all(|m| way(*m).name() == m.id()));
    }
}
