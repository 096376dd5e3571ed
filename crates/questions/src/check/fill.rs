//! What is measured of one site.

use std::sync::Arc;

use catchment_model::{Query, Site, SiteShape, Steps, Window};
use catchment_siting::check::{
    ChangeParams, DriftEvent, DriftParams, Interval, Schedule, Tally, Z_90, best_schedule, change, drift, ratio, share,
    swap, wilson,
};

use super::best::{Best, Size, best, to_expect};
use super::ground::{Ground, Monthly, back, each, year_to};
use super::{
    BestGroundItem, ChangeRatio, ChangedItem, Check, DriftItem, HeldOutItem, OtherShift, QuarterItem, ReachedItem,
    ScheduleItem, ShiftChecked, SiteChecked, SiteSays, ThenNowItem, words,
};
use crate::engine::{Engine, StudyCells, inside_of_place};
use crate::error::AskError;
use crate::words::run_by;

/// Ground around a site that belongs to its hot ground, meters.
const AROUND_M: f64 = 500.0;
/// Covered months within which a change is looked for, and months on either side of it at least.
const CHANGE_MONTHS: usize = 24;
const MARGIN: usize = 3;

/// Covered months before the twelve that other ground is chosen on, at least.
const EARLIER: usize = 12;

/// Incidents by weekday and hour.
type Hours = [[f64; 24]; 7];

/// What all sites are looked at with.
#[derive(Debug)]
pub(super) struct Look<'a> {
    pub(super) asked: &'a Check,
    pub(super) steps: &'a Steps<'a>,
    pub(super) engine: &'a Engine,
    pub(super) study: &'a StudyCells,
    pub(super) query: &'a Query,
    pub(super) monthly: Monthly,
    /// The twelve months, where all are covered.
    pub(super) year: Option<Window>,
    /// The twelve before.
    pub(super) before: Option<Window>,
    /// The latest months of the city, on which the best ground is chosen.
    pub(super) recent: Option<Window>,
    /// As many before the twelve.
    pub(super) earlier: Option<Window>,
    /// Cells of any of the grounds, ascending.
    pub(super) taken: Vec<usize>,
    /// Whether the best ground of today is looked for, and not only what verdicts rest on.
    pub(super) told: bool,
}

impl<'a> Look<'a> {
    /// What the sites whose grounds are listed are looked at with.
    pub(super) fn new(
        asked: &'a Check,
        (engine, study): (&'a Engine, &'a StudyCells),
        (query, grounds): (&'a Query, &[&Ground]),
        steps: &'a Steps<'a>,
    ) -> Result<Self, AskError> {
        let (to, coverage) = (asked.counted.to, &engine.data.coverage);
        let months = engine.data.city.analysis.latest_months;
        let year = year_to(engine, to);
        let last = back(asked.counted.from, 1);
        let earlier = last.and_then(|last| coverage.latest(months, last));
        Ok(Self {
            asked,
            steps,
            engine,
            study,
            query,
            monthly: Monthly::new(engine, query, study, grounds)?,
            year,
            before: last.and_then(|last| year_to(engine, last)).filter(|_| year.is_some()),
            recent: coverage.latest(months, to),
            earlier: earlier.filter(|w| coverage.covered(*w) >= EARLIER),
            taken: Ground::of_all(study, grounds).cells,
            told: true,
        })
    }
}

impl Look<'_> {
    /// A site; `at` is its place in the monthly counts.
    pub(super) fn site(&self, at: usize, site: &Site, ground: &Ground) -> Result<SiteChecked, AskError> {
        let same = || self.engine.data.sites.iter().filter(|s| s.id == site.id);
        let open = |month| same().any(|s| s.from <= month && s.to.is_none_or(|to| to >= month));
        Ok(SiteChecked {
            id: site.id.clone(),
            name: site.name.clone(),
            from: Some(self.engine.data.first_month(site).to_string()),
            run_by: run_by(self.engine.data.run_by(&site.id)),
            stand_in: site.shape == SiteShape::StandIn,
            drift: self.drift(ground),
            boundary: self.boundary(at, ground)?,
            quarters: self.quarters(at, open),
            ..self.ground(at, ground, (1, ground.area_km2))?
        })
    }

    /// All sites together.
    pub(super) fn together(&self, sites: usize, ground: &Ground, stand_in: bool) -> Result<SiteChecked, AskError> {
        Ok(SiteChecked {
            id: "all".to_owned(),
            name: words::all_sites(sites),
            stand_in,
            quarters: self.quarters(sites, |_| true),
            ..self.ground(sites, ground, (sites, ground.area_km2 / sites as f64))?
        })
    }

