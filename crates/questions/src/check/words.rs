//! What a check says in sentences.

use super::{
    BestGroundItem, ChangedItem, DriftItem, EarlierVerdict, ReachedItem, ShiftChecked, SiteChecked, SiteReason,
    SiteVerdict,
};
use crate::words::{grouped, listed, many, month_name, p_value, percent, spelled, whole};

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const WAYS: [&str; 8] = ["east", "northeast", "north", "northwest", "west", "southwest", "south", "southeast"];

/// A verdict in words.
pub fn verdict(verdict: SiteVerdict) -> &'static str {
    match verdict {
        SiteVerdict::Stay => "stay",
        SiteVerdict::Adjust => "adjust",
        SiteVerdict::LookAgain => "look again",
        SiteVerdict::TooLittleData => "too little data",
    }
}

/// What all sites together are called.
pub fn all_sites(sites: usize) -> String {
    if sites == 1 { "The one site".to_owned() } else { format!("All {} sites", spelled(sites)) }
}

/// A direction in words.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 7")]
pub fn direction(east_m: f64, north_m: f64) -> &'static str {
    let eighth = (north_m.atan2(east_m) / std::f64::consts::FRAC_PI_4).round();
    WAYS[eighth.rem_euclid(8.0) as usize % 8]
}

/// A schedule in words: `Tue–Sat 13:00–23:00`.
pub fn schedule(weekdays: &[u8], from_hour: u8, to_hour: u8) -> String {
    let name = |d: &u8| DAYS[usize::from(*d) % 7];
    let next_to = |pair: &[u8]| pair[1] == pair[0] + 1;
    let days = match weekdays {
        [first, .., last] if weekdays.len() > 2 && weekdays.windows(2).all(next_to) => {
            format!("{}–{}", name(first), name(last))
        }
        _ => weekdays.iter().map(name).collect::<Vec<_>>().join(", "),
    };
    format!("{days} {from_hour:02}:00–{to_hour:02}:00")
}

/// A share with its interval: `5.9% (5.3–6.6)`.
pub fn reached(item: &ReachedItem) -> String {
    format!("{} ({:.1}–{:.1})", percent(item.share, 1), 100.0 * item.low, 100.0 * item.high)
}

/// Beside the best ground of the same size: a range where the best is not proven.
pub fn of_best(best: &BestGroundItem) -> String {
    let (low, high) = (percent(best.of_bound, 0), percent(best.of_best, 0));
    if low == high { high } else { format!("{low} to {high}") }
}

/// A drift with what chance moves.
pub fn drift(drift: &DriftItem) -> String {
    let (meters, chance) = (whole(drift.meters), whole(drift.chance_m));
    format!("{meters} m {}, {} (up to {chance} m)", drift.direction, beside_chance(drift.beyond_chance))
}

/// The likeliest change of a share: `November 2024, 3.5% to 5.5%, beyond chance`.
pub fn change(change: &ChangedItem) -> String {
    let (before, after) = (percent(change.before, 1), percent(change.after, 1));
    format!("{}, {before} to {after}, {}", month_name(&change.month), beside_chance(change.beyond_chance))
}

fn beside_chance(beyond: bool) -> &'static str {
    if beyond { "beyond chance" } else { "within chance" }
}

/// What a shift meets, with what another would add.
pub fn shift(shift: &ShiftChecked) -> String {
    let met = percent(shift.met.share, 0);
    match &shift.other {
        Some(o) => format!(
            "{met}; {} {:+.0} points ({:+.0} to {:+.0})",
            o.schedule.text,
            100.0 * o.adds,
            100.0 * o.low,
            100.0 * o.high
        ),
        None => met,
    }
}

/// The answer in one sentence, the first that is read.
pub fn headline(sites: usize, together: Option<&SiteChecked>) -> String {
    let Some(all) = together else { return "No site is open: there is nothing to check.".to_owned() };
    let who = match sites {
        1 => "Today’s one site stands".to_owned(),
        n => format!("Today’s {} sites stand", spelled(n)),
    };
    match &all.reached {
        Some(r) => format!("{who} where {} of the city’s harm is reported.", one_in(r.share)),
        None => format!("{who} in a city where no harm is located in these months."),
    }
}

