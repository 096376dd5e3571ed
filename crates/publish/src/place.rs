//! The page of a neighborhood: is the program here, then and now, what the figures cannot say.

use std::fmt::Write as _;

use catchment_model::Area;

use crate::chance::{by_chance, spread};
use crate::edition::{Edition, Figure};
use crate::embed;
use crate::frame::{Page, picture_of, whole};
use crate::limits::limits;
use crate::map::Drawing;
use crate::presence::{Standing, presence};
use crate::said::{counted, pair, program};
use crate::voice::{Voice, escape, slug};

/// The page of a neighborhood.
pub(crate) fn page(edition: &Edition<'_>, voice: &Voice, area: &Area) -> Page {
    let data = &edition.engine.data;
    let sites = data.sites_today();
    let here = presence(area, &sites);
    let (title, mut body) = program(edition, voice, area, here.as_ref());
    body.push_str(&then_and_now(edition, voice, area));
    let label = voice.say("map-label", &[("place", &area.name)]);
    let drawing = Drawing { areas: data.areas.list(), sites: &sites, about: Some(area), label: label.clone() };
    let _ = writeln!(body, "<figure class=\"mini\">{}</figure>", drawing.svg());
    body.push_str(&limits(edition, voice, here.as_ref()));
    body.push_str(&years(edition, voice, area));
    body.push_str(&embed::offered(voice, area, &title));
    let kind = here.as_ref().map_or("never", |p| match p.standing {
        Standing::Inside if p.ended(edition.through()).is_none() => "inside",
        Standing::Edge if p.ended(edition.through()).is_none() => "edge",
        _ => "never",
    });
    let description = voice.say(&format!("page-description-{kind}"), &[("place", &area.name)]);
    Page {
        path: format!("n/{}.html", slug(&area.id, &area.name)),
        title,
        description,
        body,
        picture: (picture_of(Some(area)), label),
    }
}

/// The last twelve months beside those before, and beside the city.
fn then_and_now(edition: &Edition<'_>, voice: &Voice, area: &Area) -> String {
    let section = |h2: &str, rest: String| {
        let (small, h2) = (escape(&voice.say("then-now", &[])), escape(h2));
        format!("<section class=\"block\">\n<h2><span class=\"kicker\">{small}</span>{h2}</h2>\n{rest}</section>\n")
    };
    let para = |text: String| format!("<p>{}</p>\n", escape(&text));
    let offense = voice.offense(&edition.facts.offenses[0].0, &edition.label(0));
    let (Some(now), Some(then)) = (edition.twelve(0), edition.twelve(12)) else {
        return section("", para(voice.say("no-then", &[])));
    };
    let Some(at) = edition.area(&area.id) else {
        let people = voice.number(whole(edition.rule.min_residents));
        let why = if edition.rule.places { "too-few" } else { "city-only" };
        return section("", para(voice.say(why, &[("n", &people)])));
    };
    let mut rest = counted(edition, voice, (&voice.month(then.to()), &voice.month(now.to())));
    let (was, is) = (edition.figure(at, then, 0), edition.figure(at, now, 0));
    let (city_was, city_is) = (edition.city(then, 0), edition.city(now, 0));
    rest.push_str(&pair(voice, &area.name, (was, is), (city_was, city_is)));
    let (Figure::Number(a), Figure::Number(b)) = (was, is) else {
        rest.push_str(&para(voice.say("not-shown", &[])));
        rest.push_str(&others(edition, voice, at));
        return section(&voice.say("not-shown-title", &[]), rest);
    };
    let key = match (b.cmp(&a), city_is.cmp(&city_was)) {
        (std::cmp::Ordering::Equal, _) => "same",
        (std::cmp::Ordering::Less, std::cmp::Ordering::Less) => "less-same",
        (std::cmp::Ordering::Less, _) => "less-other",
        (_, std::cmp::Ordering::Greater) => "more-same",
        _ => "more-other",
    };
    let strays = spread(&edition.pairs(then, now, 0), (city_was, city_is));
    if let Some((low, high)) = by_chance(a, (city_was - a, city_is - b), strays) {
        let key = if (low..=high).contains(&b) { "chance-within" } else { "chance-beyond" };
        let (low, high) = (voice.number(low), voice.number(high));
        let n = voice.number(i64::try_from(edition.facts.areas.len()).unwrap_or(i64::MAX));
        rest.push_str(&para(voice.say(key, &[("low", &low), ("high", &high), ("n", &n)])));
    }
    rest.push_str(&before(edition, voice, at));
    rest.push_str(&others(edition, voice, at));
    section(&voice.say(key, &[("offense", &offense)]), rest)
}

