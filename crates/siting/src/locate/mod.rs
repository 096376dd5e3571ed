//! Location models on any demand points: maximal covering and p-median, with a proof.
//!
//! **MCLP** (maximal covering location problem): the `p` sites that have most demand within a radius. Church, `ReVelle`
//! (1974), *The maximal covering location problem*, doi 10.1007/BF01942293, (1)–(5). **p-median**: the `p` sites with
//! the least sum of weight × distance to the nearest. Hakimi (1964), *Optimum locations of switching centers and the
//! absolute centers and medians of a graph*, doi 10.1287/opre.12.3.450, theorem 2.
//!
//! Both are solved exactly by one branch and bound on Lagrangian bounds (`lagrange.rs`), started from greedy addition
//! and exchange (`interchange.rs`); or, where they are small, as integer programs by a library (`program.rs`). The
//! branch and bound stops after a set amount of work, the same on every machine; its answer then is the best found,
//! with the bound that was proven, and says so.

mod branch;
mod costs;
mod error;
mod interchange;
mod lagrange;
mod program;

pub use error::LocateError;

use serde::{Deserialize, Serialize};

use costs::Costs;
use interchange::Choice;

/// Which question is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LocateModel {
    /// Most demand within the radius.
    Mclp,
    /// Least sum of weight × distance to the nearest site.
    PMedian,
}

/// Who solves it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LocateSolver {
    /// Our branch and bound.
    #[default]
    Branch,
    /// A library for integer programs; small instances only.
    Milp,
    /// Greedy addition and exchange alone, with the bound at the start of the branch and bound.
    Interchange,
}

/// The question as it comes from a flag or a body.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocateParams {
    /// Which question.
    pub model: LocateModel,
    /// Sites to choose, 1 up to the number of candidates.
    pub sites: usize,
    /// Radius within which demand is covered (distance at most this), meters; the p-median does not look at it.
    pub radius_m: f64,
    /// Who solves it.
    #[serde(default)]
    pub solver: LocateSolver,
    /// Pairs of demand point and candidate that may be looked at before the proof is given up.
    #[serde(default = "default_work")]
    pub work: u64,
}

/// Some 20 seconds of one core.
pub const DEFAULT_WORK: u64 = 20_000_000_000;

fn default_work() -> u64 {
    DEFAULT_WORK
}

impl LocateParams {
    /// Checks what can be checked without the points.
    ///
    /// # Errors
    /// [`LocateError`] for 0 sites, a radius that is not above 0, or a work limit of 0.
    pub fn check(self) -> Result<Locate, LocateError> {
        if self.sites == 0 {
            return Err(LocateError::Sites { sites: 0, max: usize::MAX });
        }
        if self.model == LocateModel::Mclp && !(self.radius_m.is_finite() && self.radius_m > 0.0) {
            return Err(LocateError::Radius(self.radius_m));
        }
        if self.work == 0 {
            return Err(LocateError::Work(self.work));
        }
        Ok(Locate(self))
    }
}

/// A demand point or a candidate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Id, distinct within its list.
    pub id: String,
    /// Easting, meters.
    pub x_m: f64,
    /// Northing, meters.
    pub y_m: f64,
    /// Demand, 0 or more; of a candidate it is not looked at.
    pub weight: f64,
}

/// How far candidates are from demand points.
#[derive(Debug, Clone, Copy)]
pub enum Distances<'a> {
    /// Straight lines.
    Straight,
    /// Meters at `[demand × candidates + candidate]`; NaN or infinite where there is no way.
    Table(&'a [f64]),
}

/// What a model is solved on.
#[derive(Debug, Clone, Copy)]
pub struct LocateInput<'a> {
    /// Demand points.
    pub demand: &'a [Place],
    /// Places where a site may be.
    pub candidates: &'a [Place],
    /// Distances between them.
    pub distances: Distances<'a>,
}

impl LocateInput<'_> {
    /// Distance from a demand point to a candidate, meters; infinite where there is no way.
    pub fn distance_m(&self, demand: usize, candidate: usize) -> f64 {
        match self.distances {
            Distances::Straight => {
                let (d, c) = (&self.demand[demand], &self.candidates[candidate]);
                (d.x_m - c.x_m).hypot(d.y_m - c.y_m)
            }
            Distances::Table(table) => {
                let d = table[demand * self.candidates.len() + candidate];
                if d.is_nan() { f64::INFINITY } else { d }
            }
        }
    }
}

/// A question whose parameters hold together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Locate(LocateParams);

