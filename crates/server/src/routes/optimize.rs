//! `/api/v1/optimize`: the best catchments under limits; `/api/v1/catchments/chance`: how sure each cell is to be in
//! one.

#![expect(unused_qualifications, reason = "utoipa::path writes parameters of this module as paths")]

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use utoipa::IntoParams;

use super::Shared;
use super::answers::{AsFile, CatchmentArea, Common, read};
use super::reply::{Content, Kept, Pairs, reply};
use crate::answers::{chance as find_chance, optimized};
use crate::error::Problem;
use catchment_questions::{
    ChanceAnswer, Download, Format, Limits, OptimizeAnswer, Question, chance_draws, chance_file,
};

/// Limits of the choice.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the parameters for the OpenAPI document")]
pub(crate) struct OfOptimize {
    /// Work for the proof, 0 (the plain bound at once) to 20; default 4.
    #[param(maximum = 20)]
    effort: Option<u32>,
    /// Longest outline of a catchment, rims of holes included, in circumferences of a circle of its area, 1.3 to 20;
    /// without it a catchment may follow single blocks and leave out those between. A bound makes shapes rounder:
    /// easier to walk and to explain, and they hold less.
    #[param(minimum = 1.3, maximum = 20.0)]
    outline: Option<f64>,
    /// Least distance from sites open in the last month of the data, metres, 0 to 50000; without it sites play no part.
    #[param(minimum = 0.0, maximum = 50000.0)]
    spacing_m: Option<f64>,
    /// Ids of areas that may not be used, separated by commas.
    exclude: Option<String>,
    /// Money for launches, US dollars, at $750,000 each.
    budget_usd: Option<f64>,
    /// Staff that can be had, at 8 a site.
    staff: Option<u32>,
    /// Hours that an interrupter walks in a day, 2 to 6; default 4.
    #[param(minimum = 2.0, maximum = 6.0)]
    hours_a_day: Option<f64>,
}

/// The k disjoint, connected, compact catchments that hold most, with a proven bound on what any other choice could
/// hold.
#[utoipa::path(get, path = "/api/v1/optimize", tag = "answers", params(Common, CatchmentArea, OfOptimize, AsFile),
    responses((status = 200, body = OptimizeAnswer), (status = 304), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn optimize(State(shared): State<Shared>, Pairs(pairs): Pairs, headers: HeaderMap) -> Response {
    let asked = read(&shared, Question::Optimize, &pairs, &headers)
        .and_then(|params| Ok((params, Limits::read(Question::Optimize, &pairs, &shared.state.data)?)));
    let (params, limits) = match asked {
        Ok(asked) => asked,
        Err(error) => return Problem::from(error).into_response(),
    };
    let key = format!("{}{}", params.canonical(), limits.canonical());
    let answer = async {
        let found = optimized(&shared.state, &params, &limits).await?;
        match params.format {
            Format::Json => Content::json(&*found),
            format => Download::optimize(&shared.state, format, &found).map(Into::into),
        }
    };
    reply(&shared.state, &headers, (&key, Kept::Answer), answer).await
}

/// How chances are drawn.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the parameters for the OpenAPI document")]
pub(crate) struct OfChance {
    /// Number of draws, 50 to 1000; default 200, and 100 where the city's finest resolution is 10.
    #[param(minimum = 50, maximum = 1000)]
    draws: Option<u32>,
}

/// The chance of each cell of lying in one of the k best catchments while the harm to expect (or, with `basis=counted`,
/// the counts) is in doubt, and how stable the choice of `/api/v1/optimize` on the same basis is.
#[utoipa::path(get, path = "/api/v1/catchments/chance", tag = "answers", params(Common, CatchmentArea, OfOptimize, OfChance, AsFile),
    responses((status = 200, body = ChanceAnswer), (status = 304), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn chance(State(shared): State<Shared>, Pairs(pairs): Pairs, headers: HeaderMap) -> Response {
    let asked = read(&shared, Question::Chance, &pairs, &headers).and_then(|params| {
        Ok((
            params,
            Limits::read(Question::Chance, &pairs, &shared.state.data)?,
            chance_draws(&pairs, &shared.state.data)?,
        ))
    });
    let (params, limits, draws) = match asked {
        Ok(asked) => asked,
        Err(error) => return Problem::from(error).into_response(),
    };
    let key = format!("{}{}&draws={draws}", params.canonical(), limits.canonical());
    let answer = async {
        let found = find_chance(&shared.state, &params, &limits, draws).await?;
        match params.format {
            Format::Json => Content::json(&*found),
            format => chance_file(&shared.state, format, &found).map(Into::into),
        }
    };
    reply(&shared.state, &headers, (&key, Kept::Answer), answer).await
}
