//! What a search maximizes where several criteria steer it: their weighted mean, each as a share of the whole city.
//!
//! Each criterion that adds up over ground is a column of the cells. Columns have different units; as shares of the
//! city's sum they have none, and their weighted mean, times the city's burden, is again an amount of burden: with
//! burden alone it is the burden itself. A sum of columns over cells is a column of cells, so whatever is proven of a
//! search is proven of this one.

use catchment_model::{BlockMask, Query};
use geo::MultiPolygon;

use super::Engine;
use super::counts::{Months, fold};
use super::expected::{Expected, objective};
use super::ground::inside_of_place;
use super::serving::{existing, served_cells};
use super::study::StudyCells;
use crate::error::AskError;
use crate::pieces::{CriterionName, Objective, Steered};

/// What a search maximizes, with what it came from.
#[derive(Debug)]
pub(crate) struct Maximized {
    /// What is maximized on each inside cell.
    pub(crate) harm: Vec<f64>,
    /// Counts or expected harm on each inside cell: the same where burden alone decides.
    pub(crate) burden: Vec<f64>,
    /// How expected harm came about.
    pub(crate) expected: Option<Expected>,
    /// Criteria that add up over ground, where there are others than burden.
    pub(crate) columns: Vec<Column>,
}

/// A criterion on the cells.
#[derive(Debug)]
pub(crate) struct Column {
    /// Which.
    pub(crate) criterion: CriterionName,
    /// Its weight beside the others that add up: they sum to 1.
    pub(crate) weight: f64,
    /// Its part of the whole city's sum on each inside cell.
    pub(crate) share: Vec<f64>,
}

/// What a search maximizes on each inside cell.
///
/// # Errors
/// [`AskError::Value`] for a criterion that cannot be had here.
pub(crate) fn maximized(
    engine: &Engine,
    query: &Query,
    (basis, steered): (Objective, Option<&Steered>),
    study: &StudyCells,
) -> Result<Maximized, AskError> {
    let (burden, expected) = objective(engine, query, basis, study)?;
    let Some(steered) = steered else {
        return Ok(Maximized { harm: burden.clone(), burden, expected, columns: Vec::new() });
    };
    let adding = || steered.criteria.iter().filter(|(c, _)| c.adds_up());
    let weights: f64 = adding().map(|(_, w)| w).sum();
    let ground = Ground { engine, query, study, steered };
    let one = |(criterion, weight): (&CriterionName, &f64)| {
        let values = ground.values(*criterion, &burden)?;
        let all: f64 = values.iter().sum();
        if all <= 0.0 {
            return Err(ground.refused(*criterion, "nothing of it is in the period"));
        }
        let share = values.iter().map(|v| v / all).collect();
        Ok(Column { criterion: *criterion, weight: weight / weights, share })
    };
    let columns: Vec<Column> = adding().map(one).collect::<Result<_, _>>()?;
    let city: f64 = burden.iter().sum();
    let mean = |cell: usize| city * columns.iter().map(|c| c.weight * c.share[cell]).sum::<f64>();
    Ok(Maximized { harm: (0..burden.len()).map(mean).collect(), burden, expected, columns })
}

struct Ground<'a> {
    engine: &'a Engine,
    query: &'a Query,
    study: &'a StudyCells,
    steered: &'a Steered,
}

impl Ground<'_> {
    fn values(&self, criterion: CriterionName, burden: &[f64]) -> Result<Vec<f64>, AskError> {
        let weight = |entry: &catchment_model::Entry| self.query.selection.weight(entry.group);
        match criterion {
            CriterionName::Recency => {
                let ages = ages(self.query, &Months::of(self.query.window, self.engine));
                let half = self.steered.half_life_months;
                Ok(self.sums(|entry, month| weight(entry) * 0.5_f64.powf(ages[month] / half)))
            }
            CriterionName::Severity => {
                let severity = self.severities()?;
                Ok(self.sums(|entry, _| severity[usize::from(entry.group.0)]))
            }
            CriterionName::ShiftHours => {
                let shift = self.engine.data.city.shift.as_ref();
                let shift =
                    shift.ok_or_else(|| self.refused(criterion, "the city file gives no working hours of a site"))?;
                let mask = BlockMask::of_hours(&shift.weekdays, shift.from_hour, shift.to_hour);
                let within = |e: &catchment_model::Entry| e.block.hour().is_some() && mask.contains(e.block);
                Ok(self.sums(|entry, _| if within(entry) { weight(entry) } else { 0.0 }))
            }
            CriterionName::Equity => {
                let sites = existing(&self.steered.sites, &self.engine.data, self.query.window);
                let outlines: Vec<&MultiPolygon<f64>> = sites.iter().map(|s| &s.outline).collect();
                let served = served_cells(self.study, &outlines);
                Ok(burden.iter().zip(served).map(|(b, served)| if served { 0.0 } else { *b }).collect())
            }
            _ => Ok(burden.to_vec()),
        }
    }

    /// Sum over the entries of each inside cell: count times what one of them is worth.
    fn sums(&self, worth: impl Fn(&catchment_model::Entry, usize) -> f64) -> Vec<f64> {
        let at = inside_of_place(self.study);
        let mut sums = vec![0.0; self.study.inside.len()];
        fold(self.engine, self.query, &Months::of(self.query.window, self.engine), |entry, month, n| {
            if let Some(cell) = at[entry.place as usize] {
                sums[cell] += n as f64 * worth(entry, month);
            }
        });
        sums
    }

    /// Severity of each group, by its id.
    fn severities(&self) -> Result<Vec<f64>, AskError> {
        let criterion = CriterionName::Severity;
        let declared = self.engine.data.city.severity.as_ref();
        let declared = declared.ok_or_else(|| self.refused(criterion, "the city file gives no severities"))?;
        let mut all = vec![0.0; self.query.selection.weights().len()];
        for id in self.query.selection.ids().filter(|id| self.query.selection.weight(*id) > 0.0) {
            let group = self.engine.data.offenses.group(id);
            let given = group.and_then(|g| declared.per_offense.get(&g.id).copied());
            let why = || format!("the city file gives no severity of {}", group.map_or("", |g| g.label.as_str()));
            all[usize::from(id.0)] = given.ok_or_else(|| self.refused(criterion, &why()))?;
        }
        Ok(all)
    }

    fn refused(&self, criterion: CriterionName, why: &str) -> AskError {
        let given: Vec<String> = self.steered.criteria.iter().map(|(c, w)| format!("{}:{w}", c.name())).collect();
        AskError::value(
            "weights",
            given.join(","),
            format!("criteria that can be had here: {} ({why})", criterion.name()),
        )
    }
}

/// Calendar months between each covered month and the last of the window.
fn ages(query: &Query, months: &Months) -> Vec<f64> {
    let last = query.window.to().index();
    let covered = query.window.months().zip(&months.covered_at).filter(|(_, at)| at.is_some());
    covered.map(|(m, _)| f64::from(last - m.index())).collect()
}
