//! Location models, solved.

use std::collections::HashMap;

use catchment_siting::locate::DEFAULT_WORK;
use catchment_siting::{self as siting, Distances, LocateError, LocateInput, LocateParams, Located, Place};
use catchment_store::Dataset;

use super::{Locate, LocateAnswer, LocateAsk, LocateModel, LocatePoint, LocateSolver, LocatedSite, words};
use crate::answers::PROGRAM;
use crate::engine::Engine;
use crate::error::AskError;
use crate::file::{Content, Form};
use crate::question::Question;
use crate::{Unwatched, Watch};

/// Radii that are accepted, meters.
const RADIUS_M: std::ops::RangeInclusive<f64> = 1.0..=1_000_000.0;
/// Most pairs that may be looked at.
const MAX_WORK: u64 = 1_000_000_000_000_000;
/// Most pairs of a table of distances.
const MAX_PAIRS: usize = 50_000_000;

impl Question for Locate {
    const NAME: &'static str = "locate";
    const ADDRESS: &'static str = "locate";
    const ABOUT: &'static str = "Sites for demand points of your own: maximal covering or p-median, with a proof.";
    const LONG: bool = true;
    const FORMS: &'static [Form] = &[Form::Json, Form::Csv];

    type Ask = LocateAsk;
    type Answer = LocateAnswer;

    fn check(ask: LocateAsk, _: &Dataset) -> Result<Self, AskError> {
        let text = ask.problem.problem;
        let refuse = |e: serde_json::Error| AskError::value("problem", e.to_string(), "the JSON of a location model");
        serde_json::from_str::<Self>(text.as_str()).map_err(refuse)?.checked()
    }

    fn answer(&self, _: &Engine, watch: &dyn Watch) -> Result<LocateAnswer, AskError> {
        self.solve_watched(self.table()?.as_deref(), watch)
    }

    fn file(&self, _: &Engine, answer: &LocateAnswer, form: Form) -> Result<Content, AskError> {
        super::file::file(self, answer, form)
    }
}

impl Locate {
    /// Checks what can be checked without solving it.
    ///
    /// # Errors
    /// [`AskError::Value`] for a number out of range and for one that would have no effect.
    pub fn checked(self) -> Result<Self, AskError> {
        let most = self.places().len();
        if self.sites == 0 || self.sites > most {
            let accepted = format!("1 to {most}, the number of candidates");
            return Err(AskError::value("sites", self.sites.to_string(), accepted));
        }
        match (self.model, self.radius_m) {
            (LocateModel::Mclp, Some(m)) if RADIUS_M.contains(&m) => {}
            (LocateModel::Mclp, given) => {
                let given = given.map(|m| m.to_string()).unwrap_or_default();
                return Err(AskError::value("radius_m", given, "a number from 1 to 1000000 meters"));
            }
            (LocateModel::PMedian, Some(m)) => {
                let accepted = "the model mclp beside it: the p-median knows no radius";
                return Err(AskError::value("radius_m", m.to_string(), accepted));
            }
            (LocateModel::PMedian, None) => {}
        }
        if let Some(work) = self.work {
            if self.solver != LocateSolver::Branch {
                let accepted = "the solver branch beside it: others know no limit of work";
                return Err(AskError::value("work", work.to_string(), accepted));
            }
            if !(1..=MAX_WORK).contains(&work) {
                return Err(AskError::value("work", work.to_string(), format!("1 to {MAX_WORK} pairs")));
            }
        }
        Ok(self)
    }

    /// Chooses the sites.
    ///
    /// # Errors
    /// [`AskError::Value`] for points or distances that cannot be right, and for an instance that is too large.
    pub fn solve(&self) -> Result<LocateAnswer, AskError> {
        let table = self.table()?;
        self.solve_over(table.as_deref())
    }

    /// Chooses the sites over distances at `[demand × candidates + candidate]`, NaN where there is no way; over
    /// straight lines where there are none. For tables too large to be named pair by pair.
    ///
    /// # Errors
    /// As [`Locate::solve`].
    pub fn solve_over(&self, table: Option<&[f64]>) -> Result<LocateAnswer, AskError> {
        self.solve_watched(table, &Unwatched)
    }

    fn solve_watched(&self, table: Option<&[f64]>, watch: &dyn Watch) -> Result<LocateAnswer, AskError> {
        if table.is_none() {
            super::degrees::refuse("demand", &self.demand, self.radius_m)?;
            super::degrees::refuse("candidates", self.candidates.as_deref().unwrap_or_default(), self.radius_m)?;
        }
        let place = |p: &LocatePoint| Place { id: p.id.clone(), x_m: p.x, y_m: p.y, weight: p.weight };
        let demand: Vec<Place> = self.demand.iter().map(place).collect();
        let candidates: Vec<Place> = self.places().iter().map(place).collect();
        let distances = table.map_or(Distances::Straight, Distances::Table);
        let input = LocateInput { demand: &demand, candidates: &candidates, distances };
        let params = self.params();
        let found = params.check().and_then(|locate| locate.solve_watched(&input, watch)).map_err(refused)?;
        Ok(self.answer_of(params.work, found))
    }

