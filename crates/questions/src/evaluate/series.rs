//! Counts of places by year, the program's and others.

use std::collections::{BTreeMap, BTreeSet};

use catchment_model::{
    AreaBasis, AreaKind, Finest, Month, MonthStatus, Query, Selection, Site, TimeBasis, Unit, Window,
};
use catchment_siting::evaluate::Panel;
use catchment_store::Dataset;

use crate::engine::Engine;
use crate::error::AskError;

/// Counts of one outcome.
#[derive(Debug)]
pub(super) struct Series {
    /// Counts of years with twelve known months, published counts per neighborhood included; rows in no area last.
    pub(super) panel: Panel,
    /// Reporting systems of each year.
    pub(super) systems: Vec<BTreeSet<String>>,
    /// The offenses counted.
    pub(super) selection: Selection,
}

impl Series {
    pub(super) fn new(engine: &Engine, outcome: &str) -> Result<Self, AskError> {
        let data = &engine.data;
        let months = &data.coverage.months;
        let (Some(first), Some(last)) = (months.keys().next(), months.keys().next_back()) else {
            return Err(AskError::internal("no month is known"));
        };
        let window = Window::new(*first, *last).map_err(AskError::internal)?;
        let unknown = |_cause| AskError::value("offense", outcome, format!("one or more of {}", data.offenses.known()));
        // Names are the city's, weights are not: every offense counts as one.
        let groups = data.offenses.resolve(outcome).map_err(unknown)?;
        let selection = crate::counts::plain_offenses(&data.offenses)?.selection(&groups).map_err(unknown)?;
        let withheld = || AskError::Withheld {
            value: outcome.to_owned(),
            place: "per neighborhood",
            accepted: data.offenses.known(),
        };
        let (selection, _) = selection.shown_at(Finest::Area, &data.offenses).ok_or_else(withheld)?;
        let query =
            Query { window, selection: selection.clone(), unit: Unit::Net, time: TimeBasis::Reported, blocks: None };
        let table = data.cube.by_area_month(&query, basis(engine), data.areas.len());
        let mut known: BTreeMap<i32, (usize, BTreeSet<String>)> = BTreeMap::new();
        for (month, (status, system)) in months {
            if matches!(status, MonthStatus::Incidents | MonthStatus::AreaCounts) {
                let year = known.entry(month.year()).or_default();
                year.0 += 1;
                year.1.insert(system.clone());
            }
        }
        let whole = || known.iter().filter(|(_, (months, _))| *months == 12);
        let years: Vec<i32> = whole().map(|(y, _)| *y).collect();
        let systems = whole().map(|(_, (_, s))| s.clone()).collect();
        let all: Vec<Month> = window.months().collect();
        let by_year = |row: &Vec<i64>| {
            let of = |year: &i32| row.iter().zip(&all).filter(|(_, m)| m.year() == *year).map(|(n, _)| *n as f64).sum();
            years.iter().map(of).collect()
        };
        let counts = table.iter().map(by_year).collect();
        Ok(Self { panel: Panel { years, counts }, systems, selection })
    }

    /// Whether a year is the city's highest of all up to it.
    pub(super) fn is_record(&self, at: usize) -> bool {
        at > 0 && (0..at).all(|before| self.panel.all(before) < self.panel.all(at))
    }
}

/// How places are told apart: by the label of the police where there is one.
pub(super) fn basis(engine: &Engine) -> AreaBasis {
    crate::pieces::basis(None, &engine.data)
}

/// The sites as they began, those that were made of whole areas: a change is looked for on the ground of the launch.
pub(super) fn launched(data: &Dataset) -> Vec<&Site> {
    let first = |site: &&Site| site.from == data.first_month(site) && !site.area_ids.is_empty();
    data.sites.iter().filter(first).collect()
}

/// Areas that may stand for others: neighborhoods that no site has ever served.
pub(super) fn without_program(engine: &Engine) -> Vec<usize> {
    let data = &engine.data;
    let served: BTreeSet<&str> = data.sites.iter().flat_map(|s| s.area_ids.iter().map(String::as_str)).collect();
    let areas = data.areas.list().iter().enumerate();
    areas.filter(|(_, a)| a.kind != AreaKind::Park && !served.contains(a.id.as_str())).map(|(i, _)| i).collect()
}

/// The areas that touch some areas, these left out.
pub(super) fn around(engine: &Engine, areas: &[usize]) -> Result<Vec<usize>, AskError> {
    let study = engine.finest_study()?;
    let of = |cell: usize| study.area[cell].map(|a| usize::from(a.0));
    let mut near = BTreeSet::new();
    for cell in (0..study.inside.len()).filter(|c| of(*c).is_some_and(|a| areas.contains(&a))) {
        near.extend(study.neighbors.of(cell).iter().filter_map(|n| of(*n as usize)));
    }
    Ok(near.into_iter().filter(|a| !areas.contains(a)).collect())
}
