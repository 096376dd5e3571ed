//! The criteria of every unit, drawn once per question and weighed as often as a planner likes.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::composition::{Shares, UsualShares};
use super::criteria::{CRITERIA, Criterion, Weights};
use super::error::DecideError;
use super::rank_sets::{RankSet, RankSetInput, rank_sets};
use crate::rank::draws::{Posterior, STRIDE};
use crate::rank::input::Table;
use crate::rank::prior::dispersion;
use crate::rank::{GroupFit, Measure, NotRanked, Prepared, RankInput, RankParams, Ranker};
use crate::sampler::Sampler;
use crate::stream::Stream;

/// Calendar months between a covered month and the last month of the window: 0 for the last itself.
pub type MonthAge = u32;

/// All that criteria are computed from.
#[derive(Debug, Clone)]
pub struct DecideInput<'a> {
    /// Units, offense groups and monthly counts.
    pub rank: &'a RankInput,
    /// Age of each covered month, in the order of the tables: falling.
    pub ages: &'a [MonthAge],
    /// Severity of one event of each group, 0 or more; or why there is none.
    pub severity: Result<Vec<f64>, String>,
    /// Events of known hour of each unit, within and outside the working hours of a site; or why there are none.
    pub shift: Result<Vec<(f64, f64)>, String>,
    /// Distance of each unit to the nearest existing site, km; or why there is none.
    pub distance_km: Result<Vec<f64>, String>,
    /// Share of each unit's ground that existing sites serve, 0 to 1.
    pub served: Vec<f64>,
}

/// How to draw, as it comes from a flag or an address.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DecideParams {
    /// What units are compared by.
    pub measure: Measure,
    /// Number of draws, 100 to 50,000.
    pub draws: usize,
    /// Seed of the draws.
    pub seed: u64,
    /// Months after which an event counts half, 6 to 240.
    pub half_life_months: f64,
    /// Units with fewer residents have no rate per resident.
    pub min_residents: f64,
}

impl Default for DecideParams {
    fn default() -> Self {
        let RankParams { measure, draws, seed, min_residents, .. } = RankParams::default();
        Self { measure, draws, seed, half_life_months: 24.0, min_residents }
    }
}

impl DecideParams {
    /// Checks what can be checked without the data.
    ///
    /// # Errors
    /// [`DecideError`] for a value out of range.
    pub fn check(self) -> Result<Decider, DecideError> {
        if !(6.0..=240.0).contains(&self.half_life_months) {
            return Err(DecideError::HalfLife(self.half_life_months));
        }
        let Self { measure, draws, seed, min_residents, .. } = self;
        let ranker = RankParams { measure, draws, seed, min_residents, k: 1, ..RankParams::default() }.check()?;
        Ok(Decider { params: self, ranker })
    }
}

/// A way of drawing criteria whose parameters hold together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Decider {
    params: DecideParams,
    ranker: Ranker,
}

/// The span of a criterion's expected values among the ranked units: what 0 and 1 stand for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CriterionRange {
    /// Criterion.
    pub criterion: Criterion,
    /// Lowest expected value.
    pub low: f64,
    /// Highest expected value.
    pub high: f64,
    /// Why the criterion cannot be had here, where so.
    pub unavailable: Option<String>,
}

/// The criteria of every ranked unit: expected values, and draws where counts make them uncertain.
#[derive(Debug, Clone)]
pub struct Draws {
    pub(super) params: DecideParams,
    /// Ids of the ranked units, rising.
    pub(super) ids: Vec<String>,
    /// Their positions in [`RankInput::units`].
    pub(super) units: Vec<usize>,
    pub(super) not_ranked: Vec<NotRanked>,
    pub(super) ranges: Vec<CriterionRange>,
    pub(super) columns: Vec<Column>,
    pub(super) facts: Vec<Facts>,
    /// For drawn weights.
    pub(super) sampler: Sampler,
}

