//! Everything that the criteria of a unit are drawn from, their expected values, and what else is known of it.

use super::composition::{Shares, UsualShares};
use super::criteria::{CRITERIA, Criterion};
use super::draws::{Column, CriterionRange, Draws, Facts, UnitDraws, Values};
use super::error::DecideError;
use super::input::DecideInput;
use super::params::DecideParams;
use super::pooled::Pooled;
use super::years::Years;
use crate::rank::clusters::Held;
use crate::rank::draws::Posterior;
use crate::rank::input::Table;
use crate::rank::{GroupFit, NotRanked, Prepared, RankInput};
use crate::sampler::Sampler;
use crate::stream::Stream;

/// Everything that a unit's criteria are drawn from.
pub(super) struct Model<'a> {
    pub(super) params: DecideParams,
    /// Ids of the ranked units.
    pub(super) ids: Vec<&'a str>,
    pub(super) prepared: &'a Prepared<'a>,
    pub(super) years: &'a Years,
    /// Severity ÷ weight of each posterior part, and of each group; empty where there is none.
    pub(super) severity: Vec<f64>,
    /// Shares of the years.
    pub(super) shares: Vec<Shares>,
    /// Shares of working hours.
    pub(super) hours: Vec<Shares>,
    /// Rate above which a unit is hot, by year.
    pub(super) hot: Vec<f64>,
    /// Share of unserved burden ÷ burden.
    equity: Vec<f64>,
    /// All groups together.
    pooled: Pooled,
}

impl<'a> Model<'a> {
    pub(super) fn new(
        input: &DecideInput<'a>,
        prepared: &'a Prepared<'a>,
        years: &'a Years,
        params: DecideParams,
    ) -> Result<Self, DecideError> {
        let (table, fits) = (&prepared.table, &prepared.fits);
        let pooled = Pooled::new(input.rank, prepared, params)?;
        let rows =
            |t: &Table<'_>| -> Vec<Vec<f64>> { t.ranked.iter().map(|u| pooled.by_year(t, fits, years, *u)).collect() };
        let even: Vec<f64> = (0..years.len()).map(|y| 1.0 / years.per_year(y)).collect();
        let usual_rows = rows(prepared.usual());
        let usual = UsualShares::fit(&usual_rows, &even);
        let rank: &'a RankInput = input.rank;
        let id = |index: usize| rank.units[table.ranked[index]].id.as_str();
        let of_unit = |index: usize, row: &Vec<f64>| {
            usual.posterior(row, |y| Stream::new(params.seed, &[id(index), "year", &y.to_string()]))
        };
        let shares = rows(table).iter().enumerate().map(|(index, row)| of_unit(index, row)).collect();
        let spans: Vec<f64> = table.exposure.iter().map(|e| e / (input.ages.len() as f64 / 12.0)).collect();
        let unserved = |index: usize| spans[index] * (1.0 - input.served[table.ranked[index]]);
        let total: f64 = prepared.posteriors.iter().enumerate().map(|(index, p)| p.mean() * unserved(index)).sum();
        let severity = input.severity.as_ref().map_or_else(
            |_| Vec::new(),
            |s| s.iter().zip(fits).filter(|(_, f)| f.weight > 0.0).map(|(s, f)| s / f.weight).collect(),
        );
        Ok(Self {
            params,
            ids: (0..table.ranked.len()).map(id).collect(),
            prepared,
            years,
            severity,
            shares,
            hours: hours(input, table, pooled.phi, params.seed),
            hot: hot(prepared, &usual, &usual_rows, years),
            equity: (0..spans.len()).map(|index| if total > 0.0 { unserved(index) / total } else { 0.0 }).collect(),
            pooled,
        })
    }

