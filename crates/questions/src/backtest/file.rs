//! A backtest as a table: a row for every year, method and area.

use super::BacktestAnswer;
use crate::engine::Engine;
use crate::error::AskError;
use crate::file::{Content, Field, Sheet, csv};

pub(super) fn file(engine: &Engine, answer: &BacktestAnswer) -> Result<Content, AskError> {
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
        "incident_capture",
    ];
    let mut sheet = Sheet::new(columns);
    for row in &answer.rows {
        let real = |x| Field::Real(x, 4);
        sheet.push(vec![
            row.year.into(),
            row.method.name().into(),
            real(row.area_km2),
            row.k.into(),
            real(row.capture),
            real(row.oracle),
            real(row.capture_ratio),
            real(row.harm),
            real(row.located),
            real(row.ground_km2),
            row.connected.into(),
            real(row.greedy_oracle),
            Field::maybe(row.incident_capture, 4),
        ]);
    }
    csv(engine, &answer.meta.window, "backtest", &sheet)
}
