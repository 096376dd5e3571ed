//! The front page: find your place, where the program works, all neighborhoods.

use std::fmt::Write as _;

use crate::edition::Edition;
use crate::frame::{Page, picture_of};
use crate::map::Drawing;
use crate::region;
use crate::voice::{Voice, escape, slug};

/// The front page.
pub(crate) fn page(edition: &Edition<'_>, voice: &Voice) -> Page {
    let data = &edition.engine.data;
    let say = |key: &str| voice.say(key, &[]);
    let title = say("index-title");
    let mut body = format!("<h1>{}</h1>\n<p class=\"sub\">{}</p>\n", escape(&title), escape(&say("index-lead")));
    if edition.status.city.synthetic.is_some() {
        let _ = writeln!(body, "<p class=\"check\">{}</p>", escape(&say("synthetic")));
    }
    let _ =
        write!(body, "<section class=\"block\">\n<h2>{}</h2>\n<ul class=\"sites\">\n", escape(&say("where-program")));
    let sites = data.sites_today();
    for site in &sites {
        let ended = site.to.filter(|to| edition.through().is_none_or(|t| *to < t));
        let (since, end) = (voice.month(site.from), ended.map(|m| voice.month(m)).unwrap_or_default());
        let filled = [("site", site.name.as_str()), ("month", since.as_str()), ("end", end.as_str())];
        let text = voice.say(if ended.is_some() { "site-ended" } else { "site-since" }, &filled);
        let _ = writeln!(body, "<li class=\"near\"><i></i><span>{}</span></li>", escape(&text));
    }
    let drawing = Drawing { areas: data.areas.list(), sites: &sites, about: None, label: say("map-city") };
    let _ = write!(body, "</ul>\n<figure class=\"mini\">{}</figure>\n</section>\n", drawing.svg());
    let _ = write!(body, "<section class=\"block\">\n<h2>{}</h2>\n<ul class=\"places\">\n", escape(&say("all-places")));
    for area in edition.neighborhoods() {
        let (address, name) = (slug(&area.id, &area.name), escape(&area.name));
        let _ = writeln!(body, "<li><a href=\"n/{address}.html\">{name}</a></li>");
    }
    body.push_str("</ul>\n</section>\n");
    if let Some(found) = &edition.region {
        let text = escape(&voice.say("region-link", &[("region", &found.region)]));
        let _ = writeln!(body, "<section class=\"block\">\n<p><a href=\"{}\">{text}</a></p>\n</section>", region::PATH);
    }
    let picture = (picture_of(None), say("map-city"));
    Page { path: "index.html".to_owned(), title, description: say("index-description"), body, picture }
}
