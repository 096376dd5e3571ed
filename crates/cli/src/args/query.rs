//! Flags of the commands that ask a dataset something.

use std::path::PathBuf;

use catchment_model::{Month, Resolution};
use clap::Args;

use super::values::{
    AreaName, Baseline, Basis, Edge, Format, KernelName, Key, Measure, Method, RankOf, TableFormat, TimeName, UnitName,
    area_km2, between_0_and_1, meters, outline, pixel_m, resolution,
};

/// What is counted, and when.
#[derive(Debug, Clone, Args)]
pub(crate) struct QueryArgs {
    /// First month, included (default: counts take the whole data, other commands the city's own window).
    #[arg(long, value_name = "YYYY-MM")]
    pub(crate) from: Option<Month>,
    /// Last month, included (default: as for the first).
    #[arg(long, value_name = "YYYY-MM")]
    pub(crate) to: Option<Month>,
    /// Offense groups or aliases, separated by commas (default: the city's default groups). An unknown name lists those
    /// that exist.
    #[arg(long, value_name = "NAME,…", value_delimiter = ',')]
    pub(crate) offense: Vec<String>,
    /// What one count is: offenses less those taken back, or distinct incidents.
    #[arg(long, value_enum, default_value_t = UnitName::Net)]
    pub(crate) unit: UnitName,
    /// Which date counts: the month of report, or of occurrence.
    #[arg(long, value_enum, default_value_t = TimeName::Reported)]
    pub(crate) time: TimeName,
}

/// Flags of `counts`.
#[derive(Debug, Args)]
pub(crate) struct CountsArgs {
    /// What to count by.
    #[arg(long, value_enum)]
    pub(crate) by: Key,
    #[command(flatten)]
    pub(crate) query: QueryArgs,
    /// Neighborhood of a row: the police label, or the polygon that holds its point; with `--by neighborhood` (default:
    /// label).
    #[arg(long, value_enum)]
    pub(crate) area: Option<AreaName>,
    /// H3 resolution of the cells: 8, 9 or 10; with `--by cell` (default: 9).
    #[arg(long, value_name = "N", value_parser = resolution)]
    pub(crate) resolution: Option<Resolution>,
    /// How to print it; geojson by neighborhood or cell only.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
}

/// Flags of `surface`.
#[derive(Debug, Args)]
pub(crate) struct SurfaceArgs {
    /// Kernel; the Gaussian is cut off at four bandwidths.
    #[arg(long, value_enum, default_value_t = KernelName::Quartic)]
    pub(crate) kernel: KernelName,
    /// Bandwidth, 50 to 5000 meters (default: the city's).
    #[arg(long, value_name = "METERS", value_parser = meters, allow_negative_numbers = true)]
    pub(crate) bandwidth: Option<f64>,
    /// Side of a pixel, 10 to 1000 meters (default: the city's).
    #[arg(long, value_name = "METERS", value_parser = pixel_m, allow_negative_numbers = true)]
    pub(crate) cell: Option<f64>,
    /// Edge correction.
    #[arg(long, value_enum, default_value_t = Edge::None)]
    pub(crate) edge: Edge,
    #[command(flatten)]
    pub(crate) query: QueryArgs,
    /// File to write (GeoTIFF).
    #[arg(long, value_name = "FILE.tif")]
    pub(crate) out: PathBuf,
}