/// A share as people picture it: `about 1 in 7`.
fn one_in(share: f64) -> String {
    match share {
        s if s <= 0.0 => "none".to_owned(),
        s if s >= 0.4 => format!("about {}", percent(s, 0)),
        s => format!("about 1 in {}", whole(1.0 / s)),
    }
}

/// The answer in a sentence or two.
pub fn finding(sites: &[SiteChecked], together: Option<&SiteChecked>) -> String {
    let Some(all) = together else { return "No site is open in this month: there is nothing to check.".to_owned() };
    let reach = match &all.reached {
        Some(r) => format!("{} reach {} of the city's located harm (90% interval)", all.name, reached(r)),
        None => format!("{}: no harm is located in these months", all.name),
    };
    let best = match &all.best {
        Some(best) => format!("; to expect, {} of what the best ground of their size and number holds", of_best(best)),
        None => String::new(),
    };
    let groups = [SiteVerdict::Adjust, SiteVerdict::LookAgain, SiteVerdict::Stay, SiteVerdict::TooLittleData];
    let of = |given: SiteVerdict| {
        let names: Vec<&str> = sites.iter().filter(|s| s.verdict == Some(given)).map(|s| s.name.as_str()).collect();
        (!names.is_empty()).then(|| format!("{}: {}", verdict(given), names.join("; ")))
    };
    let verdicts: Vec<String> = groups.into_iter().filter_map(of).collect();
    format!("{reach}{best}. Verdicts: {}.", verdicts.join(". "))
}

/// Why a verdict is what it is.
pub fn reason(site: &SiteChecked, months: usize) -> String {
    let mut said: Vec<String> = site.reasons.iter().filter_map(|r| one(site, *r, months)).collect();
    if said.is_empty() {
        said.push(
            "No change of share or hot ground beyond chance, no other schedule that is surely better, and no ground \
             of its size that surely holds twice as much."
                .to_owned(),
        );
    }
    said.join(" ")
}

fn one(site: &SiteChecked, reason: SiteReason, months: usize) -> Option<String> {
    Some(match reason {
        SiteReason::FewEvents => format!(
            "{} incidents in twelve months: with fewer than 46 not even a halving would be seen.",
            grouped(site.incidents)
        ),
        SiteReason::FewMonths => format!("{months} of the twelve months are covered: a year is not known."),
        SiteReason::Schedule => {
            let other = site.shift.as_ref()?.other.as_ref()?;
            format!(
                "The best schedule of the year before ({}) would have met {:.0} points more of this year's incidents \
                 (90% interval {:.0} to {:.0}; p {} over all sites).",
                other.schedule.text,
                100.0 * other.adds,
                100.0 * other.low,
                100.0 * other.high,
                p_value(other.p)
            )
        }
        SiteReason::Boundary => {
            let tested = site.boundary.as_ref()?.tested.as_ref()?;
            format!(
                "A change of its boundary by {}, chosen on the months before, would have reached {:.2} points more of \
                 the city's harm in these twelve months (90% interval {:.2} to {:.2}; p {} over all sites).",
                if tested.cells == 1 { "one cell".to_owned() } else { format!("{} cells", spelled(tested.cells)) },
                100.0 * tested.adds,
                100.0 * tested.low,
                100.0 * tested.high,
                p_value(tested.p)
            )
        }
        SiteReason::Drift => {
            let drift = site.drift.as_ref()?;
            format!(
                "The middle of the harm in and around it moved {} m {}, farther than chance moves it (p {} over all \
                 sites).",
                whole(drift.meters),
                drift.direction,
                p_value(drift.p)
            )
        }
        SiteReason::ShareRose | SiteReason::ShareFell => {
            let change = site.change.as_ref()?;
            format!(
                "Its share of the city's incidents changed about {}, from {} to {}, beyond chance (p {} over all \
                 sites).",
                month_name(&change.month),
                percent(change.before, 1),
                percent(change.after, 1),
                p_value(change.p)
            )
        }
        SiteReason::FarFromBest => {
            let held = site.best.as_ref()?.held_out.as_ref()?;
            format!(
                "Ground of its size chosen on {} to {} held more than twice as much in these twelve months: the site \
                 reached {} of it (90% interval {} to {}).",
                month_name(&held.from),
                month_name(&held.to),
                percent(held.ratio, 0),
                percent(held.low, 0),
                percent(held.high, 0)
            )
        }
    })
}