    fn ground(&self, at: usize, ground: &Ground, size: (usize, f64)) -> Result<SiteChecked, AskError> {
        let (inside, city) = self.monthly.over(at, self.query.window);
        Ok(SiteChecked {
            id: String::new(),
            name: String::new(),
            from: None,
            run_by: None,
            stand_in: false,
            area_km2: ground.area_km2,
            incidents: counted(&inside),
            reached: share(&inside, &city, Z_90).map(reached),
            year_before: self.before.and_then(|w| self.reached(at, w)),
            then_now: self.before.map(|w| self.then_now(at, w)),
            best: self.best(ground, size, (&inside, &city))?,
            drift: None,
            boundary: None,
            shift: self.shift(ground),
            change: self.change(at),
            verdict: None,
            reasons: Vec::new(),
            reason: String::new(),
            earlier: None,
            says: SiteSays::default(),
            quarters: Vec::new(),
        })
    }

    fn reached(&self, at: usize, window: Window) -> Option<ReachedItem> {
        let (inside, city) = self.monthly.over(at, window);
        share(&inside, &city, Z_90).map(reached)
    }

    /// The twelve months beside the twelve before.
    fn then_now(&self, at: usize, before: Window) -> ThenNowItem {
        let (then, city_then) = self.monthly.over(at, before);
        let (now, city_now) = self.monthly.over(at, self.query.window);
        let [then, now, city_then, city_now] = [&then, &now, &city_then, &city_now].map(counted);
        let (rest_before, rest_now) = (city_then - then, city_now - now);
        ThenNowItem {
            before: then,
            now,
            rest_before,
            rest_now,
            ratio: changed(now, then),
            rest: changed(rest_now, rest_before),
        }
    }

    fn quarters(&self, at: usize, open: impl Fn(catchment_model::Month) -> bool) -> Vec<QuarterItem> {
        let one = |quarter: u64| {
            let to = back(self.asked.counted.to, u16::try_from(3 * quarter).ok()?)?;
            let window = year_to(self.engine, to)?;
            let (inside, city) = self.monthly.over(at, window);
            Some(QuarterItem {
                to: to.to_string(),
                incidents: counted(&inside),
                reached: reached(share(&inside, &city, Z_90)?),
                open: open(to),
            })
        };
        (1..=self.asked.quarters).filter_map(one).collect()
    }

    fn best(
        &self,
        ground: &Ground,
        (k, km2): (usize, f64),
        (inside, city): (&Tally, &Tally),
    ) -> Result<Option<BestGroundItem>, AskError> {
        let Some(recent) = self.recent.filter(|_| km2 > 0.0) else { return Ok(None) };
        let size = Size { k, area_km2: km2, without: &[], proven: true };
        let held_out = match self.earlier.filter(|_| self.year.is_some()) {
            Some(window) => {
                let found = self.search(window, Size { proven: false, ..size })?;
                found.as_ref().as_ref().and_then(|b| self.held_out(b, window, (inside, city)))
            }
            None => None,
        };
        let (from, to) = (recent.from().to_string(), recent.to().to_string());
        if !self.told {
            // A verdict rests on nothing else of it.
            let (names, cells, of_best, of_bound) = (Vec::new(), Vec::new(), 0.0, 0.0);
            return Ok(held_out.map(|h| BestGroundItem {
                names,
                cells,
                from,
                to,
                of_best,
                of_bound,
                held_out: Some(h),
            }));
        }
        let now = self.search(recent, size)?;
        let Some(now) = now.as_ref() else { return Ok(None) };
        let expected = to_expect(self.engine, &self.asked.counted, recent, &ground.cells)?;
        let id = |c: &usize| self.study.inside[*c].to_string();
        Ok(Some(BestGroundItem {
            names: now.names.clone(),
            cells: now.catchments.iter().map(|cells| cells.iter().map(id).collect()).collect(),
            from,
            to,
            of_best: if now.harm > 0.0 { expected / now.harm } else { 0.0 },
            of_bound: if now.bound > 0.0 { expected / now.bound } else { 0.0 },
            held_out,
        }))
    }

    /// Looks for the best ground on a window, unless nobody waits any more.
    pub(super) fn search(&self, window: Window, size: Size<'_>) -> Result<Arc<Option<Best>>, AskError> {
        if self.steps.cancelled() {
            return Err(AskError::Stopped);
        }
        let found = best(self.engine, &self.asked.counted, window, (size, self.asked.seed))?;
        self.steps.done();
        Ok(found)
    }

    fn held_out(&self, found: &Best, window: Window, (inside, city): (&Tally, &Tally)) -> Option<HeldOutItem> {
        let other = self.holds(&Ground::new(self.study, found.catchments.concat()));
        let ratio = ratio(inside, &other, Z_90)?;
        Some(HeldOutItem {
            from: window.from().to_string(),
            to: window.to().to_string(),
            reached: reached(share(&other, city, Z_90)?),
            ratio: ratio.value,
            low: ratio.low,
            high: ratio.high,
        })
    }

    /// What some ground holds over the twelve months.
    pub(super) fn holds(&self, ground: &Ground) -> Tally {
        let mut tally = Tally::default();
        each(self.engine, self.query, &inside_of_place(self.study), |cell, _, n, weight| {
            if ground.holds[cell] {
                tally.add(n, weight);
            }
        });
        tally
    }

