//! `/api/v1/scenarios`: what people save, its history, its record, and two side by side.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::body::Body;
use axum::extract::{Path, RawQuery, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, IF_MATCH, LOCATION};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use catchment_store::{Draft, Listed, People, PeopleError, Scenario};
use serde::Serialize;
use serde_json::Value;
use utoipa::IntoResponses;

use catchment_questions::drawn::Score;
use catchment_questions::kept::{Answered, KeptQuestion, question_pairs};
use catchment_questions::record::{record as recorded, record_text};
use catchment_questions::scenarios::{
    CompareAnswer, ScenarioAnswer, ScenarioBody, ScenarioList, Side, compare_scenarios, drawn_area, scenario_in_record,
};
use catchment_questions::{AskError, Engine, Unwatched};

use super::door;
use super::guard::{json, staff, writer};
use super::shared::Shared;
use crate::error::{Problem, Refused};

/// Most drawn areas that a comparison scores on each side: each is a search of its own.
const MAX_SCORED: usize = 5;

/// Scenarios, the last saved first.
#[utoipa::path(get, path = "/api/v1/scenarios", tag = "scenarios", params(
        ("archived" = Option<bool>, Query, description = "Whether archived ones are listed too")),
    responses((status = 200, description = "Scenarios.", body = ScenarioList), Refusals))]
pub(crate) async fn list(
    State(shared): State<Shared>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    staff(&shared, &headers)?;
    let pairs = pairs(query)?;
    let [archived] = named(&pairs, ["archived"])?;
    let archived = match archived {
        None | Some("false") => false,
        Some("true") => true,
        Some(other) => return Err(AskError::value("archived", other, "true or false").into()),
    };
    let found = with_people(&shared, move |p| p.list(archived)).await?;
    Ok(listed(found))
}

/// Saves a new scenario.
#[utoipa::path(post, path = "/api/v1/scenarios", tag = "scenarios", request_body = ScenarioBody,
    responses((status = 201, description = "Saved.", body = ScenarioAnswer), Refusals))]
pub(crate) async fn create(State(shared): State<Shared>, headers: HeaderMap, body: Body) -> Result<Response, Refused> {
    writer(&shared, &headers)?;
    let draft = draft(&shared, &headers, body, None).await?;
    let saved = with_people(&shared, move |p| p.create(&draft, now())).await?;
    Ok(revision(StatusCode::CREATED, saved))
}

/// A scenario: its latest revision, or a given one.
#[utoipa::path(get, path = "/api/v1/scenarios/{id}", tag = "scenarios",
    params(
        ("id" = i64, Path, description = "Scenario id", minimum = 1,
            maximum = 9_007_199_254_740_991_i64),
        ("revision" = Option<u32>, Query,
            description = "Revision; where none is given, the latest", minimum = 1, maximum = 4_294_967_295_u32)),
    responses((status = 200, description = "The scenario.", body = ScenarioAnswer), Refusals))]
pub(crate) async fn get(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    Ok(revision(StatusCode::OK, kept(&shared, &headers, &id, query).await?))
}

/// Saves a scenario anew. `If-Match` holds the tag of the revision that was read; where another came in between,
/// nothing is saved.
#[utoipa::path(put, path = "/api/v1/scenarios/{id}", tag = "scenarios", request_body = ScenarioBody,
    params(
        ("id" = i64, Path, description = "Scenario id", minimum = 1,
            maximum = 9_007_199_254_740_991_i64),
        ("If-Match" = String, Header,
            description = "Tag of the revision that was read, such as \"3\"", pattern = "^\"[0-9]+\"$")),
    responses((status = 200, description = "The scenario.", body = ScenarioAnswer), Refusals))]
