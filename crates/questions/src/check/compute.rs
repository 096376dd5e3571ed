//! A check of the sites, computed.

use catchment_model::{Site, SiteShape, Steps, TimeBasis, Unit, Window};
use catchment_store::Dataset;

use super::fill::Look;
use super::ground::{Ground, Monthly, back, year_to};
use super::judge::judge;
use super::{Check, CheckAnswer, CheckAsk, words};
use crate::Watch;
use crate::engine::{Engine, Shows, meta};
use crate::error::AskError;
use crate::file::{Content, Form};
use crate::pieces::{Checking, Counting, whole_span};
use crate::question::Question;

/// Covered months before the twelve that other ground is chosen on, at least.
const EARLIER: usize = 12;

impl Question for Check {
    const NAME: &'static str = "check";
    const ADDRESS: &'static str = "sites/check";
    const ABOUT: &'static str = "Are the sites still in the right place: what each reaches, beside the best ground of \
        its size, drift, shift and change beyond chance, with a verdict and its reasons.";
    const LONG: bool = true;
    const FORMS: &'static [Form] = &[Form::Json, Form::Csv, Form::About];

    type Ask = CheckAsk;
    type Answer = CheckAnswer;

    fn check(ask: CheckAsk, data: &Dataset) -> Result<Self, AskError> {
        let Checking { to, offense, quarters, permutations, seed } = ask.checking;
        let to = to.map_or_else(|| whole_span(data).map(Window::to), Ok)?;
        let from = Some(back(to, 11).unwrap_or(to));
        let counting = Counting { from, to: Some(to), offense, unit: Unit::Incident, time: TimeBasis::Reported };
        Ok(Self {
            counted: counting.check_declared(data)?,
            quarters: quarters.get(),
            permutations: permutations.get(),
            seed: seed.get(),
        })
    }

    fn answer(&self, engine: &Engine, watch: &dyn Watch) -> Result<CheckAnswer, AskError> {
        let query = self.counted.query(&engine.data)?;
        let (study, to) = (engine.finest_study()?, self.counted.to);
        let open = |s: &&Site| s.from <= to && s.to.is_none_or(|end| end >= to);
        let sites: Vec<&Site> = engine.data.sites.iter().filter(open).collect();
        let grounds: Vec<Ground> = sites.iter().map(|s| Ground::of_site(study, s)).collect();
        let all = Ground::of_all(study, &grounds.iter().collect::<Vec<_>>());
        let listed: Vec<&Ground> = grounds.iter().chain([&all]).collect();
        let coverage = &engine.data.coverage;
        let months = engine.data.city.analysis.latest_months;
        let year = year_to(engine, to);
        let earlier = back(self.counted.from, 1).and_then(|last| coverage.latest(months, last));
        // What takes the time is two searches for each site for all of them together, and for one more.
        let steps = Steps::new(watch, 2 * (sites.len() + 2));
        let look = Look {
            asked: self,
            steps: &steps,
            engine,
            study,
            query: &query,
            monthly: Monthly::new(engine, &query, study, &listed)?,
            year,
            before: back(self.counted.from, 1).and_then(|last| year_to(engine, last)).filter(|_| year.is_some()),
            recent: coverage.latest(months, to),
            earlier: earlier.filter(|w| coverage.covered(*w) >= EARLIER),
        };
        let mut found = Vec::new();
        for (i, (site, ground)) in sites.iter().zip(&grounds).enumerate() {
            found.push(look.site(i, site, ground)?);
        }
        let mut together = match sites.len() {
            0 => None,
            n => Some(look.together(n, &all, sites.iter().any(|s| s.shape == SiteShape::StandIn))?),
        };
        judge(&mut found, together.as_mut(), coverage.covered(query.window));
        let next_site = look.next_site(sites.len(), &all)?;
        let count = look.monthly.over(grounds.len(), query.window).1.events;
        let shows = Shows {
            #[expect(clippy::cast_possible_truncation, reason = "a count of incidents")]
            count: count as i64,
            positions: true,
            sites: true,
            estimated_residents: false,
            measure: None,
        };
        Ok(CheckAnswer {
            meta: meta(engine, self, &self.counted, Some(self.seed), shows)?,
            headline: words::headline(found.len(), together.as_ref()),
            finding: words::finding(&found, together.as_ref()),
            false_alarms: words::false_alarms(found.len()),
            notes: words::notes(&found),
            sites: found,
            together,
            next_site,
        })
    }

    fn file(&self, engine: &Engine, answer: &CheckAnswer, _: Form) -> Result<Content, AskError> {
        super::file::file(engine, answer)
    }
}
