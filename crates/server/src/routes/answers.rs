//! `/api/v1`: JSON answers and files.

#![expect(unused_qualifications, reason = "utoipa::path writes parameters of this module as paths")]

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use utoipa::IntoParams;

use super::Shared;
use super::reply::{Content, Kept, Pairs, accepted_format, reply};
use crate::answers::{
    backtest as find_backtest, by_all_measures, catchments, cells as find_cells, heavy, neighborhoods,
    surface as find_surface,
};
use crate::error::Problem;
use catchment_questions::{
    self as api, AskError, AreaAnswer, BacktestAnswer, CellsAnswer, Download, Format, Of, Params, Question,
    RankingsAnswer, StatusAnswer, SurfaceAnswer,
};

/// Parameters that every question has. They are read by hand, so that every fault names parameter, value and accepted
/// range.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the parameters for the OpenAPI document")]
pub(crate) struct Common {
    /// First month, YYYY-MM; default: the city's.
    from: Option<String>,
    /// Last month, YYYY-MM, included; default: the city's.
    to: Option<String>,
    /// Offense groups or aliases, separated by commas; default: the city's harm groups.
    offense: Option<String>,
    /// What one count is: `net` (offenses less those taken back, the default) or `incident` (distinct incidents).
    unit: Option<String>,
    /// Which date counts: `reported` (default) or `occurred`.
    time: Option<String>,
    /// Area of a row: `label` (the police's own, the default) or `point` (the polygon that holds its position).
    area: Option<String>,
    /// What places are compared by: `count` (default), `per_resident` or `per_km2`.
    measure: Option<String>,
    /// Number of areas to choose, 1 to 20.
    #[param(minimum = 1, maximum = 20)]
    k: Option<u32>,
    /// Seed of the draws, 0 to 2^53 - 1; default 1.
    seed: Option<u64>,
}

/// What a ranking has beside.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the parameters for the OpenAPI document")]
pub(crate) struct OfRankings {
    /// `neighborhoods` (default) or `catchments`.
    of: Option<String>,
    /// Number of items in the answer, 1 to 1000; default: all.
    #[param(minimum = 1, maximum = 1000)]
    top: Option<u32>,
}

/// Size of a catchment.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the parameters for the OpenAPI document")]
pub(crate) struct CatchmentArea {
    /// Largest area of a catchment, km², 0.05 to 25; default: the city's.
    #[param(minimum = 0.05, maximum = 25.0)]
    area_km2: Option<f64>,
    /// What catchments are searched on: `counted`, the counts of the window, or `expected`, harm to expect per year
    /// after it. Default: `expected` for the optimum and for the chance of being in it, `counted` for all else.
    basis: Option<String>,
}

/// Form of an answer.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the parameters for the OpenAPI document")]
pub(crate) struct AsFile {
    /// `json` (default), `geojson` or `csv`; without it, the header `Accept` decides.
    format: Option<String>,
}

/// Size of cells.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the parameters for the OpenAPI document")]
pub(crate) struct CellSize {
    /// H3 resolution, 8 up to the city's finest; default 9.
    #[param(minimum = 8, maximum = 10)]
    resolution: Option<u8>,
}

/// How a surface is drawn.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the parameters for the OpenAPI document")]
pub(crate) struct Drawing {
    /// `quartic` (default), `epanechnikov` or `gaussian`.
    kernel: Option<String>,
    /// Bandwidth, metres, 50 to 5000; default: the city's.
    #[param(minimum = 50.0, maximum = 5000.0)]
    bandwidth_m: Option<f64>,
    /// Side of a pixel, metres, up to 1000; the finest depends on the size of the city.
    #[param(maximum = 1000.0)]
    pixel_m: Option<f64>,
    /// Correction at the city's border: `none` (default), `uniform` or `diggle`.
    edge: Option<String>,
}

