//! When a fall could be told from chance and drift, by the comparison that an evaluation will make.

use catchment_model::heap;
use rayon::prelude::*;
use serde::Serialize;
use statrs::function::erf::erfc;

use super::halving::halved;
use super::learn::{Drift, SIGMAS};

/// Rate ratio of a fall of 20%.
const FALL: f64 = 0.8;
/// Chance of an alarm, on either side, where nothing happened.
const ERROR: f64 = 0.05;
/// Chance that the fall is told.
const POWER: f64 = 0.8;
/// Nobody waits longer for a fall of 20%.
const MOST_YEARS: u32 = 30;
/// Nobody waits longer to see any fall.
const SOON: u32 = 10;
/// A fall that would be the end of nearly all events is no effect to look for.
const MOST_FALL: f64 = 0.9;
/// A drift less likely than this changes nothing.
const NEGLIGIBLE: f64 = 1e-6;
/// Years in a row in which power has fallen, after which it does not rise again.
const ENOUGH: u32 = 3;
/// Areas that a place is compared with.
const OTHERS: usize = 10;

/// When a fall of 20% in one place would be visible against comparison areas, with 80% power at a real 5% error.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Visible {
    /// Whole years after the start; absent where no length up to 30 years is enough.
    pub years: Option<u32>,
    /// The smallest fall that any length up to 10 years tells, as a share, and the shortest such length; absent where
    /// not even a fall of 90% is told.
    pub smallest: Option<(f64, u32)>,
    /// Comparison areas.
    pub others: usize,
}

impl Drift {
    /// The first length of follow-up at which a fall of 20% is told with 80% power and 5% error.
    ///
    /// Design: counts of the place in T years after the start against as many before it (all years known, where these
    /// are fewer), and beside them the sum of the [`Drift::others`]. The logarithm of the ratio of both ratios has the
    /// variance (1/μ + 1/M)(1/B + 1/T) + σ²(1 + s)·D: μ and M are yearly counts of the place and of the others, divided
    /// by what a count varies more than Poisson; s = Σ (μⱼ/M)², so that ten areas alike leave a tenth of one's drift;
    /// and D = 1 + (T−1)(2T−1)/6T + (B−1)(2B−1)/6B is how far the means of two periods of a random walk with yearly
    /// steps lie apart, about ⅔T for B = T. The drift is not known but weighed ([`crate::RankParams::drift`]); the
    /// threshold is the one that chance and all these drifts together pass in 5% of cases. Longer is not always better:
    /// from some T on drift adds more than counts take away, and then no length is enough.
    ///
    /// With a fall, the place's count after the start is smaller and its variance 1/(0.8·μ·T). Without drift, and with
    /// comparison areas so large that they are certain, this is the plain case of [`crate::detectable_events`], which
    /// compares square roots and asks for some 8% more events.
    ///
    /// Shown by simulation (79 places of 150 events a year, ten years, 500 cities a kind; 30 in each run of the tests):
    /// false alarms at three years 5.1% (4.9 to 5.3; n = 37,110) without drift, 5.0% (4.8 to 5.2) with 12% a year, 5.1%
    /// (4.9 to 5.4) with 25%; the smallest fall that was said is told in 81%, 82% and 83%, a fall of 20% in the year
    /// that was said (whole years, so more than was asked) in 87%.
    ///
    /// Neighborhoods of St. Louis before any program, 2011 to 2019: 3.4% (2.1 to 5.6; n = 438) at one year, 3.4% (1.9
    /// to 6.1; n = 323) at three, where the plain test alarms in 11% and 32% (`cargo run -p catchment-questions
    /// --example next_year`).
    ///
    /// References: Box, Tiao (1975), *Intervention analysis*, doi 10.1080/01621459.1975.10480264 (noise that is
    /// correlated in time); Donald, Lang (2007), *Inference with difference-in-differences and other panel data*, doi
    /// 10.1162/rest.89.2.221 (few groups that move by themselves).
    pub fn visible(&self, at: usize) -> Visible {
        let test = self.test(at);
        let soon: Vec<Length<'_>> = (1..=SOON).map(|years| test.length(years)).collect();
        Visible { years: test.first(&soon), smallest: smallest(&soon), others: test.others }
    }

    /// [`Drift::visible`] of all ranked units, in order of id.
    pub fn all_visible(&self) -> Vec<Visible> {
        (0..self.len()).into_par_iter().map(|at| self.visible(at)).collect()
    }