    /// Puts the columns together.
    pub(super) fn collect(&self, input: &DecideInput<'_>, drawn: Vec<UnitDraws>, sampler: Sampler) -> Draws {
        let table = &self.prepared.table;
        let persistence: Vec<f64> = drawn.iter().map(|d| d.persistence).collect();
        let mut rows: Vec<Vec<Vec<f32>>> = (0..CRITERIA.len()).map(|_| Vec::with_capacity(drawn.len())).collect();
        let (mut recency, mut trend) = (Vec::with_capacity(drawn.len()), Vec::with_capacity(drawn.len()));
        for unit in drawn {
            rows.iter_mut().zip(unit.rows).for_each(|(column, row)| column.push(row));
            recency.push(unit.recency);
            trend.push(unit.trend);
        }
        let drawn = |rows: Vec<Vec<f32>>| {
            if rows.iter().all(|row| !row.is_empty()) { Values::Drawn(rows) } else { Values::Fixed }
        };
        let facts: Vec<Facts> = (0..table.ranked.len()).map(|index| self.facts(input, index)).collect();
        let mut ranges = Vec::new();
        let mut columns = Vec::new();
        for (criterion, rows) in CRITERIA.into_iter().zip(rows) {
            let mean = self.means(input, criterion, &persistence);
            let values =
                if criterion == Criterion::Equity { Values::OfBurden(self.equity.clone()) } else { drawn(rows) };
            let (low, high, unavailable) = match &mean {
                Ok(v) => (
                    v.iter().copied().fold(f64::INFINITY, f64::min),
                    v.iter().copied().fold(f64::NEG_INFINITY, f64::max),
                    None,
                ),
                Err(why) => (0.0, 0.0, Some(why.clone())),
            };
            ranges.push(CriterionRange { criterion, low, high, unavailable });
            let alone = match criterion {
                Criterion::Recency => drawn(std::mem::take(&mut recency)),
                Criterion::Trend => drawn(std::mem::take(&mut trend)),
                _ => Values::Fixed,
            };
            columns.push(Column { mean: mean.unwrap_or_default(), values, alone });
        }
        let id = |unit: &usize| input.rank.units[*unit].id.clone();
        let count = |unit: usize| {
            self.prepared
                .fits
                .iter()
                .enumerate()
                .filter(|(_, f)| f.weight > 0.0)
                .map(|(g, _)| table.count(g, unit))
                .sum()
        };
        let left_out = table.left_out.iter().map(|(unit, why)| NotRanked {
            unit: *unit,
            id: id(unit),
            why: why.clone(),
            count: count(*unit),
        });
        Draws {
            params: self.params,
            ids: table.ranked.iter().map(id).collect(),
            units: table.ranked.clone(),
            not_ranked: left_out.collect(),
            ranges,
            columns,
            facts,
            sampler,
        }
    }

    /// Refuses a criterion that cannot be had.
    pub(super) fn available(&self, input: &DecideInput<'_>, criterion: Criterion) -> Result<(), DecideError> {
        let unavailable = |why| DecideError::Unavailable { criterion: criterion.id(), why };
        self.means(input, criterion, &[]).map(drop).map_err(unavailable)
    }

    /// Expected values of a criterion, or why it cannot be had.
    fn means(&self, input: &DecideInput<'_>, criterion: Criterion, persistence: &[f64]) -> Result<Vec<f64>, String> {
        let table = &self.prepared.table;
        let posteriors = &self.prepared.posteriors;
        let units = || 0..table.ranked.len();
        match criterion {
            Criterion::Burden => Ok(posteriors.iter().map(Posterior::mean).collect()),
            Criterion::Recency => Ok(units().map(|index| posteriors[index].mean() * self.recency(index)).collect()),
            Criterion::Trend => {
                let times = self.years.trend.as_ref().ok_or("a trend needs months of two years")?;
                Ok(self.shares.iter().map(|s| s.means().iter().zip(times).map(|(share, t)| share * t).sum()).collect())
            }
            Criterion::Persistence if self.years.len() < 2 => Err("years hot need months of two years".to_owned()),
            Criterion::Persistence => Ok(persistence.to_vec()),
            Criterion::Severity => {
                input.severity.as_ref().map_err(Clone::clone)?;
                let of = |p: &Posterior| {
                    p.parts.iter().zip(&self.severity).map(|(part, times)| times * part.gamma.mean()).sum()
                };
                Ok(posteriors.iter().map(of).collect())
            }
            Criterion::Residents => {
                let known = |u: &usize| {
                    let unit = &input.rank.units[*u];
                    let residents = unit.residents.filter(|r| r.is_finite() && *r >= 0.0);
                    residents.map(|r| r / 1000.0).ok_or_else(|| format!("residents of {} are not known", unit.id))
                };
                table.ranked.iter().map(known).collect()
            }
            Criterion::ShiftHours => {
                input.shift.as_ref().map_err(Clone::clone)?;
                Ok(self.hours.iter().map(|s| s.means()[0]).collect())
            }
            Criterion::Distance => {
                let km = input.distance_km.as_ref().map_err(Clone::clone)?;
                Ok(table.ranked.iter().map(|u| km[*u]).collect())
            }
            Criterion::Equity if self.equity.iter().all(|e| *e <= 0.0) => {
                Err("sites serve the ground of every ranked place".to_owned())
            }
            Criterion::Equity => Ok(units().map(|index| posteriors[index].mean() * self.equity[index]).collect()),
        }
    }

