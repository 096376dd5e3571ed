//! How a planner's criteria steered a choice, told; and the chosen ranked by those that cannot steer.

use std::sync::Arc;

use catchment_model::Query;
use catchment_siting::CatchmentSet;
use catchment_siting::decide::{CRITERIA, Criterion};

use super::found::as_places;
use super::{ChosenCatchment, CriterionShare, Optimize, WeighedCriterion, WeighedInfo, words};
use crate::decision::rank_found;
use crate::engine::{Column, Engine, Maximized, StudyCells};
use crate::error::AskError;
use crate::pieces::{CriterionName, Steered};

/// Tells how criteria steered, and fills in what the catchments hold by each, and their places by all.
///
/// # Errors
/// [`AskError`] for a criterion that cannot be had here.
pub(super) fn told(
    asked: &Optimize,
    engine: &Engine,
    (query, study): (&Query, &Arc<StudyCells>),
    (set, found): (&CatchmentSet, &Maximized),
    catchments: &mut [ChosenCatchment],
) -> Result<Option<WeighedInfo>, AskError> {
    let Some(steered) = &asked.weighing else { return Ok(None) };
    let share = |c: &Column, at: usize| set.catchments[at].cells.iter().map(|cell| c.share[*cell]).sum::<f64>();
    for (at, catchment) in catchments.iter_mut().enumerate() {
        catchment.criteria =
            found.columns.iter().map(|c| CriterionShare { id: c.criterion, share: share(c, at) }).collect();
    }
    let all = |c: &Column| (0..set.catchments.len()).map(|at| share(c, at)).sum::<f64>();
    let steering: Vec<WeighedCriterion> =
        found.columns.iter().map(|c| criterion(steered, c.criterion, Some(all(c)))).collect();
    let others = steered.criteria.keys().filter(|c| !c.adds_up());
    let ranking: Vec<WeighedCriterion> = others.map(|c| criterion(steered, *c, None)).collect();
    if !ranking.is_empty() && catchments.len() > 1 {
        let places = as_places(asked, engine, (query, study), (set, found))?;
        let ranks = rank_found(engine, (&asked.counted, asked.seed), &places, steered)?;
        for (catchment, (rank, score)) in catchments.iter_mut().zip(ranks).filter(|(_, r)| r.0 > 0) {
            catchment.rank = Some(rank);
            catchment.score = Some(score);
        }
    }
    let sentence = words::weighed(&steering, &ranking);
    Ok(Some(WeighedInfo { steering, ranking, sentence }))
}

fn criterion(steered: &Steered, id: CriterionName, share: Option<f64>) -> WeighedCriterion {
    let named = |c: &&Criterion| CriterionName::from(**c) == id;
    let label = CRITERIA.iter().find(named).map_or("", |c| c.label()).to_owned();
    WeighedCriterion { id, label, weight: steered.criteria.get(&id).copied().unwrap_or(0.0), share }
}
