//! What the dataset is, gathered.

use catchment_model::city::MonthsNote;
use catchment_model::{Measure, Month, Resolution};
use catchment_store::Dataset;

use super::periods::periods;
use super::{
    Accounted, AreasInfo, CityInfo, CoverageRun, Defaults, LabelDiffers, Located, MonthsSaid, OffenseInfo, ShiftInfo,
    SiteInfo, Span, Status, StatusAnswer,
};
use crate::Watch;
use crate::answers::{MonthKnown, PROGRAM};
use crate::engine::{Engine, bounds as extent, population_year};
use crate::error::AskError;
use crate::pieces::default_window;
use crate::pieces::value::K;
use crate::question::Question;
use crate::words::run_by;

impl Question for Status {
    const NAME: &'static str = "status";
    const ADDRESS: &'static str = "status";
    const SITES: bool = true;
    const ABOUT: &'static str = "What the dataset is: city, period, offenses, accounting of its rows, defaults, sites.";

    type Ask = ();
    type Answer = StatusAnswer;

    fn check((): (), _: &Dataset) -> Result<Self, AskError> {
        Ok(Self)
    }

    fn answer(&self, engine: &Engine, _: &dyn Watch) -> Result<StatusAnswer, AskError> {
        status(engine)
    }
}

fn status(engine: &Engine) -> Result<StatusAnswer, AskError> {
    let data = &engine.data;
    let totals = data.quality.totals();
    let (differ, of) = data.quality.label_differs;
    let group = |id: &catchment_model::GroupId| data.offenses.group(*id).map(|g| g.id.clone());
    Ok(StatusAnswer {
        city: city(engine)?,
        dataset: data.id.clone(),
        program: PROGRAM.to_owned(),
        through: data.coverage.through().map(|m| m.to_string()),
        span: data.coverage.incidents_span().map(|w| Span { from: w.from().to_string(), to: w.to().to_string() }),
        coverage: coverage(engine),
        offenses: offenses(engine),
        aliases: data
            .offenses
            .aliases()
            .iter()
            .map(|(name, ids)| (name.clone(), ids.iter().filter_map(group).collect()))
            .collect(),
        rows: Accounted {
            rows: totals.rows,
            accepted: totals.accepted,
            cancelled: totals.cancelled,
            unlocated: totals.unlocated,
            rejected: totals.rejected,
            net: totals.net,
        },
        located: located(engine),
        label_differs: LabelDiffers { rows: differ, of, share: if of == 0 { 0.0 } else { differ as f64 / of as f64 } },
        warnings: data.quality.warnings.clone(),
        periods: periods(data),
        defaults: defaults(engine),
        shift: data.city.shift.as_ref().map(|s| ShiftInfo {
            weekdays: s.weekdays.clone(),
            from_hour: s.from_hour,
            to_hour: s.to_hour,
            source: s.source.clone(),
        }),
        areas: areas(engine),
        sites: data.sites_today().iter().map(|s| site(s, data)).collect(),
        region: data.region.is_some(),
    })
}

fn city(engine: &Engine) -> Result<CityInfo, AskError> {
    let city = &engine.data.city;
    let bounds = extent(&engine.data.areas).ok_or_else(|| AskError::internal("the areas have no extent"))?;
    let [w, s, e, n] = bounds;
    Ok(CityInfo {
        id: city.id.clone(),
        name: city.name.clone(),
        attribution: city.attribution.clone(),
        notices: city.notices.clone(),
        months: city.note.iter().map(months_said).collect(),
        synthetic: city.positions.synthetic.clone(),
        accuracy_m: city.positions.accuracy_m,
        finest_resolution: city.positions.finest_resolution,
        center: [f64::midpoint(w, e), f64::midpoint(s, n)],
        bounds,
    })
}

fn months_said(note: &MonthsNote) -> MonthsSaid {
    MonthsSaid { from: note.from.to_string(), to: note.to.map(|m| m.to_string()), text: note.text.clone() }
}

fn coverage(engine: &Engine) -> Vec<CoverageRun> {
    let months = &engine.data.coverage.months;
    let (Some(first), Some(last)) = (months.keys().next(), months.keys().next_back()) else { return Vec::new() };
    let mut runs: Vec<CoverageRun> = Vec::new();
    for month in (first.index()..=last.index()).filter_map(Month::from_index) {
        let known = months.get(&month);
        let (status, system) = (MonthKnown::of(known.map(|k| k.0)), known.map(|k| &k.1));
        match runs.last_mut() {
            Some(run) if run.status == status && run.system.as_ref() == system => run.to = month.to_string(),
            _ => runs.push(CoverageRun {
                from: month.to_string(),
                to: month.to_string(),
                status,
                system: system.cloned(),
            }),
        }
    }
    runs
}

fn offenses(engine: &Engine) -> Vec<OffenseInfo> {
    let info = |g: &catchment_model::OffenseGroup| OffenseInfo {
        id: g.id.clone(),
        label: g.label.clone(),
        weight: g.weight,
        reported_by: g.reported_by,
        finest: g.finest,
        default: g.default,
    };
    engine.data.offenses.groups().iter().map(info).collect()
}

fn located(engine: &Engine) -> Vec<Located> {
    let list = engine.data.quality.located.iter();
    list.map(|l| Located {
        year: l.year,
        offense: l.offense.clone(),
        rows: l.rows,
        located: l.located,
        share: l.share(),
        warns: l.warns(),
    })
    .collect()
}

fn defaults(engine: &Engine) -> Defaults {
    let data = &engine.data;
    let analysis = &data.city.analysis;
    let window = default_window(data).ok();
    let group_names = || {
        let ids = data.offenses.default_selection();
        let names: Vec<String> = ids.ids().filter_map(|id| data.offenses.group(id).map(|g| g.id.clone())).collect();
        names.join(",")
    };
    Defaults {
        from: window.map(|w| w.from().to_string()),
        to: window.map(|w| w.to().to_string()),
        k: K::or_city(None, data),
        offense: if data.offenses.aliases().contains_key("harm") { "harm".to_owned() } else { group_names() },
        measure: Measure::Count,
        catchment_km2: analysis.catchment_km2,
        catchment_presets_km2: analysis.catchment_presets_km2.clone(),
        bandwidth_m: analysis.bandwidth_m,
        pixel_m: analysis.pixel_m,
        fdr: analysis.fdr,
        resolution: data.city.positions.finest_resolution.min(Resolution::R9),
    }
}

fn areas(engine: &Engine) -> AreasInfo {
    let data = &engine.data;
    let mut years: Vec<u16> = data.areas.list().iter().flat_map(|a| a.population.keys().copied()).collect();
    years.sort_unstable();
    years.dedup();
    let source = &data.city.areas;
    let population_year = default_window(data).ok().and_then(|window| population_year(data, window));
    AreasInfo { note: source.note.clone(), credit: source.credit.clone(), population_years: years, population_year }
}

fn site(site: &catchment_model::Site, data: &Dataset) -> SiteInfo {
    SiteInfo {
        id: site.id.clone(),
        name: site.name.clone(),
        from: site.from.to_string(),
        to: site.to.map(|m| m.to_string()),
        shape: site.shape,
        area_ids: site.area_ids.clone(),
        note: site.note.clone(),
        run_by: run_by(data.run_by(&site.id)),
    }
}
