//! From flags to the questions that the server answers, so that command line and HTTP give the same numbers.

use std::sync::Arc;

use anyhow::{Error, Result, anyhow};
use catchment_questions::{AskError, ClusterAsk, Meta, Params, Question};
use catchment_server::AppState;
use catchment_store::{Dataset, Points};

use crate::args::{QueryArgs, word};
use crate::output::grouped;

/// Parameters of a question, as HTTP names them.
#[derive(Debug, Default)]
pub(super) struct Pairs(Vec<(String, String)>);

impl Pairs {
    /// The parameters behind the common flags.
    pub(super) fn of(query: &QueryArgs) -> Self {
        let mut pairs = Self::default();
        pairs.maybe("from", query.from).maybe("to", query.to);
        if !query.offense.is_empty() {
            pairs.with("offense", &query.offense.join(","));
        }
        pairs.with("unit", &word(&query.unit)).with("time", &word(&query.time));
        pairs
    }

    /// Adds a parameter.
    pub(super) fn with(&mut self, name: &str, value: &impl ToString) -> &mut Self {
        self.0.push((name.to_owned(), value.to_string()));
        self
    }

    /// Adds a parameter where it was given.
    pub(super) fn maybe(&mut self, name: &str, value: Option<impl ToString>) -> &mut Self {
        if let Some(value) = value {
            self.with(name, &value);
        }
        self
    }

    /// The pairs.
    pub(super) fn into_inner(self) -> Vec<(String, String)> {
        self.0
    }

    /// Checks them against a dataset.
    pub(super) fn read(&self, question: Question, dataset: &Dataset) -> Result<Params> {
        Params::read(question, &self.0, dataset).map_err(told)
    }

    /// Checks them as a question about clusters.
    pub(super) fn clusters(&self, dataset: &Dataset) -> Result<ClusterAsk> {
        ClusterAsk::read(&self.0, dataset).map_err(told)
    }
}

/// An error of the server's, told in flags.
pub(super) fn told(error: AskError) -> Error {
    match error {
        AskError::Value { parameter, value, accepted } => anyhow!("{} {value}: expected {accepted}", flag(&parameter)),
        AskError::NotCovered { value, accepted } => anyhow!("there is no data from {value}; the data spans {accepted}"),
        AskError::Withheld { value, place, accepted } => {
            anyhow!("--offense {value}: may not be shown {place}; expected {accepted}")
        }
        AskError::Internal(source) => anyhow!("{source}"),
        other => Error::new(other),
    }
}

fn flag(parameter: &str) -> String {
    match parameter {
        "bandwidth_m" => "--bandwidth".to_owned(),
        "pixel_m" => "--cell".to_owned(),
        other => format!("--{}", other.replace('_', "-")),
    }
}

/// What answers are computed from; the points are read only where a surface needs them.
pub(super) fn state(dataset: Dataset, with_points: bool) -> Result<AppState> {
    let data = Arc::new(dataset);
    Ok(if with_points { AppState::load(data)? } else { AppState::new(data, Points::default())? })
}

/// What a reader of a table must know: unit, period, source, dataset.
pub(super) fn legend(meta: &Meta, dataset: &Dataset) -> String {
    let p = &meta.params;
    let covered = format!("{} of {} months", meta.window.covered_months, meta.window.months);
    let through = dataset.coverage.through().map_or_else(String::new, |m| format!(", data through {m}"));
    let mut lines = vec![
        format!("Offenses: {}.", p.offense.join(", ")),
        format!(
            "Unit: {}, by month of {}. Period: {} to {} ({covered}{through}).",
            meta.unit_label,
            if p.time == "occurred" { "occurrence" } else { "report" },
            meta.window.from,
            meta.window.to
        ),
        format!("Source: {}", meta.source),
        format!("Dataset {}, seed {}, {}.", meta.dataset, meta.seed, meta.program),
    ];
    lines.extend(dataset.city.positions.synthetic.clone());
    lines.extend(meta.warnings.iter().map(|w| format!("Note: {w}")));
    lines.join("\n")
}

/// A count with its thousands apart.
pub(super) fn many(n: usize) -> String {
    grouped(i64::try_from(n).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_told_as_flags() {
        let error = told(AskError::value("bandwidth_m", "7", "a number from 50 to 5000"));
        assert_eq!(error.to_string(), "--bandwidth 7: expected a number from 50 to 5000");
        assert_eq!(flag("area_km2"), "--area-km2");
        assert_eq!(flag("k"), "--k");
    }
}
