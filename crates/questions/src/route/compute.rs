//! A route, computed.

use catchment_model::{Finest, Site, SiteShape, TimeBasis, Unit};
use catchment_siting::WalkParams;
use catchment_siting::check::{FEWEST_EVENTS, Schedule, Z_90, wilson};
use catchment_siting::route::{RouteError, RouteInput, RouteParams, Routed};
use catchment_store::Dataset;

use super::ground::SiteGround;
use super::streets::{CityStreets, Streeted, streets_of};
use super::told::{crossing, stretches};
use super::{Route, RouteAnswer, RouteAsk, RouteHarm, RouteShift, RouteStreets, WalkShift, words};
use crate::Watch;
use crate::check::ReachedItem;
use crate::engine::{Engine, Shows, meta};
use crate::error::AskError;
use crate::file::{Content, Form};
use crate::pieces::{Counting, Routing};
use crate::question::Question;

/// Searches of which the best is taken.
const TRIES: usize = 12;
/// Crossings that are named where one is not known.
const NAMED: usize = 3;

impl Question for Route {
    const NAME: &'static str = "route";
    const ADDRESS: &'static str = "route";
    const SITES: bool = true;
    const DESK: bool = true;
    const ABOUT: &'static str = "A walk route for a shift at a site: on its streets, begun and ended at one place, \
        passing most of the harm to expect that a walk of so many hours can pass, with a bound on what any could. For \
        the supervisor's desk alone.";
    const LONG: bool = true;
    const FORMS: &'static [Form] = &[Form::Json, Form::Geojson, Form::Csv, Form::About];

    type Ask = RouteAsk;
    type Answer = RouteAnswer;

    fn check(ask: RouteAsk, data: &Dataset) -> Result<Self, AskError> {
        let Routing { site, hours, shift, start, offense, seed } = ask.routing;
        let read = |text: &str| {
            let expected = "days and hours, such as tue-sat 13-23 or fri,sat 20-4";
            WalkShift::read(text).ok_or_else(|| AskError::value("shift", text, expected))
        };
        let shift = shift.map(|s| read(s.as_str())).transpose()?;
        let start = start.map(|s| started(s.as_str())).transpose()?;
        let time = TimeBasis::Reported;
        let counted = Counting { from: None, to: None, offense, unit: Unit::Incident, time };
        let site = named(data, site.as_str())?.id.clone();
        Ok(Self {
            counted: counted.check(Finest::Cell, data)?,
            site,
            hours: hours.get(),
            shift: shift.or_else(|| of_city(data)),
            start,
            seed: seed.get(),
            streets: streets_of(data)?,
        })
    }

    fn answer(&self, engine: &Engine, watch: &dyn Watch) -> Result<RouteAnswer, AskError> {
        let site = named(&engine.data, &self.site)?;
        let city = engine.find(&Streeted(self.streets.clone()))?;
        let ground = SiteGround::new(engine, &self.counted.query(&engine.data)?, site, &city)?;
        if (ground.incidents as f64) < FEWEST_EVENTS {
            let window = format!("{} to {}", self.counted.from, self.counted.to);
            let accepted = format!(
                "a site with at least {FEWEST_EVENTS} incidents from {window}: {} has {}, too little data to tell its \
                 streets apart",
                site.name, ground.incidents
            );
            return Err(AskError::value("site", &self.site, accepted));
        }
        let found = self.routed(&ground, &city, watch)?;
        self.told(engine, (site, &city), (&ground, &found))
    }

    fn file(&self, engine: &Engine, answer: &RouteAnswer, form: Form) -> Result<Content, AskError> {
        super::file::file(engine, answer, form)
    }
}

impl Route {
    /// How a site's team walks: one that walks together, as in a choice of sites.
    fn walk(&self) -> WalkParams {
        WalkParams { hours_a_day: self.hours, interrupters: 1, ..WalkParams::default() }
    }

    fn routed(&self, ground: &SiteGround, city: &CityStreets, watch: &dyn Watch) -> Result<Routed, AskError> {
        let meters = 1000.0 * self.walk().street_km().map_err(AskError::internal)?;
        let start = self.start.as_ref().map(|text| start(text, ground, city)).transpose()?;
        let input = RouteInput { nodes: city.network.nodes.len(), edges: &ground.edges, start };
        let router = RouteParams { meters, tries: TRIES, seed: self.seed }.check().map_err(AskError::internal)?;
        router.best(&input, watch).map_err(|error| match error {
            RouteError::Stopped => AskError::Stopped,
            RouteError::Nothing(_) => {
                AskError::value("site", &self.site, "a site with streets on which harm is to be expected")
            }
            other => AskError::internal(other),
        })
    }

