//! Catchments that a search found under limits, ranked by all of a planner's criteria: also by those that do not add up
//! over ground, which no search can maximize.

use std::sync::Arc;

use catchment_model::{AreaBasis, Measure};
use catchment_siting::decide::{DecideError, WeighParams};

use super::draws::Drawing;
use super::sites::Reach;
use super::weighable::Weighable;
use crate::engine::{CatchmentsFound, Engine, existing};
use crate::error::AskError;
use crate::pieces::{Counted, Steered};

/// Level of the intervals, which nobody sees here.
const LEVEL: f64 = 0.9;

/// Rank and score of each catchment, in the order given: 1 has the highest score, 0 to 1.
///
/// # Errors
/// [`AskError::Value`] for a criterion that cannot be had here.
pub(crate) fn rank_found(
    engine: &Engine,
    (counted, seed): (&Counted, u64),
    found: &CatchmentsFound,
    steered: &Steered,
) -> Result<Vec<(usize, f64)>, AskError> {
    let query = counted.query(&engine.data)?;
    let places =
        Weighable { counted: counted.clone(), area: AreaBasis::Point, search: None, sites: steered.sites.clone() };
    let ids: Vec<String> = existing(&steered.sites, &engine.data, query.window).iter().map(|s| s.id.clone()).collect();
    let reach = Arc::new(Reach::of(engine, Some(found), &ids)?);
    let weighed = places.weigh(engine, &query, Some(found), (ids, reach));
    let drawing = Drawing {
        places,
        measure: Measure::Count,
        seed,
        half_life_months: steered.half_life_months,
        weighed: steered.criteria.keys().copied().collect(),
    };
    let weights = steered.weights()?;
    let refused = |e: DecideError| match e {
        DecideError::Unavailable { .. } => {
            AskError::value("weights", weights.to_string(), format!("criteria that can be had here: {e}"))
        }
        other => AskError::internal(other),
    };
    let draws = drawing
        .ask(engine, &weighed, (&weighed.input, false), |decider, input| decider.draw_with_expected(input, &weights))
        .map_err(refused)?;
    let params = WeighParams { weights, concentration: None, k: 1, level: LEVEL };
    let decided = draws.decide_briefly(&params).map_err(refused)?;
    let mut ranks = vec![(0, 0.0); found.list.len()];
    for item in &decided.items {
        ranks[item.unit] = (item.rank, item.score);
    }
    Ok(ranks)
}