/// A criterion of all ranked units.
#[derive(Debug, Clone, Default)]
pub(super) struct Column {
    pub(super) mean: Vec<f64>,
    pub(super) values: Values,
}

#[derive(Debug, Clone, Default)]
pub(super) enum Values {
    /// As expected, without noise; or not drawn.
    #[default]
    Fixed,
    /// Draws of each unit.
    Drawn(Vec<Vec<f32>>),
    /// A fixed multiple of the unit's burden.
    OfBurden(Vec<f64>),
}

/// What is known of a unit beside its criteria.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    /// Net count over the window, 0 or more.
    pub(super) count: f64,
    /// Events that one more incident, mixed as the unit's own are, adds to burden, severity: per event.
    pub(super) burden_per_event: f64,
    pub(super) severity_per_event: f64,
    /// Recency ÷ burden, and equity ÷ burden, as expected.
    pub(super) recency_of_burden: f64,
    pub(super) equity_of_burden: f64,
    /// The weighted count as so many Poisson events before over-dispersion, and its exposure.
    pub(super) poisson: (f64, f64),
    /// Events in the last year of the window, per year: counted and expected.
    pub(super) last_year: (f64, f64),
    /// Over-dispersion of the unit's monthly counts.
    pub(super) phi: f64,
}

/// Which criteria have draws.
#[derive(Debug, Clone, Copy)]
struct Wanted([bool; 9]);

impl Wanted {
    fn has(self, criterion: Criterion) -> bool {
        self.0[criterion.index()]
    }

    fn by_year(self) -> bool {
        self.has(Criterion::Recency) || self.has(Criterion::Persistence) || self.has(Criterion::Trend)
    }
}

impl Decider {
    /// The parameters.
    pub fn params(&self) -> DecideParams {
        self.params
    }

    /// Draws every criterion that can be had.
    ///
    /// Complexity: draws × units × (groups + years). Memory: up to 24 bytes per unit and draw.
    /// Returns units in order of id. The same bytes for any number of threads: each unit's numbers come from streams of its own.
    ///
    /// # Errors
    /// As [`Ranker::rank`], and [`DecideError`] for lists that do not fit the units.
    pub fn draw(&self, input: &DecideInput<'_>) -> Result<Draws, DecideError> {
        self.draw_wanted(input, Wanted([true; 9]))
    }

    /// Draws only the criteria that some weights weigh, and burden; the others have no noise.
    ///
    /// # Errors
    /// As [`Decider::draw`].
    pub fn draw_for(&self, input: &DecideInput<'_>, weights: &Weights) -> Result<Draws, DecideError> {
        self.draw_wanted(input, Wanted(CRITERIA.map(|c| c == Criterion::Burden || weights.of(c) > 0.0)))
    }

    fn draw_wanted(&self, input: &DecideInput<'_>, wanted: Wanted) -> Result<Draws, DecideError> {
        check_lengths(input)?;
        let prepared = self.ranker.prepare(input.rank)?;
        let years = Years::new(input.ages, self.params.half_life_months);
        let model = Model::new(input, &prepared, &years, self.params)?;
        let sampler = Sampler::new();
        let n = prepared.table.kept.len();
        let drawn: Vec<UnitDraws> = (0..n).into_par_iter().map(|kept| model.draw(kept, wanted, &sampler)).collect();
        Ok(model.collect(input, drawn, wanted, sampler))
    }
}

