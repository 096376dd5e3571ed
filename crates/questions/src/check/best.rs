//! The best ground that as many sites of the same size could have.

use std::sync::Arc;

use catchment_model::Window;
use catchment_siting::{CatchmentError, CatchmentParams, Shape};
use serde::Serialize;

use crate::engine::{Engine, Find, candidate, objective, refused, search_input, usable};
use crate::error::AskError;
use crate::pieces::{Counted, Objective};

/// Work for the proof: a check is asked for often.
const EFFORT: usize = 1;

/// Looks for it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct BestGround {
    /// What is counted, over the months that the ground is chosen on.
    pub(super) counted: Counted,
    /// Number of catchments.
    pub(super) k: usize,
    /// Largest area of one, km².
    pub(super) area_km2: f64,
    /// Seed of the search.
    pub(super) seed: u64,
    /// Cells that it must leave free, ascending.
    pub(super) without: Vec<usize>,
}

/// What was found.
#[derive(Debug)]
pub(super) struct Best {
    /// Harm to expect on each inside cell.
    pub(super) expected: Vec<f64>,
    /// Cells of each catchment.
    pub(super) catchments: Vec<Vec<usize>>,
    /// The neighborhoods that most of each lies in.
    pub(super) names: Vec<String>,
    /// Harm to expect on all of them.
    pub(super) harm: f64,
    /// No such ground can hold more.
    pub(super) bound: f64,
}

impl Find for BestGround {
    const NAME: &'static str = "best ground of the sites' size";
    type Found = Option<Best>;

    fn find(&self, engine: &Engine) -> Result<Option<Best>, AskError> {
        let query = self.counted.query(&engine.data)?;
        let study = engine.finest_study()?;
        let (expected, _) = objective(engine, &query, Objective::Expected, study)?;
        let mut allowed = usable(study);
        self.without.iter().for_each(|cell| allowed[*cell] = false);
        let (k, area_km2, seed) = (self.k, self.area_km2, self.seed);
        let shape = Shape::Walkable;
        let raw = CatchmentParams { k, area_km2, shape, seed, effort: EFFORT, ..CatchmentParams::default() };
        let set = match raw.check().and_then(|s| s.best(&search_input(study, &expected, &allowed))) {
            Ok(set) => set,
            Err(
                CatchmentError::Area { .. }
                | CatchmentError::NoHarm(_)
                | CatchmentError::TooFew { .. }
                | CatchmentError::Lattice { .. },
            ) => return Ok(None),
            Err(other) => return Err(refused(other, query.window)),
        };
        let (harm, bound) = (set.proven.harm, set.proven.bound);
        let name = |(i, c): (usize, &catchment_siting::Catchment)| {
            candidate(engine, (query.window, study), i + 1, c.clone()).map(|found| found.name)
        };
        let names = set.catchments.iter().enumerate().map(name).collect::<Result<_, _>>()?;
        let catchments = set.catchments.into_iter().map(|c| c.cells).collect();
        Ok(Some(Best { expected, catchments, names, harm, bound }))
    }

    fn bytes(found: &Option<Best>) -> usize {
        found.as_ref().map_or(0, |f| 8 * f.expected.len())
    }
}

/// The best ground chosen on a window; `None` where there is no such ground.
pub(super) fn best(
    engine: &Engine,
    counted: &Counted,
    window: Window,
    (k, area_km2, seed): (usize, f64, u64),
    without: &[usize],
) -> Result<Arc<Option<Best>>, AskError> {
    let counted = Counted { from: window.from(), to: window.to(), ..counted.clone() };
    // A hair more, so that rounding in the sum of its cells does not make its own size too small for it.
    engine.find(&BestGround { counted, k, area_km2: area_km2 * (1.0 + 1e-9), seed, without: without.to_vec() })
}
