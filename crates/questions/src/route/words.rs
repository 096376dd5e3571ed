//! What a route says in sentences.

use super::{RouteAnswer, RouteHarm, RouteShift, RouteStretch, RouteTurn, WalkShift};
use crate::check::words::schedule;
use crate::words::{many, percent, plain, whole};

/// What a street without a name is called.
pub const UNNAMED: &str = "unnamed street";

/// A stretch: `Right onto Gravois Ave, southwest to Grand Blvd, 340 m`.
pub fn stretch(item: &RouteStretch) -> String {
    let on = match item.turn {
        RouteTurn::Begin => format!("From {} along", item.from),
        RouteTurn::Straight => "Straight on along".to_owned(),
        RouteTurn::Left => "Left onto".to_owned(),
        RouteTurn::Right => "Right onto".to_owned(),
        RouteTurn::Back => "Turn back along".to_owned(),
    };
    let again = if item.again { " (passed before)" } else { "" };
    format!("{on} {}, {} to {}, {} m{again}", item.street, item.heading, item.to, whole(item.meters))
}

/// A length: `11.9 km`.
pub fn km(meters: f64) -> String {
    format!("{:.1} km", meters / 1000.0)
}

/// A share rounded down: what is passed is at least so much.
fn at_least(share: f64) -> String {
    format!("{:.0}%", (100.0 * share + 1e-9).floor())
}

/// A share rounded up: what no walk can pass more than.
fn at_most(share: f64) -> String {
    format!("{:.0}%", (100.0 * share - 1e-9).ceil().min(100.0))
}

/// The answer in one sentence.
pub fn headline(site: &str, harm: &RouteHarm, meters: f64) -> String {
    let most = at_least(harm.of_bound);
    format!("A walk of {} at {site} that passes at least {most} of the most that any of its length could.", km(meters))
}

/// The answer in a sentence or two.
pub fn finding(answer: &RouteAnswer) -> String {
    let RouteHarm { share, bound, of_bound, .. } = answer.harm;
    let streets = answer.streets.passed_meters / answer.streets.meters;
    let bound = if of_bound > 1.0 - 1e-6 {
        "No walk of this length within the site could pass more.".to_owned()
    } else {
        format!(
            "No walk of this length within the site could pass more than {}: this one passes at least {} of the most \
             possible.",
            at_most(bound),
            at_least(of_bound)
        )
    };
    format!(
        "{} in {} minutes from {} and back, on {} of the streets of {} by length: they carry {} of its harm to expect. \
         {bound}",
        km(answer.meters),
        whole(answer.minutes),
        answer.start,
        percent(streets, 0),
        answer.site,
        percent(share, 0)
    )
}

/// What falls into the shift.
pub fn shift(item: &RouteShift) -> String {
    format!(
        "Of the site's {} incidents whose hour is known, {} fall into {} (90% interval {} to {}). They are too few to \
         tell single streets apart by the hour: the same share is taken for every street, so the shift changes how \
         much is met and not which way is walked.",
        many(item.known),
        percent(item.met.share, 0),
        item.text,
        percent(item.met.low, 0),
        percent(item.met.high, 0)
    )
}

/// A shift in words: `Tue–Sat 13:00–23:00`.
pub fn shift_text(shift: &WalkShift) -> String {
    schedule(&shift.weekdays, shift.from_hour, shift.to_hour)
}

/// What stands in place of a shift's share.
pub fn without_shift(shift: Option<&WalkShift>, known: i64, least: i64) -> String {
    match shift {
        None => "The city file names no shift and none was given: what is told is over all days and hours.".to_owned(),
        Some(shift) => format!(
            "What falls into {} is not told: {} incidents of the site have a known hour, fewer than {}.",
            shift_text(shift),
            many(known),
            many(least)
        ),
    }
}

/// What a reader must know of how it was reckoned.
pub fn notes(answer: &RouteAnswer, hours: f64, cell_m: f64) -> Vec<String> {
    let harm = &answer.harm;
    let mut notes = vec![
        format!(
            "{} incidents of the site carry it. Harm to expect is known per cell about {} m across and is shared among \
             the streets in the cell by their length.",
            many(harm.incidents),
            whole(cell_m)
        ),
        format!(
            "{} hours at {} km/h with stops, an assumption: where a team is slower, it ends early on the same way.",
            plain(hours),
            plain(answer.speed_km_h)
        ),
        format!(
            "Streets within the site and along its border, {} in all; {} of the walk go over streets passed before. \
             Highways, ramps, alleys and streets without a name are not walked. Whether a street is closed, safe \
             or has a sidewalk is not in the data.",
            km(answer.streets.meters),
            km(answer.streets.again_meters)
        ),
    ];
    if harm.off_streets > 0.005 {
        notes.push(format!("{} of the site's harm lies in cells without a street.", percent(harm.off_streets, 0)));
    }
    notes.push(format!("Streets from the map's lines: {}.", answer.streets.credits.join("; ")));
    notes
}

/// What it is not.
pub fn limits() -> Vec<String> {
    vec![
        "A route for the supervisor's desk, not to be published: not a prediction about a house or a person."
            .to_owned(),
        "Positions in police files are to the block at best.".to_owned(),
        "To pass a street is not to prevent anything there: what a team does on the way is not in the data.".to_owned(),
    ]
}
