//! A check of the sites as an answer.

use catchment_model::{named, named_schema};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{BoundaryItem, Check, ReachedItem};
use crate::answers::Meta;

named! {
    /// What is said of a site.
    pub enum SiteVerdict as "verdict" {
        /// Nothing that was measured speaks for a change.
        Stay = "stay",
        /// A change is known that did better on events that it was not chosen on.
        Adjust = "adjust",
        /// Something changed beyond chance, or other ground holds more than twice as much.
        LookAgain = "look_again",
        /// The events cannot carry a verdict.
        TooLittleData = "too_little_data",
    }
}

named! {
    /// Why a verdict is what it is.
    pub enum SiteReason as "reason of a verdict" {
        /// Fewer events than can carry a verdict.
        FewEvents = "few_events",
        /// The twelve months are not all covered.
        FewMonths = "few_months",
        /// Another schedule covers more.
        Schedule = "schedule",
        /// Another boundary holds more.
        Boundary = "boundary",
        /// The hot ground moved.
        Drift = "drift",
        /// The share of the city rose.
        ShareRose = "share_rose",
        /// The share of the city fell.
        ShareFell = "share_fell",
        /// The best ground of the same size holds more than twice as much.
        FarFromBest = "far_from_best",
    }
}

named_schema!(SiteVerdict, SiteReason);

/// What a check finds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CheckAnswer {
    /// What the answer says of itself.
    pub meta: Meta<Check>,
    /// The answer in one sentence, the first that is read.
    pub headline: String,
    /// The answer in a sentence or two.
    pub finding: String,
    /// Each site that was open in the last month.
    pub sites: Vec<SiteChecked>,
    /// All of them together; no drift and no verdict of its own. Absent where no site is open.
    pub together: Option<SiteChecked>,
    /// What one more site of their mean size would reach beside them; absent where none can be searched for.
    pub next_site: Option<NextSiteItem>,
    /// How often a check raises an alarm where nothing changed.
    pub false_alarms: String,
    /// What a reader must know of how it was reckoned.
    pub notes: Vec<String>,
}

/// One more site beside those there are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct NextSiteItem {
    /// The neighborhoods that most of it lies in.
    pub name: String,
    /// Its H3 cells.
    pub cells: Vec<String>,
    /// Largest area, km²: the mean of today's sites.
    pub area_km2: f64,
    /// What such ground, chosen before the twelve months, held in them; absent where the months before are too few.
    pub held_out: Option<ReachedItem>,
    /// The same in words.
    pub says: String,
}

/// A site as a check finds it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SiteChecked {
    /// Id; `all` for all together.
    pub id: String,
    /// Name.
    pub name: String,
    /// First month of the site; absent for all together.
    pub from: Option<String>,
    /// Who runs it, from when to when, and where that is stated; absent where nobody is known, and for all together.
    #[serde(default)]
    pub run_by: Option<String>,
    /// Whether whole neighborhoods stand in for an outline that is not published.
    pub stand_in: bool,
    /// Area of its cells, km².
    pub area_km2: f64,
    /// Incidents in the twelve months.
    pub incidents: i64,
    /// Share of the city's located harm over the twelve months; absent where the city has none.
    pub reached: Option<ReachedItem>,
    /// The same over the twelve months before; absent where they are not all covered.
    pub year_before: Option<ReachedItem>,
    /// Incidents beside those of the twelve months before; absent where they are not all covered.
    pub then_now: Option<ThenNowItem>,
    /// Against the best ground of the same size and number; absent where none can be searched for.
    pub best: Option<BestGroundItem>,
    /// How far the middle of the harm moved in a year.
    pub drift: Option<DriftItem>,
    /// Whether a change of the boundary would help; absent for all together, and where the months before the twelve are
    /// too few to choose one on.
    #[serde(default)]
    pub boundary: Option<BoundaryItem>,
    /// What the shift meets; absent where the city file names no shift or no time of day is known.
    pub shift: Option<ShiftChecked>,
    /// The likeliest change of the share within the last 24 covered months.
    pub change: Option<ChangedItem>,
    /// The verdict; absent for all together.
    pub verdict: Option<SiteVerdict>,
    /// Every reason that leads to it.
    pub reasons: Vec<SiteReason>,
    /// The same in words.
    pub reason: String,
    /// The verdict of a quarter earlier and what came of it; absent for all together, for a site that was not open
    /// then, and where twelve months up to then are not in the data.
    #[serde(default)]
    pub earlier: Option<EarlierVerdict>,
    /// What was measured, in sentences.
    pub says: SiteSays,
    /// Shares of past quarters, the latest first; quarters without twelve covered months are left out.
    pub quarters: Vec<QuarterItem>,
}

/// The verdict of a quarter earlier, reckoned anew from what was known then, and what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct EarlierVerdict {
    /// Last of its twelve months.
    pub to: String,
    /// The verdict.
    pub verdict: SiteVerdict,
    /// Every reason that led to it.
    pub reasons: Vec<SiteReason>,
    /// The same in words.
    pub reason: String,
    /// Share of the city's located harm over its twelve months, on the ground of then.
    pub reached: Option<ReachedItem>,
    /// The same over the months since, on the ground of today; absent where they are not all covered.
    pub since: Option<ReachedItem>,
    /// The schedule that it spoke for, in the months since; absent where it spoke for none.
    pub schedule: Option<ScheduleSince>,
    /// What came of it, in words.
    pub says: String,
}