/// What the dataset is: city, coverage, offenses, accounting, defaults, sites.
#[utoipa::path(get, path = "/api/v1/status", tag = "answers", responses((status = 200, body = StatusAnswer), (status = 304), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn status(State(shared): State<Shared>, Pairs(pairs): Pairs, headers: HeaderMap) -> Response {
    if let Some((name, value)) = pairs.into_iter().next() {
        let error = AskError::Unknown { parameter: name, value, accepted: "no parameters".to_owned() };
        return Problem::from(error).into_response();
    }
    let answer = async { Content::json(&api::status(&shared.state)?) };
    reply(&shared.state, &headers, ("status", Kept::Answer), answer).await
}

/// Neighborhoods or candidate catchments in order, with the uncertainty of their ranks.
#[utoipa::path(get, path = "/api/v1/rankings", tag = "answers", params(Common, OfRankings, CatchmentArea, AsFile),
    responses((status = 200, body = RankingsAnswer), (status = 304), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn rankings(State(shared): State<Shared>, Pairs(pairs): Pairs, headers: HeaderMap) -> Response {
    let params = match read(&shared, Question::Rankings, &pairs, &headers) {
        Ok(params) => params,
        Err(error) => return Problem::from(error).into_response(),
    };
    let key = params.canonical();
    let answer = async {
        match params.of {
            Of::Neighborhoods => {
                let ranking = neighborhoods(&shared.state, &params).await?;
                heavy(&shared.state, move |s| rankings_content(s, &params, None, &ranking)).await
            }
            Of::Catchments => {
                let (found, ranking) = catchments(&shared.state, &params).await?;
                heavy(&shared.state, move |s| rankings_content(s, &params, Some(&found), &ranking)).await
            }
        }
    };
    reply(&shared.state, &headers, (&key, Kept::Answer), answer).await
}

fn rankings_content(
    state: &crate::AppState,
    params: &Params,
    found: Option<&api::CatchmentsFound>,
    ranking: &api::PlaceRanking,
) -> Result<Content, AskError> {
    let answer = match found {
        Some(found) => api::catchment_rankings(params, found, ranking, &state.data),
        None => api::neighborhood_rankings(params, ranking, &state.data),
    };
    match params.format {
        Format::Json => Content::json(&answer),
        format => Download::rankings(state, format, &answer, found).map(Into::into),
    }
}

/// One neighborhood or park in full.
#[utoipa::path(get, path = "/api/v1/areas/{id}", tag = "answers", params(("id" = String, Path, description = "Area \
    id"), Common, AsFile),
    responses((status = 200, body = AreaAnswer), (status = 304), (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn area(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    Pairs(pairs): Pairs,
    headers: HeaderMap,
) -> Response {
    let params = match read(&shared, Question::Area, &pairs, &headers) {
        Ok(params) => params,
        Err(error) => return Problem::from(error).into_response(),
    };
    let key = format!("{}#{id}", params.canonical());
    let answer = async {
        let rankings = by_all_measures(&shared.state, &params, Of::Neighborhoods).await?;
        heavy(&shared.state, move |s| {
            let answer = api::area_answer(s, &params, &id, &rankings)?;
            area_content(s, params.format, &answer, None)
        })
        .await
    };
    reply(&shared.state, &headers, (&key, Kept::Answer), answer).await
}

/// One candidate catchment in full; ids hold for one question.
#[utoipa::path(get, path = "/api/v1/catchments/{id}", tag = "answers",
    params(("id" = String, Path, description = "Catchment id of the ranking with the same parameters: C1, C2 \
        …"), Common, CatchmentArea, AsFile),
    responses((status = 200, body = AreaAnswer), (status = 304), (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn catchment(
    State(shared): State<Shared>,
    Path(id): Path<String>,
    Pairs(pairs): Pairs,
    headers: HeaderMap,
) -> Response {
    let params = match read(&shared, Question::Catchment, &pairs, &headers) {
        Ok(params) => params,
        Err(error) => return Problem::from(error).into_response(),
    };
    let key = format!("{}#{id}", params.canonical());
    let answer = async {
        let (found, _) = catchments(&shared.state, &params).await?;
        let rankings = by_all_measures(&shared.state, &params, Of::Catchments).await?;
        heavy(&shared.state, move |s| {
            let answer = api::catchment_answer(s, &params, &id, &found, &rankings)?;
            area_content(s, params.format, &answer, Some(&found))
        })
        .await
    };
    reply(&shared.state, &headers, (&key, Kept::Answer), answer).await
}

fn area_content(
    state: &crate::AppState,
    format: Format,
    answer: &AreaAnswer,
    found: Option<&api::CatchmentsFound>,
) -> Result<Content, AskError> {
    match format {
        Format::Json => Content::json(answer),
        format => Download::area(state, format, answer, found).map(Into::into),
    }
}

/// Cells of the city with Gi* and the false discovery rate, zeros included.
#[utoipa::path(get, path = "/api/v1/cells", tag = "answers", params(Common, CellSize, AsFile),
    responses((status = 200, body = CellsAnswer), (status = 304), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn cells(State(shared): State<Shared>, Pairs(pairs): Pairs, headers: HeaderMap) -> Response {
    let params = match read(&shared, Question::Cells, &pairs, &headers) {
        Ok(params) => params,
        Err(error) => return Problem::from(error).into_response(),
    };
    let key = params.canonical();
    let answer = async {
        let found = find_cells(&shared.state, &params).await?;
        heavy(&shared.state, move |s| {
            let answer = api::cells_answer(s, &params, &found);
            match params.format {
                Format::Json => Content::json(&answer),
                format => Download::cells(s, format, &answer).map(Into::into),
            }
        })
        .await
    };
    reply(&shared.state, &headers, (&key, Kept::Answer), answer).await
}

/// A kernel density surface in words; its picture is `/tiles/surface/{z}/{x}/{y}` with the same parameters.
#[utoipa::path(get, path = "/api/v1/surface", tag = "answers", params(Common, Drawing),
    responses((status = 200, body = SurfaceAnswer), (status = 304), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn surface(State(shared): State<Shared>, Pairs(pairs): Pairs, headers: HeaderMap) -> Response {
    let params = match read(&shared, Question::Surface, &pairs, &headers) {
        Ok(params) => params,
        Err(error) => return Problem::from(error).into_response(),
    };
    let key = params.canonical();
    let answer = async {
        let found = find_surface(&shared.state, &params).await?;
        Content::json(&api::surface_answer(&shared.state, &params, &found))
    };
    reply(&shared.state, &headers, (&key, Kept::Answer), answer).await
}

/// What a backtest has beside.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the parameters for the OpenAPI document")]
pub(crate) struct OfBacktest {
    /// Largest area of a site, km², 0.05 to 25; default: each of the city's presets.
    #[param(minimum = 0.05, maximum = 25.0)]
    area_km2: Option<f64>,
    /// H3 resolution, 8 up to the city's finest, which is the default.
    #[param(minimum = 8, maximum = 10)]
    resolution: Option<u8>,
}

/// How well each way of choosing sites would have done on the year after, for every whole year of the window (default:
/// of the data) with four covered years before it.
#[utoipa::path(get, path = "/api/v1/backtest", tag = "answers", params(Common, OfBacktest),
    responses((status = 200, body = BacktestAnswer), (status = 304), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn backtest(State(shared): State<Shared>, Pairs(pairs): Pairs, headers: HeaderMap) -> Response {
    let params = match read(&shared, Question::Backtest, &pairs, &headers) {
        Ok(params) => params,
        Err(error) => return Problem::from(error).into_response(),
    };
    let key = params.tested().canonical();
    let answer = async { Content::json(&*find_backtest(&shared.state, &params).await?) };
    reply(&shared.state, &headers, (&key, Kept::Answer), answer).await
}

/// This description.
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "service", responses((status = 200, description = "OpenAPI \
    document", content_type = "application/json"), (status = 304)))]
pub(crate) async fn openapi(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    let answer = async { Ok(Content::text(&shared.openapi)) };
    reply(&shared.state, &headers, ("openapi", Kept::Answer), answer).await
}

pub(super) fn read(
    shared: &Shared,
    question: Question,
    pairs: &[(String, String)],
    headers: &HeaderMap,
) -> Result<Params, AskError> {
    let params = Params::read(question, pairs, &shared.state.data)?;
    let named = pairs.iter().any(|(name, _)| name == "format");
    Ok(if named { params } else { params.in_format(accepted_format(headers)) })
}
