//! Where people sign in and out, and who is signed in.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Query, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::guard;
use super::shared::Shared;
use crate::Config;
use crate::error::{Problem, Refused};
use crate::oidc::{BACK, Back, Begun, Done, OUT, Oidc, OidcError, PATIENCE};

/// Where somebody signs in.
const IN: &str = "/sign-in";
/// Where somebody signs out.
const SIGN_OUT: &str = "/sign-out";

/// Who asks.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SignedIn {
    /// Name of who asks; absent where there is no sign-in.
    name: Option<String>,
    /// `reader`, `planner` or `administrator`; absent where there is no sign-in.
    role: Option<String>,
    /// Address at which the session ends; absent where somebody else signs people in, or nobody does.
    sign_out: Option<String>,
}

/// Who is signed in.
#[utoipa::path(get, path = "/api/v1/session", tag = "service",
    responses((status = 200, description = "Who asks, as the sign-in says.", body = SignedIn)))]
pub(super) async fn session(State(shared): State<Shared>, headers: HeaderMap) -> Result<Response, Refused> {
    let person = guard::person(&shared.config, &headers)?;
    let sign_out = shared.config.oidc().map(|_| SIGN_OUT.to_owned());
    let (name, role) = person.map(|p| (p.name, p.role.to_string())).unzip();
    let mut response = Json(SignedIn { name, role, sign_out }).into_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// The addresses of the sign-in; none where people do not sign in at a provider.
pub(super) fn routes(config: &Config) -> Router<Shared> {
    let Some(oidc) = config.oidc() else { return Router::new() };
    let own = Router::new()
        .route(IN, get(begin))
        .route(BACK, get(back))
        .route(SIGN_OUT, get(end))
        .route(OUT, get(out))
        .with_state(Arc::clone(oidc));
    Router::new().merge(own)
}

/// Whether an address is asked for by people who are not signed in yet, or not any more.
pub(super) fn is_way_in(config: &Config, path: &str) -> bool {
    config.oidc().is_some() && [IN, BACK, SIGN_OUT, OUT].contains(&path)
}

/// Where whoever asks for a page signs in first; none for what is no page, or where there is no provider.
pub(super) fn way_in(config: &Config, request: &Request) -> Option<String> {
    let oidc = config.oidc()?;
    let header = |name| request.headers().get(name).and_then(|v| v.to_str().ok());
    let page = request.method() == Method::GET
        && header("accept").is_some_and(|accept| accept.contains("text/html"))
        && header("sec-fetch-mode").is_none_or(|mode| mode == "navigate")
        && header("sec-fetch-dest").is_none_or(|dest| dest == "document");
    let to = request.uri().path_and_query().map_or("/", |p| p.as_str());
    let to = serde_urlencoded::to_string([("to", to)]).ok()?;
    page.then(|| format!("{}{IN}?{to}", oidc.public_url()))
}

/// Sends somebody elsewhere; nobody keeps the answer.
pub(super) fn see_other(location: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    match HeaderValue::try_from(location) {
        Ok(location) => headers.insert(LOCATION, location),
        Err(_) => return Problem::internal().into_response(),
    };
    response
}

#[derive(Debug, Deserialize)]
struct To {
    #[serde(default)]
    to: String,
}

async fn begin(State(oidc): State<Arc<Oidc>>, Query(To { to }): Query<To>, headers: HeaderMap) -> Response {
    let asked = at_provider(&oidc, move |oidc| oidc.begin(&to, &headers)).await;
    let Begun { location, browser } = match asked {
        Ok(begun) => begun,
        Err(error) => return told(&oidc, &error),
    };
    let mut response = see_other(&location);
    set(&mut response, &oidc, oidc.browser_cookie(), &browser, PATIENCE);
    response
}

async fn back(State(oidc): State<Arc<Oidc>>, Query(back): Query<Back>, headers: HeaderMap) -> Response {
    let ended = at_provider(&oidc, move |oidc| oidc.finish(&back, &headers)).await;
    let Done { token, person, to } = match ended {
        Ok(done) => done,
        Err(error) => return told(&oidc, &error),
    };
    tracing::info!(name = person.name, role = %person.role, "signed in");
    let mut response = see_other(&format!("{}{to}", oidc.public_url()));
    set(&mut response, &oidc, oidc.cookie(), &token, oidc.lasts());
    response
}

async fn end(State(oidc): State<Arc<Oidc>>, headers: HeaderMap) -> Response {
    // A page elsewhere has no business signing anybody out.
    let from = headers.get("sec-fetch-site").and_then(|v| v.to_str().ok());
    if from.is_some_and(|site| !matches!(site, "same-origin" | "none")) {
        let detail = "a page of another site asked to sign you out";
        return Problem::new(StatusCode::FORBIDDEN, "cross-site", "Refused from another site", detail).into_response();
    }
    let mut response = match at_provider(&oidc, move |oidc| oidc.end(&headers)).await {
        Ok(after) => see_other(&after),
        Err(error) => told(&oidc, &error),
    };
    set(&mut response, &oidc, oidc.cookie(), "", Duration::ZERO);
    response
}

async fn out(State(oidc): State<Arc<Oidc>>) -> Response {
    page(&oidc, (StatusCode::OK, "You are signed out", "Your session here is over."), "Sign in again")
}

/// Runs what asks the provider and waits, as long as there is a place for it.
async fn at_provider<T: Send + 'static>(
    oidc: &Arc<Oidc>,
    work: impl FnOnce(&Oidc) -> Result<T, OidcError> + Send + 'static,
) -> Result<T, OidcError> {
    let busy = |_| OidcError::Provider("too many people sign in at once; try again in a second".to_owned());
    let _place = oidc.places.try_acquire().map_err(busy)?;
    let oidc = Arc::clone(oidc);
    let done = tokio::task::spawn_blocking(move || work(&oidc)).await;
    done.unwrap_or_else(|error| Err(OidcError::Provider(error.to_string())))
}

