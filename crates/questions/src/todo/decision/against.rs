//! The ranking against others: with the offenses that police find themselves, and by funding rules.

use catchment_siting::decide::{RuleInput, rule_outcome};

use super::super::params::Params;
use super::draws::{DecisionDraws, rule_per};
use super::shape::{GuardItem, RuleItem};
use crate::engine::Engine;

/// Ranks with and without police-initiated offenses, in the order of the ranking.
pub(super) fn guard(found: &DecisionDraws, (at, params): (usize, &Params), order: &[String]) -> Vec<GuardItem> {
    let then =
        found.with_police[at].as_ref().and_then(|d| d.ranked_ids(&params.decision.weights).ok()).unwrap_or_default();
    let name = |id: &str| {
        let unit = found.place.input.units.iter().position(|u| u.id == id);
        unit.map(|u| found.names[u].clone()).unwrap_or_default()
    };
    let one = |(id, rank): (&String, usize)| {
        let with = 1 + then.iter().position(|other| other == id)?;
        let change = i64::try_from(rank).ok()? - i64::try_from(with).ok()?;
        Some(GuardItem { id: id.clone(), name: name(id), rank, rank_with_police_initiated: with, change })
    };
    order.iter().zip(1..).filter_map(one).collect()
}

/// Funding rules of the city file against the ranking.
pub(super) fn rules(engine: &Engine, found: &DecisionDraws, order: &[String]) -> Vec<RuleItem> {
    let one = |(rule, counted): (&catchment_model::Rule, &super::draws::RuleCounts)| {
        let input = RuleInput {
            units: &found.place.input.units,
            counts: &counted.counts,
            eligible: &counted.eligible,
            per: rule_per(rule.per),
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
    };
    engine.data.city.rule.iter().zip(&found.rules).map(one).collect()
}
