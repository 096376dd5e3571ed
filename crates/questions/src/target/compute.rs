//! Progress toward a target, computed.

use catchment_model::city::{RegionSource, RegionStart};
use catchment_model::{Month, Region, RegionAgency, RegionMonth, RegionStatus, Window};
use catchment_siting::check::{Z_90, chance_fan, monthly_dispersion, pace_needed};
use catchment_store::Dataset;

use super::{
    AgencyMask, AgencyMonth, CountyMask, KnownMonth, StatedStart, Target, TargetAnswer, TargetAsk, TargetMeta,
    TargetPoint, words,
};
use crate::Watch;
use crate::answers::PROGRAM;
use crate::engine::Engine;
use crate::error::AskError;
use crate::file::{Content, Form};
use crate::pieces::{Aiming, Value as _};
use crate::question::Question;

impl Question for Target {
    const NAME: &'static str = "target";
    const ADDRESS: &'static str = "region/target";
    const ABOUT: &'static str = "How far the region is on its way to its target, by the agencies that report, with the \
        fan that chance alone gives, the pace needed, and the agencies that are missing.";
    const FORMS: &'static [Form] = &[Form::Json, Form::Csv, Form::About];

    type Ask = TargetAsk;
    type Answer = TargetAnswer;

    fn check(ask: TargetAsk, data: &Dataset) -> Result<Self, AskError> {
        let Aiming { start, to } = ask.aiming;
        let (source, region) = declared(data)?;
        let starts = || source.start.iter().map(|s| s.from.to_string()).collect::<Vec<_>>().join(" or ");
        let start = match start {
            None => source.start.first().map(|s| s.from).ok_or_else(|| AskError::internal("no start"))?,
            Some(month) if source.start.iter().any(|s| s.from == month) => month,
            Some(month) => return Err(AskError::value("start", month.write(), starts())),
        };
        let usable = region.agencies.iter().flat_map(|a| &a.months).filter(|(_, m)| m.status != RegionStatus::Missing);
        let last = usable.map(|(month, _)| *month).max();
        let last = last.ok_or_else(|| AskError::value("to", "", "an agency that reports by month"))?;
        let to = to.unwrap_or(last);
        if to < start || to > last {
            return Err(AskError::value("to", to.write(), format!("a month from {start} to {last}")));
        }
        Ok(Self { start, to })
    }

    fn answer(&self, engine: &Engine, _: &dyn Watch) -> Result<TargetAnswer, AskError> {
        let (source, region) = declared(&engine.data)?;
        let window = |from, to| Window::new(from, to).map_err(AskError::internal);
        let baseline = window(later(self.start, -12), later(self.start, -1))?;
        let latest = window(later(self.to, -11), self.to)?;
        Ok(Way { asked: self, source, region, baseline, latest }.answer(engine))
    }

    fn file(&self, engine: &Engine, answer: &TargetAnswer, _: Form) -> Result<Content, AskError> {
        super::file::file(engine, answer)
    }
}

fn declared(data: &Dataset) -> Result<(&RegionSource, &Region), AskError> {
    let none = || AskError::NotFound {
        what: "region with a target",
        id: data.city.id.clone(),
        accepted: "a city file with [region], ingested by this version".to_owned(),
    };
    data.city.region.as_ref().zip(data.region.as_ref()).ok_or_else(none)
}

struct Way<'a> {
    asked: &'a Target,
    source: &'a RegionSource,
    region: &'a Region,
    /// The twelve months before the start.
    baseline: Window,
    /// The last twelve.
    latest: Window,
}

fn later(month: Month, by: i32) -> Month {
    let at = i32::from(month.index()) + by;
    u16::try_from(at).ok().and_then(Month::from_index).unwrap_or(month)
}

fn count(month: &RegionMonth) -> Option<i64> {
    (month.status != RegionStatus::Missing).then(|| month.counts.values().sum())
}

/// Whether a month may be compared: suspect months hold too little.
fn usable(agency: &RegionAgency, month: Month) -> bool {
    agency.months.get(&month).is_some_and(|m| !matches!(m.status, RegionStatus::Missing | RegionStatus::Suspect))
}

