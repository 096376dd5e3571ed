//! How few cells hold how much, against what chance alone would give, and whether they stay the same cells.

use std::sync::OnceLock;

use catchment_model::Finest;
use catchment_spatial::{
    Chance, ConcentrationChance, concentration as measured, concentration_by_chance, sppt, stability as overlap,
};
use catchment_store::Dataset;
use serde::Serialize;
use utoipa::ToSchema;

use super::AskError;
use super::clusters::{CellField, counted};
use super::given::Given;
use super::meta::{Meta, Shows};
use super::params::Params;
use super::question::Question;
use crate::engine::Engine;

/// Simulations behind each null.
const SIMULATIONS: u32 = 199;
/// Seed of the null beside a map: the same for everyone who sees it.
const MAP_SEED: u64 = 1;

/// A question about concentration, read and checked.
#[derive(Debug, Clone, PartialEq)]
pub struct ConcentrationAsk {
    /// What all questions have.
    pub params: Params,
    /// Which periods are compared.
    pub periods: Periods,
    /// Share of cells that are the top ones.
    pub top_share: f64,
}

/// Periods whose hot cells are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Periods {
    /// The two halves of the covered months.
    Halves,
    /// Each two covered stretches of twelve months that follow one another.
    Years,
    /// None.
    None,
}

/// How periods were compared.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct StabilityParams {
    /// `halves`, `years` or `none`.
    pub periods: &'static str,
    /// Share of cells that are the top ones.
    pub top_share: f64,
    /// Simulations behind each null.
    pub simulations: u32,
}

/// A figure under chance alone.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct NullFigure {
    /// Mean.
    pub mean: f64,
    /// Lower end of the middle 95 %.
    pub low: f64,
    /// Upper end of the middle 95 %.
    pub high: f64,
}

/// One figure as observed, and what chance alone would give.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Figure {
    /// As observed.
    pub observed: f64,
    /// If the same number of events fell on the cells by chance, all cells alike.
    pub null: NullFigure,
}

/// Concentration of a map, beside what chance alone would give.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct ConcentrationFigures {
    /// Smallest share of cells that hold half of the events.
    pub cells_with_half: Figure,
    /// Smallest share of cells that hold a quarter.
    pub cells_with_quarter: Figure,
    /// Share of the events in the hottest 5 % of the cells.
    pub in_hottest_5_percent: Figure,
    /// Gini coefficient.
    pub gini: Figure,
    /// Generalized Gini, which allows for fewer events than cells (Bernasco and Steenbeek 2017).
    pub generalized_gini: Figure,
    /// Simulations behind the null.
    pub simulations: u32,
}

/// Whether the hot cells of two periods are the same.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct StabilityItem {
    /// First period, first month.
    pub first_from: String,
    /// First period, last month.
    pub first_to: String,
    /// Events of the first period.
    pub first_count: u64,
    /// Second period, first month.
    pub second_from: String,
    /// Second period, last month.
    pub second_to: String,
    /// Events of the second period.
    pub second_count: u64,
    /// Number of top cells of each.
    pub top_cells: usize,
    /// Jaccard index of the top cells: in both ÷ in either.
    pub jaccard: f64,
    /// The index if nothing had changed but chance.
    pub if_unchanged: NullFigure,
    /// The mean index if the periods were unrelated.
    pub if_unrelated: f64,
    /// Andresen's S: share of cells alike in both periods.
    pub s_index: f64,
    /// The same over cells that hold an event in either.
    pub s_index_nonzero: Option<f64>,
}

/// Concentration and stability.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ConcentrationAnswer {
    /// What the answer says of itself.
    pub meta: Meta,
    /// H3 resolution.
    pub resolution: u8,
    /// Cells, zeros included.
    pub cells: usize,
    /// Events.
    pub events: u64,
    /// The figures; absent without events.
    pub concentration: Option<ConcentrationFigures>,
    /// Periods compared, in order.
    pub stability: Vec<StabilityItem>,
}

impl Periods {
    fn name(self) -> &'static str {
        match self {
            Self::Halves => "halves",
            Self::Years => "years",
            Self::None => "none",
        }
    }
}

impl ConcentrationAsk {
    /// Reads the parameters.
    ///
    /// # Errors
    /// As [`Params::read`].
    pub fn read(pairs: &[(String, String)], data: &Dataset) -> Result<Self, AskError> {
        let params = Params::read(Question::Concentration, pairs, data)?;
        let given = Given::new(Question::Concentration, pairs)?;
        let periods = [Periods::Halves, Periods::Years, Periods::None].map(|p| (p.name(), p));
        Ok(Self {
            periods: given.one_of("stability", &periods)?,
            top_share: given.number("top_share", (0.001, 0.5), 0.05)?,
            params,
        })
    }

    /// The question in one spelling, as [`Params::canonical`].
    pub fn canonical(&self) -> String {
        format!("{}&stability={:?}&top_share={}", self.params.canonical(), self.periods, self.top_share)
    }
}

impl From<Chance> for NullFigure {
    fn from(c: Chance) -> Self {
        Self { mean: c.mean, low: c.low, high: c.high }
    }
}

