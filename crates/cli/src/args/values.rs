//! The values that flags take, and the ranges they must lie in.

use std::fmt;

use catchment_model::{AreaBasis, Resolution, TimeBasis, Unit};
use clap::ValueEnum;

/// How to print data that has geometry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Table,
    /// One JSON document with all parameters.
    Json,
    /// Comma-separated, one header line.
    Csv,
    /// A GeoJSON feature collection.
    Geojson,
}

/// How to print data without geometry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    /// For people.
    Table,
    /// One JSON document.
    Json,
    /// Comma-separated, one header line.
    Csv,
}

/// What to count by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Key {
    /// Calendar year.
    Year,
    /// Month.
    Month,
    /// Neighborhood or park.
    Neighborhood,
    /// H3 cell.
    Cell,
}

/// What the quality report lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum QualityKey {
    /// Files.
    File,
    /// Reasons.
    Reason,
    /// Located shares by year and offense.
    Year,
}

/// Unit of count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum UnitName {
    /// Offenses, less those taken back.
    Net,
    /// Distinct incidents.
    Incident,
}

/// Which date counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TimeName {
    /// Month of report.
    Reported,
    /// Month of occurrence.
    Occurred,
}

/// Which neighborhood a row belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AreaName {
    /// The police label.
    Label,
    /// The polygon that holds the point.
    Point,
}

/// Kernel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum KernelName {
    /// Quartic (biweight).
    Quartic,
    /// Epanechnikov.
    Epanechnikov,
    /// Gaussian, cut off at four bandwidths.
    Gaussian,
}

/// Edge correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Edge {
    /// None.
    None,
    /// Divide by the kernel's share inside the city at the pixel.
    Uniform,
    /// Divide by the kernel's share inside the city at the point.
    Diggle,
}

/// Method of finding hot spots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Method {
    /// Getis-Ord Gi*.
    Gi,
    /// Local Moran.
    Moran,
    /// Emerging hot spots.
    Emerging,
    /// Scan of space and time.
    Scan,
    /// Scan of space, the whole window taken together.
    ScanSpace,
    /// Knox near repeats.
    Knox,
}

/// What a scan expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Baseline {
    /// Each place's and each period's own total.
    Permutation,
    /// By residents, each period with its own total.
    Residents,
    /// By area, each period with its own total.
    Area,
}

/// What is ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum RankOf {
    /// Neighborhoods, parks left out.
    Neighborhoods,
    /// Compact walkable areas of one size, free of neighborhood borders.
    Catchments,
}

/// What catchments are searched on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Basis {
    /// The counts of the window.
    Counted,
    /// Harm to expect per year after the window.
    Expected,
}

/// What a score measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum Measure {
    /// Offenses.
    Count,
    /// Offenses per 1,000 residents.
    PerResident,
    /// Offenses per km².
    PerKm2,
}

impl From<UnitName> for Unit {
    fn from(name: UnitName) -> Self {
        match name {
            UnitName::Net => Self::Net,
            UnitName::Incident => Self::Incident,
        }
    }
}

impl From<TimeName> for TimeBasis {
    fn from(name: TimeName) -> Self {
        match name {
            TimeName::Reported => Self::Reported,
            TimeName::Occurred => Self::Occurred,
        }
    }
}

impl From<AreaName> for AreaBasis {
    fn from(name: AreaName) -> Self {
        match name {
            AreaName::Label => Self::Label,
            AreaName::Point => Self::Point,
        }
    }
}

/// The word that stands for a value on the command line.
pub(crate) fn word(value: &impl ValueEnum) -> String {
    value.to_possible_value().map_or_else(String::new, |v| v.get_name().to_owned())
}

/// An H3 resolution.
pub(super) fn resolution(text: &str) -> Result<Resolution, String> {
    let number = text.parse::<u8>().ok();
    number
        .and_then(|n| Resolution::try_from(n).ok())
        .ok_or_else(|| format!("resolution {text} is not kept; expected 8, 9 or 10"))
}

/// A bandwidth, meters.
pub(super) fn meters(text: &str) -> Result<f64, String> {
    number(text, 50.0, 5_000.0)
}

/// A radius of service, meters.
pub(super) fn radius_m(text: &str) -> Result<f64, String> {
    number(text, 1.0, 1_000_000.0)
}

/// A pixel, meters.
pub(super) fn pixel_m(text: &str) -> Result<f64, String> {
    number(text, 10.0, 1_000.0)
}

/// An area, km².
pub(super) fn area_km2(text: &str) -> Result<f64, String> {
    number(text, 0.05, 25.0)
}

/// A length of outline, in circumferences of a circle.
pub(super) fn outline(text: &str) -> Result<f64, String> {
    number(text, 1.3, 20.0)
}

/// A share above 0 and below 1.
pub(super) fn between_0_and_1(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(x) if x > 0.0 && x < 1.0 => Ok(x),
        _ => Err("expected a number above 0 and below 1".to_owned()),
    }
}

fn number(text: &str, least: f64, most: f64) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(x) if (least..=most).contains(&x) => Ok(x),
        _ => Err(format!("expected a number from {least} to {most}")),
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&word(self))
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_declaration_of_the_flags_holds_together() {
        crate::args::Cli::command().debug_assert();
    }

    #[test]
    fn numbers_out_of_range_are_refused_with_the_range() {
        assert_eq!(meters("500"), Ok(500.0));
        for bad in ["0", "-1", "NaN", "inf", "five", "1e9"] {
            assert_eq!(meters(bad).unwrap_err(), "expected a number from 50 to 5000");
        }
        assert!(between_0_and_1("0").is_err() && between_0_and_1("1").is_err());
    }

    #[test]
    fn resolutions_not_kept_are_refused() {
        assert_eq!(resolution("9").unwrap(), Resolution::R9);
        assert!(resolution("11").is_err() && resolution("x").is_err());
    }

    #[test]
    fn measures_have_underscores() {
        assert_eq!(Measure::PerResident.to_string(), "per_resident");
        assert_eq!(Measure::PerKm2.to_string(), "per_km2");
    }
}
