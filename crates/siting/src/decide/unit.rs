//! The draws of one unit's criteria.

use super::composition::{ShareMean, ShareNumbers, weighed};
use super::criteria::Criterion;
use super::draws::UnitDraws;
use super::model::Model;
use crate::rank::draws::{STRIDE, Scores};
use crate::sampler::{Numbers, Sampler};
use crate::stream::Stream;

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    /// Which criteria have draws.
    pub(super) criteria: [bool; 9],
    /// Whether for any weights, else for just these criteria together.
    pub(super) any: bool,
    /// Whether the expected years hot are needed where they have no draws of their own: only draws give them.
    pub(super) years_hot: bool,
}

impl Wanted {
    pub(super) fn has(self, criterion: Criterion) -> bool {
        self.criteria[criterion.index()]
    }

    /// Those drawn from the shares of the years.
    fn by_year(self) -> usize {
        BY_YEAR.iter().filter(|c| self.has(**c)).count()
    }

    /// Whether the shares of the years are drawn one by one: several criteria need the same shares, or one needs each
    /// of them.
    fn years(self) -> bool {
        self.years_hot || self.has(Criterion::Persistence) || self.by_year() > 1
    }

    /// Whether a criterion is drawn from those shares, with the others of the years.
    fn among_years(self, criterion: Criterion) -> bool {
        self.has(criterion) && (self.any || self.by_year() > 1 || criterion == Criterion::Persistence)
    }

    /// Whether a criterion is drawn as one number, for questions that weigh no other of the years.
    fn alone(self, criterion: Criterion) -> bool {
        self.has(criterion) && (self.any || self.by_year() == 1)
    }

    /// Whether burden's own draws are needed afterwards: other criteria may be drawn from them without that.
    fn burden(self) -> bool {
        self.has(Criterion::Burden) || self.has(Criterion::Equity)
    }
}

/// Criteria drawn from the shares of the years.
const BY_YEAR: [Criterion; 3] = [Criterion::Recency, Criterion::Persistence, Criterion::Trend];

/// Whether a criterion's value is drawn by itself where these are weighed: a mean of the years' shares needs no single
/// year where nothing else does.
pub(super) fn alone(criterion: Criterion, weighed: impl Fn(Criterion) -> bool) -> bool {
    matches!(criterion, Criterion::Recency | Criterion::Trend)
        && BY_YEAR.iter().all(|c| *c == criterion || !weighed(*c))
}

/// How burden is drawn: at once, or part by part where severity needs the same parts.
enum Rates {
    Burden(Scores),
    /// Each part with its severity ÷ weight.
    Severity(Vec<((Numbers, Stream), f32)>),
}

/// What a run of draws is worked out in: one number per draw, and per part and draw for shares.
struct Scratch {
    burden: [f32; STRIDE],
    one: [f32; STRIDE],
    sums: [f32; STRIDE],
    shares: Vec<f32>,
}

/// A unit that is ready to be drawn.
pub(super) struct Unit<'a> {
    model: &'a Model<'a>,
    wanted: Wanted,
    sampler: &'a Sampler,
    rates: Rates,
    /// Shares of the years, where wanted.
    years: Option<ShareNumbers>,
    /// Recency ÷ burden, and trend, by themselves where wanted.
    recency: Option<ShareMean>,
    trend: Option<ShareMean>,
    /// Share of working hours, where wanted.
    hours: Option<ShareMean>,
}

impl<'a> Unit<'a> {
    #[expect(clippy::cast_possible_truncation, reason = "seven digits are enough")]
    pub(super) fn new(model: &'a Model<'a>, index: usize, wanted: Wanted, sampler: &'a Sampler) -> Self {
        let posterior = &model.prepared.posteriors[index];
        let rates = if wanted.has(Criterion::Severity) && !model.severity.is_empty() {
            let times = model.severity.iter().map(|s| *s as f32);
            Rates::Severity(posterior.by_part(sampler).into_iter().zip(times).collect())
        } else {
            Rates::Burden(posterior.scores(sampler))
        };
        let years = wanted.years().then(|| model.shares[index].numbers(sampler));
        let own = |name| Stream::new(model.params.seed, &[model.ids[index], name]);
        let of_years = |times: &[f64], name| model.shares[index].mean_numbers(times, own(name), sampler);
        let recency = wanted.alone(Criterion::Recency).then(|| of_years(&model.years.recency_times(), "recency"));
        let trend =
            model.years.trend.as_ref().filter(|_| wanted.alone(Criterion::Trend)).map(|times| of_years(times, "trend"));
        let hours = model.hours.get(index).filter(|_| wanted.has(Criterion::ShiftHours));
        let hours = hours.map(|s| s.mean_numbers(&[1.0, 0.0], own("hours"), sampler));
        Self { model, wanted, sampler, rates, years, recency, trend, hours }
    }