fn check_lengths(input: &DecideInput<'_>) -> Result<(), DecideError> {
    let RankInput { units, groups, months, .. } = input.rank;
    let length = |what, len: usize, expected: usize| (len != expected).then_some(DecideError::Length { what, len, expected });
    let faults = [
        length("ages", input.ages.len(), *months),
        length("served", input.served.len(), units.len()),
        input.severity.as_ref().ok().and_then(|s| length("severity", s.len(), groups.len())),
        input.shift.as_ref().ok().and_then(|s| length("shift", s.len(), units.len())),
        input.distance_km.as_ref().ok().and_then(|s| length("distance_km", s.len(), units.len())),
    ];
    if let Some(fault) = faults.into_iter().flatten().next() {
        return Err(fault);
    }
    let value = |what, id: &str, value: f64, expected| Err(DecideError::Value { what, id: id.to_owned(), value, expected });
    for (unit, served) in units.iter().zip(&input.served) {
        if !(0.0..=1.0).contains(served) {
            return value("served", &unit.id, *served, "0 to 1");
        }
    }
    for (unit, km) in units.iter().zip(input.distance_km.iter().flatten()) {
        if !(km.is_finite() && *km >= 0.0) {
            return value("distance_km", &unit.id, *km, "0 or more");
        }
    }
    for (unit, (inside, outside)) in units.iter().zip(input.shift.iter().flatten()) {
        if let Some(bad) = [*inside, *outside].into_iter().find(|x| !(x.is_finite() && *x >= 0.0)) {
            return value("shift", &unit.id, bad, "0 or more");
        }
    }
    for (group, severity) in groups.iter().zip(input.severity.iter().flatten()) {
        if !(severity.is_finite() && *severity >= 0.0) {
            return value("severity", &group.id, *severity, "0 or more");
        }
    }
    Ok(())
}

/// The years of a window, counted back from its last month; years without a covered month are not in it.
struct Years {
    /// Year of each covered month, 0 for the oldest.
    of_month: Vec<usize>,
    /// Covered months of each year.
    months: Vec<f64>,
    /// Weight of `θ_y` in recency.
    recency: Vec<f64>,
    /// Weight of `π_y` in the trend; absent with fewer than two years.
    trend: Option<Vec<f64>>,
}

impl Years {
    fn new(ages: &[MonthAge], half_life: f64) -> Self {
        let mut back: Vec<u32> = ages.iter().map(|a| a / 12).collect();
        back.sort_unstable_by(|a, b| b.cmp(a));
        back.dedup();
        let of_month: Vec<usize> = ages.iter().map(|a| back.iter().position(|b| *b == a / 12).unwrap_or(0)).collect();
        let mut months = vec![0.0; back.len()];
        let mut recency = vec![0.0; back.len()];
        let mut middle = vec![0.0; back.len()];
        for (age, year) in ages.iter().zip(&of_month) {
            months[*year] += 1.0;
            recency[*year] += (-f64::from(*age) / half_life).exp2();
            middle[*year] -= f64::from(*age) / 12.0;
        }
        let sum: f64 = recency.iter().sum();
        for w in &mut recency {
            *w /= sum;
        }
        let all: f64 = months.iter().sum();
        let mean: f64 = middle.iter().sum::<f64>() / all;
        let off: Vec<f64> = middle.iter().zip(&months).map(|(t, m)| t / m - mean).collect();
        let spread: f64 = off.iter().zip(&months).map(|(t, m)| m * t * t).sum();
        let trend = (months.len() > 1).then(|| off.iter().map(|t| all * t / spread).collect());
        Self { of_month, months, recency, trend }
    }

    fn len(&self) -> usize {
        self.months.len()
    }

    /// What `π_y` is multiplied by, beside θ, to be a rate per year.
    fn per_year(&self, year: usize) -> f64 {
        self.months.iter().sum::<f64>() / self.months[year]
    }

    /// Sums of monthly counts by year, reversals clamped at 0.
    fn sums(&self, monthly: &[i64]) -> Vec<f64> {
        let mut sums = vec![0; self.len()];
        monthly.iter().zip(&self.of_month).for_each(|(n, year)| sums[*year] += n);
        sums.into_iter().map(|n| n.max(0) as f64).collect()
    }
}

/// Everything that a unit's criteria are drawn from.
struct Model<'a> {
    params: DecideParams,
    prepared: &'a Prepared<'a>,
    years: &'a Years,
    /// Severity ÷ weight of each posterior part, and of each group; empty where there is none.
    severity: Vec<f64>,
    /// Shares of the years.
    shares: Vec<Shares>,
    /// Shares of working hours.
    hours: Vec<Shares>,
    /// Rate above which a unit is hot, by year.
    hot: Vec<f64>,
    /// Share of unserved burden ÷ burden.
    equity: Vec<f64>,
    /// All groups together.
    pooled: Pooled,
}

