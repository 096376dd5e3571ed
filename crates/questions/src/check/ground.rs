//! The ground of the sites, and what counts on it by month.

use catchment_model::{Entry, Month, MonthStatus, Query, Site, Window};
use catchment_siting::check::Tally;
use geo::{Contains, Point};

use crate::engine::{Engine, StudyCells, by_incidents, inside_of_place};
use crate::error::AskError;
use crate::pieces::whole_span;

/// Some ground: a site, all sites, or what a search found.
#[derive(Debug, Clone)]
pub(super) struct Ground {
    /// For each inside cell, whether it belongs to it.
    pub(super) holds: Vec<bool>,
    /// Its cells, ascending.
    pub(super) cells: Vec<usize>,
    /// Area, km².
    pub(super) area_km2: f64,
}

impl Ground {
    pub(super) fn new(study: &StudyCells, cells: Vec<usize>) -> Self {
        let mut holds = vec![false; study.inside.len()];
        for cell in &cells {
            holds[*cell] = true;
        }
        let area_km2 = cells.iter().map(|c| study.area_km2[*c]).sum();
        Self { holds, cells, area_km2 }
    }

    /// The cells whose centers lie in the outline of a site.
    pub(super) fn of_site(study: &StudyCells, site: &Site) -> Self {
        let inside = |c: &usize| {
            let (lng, lat) = study.inside[*c].center();
            site.outline.contains(&Point::new(lng, lat))
        };
        Self::new(study, (0..study.inside.len()).filter(inside).collect())
    }

    /// The ground of several.
    pub(super) fn of_all(study: &StudyCells, grounds: &[&Self]) -> Self {
        let held = |c: &usize| grounds.iter().any(|g| g.holds[*c]);
        Self::new(study, (0..study.inside.len()).filter(held).collect())
    }

    /// The ground and what lies within so many meters of one of its cells.
    pub(super) fn with_surroundings(&self, study: &StudyCells, meters: f64) -> Self {
        let near = |c: &usize| {
            self.holds[*c]
                || self
                    .cells
                    .iter()
                    .any(|o| (study.x_m[*c] - study.x_m[*o]).hypot(study.y_m[*c] - study.y_m[*o]) <= meters)
        };
        Self::new(study, (0..study.inside.len()).filter(near).collect())
    }
}

/// Calls `f(cell, entry, incidents, weight)` for all that counts on the cells of the city.
pub(super) fn each(engine: &Engine, query: &Query, at: &[Option<usize>], mut f: impl FnMut(usize, &Entry, f64, f64)) {
    engine.incidents.fold(&by_incidents(query), |entry, n| {
        if let Some(cell) = at[entry.place as usize].filter(|_| n > 0) {
            f(cell, entry, n as f64, query.selection.weight(entry.group));
        }
    });
}

/// What counts on some grounds and in the city, by month of the whole data.
#[derive(Debug)]
pub(super) struct Monthly {
    from: Month,
    covered: Vec<bool>,
    grounds: Vec<Vec<Tally>>,
    city: Vec<Tally>,
}

impl Monthly {
    pub(super) fn new(
        engine: &Engine,
        query: &Query,
        study: &StudyCells,
        grounds: &[&Ground],
    ) -> Result<Self, AskError> {
        let window = whole_span(&engine.data)?;
        let status = |m: Month| matches!(engine.data.coverage.months.get(&m), Some((MonthStatus::Incidents, _)));
        let query = Query { window, ..query.clone() };
        let mut monthly = Self {
            from: window.from(),
            covered: window.months().map(status).collect(),
            grounds: vec![vec![Tally::default(); window.len()]; grounds.len()],
            city: vec![Tally::default(); window.len()],
        };
        each(engine, &query, &inside_of_place(study), |cell, entry, n, weight| {
            let Some(month) = query.month_of(entry).filter(|m| monthly.covered[*m]) else { return };
            monthly.city[month].add(n, weight);
            for (ground, tallies) in grounds.iter().zip(&mut monthly.grounds) {
                if ground.holds[cell] {
                    tallies[month].add(n, weight);
                }
            }
        });
        Ok(monthly)
    }

    /// Positions of the months of a window.
    fn months(&self, window: Window) -> impl Iterator<Item = usize> + '_ {
        let first = self.from.index();
        window.months().filter_map(move |m| {
            let at = usize::from(m.index().checked_sub(first)?);
            (at < self.covered.len() && self.covered[at]).then_some(at)
        })
    }

    /// What a ground and the city hold over a window.
    pub(super) fn over(&self, ground: usize, window: Window) -> (Tally, Tally) {
        let sum = |tallies: &[Tally]| {
            self.months(window).map(|m| tallies[m]).fold(Tally::default(), |mut s, t| {
                s.events += t.events;
                s.sum += t.sum;
                s.squares += t.squares;
                s
            })
        };
        (sum(&self.grounds[ground]), sum(&self.city))
    }

    /// Incidents of a ground and of the city by covered month of a window, with these months.
    pub(super) fn series(&self, ground: usize, window: Window) -> (Vec<f64>, Vec<f64>, Vec<Option<Month>>) {
        let at: Vec<usize> = self.months(window).collect();
        let name = |m: &usize| u16::try_from(*m).ok().and_then(|m| Month::from_index(self.from.index() + m));
        let of = |tallies: &[Tally]| at.iter().map(|m| tallies[*m].events).collect();
        (of(&self.grounds[ground]), of(&self.city), at.iter().map(name).collect())
    }
}

/// The twelve months up to a month, where all of them have incidents.
pub(super) fn year_to(engine: &Engine, to: Month) -> Option<Window> {
    let from = Month::from_index(to.index().checked_sub(11)?)?;
    let window = Window::new(from, to).ok()?;
    (engine.data.coverage.covered(window) == 12).then_some(window)
}

/// The month so many before another.
pub(super) fn back(month: Month, months: u16) -> Option<Month> {
    month.index().checked_sub(months).and_then(Month::from_index)
}
