//! The ranking against others: with the offenses that police find themselves, and by funding rules.

use catchment_model::{Among, AreaBasis, Finest, Month, Query, Rule, Selection, Window};
use catchment_siting::decide::{Draws, RuleInput, Weights, rule_outcome};

use super::weighable::WeighablePlaces;
use super::{Decision, GuardItem, RuleItem};
use crate::engine::{Engine, Months, area_of, fold};
use crate::error::AskError;

/// Ranks with and without police-initiated offenses, in the order of the ranking.
pub(super) fn guard(
    with_police: Option<&Draws>,
    weights: &Weights,
    (places, order): (&WeighablePlaces, &[String]),
) -> Vec<GuardItem> {
    let then = with_police.and_then(|d| d.ranked_ids(weights).ok()).unwrap_or_default();
    let name = |id: &str| {
        let unit = places.input.units.iter().position(|u| u.id == id);
        unit.map(|u| places.names[u].clone()).unwrap_or_default()
    };
    let one = |(id, rank): (&String, usize)| {
        let with = 1 + then.iter().position(|other| other == id)?;
        let change = i64::try_from(rank).ok()? - i64::try_from(with).ok()?;
        Some(GuardItem { id: id.clone(), name: name(id), rank, rank_with_police_initiated: with, change })
    };
    order.iter().zip(1..).filter_map(one).collect()
}

/// What a funding rule counts.
struct RuleCounts {
    counts: Vec<i64>,
    eligible: Vec<bool>,
    /// Covered months among those that it asks for.
    covered: usize,
    months: usize,
    /// Groups that it names and that may not be shown.
    withheld: Vec<String>,
}

/// Funding rules of the city file against the ranking.
///
/// # Errors
/// [`AskError::Internal`] where the question was checked against another dataset.
pub(super) fn rules(
    engine: &Engine,
    question: &Decision,
    (places, order): (&WeighablePlaces, &[String]),
) -> Result<Vec<RuleItem>, AskError> {
    let query = question.counted.query(&engine.data)?;
    let served = &places.reach.served;
    let none = || RuleCounts {
        counts: vec![0; served.len()],
        eligible: vec![false; served.len()],
        covered: 0,
        months: 0,
        withheld: vec![],
    };
    let one = |rule: &Rule| {
        let counted =
            count_rule(engine, (&query, question.area.unwrap_or(AreaBasis::Label)), rule, served).unwrap_or_else(none);
        item(places, (rule, counted), order)
    };
    Ok(engine.data.city.rule.iter().map(one).collect())
}

fn item(places: &WeighablePlaces, (rule, counted): (&Rule, RuleCounts), order: &[String]) -> RuleItem {
    let input = RuleInput {
        units: &places.input.units,
        counts: &counted.counts,
        eligible: &counted.eligible,
        per: rule.per,
        top: rule.top,
        min_residents: rule.min_residents,
    };
    let outcome = rule_outcome(input, order);
    let mut notes = Vec::new();
    if counted.covered < counted.months {
        notes.push(format!("{} of the rule's {} months have data.", counted.covered, counted.months));
    }
    if !counted.withheld.is_empty() {
        notes.push(format!("Not counted, because not shown per area: {}.", counted.withheld.join(", ")));
    }
    RuleItem {
        id: rule.id.clone(),
        label: rule.label.clone(),
        source: rule.source.clone(),
        unit_note: rule.unit_note.clone(),
        notes,
        chosen: outcome.chosen,
        enter: outcome.enter,
        leave: outcome.leave,
    }
}

/// What a rule counts over its years, up to the end of the window. Rules were checked when the city file was read.
fn count_rule(engine: &Engine, (query, basis): (&Query, AreaBasis), rule: &Rule, served: &[f64]) -> Option<RuleCounts> {
    let to = query.window.to();
    let months = rule.years.saturating_mul(12);
    let from = Month::from_index(to.index().saturating_sub(months.saturating_sub(1)))?;
    let asked: Selection = engine.data.offenses.select(&rule.offense.join(",")).ok()?;
    let (selection, _) = asked.shown_at(Finest::Area, &engine.data.offenses)?;
    let withheld = asked.ids().filter(|id| selection.weight(*id) <= 0.0);
    let withheld = withheld.filter_map(|id| engine.data.offenses.group(id).map(|g| g.label.clone())).collect();
    let own = Query { window: Window::new(from, to).ok()?, selection, ..query.clone() };
    let covered = Months::of(own.window, engine);
    let mut counts = vec![0; engine.data.areas.len()];
    fold(engine, &own, &covered, |entry, _, n| {
        if let Some(area) = area_of(basis, &engine.incidents.places()[entry.place as usize]) {
            counts[area] += n;
        }
    });
    let eligible = served.iter().map(|s| rule.among == Among::Neighborhoods || *s < 1.0).collect();
    Some(RuleCounts { counts, eligible, covered: covered.covered, months: usize::from(months), withheld })
}