/// Draws of one unit; empty where not wanted.
#[derive(Default)]
struct UnitDraws {
    rows: [Vec<f32>; 9],
    persistence: f64,
}

impl<'a> Model<'a> {
    fn new(input: &DecideInput<'_>, prepared: &'a Prepared<'a>, years: &'a Years, params: DecideParams) -> Result<Self, DecideError> {
        let (table, fits) = (&prepared.table, &prepared.fits);
        let pooled = Pooled::new(input.rank, prepared, params)?;
        let rows = |t: &Table<'_>| -> Vec<Vec<f64>> { t.kept.iter().map(|u| pooled.by_year(t, fits, years, *u)).collect() };
        let even: Vec<f64> = (0..years.len()).map(|y| 1.0 / years.per_year(y)).collect();
        let usual_rows = rows(prepared.usual());
        let usual = UsualShares::fit(&usual_rows, &even);
        let id = |kept: usize| input.rank.units[table.kept[kept]].id.as_str();
        let of_unit = |kept: usize, row: &Vec<f64>| usual.posterior(row, |y| Stream::new(params.seed, &[id(kept), "year", &y.to_string()]));
        let shares = rows(table).iter().enumerate().map(|(kept, row)| of_unit(kept, row)).collect();
        let spans: Vec<f64> = table.exposure.iter().map(|e| e / (input.ages.len() as f64 / 12.0)).collect();
        let unserved = |kept: usize| spans[kept] * (1.0 - input.served[table.kept[kept]]);
        let total: f64 = prepared.posteriors.iter().enumerate().map(|(kept, p)| p.mean() * unserved(kept)).sum();
        let severity = input
            .severity
            .as_ref()
            .map_or_else(|_| Vec::new(), |s| s.iter().zip(fits).filter(|(_, f)| f.weight > 0.0).map(|(s, f)| s / f.weight).collect());
        Ok(Self {
            params,
            prepared,
            years,
            severity,
            shares,
            hours: hours(input, table, pooled.phi, params.seed),
            hot: hot(prepared, &usual, &usual_rows, years),
            equity: (0..spans.len()).map(|kept| if total > 0.0 { unserved(kept) / total } else { 0.0 }).collect(),
            pooled,
        })
    }

    fn draw(&self, kept: usize, wanted: Wanted, sampler: &Sampler) -> UnitDraws {
        let draws = self.params.draws;
        let years = self.years.len();
        let mut out = UnitDraws::default();
        let (mut burden, mut severity, mut part) = ([0.0; STRIDE], [0.0; STRIDE], [0.0; STRIDE]);
        let (mut shares, mut sums) = (vec![0.0; years.max(2) * STRIDE], [0.0; STRIDE]);
        let by_year = wanted.by_year().then(|| &self.shares[kept]);
        for first in (0..draws).step_by(STRIDE) {
            let width = STRIDE.min(draws - first);
            let (burden, severity, part, sums) = (&mut burden[..width], &mut severity[..width], &mut part[..width], &mut sums[..width]);
            self.rates(kept, wanted, sampler, first, (burden, severity, part));
            push(&mut out.rows[Criterion::Burden.index()], burden);
            if wanted.has(Criterion::Severity) && !self.severity.is_empty() {
                push(&mut out.rows[Criterion::Severity.index()], severity);
            }
            if let Some(unit) = by_year {
                let shares = &mut shares[..years * width];
                unit.fill(sampler, first, shares, sums);
                self.yearly(wanted, shares, burden, (part, sums), &mut out);
            }
            if let Some(unit) = self.hours.get(kept).filter(|_| wanted.has(Criterion::ShiftHours)) {
                let shares = &mut shares[..2 * width];
                unit.fill(sampler, first, shares, sums);
                push(&mut out.rows[Criterion::ShiftHours.index()], &shares[..width]);
            }
        }
        out.persistence /= draws as f64;
        out
    }

