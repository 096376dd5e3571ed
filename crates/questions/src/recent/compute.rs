//! The newest days, computed.

use catchment_model::{AreaKind, Daily, Day, Finest, Query, Site, TimeBasis, Unit, Window};
use catchment_siting::{TwoPeriods, paired_dispersion};
use catchment_store::Dataset;

use super::days::{Asked, Pair, TwoYears, through};
use super::judge::{Row, alone, together};
use super::{
    Recent, RecentAnswer, RecentAsk, RecentBeside, RecentItem, RecentKind, RecentStretch, RecentVerdict, words,
};
use crate::Watch;
use crate::engine::{Engine, Shows, meta};
use crate::error::AskError;
use crate::file::{Content, Form};
use crate::pieces::{Counted, Counting};
use crate::question::Question;

/// Days of the steps that variance is learned from: what follows an incident may take weeks.
const STEP: i32 = 28;

impl Question for Recent {
    const NAME: &'static str = "recent";
    const ADDRESS: &'static str = "recent";
    const ABOUT: &'static str = "Year to date and the last 28 days beside the same days a year before, of the city, \
        its neighborhoods and sites, with the range that chance alone gives.";
    const SITES: bool = true;
    const FORMS: &'static [Form] = &[Form::Json, Form::Csv, Form::About];

    type Ask = RecentAsk;
    type Answer = RecentAnswer;

    fn check(ask: RecentAsk, data: &Dataset) -> Result<Self, AskError> {
        let end = through(daily(data)?).ok_or_else(|| none(data))?;
        let asked =
            Counting { from: None, to: None, offense: ask.newest.offense, unit: Unit::Net, time: TimeBasis::Occurred };
        let selection = asked.selection(data)?;
        // By months and days a group is told one place coarser than its finest.
        let finest = if data.city.finest.bounds() { Finest::Cell } else { Finest::Area };
        let id = |id| data.offenses.group(id).map(|g| g.id.clone());
        let Some((shown, _)) = selection.shown_at(finest, &data.offenses) else {
            let shown = data.offenses.groups().iter().filter(|g| g.finest >= finest && g.weight > 0.0);
            return Err(AskError::Withheld {
                value: selection.ids().filter_map(id).collect::<Vec<_>>().join(","),
                place: "by days and months",
                accepted: shown.map(|g| g.id.as_str()).collect::<Vec<_>>().join(", "),
            });
        };
        let withheld = selection.ids().filter(|id| shown.weight(*id) <= 0.0).filter_map(id).collect();
        let month = |day: Day| day.month().ok_or_else(|| none(data));
        let window = Window::new(month(end.year_before().new_year())?, month(end)?).map_err(AskError::internal)?;
        let query = Query { window, selection: shown, unit: Unit::Incident, time: TimeBasis::Occurred, blocks: None };
        let counted = Counted { withheld, ..Counted::of(&query, data) };
        Ok(Self { counted, area: ask.placing.of(data) })
    }

    fn answer(&self, engine: &Engine, _: &dyn Watch) -> Result<RecentAnswer, AskError> {
        let data = &engine.data;
        let query = self.counted.query(data)?;
        let daily = daily(data)?;
        let asked = Asked { daily, chosen: &query.selection, basis: self.area, areas: data.areas.len() };
        let end = through(daily).ok_or_else(|| none(data))?;
        let newest = Newest::new(asked, data, end)?;
        let (city, (places, says)) = (newest.city()?, newest.places()?);
        let count = city.year_to_date.as_ref().map_or(0, |b| b.incidents);
        let shows = Shows { count, positions: false, sites: true, estimated_residents: false, measure: None };
        let mut meta = meta(engine, self, &self.counted, None, shows)?;
        meta.warnings.splice(0..0, drawn_days(data));
        let year_to_date = newest.stretch(newest.years.to_date);
        let last_28_days = newest.stretch(newest.years.newest);
        Ok(RecentAnswer {
            finding: words::finding(
                &data.city.name,
                (&year_to_date, city.year_to_date.as_ref()),
                (&last_28_days, city.last_28_days.as_ref()),
            ),
            meta,
            through: end.to_string(),
            says: newest.says(&[&year_to_date, &last_28_days], says),
            year_to_date,
            places_year_to_date: newest.places.as_ref().map(|p| newest.stretch(p.to_date)),
            last_28_days,
            items: std::iter::once(city).chain(places).collect(),
        })
    }