/// What came of the verdict of a quarter earlier.
pub fn earlier(earlier: &EarlierVerdict, now: SiteVerdict) -> String {
    let mut said = vec![format!(
        "The check up to {} said {}: {}",
        month_name(&earlier.to),
        verdict(earlier.verdict),
        earlier.reason
    )];
    if let (Some(since), Some(then)) = (&earlier.since, &earlier.reached) {
        said.push(format!(
            "In the months since, the site reached {} of the city's located harm (90% interval); in the twelve months \
             up to then, {}.",
            reached(since),
            reached(then)
        ));
    }
    if let Some(schedule) = &earlier.schedule {
        said.push(format!(
            "{}, which it spoke for, would have met {:+.0} points of the {} incidents since beyond today's shift (90% \
             interval {:+.0} to {:+.0}).",
            schedule.text,
            100.0 * schedule.adds,
            grouped(schedule.known),
            100.0 * schedule.low,
            100.0 * schedule.high
        ));
    }
    let same = if earlier.verdict == now { "The verdict is the same now" } else { "The verdict now is another" };
    said.push(format!("{same}: {}.", verdict(now)));
    said.join(" ")
}

/// The same where there is little room: `stay; 5.1% (3.9–6.5) since`.
pub fn earlier_short(earlier: &EarlierVerdict) -> String {
    let since = earlier.since.as_ref().map(|r| format!("; {} since", reached(r)));
    format!("{}{}", verdict(earlier.verdict), since.unwrap_or_default())
}

/// What is said of all sites together.
pub fn together(all: &SiteChecked) -> String {
    let Some(held) = all.best.as_ref().and_then(|b| b.held_out.as_ref()) else { return String::new() };
    format!(
        "As much ground, chosen on {} to {}, held {} of the city's harm in these twelve months; the sites reached {} \
         of that (90% interval {} to {}).",
        month_name(&held.from),
        month_name(&held.to),
        percent(held.reached.share, 1),
        percent(held.ratio, 0),
        percent(held.low, 0),
        percent(held.high, 0)
    )
}

/// How often a check raises an alarm where nothing changed.
pub fn false_alarms(sites: usize) -> String {
    format!(
        "Where nothing changed, each of four tests (drift, change of share, another schedule, another boundary) \
         raises an alarm on any of the {} in at most 5 of 100 checks; all four together in at most 20. Looking \
         again every month makes false alarms more frequent.",
        if sites == 1 { "one site".to_owned() } else { format!("{} sites", many(sites)) }
    )
}

/// What a reader must know of how it was reckoned.
pub fn notes(sites: &[SiteChecked], registered: bool, of_areas: impl Fn(&str) -> bool) -> Vec<String> {
    let stand_in = |whole: bool| -> Vec<String> {
        let of = sites.iter().filter(|s| s.stand_in && of_areas(&s.id) == whole);
        of.map(|s| s.name.clone()).collect()
    };
    let mut notes = Vec::new();
    let (whole, drawn) = (stand_in(true), stand_in(false));
    if !whole.is_empty() {
        notes.push(format!(
            "Whole neighborhoods stand in for {}: the real ground is smaller, reaches less, and may lie better or \
             worse than this.",
            listed(&whole)
        ));
    }
    if !drawn.is_empty() {
        notes.push(format!(
            "Other ground stands in for {}, whose outlines are not published: the real ground may reach less, and lie \
             better or worse than this.",
            listed(&drawn)
        ));
    }
    notes.push(
        "Shares are of incidents with a position, weighted as the city file says; intervals hold for incidents that \
         are independent of each other."
            .to_owned(),
    );
    notes.push(
        "The best ground is walkable, connected and free of neighborhood borders; it is searched for on the harm to \
         expect, and no such ground holds more than the bound says. It may lie on a site."
            .to_owned(),
    );
    if registered {
        notes.push("The sites are those of the register of this workspace, not of the city file.".to_owned());
    }
    notes.push("A verdict is about where the harm is, not about what the program does.".to_owned());
    notes
}