    fn params(&self) -> LocateParams {
        LocateParams {
            model: match self.model {
                LocateModel::Mclp => siting::LocateModel::Mclp,
                LocateModel::PMedian => siting::LocateModel::PMedian,
            },
            sites: self.sites,
            radius_m: self.radius_m.unwrap_or(0.0),
            solver: match self.solver {
                LocateSolver::Branch => siting::LocateSolver::Branch,
                LocateSolver::Milp => siting::LocateSolver::Milp,
                LocateSolver::Interchange => siting::LocateSolver::Interchange,
            },
            work: self.work.unwrap_or(DEFAULT_WORK),
        }
    }

    fn table(&self) -> Result<Option<Vec<f64>>, AskError> {
        let Some(distances) = &self.distances else { return Ok(None) };
        let (demand, candidates) = (&self.demand, self.places());
        let pairs = demand.len().saturating_mul(candidates.len());
        if pairs > MAX_PAIRS {
            let accepted = format!("up to {MAX_PAIRS} pairs of demand point and candidate");
            return Err(AskError::value("distances", pairs.to_string(), accepted));
        }
        let index = |points: &[LocatePoint]| -> HashMap<String, usize> {
            points.iter().enumerate().map(|(i, p)| (p.id.clone(), i)).collect()
        };
        let (rows, columns) = (index(demand), index(candidates));
        let mut table = vec![f64::NAN; pairs];
        for pair in distances {
            let unknown = |id: &str, what: &str| AskError::value("distances", id, format!("the id of a {what}"));
            let row = rows.get(&pair.demand).ok_or_else(|| unknown(&pair.demand, "demand point"))?;
            let column = columns.get(&pair.candidate).ok_or_else(|| unknown(&pair.candidate, "candidate"))?;
            let at = &mut table[row * candidates.len() + column];
            if !at.is_nan() {
                let twice = format!("{} to {}", pair.demand, pair.candidate);
                return Err(AskError::value("distances", twice, "one distance for each pair"));
            }
            *at = pair.distance;
        }
        Ok(Some(table))
    }

    fn answer_of(&self, work: u64, found: Located) -> LocateAnswer {
        let site = |s: siting::LocatedSite| LocatedSite {
            candidate: s.candidate,
            id: s.id,
            points: s.points,
            weight: s.weight,
            mean_m: s.mean_m,
        };
        let mut answer = LocateAnswer {
            sites: found.sites.iter().map(|s| s.id.clone()).collect(),
            objective: found.objective,
            bound: found.bound,
            gap: found.gap,
            proven: found.proven,
            method: found.method.to_owned(),
            model: self.model,
            unit: words::unit(self.model).to_owned(),
            radius_m: self.radius_m,
            weight: found.weight,
            uncovered: found.uncovered,
            mean_m: found.mean_m,
            parts: found.parts,
            work,
            served: found.sites.into_iter().map(site).collect(),
            program: PROGRAM.to_owned(),
            finding: Vec::new(),
        };
        answer.finding = words::finding(&answer);
        answer
    }
}

/// What the method refuses, told in the names of the problem.
fn refused(error: LocateError) -> AskError {
    let (name, value) = match &error {
        LocateError::Sites { sites, max } => {
            let accepted = format!("1 to {max}, the number of candidates");
            return AskError::value("sites", sites.to_string(), accepted);
        }
        LocateError::TooLargeForProgram { max, pairs } => {
            let accepted = format!("the solver branch, which is exact as well: milp takes up to {max} pairs");
            return AskError::value("solver", format!("milp, for {pairs} pairs"), accepted);
        }
        LocateError::Radius(m) => ("radius_m", m.to_string()),
        LocateError::Work(work) => ("work", work.to_string()),
        LocateError::Nothing(list) => (*list, String::new()),
        LocateError::RepeatedId { list, id } | LocateError::Value { list, id, .. } => (*list, id.clone()),
        LocateError::NoDemand(_) => ("demand", String::new()),
        LocateError::Table { len, .. } => ("distances", len.to_string()),
        LocateError::Distance { demand, candidate, .. } | LocateError::MissingDistance { demand, candidate } => {
            ("distances", format!("{demand} to {candidate}"))
        }
        LocateError::TooLarge { pairs, .. } => ("demand", pairs.to_string()),
        LocateError::Cancelled => return AskError::Stopped,
        _ => return AskError::internal(error),
    };
    AskError::value(name, value, error.to_string())
}
