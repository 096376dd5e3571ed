//! The draws of one unit's criteria.

use super::composition::ShareNumbers;
use super::criteria::Criterion;
use super::model::Model;
use crate::rank::draws::{STRIDE, Scores};
use crate::sampler::{Numbers, Sampler};
use crate::stream::Stream;

/// Which criteria have draws.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted(pub(super) [bool; 9]);

impl Wanted {
    pub(super) fn has(self, criterion: Criterion) -> bool {
        self.0[criterion.index()]
    }

    fn by_year(self) -> bool {
        self.has(Criterion::Recency) || self.has(Criterion::Persistence) || self.has(Criterion::Trend)
    }
}

/// Draws of one unit; empty where not wanted.
#[derive(Default)]
pub(super) struct UnitDraws {
    pub(super) rows: [Vec<f32>; 9],
    /// Mean share of years hot.
    pub(super) persistence: f64,
}

/// How burden is drawn: at once, or part by part where severity needs the same parts.
enum Rates {
    Burden(Scores),
    /// Each part with its severity ÷ weight.
    Severity(Vec<((Numbers, Stream), f32)>),
}

/// What a run of draws is worked out in: one number per draw, and per part and draw for shares.
struct Bench {
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
    /// Shares of working hours, where wanted.
    hours: Option<ShareNumbers>,
}

impl<'a> Unit<'a> {
    #[expect(clippy::cast_possible_truncation, reason = "seven digits are enough")]
    pub(super) fn new(model: &'a Model<'a>, kept: usize, wanted: Wanted, sampler: &'a Sampler) -> Self {
        let posterior = &model.prepared.posteriors[kept];
        let rates = if wanted.has(Criterion::Severity) && !model.severity.is_empty() {
            let times = model.severity.iter().map(|s| *s as f32);
            Rates::Severity(posterior.by_part(sampler).into_iter().zip(times).collect())
        } else {
            Rates::Burden(posterior.scores(sampler))
        };
        let years = wanted.by_year().then(|| model.shares[kept].numbers(sampler));
        let hours = model.hours.get(kept).filter(|_| wanted.has(Criterion::ShiftHours)).map(|s| s.numbers(sampler));
        Self { model, wanted, sampler, rates, years, hours }
    }

    /// All draws.
    pub(super) fn draw(&self) -> UnitDraws {
        let draws = self.model.params.draws;
        let mut out = UnitDraws::default();
        let parts = self.model.years.len().max(2);
        let mut bench = Bench { burden: [0.0; STRIDE], one: [0.0; STRIDE], sums: [0.0; STRIDE], shares: vec![0.0; parts * STRIDE] };
        for first in (0..draws).step_by(STRIDE) {
            self.run(first, STRIDE.min(draws - first), &mut bench, &mut out);
        }
        out.persistence /= draws as f64;
        out
    }

    fn run(&self, first: usize, width: usize, bench: &mut Bench, out: &mut UnitDraws) {
        let Bench { burden, one, sums, shares } = bench;
        let (burden, one, sums) = (&mut burden[..width], &mut one[..width], &mut sums[..width]);
        self.rates(first, (burden, one, sums), out);
        out.rows[Criterion::Burden.index()].extend_from_slice(burden);
        if let Some(years) = &self.years {
            let shares = &mut shares[..self.model.years.len() * width];
            years.fill(self.sampler, first, shares, sums);
            self.yearly(shares, burden, (one, sums), out);
        }
        if let Some(hours) = &self.hours {
            let shares = &mut shares[..2 * width];
            hours.fill(self.sampler, first, shares, sums);
            let within = shares[..width].iter().zip(sums.iter()).map(|(x, s)| x / s);
            out.rows[Criterion::ShiftHours.index()].extend(within);
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
                out.rows[Criterion::Severity.index()].extend_from_slice(severity);
            }
        }
    }

    /// Recency, trend and persistence from `shares` at `[year][draw]`, which add up to `sums`.
    fn yearly(&self, shares: &[f32], burden: &[f32], (one, sums): (&mut [f32], &[f32]), out: &mut UnitDraws) {
        let years = self.model.years;
        if self.wanted.has(Criterion::Recency) {
            let times = years.recency.iter().enumerate().map(|(y, w)| w * years.per_year(y));
            weighed(shares, times, sums, one);
            out.rows[Criterion::Recency.index()].extend(one.iter().zip(burden).map(|(r, b)| r * b));
        }
        if let Some(trend) = years.trend.as_ref().filter(|_| self.wanted.has(Criterion::Trend)) {
            weighed(shares, trend.iter().copied(), sums, one);
            out.rows[Criterion::Trend.index()].extend_from_slice(one);
        }
        if self.wanted.has(Criterion::Persistence) {
            self.years_hot(shares, burden, (one, sums));
            out.persistence += one.iter().map(|x| f64::from(*x)).sum::<f64>();
            out.rows[Criterion::Persistence.index()].extend_from_slice(one);
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

/// Σ times × share, shares of `sums`.
#[expect(clippy::cast_possible_truncation, reason = "seven digits are enough")]
fn weighed(shares: &[f32], times: impl Iterator<Item = f64>, sums: &[f32], out: &mut [f32]) {
    out.fill(0.0);
    for (row, times) in shares.chunks(sums.len()).zip(times) {
        let times = times as f32;
        out.iter_mut().zip(row).for_each(|(sum, share)| *sum += times * share);
    }
    out.iter_mut().zip(sums).for_each(|(x, sum)| *x /= sum);
}
