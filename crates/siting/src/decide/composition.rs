//! How a unit's events divide over years, or over hours: shares with their uncertainty.

use statrs::function::gamma::ln_gamma;

use crate::gamma::Gamma;
use crate::sampler::{Numbers, Sampler};
use crate::stream::Stream;

/// What is usual for the shares of a unit: Dirichlet(c·m).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct UsualShares {
    /// Shares of all usual units together.
    pub(super) mean: Vec<f64>,
    /// How similar units are: the prior is worth so many events.
    pub(super) concentration: f64,
}

/// Grid of ln c that brackets the maximum.
const LN_C: (f64, f64) = (-1.0, 14.0);
const GRID: usize = 16;
/// How much likelier than equal units a difference must be to be believed: ln of the likelihood ratio, 5% one-sided
/// (2.706 ÷ 2; the parameter lies at the end of its range under the null, so that the statistic is half χ²₁ and half 0:
/// Self, Liang 1987, doi 10.1080/01621459.1987.10478472, case 5).
const EVIDENCE: f64 = 1.353;

impl UsualShares {
    /// Shares and concentration of usual units, the latter by maximum likelihood of the Dirichlet-multinomial.
    ///
    /// Idea: a unit's counts y over the parts are multinomial with shares π; π varies among units as Dirichlet(c·m),
    /// with m the shares of all units together. Integrated over π, `ln L(c) = Σ_i [lnΓ(c) − lnΓ(c + n_i) + Σ_j
    /// lnΓ(c·m_j + y_ij) − lnΓ(c·m_j)]`. Parameters: counts (already divided by the over-dispersion, fractions
    /// allowed), one row per unit; `even` are the shares that would hold without any event. Steps: grid over ln c, then
    /// golden section; units count as equal unless the data say otherwise ([`EVIDENCE`]). Degenerate input: no event,
    /// one unit, or one part: c at the upper end, which makes every unit equal.
    ///
    /// Reference: Mosimann (1962), *On the compound multinomial distribution*, doi 10.1093/biomet/49.1-2.65, equation
    /// 3.
    pub(super) fn fit(rows: &[Vec<f64>], even: &[f64]) -> Self {
        // Half an event over all parts keeps shares above 0.
        let mut mean: Vec<f64> = even.iter().map(|e| 0.5 * e).collect();
        for row in rows {
            mean.iter_mut().zip(row).for_each(|(m, y)| *m += y);
        }
        let total: f64 = mean.iter().sum();
        for m in &mut mean {
            *m /= total;
        }
        let likelihood = |ln_c: f64| -> f64 {
            let c = ln_c.exp();
            let fixed: Vec<f64> = mean.iter().map(|m| ln_gamma(c * m)).collect();
            let of_row = |row: &Vec<f64>| {
                let n: f64 = row.iter().sum();
                let parts = row.iter().zip(&mean).zip(&fixed).filter(|((y, _), _)| **y > 0.0);
                ln_gamma(c) - ln_gamma(c + n) + parts.map(|((y, m), f)| ln_gamma(c * m + y) - f).sum::<f64>()
            };
            rows.iter().filter(|r| r.iter().any(|y| *y > 0.0)).map(of_row).sum()
        };
        let step = (LN_C.1 - LN_C.0) / (GRID - 1) as f64;
        let best = (0..GRID)
            .map(|i| LN_C.0 + step * i as f64)
            .map(|x| (x, likelihood(x)))
            .fold((LN_C.1, f64::NEG_INFINITY), |best, next| if next.1 >= best.1 { next } else { best });
        let ln_c = crate::rank::prior::golden_section(
            likelihood,
            (best.0 - step).max(LN_C.0),
            (best.0 + step).min(LN_C.1),
            1e-3,
        );
        // Units alike lie at the end of the range, where half of all samples would stray from by chance alone.
        let alike = likelihood(ln_c) - likelihood(LN_C.1) < EVIDENCE;
        Self { mean, concentration: if alike { LN_C.1 } else { ln_c }.exp() }
    }

    /// The posterior of a unit's shares; `stream(j)` is that of part j.
    pub(super) fn posterior(&self, row: &[f64], stream: impl Fn(usize) -> Stream) -> Shares {
        let parts = self.mean.iter().zip(row).enumerate();
        let parts = parts.map(|(j, (m, y))| (Gamma::new(self.concentration * m + y, 1.0), stream(j)));
        Shares { parts: parts.collect() }
    }
}

/// The posterior of a unit's shares: Dirichlet, as Gamma numbers over their sum.
#[derive(Debug, Clone)]
pub(super) struct Shares {
    parts: Vec<(Gamma, Stream)>,
}

impl Shares {
    pub(super) fn means(&self) -> Vec<f64> {
        let sum: f64 = self.parts.iter().map(|(g, _)| g.mean()).sum();
        self.parts.iter().map(|(g, _)| g.mean() / sum).collect()
    }

