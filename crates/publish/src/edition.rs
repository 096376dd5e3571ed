//! What the pages of an edition are made of.

use catchment_model::{AreaKind, Month, Window};
use catchment_questions::Engine;
use catchment_questions::status::StatusAnswer;
use catchment_questions::target::TargetAnswer;

use crate::history::Revision;
use crate::rule::Rule;
use crate::table::{Facts, Pattern, Shown, twelve};

/// Everything that pages and tables are made of.
#[derive(Debug)]
pub(crate) struct Edition<'a> {
    /// The engine with its dataset.
    pub engine: &'a Engine,
    /// What the dataset says of itself.
    pub status: StatusAnswer,
    /// What may be published.
    pub rule: Rule,
    /// The facts.
    pub facts: Facts,
    /// What is shown.
    pub pattern: Pattern,
    /// How far the region is on its way to its target, where it has one.
    pub region: Option<TargetAnswer>,
    /// Where it will lie, without a slash at its end.
    pub address: Option<String>,
    /// Figures that earlier editions told otherwise.
    pub revised: Vec<Revision>,
}

/// A figure as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Figure {
    /// This number.
    Number(i64),
    /// Not shown.
    Hidden,
}

impl Edition<'_> {
    /// Position of an area among those with figures.
    pub(crate) fn area(&self, id: &str) -> Option<usize> {
        self.facts.areas.iter().position(|a| a == id)
    }

    /// A figure of an area.
    pub(crate) fn figure(&self, area: usize, period: Window, offense: usize) -> Figure {
        match self.pattern.get(&self.facts.key(area, period, offense)) {
            Some(Shown::Shown) => Figure::Number(self.rounded(self.facts.count(area, period, offense))),
            _ => Figure::Hidden,
        }
    }

    /// Figures of all areas in two periods, where both are shown: nothing is reckoned from what is not.
    pub(crate) fn pairs(&self, then: Window, now: Window, offense: usize) -> Vec<(i64, i64)> {
        let both = |area| match (self.figure(area, then, offense), self.figure(area, now, offense)) {
            (Figure::Number(a), Figure::Number(b)) => Some((a, b)),
            _ => None,
        };
        (0..self.facts.areas.len()).filter_map(both).collect()
    }

    /// A figure of the whole city.
    pub(crate) fn city(&self, period: Window, offense: usize) -> i64 {
        self.rounded(self.facts.city(period, offense))
    }

    fn rounded(&self, n: i64) -> i64 {
        let step = i64::from(self.rule.round_to);
        (n + step / 2).div_euclid(step) * step
    }

    /// Last month of the data.
    pub(crate) fn through(&self) -> Option<Month> {
        self.engine.data.coverage.through()
    }

    /// The last twelve months, or those so many months before; only where they are published.
    pub(crate) fn twelve(&self, back: u16) -> Option<Window> {
        let window = twelve(self.through()?, back)?;
        (self.rule.rolling && self.facts.periods.contains(&window)).then_some(window)
    }

    /// The calendar years.
    pub(crate) fn years(&self) -> impl Iterator<Item = Window> + '_ {
        self.facts.periods.iter().copied().filter(|w| w.from().number() == 1 && w.len() == 12)
    }

    /// Label of an offense in the city file, where it is a group; its name otherwise.
    pub(crate) fn label(&self, offense: usize) -> String {
        let name = &self.facts.offenses[offense].0;
        let offenses = &self.engine.data.offenses;
        offenses.id(name).and_then(|id| offenses.group(id)).map_or_else(|| name.clone(), |g| g.label.clone())
    }

    /// Neighborhoods by name.
    pub(crate) fn neighborhoods(&self) -> Vec<&catchment_model::Area> {
        let list = self.engine.data.areas.list().iter();
        let mut all: Vec<_> = list.filter(|a| a.kind == AreaKind::Neighborhood).collect();
        all.sort_by(|a, b| a.name.cmp(&b.name).then(a.id.cmp(&b.id)));
        all
    }
}