pub(crate) async fn put(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refused> {
    writer(&shared, &headers)?;
    let (id, expected) = (scenario_id("id", &id)?, expected_revision(&headers)?);
    let before = with_people(&shared, move |p| p.get(id, None)).await?.draft.question;
    let draft = draft(&shared, &headers, body, Some(&before)).await?;
    let saved = with_people(&shared, move |p| p.save(id, expected, &draft, now())).await?;
    Ok(revision(StatusCode::OK, saved))
}

/// All revisions of a scenario, the first first.
#[utoipa::path(get, path = "/api/v1/scenarios/{id}/history", tag = "scenarios", params(
        ("id" = i64, Path, description = "Scenario id", minimum = 1,
            maximum = 9_007_199_254_740_991_i64)),
    responses((status = 200, description = "Scenarios.", body = ScenarioList), Refusals))]
pub(crate) async fn history(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    staff(&shared, &headers)?;
    let [] = named(&pairs(query)?, [])?;
    let id = scenario_id("id", &id)?;
    let found = with_people(&shared, move |p| p.history(id)).await?;
    Ok(listed(found))
}

/// The decision record of a scenario: its question answered now, with everything that the answer came from. `catchment
/// replay` computes it again.
#[utoipa::path(post, path = "/api/v1/scenarios/{id}/record", tag = "scenarios",
    params(
        ("id" = i64, Path, description = "Scenario id", minimum = 1,
            maximum = 9_007_199_254_740_991_i64),
        ("revision" = Option<u32>, Query,
            description = "Revision; where none is given, the latest", minimum = 1, maximum = 4_294_967_295_u32)),
    responses((status = 200, description = "The record, canonical JSON.", body = Object), Refusals))]
pub(crate) async fn record(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let scenario = kept(&shared, &headers, &id, query).await?;
    let pairs = question_pairs(&scenario.draft.question)?;
    let (asked, part) = (scenario.draft.acted_on.clone(), scenario_in_record(&scenario));
    let work = move |engine: &Engine| {
        let asked = asked.and_then(|name| name.parse().ok());
        let question = KeptQuestion::read(&engine.data, &pairs, asked)?;
        recorded(engine, &pairs, &Answered::compute(engine, question, &Unwatched)?, Some(part))
    };
    let record = shared.state.quick(work).await?;
    let mut response = (StatusCode::OK, record_text(&record)).into_response();
    let file = format!("attachment; filename=\"record-scenario-{}-revision-{}.json\"", scenario.id, scenario.revision);
    head(
        &mut response,
        [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store"), (CONTENT_DISPOSITION, &file)],
    );
    Ok(response)
}

/// Two scenarios side by side, both answered on the dataset that is served.
#[utoipa::path(get, path = "/api/v1/scenarios/compare", tag = "scenarios",
    params(("a" = i64, Query, description = "Scenario id", minimum = 1, maximum = 9_007_199_254_740_991_i64),
        ("b" = i64, Query, description = "Scenario id", minimum = 1, maximum = 9_007_199_254_740_991_i64),
        ("revision_a" = Option<u32>, Query,
            description = "Revision; where none is given, the latest", minimum = 1, maximum = 4_294_967_295_u32),
        ("revision_b" = Option<u32>, Query,
            description = "Revision; where none is given, the latest", minimum = 1, maximum = 4_294_967_295_u32)),
    responses((status = 200, description = "Both, side by side.", body = CompareAnswer), Refusals))]
pub(crate) async fn compare(
    State(shared): State<Shared>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    staff(&shared, &headers)?;
    let pairs = pairs(query)?;
    let [a, b, revision_a, revision_b] = named(&pairs, ["a", "b", "revision_a", "revision_b"])?;
    let a = side(&shared, scenario_id("a", a.unwrap_or_default())?, number("revision_a", revision_a)?).await?;
    let b = side(&shared, scenario_id("b", b.unwrap_or_default())?, number("revision_b", revision_b)?).await?;
    let compared = shared.state.quick(move |engine| compare_scenarios(engine, a, b)).await?;
    Ok(answer(StatusCode::OK, &compared))
}