    /// Burden and severity of the draws from `first` on; burden as [`Posterior::fill`] gives it.
    fn rates(
        &self,
        kept: usize,
        wanted: Wanted,
        sampler: &Sampler,
        first: usize,
        (burden, severity, part): (&mut [f64], &mut [f64], &mut [f64]),
    ) {
        let posterior = &self.prepared.posteriors[kept];
        if !wanted.has(Criterion::Severity) || self.severity.is_empty() {
            posterior.fill(sampler, first, burden);
            return;
        }
        burden.fill(0.0);
        severity.fill(0.0);
        for (p, times) in posterior.parts.iter().zip(&self.severity) {
            sampler.fill(&p.gamma, p.stream, first as u64, part);
            for ((x, b), s) in part.iter().zip(burden.iter_mut()).zip(severity.iter_mut()) {
                *b += x;
                *s += times * x;
            }
        }
    }

    /// Recency, trend and persistence from shares at `[year][draw]`.
    fn yearly(&self, wanted: Wanted, shares: &[f64], burden: &[f64], (one, two): (&mut [f64], &mut [f64]), out: &mut UnitDraws) {
        let width = burden.len();
        let years = self.years;
        if wanted.has(Criterion::Recency) {
            one.copy_from_slice(burden);
            two.fill(0.0);
            for (year, row) in shares.chunks(width).enumerate() {
                let times = years.recency[year] * years.per_year(year);
                two.iter_mut().zip(row).for_each(|(sum, share)| *sum += times * share);
            }
            one.iter_mut().zip(two.iter()).for_each(|(b, r)| *b *= r);
            push(&mut out.rows[Criterion::Recency.index()], one);
        }
        if let Some(trend) = years.trend.as_ref().filter(|_| wanted.has(Criterion::Trend)) {
            one.fill(0.0);
            for (row, times) in shares.chunks(width).zip(trend) {
                one.iter_mut().zip(row).for_each(|(sum, share)| *sum += times * share);
            }
            push(&mut out.rows[Criterion::Trend.index()], one);
        }
        if wanted.has(Criterion::Persistence) {
            one.fill(0.0);
            for (year, row) in shares.chunks(width).enumerate() {
                let (times, edge) = (years.per_year(year), self.hot[year]);
                let each = one.iter_mut().zip(row).zip(burden);
                each.for_each(|((sum, share), b)| *sum += f64::from(u8::from(b * share * times > edge)));
            }
            for hot in one.iter_mut() {
                *hot /= years.len() as f64;
            }
            out.persistence += one.iter().sum::<f64>();
            push(&mut out.rows[Criterion::Persistence.index()], one);
        }
    }