impl Way<'_> {
    fn compared(&self) -> Vec<&RegionAgency> {
        let all = |a: &&RegionAgency| self.baseline.months().chain(self.latest.months()).all(|m| usable(a, m));
        self.region.agencies.iter().filter(all).collect()
    }

    fn answer(&self, engine: &Engine) -> TargetAnswer {
        let (baseline, compared) = (self.baseline, self.compared());
        let sum = sum(&compared, baseline).filter(|n| *n > 0);
        let dispersion = dispersion(&compared);
        let end = later(self.asked.start, 12 * i32::from(self.source.years) - 1);
        let points = self.points(&compared, sum, dispersion, end);
        let now = points.iter().rev().find(|p| p.month == self.asked.to.to_string()).and_then(|p| p.ratio);
        let left = usize::from(end.index().saturating_sub(self.asked.to.index()));
        let pace = now.and_then(|r| pace_needed(r, 1.0 - self.source.reduction, left));
        let counties = self.counties(&compared);
        let answer = TargetAnswer {
            meta: TargetMeta {
                dataset: engine.data.id.clone(),
                program: PROGRAM.to_owned(),
                params: self.asked.clone(),
                unit_label: "offenses as the agencies report them to their state, by month".to_owned(),
                source: self.source.credit.clone(),
                warnings: Vec::new(),
            },
            headline: String::new(),
            finding: String::new(),
            region: self.source.name.clone(),
            offenses: self.source.offense.clone(),
            reduction: self.source.reduction,
            end: end.to_string(),
            starts: self.source.start.iter().map(|s| self.stated(s)).collect(),
            baseline_from: baseline.from().to_string(),
            baseline_to: baseline.to().to_string(),
            compared: compared.iter().map(|a| a.name.clone()).collect(),
            baseline: sum,
            dispersion,
            points,
            pace_needed: pace,
            pace: None,
            counties,
        };
        let mut warnings = words::warnings(&answer, &self.source.note);
        warnings.extend(self.editions(&compared));
        TargetAnswer {
            headline: words::headline(&answer),
            finding: words::finding(&answer),
            pace: words::pace(&answer),
            meta: TargetMeta { warnings, ..answer.meta.clone() },
            ..answer
        }
    }

    fn stated(&self, start: &RegionStart) -> StatedStart {
        StatedStart {
            name: start.name.clone(),
            from: start.from.to_string(),
            source: start.source.clone(),
            taken: start.from == self.asked.start,
        }
    }

    fn points(
        &self,
        compared: &[&RegionAgency],
        baseline: Option<i64>,
        dispersion: Option<f64>,
        end: Month,
    ) -> Vec<TargetPoint> {
        let Some(baseline) = baseline else { return Vec::new() };
        let length = f64::from(end.index() - self.asked.start.index() + 1);
        let one = |month: Month| {
            let after = usize::from(month.index() - self.asked.start.index()) + 1;
            let year = Window::new(later(month, -11), month).ok()?;
            let (chance_low, chance_high) = chance_fan(baseline as f64, dispersion.unwrap_or(1.0), after, Z_90);
            let is_late =
                |m: Month| compared.iter().any(|a| a.months.get(&m).is_some_and(|r| r.status == RegionStatus::Late));
            Some(TargetPoint {
                month: month.to_string(),
                count: sum(compared, Window::new(month, month).ok()?),
                ratio: sum(compared, year).map(|n| n as f64 / baseline as f64),
                chance_low,
                chance_high,
                on_pace: 1.0 - self.source.reduction * (after as f64 / length).min(1.0),
                late: year.months().any(is_late),
            })
        };
        let months = Window::new(self.asked.start, self.asked.to).ok();
        months.iter().flat_map(|w| w.months()).filter_map(one).collect()
    }

    fn counties(&self, compared: &[&RegionAgency]) -> Vec<CountyMask> {
        let county = |name: &String| {
            let own: Vec<&RegionAgency> = self.region.agencies.iter().filter(|a| a.county == *name).collect();
            let with = own.iter().filter(|a| !a.months.is_empty());
            let masks: Vec<AgencyMask> = with.map(|a| self.mask(a, compared)).collect();
            let says = String::new();
            let mask = CountyMask { county: name.clone(), agencies: own.len(), monthly: masks.len(), says, masks };
            CountyMask { says: words::county(&mask), ..mask }
        };
        self.source.counties.iter().map(county).collect()
    }

    fn mask(&self, agency: &RegionAgency, compared: &[&RegionAgency]) -> AgencyMask {
        let month = |month: Month| {
            let known = agency.months.get(&month);
            AgencyMonth {
                month: month.to_string(),
                status: known.map_or(KnownMonth::Missing, |m| status(m.status)),
                count: known.and_then(count),
                edition: known.map_or_else(String::new, |m| m.edition.clone()),
                remark: known.map_or_else(String::new, |m| m.remark.clone()),
            }
        };
        let window = Window::new(self.baseline.from(), self.asked.to);
        AgencyMask {
            id: agency.id.clone(),
            name: agency.name.clone(),
            compared: compared.iter().any(|a| a.id == agency.id),
            months: window.iter().flat_map(|w| w.months()).map(month).collect(),
        }
    }

    /// Says where baseline and latest months come from different editions.
    fn editions(&self, compared: &[&RegionAgency]) -> Vec<String> {
        let of = |a: &RegionAgency, window: Window| {
            let mut all: Vec<String> =
                window.months().filter_map(|m| a.months.get(&m)).map(|m| m.edition.clone()).collect();
            all.sort_unstable();
            all.dedup();
            all
        };
        let differ = |a: &&&RegionAgency| of(a, self.baseline) != of(a, self.latest);
        let names: Vec<&str> = compared.iter().filter(differ).map(|a| a.name.as_str()).collect();
        words::editions(&names).into_iter().collect()
    }
}

/// The sum of all of them over a window; none where a month of one is missing, or where there is none.
fn sum(agencies: &[&RegionAgency], window: Window) -> Option<i64> {
    if agencies.is_empty() {
        return None;
    }
    let one = |a: &RegionAgency, month: Month| a.months.get(&month).filter(|_| usable(a, month)).and_then(count);
    agencies.iter().flat_map(|a| window.months().map(move |m| one(a, m))).sum()
}

/// Dispersion of the months of the agencies together, over calendar years that all of them reported whole.
fn dispersion(agencies: &[&RegionAgency]) -> Option<f64> {
    let years: Vec<i32> = agencies.first()?.months.keys().map(|m| m.year()).collect();
    let (first, last) = (years.iter().min()?, years.iter().max()?);
    let year = |year: i32| {
        let month = |m: i64| sum(agencies, Month::new(i64::from(year), m).and_then(|m| Window::new(m, m)).ok()?);
        let counts: Vec<f64> = (1..=12).map(|m| month(m).map(|n| n as f64)).collect::<Option<_>>()?;
        <[f64; 12]>::try_from(counts).ok()
    };
    let whole: Vec<[f64; 12]> = (*first..=*last).filter_map(year).collect();
    monthly_dispersion(&whole)
}

fn status(status: RegionStatus) -> KnownMonth {
    match status {
        RegionStatus::Reported => KnownMonth::Reported,
        RegionStatus::Late => KnownMonth::Late,
        RegionStatus::Suspect => KnownMonth::Suspect,
        RegionStatus::Missing => KnownMonth::Missing,
    }
}