async fn side(shared: &Shared, id: i64, given: Option<u32>) -> Result<Side, Refused> {
    let scenario = with_people(shared, move |p| p.get(id, given)).await?;
    Ok(shared.state.quick(move |engine| answered(engine, scenario)).await?)
}

/// A scenario with its answers, and its drawn areas with their scores.
fn answered(engine: &Engine, scenario: Scenario) -> Result<Side, AskError> {
    let draft = scenario.draft;
    let asked = draft.acted_on.as_deref().and_then(|name| name.parse().ok());
    let question = KeptQuestion::read(&engine.data, &question_pairs(&draft.question)?, asked)?;
    let score = |(at, area): (usize, &catchment_store::Drawn)| {
        if at >= MAX_SCORED {
            return Err(format!("only the first {MAX_SCORED} drawn areas are scored here"));
        }
        let catchments = question.catchments.as_ref().map_err(ToString::to_string)?;
        let score = Score::beside(catchments, drawn_area(&area.shape));
        engine.answer(&score, &Unwatched).map_err(|e| e.to_string())
    };
    let drawn = draft.drawn.iter().enumerate().map(|(at, area)| (area.name.clone(), score((at, area)))).collect();
    let answered = Answered::compute(engine, question.clone(), &Unwatched)?;
    Ok(Side {
        scenario: (scenario.id, scenario.revision, draft.name, draft.dataset),
        asked,
        picked: draft.picked,
        answered,
        drawn,
    })
}

/// A scenario as it was saved: the revision asked for, or the latest.
pub(super) async fn kept(
    shared: &Shared,
    headers: &HeaderMap,
    id: &str,
    query: Option<String>,
) -> Result<Scenario, Refused> {
    staff(shared, headers)?;
    let (id, given) = (scenario_id("id", id)?, revision_of(&pairs(query)?)?);
    with_people(shared, move |p| p.get(id, given)).await
}

/// What a person wants saved, checked; `before` is the question of the revision before.
async fn draft(shared: &Shared, headers: &HeaderMap, body: Body, before: Option<&Value>) -> Result<Draft, Refused> {
    Ok(json::<ScenarioBody>(shared, headers, body).await?.check(&shared.state.engine(), before)?)
}

/// The pairs of a query string.
pub(super) fn pairs(query: Option<String>) -> Result<Vec<(String, String)>, AskError> {
    door::pairs(&query.unwrap_or_default())
}

/// What may be refused.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "describes the refusals for the OpenAPI document")]
pub(super) enum Refusals {
    /// A parameter or the scenario is not accepted.
    #[response(status = 400, content_type = "application/problem+json")]
    Bad(Problem),
    /// What people write is not open here, or a page of another site asked.
    #[response(status = 403, content_type = "application/problem+json")]
    Closed(Problem),
    /// There is no such scenario or revision, or nothing is kept here.
    #[response(status = 404, content_type = "application/problem+json")]
    Unknown(Problem),
    /// Somebody saved in between.
    #[response(status = 412, content_type = "application/problem+json")]
    Conflict(Problem),
    /// The body is too large.
    #[response(status = 413, content_type = "application/problem+json")]
    Large(Problem),
    /// The body is not JSON.
    #[response(status = 415, content_type = "application/problem+json")]
    Media(Problem),
    /// The revision that was read is not named.
    #[response(status = 428, content_type = "application/problem+json")]
    Revision(Problem),
    /// Too many requests at once, or the answer took too long.
    #[response(status = 503, content_type = "application/problem+json")]
    Busy(Problem),
}

/// The values of named parameters; others are refused.
pub(super) fn named<'a, const N: usize>(
    pairs: &'a [(String, String)],
    names: [&'static str; N],
) -> Result<[Option<&'a str>; N], AskError> {
    if let Some((name, value)) = pairs.iter().find(|(n, _)| !names.contains(&n.as_str())) {
        let accepted = if N == 0 { "no parameters".to_owned() } else { names.join(", ") };
        return Err(AskError::Unknown {
            parameter: name.chars().take(100).collect(),
            value: value.chars().take(100).collect(),
            accepted,
        });
    }
    let mut values = [None; N];
    for (slot, name) in values.iter_mut().zip(names) {
        let mut given = pairs.iter().filter(|(n, _)| n == name).map(|(_, value)| value.as_str());
        *slot = given.next();
        if let Some(second) = given.next() {
            return Err(AskError::Repeated { parameter: name.to_owned(), value: second.chars().take(100).collect() });
        }
    }
    Ok(values)
}

