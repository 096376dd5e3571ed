//! Answers off the async threads: remembered under their question, computed once however many ask, and few at a time.

use std::future::Future;
use std::sync::Arc;

use catchment_siting::Measure;
use moka::future::Cache;

use crate::state::AppState;
use catchment_questions::{
    AskError, BacktestAnswer, BacktestOf, CatchmentsFound, CellsFound, ChanceAnswer, ClusterAsk, ClustersFound,
    ConcentrationAnswer, ConcentrationAsk, DecisionDraws, DrawnArea, Format, KeptQuestion, Limits, MEASURES, Of,
    OptimizeAnswer, Params, PlaceRanking, Question, Ranked, Rankings, ScoreAnswer, SurfaceFound,
    backtest as run_backtest, find_catchments, find_cells, find_chance, find_clusters, find_concentration,
    find_decision, find_surface, optimize, rank_catchments, rank_neighborhoods, score_drawn,
};

/// Runs work on a blocking thread, as many at once as there are cores.
///
/// # Errors
/// What the work gives, and [`AskError::Internal`] where it panicked.
pub(crate) async fn heavy<T: Send + 'static>(
    state: &Arc<AppState>,
    work: impl FnOnce(&Arc<AppState>) -> Result<T, AskError> + Send + 'static,
) -> Result<T, AskError> {
    let permit = Arc::clone(&state.workers).acquire_owned().await.map_err(AskError::internal)?;
    let state = Arc::clone(state);
    let done = tokio::task::spawn_blocking(move || {
        let _permit = permit;
        work(&state)
    });
    done.await.map_err(AskError::internal)?
}

/// As [`heavy`], for work that takes long: fewer of it at once.
async fn long<T: Send + 'static>(
    state: &Arc<AppState>,
    work: impl FnOnce(&Arc<AppState>) -> Result<T, AskError> + Send + 'static,
) -> Result<T, AskError> {
    let _place = state.long.acquire().await.map_err(AskError::internal)?;
    heavy(state, work).await
}

async fn remembered<T: Send + Sync + 'static>(
    cache: &Cache<String, Arc<T>>,
    key: String,
    work: impl Future<Output = Result<T, AskError>>,
) -> Result<Arc<T>, AskError> {
    let init = async { work.await.map(Arc::new) };
    cache.try_get_with(key, init).await.map_err(|e: Arc<AskError>| (*e).clone())
}

/// The ranking of neighborhoods.
///
/// # Errors
/// As [`rank_neighborhoods`].
pub(crate) async fn neighborhoods(state: &Arc<AppState>, params: &Params) -> Result<Arc<PlaceRanking>, AskError> {
    let question = params.ranking(Of::Neighborhoods);
    let key = question.canonical();
    remembered(&state.caches.neighborhoods, key, heavy(state, move |s| rank_neighborhoods(s, &question))).await
}

/// The search for catchments.
///
/// # Errors
/// As [`find_catchments`].
pub(crate) async fn search(state: &Arc<AppState>, params: &Params) -> Result<Arc<CatchmentsFound>, AskError> {
    let question = params.search();
    let key = question.canonical();
    remembered(&state.caches.searches, key, long(state, move |s| find_catchments(s, &question))).await
}

/// The ranking of catchments, and the search behind it.
///
/// # Errors
/// As [`find_catchments`] and [`rank_catchments`].
pub(crate) async fn catchments(
    state: &Arc<AppState>,
    params: &Params,
) -> Result<(Arc<CatchmentsFound>, Arc<PlaceRanking>), AskError> {
    let found = search(state, params).await?;
    let question = params.ranking(Of::Catchments);
    let key = question.canonical();
    let behind = Arc::clone(&found);
    let ranking =
        remembered(&state.caches.catchments, key, heavy(state, move |s| rank_catchments(s, &question, &behind)))
            .await?;
    Ok((found, ranking))
}

/// The draws behind a decision: kept while weights move.
///
/// # Errors
/// As [`neighborhoods`], [`catchments`] and [`find_decision`].
pub(crate) async fn decision(state: &Arc<AppState>, params: &Params) -> Result<Arc<DecisionDraws>, AskError> {
    let question = params.decision_draws();
    let key = question.canonical();
    let work = Box::pin(async {
        let (found, place) = match question.of {
            Of::Neighborhoods => (None, neighborhoods(state, &question).await?),
            Of::Catchments => catchments(state, &question).await.map(|(found, place)| (Some(found), place))?,
        };
        heavy(state, move |s| find_decision(s, &question, &place, found.as_deref())).await
    });
    Box::pin(remembered(&state.caches.decisions, key, work)).await
}

/// The cells.
///
/// # Errors
/// As [`find_cells`].
pub(crate) async fn cells(state: &Arc<AppState>, params: &Params) -> Result<Arc<CellsFound>, AskError> {
    let question = params.cells();
    let key = question.canonical();
    remembered(&state.caches.cells, key, long(state, move |s| find_cells(s, &question))).await
}

