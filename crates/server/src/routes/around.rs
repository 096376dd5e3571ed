//! What surrounds every route: an id, limits, headers, counting, one line in the log, and no refusal without a
//! document.
//!
//! All of it is one step, since an answer that is remembered costs less than a stack of layers would.

use std::any::Any;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ALLOW, CACHE_CONTROL,
    CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, VARY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response as HttpResponse, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;

use super::guard::{self, Asker};
use super::service::Monitor;
use super::sign_in;
use super::trail::{self, Asking};
use crate::error::{PROBLEM_JSON, Problem};
use crate::{Config, Origin, Role};

/// The viewer's own files, workers that it makes from blobs, and pictures that it draws; nothing from elsewhere.
const POLICY: &str = "default-src 'self'; script-src 'self'; worker-src 'self' blob:; child-src 'self' blob:; \
                      img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; connect-src 'self'; \
                      object-src 'none'; base-uri 'none'; form-action 'none'";
/// The id of a request: the reader's own, or one that is made.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Longest id that is taken over from a reader.
const LONGEST_ID: usize = 100;

/// What the limits need.
#[derive(Debug, Clone)]
struct Around {
    config: Arc<Config>,
    places: Arc<Semaphore>,
    monitor: Arc<Monitor>,
    /// What every response says.
    fixed: Arc<[(HeaderName, HeaderValue)]>,
    /// Start of the process and number of the request: an id of its own for each.
    start: u64,
    number: Arc<AtomicU64>,
}

/// Puts everything around the routes; what matches none of them is the viewer's.
pub(super) fn wrap(routes: Router, viewer: Router, config: &Arc<Config>, monitor: Arc<Monitor>) -> Router {
    let start = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| u64::try_from(d.as_nanos()).unwrap_or(0));
    let around = Around {
        config: Arc::clone(config),
        places: Arc::new(Semaphore::new(config.in_flight)),
        monitor,
        fixed: fixed(config).into(),
        start,
        number: Arc::default(),
    };
    let all = routes.fallback_service(viewer).layer(CatchPanicLayer::custom(panicked));
    all.layer(from_fn_with_state(around, surrounded))
}

async fn surrounded(State(around): State<Around>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = around.id(&request);
    let route = request.extensions().get::<MatchedPath>().cloned();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    around.monitor.in_flight(1.0);
    let way_in = sign_in::way_in(&around.config, &request);
    let asker = guard::asker(&around.config, &request).and_then(|asker| {
        let open = open_to_all(&path) || sign_in::is_way_in(&around.config, &path);
        let person = if open { None } else { guard::person(&around.config, request.headers())? };
        if path == "/metrics" && person.as_ref().is_some_and(|p| p.role < Role::Administrator) {
            let detail = "administrators read the figures of the service";
            return Err(Problem::new(StatusCode::FORBIDDEN, "role", "Not in this role", detail).into());
        }
        Ok((asker, person))
    });
    let (asker, person) = match asker {
        Ok((asker, person)) => (Ok(asker), person),
        Err(refused) => (Err(refused), None),
    };
    let asked = Asking { method: method.clone(), target: request.uri().to_string(), person };
    let mut response = documented(match &asker {
        Err(_) => StatusCode::FORBIDDEN.into_response(),
        Ok(Asker::Allowed(_)) if method == Method::OPTIONS => StatusCode::NO_CONTENT.into_response(),
        Ok(_) => trail::kept(&around.config, asked, around.limited(request, next).await).await,
    });
    if around.config.sign_in.is_some() {
        own_only(response.headers_mut());
    }
    let allowed = match asker {
        Ok(Asker::Own) => None,
        Ok(Asker::Allowed(origin)) => Some(origin),
        Err(refused) => {
            response = match way_in.filter(|_| refused.status() == StatusCode::UNAUTHORIZED) {
                Some(way_in) => sign_in::see_other(&way_in),
                None => refused.into_response(),
            };
            None
        }
    };
    around.monitor.in_flight(-1.0);
    let headers = response.headers_mut();
    for (name, value) in around.fixed.iter() {
        headers.insert(name, value.clone());
    }
    if let Some(origin) = allowed {
        open_to(headers, &origin);
    }
    headers.insert(REQUEST_ID, id.clone());
    around.told(&method, &path, route.as_ref(), &response, &id, began.elapsed());
    response
}

/// What is answered to whoever asks, also without a sign-in: whether the service lives.
fn open_to_all(path: &str) -> bool {
    matches!(path, "/healthz" | "/readyz")
}

/// What one person was answered is kept by nobody between.
fn own_only(headers: &mut HeaderMap) {
    let public = headers.get(CACHE_CONTROL).and_then(|v| v.to_str().ok()?.strip_prefix("public"));
    if let Some(value) = public.and_then(|rest| HeaderValue::try_from(format!("private{rest}")).ok()) {
        headers.insert(CACHE_CONTROL, value);
    }
}

/// The headers that every response has. Framing and reading by other origins is closed unless it was opened.
fn fixed(config: &Config) -> Vec<(HeaderName, HeaderValue)> {
    let framed = config.allow_embed.iter().flat_map(|origin| [" ", origin.as_str()]).collect::<String>();
    let ancestors = if framed.is_empty() { "'none'".to_owned() } else { format!("'self'{framed}") };
    let policy = HeaderValue::try_from(format!("{POLICY}; frame-ancestors {ancestors}"));
    let reach = if config.allow_origin.is_empty() { "same-origin" } else { "cross-origin" };
    let mut all = vec![
        (CONTENT_SECURITY_POLICY, policy.unwrap_or(HeaderValue::from_static(POLICY))),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static(reach)),
    ];
    // The older header knows no list of origins; browsers that know the newer one pass over it.
    if config.allow_embed.is_empty() {
        all.push((X_FRAME_OPTIONS, HeaderValue::from_static("DENY")));
    }
    if !config.allow_origin.is_empty() {
        all.push((VARY, HeaderValue::from_static("origin, accept, accept-encoding")));
    }
    all
}

