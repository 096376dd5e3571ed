//! The audit trail: each write and each file that was taken is put down, with who did it.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::http::header::{CONTENT_DISPOSITION, ETAG, LOCATION};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use catchment_store::{Act, Did, People};

use crate::Config;
use crate::error::Problem;
use crate::role::Person;

/// What was asked, and by whom.
pub(super) struct Asking {
    pub(super) method: Method,
    pub(super) target: String,
    pub(super) person: Option<Person>,
}

/// Where people write.
const KEPT: [&str; 2] = ["/api/v1/scenarios", "/api/v1/sites/register"];
/// Who asks where there is no sign-in.
const NOBODY: &str = "without sign-in";

/// Puts down what was done, where it is a write or an export. A file is not handed out where that cannot be put down.
pub(super) async fn kept(config: &Config, asked: Asking, response: Response) -> Response {
    let Some((people, (did, what))) = config.people.as_ref().zip(told(&asked, &response)) else { return response };
    let (who, role) = match asked.person {
        Some(person) => (person.name, person.role.to_string()),
        None => (NOBODY.to_owned(), String::new()),
    };
    let act = Act { at: now(), who, role, did, what };
    match put_down(people, act).await {
        Ok(()) => response,
        Err(why) => {
            tracing::error!(why, "the audit trail could not be written");
            // What was saved is saved; a file can be asked for again.
            if did == Did::Write { response } else { Problem::busy().into_response() }
        }
    }
}

async fn put_down(people: &Arc<People>, act: Act) -> Result<(), String> {
    let people = Arc::clone(people);
    let done = tokio::task::spawn_blocking(move || people.note(&act)).await;
    done.map_err(|e| e.to_string())?.map_err(|e| e.to_string())
}

/// What a response did, where that is a write or an export.
fn told(asked: &Asking, response: &Response) -> Option<(Did, String)> {
    let text = |name| header(response.headers(), name);
    match (&asked.method, response.status()) {
        (&Method::GET | &Method::POST, StatusCode::OK) if text(CONTENT_DISPOSITION.as_str()).is_some() => {
            Some((Did::Export, asked.target.clone()))
        }
        (&Method::POST | &Method::PUT, StatusCode::OK | StatusCode::CREATED)
            if KEPT.iter().any(|address| asked.target.starts_with(address)) =>
        {
            let place = text(LOCATION.as_str()).unwrap_or(&asked.target);
            Some((Did::Write, format!("{place} revision {}", text(ETAG.as_str()).unwrap_or("?").trim_matches('"'))))
        }
        _ => None,
    }
}

fn header<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Seconds since 1970-01-01 UTC.
fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).ok().and_then(|d| i64::try_from(d.as_secs()).ok()).unwrap_or(0)
}