    /// Ready to be drawn.
    pub(super) fn numbers(&self, sampler: &Sampler) -> ShareNumbers {
        ShareNumbers(self.parts.iter().map(|(gamma, stream)| (sampler.gamma(gamma), *stream)).collect())
    }
}

impl Shares {
    /// Σ times × share ready to be drawn: as one number where its quantiles can be had, else from the shares.
    pub(super) fn mean_numbers(&self, times: &[f64], stream: Stream, sampler: &Sampler) -> ShareMean {
        let parts: Vec<(Gamma, f64)> =
            self.parts.iter().zip(times).map(|((gamma, _), times)| (*gamma, *times)).collect();
        match sampler.mean_of_shares(&parts) {
            Some(numbers) => ShareMean::AtOnce(numbers, stream),
            None => ShareMean::ByShare(self.numbers(sampler), times.to_vec()),
        }
    }
}

/// A weighted mean of shares that is ready to be drawn.
pub(super) enum ShareMean {
    /// Through its quantiles: the mean of shares by a Dirichlet distribution does not depend on their sum.
    AtOnce(Numbers, Stream),
    /// From the shares, each with its weight.
    ByShare(ShareNumbers, Vec<f64>),
}

impl ShareMean {
    /// The draws from `first` on; `shares` and `sums` are room to work in.
    pub(super) fn fill(
        &self,
        sampler: &Sampler,
        first: usize,
        (out, shares, sums): (&mut [f32], &mut [f32], &mut [f32]),
    ) {
        match self {
            Self::AtOnce(numbers, stream) => sampler.fill(numbers, *stream, first as u64, out),
            Self::ByShare(numbers, times) => {
                let shares = &mut shares[..times.len() * out.len()];
                numbers.fill(sampler, first, shares, sums);
                weighed(shares, times, sums, out);
            }
        }
    }
}

/// Σ times × share, shares of `sums`.
#[expect(clippy::cast_possible_truncation, reason = "seven digits are enough")]
pub(super) fn weighed(shares: &[f32], times: &[f64], sums: &[f32], out: &mut [f32]) {
    out.fill(0.0);
    for (row, times) in shares.chunks(sums.len()).zip(times) {
        let times = *times as f32;
        out.iter_mut().zip(row).for_each(|(sum, share)| *sum += times * share);
    }
    out.iter_mut().zip(sums).for_each(|(x, sum)| *x /= sum);
}

/// Shares that are ready to be drawn.
pub(super) struct ShareNumbers(Vec<(Numbers, Stream)>);

impl ShareNumbers {
    /// Parts at `[part][draw]` for the draws from `first` on, and their sums: a share is a part ÷ its sum.
    pub(super) fn fill(&self, sampler: &Sampler, first: usize, parts: &mut [f32], sums: &mut [f32]) {
        sums.fill(0.0);
        for ((numbers, stream), row) in self.0.iter().zip(parts.chunks_mut(sums.len())) {
            sampler.fill(numbers, *stream, first as u64, row);
            sums.iter_mut().zip(row.iter()).for_each(|(s, x)| *s += x);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(seed: u64, units: usize, c: f64, mean: &[f64], n: usize) -> Vec<Vec<f64>> {
        let sampler = Sampler::new();
        let truth = UsualShares { mean: mean.to_vec(), concentration: c };
        let unit = |i: usize| {
            let shares =
                truth.posterior(&vec![0.0; mean.len()], |j| Stream::new(seed, &["t", &i.to_string(), &j.to_string()]));
            let (mut pi, mut sums) = (vec![0.0; mean.len()], vec![0.0]);
            shares.numbers(&sampler).fill(&sampler, 0, &mut pi, &mut sums);
            let stream = Stream::new(seed, &["y", &i.to_string()]);
            let mut row = vec![0.0; mean.len()];
            for e in 0..n {
                let mut u = stream.uniform(e as u64) * f64::from(sums[0]);
                let at = pi.iter().position(|p| {
                    u -= f64::from(*p);
                    u <= 0.0
                });
                row[at.unwrap_or(0)] += 1.0;
            }
            row
        };
        (0..units).map(unit).collect()
    }

    #[test]
    fn the_concentration_of_made_up_units_is_found() {
        let mean = [0.1, 0.2, 0.3, 0.4];
        for c in [5.0, 60.0] {
            let fit = UsualShares::fit(&drawn(3, 400, c, &mean, 200), &[0.25; 4]);
            assert!((fit.concentration / c - 1.0).abs() < 0.15, "{} for {c}", fit.concentration);
            assert!(fit.mean.iter().zip(mean).all(|(a, b)| (a - b).abs() < 0.03), "{:?}", fit.mean);
        }
    }

    #[test]
    fn without_events_all_units_have_the_even_shares() {
        let fit = UsualShares::fit(&[vec![0.0, 0.0], vec![0.0, 0.0]], &[0.25, 0.75]);
        assert!((fit.mean[0] - 0.25).abs() < 1e-12 && fit.concentration > 1e5);
    }
}
