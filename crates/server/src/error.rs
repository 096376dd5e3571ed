//! The only mapping from faults to HTTP: RFC 9457 problem documents with stable codes.
//!
//! A bad parameter is named with its value and what would be accepted. What is behind a 5xx is logged, never sent.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use catchment_store::PeopleError;
use serde::Serialize;
use utoipa::ToSchema;

use catchment_questions::AskError;

/// A problem document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// `urn:catchment:problem:` and the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind of problem, for people.
    pub title: &'static str,
    /// HTTP status.
    pub status: u16,
    /// Stable code.
    pub code: &'static str,
    /// This problem, for people.
    pub detail: String,
    /// Parameter at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// Its value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// What would be accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted: Option<String>,
}

/// Media type of problem documents.
pub(crate) const PROBLEM_JSON: &str = "application/problem+json";

impl Problem {
    /// A problem that is not about a parameter.
    pub(crate) fn new(status: StatusCode, code: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        let kind = format!("urn:catchment:problem:{code}");
        Self {
            kind,
            title,
            status: status.as_u16(),
            code,
            detail: detail.into(),
            parameter: None,
            value: None,
            accepted: None,
        }
    }

    fn about(self, parameter: &str, value: &str, accepted: &str) -> Self {
        Self {
            parameter: Some(parameter.to_owned()),
            value: Some(value.to_owned()),
            accepted: Some(accepted.to_owned()),
            ..self
        }
    }

    /// A fault of the program: nothing of it is told.
    pub(crate) fn internal() -> Self {
        let detail = "the fault was logged; the request id in the header x-request-id finds it";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "The answer could not be computed", detail)
    }

    /// Too much to do.
    pub(crate) fn busy() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "Too many requests at once", "try again in a second")
    }

    /// Took too long.
    pub(crate) fn timeout() -> Self {
        let detail = "the answer took too long; try again, or ask for less";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "timeout", "The answer took too long", detail)
    }

    /// Long work was given up because nobody asked about it any more.
    pub(crate) fn stopped() -> Self {
        let detail = "nobody asked about this work for a while, so it was given up; ask again to begin it anew";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "stopped", "The work was given up", detail)
    }

    /// The body of a request is too large.
    pub(crate) fn too_large(limit: u64) -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "body-too-large",
            "The request is too large",
            format!("a body may have up to {limit} bytes"),
        )
    }

    /// The body of a request takes too long.
    pub(crate) fn slow_body(limit: std::time::Duration) -> Self {
        let detail = format!("a body has to come within {} seconds", limit.as_secs());
        Self::new(StatusCode::REQUEST_TIMEOUT, "slow-body", "The request came too slowly", detail)
    }

    /// An address names another dataset than the one that is served.
    pub(crate) fn other_dataset(asked: &str, served: &str) -> Self {
        let asked: String = asked.chars().take(100).collect();
        let detail = format!("the dataset {asked} is not served here any more; the one that is served is {served}");
        let problem = Self::new(StatusCode::NOT_FOUND, "other-dataset", "Another dataset is served", detail);
        problem.about("dataset", &asked, served)
    }

    /// No such address.
    pub(crate) fn no_route(path: &str) -> Self {
        let path: String = path.chars().take(200).collect();
        Self::new(
            StatusCode::NOT_FOUND,
            "not-found",
            "Not found",
            format!("there is nothing at {path}; see /api/v1/openapi.json"),
        )
    }

    /// What stands for a status that some layer gave without a document.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::new(status, "not-found", "Not found", "there is nothing at this address"),
            StatusCode::METHOD_NOT_ALLOWED => {
                Self::new(status, "method-not-allowed", "Method not allowed", "this address is read with GET")
            }
            StatusCode::NOT_ACCEPTABLE => {
                Self::new(status, "not-acceptable", "Not acceptable", "no encoding that the request accepts is at hand")
            }
            s if s.is_server_error() => Self { status: s.as_u16(), ..Self::internal() },
            s => {
                Self::new(s, "bad-request", "The request cannot be answered", s.canonical_reason().unwrap_or("refused"))
            }
        }
    }
}

