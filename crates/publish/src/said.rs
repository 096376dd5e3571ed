//! What a page and the small page beside it both say of a place.

use std::fmt::Write as _;

use catchment_model::city::SiteProvider;
use catchment_model::{Area, Site};

use crate::edition::{Edition, Figure};
use crate::presence::{Presence, Standing};
use crate::voice::{Voice, escape};

/// The first answer: whether the program is here.
pub(crate) fn program(
    edition: &Edition<'_>,
    voice: &Voice,
    area: &Area,
    here: Option<&Presence<'_>>,
) -> (String, String) {
    let place = ("place", area.name.as_str());
    let Some(here) = here else {
        let title = voice.say("no-program-title", &[place]);
        let sub = voice.say("no-program-sub", &[]);
        let body = format!("<h1>{}</h1>\n<p class=\"sub\">{}</p>\n", escape(&title), escape(&sub));
        return (title, body);
    };
    let ended = here.ended(edition.through());
    let (since, end) = (voice.month(here.site.from), ended.map(|m| voice.month(m)).unwrap_or_default());
    let miles = format!("{:.1}", here.miles());
    let km = if let Standing::Away(km) = here.standing { format!("{km:.1}") } else { String::new() };
    let filled = [
        place,
        ("site", here.site.name.as_str()),
        ("month", since.as_str()),
        ("end", end.as_str()),
        ("miles", miles.as_str()),
        ("km", km.as_str()),
    ];
    let (title, sub) = match (&here.standing, ended.is_some()) {
        (Standing::Inside, false) => ("inside-title", "inside-since"),
        (Standing::Inside, true) => ("inside-ended-title", "inside-ended"),
        (Standing::Edge, false) => ("edge-title", "edge-since"),
        (Standing::Edge, true) => ("edge-ended-title", "edge-ended"),
        (Standing::Away(_), false) => ("never-title", "never-sub"),
        (Standing::Away(_), true) => ("never-title", "never-sub-ended"),
    };
    let title = voice.say(title, &filled);
    let mut body = format!("<h1>{}</h1>\n", escape(&title));
    let mark = if matches!(here.standing, Standing::Away(_)) { "sub near" } else { "sub near here" };
    let _ = writeln!(body, "<p class=\"{mark}\"><i></i><span>{}</span></p>", escape(&voice.say(sub, &filled)));
    if here.stands_in() && !matches!(here.standing, Standing::Away(_)) {
        let _ = writeln!(body, "<p class=\"check\">{}</p>", escape(&voice.say("stand-in", &[])));
    }
    let _ = writeln!(body, "<p class=\"sub\">{}</p>", escape(&runs(edition, voice)));
    if let Some(text) = edition.status.city.synthetic.as_ref().map(|_| voice.say("synthetic", &[])) {
        let _ = writeln!(body, "<p class=\"check\">{}</p>", escape(&text));
    }
    (title, body)
}

/// Who runs the program, and how to reach it.
fn runs(edition: &Edition<'_>, voice: &Voice) -> String {
    let public = &edition.engine.data.city.public;
    let who = match (&public.program, &public.run_by) {
        (Some(program), Some(by)) => voice.say("who", &[("program", program), ("run_by", by)]),
        (None, Some(by)) => voice.say("who-only", &[("run_by", by)]),
        _ => runs_sites(edition, voice).unwrap_or_else(|| voice.say("who-unknown", &[])),
    };
    let contact = match &public.contact {
        Some(contact) => voice.say("contact", &[("contact", contact)]),
        None => voice.say("contact-none", &[]),
    };
    format!("{who} {contact}")
}

