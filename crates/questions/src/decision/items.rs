//! Places of a decision, in their order.

use catchment_model::Month;
use catchment_siting::decide::{CRITERIA, Decided, Decision as Weighed, Draws, RankSet, Standing};
use catchment_siting::{Drift, NextRank, Visible};

use super::weighable::WeighablePlaces;
use super::{
    ChangeItem, CriterionValue, DecisionItem, DetectableItem, FallItem, IncidentChangeItem, WeightChangeItem, words,
};
use crate::answers::{NextYear, RankByMeasure, RankSpan};
use crate::engine::{Engine, finite};
use crate::pieces::Direction;
use crate::words::of_ten;

/// What the places of a decision are told from.
pub(super) struct Standings<'a> {
    pub(super) places: &'a WeighablePlaces,
    pub(super) draws: &'a Draws,
    /// Rank sets in the order of the ids.
    pub(super) sets: &'a [RankSet],
    /// Number that are chosen.
    pub(super) k: usize,
    /// The month after the window.
    pub(super) start: Month,
    /// How places drift, where it can be learned.
    pub(super) drift: Option<&'a Drift>,
    /// Ranks of the year to come, in the order of the ids.
    pub(super) next: &'a [NextRank],
    /// When a fall in each place would be visible, in the same order.
    pub(super) visible: &'a [Visible],
}

/// The places by falling score.
pub(super) fn items(engine: &Engine, of: &Standings<'_>, decision: &Weighed) -> Vec<DecisionItem> {
    decision.items.iter().map(|decided| of.item(engine, decided)).collect()
}

/// Says where each place would stand by each measure.
pub(super) fn by_measure(items: &mut [DecisionItem], standings: &[Vec<Standing>; 3]) {
    for item in items {
        let span = |at: usize| {
            let s = standings[at].iter().find(|s| s.id == item.id)?;
            Some(RankSpan { rank: s.rank, low: s.rank_low, high: s.rank_high, p_top: s.p_top })
        };
        item.by_measure = Some(RankByMeasure { count: span(0), per_resident: span(1), per_km2: span(2) });
    }
}

impl Standings<'_> {
    fn item(&self, engine: &Engine, decided: &Decided) -> DecisionItem {
        let totals = self.places.totals(decided.unit, engine.data.city.analysis.min_residents);
        let at = self.draws.ids().binary_search(&decided.id).ok();
        let set = at.and_then(|at| self.sets.get(at));
        let set = (set.map_or(1, |s| s.low), set.map_or(self.places.input.units.len(), |s| s.high));
        let value = |c: &catchment_siting::decide::Contribution| CriterionValue {
            id: c.criterion.into(),
            value: finite(c.value),
            contribution: c.contribution,
        };
        DecisionItem {
            id: decided.id.clone(),
            name: self.places.names[decided.unit].clone(),
            rank: decided.rank,
            score: decided.score,
            count: totals.count,
            incidents: self.places.incidents(decided.unit),
            of_city: None,
            again: of_ten(decided.p_top),
            per_1000: totals.per_1000,
            per_km2: totals.per_km2,
            p_top: decided.p_top,
            p_top_weights_only: decided.p_top_weights_only,
            p_top_counts_only: decided.p_top_counts_only,
            rank_low: decided.rank_low,
            rank_high: decided.rank_high,
            rank_set_low: set.0,
            rank_set_high: set.1,
            criteria: decided.criteria.iter().map(value).collect(),
            would_change: self.would_change(decided),
            expected_fall: fall(decided),
            next_year: self.next_year(decided),
            detectable: self.detectable(decided),
            ranks: words::ranks((decided.rank_low, decided.rank_high), set),
            by_measure: None,
        }
    }

    fn would_change(&self, decided: &Decided) -> ChangeItem {
        let weight =
            decided.weight_change.map(|c| WeightChangeItem { criterion: c.criterion.into(), from: c.from, to: c.to });
        let incidents = decided.incident_change.map(|c| IncidentChangeItem {
            n: c.n,
            direction: if c.added { Direction::More } else { Direction::Fewer },
        });
        let label = CRITERIA.into_iter().find(|c| decided.weight_change.is_some_and(|w| w.criterion == *c));
        let label = label.map_or("", |c| c.label());
        let sentences = words::changes((weight.as_ref(), label), incidents.as_ref(), decided.rank <= self.k, self.k);
        ChangeItem { weight, incidents, sentences }
    }

    /// By burden alone: other criteria say nothing of the year to come.
    fn next_year(&self, decided: &Decided) -> Option<NextYear> {
        let next = self.next.iter().find(|n| n.id == decided.id)?;
        Some(NextYear {
            rank_low: next.rank_low,
            rank_high: next.rank_high,
            p_top: next.p_top,
            sentence: words::next_year(self.k, next.p_top),
        })
    }

    fn detectable(&self, decided: &Decided) -> DetectableItem {
        let known = self.drift.and_then(|drift| Some((drift, *self.visible.get(drift.position(&decided.id)?)?)));
        let visible = known.map(|(_, visible)| visible);
        let year_visible = visible.and_then(|v| year_after(self.start, v.years?));
        let smallest =
            visible.and_then(|v| v.smallest).and_then(|(s, years)| Some((s, year_after(self.start, years)?)));
        let drift = known.map(|(drift, _)| drift.sigma());
        DetectableItem {
            events_per_year: finite(decided.expected_fall.expected),
            year_visible,
            smallest_fall: smallest.map(|s| s.0),
            smallest_year: smallest.map(|s| s.1),
            drift,
            design: visible.map(|v| words::design(v.others)).unwrap_or_default(),
            sentence: words::detectable(year_visible, smallest, drift),
        }
    }
}

fn fall(decided: &Decided) -> FallItem {
    let fall = decided.expected_fall;
    let (observed, expected, share) = (finite(fall.observed), finite(fall.expected), fall.share);
    FallItem { observed, expected, share, sentence: words::fall(observed, expected, share) }
}

/// Calendar year of the last month of so many years from the start of a month on.
fn year_after(start: Month, years: u32) -> Option<i32> {
    let months = u16::try_from(12 * years).ok()?.checked_sub(1)?;
    Month::from_index(start.index().checked_add(months)?).map(Month::year)
}
