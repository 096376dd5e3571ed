//! The facts, asked of the engine: the same answers that the service gives.

use std::collections::BTreeMap;

use catchment_model::{AreaKind, Window};
use catchment_questions::counts::{CountItem, Counts};
use catchment_questions::status::{Status, StatusAnswer};
use catchment_questions::{Engine, Unwatched, ask};

use crate::error::PublishError;
use crate::rule::Rule;
use crate::table::{Facts, parts, periods, pieces};

/// What the dataset says of itself.
///
/// # Errors
/// [`PublishError::Ask`].
pub(crate) fn status(engine: &Engine) -> Result<StatusAnswer, PublishError> {
    let question = ask::<Status>(&[], &engine.data)?;
    Ok((*engine.answer(&question, &Unwatched)?).clone())
}

/// Residents of an area by the census year that divides counts.
pub(crate) fn residents(engine: &Engine, status: &StatusAnswer, id: &str) -> Option<f64> {
    let area = engine.data.areas.list().iter().find(|a| a.id == id)?;
    let year = status.areas.population_year.or_else(|| area.population.keys().next_back().copied())?;
    area.population.get(&year).copied()
}

/// Counts everything that this edition and the earlier ones are made of.
///
/// # Errors
/// [`PublishError::NoPeriod`], [`PublishError::Ask`].
pub(crate) fn facts(
    engine: &Engine,
    status: &StatusAnswer,
    rule: &Rule,
    before: &[Window],
) -> Result<Facts, PublishError> {
    let now = periods(rule, &engine.data.coverage);
    if now.is_empty() {
        return Err(PublishError::NoPeriod);
    }
    let earlier: Vec<Window> = before.iter().copied().filter(|w| !now.contains(w)).collect();
    let all: Vec<Window> = now.iter().chain(&earlier).copied().collect();
    let pieces = pieces(&all);
    let (groups, offenses) = parts(&rule.offenses);
    let large = |id: &str| residents(engine, status, id).is_some_and(|n| n >= rule.min_residents);
    let list = engine.data.areas.list().iter().filter(|a| a.kind == AreaKind::Neighborhood);
    let areas: Vec<String> = list.filter(|a| rule.places && large(&a.id)).map(|a| a.id.clone()).collect();
    let at: BTreeMap<&str, usize> = areas.iter().enumerate().map(|(i, id)| (id.as_str(), i)).collect();
    let mut counts = vec![vec![vec![0; groups.len()]; pieces.len()]; areas.len() + 1];
    for (p, piece) in pieces.iter().enumerate() {
        for (q, ids) in groups.iter().enumerate() {
            for item in counted(engine, *piece, ids)? {
                let CountItem::Neighborhood(item) = item else { continue };
                let area = at.get(item.neighborhood_id.as_str()).copied().unwrap_or(areas.len());
                // The pieces hold months with incident rows alone, so every count is known.
                counts[area][p][q] += item.count.unwrap_or(0);
            }
        }
    }
    Ok(Facts { areas, periods: now, earlier, pieces, offenses, parts: groups.len(), counts })
}

fn counted(engine: &Engine, window: Window, groups: &[u8]) -> Result<Vec<CountItem>, PublishError> {
    let list = engine.data.offenses.groups();
    let names: Vec<&str> = groups.iter().filter_map(|g| list.get(usize::from(*g))).map(|g| g.id.as_str()).collect();
    let pairs = [
        ("from", window.from().to_string()),
        ("to", window.to().to_string()),
        ("by", "neighborhood".to_owned()),
        ("offense", names.join(",")),
    ];
    let pairs: Vec<(String, String)> = pairs.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
    let question = ask::<Counts>(&pairs, &engine.data)?;
    Ok(engine.answer(&question, &Unwatched)?.items.clone())
}
