//! The page of a region's target: how far the agencies are that can be compared, and of whom nothing is known.

use std::fmt::Write as _;

use catchment_model::Month;
use catchment_questions::target::{CountyMask, Target, TargetAnswer, TargetPoint};
use catchment_questions::{AskError, Engine, Unwatched, ask};

use crate::edition::Edition;
use crate::error::PublishError;
use crate::frame::{Page, picture_of};
use crate::voice::{Voice, escape};

/// Address of the page below its language's folder.
pub(crate) const PATH: &str = "region.html";

/// How far the region is; none where the city names no region.
///
/// # Errors
/// [`PublishError::Ask`].
pub(crate) fn target(engine: &Engine) -> Result<Option<TargetAnswer>, PublishError> {
    if engine.data.region.is_none() || engine.data.city.region.is_none() {
        return Ok(None);
    }
    match ask::<Target>(&[], &engine.data).and_then(|question| engine.answer(&question, &Unwatched)) {
        Ok(found) => Ok(Some((*found).clone())),
        // No agency reports by month: there is nothing to tell.
        Err(AskError::Value { .. }) => Ok(None),
        Err(other) => Err(other.into()),
    }
}

/// The page.
pub(crate) fn page(edition: &Edition<'_>, voice: &Voice, found: &TargetAnswer) -> Page {
    let share = percent(found.reduction, 0);
    let end = month(voice, &found.end);
    let filled = [("region", found.region.as_str()), ("share", share.as_str()), ("end", end.as_str())];
    let title = voice.say("region-title", &filled);
    let mut body = format!("<h1>{}</h1>\n", escape(&title));
    let para = |body: &mut String, class: &str, text: &str| {
        let _ = writeln!(body, "<p class=\"{class}\">{}</p>", escape(text));
    };
    para(&mut body, "sub", &goal(voice, found, &filled));
    if edition.status.city.synthetic.is_some() {
        para(&mut body, "check", &voice.say("synthetic", &[]));
    }
    let _ = write!(body, "<section class=\"block\">\n<h2>{}</h2>\n", escape(&headline(voice, found)));
    for text in so_far(voice, found) {
        para(&mut body, "", &text);
    }
    body.push_str("</section>\n");
    body.push_str(&counties(voice, found));
    body.push_str(&limits(voice, found));
    let description = voice.say("region-description", &filled);
    let picture = (picture_of(None), voice.say("map-city", &[]));
    Page { path: PATH.to_owned(), title, description, body, picture }
}

/// What is aimed at, since when.
fn goal(voice: &Voice, found: &TargetAnswer, filled: &[(&str, &str)]) -> String {
    let start = found.starts.iter().find(|s| s.taken).map(|s| month(voice, &s.from)).unwrap_or_default();
    let names: Vec<String> = found
        .offenses
        .iter()
        .map(|o| voice.find(&format!("group-{o}")).map_or_else(|| o.replace('_', " "), str::to_owned))
        .collect();
    let names = names.join(", ");
    voice.say("region-goal", &[filled, &[("start", start.as_str()), ("groups", names.as_str())]].concat())
}

/// The last twelve months that are whole.
fn last(found: &TargetAnswer) -> Option<(&TargetPoint, f64)> {
    let point = found.points.last()?;
    Some((point, point.ratio?)).filter(|_| found.baseline.is_some())
}

fn headline(voice: &Voice, found: &TargetAnswer) -> String {
    let Some((_, ratio)) = last(found) else { return voice.say("region-none", &[]) };
    let (n, all) = (number(voice, found.compared.len()), number(voice, agencies(found)));
    let change = percent((1.0 - ratio).abs(), 1);
    let key = if ratio < 1.0 { "region-fewer" } else { "region-more" };
    voice.say(key, &[("n", &n), ("all", &all), ("change", &change)])
}

/// The figures behind it, beside chance and beside an even pace.
fn so_far(voice: &Voice, found: &TargetAnswer) -> Vec<String> {
    let (Some((point, ratio)), Some(baseline)) = (last(found), found.baseline) else { return Vec::new() };
    let (base, now) = (voice.number(baseline), month(voice, &point.month));
    let (from, to) = (month(voice, &found.baseline_from), month(voice, &found.baseline_to));
    let (low, high) = (signed(point.chance_low - 1.0), signed(point.chance_high - 1.0));
    let pace = signed(point.on_pace - 1.0);
    let beside = match ratio {
        r if r < point.chance_low => "region-below-chance",
        r if r > point.chance_high => "region-above-chance",
        _ => "region-within-chance",
    };
    let filled = [
        ("base", base.as_str()),
        ("now", now.as_str()),
        ("from", from.as_str()),
        ("to", to.as_str()),
        ("low", low.as_str()),
        ("high", high.as_str()),
        ("pace", pace.as_str()),
    ];
    let mut said =
        vec![voice.say("region-counted", &filled), voice.say(beside, &filled), voice.say("region-pace", &filled)];
    if point.late {
        said.push(voice.say("region-late", &[]));
    }
    said
}

/// Who publishes months: what is missing stands as large as what is there.
fn counties(voice: &Voice, found: &TargetAnswer) -> String {
    let one = |county: &CountyMask| {
        let (n, all) = (number(voice, county.monthly), number(voice, county.agencies));
        let key = if county.monthly == 0 { "region-county-none" } else { "region-county" };
        let text = voice.say(key, &[("county", &county.county), ("n", &n), ("all", &all)]);
        format!("<li>{}</li>\n", escape(&text))
    };
    let list: String = found.counties.iter().map(one).collect();
    format!(
        "<section class=\"block\">\n<h2>{}</h2>\n<ul class=\"cannot\">\n{list}</ul>\n</section>\n",
        escape(&voice.say("region-who", &[]))
    )
}

fn limits(voice: &Voice, found: &TargetAnswer) -> String {
    let say = |key: &str| escape(&voice.say(key, &[]));
    let list: String = ["region-only-named", "region-no-cause"].map(|key| format!("<li>{}</li>\n", say(key))).concat();
    let source = escape(&found.meta.source);
    format!(
        "<section class=\"block\">\n<h2>{}</h2>\n<ul class=\"cannot\">\n{list}</ul>\n<p class=\"small\">{source}</p>\n\
         </section>\n",
        say("cannot-title")
    )
}

fn agencies(found: &TargetAnswer) -> usize {
    found.counties.iter().map(|c| c.agencies).sum()
}

fn number(voice: &Voice, n: usize) -> String {
    voice.number(i64::try_from(n).unwrap_or(i64::MAX))
}

fn month(voice: &Voice, text: &str) -> String {
    text.parse::<Month>().map_or_else(|_| text.to_owned(), |m| voice.month(m))
}

fn percent(share: f64, digits: usize) -> String {
    format!("{:.digits$}", 100.0 * share)
}

/// A change in percent with its sign.
fn signed(change: f64) -> String {
    let sign = if change < 0.0 { "\u{2212}" } else { "+" };
    format!("{sign}{}", percent(change.abs(), 1))
}