fn number(name: &str, text: Option<&str>) -> Result<Option<u32>, AskError> {
    let read = |t: &str| t.parse::<u32>().ok().filter(|n| *n >= 1);
    text.map(|t| read(t).ok_or_else(|| AskError::value(name, t, "a whole number of 1 or more"))).transpose()
}

fn revision_of(pairs: &[(String, String)]) -> Result<Option<u32>, AskError> {
    let [revision] = named(pairs, ["revision"])?;
    number("revision", revision)
}

fn scenario_id(name: &str, text: &str) -> Result<i64, AskError> {
    text.parse::<i64>()
        .ok()
        .filter(|n| *n >= 1)
        .ok_or_else(|| AskError::value(name, text, "the id of a scenario: a whole number of 1 or more"))
}

pub(super) fn expected_revision(headers: &HeaderMap) -> Result<u32, Refused> {
    let Some(given) = headers.get(IF_MATCH) else {
        let detail = "the header If-Match with the tag of the revision that was read is needed, so that nobody's \
                      work is written over";
        return Err(Problem::new(
            StatusCode::PRECONDITION_REQUIRED,
            "revision-needed",
            "The revision is needed",
            detail,
        )
        .into());
    };
    let text = given.to_str().unwrap_or("?").trim();
    let read = text.strip_prefix('"').and_then(|t| t.strip_suffix('"')).and_then(|t| t.parse().ok());
    read.ok_or_else(|| AskError::value("If-Match", text, "the tag of a revision, such as \"3\"").into())
}

/// Does something with what people wrote, off the async threads.
pub(super) async fn with_people<T: Send + 'static>(
    shared: &Shared,
    work: impl FnOnce(&People) -> Result<T, PeopleError> + Send + 'static,
) -> Result<T, Refused> {
    let Some(people) = shared.config.people.as_ref().map(Arc::clone) else {
        let detail = "this service was started without a place to keep what people write";
        return Err(Problem::new(StatusCode::NOT_FOUND, "no-scenarios", "No scenarios here", detail).into());
    };
    let done = tokio::task::spawn_blocking(move || work(&people)).await.map_err(AskError::internal)?;
    done.map_err(Refused::from)
}

/// Seconds since 1970-01-01 UTC.
pub(super) fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).ok().and_then(|d| i64::try_from(d.as_secs()).ok()).unwrap_or(0)
}

fn revision(status: StatusCode, scenario: Scenario) -> Response {
    let (id, number) = (scenario.id, scenario.revision);
    let mut response = answer(status, &ScenarioAnswer::from(scenario));
    head(&mut response, [(ETAG, format!("\"{number}\"").as_str())]);
    if status == StatusCode::CREATED {
        head(&mut response, [(LOCATION, format!("/api/v1/scenarios/{id}").as_str())]);
    }
    response
}

fn listed(found: Listed) -> Response {
    answer(StatusCode::OK, &ScenarioList::from(found))
}

pub(super) fn answer(status: StatusCode, value: &impl Serialize) -> Response {
    match serde_json::to_vec(value) {
        Ok(bytes) => {
            let mut response = (status, bytes).into_response();
            // What people write is theirs: nothing between them and the service keeps it.
            head(&mut response, [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "private, no-cache")]);
            response
        }
        Err(error) => Problem::from(AskError::internal(error)).into_response(),
    }
}

pub(super) fn head<const N: usize>(response: &mut Response, headers: [(HeaderName, &str); N]) {
    for (name, value) in headers {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(name, value);
        }
    }
}
