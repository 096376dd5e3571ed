//! Flags of `locate`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::values::{TableFormat, radius_m};

/// Location model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Model {
    /// Most demand within the radius (maximal covering).
    Mclp,
    /// Least sum of weight × distance to the nearest site (Hakimi 1964).
    PMedian,
}

/// Who solves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Solver {
    /// Our branch and bound, exact.
    Branch,
    /// A library for integer programs, exact; small instances only.
    Milp,
    /// Greedy addition and exchange, with a bound; quick.
    Interchange,
}

/// Flags of `locate`.
#[derive(Debug, Args)]
pub(crate) struct LocateArgs {
    /// What is asked.
    #[arg(long, value_enum)]
    pub(crate) model: Model,
    /// Radius within which demand is covered, 1 to 1000000 meters (mclp only).
    #[arg(long, value_name = "METERS", value_parser = radius_m, allow_negative_numbers = true, required_if_eq("model", "mclp"))]
    pub(crate) radius: Option<f64>,
    /// Sites to choose, 1 up to the number of candidates.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) sites: u32,
    /// Demand points: a CSV file with the columns id, x, y and weight; x and y in meters.
    #[arg(long, value_name = "FILE.csv")]
    pub(crate) demand: PathBuf,
    /// Candidates: a CSV file with the columns id, x and y (default: the demand points).
    #[arg(long, value_name = "FILE.csv")]
    pub(crate) candidates: Option<PathBuf>,
    /// Distances: a CSV file with the columns demand, candidate (ids) and distance, in meters (default: straight
    /// lines). With it, x and y may be left out.
    #[arg(long, value_name = "FILE.csv")]
    pub(crate) distances: Option<PathBuf>,
    /// Who solves it.
    #[arg(long, value_enum, default_value_t = Solver::Branch)]
    pub(crate) solver: Solver,
    /// Millions of pairs of demand point and candidate that may be looked at before the proof is given up (the same on
    /// every machine).
    #[arg(long, value_name = "N", default_value_t = catchment_siting::locate::DEFAULT_WORK / 1_000_000, value_parser = clap::value_parser!(u64).range(1..=1_000_000_000))]
    pub(crate) work: u64,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = TableFormat::Table)]
    pub(crate) format: TableFormat,
}
