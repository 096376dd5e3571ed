//! Expected harm per cell: what the months of a window say about the year after.

use catchment_model::{Finest, GroupId, Month, ReportedBy, Selection};
use catchment_siting::{
    BacktestError, BacktestInput, ExpectedHarm, ExpectedHarmParams, Hindsight, MonthlyHarm, Past, expected_harm,
    harm_dispersion, hindsight,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::ApiError;
use super::catchments::{harm, inside_of_place, search_input, usable};
use super::counts::{Months, fold};
use super::params::{HarmBasis, Params, Shown};
use super::study::{NO_CELL, StudyCells};
use crate::engine::Engine;

/// How expected harm came about.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ExpectedInfo {
    /// Months after which a month counts half.
    pub half_life_months: f64,
    /// Exponent of a month's harm on a cell.
    pub burst: f64,
    /// Other offenses that victims report and that say something about the harm to come, by the city file.
    pub predictors: Vec<PredictorInfo>,
}

/// An offense group that helps to say where harm will be.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PredictorInfo {
    /// Id of the group.
    pub offense: String,
    /// Its name.
    pub label: String,
    /// What a count of it is worth beside one of harm, learned from the months of the window alone.
    pub weight: f64,
}

/// What is maximized on each inside cell: weighted counts, or expected harm per year with how it came about.
///
/// # Errors
/// [`ApiError::Internal`] where columns do not fit.
pub(super) fn sought(
    engine: &Engine,
    params: &Params,
    shown: &Shown,
    study: &StudyCells,
) -> Result<(Vec<f64>, Option<ExpectedInfo>), ApiError> {
    if params.sought == HarmBasis::Counted {
        return Ok((harm(engine, params, shown, study), None));
    }
    let learned = Learned::new(engine, params, shown, study)?;
    let found = learned.ask(study, params, expected_harm)?;
    let info = |(id, weight): (&GroupId, &f64)| {
        let (offense, label) =
            engine.data.offenses.group(*id).map(|g| (g.id.clone(), g.label.clone())).unwrap_or_default();
        PredictorInfo { offense, label, weight: *weight }
    };
    let ExpectedHarmParams { half_life_months, burst, .. } = ExpectedHarmParams::default();
    let predictors = learned.groups.iter().zip(&found.predictor_weights).map(info).collect();
    Ok((found.per_year, Some(ExpectedInfo { half_life_months, burst, predictors })))
}

/// Past years beside what would have been said of them, and variance ÷ mean of the months' harm on single cells (1
/// where the months do not tell).
pub(super) fn looked_back(
    engine: &Engine,
    params: &Params,
    shown: &Shown,
    study: &StudyCells,
) -> Result<(Vec<Hindsight>, f64), ApiError> {
    let learned = Learned::new(engine, params, shown, study)?;
    let past = learned.ask(study, params, hindsight)?;
    Ok((past, harm_dispersion(&learned.monthly, params.window.to().next()).unwrap_or(1.0)))
}

/// The months that expected harm is learned from.
struct Learned {
    monthly: MonthlyHarm,
    groups: Vec<GroupId>,
    predictors: Vec<MonthlyHarm>,
}

impl Learned {
    fn new(engine: &Engine, params: &Params, shown: &Shown, study: &StudyCells) -> Result<Self, ApiError> {
        let monthly = monthly_harm(engine, params, &shown.selection, study)?;
        let groups = predictor_groups(engine, &shown.selection);
        let predictors = predictors(engine, params, &groups, study)?;
        Ok(Self { monthly, groups, predictors })
    }

    /// Asks the engine with its own settings.
    fn ask<T>(
        &self,
        study: &StudyCells,
        params: &Params,
        question: impl Fn(&BacktestInput<'_>, Past<'_>, &ExpectedHarm) -> Result<T, BacktestError>,
    ) -> Result<T, ApiError> {
        let (allowed, neighborhood) = (usable(study), vec![None; study.inside.len()]);
        let nothing = vec![0.0; study.inside.len()];
        let ground = search_input(study, &nothing, &allowed);
        let Self { monthly, predictors, .. } = self;
        let input = BacktestInput { ground, monthly, predictors, neighborhood: &neighborhood };
        let how = ExpectedHarmParams::default().check().map_err(ApiError::internal)?;
        question(&input, monthly.before(params.window.to().next()), &how).map_err(ApiError::internal)
    }
}

/// The city's predictors that are not themselves looked at. Only what victims report and what may be shown per cell,
/// whatever a file says.
pub(super) fn predictor_groups(engine: &Engine, selection: &Selection) -> Vec<GroupId> {
    let offenses = &engine.data.offenses;
    let ids = engine.data.city.analysis.predictors.iter().filter_map(|id| offenses.id(id));
    let allowed = |id: &GroupId| {
        let group = offenses.group(*id);
        group.is_some_and(|g| g.reported_by == ReportedBy::Victim && g.finest >= Finest::Cell)
            && selection.weight(*id) <= 0.0
    };
    ids.filter(allowed).collect()
}

/// Counts of each predictor.
pub(super) fn predictors(
    engine: &Engine,
    params: &Params,
    groups: &[GroupId],
    study: &StudyCells,
) -> Result<Vec<MonthlyHarm>, ApiError> {
    let one = |id: &GroupId| {
        let name = engine.data.offenses.group(*id).map(|g| g.id.clone()).unwrap_or_default();
        let selection = engine.data.offenses.select(&name).map_err(ApiError::internal)?;
        monthly_harm(engine, params, &selection, study)
    };
    groups.iter().map(one).collect()
}

/// Harm of each inside cell and covered month; what is located in no inside cell stands apart.
pub(super) fn monthly_harm(
    engine: &Engine,
    params: &Params,
    selection: &Selection,
    study: &StudyCells,
) -> Result<MonthlyHarm, ApiError> {
    let covered = Months::of(params, engine);
    let months: Vec<Month> =
        params.window.months().zip(&covered.covered_at).filter(|(_, at)| at.is_some()).map(|(m, _)| m).collect();
    let inside = inside_of_place(study);
    let mut counts = Vec::new();
    let mut elsewhere = vec![0.0; months.len()];
    fold(engine, params, selection, &covered, |entry, month, n| {
        let place = entry.place as usize;
        let harm = n as f64 * selection.weight(entry.group);
        match (inside[place].and_then(|c| u32::try_from(c).ok()), u32::try_from(month)) {
            (Some(cell), Ok(at)) => counts.push((at, cell, harm)),
            _ if study.of_place[place] != NO_CELL => elsewhere[month] += harm,
            _ => {}
        }
    });
    MonthlyHarm::new(study.inside.len(), months, counts, elsewhere).map_err(ApiError::internal)
}
