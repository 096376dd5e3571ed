//! Concentration measured, and periods compared.

use catchment_model::Finest;
use catchment_spatial::{sppt, stability as overlap};
use catchment_store::Dataset;

use super::{Concentration, ConcentrationAnswer, ConcentrationAsk, StabilityItem, StabilityParams, words};
use crate::Watch;
use crate::engine::{CellField, Engine, SIMULATIONS, Shows, events, figures, meta};
use crate::error::AskError;
use crate::file::{Content, Form};
use crate::pieces::value::TopShare;
use crate::pieces::{Periods, Value as _};
use crate::question::Question;

/// Share of cells that are the top ones, where none is given.
const TOP_SHARE: f64 = 0.05;

impl Question for Concentration {
    const NAME: &'static str = "concentration";
    const ADDRESS: &'static str = "concentration";
    const ABOUT: &'static str =
        "How few cells hold how much, against what chance alone would give, and whether they stay the same cells.";
    const LONG: bool = true;
    const FORMS: &'static [Form] = &[Form::Json, Form::Csv, Form::About];

    type Ask = ConcentrationAsk;
    type Answer = ConcentrationAnswer;

    fn check(ask: ConcentrationAsk, data: &Dataset) -> Result<Self, AskError> {
        let ConcentrationAsk { counting, seeded, size, staying } = ask;
        let periods = staying.stability;
        if let Some(share) = staying.top_share.filter(|_| periods == Periods::None) {
            let accepted = "stability=halves or stability=years beside it: without periods no top cells are compared";
            return Err(AskError::value("top_share", share.write(), accepted));
        }
        let top_share = staying.top_share.map_or(TOP_SHARE, TopShare::get);
        Ok(Self {
            counted: counting.check(Finest::Cell, data)?,
            seed: seeded.seed.get(),
            resolution: size.check(data)?,
            stability: StabilityParams {
                periods,
                top_share: (periods != Periods::None).then_some(top_share),
                simulations: SIMULATIONS,
            },
        })
    }

    fn answer(&self, engine: &Engine, _: &dyn Watch) -> Result<ConcentrationAnswer, AskError> {
        let query = self.counted.query(&engine.data)?;
        let field = CellField::new(engine, &query, self.resolution, 1)?;
        let sums = field.sums();
        let counts: Vec<u32> = sums.iter().map(|n| events(*n)).collect();
        let count = sums.iter().sum();
        let shows = Shows { count, positions: true, sites: false, estimated_residents: false, measure: None };
        let mut meta = meta(engine, self, &self.counted, Some(self.seed), shows)?;
        let periods = self.stability.periods;
        if periods == Periods::Halves && field.steps.len() < 2 {
            meta.warnings.push("The window has one covered month: there are no halves to compare.".to_owned());
        }
        let drawn = (self.stability.top_share.unwrap_or(TOP_SHARE), self.seed);
        let pairs = pairs(periods, &field);
        let stability = pairs.iter().filter_map(|(a, b)| item(drawn, &field, a, b).transpose());
        let stability = stability.collect::<Result<_, _>>()?;
        let concentration = figures(&counts, (&field.sizes, &field.km2()), self.seed);
        Ok(ConcentrationAnswer {
            meta,
            finding: concentration.map(|f| words::hottest(&f.in_hottest_5_percent)),
            resolution: self.resolution,
            cells: counts.len(),
            events: counts.iter().map(|c| u64::from(*c)).sum(),
            concentration,
            stability,
        })
    }

    fn file(&self, engine: &Engine, answer: &ConcentrationAnswer, _: Form) -> Result<Content, AskError> {
        super::file::file(engine, answer)
    }
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
fn item(
    (top_share, seed): (f64, u64),
    field: &CellField,
    a: &Span,
    b: &Span,
) -> Result<Option<StabilityItem>, AskError> {
    let counts = |span: &Span| -> u64 {
        (0..field.cells.len()).map(|i| u64::from(events(field.row(i)[span.clone()].iter().sum()))).sum()
    };
    // What chance moves from one period to the other is the incident.
    let incidents = |span: &Span| {
        (0..field.cells.len()).map(|i| events(field.incident_row(i)[span.clone()].iter().sum())).collect::<Vec<u32>>()
    };
    let (first, second) = (incidents(a), incidents(b));
    let total = |list: &[u32]| list.iter().map(|c| u64::from(*c)).sum::<u64>();
    if total(&first) == 0 || total(&second) == 0 {
        return Ok(None);
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of the number of cells")]
    let top = ((top_share * first.len() as f64).round() as usize).max(1);
    let stable = overlap(&first, &second, top, SIMULATIONS, seed).map_err(AskError::internal)?;
    let alike = sppt(&first, &second, 0.85, 200, seed).map_err(AskError::internal)?;
    let month = |at: usize| field.steps[at].from.to_string();
    let mut item = StabilityItem {
        first_from: month(a.start),
        first_to: month(a.end - 1),
        first_count: counts(a),
        second_from: month(b.start),
        second_to: month(b.end - 1),
        second_count: counts(b),
        top_cells: stable.top,
        jaccard: stable.jaccard,
        if_unchanged: stable.unchanged.into(),
        if_unrelated: stable.unrelated,
        s_index: alike.s,
        s_index_nonzero: alike.s_nonzero,
        than_chance: words::alike(stable.jaccard, stable.unchanged.into()),
        says: String::new(),
    };
    item.says = words::stability(&item);
    Ok(Some(item))
}