/// What a schedule that was proposed would have met since, beside today's shift.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ScheduleSince {
    /// The schedule: `Tue–Sat 13:00–23:00`.
    pub text: String,
    /// Incidents since whose hour is known.
    pub known: i64,
    /// Share of them that it meets beyond today's shift.
    pub adds: f64,
    /// Lower end of its 90% interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// What was measured of a site, in sentences; what was not measured is absent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SiteSays {
    /// What it reaches, and the best ground of its size.
    pub reach: Vec<String>,
    /// How far the middle of the harm moved.
    pub drift: Option<String>,
    /// Whether a change of the boundary would help, and the streets that it adds.
    #[serde(default)]
    pub boundary: Vec<String>,
    /// What the shift meets, the best in hindsight, and the best of the year before.
    pub shift: Vec<String>,
    /// The likeliest change of its share.
    pub change: Option<String>,
    /// Then and now, beside the rest of the city.
    pub then_now: Option<String>,
}

/// Incidents of the twelve months beside those of the twelve before. Ratios: 0.8 is a fall of 20%.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ThenNowItem {
    /// Incidents of the site before.
    pub before: i64,
    /// Now.
    pub now: i64,
    /// Incidents of the rest of the city before.
    pub rest_before: i64,
    /// Now.
    pub rest_now: i64,
    /// Now ÷ before, absent where there were none before.
    pub ratio: Option<ChangeRatio>,
    /// The same of the rest of the city.
    pub rest: Option<ChangeRatio>,
}

/// A count ÷ an earlier one, with its interval for counts that are independent of each other.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ChangeRatio {
    /// The ratio.
    pub ratio: f64,
    /// Lower end of its 90% interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// A share over the twelve months up to the end of a quarter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct QuarterItem {
    /// Last month.
    pub to: String,
    /// Incidents on the ground of today's site.
    pub incidents: i64,
    /// Share of the city's located harm.
    pub reached: ReachedItem,
    /// Whether the site was open in that month.
    pub open: bool,
}

/// The best ground of the same size and number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BestGroundItem {
    /// The neighborhoods that most of it lies in, one text for each catchment.
    pub names: Vec<String>,
    /// Its H3 cells, one list for each catchment.
    pub cells: Vec<Vec<String>>,
    /// Months that it was chosen on: first.
    pub from: String,
    /// Last.
    pub to: String,
    /// Harm to expect on the site's ground ÷ on the best ground found.
    pub of_best: f64,
    /// The same ÷ the proven bound on what any such ground can hold: the true share of the best lies between.
    pub of_bound: f64,
    /// The fair comparison: ground chosen on earlier months, both counted over the twelve months. Absent where the
    /// months before are too few.
    pub held_out: Option<HeldOutItem>,
}

/// A site beside ground that was chosen before the twelve months on which both are counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct HeldOutItem {
    /// Months that the other ground was chosen on: first.
    pub from: String,
    /// Last.
    pub to: String,
    /// Share of the city's harm that the other ground holds over the twelve months.
    pub reached: ReachedItem,
    /// What the site holds ÷ what the other ground holds.
    pub ratio: f64,
    /// Lower end of its 90% interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// How far the middle of the harm in and around a site moved from one year to the next.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DriftItem {
    /// Distance, meters.
    pub meters: f64,
    /// Direction: `north`, `northeast` …
    pub direction: String,
    /// Nine of ten random swaps of the two years move it no farther, meters.
    pub chance_m: f64,
    /// Chance of moving as far where the ground stays the same, adjusted for the number of sites (Holm).
    pub p: f64,
    /// Whether that is at most 5%.
    pub beyond_chance: bool,
}

/// What the shift meets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ShiftChecked {
    /// Incidents of the twelve months whose hour is known.
    pub known: i64,
    /// Of these, the share within the shift.
    pub met: ReachedItem,
    /// Today's shift.
    pub today: ScheduleItem,
    /// The five days of ten hours that would have met most, in hindsight.
    pub best: ScheduleItem,
    /// Share that it would have met: chosen on the same incidents, so too high.
    pub best_met: f64,
    /// The fair comparison; absent where the year before is not covered.
    pub other: Option<OtherShift>,
}

/// The best schedule of the year before, on the incidents of this year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OtherShift {
    /// The schedule.
    pub schedule: ScheduleItem,
    /// Share of the incidents that it meets more than today's; below 0 it meets fewer.
    pub adds: f64,
    /// Lower end of its 90% interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Chance of as much where both are as good (sign test), adjusted for the number of sites (Holm).
    pub p: f64,
}

/// A schedule: the same hours on some days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ScheduleItem {
    /// Days on which it begins, Monday = 0.
    pub weekdays: Vec<u8>,
    /// First hour, 0 to 23.
    pub from_hour: u8,
    /// Hour at which it ends, on the day after where it is no later than the first.
    pub to_hour: u8,
    /// The same in words.
    pub text: String,
}

/// The likeliest change of a share.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ChangedItem {
    /// First month after it.
    pub month: String,
    /// Share of the city's incidents before.
    pub before: f64,
    /// Share after.
    pub after: f64,
    /// Chance of as large a change at any month where there is none, adjusted for the number of sites (Holm).
    pub p: f64,
    /// Whether that is at most 5%.
    pub beyond_chance: bool,
}
