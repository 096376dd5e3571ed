//! `catchment backtest`.

use std::path::Path;

use anyhow::Result;
use catchment_questions::Engine;
use catchment_questions::backtest::{Backtest, BacktestAnswer, words};
use catchment_questions::file::{Field, Sheet};
use catchment_store::Dataset;

use super::legend;
use crate::answers;
use crate::ask::Printed;
use crate::output;

impl Printed for Backtest {
    fn warnings(answer: &BacktestAnswer) -> &[String] {
        &answer.meta.warnings
    }

    fn recall(workspace: &Path, engine: &Engine) {
        answers::remember_backtest(workspace, engine);
    }

    fn print(&self, answer: &BacktestAnswer, data: &Dataset) -> Result<()> {
        output::print_table(&summary(answer))?;
        let mut lines: Vec<String> = answer.findings.iter().flat_map(|f| f.says.iter().cloned()).collect();
        lines.extend(answer.pooled.iter().map(|p| p.says.clone()));
        lines.extend(answer.limit.iter().map(|l| l.says.clone()));
        lines.extend(answer.summary.iter().filter_map(words::loose));
        lines.push(words::years(answer));
        lines.extend(answer.notes.iter().cloned());
        lines.push(words::predictors(answer));
        lines.push(legend(&answer.meta, &self.counted, data));
        output::print_text(&lines.join("\n"))
    }
}

/// A row for every method and area.
fn summary(answer: &BacktestAnswer) -> Sheet {
    let mut sheet = Sheet::new([
        "km² each",
        "method",
        "ground",
        "capture %",
        "of oracle %",
        "of greedy oracle %",
        "engine less it",
        "95% interval",
        "years engine ahead",
        "without the year that decides most",
        "capture by incident %",
    ]);
    for s in &answer.summary {
        let less = s.engine_less.as_ref();
        sheet.push(vec![
            Field::Real(s.area_km2, 2),
            s.method.name().into(),
            if s.connected { "sites" } else { "loose cells" }.into(),
            Field::Real(100.0 * s.capture, 1),
            Field::Real(100.0 * s.capture_ratio, 1),
            Field::Real(100.0 * s.greedy_oracle_ratio, 1),
            Field::maybe(less.map(|p| 100.0 * p.mean), 1),
            less.map(words::interval).into(),
            less.map(|p| format!("{} of {}", p.above, p.years)).into(),
            s.without.as_ref().and_then(words::without).into(),
            Field::maybe(s.incident_capture.map(|c| 100.0 * c), 1),
        ]);
    }
    sheet
}