/// Three years before, where those months are known.
fn before(edition: &Edition<'_>, voice: &Voice, at: usize) -> String {
    let Some(window) = edition.twelve(36) else {
        return format!("<p class=\"sub\">{}</p>\n", escape(&voice.say("three-years-none", &[])));
    };
    let Figure::Number(n) = edition.figure(at, window, 0) else { return String::new() };
    let (then, count) = (voice.month(window.to()), voice.number(n));
    let city = voice.number(edition.city(window, 0));
    let filled = [("then", then.as_str()), ("count", count.as_str()), ("city", city.as_str())];
    format!("<p class=\"sub\">{}</p>\n", escape(&voice.say("three-years", &filled)))
}

/// The other offenses, in one line each.
fn others(edition: &Edition<'_>, voice: &Voice, at: usize) -> String {
    let (Some(now), Some(then)) = (edition.twelve(0), edition.twelve(12)) else { return String::new() };
    let text = |f: Figure| match f {
        Figure::Number(n) => voice.number(n),
        Figure::Hidden => voice.say("hidden", &[]),
    };
    let rows = (1..edition.facts.offenses.len()).map(|o| {
        let name = voice.offense(&edition.facts.offenses[o].0, &edition.label(o));
        let (a, b) = (text(edition.figure(at, then, o)), text(edition.figure(at, now, o)));
        let figures =
            if a == b && edition.figure(at, now, o) == Figure::Hidden { a } else { format!("{a} \u{2192} {b}") };
        let city = format!("{} \u{2192} {}", voice.number(edition.city(then, o)), voice.number(edition.city(now, o)));
        let whole = voice.say("whole-city", &[]);
        format!("<p>{}: <b>{}</b>. {}: {city}.</p>\n", escape(&capital(&name)), escape(&figures), escape(&whole))
    });
    rows.collect()
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// Year by year, a table.
fn years(edition: &Edition<'_>, voice: &Voice, area: &Area) -> String {
    let Some(at) = edition.area(&area.id) else { return String::new() };
    if edition.years().next().is_none() {
        return String::new();
    }
    let say = |key: &str| escape(&voice.say(key, &[]));
    let mut heads = format!("<th scope=\"col\">{}</th>", say("col-period"));
    for o in 0..edition.facts.offenses.len() {
        let name = capital(&voice.offense(&edition.facts.offenses[o].0, &edition.label(o)));
        let _ = write!(heads, "<th scope=\"col\">{}</th><th scope=\"col\">{}</th>", escape(&name), say("col-city"));
    }
    let mut rows = String::new();
    for year in edition.years() {
        let _ = write!(rows, "<tr><th scope=\"row\">{}</th>", escape(&voice.period(year)));
        for o in 0..edition.facts.offenses.len() {
            let figure = match edition.figure(at, year, o) {
                Figure::Number(n) => voice.number(n),
                Figure::Hidden => format!("<span class=\"none\">{}</span>", say("hidden")),
            };
            let _ = write!(rows, "<td>{figure}</td><td class=\"city\">{}</td>", voice.number(edition.city(year, o)));
        }
        rows.push_str("</tr>\n");
    }
    format!(
        "<section class=\"block noprint\">\n<details><summary><h2>{}</h2></summary>\n<p class=\"sub\">{}</p>\n\
         <div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{}\"><table><thead><tr>{heads}</tr></thead>\n\
         <tbody>\n{rows}</tbody></table></div></details>\n</section>\n",
        say("years-title"),
        say("years-note"),
        say("years-title"),
    )
}