    /// All draws.
    pub(super) fn draw(&self) -> UnitDraws {
        let draws = self.model.params.draws;
        let mut out = UnitDraws::default();
        let parts = self.model.years.len().max(2);
        let mut scratch = Scratch {
            burden: [0.0; STRIDE],
            one: [0.0; STRIDE],
            sums: [0.0; STRIDE],
            shares: vec![0.0; parts * STRIDE],
        };
        for first in (0..draws).step_by(STRIDE) {
            self.run(first, STRIDE.min(draws - first), &mut scratch, &mut out);
        }
        out.persistence /= draws as f64;
        out
    }

    fn run(&self, first: usize, width: usize, scratch: &mut Scratch, out: &mut UnitDraws) {
        let Scratch { burden, one, sums, shares } = scratch;
        let (burden, one, sums) = (&mut burden[..width], &mut one[..width], &mut sums[..width]);
        let shares = &mut shares[..self.model.years.len().max(2) * width];
        let draws = self.model.params.draws;
        self.rates(first, (burden, one, sums), out);
        if self.wanted.burden() {
            append(&mut out.rows[Criterion::Burden.index()], draws, burden.iter().copied());
        }
        if let Some(recency) = &self.recency {
            recency.fill(self.sampler, first, (one, shares, sums));
            append(&mut out.recency, draws, one.iter().zip(&*burden).map(|(r, b)| r * b));
        }
        if let Some(trend) = &self.trend {
            trend.fill(self.sampler, first, (one, shares, sums));
            append(&mut out.trend, draws, one.iter().copied());
        }
        if let Some(hours) = &self.hours {
            hours.fill(self.sampler, first, (one, shares, sums));
            append(&mut out.rows[Criterion::ShiftHours.index()], draws, one.iter().copied());
        }
        if let Some(years) = &self.years {
            let shares = &mut shares[..self.model.years.len() * width];
            years.fill(self.sampler, first, shares, sums);
            self.yearly(shares, burden, (one, sums), out);
        }
    }

    /// Burden of the draws from `first` on, and severity where wanted.
    fn rates(&self, first: usize, (burden, part, severity): (&mut [f32], &mut [f32], &mut [f32]), out: &mut UnitDraws) {
        match &self.rates {
            Rates::Burden(scores) => scores.fill(self.sampler, first, burden),
            Rates::Severity(parts) => {
                burden.fill(0.0);
                severity.fill(0.0);
                for ((numbers, stream), times) in parts {
                    self.sampler.fill(numbers, *stream, first as u64, part);
                    for ((x, b), s) in part.iter().zip(burden.iter_mut()).zip(severity.iter_mut()) {
                        *b += x;
                        *s += times * x;
                    }
                }
                append(&mut out.rows[Criterion::Severity.index()], self.model.params.draws, severity.iter().copied());
            }
        }
    }

    /// Recency, trend and persistence from `shares` at `[year][draw]`, which add up to `sums`.
    fn yearly(&self, shares: &[f32], burden: &[f32], (one, sums): (&mut [f32], &[f32]), out: &mut UnitDraws) {
        let (years, draws) = (self.model.years, self.model.params.draws);
        if self.wanted.among_years(Criterion::Recency) {
            weighed(shares, &years.recency_times(), sums, one);
            append(&mut out.rows[Criterion::Recency.index()], draws, one.iter().zip(burden).map(|(r, b)| r * b));
        }
        if let Some(trend) = years.trend.as_ref().filter(|_| self.wanted.among_years(Criterion::Trend)) {
            weighed(shares, trend, sums, one);
            append(&mut out.rows[Criterion::Trend.index()], draws, one.iter().copied());
        }
        if self.wanted.years_hot || self.wanted.has(Criterion::Persistence) {
            self.years_hot(shares, burden, (one, sums));
            out.persistence += one.iter().map(|x| f64::from(*x)).sum::<f64>();
        }
        if self.wanted.has(Criterion::Persistence) {
            append(&mut out.rows[Criterion::Persistence.index()], draws, one.iter().copied());
        }
    }

    /// Share of years in which the unit's rate is above the year's edge.
    #[expect(clippy::cast_possible_truncation, reason = "seven digits are enough")]
    fn years_hot(&self, shares: &[f32], burden: &[f32], (hot, sums): (&mut [f32], &[f32])) {
        let years = self.model.years;
        hot.fill(0.0);
        for (year, row) in shares.chunks(burden.len()).enumerate() {
            let (times, edge) = (years.per_year(year) as f32, self.model.hot[year] as f32);
            let each = hot.iter_mut().zip(row).zip(burden.iter().zip(sums));
            each.for_each(|((n, share), (b, sum))| *n += f32::from(u8::from(b * share * times > edge * sum)));
        }
        let one = 1.0 / years.len() as f32;
        for n in hot {
            *n *= one;
        }
    }
}

/// Adds to a row that will hold so many.
fn append(row: &mut Vec<f32>, draws: usize, numbers: impl Iterator<Item = f32>) {
    if row.capacity() == 0 {
        row.reserve_exact(draws);
    }
    row.extend(numbers);
}
