//! What every page has around its answer.

use std::fmt::Write as _;

use catchment_model::Area;

use crate::edition::Edition;
use crate::picture::SIZE;
use crate::voice::{LANGUAGES, Voice, escape, slug};

/// Only what comes from the same place as the page; no third party, nothing inline.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
    img-src 'self' data:; worker-src 'self'; base-uri 'none'; form-action 'none'";

/// A page: where it lies, and what is in it.
#[derive(Debug)]
pub(crate) struct Page {
    /// Address below its language's folder.
    pub path: String,
    /// Title.
    pub title: String,
    /// Description.
    pub description: String,
    /// What is between the search and the foot, HTML.
    pub body: String,
    /// The picture that goes with a link to it, from the root, and what it shows.
    pub picture: (String, String),
}

/// Where the picture of a neighborhood lies, or, without one, that of the city.
pub(crate) fn picture_of(about: Option<&Area>) -> String {
    about.map_or_else(|| "pictures/city.png".to_owned(), |area| format!("pictures/{}.png", slug(&area.id, &area.name)))
}

impl Page {
    /// The way from a language's page to the root.
    fn root(&self, folder: &str) -> String {
        "../".repeat(folder.matches('/').count() + self.path.matches('/').count())
    }

    /// Address of the page from the root.
    pub(crate) fn address(&self, voice: &Voice) -> String {
        format!("{}{}", voice.language.folder, self.path)
    }

    /// The whole page.
    pub(crate) fn html(&self, edition: &Edition<'_>, voice: &Voice) -> String {
        let say = |key: &str| escape(&voice.say(key, &[]));
        let root = self.root(voice.language.folder);
        let code = voice.language.code;
        let (title, description) = (escape(&self.title), escape(&self.description));
        let brand = escape(&voice.say("brand", &[("city", &edition.status.city.name)]));
        let mut others = String::new();
        let mut links = String::new();
        for language in LANGUAGES {
            let address = format!("{root}{}{}", language.folder, self.path);
            let _ = writeln!(links, "<link rel=\"alternate\" hreflang=\"{}\" href=\"{address}\">", language.code);
            if language.code != code {
                let name = escape(&Voice::new(language).say("lang-name", &[]));
                let code = language.code;
                let _ = write!(others, "<a href=\"{address}\" hreflang=\"{code}\" lang=\"{code}\">{name}</a>");
            }
        }
        let mut words = String::new();
        for key in ["find-none", "find-some", "find-street-in", "here-none"] {
            // The script fills these in.
            let open = [("n", "{n}"), ("street", "{street}"), ("place", "{place}")];
            let _ = write!(words, " data-{key}=\"{}\"", escape(&voice.say(key, &open)));
        }
        format!(
            "<!doctype html>\n<html lang=\"{code}\" data-root=\"{root}\" data-folder=\"{folder}\">\n<head>\n\
             <meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
             <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n<title>{title}</title>\n\
             <meta name=\"description\" content=\"{description}\">\n<meta property=\"og:title\" content=\"{title}\">\n\
             <meta property=\"og:description\" content=\"{description}\">\n{preview}\
             <link rel=\"stylesheet\" href=\"{root}style.css\">\n{links}\
             <link rel=\"alternate\" type=\"application/atom+xml\" title=\"{news}\" href=\"{root}feed.xml\">\n\
             <link rel=\"icon\" href=\"data:,\">\n\
             <script src=\"{root}find.js\" defer></script>\n</head>\n<body>\n\
             <a class=\"skip\" href=\"#answer\">{skip}</a>\n<header>\n\
             <div class=\"bar\"><a class=\"brand\" href=\"{root}{folder}index.html\">{brand}</a>{others}</div>\n\
             <div id=\"search\" class=\"search\" hidden{words}>\n<label for=\"find\">{find}</label>\n\
             <div class=\"field\"><input id=\"find\" type=\"search\" autocomplete=\"off\" autocapitalize=\"off\" \
             spellcheck=\"false\" aria-describedby=\"found-note\">\
             <button id=\"here\" type=\"button\">{here}</button></div>\n\
             <p id=\"found-note\" class=\"small\" role=\"status\">{hint}</p>\n\
             <ul id=\"found\"></ul>\n</div>\n</header>\n\
             <main id=\"answer\">\n{body}{foot}</main>\n</body>\n</html>\n",
            folder = voice.language.folder,
            preview = self.preview(edition, voice, &root),
            news = say("news"),
            skip = say("skip"),
            find = say("find"),
            here = say("here"),
            hint = say("find-hint"),
            body = self.body,
            foot = foot(edition, voice, &root),
        )
    }
}