    fn told(
        &self,
        engine: &Engine,
        (site, city): (&Site, &CityStreets),
        (ground, found): (&SiteGround, &Routed),
    ) -> Result<RouteAnswer, AskError> {
        let first = found.steps.first().ok_or_else(|| AskError::internal("a walk without a step"))?;
        let begun = &city.network.segments[ground.segments[first.edge]];
        let node = if first.forth { begun.a } else { begun.b };
        let stretches = stretches(city, &ground.segments, &found.steps);
        let speed = self.walk().speed_km_h;
        let mut passed: Vec<usize> = found.steps.iter().map(|s| s.edge).collect();
        passed.sort_unstable();
        passed.dedup();
        let passed_meters = passed.iter().map(|e| ground.edges[*e].meters).sum::<f64>();
        let share = |harm: f64| if ground.harm > 0.0 { (harm / ground.harm).min(1.0) } else { 0.0 };
        let harm = RouteHarm {
            incidents: ground.incidents,
            share: share(found.prize),
            bound: share(found.bound.min(ground.on_streets)),
            of_bound: found.prize / found.bound.min(ground.on_streets).max(found.prize),
            off_streets: 1.0 - share(ground.on_streets),
        };
        let shift = self.shift(engine, ground);
        let counts =
            Shows { count: ground.incidents, positions: true, sites: true, estimated_residents: false, measure: None };
        let mut answer = RouteAnswer {
            meta: meta(engine, self, &self.counted, Some(self.seed), counts)?,
            headline: words::headline(&site.name, &harm, found.meters),
            finding: String::new(),
            site: site.name.clone(),
            stand_in: site.shape == SiteShape::StandIn,
            start: crossing(city, node),
            start_at: stretches.first().and_then(|s| s.path.first().copied()).unwrap_or_default(),
            stretches,
            meters: found.meters,
            minutes: found.meters / 1000.0 / speed * 60.0,
            speed_km_h: speed,
            streets: RouteStreets {
                meters: ground.edges.iter().map(|e| e.meters).sum(),
                passed_meters,
                again_meters: (found.meters - passed_meters).max(0.0),
                credits: city.credits.clone(),
            },
            harm,
            shift: shift.clone().ok(),
            notes: Vec::new(),
            limits: words::limits(),
        };
        answer.finding = words::finding(&answer);
        let cells = engine.finest_study()?;
        // The width of a cell: of a hexagon of that area, between its sides.
        let km2 = cells.area_km2.first().copied().unwrap_or_default();
        answer.notes = words::notes(&answer, self.hours, 1000.0 * (km2 * 2.0 / 3.0_f64.sqrt()).sqrt());
        answer.notes.splice(0..0, shift.err());
        Ok(answer)
    }

    /// What falls into the shift, or why that is not told.
    fn shift(&self, engine: &Engine, ground: &SiteGround) -> Result<RouteShift, String> {
        let known: f64 = ground.hours.iter().flatten().sum();
        let least = i64::from(engine.data.city.finest.hours_least).max(LEAST_HOURS);
        #[expect(clippy::cast_possible_truncation, reason = "a count of incidents")]
        let whole = known.round() as i64;
        let untold = || words::without_shift(self.shift.as_ref(), whole, least);
        let shift = self.shift.as_ref().filter(|_| whole >= least).ok_or_else(untold)?;
        let days = std::array::from_fn(|d| shift.weekdays.iter().any(|w| usize::from(*w) == d));
        let works = Schedule { days, from_hour: usize::from(shift.from_hour), hours: usize::from(shift.hours()) };
        let met = wilson(works.covers(&ground.hours) / known, known, Z_90);
        let mut item = RouteShift {
            shift: shift.clone(),
            text: words::shift_text(shift),
            known: whole,
            met: ReachedItem { share: met.value, low: met.low, high: met.high },
            says: String::new(),
        };
        item.says = words::shift(&item);
        Ok(item)
    }
}

/// Fewest incidents with a known hour of which a share is told.
const LEAST_HOURS: i64 = 20;

fn named<'d>(data: &'d Dataset, id: &str) -> Result<&'d Site, AskError> {
    let known = || data.latest_sites().map(|s| s.id.clone()).collect::<Vec<_>>().join(", ");
    let none = || AskError::NotFound { what: "site", id: crate::error::shortened(id), accepted: known() };
    data.latest_sites().find(|s| s.id == id).ok_or_else(none)
}

fn of_city(data: &Dataset) -> Option<WalkShift> {
    let shift = data.city.shift.as_ref()?;
    let mut weekdays = shift.weekdays.clone();
    weekdays.sort_unstable();
    Some(WalkShift { weekdays, from_hour: shift.from_hour, to_hour: shift.to_hour })
}

/// The name of a crossing with one space between words, so that equal questions read alike.
fn started(text: &str) -> Result<String, AskError> {
    let one = |part: &str| part.split_whitespace().collect::<Vec<_>>().join(" ");
    let parts: Vec<String> = text.split('&').map(one).filter(|p| !p.is_empty()).collect();
    match parts.as_slice() {
        [a, b] => Ok(format!("{a} & {b}")),
        _ => Err(AskError::value("start", text, "two streets that cross, with & between, such as Grand & Gravois")),
    }
}

/// The crossing of that name on the streets of the site; of several (both sides of a divided street) the first.
fn start(text: &str, ground: &SiteGround, city: &CityStreets) -> Result<usize, AskError> {
    let wanted: Vec<String> = text.split(" & ").map(str::to_lowercase).collect();
    let mut nodes: Vec<usize> = ground.edges.iter().flat_map(|e| [e.a, e.b]).collect();
    nodes.sort_unstable();
    nodes.dedup();
    nodes.iter().copied().find(|n| city.meet(*n, &wanted)).ok_or_else(|| {
        let named = nodes.iter().filter(|n| city.names_at(**n).len() > 1).take(NAMED);
        let named: Vec<String> = named.map(|n| crossing(city, *n)).collect();
        let accepted = format!("a crossing of two streets within the site, such as {}", named.join(", "));
        AskError::value("start", text, accepted)
    })
}