    fn file(&self, engine: &Engine, answer: &RecentAnswer, _: Form) -> Result<Content, AskError> {
        super::file::file(engine, answer)
    }
}

fn none(data: &Dataset) -> AskError {
    AskError::NotFound {
        what: "count by day of the dataset",
        id: data.id.clone(),
        accepted: "one with days of incidents, ingested by this version".to_owned(),
    }
}

fn daily(data: &Dataset) -> Result<&Daily, AskError> {
    data.daily.as_ref().ok_or_else(|| none(data))
}

/// What the city file says of days that are not those of the files.
fn drawn_days(data: &Dataset) -> Vec<String> {
    let mut texts: Vec<String> = data.city.source.iter().filter_map(|s| s.dates.synthetic.clone()).collect();
    texts.dedup();
    texts
}

/// The newest days, ready to be told.
struct Newest<'a> {
    asked: Asked<'a>,
    data: &'a Dataset,
    years: TwoYears,
    /// Years that end with a whole month, where neighborhoods are told by months; none in a January that has not ended.
    places: Option<TwoYears>,
    dispersion: (f64, f64),
}

impl<'a> Newest<'a> {
    fn new(asked: Asked<'a>, data: &'a Dataset, end: Day) -> Result<Self, AskError> {
        let years = TwoYears::new(asked, end).ok_or_else(|| none(data))?;
        let by_month = data.city.finest.bounds();
        let whole = end.month().map(Day::last_of) == Some(end);
        let month_before = Day::first_of(end.month().unwrap_or(asked.daily.window().to())).back(1);
        let last = if whole || !by_month { end } else { month_before };
        let this_year = last.new_year() == end.new_year();
        let places = this_year.then(|| TwoYears::new(asked, last)).flatten();
        let coverage = &data.coverage;
        let all: Vec<usize> = (0..=asked.areas).collect();
        let city = years.steps(&all, STEP, coverage);
        let own: Vec<Vec<(u64, u64)>> = (0..asked.areas).map(|at| years.steps(&[at], STEP, coverage)).collect();
        let steps = own.first().map_or(0, Vec::len);
        let dispersion = (paired_dispersion(std::slice::from_ref(&city), city.len()), paired_dispersion(&own, steps));
        Ok(Self { asked, data, years, places, dispersion })
    }

    fn stretch(&self, pair: Pair) -> RecentStretch {
        RecentStretch {
            from: pair.now.from.to_string(),
            to: pair.now.to.to_string(),
            days: pair.now.len(),
            then_from: pair.then.from.to_string(),
            then_to: pair.then.to.to_string(),
            then_days: pair.then.len(),
            not_compared: pair.not_compared(&self.data.coverage),
        }
    }

    /// Some areas over two stretches; none where these do not compare.
    fn row(&self, years: &TwoYears, (areas, pair): (&[usize], Pair), dispersion: f64) -> Result<Option<Row>, AskError> {
        if pair.not_compared(&self.data.coverage).is_some() {
            return Ok(None);
        }
        let chance = TwoPeriods::new(pair.share(), dispersion).ok_or_else(|| AskError::internal("two periods"))?;
        Ok(Some(Row::new(years.sums(areas, pair), chance)))
    }

    fn city(&self) -> Result<RecentItem, AskError> {
        let all: Vec<usize> = (0..=self.asked.areas).collect();
        let one = |pair| self.row(&self.years, (&all, pair), self.dispersion.0);
        Ok(RecentItem {
            kind: RecentKind::City,
            id: self.data.city.id.clone(),
            name: self.data.city.name.clone(),
            year_to_date: one(self.years.to_date)?.map(alone),
            last_28_days: one(self.years.newest)?.map(alone),
            not_told: None,
        })
    }