    /// How far, up or down, the logarithm of the ratio of ratios must lie from 0 to be told from chance and drift, for
    /// so many whole years before and after the start.
    pub fn threshold(&self, at: usize, (before, after): (u32, u32)) -> f64 {
        self.test(at).told_from((before, after)).threshold
    }

    /// Years before the start that are compared with so many after it.
    pub fn before(&self, after: u32) -> u32 {
        after.min(self.known())
    }

    fn known(&self) -> u32 {
        u32::try_from(self.years).unwrap_or(u32::MAX)
    }

    /// What a place is compared with: the ten other areas whose expected counts are nearest to its own, as positions
    /// among the ranked units, or among those of the reference where there is one.
    pub fn others(&self, at: usize) -> Vec<usize> {
        let own = self.places[at].events().ln();
        let usual = self.usual.as_ref().unwrap_or(&self.places);
        let mut others: Vec<(f64, usize)> = usual
            .iter()
            .enumerate()
            .filter(|(other, _)| self.usual.is_some() || *other != at)
            .map(|(other, place)| ((place.events().ln() - own).abs(), other))
            .collect();
        others.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        others.truncate(OTHERS);
        others.into_iter().map(|(_, other)| other).collect()
    }

    /// What the test of a place depends on.
    fn test(&self, at: usize) -> Test {
        let usual = self.usual.as_ref().unwrap_or(&self.places);
        let others: Vec<f64> = self.others(at).into_iter().map(|other| usual[other].events()).collect();
        let sum: f64 = others.iter().sum();
        let likely = SIGMAS.iter().zip(&self.likely).filter(|(_, p)| **p > NEGLIGIBLE);
        Test {
            own: self.places[at].events(),
            others: others.len(),
            sum,
            known: self.known(),
            shared: others.iter().map(|events| (events / sum).powi(2)).sum(),
            likely: likely.map(|(s, p)| (s * s, *p)).collect(),
        }
    }
}

/// A place beside its comparison areas.
struct Test {
    /// Yearly counts of the place, and of the others together, as so many Poisson ones.
    own: f64,
    sum: f64,
    others: usize,
    /// Years of the past.
    known: u32,
    /// What the others leave of one's drift.
    shared: f64,
    /// σ² and how likely it is.
    likely: Vec<(f64, f64)>,
}

impl Test {
    /// The first length of follow-up that tells a fall of 20%, up to 30 years; `soon`: the shortest lengths.
    ///
    /// Power rises while counts become certain and falls once drift outgrows that, so that a search ends where it has
    /// fallen for some years.
    fn first(&self, soon: &[Length<'_>]) -> Option<u32> {
        let (mut last, mut falling) = (0.0, 0);
        for years in 1..=MOST_YEARS {
            let power = soon.get(years as usize - 1).map_or_else(|| self.length(years).power(FALL), |l| l.power(FALL));
            if power >= POWER {
                return Some(years);
            }
            falling = if power < last { falling + 1 } else { 0 };
            if falling == ENOUGH {
                return None;
            }
            last = power;
        }
        None
    }

    /// So many years after the start against as many before it, or all that are known.
    fn length(&self, after: u32) -> Length<'_> {
        self.told_from((after.min(self.known), after))
    }

    /// So many years before and after the start.
    fn told_from(&self, (before, after): (u32, u32)) -> Length<'_> {
        let (b, t) = (f64::from(before), f64::from(after));
        let apart = 1.0 + (t - 1.0) * (2.0 * t - 1.0) / (6.0 * t) + (b - 1.0) * (2.0 * b - 1.0) / (6.0 * b);
        let mut length = Length {
            test: self,
            before: b,
            years: after,
            after: t,
            rest: if self.others == 0 { 0.0 } else { (1.0 / b + 1.0 / t) / self.sum },
            drifts: (1.0 + self.shared) * apart,
            threshold: 0.0,
        };
        length.threshold = threshold(&length.spread(1.0));
        length
    }
}

/// The test after so many years.
struct Length<'t> {
    test: &'t Test,
    before: f64,
    years: u32,
    after: f64,
    /// Variance that the counts of the other areas bring.
    rest: f64,
    /// What σ² is multiplied by.
    drifts: f64,
    /// How far from 0 the logarithm of the ratio of ratios must lie.
    threshold: f64,
}

