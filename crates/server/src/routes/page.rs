//! The viewer's page with what it says to those who show links to it: the Open Graph protocol (ogp.me) and Twitter's
//! cards.
//!
//! Title and description are said always; whole addresses only where the service knows under which it is reached, and a
//! picture only where one of this dataset was drawn.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::extract::MatchedPath;
use axum::extract::State;
use axum::http::header::{CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::{brief, views};
use crate::preview::viewer_about;
use crate::{AppState, Config, Preview, error::Problem};

/// Where the picture is served.
const PICTURE: &str = "/preview.png";

/// The page: the file as it stands on disk with each request, and what goes into its head.
#[derive(Debug, Clone)]
pub(super) struct Page {
    file: PathBuf,
    config: Arc<Config>,
    state: Arc<AppState>,
}

impl Page {
    /// The page of a folder.
    pub(super) fn new(folder: &Path, config: &Arc<Config>, state: &Arc<AppState>) -> Self {
        Self { file: folder.join("index.html"), config: Arc::clone(config), state: Arc::clone(state) }
    }

    /// Routes of the page under its own names, and under those of its views.
    pub(super) fn routes(&self) -> Router {
        let own = Router::new().route("/", get(page)).route("/index.html", get(page));
        let all = views::paths().fold(own, |routes, path| routes.route(path, get(page)));
        all.with_state(self.clone())
    }

    /// What an address of it says; `None` for one that names nothing.
    fn said(&self, pattern: &str, path: &str) -> Option<Said> {
        let engine = self.state.engine();
        let data = &engine.data;
        if matches!(pattern, "/" | "/index.html") {
            return Some(Said { path: "/".to_owned(), title: None, about: None });
        }
        let (title, about) = views::said(pattern, path, data)?;
        Some(Said { path: path.to_owned(), title: Some(title), about: Some(about) })
    }
}

/// The route of the picture, where there is one.
pub(super) fn picture(preview: Option<&Preview>) -> Router {
    let Some(preview) = preview else { return Router::new().route(PICTURE, get(missing)) };
    Router::new().route(PICTURE, get(send_picture)).with_state(Arc::new(preview.clone()))
}

async fn missing() -> Response {
    Problem::no_route(PICTURE).into_response()
}

async fn send_picture(State(preview): State<Arc<Preview>>, headers: HeaderMap) -> Response {
    tagged(&headers, &preview.tag, "image/png", || preview.png.clone())
}

/// What an address of the page says of itself; the page as a whole has words of its own.
struct Said {
    path: String,
    title: Option<String>,
    about: Option<&'static str>,
}

async fn page(State(page): State<Page>, pattern: MatchedPath, uri: Uri, headers: HeaderMap) -> Response {
    let Some(said) = page.said(pattern.as_str(), uri.path()) else {
        return Problem::no_route(uri.path()).into_response();
    };
    // Read anew each time: a viewer that is built again has other files.
    match tokio::fs::read_to_string(&page.file).await {
        Ok(text) => {
            let text = with_head(&text, &said.title_of(&page.state), &head(&page.config, &page.state, &said));
            let tag = blake3::hash(text.as_bytes()).to_hex().as_str()[..16].to_owned();
            tagged(&headers, &tag, "text/html; charset=utf-8", || text.into_bytes())
        }
        Err(error) => {
            tracing::error!(%error, file = %page.file.display(), "the viewer's page cannot be read");
            Problem::internal().into_response()
        }
    }
}

/// 304 where the reader has it. The tag is weak: compressed forms share it.
fn tagged(headers: &HeaderMap, tag: &str, kind: &'static str, body: impl FnOnce() -> Vec<u8>) -> Response {
    let given = headers.get_all(IF_NONE_MATCH).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(','));
    let has = given.map(|t| t.trim().trim_start_matches("W/").trim_matches('"')).any(|t| t == tag);
    let mut response = if has {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(CONTENT_TYPE, HeaderValue::from_static(kind))], body()).into_response()
    };
    if let Ok(value) = HeaderValue::try_from(format!("W/\"{tag}\"")) {
        response.headers_mut().insert(ETAG, value);
    }
    response
}

impl Said {
    /// What the tab says.
    fn title_of(&self, state: &AppState) -> String {
        let engine = state.engine();
        let city = &engine.data.city.name;
        self.title.as_ref().map_or_else(|| format!("{city} · Catchment"), |t| format!("{t} · {city} · Catchment"))
    }
}

/// The page with its title, and with tags at the end of its head; a page without a head is left as it is.
fn with_head(page: &str, title: &str, tags: &str) -> String {
    let titled = match (page.find("<title>"), page.find("</title>")) {
        (Some(from), Some(to)) if from < to => {
            format!("{}<title>{}{}", &page[..from], escaped(title), &page[to..])
        }
        _ => page.to_owned(),
    };
    titled.replacen("</head>", &format!("{tags}</head>"), 1)
}

fn head(config: &Config, state: &AppState, said: &Said) -> String {
    let engine = state.engine();
    let city = &engine.data.city.name;
    let preview = config.preview.as_ref();
    let whole = preview.map_or_else(|| viewer_about(&engine.data), |p| p.about.clone());
    let about = said.about.map_or(whole, |about| format!("{city}: {about} {}", viewer_about(&engine.data)));
    let title = match &said.title {
        Some(title) => format!("{title}, {city}"),
        None => format!("{city}: where violence concentrates"),
    };
    let mut tags = String::new();
    let mut say = |kind: &str, name: &str, value: &str| {
        let _ = write!(tags, "  <meta {kind}=\"{name}\" content=\"{}\" />\n  ", escaped(value));
    };
    say("property", "og:type", "website");
    say("property", "og:site_name", "Catchment");
    say("name", "brief", brief::offered(config.report.as_ref()));
    say("property", "og:title", &title);
    say("property", "og:description", &about);
    let mut card = "summary";
    if let Some(url) = &config.public_url {
        say("property", "og:url", &format!("{url}{}", said.path));
        if let Some(preview) = preview {
            card = "summary_large_image";
            // Those who show links keep pictures under their address: another picture has another.
            say("property", "og:image", &format!("{url}{PICTURE}?v={}", preview.tag));
            say("property", "og:image:type", "image/png");
            say("property", "og:image:width", &preview.size.0.to_string());
            say("property", "og:image:height", &preview.size.1.to_string());
            say("property", "og:image:alt", &preview.about);
        }
    }
    say("name", "twitter:card", card);
    tags
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_stand_in_the_head() {
        assert_eq!(
            with_head("<head><title>a</title></head><body>", "<b>", "T"),
            "<head><title>&lt;b&gt;</title>T</head><body>"
        );
        assert_eq!(with_head("<!doctype html>x", "b", "T"), "<!doctype html>x");
        assert_eq!(escaped("a \"b\" <c> & d"), "a &quot;b&quot; &lt;c&gt; &amp; d");
    }
}
