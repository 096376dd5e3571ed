//! `/api/v1/catchments/score`: a catchment drawn by hand.

use axum::body::Body;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};

use super::Shared;
use super::answers::Common;
use super::guard::json;
use super::reply::{Content, Pairs};
use crate::answers::drawn_score;
use crate::error::{Problem, Refused};
use catchment_questions::{DrawnArea, Params, Question, ScoreAnswer};

/// What a catchment drawn by hand holds, how sure that is, and the best of the same size beside it. Nothing is saved.
#[utoipa::path(post, path = "/api/v1/catchments/score", tag = "answers", params(Common), request_body = DrawnArea,
    responses((status = 200, body = ScoreAnswer), (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 413, body = Problem, content_type = "application/problem+json"), (status = 415, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn score(
    State(shared): State<Shared>,
    Pairs(pairs): Pairs,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refused> {
    let params = Params::read(Question::Drawn, &pairs, &shared.state.data)?;
    let drawn: DrawnArea = json(&shared, &headers, body).await?;
    let answer = drawn_score(&shared.state, &params, drawn).await?;
    let mut response = Content::json(&answer)?.into_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}