impl Length<'_> {
    /// Standard deviation of the logarithm of the ratio of ratios by each drift, with how likely that is, for a rate
    /// ratio of the place.
    fn spread(&self, ratio: f64) -> Vec<(f64, f64)> {
        let counts = self.rest + (1.0 / self.before + 1.0 / (ratio * self.after)) / self.test.own;
        self.test.likely.iter().map(|(square, p)| ((counts + square * self.drifts).sqrt(), *p)).collect()
    }

    /// Chance that a rate ratio is told.
    fn power(&self, ratio: f64) -> f64 {
        chance(&self.spread(ratio), |sd| upper((self.threshold + ratio.ln()) / sd))
    }

    /// Whether a fall is told with enough power.
    fn tells(&self, fall: f64) -> bool {
        self.power(1.0 - fall) >= POWER
    }

    /// The smallest fall that is told, by halving.
    fn smallest(&self) -> Option<f64> {
        let ends = (0.0, MOST_FALL);
        self.tells(MOST_FALL).then(|| halved(ends, ends, |fall| POWER - self.power(1.0 - fall)))
    }
}

/// The smallest fall that any of some lengths tells, and the shortest of those that tell it.
///
/// Power often rises with the years, so that the longest length is looked at first: what does not tell the smallest
/// fall so far cannot tell a smaller one.
fn smallest(lengths: &[Length<'_>]) -> Option<(f64, u32)> {
    let mut best: Option<(f64, u32)> = None;
    for length in lengths.iter().rev().filter(|l| l.tells(MOST_FALL)) {
        if best.is_some_and(|(fall, _)| !length.tells(fall)) {
            continue;
        }
        best = length.smallest().map(|fall| (fall, length.years));
    }
    best
}

/// Chance over the likely spreads.
fn chance(spread: &[(f64, f64)], of: impl Fn(f64) -> f64) -> f64 {
    spread.iter().map(|(sd, p)| p * of(*sd)).sum()
}

/// Normal numbers lie farther from 0 than this in 5% of cases.
const TWO_SIDED: f64 = 1.959_963_984_540_054;

/// What is passed on either side in 5% of cases, by halving.
fn threshold(spread: &[(f64, f64)]) -> f64 {
    let of = |better: fn(f64, f64) -> f64| spread.iter().map(|(sd, _)| *sd).reduce(better).unwrap_or_default();
    let (least, widest) = (of(f64::min), of(f64::max));
    let bracket = (TWO_SIDED * (1.0 - 1e-9) * least, TWO_SIDED * (1.0 + 1e-9) * widest);
    halved((0.0, 4.0 * widest), bracket, |at| chance(spread, |sd| 2.0 * upper(at / sd)) - ERROR)
}

/// Chance that a normal number lies above z.
fn upper(z: f64) -> f64 {
    0.5 * erfc(z / std::f64::consts::SQRT_2)
}

heap!(Visible);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_that_ends_where_power_falls_misses_no_year() {
        for own in [2.0, 10.0, 40.0, 150.0, 600.0, 3_000.0] {
            for sigma in [0.0_f64, 0.02, 0.05, 0.1, 0.2, 0.4] {
                let likely = vec![(sigma * sigma, 0.7), (0.25 * sigma * sigma, 0.3)];
                for known in [4, 11, 40] {
                    let likely = likely.clone();
                    let test = Test { own, sum: 8.0 * own, others: 10, known, shared: 0.1, likely };
                    let soon: Vec<Length<'_>> = (1..=SOON).map(|years| test.length(years)).collect();
                    let all = (1..=MOST_YEARS).find(|years| test.length(*years).power(FALL) >= POWER);
                    assert_eq!(test.first(&soon), all, "{own} events, drift {sigma}, {known} years");
                    let each = soon.iter().filter_map(|length| Some((length.smallest()?, length.years)));
                    let plainly = each.reduce(|a, b| if b.0 < a.0 { b } else { a });
                    assert_eq!(smallest(&soon), plainly, "{own} events, drift {sigma}, {known} years");
                }
            }
        }
    }

    #[test]
    fn the_threshold_is_passed_in_one_of_twenty_cases() {
        assert!((threshold(&[(2.0, 1.0)]) - 2.0 * 1.959_963_985).abs() < 1e-6);
        let mixed = [(0.1, 0.9), (0.5, 0.1)];
        let at = threshold(&mixed);
        assert!((chance(&mixed, |sd| 2.0 * upper(at / sd)) - 0.05).abs() < 1e-9);
        assert!(at > 0.1 * 1.96 && at < 0.5 * 1.96, "{at}");
    }
}
