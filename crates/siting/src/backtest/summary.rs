//! Means over the years, and differences paired by year.

use serde::Serialize;
use statrs::distribution::{ContinuousCDF, StudentsT};

use super::{Method, Row};

/// Confidence of the intervals.
const LEVEL: f64 = 0.95;

/// A mean of differences paired by year, with its 95% interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Paired {
    /// Mean difference.
    pub mean: f64,
    /// Lower end; absent for fewer than two years.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Years in which it is above 0.
    pub above: usize,
    /// Years.
    pub years: usize,
}

impl Paired {
    /// Mean and Student's t interval, n − 1 degrees of freedom: the years are taken as independent, which successive
    /// years are only in part.
    ///
    /// Reference: Student (1908), *The probable error of a mean*, doi 10.1093/biomet/6.1.1.
    pub fn of(differences: &[f64]) -> Self {
        let n = differences.len() as f64;
        let mean = differences.iter().sum::<f64>() / n;
        let variance = differences.iter().map(|d| (d - mean).powi(2)).sum::<f64>() / (n - 1.0);
        let t = StudentsT::new(0.0, 1.0, n - 1.0).ok().map(|t| t.inverse_cdf(0.5 + LEVEL / 2.0));
        let half = t.map(|t| t * (variance / n).sqrt()).filter(|h| h.is_finite());
        Self {
            mean,
            low: half.map(|h| mean - h),
            high: half.map(|h| mean + h),
            above: differences.iter().filter(|d| **d > 0.0).count(),
            years: differences.len(),
        }
    }
}

/// How a method did over the years.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// Area of a site, km².
    pub area_km2: f64,
    /// Method.
    pub method: Method,
    /// Mean capture over the years.
    pub capture: f64,
    /// Mean of capture ÷ oracle.
    pub ratio: f64,
    /// Mean of capture ÷ what plain greedy growth on the year itself captures.
    pub greedy_ratio: f64,
    /// The engine's ratio less this one's, paired by year; absent for the engine.
    pub engine_less: Option<Paired>,
    /// For loose cells: the ratio of `engine-cells` less this one's.
    pub engine_cells_less: Option<Paired>,
}

/// Summaries by area and method, in the order of both.
pub(super) fn summarize(rows: &[Row], areas: &[f64]) -> Vec<Summary> {
    let ratios = |area: f64, method: Method| -> Vec<f64> {
        rows.iter().filter(|r| r.method == method && r.area_km2.total_cmp(&area).is_eq()).map(|r| r.ratio).collect()
    };
    let less = |area, from: Method, method: Method| {
        let pairs: Vec<f64> = ratios(area, from).iter().zip(ratios(area, method)).map(|(a, b)| a - b).collect();
        (from != method && !pairs.is_empty()).then(|| Paired::of(&pairs))
    };
    let one = |area: f64, method: Method| {
        let own: Vec<&Row> =
            rows.iter().filter(|r| r.method == method && r.area_km2.total_cmp(&area).is_eq()).collect();
        let mean = |value: fn(&Row) -> f64| own.iter().map(|r| value(r)).sum::<f64>() / own.len() as f64;
        (!own.is_empty()).then(|| Summary {
            area_km2: area,
            method,
            capture: mean(|r| r.capture),
            ratio: mean(|r| r.ratio),
            greedy_ratio: mean(|r| if r.greedy_oracle > 0.0 { r.capture / r.greedy_oracle } else { 0.0 }),
            engine_less: less(area, Method::Engine, method),
            engine_cells_less: if method.connected() { None } else { less(area, Method::EngineCells, method) },
        })
    };
    areas.iter().flat_map(|area| Method::ALL.iter().filter_map(|method| one(*area, *method))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_students() {
        // scipy.stats.ttest_1samp([1, 2, 3, 4, 6], 0).confidence_interval(): 0.811612, 5.588388.
        let paired = Paired::of(&[1.0, 2.0, 3.0, 4.0, 6.0]);
        assert!((paired.mean - 3.2).abs() < 1e-12);
        assert!((paired.low.unwrap() - 0.811_612).abs() < 1e-5 && (paired.high.unwrap() - 5.588_388).abs() < 1e-5);
        assert_eq!((paired.above, paired.years), (5, 5));
    }

    #[test]
    fn one_year_has_no_interval() {
        assert_eq!(Paired::of(&[0.5]).low, None);
    }
}
