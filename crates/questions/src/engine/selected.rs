//! What catchments of a ranking truly hold: they were chosen because they are highest.

use catchment_siting::{CatchmentParams, ChanceError, Selected, SelectedInput, SelectedParams};
use serde::Serialize;

use super::catchments::{CatchmentSearch, refused};
use super::cell_groups::cell_groups;
use super::ground::{harm, search_input, usable};
use super::{Engine, Find};
use crate::error::AskError;
use crate::pieces::Objective;

/// What the catchments of a search hold over the window, by weighted counts.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct CatchmentsHeld {
    /// The search.
    pub(crate) search: CatchmentSearch,
}

impl Find for CatchmentsHeld {
    const NAME: &'static str = "what catchments hold";
    type Found = Selected;

    fn find(&self, engine: &Engine) -> Result<Selected, AskError> {
        let found = engine.find(&self.search)?;
        let CatchmentSearch { counted, basis, k, area_km2, shape, seed } = &self.search;
        let query = counted.query(&engine.data)?;
        let study = &found.study;
        let (harm, allowed) = (harm(engine, &query, study), usable(study));
        let groups = cell_groups(engine, &query, study, &found.tiling);
        let chosen: Vec<Vec<usize>> = found.list.iter().map(|c| c.cells.clone()).collect();
        let shape = (*shape).into();
        let search = CatchmentParams { k: *k, area_km2: *area_km2, shape, seed: *seed, ..CatchmentParams::default() };
        let ground = search_input(study, &harm, &allowed);
        let input = SelectedInput { ground, groups: &groups, chosen: &chosen, first: *k };
        // Made-up counts say how a choice by counts errs; for one by expected harm the posterior alone stands.
        let usual = SelectedParams::default();
        let draws = if *basis == Objective::Counted { usual.draws } else { 0 };
        let estimate = SelectedParams { search, draws, ..usual }.check();
        estimate.and_then(|e| e.of(&input)).map_err(|e| match e {
            ChanceError::Search(e) => refused(e, query.window),
            other => AskError::internal(other),
        })
    }
}
