//! Means over the years, differences paired by year, and what a single year decides.

use serde::Serialize;

use super::{Method, Paired, Row};

/// How a method did over the years.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// Area of a site, km².
    pub area_km2: f64,
    /// Method.
    pub method: Method,
    /// Mean capture over the years.
    pub capture: f64,
    /// Mean capture by distinct incident; absent where the incidents are not known.
    pub incident_capture: Option<f64>,
    /// Mean of capture ÷ oracle.
    pub ratio: f64,
    /// Mean of capture ÷ what plain greedy growth on the year itself captures.
    pub greedy_ratio: f64,
    /// The engine's ratio less this one's, paired by year; absent for the engine.
    pub engine_less: Option<Paired>,
    /// For loose cells: the ratio of `engine-cells` less this one's.
    pub engine_cells_less: Option<Paired>,
    /// The same without the year that decides most; absent for fewer than three years.
    pub without: Option<Without>,
}

/// What is left without the year that moves the engine's lead over greedy growth on the same data most.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Without {
    /// The year left out.
    pub year: i32,
    /// Mean of capture ÷ oracle.
    pub ratio: f64,
    /// The engine's ratio less this one's.
    pub engine_less: Option<Paired>,
}

/// The engine beside another way over all sizes of site together: each year's mean over the sizes is one difference.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pooled {
    /// The other way.
    pub method: Method,
    /// The engine's ratio less its, mean over the sizes, paired by year.
    pub engine_less: Paired,
    /// The year that moves that mean most, and the mean without it; absent for fewer than three years.
    pub without: Option<(i32, Paired)>,
}

/// Rows of one area and method, by year.
struct Own<'a>(Vec<&'a Row>);

impl<'a> Own<'a> {
    fn of(rows: &'a [Row], area: f64, method: Method) -> Self {
        Self(rows.iter().filter(|r| r.method == method && r.area_km2.total_cmp(&area).is_eq()).collect())
    }

    fn mean(&self, value: impl Fn(&Row) -> f64) -> f64 {
        self.0.iter().map(|r| value(r)).sum::<f64>() / self.0.len() as f64
    }

    /// Ratios of this one less those of another, with their years.
    fn less(&self, other: &Self) -> Vec<(i32, f64)> {
        self.0.iter().zip(&other.0).map(|(a, b)| (a.year, a.ratio - b.ratio)).collect()
    }
}

/// The year whose difference lies farthest from the mean: leaving it out moves the mean most. Of equals the first.
fn decisive(differences: &[(i32, f64)]) -> Option<i32> {
    let mean = differences.iter().map(|d| d.1).sum::<f64>() / differences.len() as f64;
    let off = |d: &(i32, f64)| (d.1 - mean).abs();
    let farthest = differences.iter().reduce(|a, b| if off(b) > off(a) { b } else { a })?;
    (differences.len() > 2).then_some(farthest.0)
}

fn paired(differences: &[(i32, f64)], without: Option<i32>) -> Option<Paired> {
    let kept: Vec<f64> = differences.iter().filter(|d| Some(d.0) != without).map(|d| d.1).collect();
    (!kept.is_empty()).then(|| Paired::of(&kept))
}

/// Summaries by area and method, in the order of both.
pub(super) fn summarize(rows: &[Row], areas: &[f64]) -> Vec<Summary> {
    let of_area = |area: &f64| {
        let engine = Own::of(rows, *area, Method::Engine);
        let year = decisive(&engine.less(&Own::of(rows, *area, Method::GreedyData)));
        let one = move |method: &Method| one(rows, *area, *method, year);
        Method::ALL.iter().filter_map(one).collect::<Vec<_>>()
    };
    areas.iter().flat_map(of_area).collect()
}