    /// Expected recency ÷ burden.
    fn recency(&self, index: usize) -> f64 {
        let shares = self.shares[index].means();
        shares.iter().enumerate().map(|(y, share)| share * self.years.recency[y] * self.years.per_year(y)).sum()
    }

    fn facts(&self, input: &DecideInput<'_>, index: usize) -> Facts {
        let (table, fits) = (&self.prepared.table, &self.prepared.fits);
        let (unit, exposure) = (table.ranked[index], table.exposure[index]);
        let size = exposure / (input.ages.len() as f64 / 12.0);
        let weighed: Vec<(usize, &GroupFit)> = fits.iter().enumerate().filter(|(_, f)| f.weight > 0.0).collect();
        let held: Vec<Held> = weighed.iter().map(|(g, fit)| fit.sizes.held(table, *g, unit)).collect();
        let counts: Vec<f64> = held.iter().map(|h| h.incidents).collect();
        let count: f64 = counts.iter().sum();
        // A unit without events of its own is given the usual mix.
        let usual: f64 = weighed.iter().map(|(_, f)| f.events).sum();
        let mix = |at: usize| if count > 0.0 { counts[at] / count } else { weighed[at].1.events / usual.max(1.0) };
        let mut facts = Facts {
            count,
            recency_of_burden: self.recency(index),
            equity_of_burden: self.equity[index],
            phi: self.pooled.phi,
            ..Facts::default()
        };
        let (mut rate, mut weighted) = (0.0, 0.0);
        for (at, (_, fit)) in weighed.iter().enumerate() {
            let each = fit.weight * held[at].size;
            let per_event = mix(at) / fit.phi * each / (fit.beta + exposure / fit.phi);
            facts.burden_per_event += per_event;
            facts.severity_per_event += self.severity.get(at).map_or(0.0, |times| times * per_event);
            weighted += each * counts[at];
            rate += self.prepared.posteriors[index].parts[at].gamma.mean() / fit.weight;
        }
        facts.poisson = (weighted / self.pooled.per_count, exposure);
        let last = self.years.len() - 1;
        let counted: i64 = weighed.iter().map(|(g, _)| last_year(table.months(*g, unit), self.years, last)).sum();
        let expected = rate * size * self.shares[index].means()[last] * self.years.per_year(last);
        facts.last_year = (counted.max(0) as f64 * 12.0 / self.years.months[last], expected);
        facts
    }
}

fn last_year(monthly: &[i64], years: &Years, last: usize) -> i64 {
    monthly.iter().zip(&years.of_month).filter(|(_, year)| **year == last).map(|(n, _)| n).sum()
}

/// Rate above which a unit is hot in each year: the upper quartile of the usual units' expected rates.
fn hot(prepared: &Prepared<'_>, usual: &UsualShares, rows: &[Vec<f64>], years: &Years) -> Vec<f64> {
    let table = prepared.usual();
    let rate = |at: usize| -> f64 {
        let unit = table.ranked[at];
        let of = |(group, fit): (usize, &GroupFit)| {
            let held = fit.sizes.held(table, group, unit);
            let rate = (fit.alpha + held.incidents / fit.phi) / (fit.beta + table.exposure[at] / fit.phi);
            fit.weight * held.size * rate
        };
        prepared.fits.iter().enumerate().map(of).sum()
    };
    let expected: Vec<(f64, Vec<f64>)> = rows
        .iter()
        .enumerate()
        .map(|(at, row)| (rate(at), usual.posterior(row, |_| Stream::from_key(0)).means()))
        .collect();
    let edge = |year: usize| {
        let mut rates: Vec<f64> =
            expected.iter().map(|(rate, shares)| rate * shares[year] * years.per_year(year)).collect();
        rates.sort_by(f64::total_cmp);
        // As many as a quarter of the units, rounded down, lie above.
        rates[rates.len() - 1 - rates.len() / 4]
    };
    (0..years.len()).map(edge).collect()
}

/// Shares of working hours; none where there are no hours.
fn hours(input: &DecideInput<'_>, table: &Table<'_>, phi: f64, seed: u64) -> Vec<Shares> {
    let Ok(shift) = &input.shift else { return Vec::new() };
    let rows: Vec<Vec<f64>> = table.ranked.iter().map(|u| vec![shift[*u].0 / phi, shift[*u].1 / phi]).collect();
    let usual = UsualShares::fit(&rows, &[0.5, 0.5]);
    let of = |(row, unit): (&Vec<f64>, &usize)| {
        let id = &input.rank.units[*unit].id;
        usual.posterior(row, |part| Stream::new(seed, &[id, "hours", if part == 0 { "within" } else { "outside" }]))
    };
    rows.iter().zip(&table.ranked).map(of).collect()
}
