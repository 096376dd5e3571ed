//! Flags of `locate`.

use std::path::PathBuf;

use catchment_questions::locate::{LocateModel, LocateSolver};
use clap::Args;

use super::values::TableFormat;

/// Flags of `locate`.
#[derive(Debug, Args)]
pub(crate) struct LocateArgs {
    /// Model: mclp (most demand within the radius) or p-median (least sum of weight × distance to the nearest site).
    #[arg(long, value_name = "MODEL")]
    pub(crate) model: LocateModel,
    /// Radius within which demand is covered, 1 to 1000000 meters (mclp only).
    #[arg(long, value_name = "METERS", allow_negative_numbers = true)]
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
    /// Who solves it: branch (our branch and bound, exact), milp (a library for integer programs, exact; small
    /// instances only) or interchange (greedy addition and exchange, with a bound; quick).
    #[arg(long, value_name = "SOLVER", default_value_t = LocateSolver::Branch)]
    pub(crate) solver: LocateSolver,
    /// Millions of pairs of demand point and candidate that may be looked at before the proof is given up (the same on
    /// every machine); for branch.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1_000_000_000))]
    pub(crate) work: Option<u64>,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = TableFormat::Table)]
    pub(crate) format: TableFormat,
}