    /// Puts the columns together.
    fn collect(&self, input: &DecideInput<'_>, drawn: Vec<UnitDraws>, wanted: Wanted, sampler: Sampler) -> Draws {
        let table = &self.prepared.table;
        let persistence: Vec<f64> = drawn.iter().map(|d| d.persistence).collect();
        let mut rows: Vec<Vec<Vec<f32>>> = (0..CRITERIA.len()).map(|_| Vec::with_capacity(drawn.len())).collect();
        for unit in drawn {
            rows.iter_mut().zip(unit.rows).for_each(|(column, row)| column.push(row));
        }
        let facts: Vec<Facts> = (0..table.kept.len()).map(|kept| self.facts(input, kept)).collect();
        let mut ranges = Vec::new();
        let mut columns = Vec::new();
        for (criterion, rows) in CRITERIA.into_iter().zip(rows) {
            let mean = self.means(input, criterion, &persistence);
            let has_draws = wanted.has(criterion) && rows.iter().all(|row| !row.is_empty());
            let values = match criterion {
                Criterion::Equity => Values::OfBurden(self.equity.clone()),
                _ if has_draws => Values::Drawn(rows),
                _ => Values::Fixed,
            };
            let (low, high, unavailable) = match &mean {
                Ok(v) => (v.iter().copied().fold(f64::INFINITY, f64::min), v.iter().copied().fold(f64::NEG_INFINITY, f64::max), None),
                Err(why) => (0.0, 0.0, Some(why.clone())),
            };
            ranges.push(CriterionRange { criterion, low, high, unavailable });
            columns.push(Column { mean: mean.unwrap_or_default(), values });
        }
        let id = |unit: &usize| input.rank.units[*unit].id.clone();
        let count =
            |unit: usize| self.prepared.fits.iter().enumerate().filter(|(_, f)| f.weight > 0.0).map(|(g, _)| table.count(g, unit)).sum();
        let left_out =
            table.left_out.iter().map(|(unit, why)| NotRanked { unit: *unit, id: id(unit), why: why.clone(), count: count(*unit) });
        Draws {
            params: self.params,
            ids: table.kept.iter().map(id).collect(),
            units: table.kept.clone(),
            not_ranked: left_out.collect(),
            ranges,
            columns,
            facts,
            sampler,
        }
    }

    /// Expected values of a criterion, or why it cannot be had.
    fn means(&self, input: &DecideInput<'_>, criterion: Criterion, persistence: &[f64]) -> Result<Vec<f64>, String> {
        let table = &self.prepared.table;
        let posteriors = &self.prepared.posteriors;
        let units = || 0..table.kept.len();
        match criterion {
            Criterion::Burden => Ok(posteriors.iter().map(Posterior::mean).collect()),
            Criterion::Recency => Ok(units().map(|kept| posteriors[kept].mean() * self.recency(kept)).collect()),
            Criterion::Trend => {
                let times = self.years.trend.as_ref().ok_or("a trend needs months of two years")?;
                Ok(self.shares.iter().map(|s| s.means().iter().zip(times).map(|(share, t)| share * t).sum()).collect())
            }
            Criterion::Persistence if self.years.len() < 2 => Err("years hot need months of two years".to_owned()),
            Criterion::Persistence => Ok(persistence.to_vec()),
            Criterion::Severity => {
                input.severity.as_ref().map_err(Clone::clone)?;
                let of = |p: &Posterior| p.parts.iter().zip(&self.severity).map(|(part, times)| times * part.gamma.mean()).sum();
                Ok(posteriors.iter().map(of).collect())
            }
            Criterion::Residents => {
                let known = |u: &usize| {
                    let unit = &input.rank.units[*u];
                    let residents = unit.residents.filter(|r| r.is_finite() && *r >= 0.0);
                    residents.map(|r| r / 1000.0).ok_or_else(|| format!("residents of {} are not known", unit.id))
                };
                table.kept.iter().map(known).collect()
            }
            Criterion::ShiftHours => {
                input.shift.as_ref().map_err(Clone::clone)?;
                Ok(self.hours.iter().map(|s| s.means()[0]).collect())
            }
            Criterion::Distance => {
                let km = input.distance_km.as_ref().map_err(Clone::clone)?;
                Ok(table.kept.iter().map(|u| km[*u]).collect())
            }
            Criterion::Equity if self.equity.iter().all(|e| *e <= 0.0) => Err("sites serve the ground of every ranked place".to_owned()),
            Criterion::Equity => Ok(units().map(|kept| posteriors[kept].mean() * self.equity[kept]).collect()),
        }
    }

    /// Expected recency ÷ burden.
    fn recency(&self, kept: usize) -> f64 {
        let shares = self.shares[kept].means();
        shares.iter().enumerate().map(|(y, share)| share * self.years.recency[y] * self.years.per_year(y)).sum()
    }