/// The best catchments under limits.
///
/// # Errors
/// As [`optimize`].
pub(crate) async fn optimized(
    state: &Arc<AppState>,
    params: &Params,
    limits: &Limits,
) -> Result<Arc<OptimizeAnswer>, AskError> {
    let question = Params { format: Format::Json, ..params.clone() };
    let key = format!("{}{}", question.canonical(), limits.canonical());
    let limits = limits.clone();
    remembered(&state.caches.optimized, key, long(state, move |s| optimize(s, &question, &limits))).await
}

/// The chance of each cell, and the choice behind it.
///
/// # Errors
/// As [`optimized`] and [`find_chance`].
pub(crate) async fn chance(
    state: &Arc<AppState>,
    params: &Params,
    limits: &Limits,
    draws: usize,
) -> Result<Arc<ChanceAnswer>, AskError> {
    let question = Params { format: Format::Json, ..params.clone() };
    let key = format!("{}{}&draws={draws}", question.canonical(), limits.canonical());
    let limits = limits.clone();
    let work = Box::pin(async {
        let plain = optimized(state, &Params { question: Question::Optimize, ..question.clone() }, &limits).await?;
        long(state, move |s| find_chance(s, &question, &limits, draws, &plain)).await
    });
    Box::pin(remembered(&state.caches.chances, key, work)).await
}

/// The clusters.
///
/// # Errors
/// As [`find_clusters`].
pub(crate) async fn clusters(state: &Arc<AppState>, ask: &ClusterAsk) -> Result<Arc<ClustersFound>, AskError> {
    let ask = ask.clone();
    remembered(&state.caches.clusters, ask.behind(), long(state, move |s| find_clusters(s, &ask))).await
}

/// Concentration and stability.
///
/// # Errors
/// As [`find_concentration`].
pub(crate) async fn concentration(
    state: &Arc<AppState>,
    ask: &ConcentrationAsk,
) -> Result<ConcentrationAnswer, AskError> {
    let ask = ask.clone();
    long(state, move |s| find_concentration(s, &ask)).await
}

/// The surface.
///
/// # Errors
/// As [`find_surface`].
pub(crate) async fn surface(state: &Arc<AppState>, params: &Params) -> Result<Arc<SurfaceFound>, AskError> {
    let question = params.surface();
    let key = question.canonical();
    remembered(&state.caches.surfaces, key, long(state, move |s| find_surface(s, &question))).await
}

/// The backtest.
///
/// # Errors
/// As [`run_backtest`].
pub(crate) async fn backtest(state: &Arc<AppState>, params: &Params) -> Result<Arc<BacktestAnswer>, AskError> {
    let question = params.tested();
    let key = question.canonical();
    remembered(&state.caches.backtests, key, long(state, move |s| run_backtest(s, &question, BacktestOf::default())))
        .await
}

/// The same places ranked by the measure asked for and by all three.
///
/// # Errors
/// As the ranking by the measure asked for; another by which nothing can be ranked is left out.
pub(crate) async fn by_all_measures(state: &Arc<AppState>, params: &Params, of: Of) -> Result<Rankings, AskError> {
    let rank = |measure: Measure| {
        let question = params.by(measure);
        async move {
            match of {
                Of::Neighborhoods => neighborhoods(state, &question).await,
                Of::Catchments => catchments(state, &question).await.map(|(_, ranking)| ranking),
            }
        }
    };
    let asked = rank(params.measure).await?;
    let mut by = [None, None, None];
    for (slot, measure) in by.iter_mut().zip(MEASURES) {
        *slot = rank(measure).await.ok();
    }
    Ok(Rankings { asked, by })
}

/// A kept question, answered in full.
///
/// # Errors
/// As [`KeptQuestion::read`] and the answers.
pub(crate) async fn ranked(state: &Arc<AppState>, pairs: &[(String, String)]) -> Result<Ranked, AskError> {
    let KeptQuestion { params, decision: weighed, choice } = KeptQuestion::read(state, pairs)?;
    let (found, ranking) = match params.of {
        Of::Neighborhoods => (None, neighborhoods(state, &params).await?),
        Of::Catchments => {
            let (found, ranking) = catchments(state, &params).await?;
            (Some(found), ranking)
        }
    };
    let decision = match weighed {
        Some(params) => Some((params.clone(), decision(state, &params).await?)),
        None => None,
    };
    let choice = match choice {
        Some((params, limits)) => Some((limits.clone(), optimized(state, &params, &limits).await?)),
        None => None,
    };
    Ok(Ranked { params, found, ranking, decision, choice })
}

/// The score of a catchment drawn by hand.
///
/// # Errors
/// As [`score_drawn`].
pub(crate) async fn drawn_score(
    state: &Arc<AppState>,
    params: &Params,
    drawn: DrawnArea,
) -> Result<ScoreAnswer, AskError> {
    let params = params.clone();
    long(state, move |s| score_drawn(s, &params, &drawn)).await
}