    /// Neighborhoods, parks and sites, and how many of them are told as changed.
    fn places(&self) -> Result<(Vec<RecentItem>, Vec<String>), AskError> {
        let areas = self.data.areas.list().iter().zip(0..).map(|(area, at)| Place {
            kind: if area.kind == AreaKind::Park { RecentKind::Park } else { RecentKind::Neighborhood },
            id: area.id.clone(),
            name: area.name.clone(),
            areas: Some(vec![at]),
        });
        let areas = areas.collect();
        let end = self.asked.daily.window().to();
        let open = |s: &&Site| s.from <= end && s.to.is_none_or(|to| to >= end);
        let sites: Vec<Place> = self.data.latest_sites().filter(open).map(|site| self.site(site)).collect();
        let (mut items, judged) = self.items(areas)?;
        let says = judged.into_iter().collect();
        items.extend(self.items(sites)?.0);
        Ok((items, says))
    }

    fn site(&self, site: &Site) -> Place {
        let at = |id: &String| self.data.areas.find(id).map(|a| usize::from(a.0));
        let areas: Option<Vec<usize>> = site.area_ids.iter().map(at).collect();
        Place {
            kind: RecentKind::Site,
            id: site.id.clone(),
            name: site.name.clone(),
            areas: areas.filter(|a| !a.is_empty()),
        }
    }

    /// Places judged together, and what is said of them together.
    fn items(&self, places: Vec<Place>) -> Result<(Vec<RecentItem>, Option<String>), AskError> {
        let fine = !self.data.city.finest.bounds();
        let to_date = self.judged(&places, self.places.as_ref().map(|years| (years, years.to_date)))?;
        let newest = self.judged(&places, fine.then_some((&self.years, self.years.newest)))?;
        let counts = |beside: &[Option<RecentBeside>]| {
            let judged = || beside.iter().flatten().filter(|b| b.verdict != RecentVerdict::Few);
            let outside = judged().filter(|b| !(b.low..=b.high).contains(&b.incidents)).count();
            let told = judged().filter(|b| b.verdict != RecentVerdict::Chance).count();
            words::many_places(judged().count(), outside, told, self.data.city.analysis.fdr)
        };
        let said = counts(&to_date).map(|text| format!("Year to date. {text}"));
        let item =
            |((place, year_to_date), last_28_days): ((Place, Option<RecentBeside>), Option<RecentBeside>)| RecentItem {
                not_told: match place.areas {
                    None => Some(words::OWN_OUTLINE.to_owned()),
                    Some(_) => (!fine).then(|| words::not_told(self.data.city.finest.months)),
                },
                kind: place.kind,
                id: place.id,
                name: place.name,
                year_to_date,
                last_28_days,
            };
        Ok((places.into_iter().zip(to_date).zip(newest).map(item).collect(), said))
    }

    fn judged(&self, places: &[Place], of: Option<(&TwoYears, Pair)>) -> Result<Vec<Option<RecentBeside>>, AskError> {
        let row = |place: &Place| match (of, &place.areas) {
            (Some((years, pair)), Some(areas)) => self.row(years, (areas, pair), self.dispersion.1),
            _ => Ok(None),
        };
        let rows: Vec<Option<Row>> = places.iter().map(row).collect::<Result<_, _>>()?;
        let known: Vec<Row> = rows.iter().flatten().copied().collect();
        let mut told = together(&known, self.data.city.analysis.fdr)?.into_iter();
        Ok(rows.iter().map(|row| row.and_then(|_| told.next())).collect())
    }

    fn says(&self, stretches: &[&RecentStretch], places: Vec<String>) -> Vec<String> {
        let mut says = vec![words::counted(&self.years.ends())];
        let (late, all) = self.years.late(self.asked);
        says.push(words::late(late, all));
        let (now, then) = self.years.without_day(self.asked);
        says.extend(words::without_day(now, then));
        says.extend(stretches.iter().filter_map(|s| words::leap(s)));
        says.push(words::band(self.dispersion.0, self.dispersion.1));
        says.extend(places);
        if self.data.city.finest.bounds() {
            says.push(words::not_told(self.data.city.finest.months));
        }
        says
    }
}

/// What a row is about, and the areas that it holds.
struct Place {
    kind: RecentKind,
    id: String,
    name: String,
    areas: Option<Vec<usize>>,
}