/// Lets a page of another origin read a response.
fn open_to(headers: &mut HeaderMap, origin: &Origin) {
    if let Ok(origin) = HeaderValue::try_from(origin.as_str()) {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, HEAD"));
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("etag, link, retry-after"));
    }
}

impl Around {
    fn id(&self, request: &Request) -> HeaderValue {
        let given = request.headers().get(REQUEST_ID).filter(|id| id.len() <= LONGEST_ID).cloned();
        let number = self.number.fetch_add(1, Ordering::Relaxed);
        given.unwrap_or_else(|| {
            let made = HeaderValue::try_from(format!("{:016x}-{number:08x}", self.start));
            made.unwrap_or(HeaderValue::from_static("none"))
        })
    }

    /// Body, number and time. Health and metrics are answered even when nothing else is.
    async fn limited(&self, request: Request, next: Next) -> Response {
        if matches!(request.uri().path(), "/healthz" | "/readyz" | "/metrics") {
            return next.run(request).await;
        }
        let length = request.headers().get(CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<u64>().ok());
        if length.is_some_and(|n| n > self.config.body_bytes) {
            return Problem::too_large(self.config.body_bytes).into_response();
        }
        // A body is read before a place is taken: whoever sends slowly keeps nobody else out.
        let request = match self.whole(request).await {
            Ok(request) => request,
            Err(problem) => return problem.into_response(),
        };
        let Ok(_place) = self.places.try_acquire() else { return Problem::busy().into_response() };
        match tokio::time::timeout(self.config.timeout, next.run(request)).await {
            Ok(response) => response,
            Err(_) => Problem::timeout().into_response(),
        }
    }

    /// A request with all of its body.
    async fn whole(&self, request: Request) -> Result<Request, Problem> {
        if matches!(*request.method(), Method::GET | Method::HEAD) {
            return Ok(request);
        }
        let (parts, body) = request.into_parts();
        let limit = usize::try_from(self.config.body_bytes).unwrap_or(usize::MAX);
        match tokio::time::timeout(self.config.body_time, axum::body::to_bytes(body, limit)).await {
            Ok(Ok(bytes)) => Ok(Request::from_parts(parts, bytes.into())),
            Ok(Err(_)) => Err(Problem::too_large(self.config.body_bytes)),
            Err(_) => Err(Problem::slow_body(self.config.body_time)),
        }
    }

    /// Counts a request by the route that it matched (what matched none is one route of its own, however many addresses
    /// are tried), and says it in one line.
    fn told(
        &self,
        method: &Method,
        path: &str,
        route: Option<&MatchedPath>,
        response: &Response,
        id: &HeaderValue,
        took: Duration,
    ) {
        let status = response.status().as_u16();
        self.monitor.answered(route.map_or("viewer", MatchedPath::as_str), status, took);
        let id = id.to_str().unwrap_or_default();
        tracing::info!(%method, path, status, ms = took.as_secs_f64() * 1000.0, id, "request");
    }
}

/// Gives a document to every refusal that came without one.
fn documented(response: Response) -> Response {
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let kind = response.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    let spoken = status == 503 && kind.starts_with(b"text/plain; charset=utf-8");
    // Whoever signs in stands in front of a browser.
    let page = kind.starts_with(b"text/html");
    if spoken || page || kind.starts_with(PROBLEM_JSON.as_bytes()) {
        return response;
    }
    let mut document = Problem::of_status(status).into_response();
    if let Some(allow) = response.headers().get(ALLOW) {
        document.headers_mut().insert(ALLOW, allow.clone());
    }
    document
}

#[expect(clippy::needless_pass_by_value, reason = "the signature that the layer asks for")]
fn panicked(cause: Box<dyn Any + Send + 'static>) -> HttpResponse<axum::body::Body> {
    let text = cause.downcast_ref::<String>().map(String::as_str).or_else(|| cause.downcast_ref::<&str>().copied());
    tracing::error!(cause = text.unwrap_or("unknown"), "a handler panicked");
    Problem::internal().into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::routing::get;
    use tower::ServiceExt;

    #[tokio::test]
    async fn a_panic_is_a_document_without_detail() {
        async fn boom() -> &'static str {
            panic!("secret detail")
        }
        let routes = Router::new().route("/boom", get(boom));
        let service = wrap(routes, Router::new(), &Arc::new(Config::default()), Arc::new(Monitor::new()));
        let response = service
            .oneshot(Request::get("/boom").header("host", "localhost").body(Body::empty()).unwrap())
            .await
            .unwrap();
        assert_eq!(response.status(), 500);
        assert_eq!(response.headers()[CONTENT_TYPE], PROBLEM_JSON);
        assert!(response.headers().contains_key("x-request-id"));
        let body = axum::body::to_bytes(response.into_body(), 10_000).await.unwrap();
        let text = String::from_utf8_lossy(&body);
        assert!(text.contains("\"code\":\"internal\"") && !text.contains("secret"), "{text}");
    }
}
