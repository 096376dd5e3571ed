//! `/api/v1/decision`: places under several weighed criteria.

#![expect(unused_qualifications, reason = "utoipa::path writes parameters of this module as paths")]

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use utoipa::IntoParams;

use super::Shared;
use super::answers::{CatchmentArea, Common, OfRankings, read};
use super::reply::{Content, Kept, Pairs, reply};
use crate::answers::{decision as find_decision, heavy};
use crate::error::Problem;
use catchment_questions::{self as api, DecisionAnswer, Question};

/// How criteria are weighed.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the parameters for the OpenAPI document")]
pub(crate) struct Weighing {
    /// `criterion:weight` pairs separated by commas, weights 0 to 1000, such as `burden:3,recency:1`; default: burden
    /// alone.
    weights: Option<String>,
    /// How sure the weights are: concentration of the Dirichlet distribution around them, 1 to 100000; `inf` (default):
    /// certain.
    concentration: Option<String>,
    /// Months after which an offense counts half in recency, 6 to 240; default 24.
    #[param(minimum = 6.0, maximum = 240.0)]
    half_life_months: Option<f64>,
    /// Sites that exist: `active` (default: at work in the last month of the window), `none`, or ids separated by
    /// commas.
    sites: Option<String>,
}

/// Neighborhoods or candidate catchments under several weighed criteria: how sure each rank is, why it is so, and what
/// would change it.
#[utoipa::path(get, path = "/api/v1/decision", tag = "answers", params(Common, OfRankings, CatchmentArea, Weighing),
    responses((status = 200, body = DecisionAnswer), (status = 304), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn decision(State(shared): State<Shared>, Pairs(pairs): Pairs, headers: HeaderMap) -> Response {
    let params = match read(&shared, Question::Decision, &pairs, &headers) {
        Ok(params) => params,
        Err(error) => return Problem::from(error).into_response(),
    };
    let key = params.canonical();
    let answer = Box::pin(async {
        let found = find_decision(&shared.state, &params).await?;
        heavy(&shared.state, move |s| Content::json(&api::decision_answer(s, &params, &found)?)).await
    });
    reply(&shared.state, &headers, (&key, Kept::Answer), answer).await
}
