//! `/api/v1/clusters` and `/api/v1/concentration`.

#![expect(unused_qualifications, reason = "utoipa::path writes parameters of this module as paths")]

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use utoipa::IntoParams;

use super::Shared;
use super::answers::{AsFile, CellSize, Common};
use super::reply::{Content, Kept, Pairs, accepted_format, reply};
use crate::answers::{clusters as find_clusters, concentration as find_concentration, heavy};
use crate::error::Problem;
use catchment_questions::{self as api, ClusterAsk, ClustersAnswer, ConcentrationAnswer, ConcentrationAsk, Format};

/// How clusters are found.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the parameters for the OpenAPI document")]
pub(crate) struct HowClusters {
    /// `moran` (default), `emerging`, `scan` (space and time), `scan-space` (the whole window) or `knox`.
    method: Option<String>,
    /// Permutations or simulations behind each p, 99 to 9999; default 999 for `moran`, 199 for scans and `knox`, 99 for
    /// the chance beside the categories of `emerging`.
    #[param(minimum = 99, maximum = 9999)]
    permutations: Option<u32>,
    /// What a scan expects: `permutation` (each place's and each period's own total; default of `scan`, not for
    /// `scan-space`), `residents` (default of `scan-space`) or `area`; by both, each period has its own total.
    baseline: Option<String>,
    /// Months of a time step (`emerging`, default 12; `scan`, default 1), 1 to 60. The last step ends with the window.
    #[param(minimum = 1, maximum = 60)]
    step_months: Option<u32>,
    /// Longest cluster of the scan, in steps, 1 to 24; default 3.
    #[param(minimum = 1, maximum = 24)]
    max_steps: Option<u32>,
    /// Edges of the distance bands of `knox`, metres, rising, separated by commas, up to 2000; default 200.
    distance_m: Option<String>,
    /// Edges of the bands of days apart of `knox`, rising, separated by commas, up to 366; default 14.
    days: Option<String>,
}

/// What is compared.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes the parameters for the OpenAPI document")]
pub(crate) struct HowStable {
    /// Periods whose hot cells are compared: `halves` of the window (default), `years` (each with the next), or `none`.
    stability: Option<String>,
    /// Share of cells that count as hot, 0.001 to 0.5; default 0.05.
    #[param(minimum = 0.001, maximum = 0.5)]
    top_share: Option<f64>,
}

/// Clusters of the city by local Moran, emerging hot spots, space-time scan, or near repeats.
#[utoipa::path(get, path = "/api/v1/clusters", tag = "answers", params(Common, CellSize, HowClusters, AsFile),
    responses((status = 200, body = ClustersAnswer), (status = 304), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn clusters(State(shared): State<Shared>, Pairs(pairs): Pairs, headers: HeaderMap) -> Response {
    let mut ask = match ClusterAsk::read(&pairs, &shared.state.data) {
        Ok(ask) => ask,
        Err(error) => return Problem::from(error).into_response(),
    };
    if !pairs.iter().any(|(name, _)| name == "format") {
        ask.params = ask.params.in_format(accepted_format(&headers));
    }
    let key = ask.canonical();
    let answer = async {
        let found = find_clusters(&shared.state, &ask).await?;
        heavy(&shared.state, move |s| {
            let answer = api::clusters_answer(s, &ask, &found);
            match ask.params.format {
                Format::Json => Content::json(&answer),
                format => api::clusters_file(s, format, &answer).map(Into::into),
            }
        })
        .await
    };
    reply(&shared.state, &headers, (&key, Kept::Answer), answer).await
}

/// How few cells hold how much, against what chance alone would give, and whether they stay the same cells.
#[utoipa::path(get, path = "/api/v1/concentration", tag = "answers", params(Common, CellSize, HowStable),
    responses((status = 200, body = ConcentrationAnswer), (status = 304), (status = 400, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn concentration(State(shared): State<Shared>, Pairs(pairs): Pairs, headers: HeaderMap) -> Response {
    let ask = match ConcentrationAsk::read(&pairs, &shared.state.data) {
        Ok(ask) => ask,
        Err(error) => return Problem::from(error).into_response(),
    };
    let key = ask.canonical();
    let answer = async { Content::json(&find_concentration(&shared.state, &ask).await?) };
    reply(&shared.state, &headers, (&key, Kept::Answer), answer).await
}