/// Flags of `hotspots`.
#[derive(Debug, Args)]
pub(crate) struct HotspotsArgs {
    /// H3 resolution of the cells: 8, 9 or 10, as fine as the city allows (default: 9).
    #[arg(long, value_name = "N", value_parser = resolution)]
    pub(crate) resolution: Option<Resolution>,
    /// Method.
    #[arg(long, value_enum, default_value_t = Method::Gi)]
    pub(crate) method: Method,
    /// False discovery rate, above 0 and below 1 (default: the city's).
    #[arg(long, value_name = "SHARE", value_parser = between_0_and_1, allow_negative_numbers = true)]
    pub(crate) alpha: Option<f64>,
    /// Neighbors: cells up to this many steps away, 1 to 10.
    #[arg(long, value_name = "STEPS", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=10))]
    pub(crate) ring: u32,
    /// Permutations or simulations behind each p, 99 to 9999 (moran: 999, scans and knox: 199, chance beside emerging:
    /// 99).
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(99..=9999))]
    pub(crate) permutations: Option<u32>,
    /// What a scan expects (scan: permutation, scan-space: residents).
    #[arg(long, value_enum)]
    pub(crate) baseline: Option<Baseline>,
    /// Months of a time step, 1 to 60 (emerging: 12, scan: 1). The last step ends with the window; a step with a month
    /// without data is left out.
    #[arg(long, value_name = "MONTHS", value_parser = clap::value_parser!(u32).range(1..=60))]
    pub(crate) step_months: Option<u32>,
    /// Longest cluster of the scan, 1 to 24 steps (default: 3).
    #[arg(long, value_name = "STEPS", value_parser = clap::value_parser!(u32).range(1..=24))]
    pub(crate) max_steps: Option<u32>,
    /// Edges of knox's distance bands, rising, up to 2000 meters, included (default: 200).
    #[arg(long, value_name = "METERS,…")]
    pub(crate) distance_m: Option<String>,
    /// Edges of knox's bands of whole days apart, rising, up to 366, included (default: 14).
    #[arg(long, value_name = "DAYS,…")]
    pub(crate) days: Option<String>,
    /// Seed of permutations and simulations (default: 1).
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(0..=9_007_199_254_740_991))]
    pub(crate) seed: Option<u64>,
    #[command(flatten)]
    pub(crate) query: QueryArgs,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
}

/// How many areas are chosen, and how large a catchment is.
#[derive(Debug, Clone, Args)]
pub(crate) struct ChooseArgs {
    /// Number of areas to choose: the k of P(in top k), 1 to 20 (default: the city's).
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=20))]
    pub(crate) k: Option<u32>,
    /// Area of a catchment, 0.05 to 25 km² (default: the city's).
    #[arg(long, value_name = "KM2", value_parser = area_km2, allow_negative_numbers = true)]
    pub(crate) area_km2: Option<f64>,
}

/// Where a row counts, and which draws are made.
#[derive(Debug, Clone, Args)]
pub(crate) struct DrawnArgs {
    /// Neighborhood of a row: the police label, or the polygon that holds its point.
    #[arg(long, value_enum, default_value_t = AreaName::Label)]
    pub(crate) area: AreaName,
    /// Seed of the posterior draws.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(0..=9_007_199_254_740_991))]
    pub(crate) seed: u64,
}

/// Flags of `rank`.
#[derive(Debug, Args)]
pub(crate) struct RankArgs {
    /// What to rank.
    #[arg(long, value_enum, default_value_t = RankOf::Neighborhoods)]
    pub(crate) of: RankOf,
    /// How many to print, 1 to 1000.
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) top: u32,
    /// What the score measures, each per year.
    #[arg(long, value_enum, default_value_t = Measure::Count)]
    pub(crate) measure: Measure,
    #[command(flatten)]
    pub(crate) choose: ChooseArgs,
    /// What catchments are searched on: the counts of the window, or harm to expect per year after it.
    #[arg(long, value_enum, default_value_t = Basis::Counted)]
    pub(crate) basis: Basis,
    /// Weights of the criteria, 0 to 1000 each: burden, recency, persistence, trend, severity, residents,
    /// `shift_hours`, distance, equity. With it, or with any of the next three, places are decided on: what would
    /// change each rank, expected fall, funding rules.
    #[arg(long, value_name = "NAME:WEIGHT,…")]
    pub(crate) weights: Option<String>,
    /// How sure the weights are, 1 to 100000 (SMAA: Dirichlet concentration around them), or inf (default): certain.
    #[arg(long, value_name = "NUMBER")]
    pub(crate) concentration: Option<String>,
    /// Months after which an offense counts half in the criterion recency, 6 to 240 (default: 24).
    #[arg(long, value_name = "MONTHS")]
    pub(crate) half_life_months: Option<f64>,
    /// Sites that exist, for distance and equity: active (in the last month of the window; default), none, or ids.
    #[arg(long, value_name = "ID,…")]
    pub(crate) sites: Option<String>,
    #[command(flatten)]
    pub(crate) drawn: DrawnArgs,
    #[command(flatten)]
    pub(crate) query: QueryArgs,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
}