/// Sets a cookie that no script sees, and that pages of other sites do not send along.
fn set(response: &mut Response, oidc: &Oidc, name: &str, value: &str, lasts: Duration) {
    let url = oidc.public_url();
    let path = if url.path().is_empty() { "/" } else { url.path() };
    let secure = if url.is_secure() { "; Secure" } else { "" };
    let seconds = lasts.as_secs();
    let text = format!("{name}={value}; Path={path}; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    if let Ok(cookie) = HeaderValue::try_from(text) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
}

/// Says to somebody in front of a browser why a sign-in did not work. What the provider said goes to the log.
fn told(oidc: &Oidc, error: &OidcError) -> Response {
    let (status, title, text) = match error {
        OidcError::Provider(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "Nobody can sign in at the moment",
            "The sign-in service cannot be reached, or is busy. Whoever runs this service finds the reason in its log."
                .to_owned(),
        ),
        OidcError::Kept(_) => (
            StatusCode::SERVICE_UNAVAILABLE,
            "Nobody can sign in at the moment",
            "The session could not be kept. Whoever runs this service finds the reason in its log.".to_owned(),
        ),
        OidcError::NoRole { .. } => (StatusCode::FORBIDDEN, "You have no role here", format!("{error}.")),
        OidcError::Unknown => (StatusCode::BAD_REQUEST, "This sign-in is over", format!("Sorry: {error}.")),
        OidcError::Refused(_) | OidcError::Other | OidcError::Token(_) => {
            (StatusCode::FORBIDDEN, "You are not signed in", "The sign-in service's answer does not hold.".to_owned())
        }
    };
    tracing::warn!(%error, "a sign-in did not work");
    page(oidc, (status, title, &text), "Try again")
}

/// A page that needs nothing that is behind the sign-in.
fn page(oidc: &Oidc, (status, title, text): (StatusCode, &str, &str), again: &str) -> Response {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let (title, text, address) = (escaped(title), escaped(text), format!("{}{IN}", oidc.public_url().path()));
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\">\n<title>{title} · Catchment</title>\n<style>body {{ \
         font: 1.1rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 4rem auto; padding: 0 1rem; \
         color-scheme: light dark }} a {{ color: LinkText }}</style>\n<main>\n<h1>{title}</h1>\n<p>{text}</p>\n<p><a \
         href=\"{address}\">{again}</a></p>\n</main>\n</html>\n"
    );
    let headers = [(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, "no-store")];
    (status, headers, html).into_response()
}