/// Who runs the sites that are open, since when, who did before, and where that is stated; `None` where nobody is known
/// of one of them, or they are not run by the same.
fn runs_sites(edition: &Edition<'_>, voice: &Voice) -> Option<String> {
    let data = &edition.engine.data;
    let of = |s: &Site| data.run_by(&s.id);
    let known: Vec<&[SiteProvider]> = data.latest_sites().filter(|s| s.to.is_none()).map(of).collect();
    let now = known.iter().map(|all| all.last().filter(|by| by.to.is_none())).collect::<Option<Vec<_>>>()?;
    let first = now.iter().min_by_key(|by| by.from).filter(|first| now.iter().all(|by| by.names == first.names))?;
    let from = voice.month(first.from);
    let mut said = vec![voice.say("who-since", &[("run_by", &first.names.join(", ")), ("from", &from)])];
    let mut sources = vec![first.source.as_str()];
    let longest = known.iter().copied().min_by_key(|all| all.first().map(|by| by.from))?;
    for by in longest.iter().rev().skip(1) {
        let to = by.to.map(|to| voice.month(to)).unwrap_or_default();
        let filled = [("run_by", by.names.join(", ")), ("from", voice.month(by.from)), ("to", to)];
        said.push(voice.say("who-before", &filled.each_ref().map(|(name, text)| (*name, text.as_str()))));
        sources.extend((!sources.contains(&by.source.as_str())).then_some(by.source.as_str()));
    }
    sources.retain(|source| !source.is_empty());
    said.extend((!sources.is_empty()).then(|| voice.say("who-source", &[("source", &sources.join("; "))])));
    Some(said.join(" "))
}

/// What is counted, and over which months.
pub(crate) fn counted(edition: &Edition<'_>, voice: &Voice, (then, now): (&str, &str)) -> String {
    let data = &edition.engine.data;
    let offense = voice.offense(&edition.facts.offenses[0].0, &edition.label(0));
    let name = &edition.facts.offenses[0].0;
    let groups = data.offenses.resolve(name).unwrap_or_default();
    let names: Vec<String> = groups
        .iter()
        .filter_map(|id| data.offenses.group(*id))
        .map(|g| voice.find(&format!("group-{}", g.id)).map_or_else(|| g.label.to_lowercase(), str::to_owned))
        .collect();
    let filled = [("offense", offense.as_str()), ("groups", &names.join(", ")), ("then", then), ("now", now)];
    format!("<p class=\"sub\">{}</p>\n", escape(&voice.say("what-counted", &filled)))
}

/// A place's figures beside the city's.
pub(crate) fn pair(voice: &Voice, place: &str, (was, is): (Figure, Figure), (city_was, city_is): (i64, i64)) -> String {
    let text = |f: Figure| match f {
        Figure::Number(n) => voice.number(n),
        Figure::Hidden => "\u{2013}".to_owned(),
    };
    let change = |was: i64, is: i64| match is - was {
        0 => voice.say("equal", &[]),
        d if d < 0 => voice.say("fewer", &[("n", &voice.number(-d))]),
        d => voice.say("more", &[("n", &voice.number(d))]),
    };
    let here = if let (Figure::Number(a), Figure::Number(b)) = (was, is) {
        format!("<b>{} \u{2192} {}</b><span>{}</span>", voice.number(a), voice.number(b), escape(&change(a, b)))
    } else {
        let both = format!("{} \u{2192} {}", text(was), text(is));
        format!("<b aria-hidden=\"true\">{both}</b><span>{}</span>", escape(&voice.say("hidden", &[])))
    };
    let share = if city_was > 0 { 100.0 * (city_is - city_was) as f64 / city_was as f64 } else { 0.0 };
    let sign = if share < -0.5 {
        "\u{2212}"
    } else if share > 0.5 {
        "+"
    } else {
        ""
    };
    format!(
        "<div class=\"pair\"><div class=\"me\"><span>{}</span>{here}</div>\n<div><span>{}</span>\
         <b>{sign}{:.0}&nbsp;%</b><span>{} \u{2192} {}</span></div></div>\n",
        escape(place),
        escape(&voice.say("whole-city", &[])),
        share.abs(),
        voice.number(city_was),
        voice.number(city_is)
    )
}
