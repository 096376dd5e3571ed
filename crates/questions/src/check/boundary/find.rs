//! The smallest change of a site's boundary that would help: chosen on earlier months, counted over the twelve.

use catchment_model::heap;
use std::collections::BTreeMap;

use catchment_model::{Query, Window};
use catchment_siting::check::{BoundaryChange, BoundaryInput, CellMonth, Z_90, gained, share, smallest_change};
use serde::{Deserialize, Serialize};

use super::{BoundaryChangeItem, BoundaryItem, BoundaryTested, words};
use crate::check::best::ToExpect;
use crate::check::fill::{Look, reached};
use crate::check::ground::{Ground, each};
use crate::engine::{Engine, Find, inside_of_place, usable};
use crate::error::AskError;
use crate::pieces::Counted;

/// Cells that a change may swap at most.
const MOST: usize = 12;

/// Looks for it.
#[derive(Debug, Clone, Serialize)]
struct Smallest {
    /// What is counted, over the months that it is chosen on.
    counted: Counted,
    /// Σw² ÷ Σw of the city's events in them.
    weight: f64,
    /// Cells of the site, ascending.
    site: Vec<usize>,
    /// Cells of any site, ascending: none of them may be added.
    taken: Vec<usize>,
    most: usize,
}

/// What was found.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Change {
    added: Vec<usize>,
    given_up: Vec<usize>,
    smallest: bool,
}

impl Find for Smallest {
    const NAME: &'static str = "smallest change of a boundary";
    type Found = Option<Change>;

    fn find(&self, engine: &Engine) -> Result<Option<Change>, AskError> {
        let cells = engine.finest_study()?.inside.len();
        let fits =
            |found: &Option<Change>| found.iter().flat_map(|c| c.added.iter().chain(&c.given_up)).all(|c| *c < cells);
        engine.shelved((Self::NAME, self), fits, || self.search(engine))
    }
}

impl Smallest {
    fn search(&self, engine: &Engine) -> Result<Option<Change>, AskError> {
        let study = engine.finest_study()?;
        let expected = engine.find(&ToExpect(self.counted.clone()))?;
        let mut allowed = usable(study);
        self.taken.iter().for_each(|cell| allowed[*cell] = false);
        let found = smallest_change(&BoundaryInput {
            harm: &expected,
            weight: self.weight,
            area_km2: &study.area_km2,
            neighbors: &study.neighbors,
            site: &self.site,
            allowed: &allowed,
            most: self.most,
        });
        Ok(found.map(|BoundaryChange { added, given_up, smallest }| Change { added, given_up, smallest }))
    }
}

impl Look<'_> {
    /// Whether a change of the boundary would help; `at` is the site's place in the monthly counts. The change stays in
    /// the answer until it is known what p means over all sites.
    pub(in crate::check) fn boundary(&self, at: usize, ground: &Ground) -> Result<Option<BoundaryItem>, AskError> {
        let (Some(earlier), Some(year)) = (self.earlier, self.year) else { return Ok(None) };
        let city = self.monthly.over(at, earlier).1;
        if ground.cells.is_empty() || city.sum <= 0.0 {
            return Ok(None);
        }
        if self.steps.cancelled() {
            return Err(AskError::Stopped);
        }
        let found = self.engine.find(&Smallest {
            counted: Counted { from: earlier.from(), to: earlier.to(), ..self.asked.counted.clone() },
            weight: city.squares / city.sum,
            site: ground.cells.clone(),
            taken: self.taken.clone(),
            most: MOST,
        })?;
        let mut item = BoundaryItem {
            from: earlier.from().to_string(),
            to: earlier.to().to_string(),
            most: MOST,
            tested: None,
            supported: false,
            change: None,
            says: String::new(),
        };
        if let Some(change) = found.as_ref() {
            item.tested = self.tested(at, change, year);
            item.change = self.drawn(at, ground, change);
        }
        Ok(Some(item))
    }

    /// What a change gains in the twelve months, beside chance.
    fn tested(&self, at: usize, change: &Change, year: Window) -> Option<BoundaryTested> {
        let query = Query { window: year, ..self.query.clone() };
        let mut came: BTreeMap<(bool, usize, usize), f64> = BTreeMap::new();
        each(self.engine, &query, &inside_of_place(self.study), |cell, entry, n, weight| {
            let added = change.added.binary_search(&cell).is_ok();
            if let (true, Some(month)) = (added || change.given_up.binary_search(&cell).is_ok(), query.month_of(entry))
            {
                *came.entry((added, cell, month)).or_default() += n * weight;
            }
        });
        let came: Vec<CellMonth> = came.into_iter().map(|((added, ..), weight)| CellMonth { added, weight }).collect();
        let (added, given_up) = (self.km2(&change.added), self.km2(&change.given_up));
        let gain = gained(&came, added / (added + given_up), (self.asked.permutations, self.asked.seed), Z_90);
        let city = self.monthly.over(at, self.query.window).1.sum;
        (city > 0.0).then(|| BoundaryTested {
            cells: change.added.len(),
            adds: gain.gain / city,
            low: gain.low / city,
            high: gain.high / city,
            p: gain.p,
        })
    }

    fn km2(&self, cells: &[usize]) -> f64 {
        cells.iter().map(|c| self.study.area_km2[*c]).sum()
    }

    /// A change with what it reaches.
    fn drawn(&self, at: usize, ground: &Ground, change: &Change) -> Option<BoundaryChangeItem> {
        let kept = ground.cells.iter().filter(|c| change.given_up.binary_search(c).is_err());
        let mut cells: Vec<usize> = kept.chain(&change.added).copied().collect();
        cells.sort_unstable();
        let (before, city) = self.monthly.over(at, self.query.window);
        let after = self.holds(&Ground::new(self.study, cells.clone()));
        let ids = |cells: &[usize]| cells.iter().map(|c| self.study.inside[*c].to_string()).collect();
        Some(BoundaryChangeItem {
            added: ids(&change.added),
            given_up: ids(&change.given_up),
            cells: ids(&cells),
            added_km2: self.km2(&change.added),
            given_up_km2: self.km2(&change.given_up),
            before: share(&before, &city, Z_90).map(reached)?,
            after: share(&after, &city, Z_90).map(reached)?,
            smallest: change.smallest,
            streets: Vec::new(),
        })
    }
}

/// Keeps a change only where it is supported, and says so.
pub(in crate::check) fn settle(item: &mut BoundaryItem, (enough, stand_in, several): (bool, bool, bool), alpha: f64) {
    item.supported = enough && item.change.is_some() && item.tested.as_ref().is_some_and(|t| t.p <= alpha);
    if !item.supported {
        item.change = None;
    }
    item.says = words::says(item, stand_in, several);
}

heap!(Change { added, given_up, smallest });
