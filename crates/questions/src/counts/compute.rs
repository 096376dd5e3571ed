//! Counts, computed.

use catchment_model::{AreaBasis, Finest, GroupId, Month, MonthStatus, Offenses, Resolution, TimeBasis, Unit};
use catchment_store::Dataset;

use super::counting::Counting;
use super::names::{self, Name};
use super::{Counts, CountsAnswer, CountsAsk, places, series, words};
use crate::Watch;
use crate::answers::{Meta, PROGRAM};
use crate::engine::{Engine, below, labels_warnings, window_meta};
use crate::error::AskError;
use crate::file::{Content, Form};
use crate::pieces::{CountKey, Keyed, Value as _, basis, covered_months, in_steps, whole_span};
use crate::question::Question;
use crate::words::unit_label;

impl Question for Counts {
    const NAME: &'static str = "counts";
    const ADDRESS: &'static str = "counts";
    const ABOUT: &'static str = "Counts by year, month, neighborhood or cell, each offense under the name given.";
    const FORMS: &'static [Form] = &[Form::Json, Form::Geojson, Form::Csv, Form::About];

    type Ask = CountsAsk;
    type Answer = CountsAnswer;

    fn check(ask: CountsAsk, data: &Dataset) -> Result<Self, AskError> {
        let CountsAsk { counting, keyed } = ask;
        let (area, resolution) = key(&keyed, data)?;
        let window = counting.span(whole_span(data)?)?;
        if !window.months().any(|m| data.coverage.months.contains_key(&m)) {
            return Err(AskError::NotCovered { value: window.to_string(), accepted: covered_months(data) });
        }
        let (names, withheld) = names::shown(counting.offense.as_ref(), keyed.by, &data.offenses)?;
        kept_per_year(&names, (counting.unit, counting.time), &data.offenses)?;
        if names::by_place(keyed.by) && names::at_finest(&names, keyed.by, data) {
            in_steps(window, data)?;
        }
        Ok(Self {
            from: window.from(),
            to: window.to(),
            by: keyed.by,
            offense: names.into_iter().map(|n| n.name).collect(),
            unit: counting.unit,
            time: counting.time,
            area,
            resolution,
            withheld,
        })
    }

    fn answer(&self, engine: &Engine, _: &dyn Watch) -> Result<CountsAnswer, AskError> {
        let counting = Counting::new(self, &engine.data)?;
        let (items, more) = match self.by {
            CountKey::Year => series::by_year(&counting)?,
            CountKey::Month => series::by_month(&counting)?,
            CountKey::Neighborhood => {
                places::by_neighborhood(&counting, &engine.incidents, self.area.unwrap_or(AreaBasis::Label))?
            }
            CountKey::Cell => places::by_cell(&counting, &engine.incidents, self.resolution.unwrap_or(Resolution::R9))?,
        };
        let mut meta = self.meta(&counting);
        meta.warnings.extend(more);
        let query = counting.query(&counting.ids())?;
        meta.warnings.extend(below(engine, &query, self.by == CountKey::Cell));
        if self.area == Some(AreaBasis::Label) {
            meta.warnings.extend(labels_warnings(&engine.data));
        }
        Ok(CountsAnswer {
            caption: words::caption(self, &meta.unit_label, engine.data.coverage.through()),
            meta,
            items,
        })
    }

    fn file(&self, engine: &Engine, answer: &CountsAnswer, form: Form) -> Result<Content, AskError> {
        super::file::file(self, engine, answer, form)
    }
}

impl Counts {
    fn meta(&self, counting: &Counting<'_>) -> Meta<Self> {
        let data = counting.data;
        let mut window = window_meta(counting.window, data);
        // Months with published counts enter here, so their reporting system is named too.
        window.systems = data.coverage.systems(counting.window);
        let positions = self.by == CountKey::Cell || self.area == Some(AreaBasis::Point);
        let synthetic = data.city.positions.synthetic.iter().filter(|_| positions).cloned();
        Meta {
            dataset: data.id.clone(),
            register: None,
            program: PROGRAM.to_owned(),
            seed: None,
            params: self.clone(),
            window,
            unit: self.unit,
            unit_label: unit_label(self.unit, data.city.counted()),
            warnings: synthetic.chain(self.warnings(counting)).collect(),
            withheld: self.withheld.clone(),
            source: data.city.attribution.clone(),
        }
    }

    fn warnings(&self, counting: &Counting<'_>) -> Vec<String> {
        let coverage = &counting.data.coverage;
        let with = |status: Option<MonthStatus>| -> Vec<Month> {
            let of = |m: &Month| coverage.months.get(m).map(|(s, _)| *s);
            counting.window.months().filter(|m| of(m) == status).collect()
        };
        let unknown = counting.names.iter().filter(|n| !n.ids.iter().all(|id| counting.published.contains(id)));
        // Where none is counted, which are not published is beside the point.
        let counted = self.by != CountKey::Cell && self.area != Some(AreaBasis::Point);
        let unknown: Vec<&str> = unknown.filter(|_| counted).map(|n| n.name.as_str()).collect();
        [
            words::withheld(&self.withheld),
            words::series_break(&coverage.systems(counting.window)),
            words::missing(&with(None)),
            words::published(&with(Some(MonthStatus::AreaCounts)), counted, &unknown),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// Basis and resolution: each only with the key that it belongs to.
fn key(keyed: &Keyed, data: &Dataset) -> Result<(Option<AreaBasis>, Option<Resolution>), AskError> {
    let finest = data.city.positions.finest_resolution;
    if let Some(area) = keyed.area.filter(|_| keyed.by != CountKey::Neighborhood) {
        return Err(AskError::value("area", area.name(), "by=neighborhood beside it: it has no effect otherwise"));
    }
    if let Some(resolution) = keyed.resolution {
        if keyed.by != CountKey::Cell {
            let accepted = "by=cell beside it: it has no effect otherwise";
            return Err(AskError::value("resolution", resolution.write(), accepted));
        }
        if resolution > finest {
            let accepted = if finest == Resolution::R8 { "8".to_owned() } else { format!("8 to {finest}") };
            return Err(AskError::value("resolution", resolution.write(), accepted));
        }
    }
    let area = (keyed.by == CountKey::Neighborhood).then(|| basis(keyed.area, data));
    let cells = (keyed.by == CountKey::Cell).then(|| keyed.resolution.unwrap_or(Resolution::R9.min(finest)));
    Ok((area, cells))
}

/// Groups of which only yearly counts are kept have one unit and one date.
fn kept_per_year(names: &[Name], (unit, time): (Unit, TimeBasis), offenses: &Offenses) -> Result<(), AskError> {
    let yearly = |id: &GroupId| offenses.group(*id).is_some_and(|g| g.finest == Finest::CityYear);
    let Some(name) = names.iter().find(|n| n.ids.iter().any(yearly)) else { return Ok(()) };
    let accepted =
        |way: &str| format!("{way}: {} holds groups that are kept per city and year only, that way", name.name);
    if unit != Unit::Net {
        return Err(AskError::value("unit", unit.name(), accepted(Unit::Net.name())));
    }
    if time != TimeBasis::Reported {
        return Err(AskError::value("time", time.name(), accepted(TimeBasis::Reported.name())));
    }
    Ok(())
}