    fn facts(&self, input: &DecideInput<'_>, kept: usize) -> Facts {
        let (table, fits) = (&self.prepared.table, &self.prepared.fits);
        let (unit, exposure) = (table.kept[kept], table.exposure[kept]);
        let size = exposure / (input.ages.len() as f64 / 12.0);
        let weighed: Vec<(usize, &GroupFit)> = fits.iter().enumerate().filter(|(_, f)| f.weight > 0.0).collect();
        let counts: Vec<f64> = weighed.iter().map(|(g, _)| table.count(*g, unit).max(0) as f64).collect();
        let count: f64 = counts.iter().sum();
        // A unit without events of its own is given the usual mix.
        let usual: f64 = weighed.iter().map(|(_, f)| f.events).sum();
        let mix = |at: usize| if count > 0.0 { counts[at] / count } else { weighed[at].1.events / usual.max(1.0) };
        let mut facts = Facts {
            count,
            recency_of_burden: self.recency(kept),
            equity_of_burden: self.equity[kept],
            phi: self.pooled.phi,
            ..Facts::default()
        };
        let (mut rate, mut weighted) = (0.0, 0.0);
        for (at, (_, fit)) in weighed.iter().enumerate() {
            let per_event = mix(at) / fit.phi * fit.weight / (fit.beta + exposure / fit.phi);
            facts.burden_per_event += per_event;
            facts.severity_per_event += self.severity.get(at).map_or(0.0, |times| times * per_event);
            weighted += fit.weight * counts[at];
            rate += self.prepared.posteriors[kept].parts[at].gamma.mean() / fit.weight;
        }
        facts.poisson = (weighted / self.pooled.per_count, exposure);
        let last = self.years.len() - 1;
        let counted: i64 = weighed.iter().map(|(g, _)| last_year(table.months(*g, unit), self.years, last)).sum();
        let expected = rate * size * self.shares[kept].means()[last] * self.years.per_year(last);
        facts.last_year = (counted.max(0) as f64 * 12.0 / self.years.months[last], expected);
        facts
    }
}

fn last_year(monthly: &[i64], years: &Years, last: usize) -> i64 {
    monthly.iter().zip(&years.of_month).filter(|(_, year)| **year == last).map(|(n, _)| n).sum()
}

#[expect(clippy::cast_possible_truncation, reason = "seven digits order places well enough, at half the memory")]
fn push(row: &mut Vec<f32>, values: &[f64]) {
    row.extend(values.iter().map(|x| *x as f32));
}

/// All weighed groups together: how much information a weighted count holds, and its over-dispersion.
struct Pooled {
    phi: f64,
    /// Σ w²·O ÷ Σ w·O: a weighted sum of Poisson counts, divided by this, varies like a Poisson count.
    per_count: f64,
}

impl Pooled {
    fn new(input: &RankInput, prepared: &Prepared<'_>, params: DecideParams) -> Result<Self, DecideError> {
        let (mut first, mut second) = (0.0, 0.0);
        for fit in &prepared.fits {
            first += fit.weight * fit.events;
            second += fit.weight * fit.weight * fit.events;
        }
        let (units, monthly) = match &input.reference {
            Some(r) if prepared.reference.is_some() => (&r.units, &r.monthly),
            _ => (&input.units, &input.monthly),
        };
        let one = units.len() * input.months;
        let mut sum = vec![0; one];
        for (group, fit) in prepared.fits.iter().enumerate().filter(|(_, f)| f.weight > 0.0) {
            debug_assert!(fit.weight > 0.0);
            sum.iter_mut().zip(&monthly[group * one..(group + 1) * one]).for_each(|(s, n)| *s += n);
        }
        let table = Table::new("all groups", units, &sum, 1, input.months, (params.measure, params.min_residents))?;
        Ok(Self { phi: dispersion(&table, 0, input.months), per_count: if first > 0.0 { second / first } else { 1.0 } })
    }

    /// Events of a unit by year, as so many Poisson events.
    fn by_year(&self, table: &Table<'_>, fits: &[GroupFit], years: &Years, unit: usize) -> Vec<f64> {
        let mut sums = vec![0.0; years.len()];
        for (group, fit) in fits.iter().enumerate().filter(|(_, f)| f.weight > 0.0) {
            let own = years.sums(table.months(group, unit));
            sums.iter_mut().zip(own).for_each(|(s, n)| *s += fit.weight * n);
        }
        sums.iter().map(|s| s / self.per_count / self.phi).collect()
    }
}

