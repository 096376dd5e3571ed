//! Funding rules: "the ten areas with most … per resident", evaluated as they are written.

use catchment_model::RulePer;
use serde::Serialize;

use crate::rank::RankUnit;

/// What a rule is evaluated on.
#[derive(Debug, Clone, Copy)]
pub struct RuleInput<'a> {
    /// Units, in any order.
    pub units: &'a [RankUnit],
    /// Net count of each unit over the rule's years; below 0 counts as 0.
    pub counts: &'a [i64],
    /// Whether each unit may be chosen at all, apart from what the rule itself asks for.
    pub eligible: &'a [bool],
    /// What places are compared by.
    pub per: RulePer,
    /// How many places the rule takes.
    pub top: usize,
    /// Places with fewer residents are left out, whatever is compared.
    pub min_residents: Option<f64>,
}

/// Who a rule takes, and how that differs from another choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleOutcome {
    /// Ids of the places the rule takes, best first, ties by id: fewer than asked for where no more are eligible.
    pub chosen: Vec<String>,
    /// Those that the other choice of as many does not have.
    pub enter: Vec<String>,
    /// Those that only the other choice has.
    pub leave: Vec<String>,
}

/// Evaluates a rule as written: counts as published, nothing shrunk, no interval.
///
/// `ranking` holds ids in the order of the other choice; its first `top` are compared with the rule's. Places without a
/// size to divide by are never taken.
pub fn rule_outcome(input: RuleInput<'_>, ranking: &[String]) -> RuleOutcome {
    let RuleInput { units, counts, eligible, per, top, min_residents } = input;
    let value = |at: usize| -> Option<f64> {
        let unit = &units[at];
        let enough = min_residents.is_none_or(|least| unit.residents.is_some_and(|r| r >= least));
        let size = match per {
            RulePer::Count => Some(1.0),
            RulePer::PerResident => unit.residents,
            RulePer::PerKm2 => Some(unit.area_km2),
        };
        let size = size.filter(|s| s.is_finite() && *s > 0.0 && enough && eligible[at] && unit.left_out.is_none())?;
        Some(counts[at].max(0) as f64 / size)
    };
    let mut order: Vec<(usize, f64)> = (0..units.len()).filter_map(|at| Some((at, value(at)?))).collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| units[a.0].id.cmp(&units[b.0].id)));
    let chosen: Vec<String> = order.into_iter().take(top).map(|(at, _)| units[at].id.clone()).collect();
    let other = &ranking[..top.min(ranking.len())];
    let missing = |from: &[String], list: &[String]| -> Vec<String> {
        list.iter().filter(|id| !from.contains(id)).cloned().collect()
    };
    RuleOutcome { enter: missing(other, &chosen), leave: missing(&chosen, other), chosen }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(per: RulePer, min_residents: Option<f64>, eligible: [bool; 4]) -> RuleOutcome {
        let unit = |(id, residents, area_km2): (&str, f64, f64)| RankUnit {
            id: id.into(),
            residents: Some(residents),
            area_km2,
            left_out: (id == "park").then(|| "a park".into()),
        };
        let units = [("a", 100.0, 1.0), ("b", 1000.0, 0.1), ("park", 1.0, 1.0), ("c", 10.0, 5.0)].map(unit);
        let ranking = ["a", "c", "b"].map(str::to_owned);
        rule_outcome(
            RuleInput { units: &units, counts: &[10, 20, 99, 5], eligible: &eligible, per, top: 2, min_residents },
            &ranking,
        )
    }

    #[test]
    fn rules_take_the_highest_by_what_they_say() {
        assert_eq!(outcome(RulePer::Count, None, [true; 4]).chosen, ["b", "a"]);
        assert_eq!(outcome(RulePer::PerResident, None, [true; 4]).chosen, ["c", "a"]);
        assert_eq!(outcome(RulePer::PerKm2, None, [true; 4]).chosen, ["b", "a"]);
        assert_eq!(outcome(RulePer::PerResident, Some(50.0), [true; 4]).chosen, ["a", "b"]);
        assert_eq!(outcome(RulePer::Count, None, [true, false, true, true]).chosen, ["a", "c"]);
    }

    #[test]
    fn who_enters_and_leaves_is_said() {
        let rule = outcome(RulePer::Count, None, [true; 4]);
        assert_eq!((rule.enter, rule.leave), (vec!["b".to_owned()], vec!["c".to_owned()]));
    }
}