impl Page {
    /// What whoever shows a link to the page draws beside its title.
    fn preview(&self, edition: &Edition<'_>, voice: &Voice, root: &str) -> String {
        let (path, shows) = &self.picture;
        let base = edition.address.as_ref();
        let image = escape(&base.map_or_else(|| format!("{root}{path}"), |base| format!("{base}/{path}")));
        let own = base.map_or_else(String::new, |base| {
            format!("<meta property=\"og:url\" content=\"{}/{}\">\n", escape(base), escape(&self.address(voice)))
        });
        let (width, height) = SIZE;
        format!(
            "{own}<meta property=\"og:type\" content=\"article\">\n<meta property=\"og:image\" content=\"{image}\">\n\
             <meta property=\"og:image:width\" content=\"{width}\">\n\
             <meta property=\"og:image:height\" content=\"{height}\">\n\
             <meta property=\"og:image:alt\" content=\"{}\">\n\
             <meta name=\"twitter:card\" content=\"summary_large_image\">\n",
            escape(shows)
        )
    }
}

fn foot(edition: &Edition<'_>, voice: &Voice, root: &str) -> String {
    let say = |key: &str| escape(&voice.say(key, &[]));
    let month = edition.through().map(|m| voice.month(m)).unwrap_or_default();
    let rule = &edition.rule;
    let people = voice.number(whole(rule.min_residents));
    let most = voice.number(i64::from(rule.least_count) - 1);
    let mut safe = escape(&voice.say("rule", &[("most", &most), ("people", &people)]));
    if rule.round_to > 1 {
        safe.push(' ');
        safe.push_str(&escape(&voice.say("rule-rounded", &[("n", &rule.round_to.to_string())])));
    }
    if !edition.revised.is_empty() {
        let n = voice.number(i64::try_from(edition.revised.len()).unwrap_or(i64::MAX));
        let text = escape(&voice.say("revised", &[("n", &n)]));
        let _ = write!(safe, " <a href=\"{root}data/revisions.csv\">{text}</a>");
    }
    let source = voice.say("source", &[("source", &edition.status.city.attribution), ("month", &month)]);
    format!(
        "<section class=\"block foot\">\n<h2>{rule_title}</h2>\n<p>{safe}</p>\n<h2>{source_title}</h2>\n\
         <p>{source}</p>\n<ul class=\"links\"><li><a href=\"{root}data/figures.csv\">{files}</a></li>\
         <li><a href=\"{root}data/columns.csv\">{columns}</a></li>\
         <li><a href=\"{root}data/neighborhoods.pmtiles\">{tiles}</a></li>\
         <li><a href=\"{root}feed.xml\">{news}</a></li></ul>\n\
         <p class=\"small noprint\">{print}</p>\n</section>\n",
        rule_title = say("rule-title"),
        source_title = say("source-title"),
        source = escape(&source),
        files = say("files"),
        columns = say("columns"),
        tiles = say("tiles"),
        news = say("news"),
        print = say("print"),
    )
}

/// Residents as a whole number.
#[expect(clippy::cast_possible_truncation, reason = "residents of an area")]
pub(crate) fn whole(n: f64) -> i64 {
    n.round() as i64
}
