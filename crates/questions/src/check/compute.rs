//! A check of the sites, computed.

use catchment_model::{Site, SiteShape, Steps, TimeBasis, Unit, Window};
use catchment_store::Dataset;

use super::boundary::streets;
use super::earlier::{checked_then, month_before, open_in};
use super::fill::Look;
use super::ground::{Ground, back};
use super::judge::judge;
use super::{Check, CheckAnswer, CheckAsk, says, words};
use crate::Watch;
use crate::engine::{Engine, Shows, StudyCells, meta};
use crate::error::AskError;
use crate::file::{Content, Form};
use crate::pieces::{Checking, Counting, whole_span};
use crate::question::Question;

impl Question for Check {
    const NAME: &'static str = "check";
    const ADDRESS: &'static str = "sites/check";
    const SITES: bool = true;
    const ABOUT: &'static str = "Are the sites still in the right place: what each reaches, beside the best ground of \
        its size, drift, shift and change beyond chance, with a verdict and its reasons.";
    const LONG: bool = true;
    const FORMS: &'static [Form] = &[Form::Json, Form::Csv, Form::Geojson, Form::About];

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
        let study: &StudyCells = engine.finest_study()?;
        let sites = open_in(engine, self.counted.to);
        let grounds: Vec<Ground> = sites.iter().map(|s| Ground::of_site(study, s)).collect();
        let all = Ground::of_all(study, &grounds.iter().collect::<Vec<_>>());
        let listed: Vec<&Ground> = grounds.iter().chain([&all]).collect();
        let quarter = month_before(self, engine);
        let then = quarter.map_or(0, |month| open_in(engine, month).len());
        // What takes the time: two searches for each site, for all of them together and for one more, and one for each
        // of a quarter earlier.
        let steps = Steps::new(watch, 2 * (sites.len() + 2) + then);
        let look = Look::new(self, (engine, study), (&query, &listed), &steps)?;
        let mut found = Vec::new();
        for (i, (site, ground)) in sites.iter().zip(&grounds).enumerate() {
            found.push(look.site(i, site, ground)?);
        }
        let mut together = match sites.len() {
            0 => None,
            n => Some(look.together(n, &all, sites.iter().any(|s| s.shape == SiteShape::StandIn))?),
        };
        judge(&mut found, together.as_mut(), engine.data.coverage.covered(query.window));
        let known = engine.data.streets().map_err(AskError::internal)?;
        for site in &mut found {
            let change = site.boundary.as_mut().and_then(|b| b.change.as_mut());
            if let (Some(change), Some(known)) = (change, known.as_deref()) {
                change.streets = streets(known, study, &change.added);
                site.says.boundary = says::boundary(site);
            }
        }
        if let Some(month) = quarter {
            let then = checked_then(self, (engine, study), month, &steps)?;
            for (i, site) in found.iter_mut().enumerate() {
                let before = then.iter().find(|t| t.id == site.id);
                let told = before.and_then(|t| look.since(t, month, (i, &*site), &grounds[i]));
                site.earlier = told;
            }
        }
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
            notes: words::notes(&found, engine.data.register.is_some(), |id| of_areas(&sites, id)),
            sites: found,
            together,
            next_site,
        })
    }

    fn file(&self, engine: &Engine, answer: &CheckAnswer, form: Form) -> Result<Content, AskError> {
        match form {
            Form::Geojson => super::shapes::file(engine, answer),
            _ => super::file::file(engine, answer),
        }
    }
}

/// Whether the outline of a site is made of whole areas.
fn of_areas(sites: &[&Site], id: &str) -> bool {
    sites.iter().any(|s| s.id == id && !s.area_ids.is_empty())
}