/// A chosen site.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LocatedSite {
    /// Position in the list of candidates.
    pub candidate: usize,
    /// Id of the candidate.
    pub id: String,
    /// Demand points that it serves: those within the radius (MCLP), or all (p-median), to which it is the nearest
    /// chosen site.
    pub points: usize,
    /// Their demand.
    pub weight: f64,
    /// Their mean distance, by demand, meters; absent where it serves none.
    pub mean_m: Option<f64>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Located {
    /// Chosen sites, in the order of the candidates.
    pub sites: Vec<LocatedSite>,
    /// MCLP: demand within the radius (most is best). p-median: sum of weight × distance, meters (least is best).
    pub objective: f64,
    /// No choice can be better than this: at least the objective for MCLP, at most for the p-median.
    pub bound: f64,
    /// Distance of objective and bound, as a share of the bound's; 0 is proven best.
    pub gap: f64,
    /// How the answer came about, in words.
    pub method: &'static str,
    /// Whether no better choice exists, by proof.
    pub proven: bool,
    /// Parts that branch and bound looked at.
    pub parts: u64,
    /// Total demand.
    pub weight: f64,
    /// Demand points out of the radius, for MCLP.
    pub uncovered: Option<usize>,
    /// Mean distance by demand, meters, for the p-median.
    pub mean_m: Option<f64>,
}

impl Locate {
    /// The parameters.
    pub fn params(&self) -> LocateParams {
        self.0
    }

    /// Chooses the sites.
    ///
    /// Idea and steps: greedy addition and exchange give a choice; prices on the demand points give a bound and settle
    /// most sites; what is left is split at one site after another until nothing better can be hidden. Ties: one of the
    /// best choices, always the same one for the same lists in the same order. Complexity: each step of the prices
    /// looks at every pair within the radius (MCLP) or every pair (p-median); the number of steps is not bounded by
    /// theory, and is cut by [`LocateParams::work`]. On the harm of St. Louis, dev profile, CPU time of one core: 1,550
    /// points and as many candidates within 800 m, 0.1 s for 5 or 10 sites; p-median of 255 points, under 0.1 s for 2
    /// or 10 sites; of 1,550 points, 14 s for 10 sites (1,431 parts). Costs that differ by less than 1 part in 10¹⁰
    /// count as equal. Degenerate input: demand of 0 is kept and changes nothing; with as many sites as candidates all
    /// are chosen.
    ///
    /// # Errors
    /// [`LocateError`] for lists, distances or numbers that cannot be right, more sites than candidates, or an instance
    /// that is too large.
    pub fn solve(&self, input: &LocateInput<'_>) -> Result<Located, LocateError> {
        let costs = Costs::new(&self.0, input)?;
        let (best, bound, parts, method) = match self.0.solver {
            LocateSolver::Milp => {
                let best = program::solve(&costs)?;
                let bound = best.cost;
                (best, bound, 0, "integer program, solved to the end by a library")
            }
            LocateSolver::Branch | LocateSolver::Interchange => {
                let limit = (self.0.solver == LocateSolver::Branch).then_some(self.0.work);
                let found = branch::search(&costs, limit);
                let method = match (found.stopped, self.0.solver) {
                    (false, _) => "branch and bound with Lagrangian bounds, to the end",
                    (true, LocateSolver::Interchange) => "greedy addition and exchange, with a Lagrangian bound",
                    (true, _) => {
                        "branch and bound with Lagrangian bounds, stopped by the limit of work before the proof was \
                            complete"
                    }
                };
                (found.best, found.bound, found.parts, method)
            }
        };
        Ok(self.answer(input, &best, bound, parts, method))
    }

    fn answer(&self, input: &LocateInput<'_>, best: &Choice, bound: f64, parts: u64, method: &'static str) -> Located {
        let weight: f64 = input.demand.iter().map(|d| d.weight).sum();
        let mclp = self.0.model == LocateModel::Mclp;
        let mut served: Vec<(usize, f64, f64)> = vec![(0, 0.0, 0.0); best.sites.len()];
        let (mut inside, mut way) = (0, 0.0);
        for (i, point) in input.demand.iter().enumerate() {
            let near = best.sites.iter().map(|s| input.distance_m(i, *s)).enumerate();
            let Some((at, d)) =
                near.reduce(|a, b| if b.1 < a.1 { b } else { a }).filter(|n| !mclp || n.1 <= self.0.radius_m)
            else {
                continue;
            };
            inside += 1;
            way += point.weight * d;
            served[at] = (served[at].0 + 1, served[at].1 + point.weight, served[at].2 + point.weight * d);
        }
        let site = |(s, (points, w, way)): (&usize, (usize, f64, f64))| LocatedSite {
            candidate: *s,
            id: input.candidates[*s].id.clone(),
            points,
            weight: w,
            mean_m: (w > 0.0).then(|| way / w),
        };
        let covered: f64 = served.iter().map(|s| s.1).sum();
        let proven = bound >= best.cost;
        let (objective, bound) = if mclp {
            (covered, if proven { covered } else { weight - bound })
        } else {
            (way, if proven { way } else { bound })
        };
        let gap = if bound > 0.0 { (objective - bound).abs() / bound } else { 0.0 };
        Located {
            sites: best.sites.iter().zip(served).map(site).collect(),
            objective,
            bound,
            gap,
            method,
            proven,
            parts,
            weight,
            uncovered: mclp.then(|| input.demand.len() - inside),
            mean_m: (!mclp).then(|| way / weight),
        }
    }
}
