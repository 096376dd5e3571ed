//! The places that a scenario chose, with the ground that they take.

use std::collections::BTreeSet;

use catchment_model::{Cell, named, named_schema};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::engine::Engine;
use crate::error::AskError;
use crate::kept::{Answered, Asked};
use crate::pieces::Of;
use crate::rankings::RankItem;

named! {
    /// What kind of places a scenario chose.
    pub enum PlacesOf as "kind of places" {
        /// Neighborhoods.
        Neighborhoods = "neighborhoods",
        /// Catchments of a ranking.
        Catchments = "catchments",
        /// The best catchments under limits.
        Chosen = "chosen",
    }
}

named_schema!(PlacesOf);

/// A place of a scenario.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ComparedPlace {
    /// Its id: of a neighborhood, or of a catchment of this question.
    pub id: String,
    /// Name.
    pub name: String,
    /// Place in the order of the answer that it comes from, 1 first.
    pub rank: usize,
    /// Count over the covered months.
    pub count: i64,
    /// Area, km².
    pub area_km2: f64,
    /// Residents; for catchments an estimate.
    pub residents: Option<f64>,
    /// Count times weight over the covered months; of a catchment chosen under limits, what was maximized.
    pub harm: f64,
    /// Its item in the ranking; absent for a catchment chosen under limits, which no ranking holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<RankItem>,
}

/// A place with the cells that it takes; none for a neighborhood.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub(super) place: ComparedPlace,
    cells: BTreeSet<Cell>,
}

/// What kind of places were acted on.
pub(super) fn kind(answered: &Answered, asked: Asked) -> PlacesOf {
    match (asked, answered.question.rankings.of) {
        (Asked::Optimize, _) => PlacesOf::Chosen,
        (_, Of::Neighborhoods) => PlacesOf::Neighborhoods,
        (_, Of::Catchments) => PlacesOf::Catchments,
    }
}

/// The places that were acted on: those picked, else the chosen catchments of the optimizer or the first k of the
/// decision or the ranking. The second list names what was picked and is not there.
///
/// # Errors
/// As the search behind the ranking.
pub(super) fn places(
    engine: &Engine,
    (answered, asked): (&Answered, Asked),
    picked: &[String],
) -> Result<(Vec<Placed>, Vec<String>), AskError> {
    let all = match (&answered.choice, asked) {
        (Some(choice), Asked::Optimize) => choice.catchments.iter().enumerate().map(chosen).collect(),
        _ => ranked(engine, answered)?,
    };
    let missing = picked.iter().filter(|id| !all.iter().any(|p: &Placed| p.place.id == **id)).cloned().collect();
    let first: Option<Vec<String>> = answered
        .decision
        .as_ref()
        .filter(|_| asked == Asked::Decision)
        .map(|d| d.items.iter().take(answered.question.rankings.k).map(|item| item.id.clone()).collect());
    let kept = |p: &Placed| match (&first, asked) {
        _ if !picked.is_empty() => picked.contains(&p.place.id),
        (_, Asked::Optimize) => true,
        (Some(ids), _) => ids.contains(&p.place.id),
        (None, _) => p.place.rank <= answered.question.rankings.k,
    };
    Ok((all.into_iter().filter(kept).collect(), missing))
}

fn chosen((at, c): (usize, &crate::optimize::ChosenCatchment)) -> Placed {
    let place = ComparedPlace {
        id: c.id.clone(),
        name: c.name.clone(),
        rank: at + 1,
        count: c.count,
        area_km2: c.area_km2,
        residents: c.residents,
        harm: c.harm,
        item: None,
    };
    Placed { place, cells: c.cells.iter().filter_map(|id| id.parse().ok()).collect() }
}

fn ranked(engine: &Engine, answered: &Answered) -> Result<Vec<Placed>, AskError> {
    let places = answered.question.rankings.places(engine)?;
    let input = &places.ranking.input;
    let harm = |id: &str| {
        let Some(at) = input.units.iter().position(|u| u.id == id) else { return 0.0 };
        let sum = |group: usize| {
            input.monthly[(group * input.units.len() + at) * input.months..][..input.months].iter().sum::<i64>()
        };
        input.groups.iter().enumerate().map(|(g, group)| sum(g) as f64 * group.weight).sum()
    };
    let cells = |id: &str| {
        let found = places.found.as_ref()?;
        let one = found.list.iter().find(|c| c.id == id)?;
        Some(one.cells.iter().map(|at| found.study.inside[*at]).collect())
    };
    let one = |item: &RankItem| Placed {
        place: ComparedPlace {
            id: item.id.clone(),
            name: item.name.clone(),
            rank: item.rank,
            count: item.count,
            area_km2: item.area_km2,
            residents: item.residents,
            harm: harm(&item.id),
            item: Some(item.clone()),
        },
        cells: cells(&item.id).unwrap_or_default(),
    };
    Ok(answered.rankings.items.iter().map(one).collect())
}

/// Ground in common as a share of the ground that either has: Jaccard's measure on cells; neighborhoods are the same or
/// they are not.
pub(super) fn overlap(a: &Placed, b: &Placed) -> f64 {
    match (a.cells.is_empty(), b.cells.is_empty()) {
        (true, true) => f64::from(u8::from(a.place.id == b.place.id)),
        (false, false) => {
            let km2 = |cells: &mut dyn Iterator<Item = &Cell>| cells.map(|c| c.area_km2()).sum::<f64>();
            let either = km2(&mut a.cells.union(&b.cells));
            if either > 0.0 { km2(&mut a.cells.intersection(&b.cells)) / either } else { 0.0 }
        }
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use catchment_model::Resolution;

    use super::*;

    fn placed(id: &str, cells: &[Cell]) -> Placed {
        let place = ComparedPlace {
            id: id.to_owned(),
            name: id.to_owned(),
            rank: 1,
            count: 0,
            area_km2: 1.0,
            residents: None,
            harm: 0.0,
            item: None,
        };
        Placed { place, cells: cells.iter().copied().collect() }
    }

    #[test]
    fn catchments_are_matched_by_ground_and_never_by_their_ids() {
        let cell = |lng: f64| Cell::at(lng, 38.6, Resolution::R9).unwrap();
        let (one, two, three) = (cell(-90.2), cell(-90.25), cell(-90.3));
        assert!((overlap(&placed("C1", &[one]), &placed("C1", &[two])) - 0.0).abs() < 1e-12);
        assert!((overlap(&placed("C1", &[one, two]), &placed("C2", &[two, one])) - 1.0).abs() < 1e-12);
        let third = overlap(&placed("C1", &[one, two]), &placed("C2", &[two, three]));
        assert!((third - 1.0 / 3.0).abs() < 0.01, "{third}");
        // A neighborhood has no cells of its own here, and is no catchment.
        assert!((overlap(&placed("16", &[]), &placed("16", &[])) - 1.0).abs() < 1e-12);
        assert!((overlap(&placed("16", &[]), &placed("16", &[one])) - 0.0).abs() < 1e-12);
    }
}