/// Flags of `chance`.
#[derive(Debug, Args)]
pub(crate) struct ChanceArgs {
    /// Number of catchments, 1 to 20 (default: the city's).
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=20))]
    pub(crate) k: Option<u32>,
    /// Area of a catchment, 0.05 to 25 km² (default: the city's).
    #[arg(long, value_name = "KM2", value_parser = area_km2, allow_negative_numbers = true)]
    pub(crate) area_km2: Option<f64>,
    /// What catchments are chosen by: the counts of the window, or harm to expect per year after it.
    #[arg(long, value_enum, default_value_t = Basis::Expected)]
    pub(crate) basis: Basis,
    /// Draws, 50 to 1000 (default: 200, and 100 where the city's finest cells are of resolution 10).
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(50..=1000))]
    pub(crate) draws: Option<u32>,
    /// Least distance from sites open in the last month of the data, 0 to 50000 meters (default: sites play no part).
    #[arg(long, value_name = "METERS")]
    pub(crate) spacing_m: Option<f64>,
    /// Ids of areas that may not be used.
    #[arg(long, value_name = "ID,…")]
    pub(crate) exclude: Option<String>,
    /// Seed of the search and of the draws.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(0..=9_007_199_254_740_991))]
    pub(crate) seed: u64,
    #[command(flatten)]
    pub(crate) query: QueryArgs,
    /// How to print it: the catchments, or every cell.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
}

/// Heading of the flags that change the engine.
const ENGINE: &str = "To test another engine";

/// Flags of `backtest`.
#[derive(Debug, Args)]
pub(crate) struct BacktestArgs {
    /// Number of sites, 1 to 20 (default: the city's).
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=20))]
    pub(crate) k: Option<u32>,
    /// Largest area of a site, 0.05 to 25 km² (default: each of the city's presets).
    #[arg(long, value_name = "KM2", value_parser = area_km2, allow_negative_numbers = true)]
    pub(crate) area_km2: Option<f64>,
    /// H3 resolution of the cells: 8, 9 or 10 (default: the finest that the city allows).
    #[arg(long, value_name = "N", value_parser = resolution)]
    pub(crate) resolution: Option<Resolution>,
    /// Seed of the search and of the draws.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(0..=9_007_199_254_740_991))]
    pub(crate) seed: u64,
    /// Draws per year for the limit of perfect knowledge, 0 (leave it out, which is quicker) to 100 (default: 2).
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub(crate) limit_draws: Option<u8>,
    /// The engine, and the oracle, with rounder sites: outline of at most so many circumferences of a circle of the
    /// area, 1.3 to 20.
    #[arg(long, value_name = "CIRCLES", value_parser = outline, help_heading = ENGINE, allow_negative_numbers = true)]
    pub(crate) outline: Option<f64>,
    /// The engine with another half-life: months after which a month counts half, 1 to 1200.
    #[arg(long, value_name = "MONTHS", help_heading = ENGINE)]
    pub(crate) half_life: Option<f64>,
    /// The engine with another exponent of a month's harm on a cell, 0 to 1.
    #[arg(long, value_name = "EXPONENT", help_heading = ENGINE)]
    pub(crate) burst: Option<f64>,
    /// The engine with another bandwidth of the surroundings (Gaussian), 0 to 5000 meters.
    #[arg(long, value_name = "METERS", help_heading = ENGINE)]
    pub(crate) bandwidth: Option<f64>,
    /// The engine with another weight of the surroundings: months of data that they are worth, 0 to 100000.
    #[arg(long, value_name = "MONTHS", help_heading = ENGINE)]
    pub(crate) prior: Option<f64>,
    #[command(flatten)]
    pub(crate) query: QueryArgs,
    /// How to print it: a summary, or every year and method.
    #[arg(long, value_enum, default_value_t = TableFormat::Table)]
    pub(crate) format: TableFormat,
}