fn one(rows: &[Row], area: f64, method: Method, year: Option<i32>) -> Option<Summary> {
    let own = Own::of(rows, area, method);
    let count = own.0.len();
    let less = |from: Method, left: Option<i32>| {
        if from == method { None } else { paired(&Own::of(rows, area, from).less(&own), left) }
    };
    let by_incident: Vec<f64> = own.0.iter().filter_map(|r| r.incident_capture).collect();
    let kept = |year: i32| Own(own.0.iter().copied().filter(|r| r.year != year).collect());
    (count > 0).then(|| Summary {
        area_km2: area,
        method,
        capture: own.mean(|r| r.capture),
        incident_capture: (by_incident.len() == count).then(|| by_incident.iter().sum::<f64>() / count as f64),
        ratio: own.mean(|r| r.ratio),
        greedy_ratio: own.mean(|r| if r.greedy_oracle > 0.0 { r.capture / r.greedy_oracle } else { 0.0 }),
        engine_less: less(Method::Engine, None),
        engine_cells_less: if method.connected() { None } else { less(Method::EngineCells, None) },
        without: year.map(|year| Without {
            year,
            ratio: kept(year).mean(|r| r.ratio),
            engine_less: less(Method::Engine, Some(year)),
        }),
    })
}

/// The engine beside each other way of choosing sites, all sizes together.
pub(super) fn pool(rows: &[Row], areas: &[f64]) -> Vec<Pooled> {
    let others = |m: &Method| m.connected() && !matches!(m, Method::Engine | Method::Oracle);
    let one = |method: Method| {
        let leads = areas.iter().map(|a| Own::of(rows, *a, Method::Engine).less(&Own::of(rows, *a, method)));
        let mut sums: Vec<(i32, f64)> = Vec::new();
        for (at, (year, lead)) in leads.flat_map(|l| l.into_iter().enumerate()) {
            match sums.get_mut(at) {
                Some(sum) => sum.1 += lead / areas.len() as f64,
                None => sums.push((year, lead / areas.len() as f64)),
            }
        }
        let without = decisive(&sums).and_then(|year| Some((year, paired(&sums, Some(year))?)));
        Some(Pooled { method, engine_less: paired(&sums, None)?, without })
    };
    Method::ALL.into_iter().filter(others).filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(year: i32, method: Method, area_km2: f64, ratio: f64) -> Row {
        let (capture, oracle, greedy_oracle) = (0.1 * ratio, 0.1, 0.1);
        let (harm, located, ground_km2, incident_capture) = (ratio, 100.0, area_km2, None);
        Row {
            year,
            method,
            area_km2,
            k: 3,
            capture,
            oracle,
            greedy_oracle,
            ratio,
            harm,
            located,
            ground_km2,
            incident_capture,
        }
    }

    #[test]
    fn the_year_that_decides_is_told_and_left_out() {
        let leads = [(2012, 0.01), (2013, 0.03), (2020, 0.5), (2025, 0.02)];
        let rows: Vec<Row> = [0.25, 2.5]
            .into_iter()
            .flat_map(|area| {
                leads.into_iter().flat_map(move |(year, lead)| {
                    let lead = if area > 1.0 { 0.0 } else { lead };
                    [row(year, Method::Engine, area, 0.5 + lead), row(year, Method::GreedyData, area, 0.5)]
                })
            })
            .collect();
        let summary = summarize(&rows, &[0.25, 2.5]);
        let greedy = &summary[1];
        assert!((greedy.engine_less.unwrap().mean - 0.14).abs() < 1e-12);
        let without = greedy.without.unwrap();
        assert_eq!(without.year, 2020);
        assert!((without.engine_less.unwrap().mean - 0.02).abs() < 1e-12 && without.engine_less.unwrap().years == 3);
        assert!((summary[0].without.unwrap().ratio - 0.52).abs() < 1e-12);
        // Over both sizes each year's lead is halved.
        let pooled = pool(&rows, &[0.25, 2.5]);
        assert_eq!((pooled.len(), pooled[0].method), (1, Method::GreedyData));
        assert!((pooled[0].engine_less.mean - 0.07).abs() < 1e-12 && pooled[0].engine_less.years == 4);
        assert_eq!(pooled[0].without.unwrap().0, 2020);
    }

    #[test]
    fn two_years_have_none_to_leave_out() {
        assert_eq!(decisive(&[(2012, 0.1), (2013, 0.4)]), None);
    }
}
