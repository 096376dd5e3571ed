//! The small page of a neighborhood that other sites show in a frame: the answer, the change, the guard against claims,
//! the source. No script, no search.

use catchment_model::Area;

use crate::edition::{Edition, Figure};
use crate::limits::claim;
use crate::presence::presence;
use crate::said::{counted, pair, program};
use crate::voice::{Voice, escape, slug};

/// Nothing but its style. Which sites may show it is said by the host in a header (`frame-ancestors`): a page cannot.
const POLICY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'";

/// Address of the small page of a neighborhood below its language's folder.
pub(crate) fn address(area: &Area) -> String {
    format!("embed/{}.html", slug(&area.id, &area.name))
}

/// The small page of a neighborhood: address from the root, and HTML.
pub(crate) fn page(edition: &Edition<'_>, voice: &Voice, area: &Area) -> (String, String) {
    let path = format!("{}{}", voice.language.folder, address(area));
    let here = presence(area, &edition.engine.data.sites);
    let (title, said) = program(edition, voice, area, here.as_ref());
    let root = "../".repeat(path.matches('/').count());
    let month = edition.through().map(|m| voice.month(m)).unwrap_or_default();
    let source = voice.say("source", &[("source", &edition.status.city.attribution), ("month", &month)]);
    let html = format!(
        "<!doctype html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <title>{title}</title>\n<link rel=\"stylesheet\" href=\"{root}style.css\">\n</head>\n\
         <body class=\"embed\">\n<main>\n{said}{counts}<p>{claim}</p>\n\
         <p class=\"small\"><a href=\"../n/{slug}.html\" target=\"_top\">{more}</a></p>\n\
         <p class=\"small\">{source}</p>\n</main>\n</body>\n</html>\n",
        code = voice.language.code,
        title = escape(&title),
        counts = counts(edition, voice, area),
        claim = escape(&claim(voice, here.as_ref())),
        slug = slug(&area.id, &area.name),
        more = escape(&voice.say("embed-more", &[])),
        source = escape(&source),
    );
    (path, html)
}

/// What is counted, and the last twelve months beside those before; nothing where the place has no figures.
fn counts(edition: &Edition<'_>, voice: &Voice, area: &Area) -> String {
    let (Some(now), Some(then)) = (edition.twelve(0), edition.twelve(12)) else { return String::new() };
    let Some(at) = edition.area(&area.id) else { return String::new() };
    let (was, is) = (edition.figure(at, then, 0), edition.figure(at, now, 0));
    let months = (voice.month(then.to()), voice.month(now.to()));
    let mut text = counted(edition, voice, (&months.0, &months.1));
    text.push_str(&pair(voice, &area.name, (was, is), (edition.city(then, 0), edition.city(now, 0))));
    if was == Figure::Hidden || is == Figure::Hidden {
        text.extend(["<p>", &escape(&voice.say("not-shown", &[])), "</p>\n"]);
    }
    text
}

/// How others show the page, on the page of the neighborhood. The script beside it makes the address a whole one.
pub(crate) fn offered(voice: &Voice, area: &Area, title: &str) -> String {
    let say = |key: &str| escape(&voice.say(key, &[]));
    // Twice escaped: it is shown as text.
    let frame = format!(
        "<iframe src=\"../{}\" title=\"{}\" width=\"100%\" height=\"640\" loading=\"lazy\" \
         style=\"border:0\"></iframe>",
        address(area),
        escape(title)
    );
    format!(
        "<section class=\"block noprint\">\n<details><summary><h2>{}</h2></summary>\n<p class=\"sub\">{}</p>\n\
         <textarea id=\"embed\" class=\"code\" rows=\"4\" readonly aria-label=\"{}\">{}</textarea>\n</details>\n\
         </section>\n",
        say("embed-title"),
        say("embed-note"),
        say("embed-title"),
        escape(&frame)
    )
}
