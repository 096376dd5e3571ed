//! The door of every question: one handler. A remembered answer is one look and no more.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{RawPathParams, RawQuery, State};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use axum::routing::{get, post};
use catchment_questions::file::Form;
use catchment_questions::pieces::{Param, Piece, Place};
use catchment_questions::{AskError, Encoding, Engine, Finished, Question, Unwatched, Visitor, Watch, ask};

use super::door::{self, Door};
use super::guard::{body_text, desk};
use super::reply::{accepted_form, has, not_modified, running, send};
use super::shared::{Asked, Shared};
use crate::error::Refused;
use crate::jobs::Running;

/// Adds the route of each question.
pub(super) struct Routes(pub(super) Router<Shared>);

impl Visitor for Routes {
    fn question<Q: Question>(&mut self) {
        let address = address::<Q>();
        let route = match body_param::<Q>() {
            Some(_) => post(with_body::<Q>),
            None if Q::DESK => get(at_the_desk::<Q>),
            None => get(without_body::<Q>),
        };
        self.0 = std::mem::take(&mut self.0).route(&address, route);
    }
}

/// The whole address of a question.
pub(super) fn address<Q: Question>() -> String {
    format!("/api/v1/{}", Q::ADDRESS)
}

/// The parameter that comes as the body of the request, where there is one.
pub(super) fn body_param<Q: Question>() -> Option<Param> {
    Q::Ask::params().into_iter().find(|p| p.place == Place::Body)
}

/// As [`without_body`], for the supervisor's desk alone: refused before anything that is remembered, and kept by nobody
/// on the way.
async fn at_the_desk<Q: Question>(
    shared: State<Shared>,
    path: RawPathParams,
    query: RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    desk(&shared, &headers)?;
    let mut response = without_body::<Q>(shared, path, query, headers).await?;
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok(response)
}

async fn without_body<Q: Question>(
    State(shared): State<Shared>,
    path: RawPathParams,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let query = query.unwrap_or_default();
    let within = path.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect::<Vec<_>>();
    let engine = shared.state.engine();
    let spelled = spelled((&*engine, Q::ADDRESS), &within, &query, &headers);
    if let Some(asked) = shared.spellings.get(&spelled) {
        if has(&headers, &asked.tag) {
            return Ok(not_modified(&shared, &asked));
        }
        if let Some(finished) = engine.remembered(&asked.key, asked.encoding(&headers)) {
            return Ok(send(&shared, &asked, &finished));
        }
    }
    let (question, asked) = read::<Q>(&shared, within, &query, &headers)?;
    shared.spellings.insert(spelled, Arc::clone(&asked));
    answer(&shared, question, &asked, &headers).await
}

async fn with_body<Q: Question>(
    State(shared): State<Shared>,
    path: RawPathParams,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refused> {
    let mut given = path.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect::<Vec<_>>();
    if let Some(param) = body_param::<Q>() {
        given.push((param.name.to_owned(), body_text(&shared, &headers, body).await?));
    }
    let (question, asked) = read::<Q>(&shared, given, &query.unwrap_or_default(), &headers)?;
    answer(&shared, question, &asked, &headers).await
}

/// How a question was spelled: equal spellings are equal questions, and need not be read again.
fn spelled(
    (engine, address): (&Engine, &str),
    within: &[(String, String)],
    query: &str,
    headers: &HeaderMap,
) -> String {
    let form = accepted_form(headers).map_or("", Form::name);
    let register = engine.data.register.as_deref().unwrap_or_default();
    let mut text = format!("{register} {address} {form}");
    for (_, value) in within {
        text.push('/');
        text.push_str(value);
    }
    text.push('?');
    text.push_str(query);
    text
}

/// Reads and checks a question with what belongs to the door.
fn read<Q: Question>(
    shared: &Shared,
    mut given: Vec<(String, String)>,
    query: &str,
    headers: &HeaderMap,
) -> Result<(Q, Arc<Asked>), Refused> {
    given.extend(door::pairs(query)?);
    let engine = shared.state.engine();
    let address = whole_address::<Q>(&given);
    let Door { form, byte_order_mark, dataset, rest } =
        door::take(given, &Q::Ask::params(), Q::FORMS, &engine.data.id)?;
    let form = form.or_else(|| accepted_form(headers).filter(|form| Q::FORMS.contains(form))).unwrap_or(Form::Json);
    door::only_before_tables(byte_order_mark, form)?;
    let question: Q = ask(&rest, &engine.data)?;
    let key = Engine::key(&question, form)?;
    let tag = engine.tag(&key);
    let table = form == Form::Csv && Q::FORMS.contains(&Form::About);
    let about = || format!("<{address}?{}>; rel=\"describedby\"", door::about_instead(query));
    let about = if table { HeaderValue::try_from(about()).ok() } else { None };
    Ok((question, Arc::new(Asked { key, tag, form, byte_order_mark, immutable: dataset && !Q::SITES, about })))
}

/// The address of a question with what belongs into its path.
fn whole_address<Q: Question>(given: &[(String, String)]) -> String {
    let fill = |address: String, (name, value): &(String, String)| {
        let plain = value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if plain { address.replace(&format!("{{{name}}}"), value) } else { address }
    };
    given.iter().fold(address::<Q>(), fill)
}

async fn answer<Q: Question>(
    shared: &Shared,
    question: Q,
    asked: &Arc<Asked>,
    headers: &HeaderMap,
) -> Result<Response, Refused> {
    if has(headers, &asked.tag) {
        return Ok(not_modified(shared, asked));
    }
    let (form, encoding) = (asked.form, asked.encoding(headers));
    if let Some(finished) = shared.state.engine().remembered(&asked.key, encoding) {
        return Ok(send(shared, asked, &finished));
    }
    let finished = if Q::LONG {
        match long(shared, question, asked, encoding).await? {
            Ok(finished) => finished,
            Err(progress) => return Ok(running(&progress)),
        }
    } else {
        let quiet = Unwatched;
        shared.state.quick(move |engine| engine.finished(&question, (form, encoding), &quiet)).await?
    };
    Ok(send(shared, asked, &finished))
}

/// A finished answer, or how far the work is.
async fn long<Q: Question>(
    shared: &Shared,
    question: Q,
    asked: &Asked,
    encoding: Encoding,
) -> Result<Result<Arc<Finished>, Running>, AskError> {
    let engine = &shared.state.engine();
    let form = asked.form;
    let job = question.clone();
    let work =
        move |engine: &Engine, watch: &dyn Watch| engine.finished(&job, (form, Encoding::Identity), watch).map(|_| ());
    let waited = shared.state.jobs.wait(engine, (&asked.key, Q::BACKGROUND), shared.config.patience, work).await?;
    if let Some(progress) = waited {
        Ok(Err(progress))
    } else {
        let quiet = Unwatched;
        shared.state.quick(move |engine| engine.finished(&question, (form, encoding), &quiet)).await.map(Ok)
    }
}