/// Rate above which a unit is hot in each year: the upper quartile of the usual units' expected rates.
fn hot(prepared: &Prepared<'_>, usual: &UsualShares, rows: &[Vec<f64>], years: &Years) -> Vec<f64> {
    let table = prepared.usual();
    let rate = |at: usize| -> f64 {
        let unit = table.kept[at];
        let of = |(group, fit): (usize, &GroupFit)| {
            let count = table.count(group, unit).max(0) as f64;
            fit.weight * (fit.alpha + count / fit.phi) / (fit.beta + table.exposure[at] / fit.phi)
        };
        prepared.fits.iter().enumerate().map(of).sum()
    };
    let expected: Vec<(f64, Vec<f64>)> =
        rows.iter().enumerate().map(|(at, row)| (rate(at), usual.posterior(row, |_| Stream::from_key(0)).means())).collect();
    let edge = |year: usize| {
        let mut rates: Vec<f64> = expected.iter().map(|(rate, shares)| rate * shares[year] * years.per_year(year)).collect();
        rates.sort_by(f64::total_cmp);
        // As many as a quarter of the units, rounded down, lie above.
        rates[rates.len() - 1 - rates.len() / 4]
    };
    (0..years.len()).map(edge).collect()
}

/// Shares of working hours; none where there are no hours.
fn hours(input: &DecideInput<'_>, table: &Table<'_>, phi: f64, seed: u64) -> Vec<Shares> {
    let Ok(shift) = &input.shift else { return Vec::new() };
    let rows: Vec<Vec<f64>> = table.kept.iter().map(|u| vec![shift[*u].0 / phi, shift[*u].1 / phi]).collect();
    let usual = UsualShares::fit(&rows, &[0.5, 0.5]);
    let of = |(row, unit): (&Vec<f64>, &usize)| {
        let id = &input.rank.units[*unit].id;
        usual.posterior(row, |part| Stream::new(seed, &[id, "hours", if part == 0 { "within" } else { "outside" }]))
    };
    rows.iter().zip(&table.kept).map(of).collect()
}

impl Draws {
    /// How they were drawn.
    pub fn params(&self) -> DecideParams {
        self.params
    }

    /// What 0 and 1 stand for, criterion by criterion in the order of [`CRITERIA`].
    pub fn ranges(&self) -> &[CriterionRange] {
        &self.ranges
    }

    /// Units left out, by id.
    pub fn not_ranked(&self) -> &[NotRanked] {
        &self.not_ranked
    }

    /// Number of ranked units.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Never: something is ranked.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Confidence sets for the ranks by burden as counted ([`rank_sets`]), in the order of the ids ([`Draws::ids`]).
    ///
    /// A weighted count enters as Σ w·O ÷ (Σ w²·O ÷ Σ w·O), sums over all units in the divisor: it then varies about as much as its mean, as a Poisson count does.
    ///
    /// # Errors
    /// As [`rank_sets`].
    pub fn rank_sets(&self, level: f64) -> Result<Vec<RankSet>, DecideError> {
        let (counts, exposures) = self.facts.iter().map(|f| f.poisson).unzip();
        let phi = self.facts.first().map_or(1.0, |f| f.phi);
        rank_sets(&RankSetInput { counts, exposures, phi, level })
    }

    /// Ids of the ranked units, rising.
    pub fn ids(&self) -> &[String] {
        &self.ids
    }

    /// Memory of the draws, bytes.
    pub fn bytes(&self) -> usize {
        let rows = self.columns.iter().map(|c| if let Values::Drawn(rows) = &c.values { rows.iter().map(Vec::len).sum() } else { 0 });
        4 * rows.sum::<usize>()
    }
}
