//! Expected harm per cell: what the months of a window say about the year after.

use catchment_model::{Finest, GroupId, Month, Query, ReportedBy, Selection};
use catchment_siting::{
    BacktestError, BacktestInput, ExpectedHarm, ExpectedHarmParams, Hindsight, MonthlyHarm, Past, expected_harm,
    harm_dispersion, hindsight,
};

use super::Engine;
use super::counts::{Months, fold};
use super::ground::{harm, inside_of_place, search_input, usable};
use super::study::{NO_CELL, StudyCells};
use crate::error::AskError;
use crate::pieces::Objective;

/// How expected harm came about.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Expected {
    /// How it was reckoned.
    pub(crate) how: ExpectedHarmParams,
    /// What a count of each predictor is worth beside one of harm, learned from the months of the window alone.
    pub(crate) predictors: Vec<(GroupId, f64)>,
}

/// What a search maximizes on each inside cell: weighted counts, or expected harm per year with how it came about.
///
/// # Errors
/// [`AskError::Internal`] where columns do not fit.
pub(crate) fn objective(
    engine: &Engine,
    query: &Query,
    objective: Objective,
    study: &StudyCells,
) -> Result<(Vec<f64>, Option<Expected>), AskError> {
    if objective == Objective::Counted {
        return Ok((harm(engine, query, study), None));
    }
    let learned = Learned::new(engine, query, study)?;
    let found = learned.ask(study, expected_harm)?;
    let predictors = learned.groups.iter().copied().zip(found.predictor_weights.iter().copied()).collect();
    Ok((found.per_year, Some(Expected { how: ExpectedHarmParams::default(), predictors })))
}

/// Past years beside what would have been said of them, and variance ÷ mean of the months' harm on single cells (1
/// where the months do not tell).
pub(crate) fn looked_back(
    engine: &Engine,
    query: &Query,
    study: &StudyCells,
) -> Result<(Vec<Hindsight>, f64), AskError> {
    let learned = Learned::new(engine, query, study)?;
    let past = learned.ask(study, hindsight)?;
    Ok((past, harm_dispersion(&learned.monthly, query.window.to().next()).unwrap_or(1.0)))
}

/// The months that expected harm is learned from.
struct Learned {
    /// The month after the last.
    next: Month,
    monthly: MonthlyHarm,
    groups: Vec<GroupId>,
    predictors: Vec<MonthlyHarm>,
}

impl Learned {
    fn new(engine: &Engine, query: &Query, study: &StudyCells) -> Result<Self, AskError> {
        let monthly = monthly_harm(engine, query, study)?;
        let groups = predictor_groups(engine, &query.selection);
        let predictors = predictors(engine, query, &groups, study)?;
        Ok(Self { next: query.window.to().next(), monthly, groups, predictors })
    }

    /// Asks the method with its own settings.
    fn ask<T>(
        &self,
        study: &StudyCells,
        question: impl Fn(&BacktestInput<'_>, Past<'_>, &ExpectedHarm) -> Result<T, BacktestError>,
    ) -> Result<T, AskError> {
        let (allowed, neighborhood) = (usable(study), vec![None; study.inside.len()]);
        let nothing = vec![0.0; study.inside.len()];
        let ground = search_input(study, &nothing, &allowed);
        let Self { monthly, predictors, .. } = self;
        let input = BacktestInput { ground, monthly, predictors, incidents: None, neighborhood: &neighborhood };
        let how = ExpectedHarmParams::default().check().map_err(AskError::internal)?;
        question(&input, monthly.before(self.next), &how).map_err(AskError::internal)
    }
}

/// The city's predictors that are not themselves looked at. Only what victims report and what may be shown per cell,
/// whatever a file says.
pub(crate) fn predictor_groups(engine: &Engine, selection: &Selection) -> Vec<GroupId> {
    let offenses = &engine.data.offenses;
    let ids = engine.data.city.analysis.predictors.iter().filter_map(|id| offenses.id(id));
    let allowed = |id: &GroupId| {
        let group = offenses.group(*id);
        group.is_some_and(|g| g.reported_by == ReportedBy::Victim && g.finest >= Finest::Cell)
            && selection.weight(*id) <= 0.0
    };
    ids.filter(allowed).collect()
}

/// Counts of each predictor, by cell and covered month.
pub(crate) fn predictors(
    engine: &Engine,
    query: &Query,
    groups: &[GroupId],
    study: &StudyCells,
) -> Result<Vec<MonthlyHarm>, AskError> {
    let one = |id: &GroupId| {
        let name = engine.data.offenses.group(*id).map(|g| g.id.clone()).unwrap_or_default();
        let selection = engine.data.offenses.select(&name).map_err(AskError::internal)?;
        monthly_harm(engine, &Query { selection, ..query.clone() }, study)
    };
    groups.iter().map(one).collect()
}

/// Harm of each inside cell and covered month; what is located in no inside cell stands apart.
pub(crate) fn monthly_harm(engine: &Engine, query: &Query, study: &StudyCells) -> Result<MonthlyHarm, AskError> {
    let covered = Months::of(query.window, engine);
    let months: Vec<Month> =
        query.window.months().zip(&covered.covered_at).filter(|(_, at)| at.is_some()).map(|(m, _)| m).collect();
    let inside = inside_of_place(study);
    let mut counts = Vec::new();
    let mut elsewhere = vec![0.0; months.len()];
    fold(engine, query, &covered, |entry, month, n| {
        let place = entry.place as usize;
        let harm = n as f64 * query.selection.weight(entry.group);
        match (inside[place].and_then(|c| u32::try_from(c).ok()), u32::try_from(month)) {
            (Some(cell), Ok(at)) => counts.push((at, cell, harm)),
            _ if study.of_place[place] != NO_CELL => elsewhere[month] += harm,
            _ => {}
        }
    });
    MonthlyHarm::new(study.inside.len(), months, counts, elsewhere).map_err(AskError::internal)
}