    fn drift(&self, ground: &Ground) -> Option<DriftItem> {
        let (before, year) = (self.before?, self.year?);
        let hot = ground.with_surroundings(self.study, AROUND_M);
        let both = Query { window: Window::new(before.from(), year.to()).ok()?, ..self.query.clone() };
        let mut events = Vec::new();
        each(self.engine, &both, &inside_of_place(self.study), |cell, entry, n, weight| {
            let later = both.month_of(entry).is_some_and(|m| m >= 12);
            let event = DriftEvent { x_m: self.study.x_m[cell], y_m: self.study.y_m[cell], weight, later };
            if hot.holds[cell] {
                (0..counted(&Tally { events: n, ..Tally::default() })).for_each(|_| events.push(event));
            }
        });
        let params = DriftParams { permutations: self.asked.permutations, seed: self.asked.seed };
        drift(&events, params).map(|d| DriftItem {
            meters: d.distance_m,
            direction: words::direction(d.east_m, d.north_m).to_owned(),
            chance_m: d.chance_m,
            p: d.p,
            beyond_chance: false,
        })
    }

    fn change(&self, at: usize) -> Option<ChangedItem> {
        let window = self.engine.data.coverage.latest(CHANGE_MONTHS, self.asked.counted.to)?;
        let (site, city, months) = self.monthly.series(at, window);
        let (permutations, seed) = (self.asked.permutations, self.asked.seed);
        let found = change(&site, &city, ChangeParams { margin: MARGIN, permutations, seed })?;
        Some(ChangedItem {
            month: months.get(found.at).copied().flatten()?.to_string(),
            before: found.before,
            after: found.after,
            p: found.p,
            beyond_chance: false,
        })
    }

    pub(super) fn hours(&self, ground: &Ground, window: Window) -> Hours {
        let mut hours = [[0.0; 24]; 7];
        let query = Query { window, ..self.query.clone() };
        each(self.engine, &query, &inside_of_place(self.study), |cell, entry, n, _| {
            let (day, hour) = (entry.block.weekday(), entry.block.hour());
            if let (true, Some(day), Some(hour)) = (ground.holds[cell], day, hour) {
                hours[usize::from(day)][usize::from(hour)] += n;
            }
        });
        hours
    }

    fn shift(&self, ground: &Ground) -> Option<ShiftChecked> {
        let today = today(self.engine)?;
        let now = self.hours(ground, self.query.window);
        let known: f64 = now.iter().flatten().sum();
        if known <= 0.0 {
            return None;
        }
        let hindsight = best_schedule(&now);
        let other = self.before.and_then(|window| {
            let then = self.hours(ground, window);
            let schedule = (then.iter().flatten().sum::<f64>() > 0.0).then(|| best_schedule(&then))?;
            let swap = swap(&today, &schedule, &now, Z_90)?;
            let Interval { value: adds, low, high } = swap.adds;
            Some(OtherShift { schedule: item(&schedule), adds, low, high, p: swap.p })
        });
        Some(ShiftChecked {
            known: counted(&Tally { events: known, ..Tally::default() }),
            met: reached(wilson(today.covers(&now) / known, known, Z_90)),
            today: item(&today),
            best_met: hindsight.covers(&now) / known,
            best: item(&hindsight),
            other,
        })
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a count of incidents")]
fn counted(tally: &Tally) -> i64 {
    tally.events.round() as i64
}

/// A count ÷ an earlier one: of both together, the later share by Wilson's interval.
fn changed(now: i64, then: i64) -> Option<ChangeRatio> {
    let both = (now + then) as f64;
    let odds = |share: f64| share / (1.0 - share);
    (then > 0).then(|| wilson(now as f64 / both, both, Z_90)).map(|share| ChangeRatio {
        ratio: odds(share.value),
        low: odds(share.low),
        high: odds(share.high),
    })
}

/// The shift that the city file names.
pub(super) fn today(engine: &Engine) -> Option<Schedule> {
    let shift = engine.data.city.shift.as_ref()?;
    let (from, to) = (usize::from(shift.from_hour), usize::from(shift.to_hour));
    let day = |d: usize| shift.weekdays.iter().any(|w| usize::from(*w) == d);
    let hours = if to > from { to - from } else { to + 24 - from };
    Some(Schedule { days: std::array::from_fn(day), from_hour: from % 24, hours })
}

pub(super) fn reached(share: Interval) -> ReachedItem {
    ReachedItem { share: share.value, low: share.low, high: share.high }
}

fn item(schedule: &Schedule) -> ScheduleItem {
    let weekdays: Vec<u8> = (0..7_u8).filter(|d| schedule.days[usize::from(*d)]).collect();
    let hour = |h: usize| u8::try_from(h % 24).unwrap_or(0);
    let (from_hour, to_hour) = (hour(schedule.from_hour), hour(schedule.from_hour + schedule.hours));
    let text = words::schedule(&weekdays, from_hour, to_hour);
    ScheduleItem { weekdays, from_hour, to_hour, text }
}
