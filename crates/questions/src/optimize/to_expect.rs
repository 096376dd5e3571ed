//! What chosen catchments will hold, corrected for their choice.

use catchment_model::Query;
use catchment_siting::{
    CatchmentInput, CatchmentSet, ChanceError, ExpectedChanceInput, Held, SelectedInput, SelectedParams,
    reference_tiling,
};

use super::{ChosenCatchment, Optimize, ToExpect, words};
use crate::engine::{Engine, StudyCells, cell_groups, looked_back, refused};
use crate::error::AskError;
use crate::pieces::Objective;

/// Fills in what each of the chosen is to be expected to hold, and gives what all together are.
///
/// # Errors
/// [`AskError`] as the search refuses.
pub(super) fn correct(
    question: &Optimize,
    engine: &Engine,
    (query, study, ground): (&Query, &StudyCells, &CatchmentInput<'_>),
    set: &CatchmentSet,
    catchments: &mut [ChosenCatchment],
) -> Result<Option<ToExpect>, AskError> {
    let chosen: Vec<Vec<usize>> = set.catchments.iter().map(|c| c.cells.clone()).collect();
    let search = question.limits.search((chosen.len().max(1), question.area_km2), question.shape, question.seed);
    let refuse = |e| match e {
        ChanceError::Search(e) => refused(e, query.window),
        other => AskError::internal(other),
    };
    let estimate = SelectedParams { search, ..SelectedParams::default() }.check().map_err(refuse)?;
    let (each, together, years): (Vec<Held>, Held, Option<usize>) = if question.basis == Objective::Expected {
        let (past, dispersion) = looked_back(engine, query, study)?;
        let input = ExpectedChanceInput { ground: *ground, hindsight: &past, dispersion, chosen: &chosen };
        match estimate.forecast(&input) {
            Ok(forecast) => (forecast.each, forecast.together, Some(forecast.years)),
            // Without a past year nothing says how such choices did.
            Err(ChanceError::NoHindsight) => return Ok(None),
            Err(e) => return Err(refuse(e)),
        }
    } else {
        let tiling =
            reference_tiling(ground, question.area_km2, question.seed).map_err(|e| refused(e, query.window))?;
        let groups = cell_groups(engine, query, study, &tiling);
        let input = SelectedInput { ground: *ground, groups: &groups, chosen: &chosen, first: chosen.len() };
        let found = estimate.of(&input).map_err(refuse)?;
        (found.each, found.together, None)
    };
    for (catchment, held) in catchments.iter_mut().zip(&each) {
        catchment.expected = Some(held.expected);
        catchment.expected_low = Some(held.low);
        catchment.expected_high = Some(held.high);
    }
    let Held { said, expected, low, high } = together;
    let sentence = words::to_expect((said, expected), (low, high), years);
    Ok(Some(ToExpect { said, expected, low, high, years, sentence }))
}
