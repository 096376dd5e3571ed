//! The best ground that as many sites of the same size could have.

use catchment_model::heap;
use std::sync::Arc;

use catchment_model::Window;
use catchment_siting::{CatchmentError, CatchmentParams, Shape};
use serde::{Deserialize, Serialize};

use crate::engine::{Engine, Find, candidate, objective, refused, search_input, usable};
use crate::error::AskError;
use crate::pieces::{Counted, Objective};

/// Work for the proof, where one is told: a check is asked for often.
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
    /// Whether no other ground can hold more than a bound. Ground that is only counted on later months needs none.
    pub(super) proven: bool,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Best {
    /// Cells of each catchment.
    pub(super) catchments: Vec<Vec<usize>>,
    /// The neighborhoods that most of each lies in.
    pub(super) names: Vec<String>,
    /// Harm to expect on all of them.
    #[serde(with = "bits")]
    pub(super) harm: f64,
    /// No such ground can hold more; infinite where that was not proven.
    #[serde(with = "bits")]
    pub(super) bound: f64,
}

/// Harm to expect on each inside cell, learned from the months of a window.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ToExpect(pub(super) Counted);

impl Find for ToExpect {
    const NAME: &'static str = "harm to expect on cells";
    type Found = Vec<f64>;

    fn find(&self, engine: &Engine) -> Result<Vec<f64>, AskError> {
        let query = self.0.query(&engine.data)?;
        Ok(objective(engine, &query, Objective::Expected, engine.finest_study()?)?.0)
    }
}

impl Find for BestGround {
    const NAME: &'static str = "best ground of the sites' size";
    type Found = Option<Best>;

    fn find(&self, engine: &Engine) -> Result<Option<Best>, AskError> {
        let cells = engine.finest_study()?.inside.len();
        let fits = |found: &Option<Best>| found.iter().flat_map(|b| &b.catchments).flatten().all(|c| *c < cells);
        engine.shelved((Self::NAME, self), fits, || self.search(engine))
    }
}

impl BestGround {
    fn search(&self, engine: &Engine) -> Result<Option<Best>, AskError> {
        let window = self.counted.query(&engine.data)?.window;
        let study = engine.finest_study()?;
        let expected = engine.find(&ToExpect(self.counted.clone()))?;
        let mut allowed = usable(study);
        self.without.iter().for_each(|cell| allowed[*cell] = false);
        let raw = CatchmentParams {
            k: self.k,
            area_km2: self.area_km2,
            shape: Shape::Walkable,
            seed: self.seed,
            effort: if self.proven { EFFORT } else { 0 },
            ..CatchmentParams::default()
        };
        let set = match raw.check().and_then(|s| s.best(&search_input(study, &expected, &allowed))) {
            Ok(set) => set,
            Err(
                CatchmentError::Area { .. }
                | CatchmentError::NoHarm(_)
                | CatchmentError::TooFew { .. }
                | CatchmentError::Lattice { .. },
            ) => return Ok(None),
            Err(other) => return Err(refused(other, window)),
        };
        let (harm, bound) = (set.proven.harm, set.proven.bound);
        let name = |(i, c): (usize, &catchment_siting::Catchment)| {
            candidate(engine, (window, study), i + 1, c.clone()).map(|found| found.name)
        };
        let names = set.catchments.iter().enumerate().map(name).collect::<Result<_, _>>()?;
        let catchments = set.catchments.into_iter().map(|c| c.cells).collect();
        Ok(Some(Best { catchments, names, harm, bound }))
    }
}

/// What a search is asked with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Size<'a> {
    /// Number of catchments.
    pub(super) k: usize,
    /// Largest area of one, km².
    pub(super) area_km2: f64,
    /// Cells to leave free, ascending.
    pub(super) without: &'a [usize],
    /// Whether a bound is told.
    pub(super) proven: bool,
}

/// The best ground chosen on a window; `None` where there is no such ground.
pub(super) fn best(
    engine: &Engine,
    counted: &Counted,
    window: Window,
    (size, seed): (Size<'_>, u64),
) -> Result<Arc<Option<Best>>, AskError> {
    let Size { k, area_km2, without, proven } = size;
    let counted = on(counted, window);
    // A hair more, so that rounding in the sum of its cells does not make its own size too small for it.
    let area_km2 = area_km2 * (1.0 + 1e-9);
    engine.find(&BestGround { counted, k, area_km2, seed, without: without.to_vec(), proven })
}

/// Harm to expect on some cells, learned from the months of a window.
pub(super) fn to_expect(engine: &Engine, counted: &Counted, window: Window, cells: &[usize]) -> Result<f64, AskError> {
    let expected = engine.find(&ToExpect(on(counted, window)))?;
    Ok(cells.iter().map(|c| expected[*c]).sum())
}

fn on(counted: &Counted, window: Window) -> Counted {
    Counted { from: window.from(), to: window.to(), ..counted.clone() }
}

/// A number by its bits, so that what is kept is what was found to the last digit, and infinity too.
mod bits {
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
    pub(super) fn serialize<S: Serializer>(value: &f64, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&format!("{:016x}", value.to_bits()))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
        let text = String::deserialize(from)?;
        u64::from_str_radix(&text, 16).map(f64::from_bits).map_err(serde::de::Error::custom)
    }
}

heap!(Best { catchments, names, harm, bound });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_reads_back_to_the_last_bit() {
        for bound in [f64::INFINITY, 0.1 + 0.2, 1.0 / 3.0, 17.0] {
            let best = Best { catchments: vec![vec![1, 2]], names: vec!["A".to_owned()], harm: bound / 3.0, bound };
            let text = serde_json::to_string(&best).unwrap();
            assert_eq!(serde_json::from_str::<Best>(&text).unwrap(), best);
        }
        assert!(serde_json::from_str::<Best>(r#"{"catchments":[],"names":[],"harm":"x","bound":"0"}"#).is_err());
    }
}
