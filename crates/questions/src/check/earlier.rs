//! The verdicts of a quarter earlier, from what was known then, and what came of them.

use catchment_model::{Month, Site, Steps, Window};
use catchment_siting::check::{Schedule, Z_90, share, swap};

use super::fill::{Look, reached, today};
use super::ground::{Ground, back};
use super::judge::judge;
use super::{Check, EarlierVerdict, ScheduleItem, ScheduleSince, SiteChecked, SiteReason, words};
use crate::engine::{Engine, StudyCells};
use crate::error::AskError;
use crate::pieces::{Counted, whole_span};

/// Months of a quarter.
const QUARTER: u16 = 3;

/// The last month of the check of a quarter earlier; none where its twelve months begin before the data.
pub(super) fn month_before(asked: &Check, engine: &Engine) -> Option<Month> {
    let first = whole_span(&engine.data).ok()?.from();
    let to = back(asked.counted.to, QUARTER)?;
    (back(to, 11)? >= first).then_some(to)
}

/// The sites that were open in a month, each with its outline of then.
pub(super) fn open_in(engine: &Engine, month: Month) -> Vec<&Site> {
    let open = |s: &&Site| s.from <= month && s.to.is_none_or(|end| end >= month);
    engine.data.sites.iter().filter(open).collect()
}

/// The sites as a check of then would have found them.
pub(super) fn checked_then(
    asked: &Check,
    (engine, study): (&Engine, &StudyCells),
    to: Month,
    steps: &Steps<'_>,
) -> Result<Vec<SiteChecked>, AskError> {
    let counted = Counted { from: back(to, 11).unwrap_or(to), to, ..asked.counted.clone() };
    let asked = Check { counted, quarters: 0, ..asked.clone() };
    let query = asked.counted.query(&engine.data)?;
    let sites = open_in(engine, to);
    let grounds: Vec<Ground> = sites.iter().map(|s| Ground::of_site(study, s)).collect();
    let look = Look {
        told: false,
        ..Look::new(&asked, (engine, study), (&query, &grounds.iter().collect::<Vec<_>>()), steps)?
    };
    let found = sites.iter().zip(&grounds).enumerate().map(|(i, (site, ground))| look.site(i, site, ground));
    let mut found: Vec<SiteChecked> = found.collect::<Result<_, _>>()?;
    judge(&mut found, None, engine.data.coverage.covered(query.window));
    Ok(found)
}

impl Look<'_> {
    /// What was said of a site then, and what came of it since on its ground of today; `at` is its place in the monthly
    /// counts.
    pub(super) fn since(
        &self,
        then: &SiteChecked,
        to: Month,
        (at, now): (usize, &SiteChecked),
        ground: &Ground,
    ) -> Option<EarlierVerdict> {
        let window = Window::new(to.next(), self.asked.counted.to).ok()?;
        let covered = self.engine.data.coverage.covered(window) == window.len();
        let (inside, city) = self.monthly.over(at, window);
        let since = share(&inside, &city, Z_90).filter(|_| covered).map(reached);
        let other = then.shift.as_ref().and_then(|s| s.other.as_ref());
        let proposed = other.filter(|_| then.reasons.contains(&SiteReason::Schedule));
        let mut earlier = EarlierVerdict {
            to: to.to_string(),
            verdict: then.verdict?,
            reasons: then.reasons.clone(),
            reason: then.reason.clone(),
            reached: then.reached,
            since,
            schedule: proposed.filter(|_| covered).and_then(|o| self.schedule_since(&o.schedule, ground, window)),
            says: String::new(),
        };
        earlier.says = words::earlier(&earlier, now.verdict?);
        Some(earlier)
    }

    /// What a schedule that was proposed would have met in the months since, beside today's shift.
    fn schedule_since(&self, item: &ScheduleItem, ground: &Ground, window: Window) -> Option<ScheduleSince> {
        let hours = self.hours(ground, window);
        let known: f64 = hours.iter().flatten().sum();
        let proposed = schedule(item);
        let swap = swap(&today(self.engine)?, &proposed, &hours, Z_90)?;
        #[expect(clippy::cast_possible_truncation, reason = "a count of incidents")]
        Some(ScheduleSince {
            text: item.text.clone(),
            known: known.round() as i64,
            adds: swap.adds.value,
            low: swap.adds.low,
            high: swap.adds.high,
        })
    }
}

fn schedule(item: &ScheduleItem) -> Schedule {
    let (from, to) = (usize::from(item.from_hour), usize::from(item.to_hour));
    let day = |d: usize| item.weekdays.iter().any(|w| usize::from(*w) == d);
    let hours = if to > from { to - from } else { to + 24 - from };
    Schedule { days: std::array::from_fn(day), from_hour: from, hours }
}
