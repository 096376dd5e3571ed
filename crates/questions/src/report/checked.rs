//! Everything that the pages of a quarterly check say, in one answer.

use catchment_model::{Cell, Site};

use super::close::close_ups;
use super::command::command;
use super::outlines::{areas, cells, site};
use super::{CheckReport, GroundOutlines, Outline, ReportOf};
use crate::Watch;
use crate::check::{Check, CheckAnswer};
use crate::engine::Engine;
use crate::error::AskError;
use crate::question::ask;
use crate::status::Status;

/// Answers for the pages of a quarterly check: the check itself, the dataset, and outlines for the map.
///
/// # Errors
/// [`AskError`] for a question that is refused.
pub fn check_report(engine: &Engine, pairs: &[(String, String)], watch: &dyn Watch) -> Result<CheckReport, AskError> {
    let question: Check = ask(pairs, &engine.data)?;
    let check = (*engine.answer(&question, watch)?).clone();
    let settled = [("to", question.counted.to.to_string())];
    Ok(CheckReport {
        of: ReportOf::Check,
        outlines: outlines(engine, &check)?,
        check,
        status: (*engine.answer(&Status, watch)?).clone(),
        command: command(ReportOf::Check, pairs, &settled),
    })
}

fn outlines(engine: &Engine, check: &CheckAnswer) -> Result<GroundOutlines, AskError> {
    let month = check.meta.params.counted.to;
    let open = |s: &&Site| s.from <= month && s.to.is_none_or(|end| end >= month);
    let checked = |id: &String| engine.data.sites.iter().filter(open).find(|s| s.id == *id);
    let sites = check.sites.iter().filter_map(|s| checked(&s.id)).map(site);
    let best = check.together.as_ref().and_then(|all| all.best.as_ref());
    let best = best.iter().flat_map(|b| b.names.iter().zip(&b.cells)).zip(1..);
    let changed = check.sites.iter().filter_map(|s| Some((s, s.boundary.as_ref()?.change.as_ref()?)));
    let streets = engine.data.streets().map_err(AskError::internal)?;
    let main = streets.iter().flat_map(|s| &s.list).filter(|street| street.main);
    Ok(GroundOutlines {
        changes: changed.map(|(s, change)| ground(&s.id, &s.name, &change.cells)).collect::<Result<_, _>>()?,
        close_ups: close_ups(engine, check)?,
        streets: main.map(|street| street.points.clone()).collect(),
        areas: areas(engine)?,
        sites: sites.collect::<Result<_, _>>()?,
        best: best.map(|((name, ids), n)| ground(&format!("best-{n}"), name, ids)).collect::<Result<_, _>>()?,
        next: check.next_site.as_ref().map(|next| ground("next", &next.name, &next.cells)).transpose()?,
    })
}

fn ground(id: &str, name: &str, ids: &[String]) -> Result<Outline, AskError> {
    let found: Vec<Cell> = ids.iter().filter_map(|id| id.parse().ok()).collect();
    cells(id, name, &found)
}
