//! The choice of sites, and how far it can be from the best.

use catchment_model::{Unwatched, Watch};
use serde::Serialize;

use super::costs::Costs;
use super::error::LocateError;
use super::input::{LocateInput, LocateModel, LocateParams, LocateSolver};
use super::interchange::Choice;
use super::{branch, program};
use crate::latch::Latch;

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
    ///
    /// # Example
    /// ```
    /// use catchment_siting::locate::DEFAULT_WORK;
    /// use catchment_siting::{Distances, LocateInput, LocateModel, LocateParams, LocateSolver, Place};
    ///
    /// let place = |id: &str, x_m, weight| Place { id: id.to_owned(), x_m, y_m: 0.0, weight };
    /// let places = [place("a", 0.0, 5.0), place("b", 300.0, 1.0), place("c", 2_000.0, 4.0)];
    /// let input = LocateInput { demand: &places, candidates: &places, distances: Distances::Straight };
    /// let model = LocateParams {
    ///     model: LocateModel::PMedian,
    ///     sites: 2,
    ///     radius_m: 0.0,
    ///     solver: LocateSolver::Branch,
    ///     work: DEFAULT_WORK,
    /// };
    /// let found = model.check()?.solve(&input)?;
    /// assert!(found.proven);
    /// assert_eq!(found.objective, 300.0);
    /// # Ok::<(), catchment_siting::LocateError>(())
    /// ```
    pub fn solve(&self, input: &LocateInput<'_>) -> Result<Located, LocateError> {
        self.solve_watched(input, &Unwatched)
    }

    /// The same, until its watch says to stop; the integer program of the library runs to its end.
    ///
    /// # Errors
    /// As [`Locate::solve`], and [`LocateError::Cancelled`].
    pub fn solve_watched(&self, input: &LocateInput<'_>, watch: &dyn Watch) -> Result<Located, LocateError> {
        let watch = &Latch::new(watch);
        let costs = Costs::new(&self.0, input)?;
        let (best, bound, parts, method) = match self.0.solver {
            LocateSolver::Milp => {
                let best = program::solve(&costs)?;
                let bound = best.cost;
                (best, bound, 0, "integer program, solved to the end by a library")
            }
            LocateSolver::Branch | LocateSolver::Interchange => {
                let limit = (self.0.solver == LocateSolver::Branch).then_some(self.0.work);
                let found = branch::search(&costs, limit, watch);
                if watch.cancelled() {
                    return Err(LocateError::Cancelled);
                }
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