/// The null of a map, computed when first asked for.
#[derive(Debug, Default)]
pub(super) struct MapNull(OnceLock<Option<ConcentrationFigures>>);

impl MapNull {
    pub(super) fn of(&self, counts: &[i64]) -> Option<ConcentrationFigures> {
        *self.0.get_or_init(|| figures(&counts.iter().map(|n| counted(*n)).collect::<Vec<_>>(), MAP_SEED))
    }
}

/// None without events.
fn figures(counts: &[u32], seed: u64) -> Option<ConcentrationFigures> {
    let events = counts.iter().map(|c| u64::from(*c)).sum();
    let seen = measured(counts).ok()?;
    let null: ConcentrationChance = concentration_by_chance(events, counts.len(), None, SIMULATIONS, seed).ok()?;
    let figure = |observed, null: Chance| Figure { observed, null: null.into() };
    Some(ConcentrationFigures {
        cells_with_half: figure(seen.half, null.half),
        cells_with_quarter: figure(seen.quarter, null.quarter),
        in_hottest_5_percent: figure(seen.in_hottest, null.in_hottest),
        gini: figure(seen.gini, null.gini),
        generalized_gini: figure(seen.generalized_gini, null.generalized_gini),
        simulations: SIMULATIONS,
    })
}

/// Measures concentration and stability.
///
/// # Errors
/// [`AskError`] where nothing may be shown per cell.
pub fn find_concentration(engine: &Engine, ask: &ConcentrationAsk) -> Result<ConcentrationAnswer, AskError> {
    let shown = ask.params.shown(Finest::Cell, &engine.data)?;
    let field = CellField::new(engine, &ask.params, &shown, 1)?;
    let sums = field.sums();
    let counts: Vec<u32> = sums.iter().map(|n| counted(*n)).collect();
    let shows = Shows { count: sums.iter().sum(), positions: true, sites: false, estimated_residents: false };
    let mut meta = Meta::new(&ask.params, &shown, &engine.data, shows);
    meta.params.stability =
        Some(StabilityParams { periods: ask.periods.name(), top_share: ask.top_share, simulations: SIMULATIONS });
    if ask.periods == Periods::Halves && field.steps.len() < 2 {
        meta.warnings.push("The window has one covered month: there are no halves to compare.".to_owned());
    }
    let pairs = pairs(ask.periods, &field);
    let stability = pairs.iter().filter_map(|(a, b)| item(ask, &field, a, b).transpose()).collect::<Result<_, _>>()?;
    Ok(ConcentrationAnswer {
        meta,
        resolution: ask.params.resolution.into(),
        cells: counts.len(),
        events: counts.iter().map(|c| u64::from(*c)).sum(),
        concentration: figures(&counts, ask.params.seed),
        stability,
    })
}

type Span = std::ops::Range<usize>;

/// Periods to compare, as ranges of covered months.
fn pairs(periods: Periods, field: &CellField) -> Vec<(Span, Span)> {
    let n = field.steps.len();
    match periods {
        Periods::None => Vec::new(),
        Periods::Halves if n < 2 => Vec::new(),
        Periods::Halves => vec![(0..n / 2, n / 2..n)],
        Periods::Years => {
            let whole = |from: usize| from + 12 <= n && field.steps[from + 11].number - field.steps[from].number == 11;
            let (mut years, mut from) = (Vec::new(), 0);
            while from < n {
                years.extend(whole(from).then_some(from..from + 12));
                from += if whole(from) { 12 } else { 1 };
            }
            let next = |w: &[Span]| field.steps[w[1].start].number - field.steps[w[0].start].number == 12;
            years.windows(2).filter(|w| next(w)).map(|w| (w[0].clone(), w[1].clone())).collect()
        }
    }
}

/// None where a period has no event.
fn item(ask: &ConcentrationAsk, field: &CellField, a: &Span, b: &Span) -> Result<Option<StabilityItem>, AskError> {
    let counts = |span: &Span| {
        (0..field.cells.len()).map(|i| counted(field.row(i)[span.clone()].iter().sum())).collect::<Vec<u32>>()
    };
    let (first, second) = (counts(a), counts(b));
    let total = |list: &[u32]| list.iter().map(|c| u64::from(*c)).sum::<u64>();
    if total(&first) == 0 || total(&second) == 0 {
        return Ok(None);
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of the number of cells")]
    let top = ((ask.top_share * first.len() as f64).round() as usize).max(1);
    let stable = overlap(&first, &second, top, SIMULATIONS, ask.params.seed).map_err(AskError::internal)?;
    let alike = sppt(&first, &second, 0.85, 200, ask.params.seed).map_err(AskError::internal)?;
    let month = |at: usize| field.steps[at].from.to_string();
    Ok(Some(StabilityItem {
        first_from: month(a.start),
        first_to: month(a.end - 1),
        first_count: total(&first),
        second_from: month(b.start),
        second_to: month(b.end - 1),
        second_count: total(&second),
        top_cells: stable.top,
        jaccard: stable.jaccard,
        if_unchanged: stable.unchanged.into(),
        if_unrelated: stable.unrelated,
        s_index: alike.s,
        s_index_nonzero: alike.s_nonzero,
    }))
}