impl From<&AskError> for Problem {
    fn from(error: &AskError) -> Self {
        let bad = |code, title| Self::new(StatusCode::BAD_REQUEST, code, title, error.to_string());
        match error {
            AskError::Value { parameter, value, accepted } => {
                bad("invalid-parameter", "A parameter is not accepted").about(parameter, value, accepted)
            }
            AskError::Unknown { parameter, value, accepted } => {
                bad("unknown-parameter", "A parameter is not known").about(parameter, value, accepted)
            }
            AskError::Repeated { parameter, value } => {
                bad("repeated-parameter", "A parameter stands twice").about(parameter, value, "one value")
            }
            AskError::NotCovered { value, accepted } => {
                bad("window-not-covered", "The window has no data").about("from", value, accepted)
            }
            AskError::Withheld { value, accepted, .. } => {
                bad("withheld", "This is not shown so finely").about("offense", value, accepted)
            }
            AskError::NotFound { id, accepted, .. } => {
                Self::new(StatusCode::NOT_FOUND, "not-found", "Not found", error.to_string()).about("id", id, accepted)
            }
            AskError::Stopped => Self::stopped(),
            _ => Self::internal(),
        }
    }
}

impl From<AskError> for Problem {
    fn from(error: AskError) -> Self {
        if let AskError::Internal(source) = &error {
            tracing::error!(error = ?source, "an answer could not be computed");
        }
        Self::from(&error)
    }
}

impl From<PeopleError> for Problem {
    fn from(error: PeopleError) -> Self {
        let detail = error.to_string();
        let not_found = |detail| Self::new(StatusCode::NOT_FOUND, "not-found", "Not found", detail);
        match &error {
            PeopleError::NoScenario { .. } | PeopleError::NoRevision { .. } | PeopleError::NoSite { .. } => {
                not_found(detail)
            }
            PeopleError::SiteTaken { .. } => Self::new(StatusCode::CONFLICT, "site-taken", "The id is taken", detail),
            PeopleError::Site { field, value, expected } => {
                Self::new(StatusCode::BAD_REQUEST, "invalid-site", "The site is not accepted", detail)
                    .about(field, value, expected)
            }
            PeopleError::Damaged { .. } => {
                tracing::error!(%error, "what people wrote is damaged");
                let detail = "what was saved before cannot be trusted, and nothing is built on it: whoever runs the \
                              service finds it in the log";
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "damaged", "Damaged", detail)
            }
            PeopleError::Conflict { expected, current, .. } | PeopleError::SiteConflict { expected, current, .. } => {
                Self::new(StatusCode::PRECONDITION_FAILED, "revision-conflict", "Someone saved in between", detail)
                    .about("If-Match", &format!("\"{expected}\""), &format!("\"{current}\""))
            }
            PeopleError::Draft { field, value, expected } => {
                Self::new(StatusCode::BAD_REQUEST, "invalid-scenario", "The scenario is not accepted", detail)
                    .about(field, value, expected)
            }
            PeopleError::Busy { .. } => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "busy",
                "Another is writing",
                "another request or program is writing; nothing was saved: try again in a second",
            ),
            PeopleError::Full { .. } => {
                tracing::error!(%error, "nothing can be saved");
                Self::new(
                    StatusCode::INSUFFICIENT_STORAGE,
                    "disk-full",
                    "There is no room left",
                    "nothing was saved: whoever runs the service has to make room on its disk",
                )
            }
            other => {
                tracing::error!(error = ?other, "what people wrote could not be read or kept");
                Self::internal()
            }
        }
    }
}

/// A refusal on its way out: small, so that what succeeds does not carry room for it.
#[derive(Debug)]
pub(crate) struct Refused(Box<Problem>);

impl Refused {
    /// The status that it is sent with.
    pub(crate) fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self(Box::new(problem))
    }
}

impl From<AskError> for Refused {
    fn from(error: AskError) -> Self {
        Problem::from(error).into()
    }
}

impl From<PeopleError> for Refused {
    fn from(error: PeopleError) -> Self {
        Problem::from(error).into()
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        self.0.into_response()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if status == StatusCode::SERVICE_UNAVAILABLE {
            headers.insert(axum::http::header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        response
    }
}
