//! Bridges over series breaks: how a series counts after a break, as a share of how another counted before it.

use serde::Serialize;
use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

use crate::two_years::LogRatio;

/// Least months known on each side of a break.
pub const LEAST_MONTHS: usize = 12;
/// Least counts of series and publication on each side.
pub const LEAST_COUNT: i64 = 100;
/// How far the publication may move beside a second one over the break, as a ratio.
pub const MOST_MOVED: f64 = 1.05;
/// Months of the steps within which a ratio is taken.
const STEP: usize = 3;
/// Months of a year.
const YEAR: usize = 12;
/// Years of a side from which years tell how far years lie apart.
const YEARS_TELL: usize = 3;
/// Share of the time that the truth lies within an interval.
const LEVEL: f64 = 0.9;

/// A side of a break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum BridgeSide {
    /// Before it.
    Before,
    /// After it.
    After,
}

impl std::fmt::Display for BridgeSide {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if *self == Self::Before { "before" } else { "after" })
    }
}

/// Why a bridge carries nothing.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum BridgeError {
    /// Too few months of both.
    #[error("{months} months {side} the break are known by both; expected {LEAST_MONTHS} or more")]
    Short {
        /// Side of the break.
        side: BridgeSide,
        /// Months known by both.
        months: usize,
    },
    /// Too few counts for a ratio.
    #[error("{count} counted {side} the break; expected {LEAST_COUNT} or more, and some in every three months")]
    Few {
        /// Side of the break.
        side: BridgeSide,
        /// The lesser of the two counts.
        count: i64,
    },
    /// The publication does not count by one rule, or the second one does not.
    #[error(
        "beside the second publication it moved to {moved:.3} times over the break; expected 1/{MOST_MOVED} to \
         {MOST_MOVED}"
    )]
    Moved {
        /// Publication ÷ second publication, after ÷ before.
        moved: f64,
    },
    /// The second publication says nothing of one side.
    #[error("the second publication has no whole year {side} the break")]
    Unwitnessed {
        /// Side of the break.
        side: BridgeSide,
    },
}

/// What a bridge is made from: months in order, each with the count of the city's own series and that of the
/// publication; sums of the same whole years of the publication and of a second one, where there is one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BridgeInput {
    /// Months before the break: series, publication.
    pub before: Vec<(i64, i64)>,
    /// Months after it.
    pub after: Vec<(i64, i64)>,
    /// Publication and second publication, before and after.
    pub witness: Option<[(i64, i64); 2]>,
}

/// Series ÷ publication on one side.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SideRatio {
    /// Months.
    pub months: usize,
    /// Count of the series.
    pub series: i64,
    /// Count of the publication.
    pub publication: i64,
    /// Series ÷ publication.
    pub ratio: f64,
    /// Standard deviation of the logarithm of a year's ratio about it.
    pub spread: f64,
    /// Variance of the logarithm for a year of these months.
    pub variance: f64,
    /// Degrees of freedom of that.
    pub free: f64,
}

/// How the series after a break counts, as a share of how the series before it counted.
///
/// Idea: a third publication that counted by one rule on both sides takes the truth out of both series: series ÷
/// publication after the break, divided by the same before it, is what the new way of counting does. A change across
/// the break is divided by it.
///
/// Parameters: [`BridgeInput`], for one selection of offenses over the whole city. What comes back: the ratio with a
/// 90% interval for a year within the months of either side, not for the mean of all years; and what it does to a
/// change ([`Bridge::carry`]).
///
/// Steps:
/// 1. ρ of each side is Σ series ÷ Σ publication over its months.
/// 2. How far a year's ratio lies from ρ: where a side has three whole years or more, the standard deviation of the
///    logarithms of its years' ratios, at least half of that of its quarters (the mean of four); where it has fewer,
///    the whole standard deviation of its quarters, as if what moves a quarter stayed for a year. So chance, months
///    that wander and years that differ are in it, whatever part of the events both have in common.
/// 3. Variance of a side = that squared × (1 − 12 ÷ months), since the year is one of the months that ρ is made of,
///    and the variance of quarters ÷ their number, which is the doubt in ρ itself. A year of other months is not
///    carried.
/// 4. The two add up, with the square of the logarithm of what the publication moved beside the second one; degrees of
///    freedom by Welch and Satterthwaite; ends by Student's t.
///
/// Refused: fewer than 12 months of a side, fewer than 100 counts, a quarter without any, and a publication that moved
/// by more than 5% beside a second one over the break: one of the two then counts by another rule, and nobody can say
/// which. What it rests on and cannot see: that the place's ratio is the city's.
///
/// Cost: one pass. Degenerate input: a side whose quarters are all alike has no spread, and adds none.
///
/// Reference: Welch (1947), *The generalization of "Student's" problem when several different population variances
/// are involved*, doi 10.1093/biomet/34.1-2.28 (degrees of freedom). Held at its rate by `tests/api/bridge.rs`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bridge {
    /// Ratio after ÷ ratio before.
    pub ratio: f64,
    /// Lower end of its 90% interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Series ÷ publication before the break.
    pub before: SideRatio,
    /// After it.
    pub after: SideRatio,
    /// Publication ÷ second publication, after ÷ before; absent where there is none.
    pub moved: Option<f64>,
    #[serde(skip)]
    log: LogRatio,
}

impl Bridge {
    /// Makes a bridge.
    ///
    /// # Errors
    /// [`BridgeError`] with what is too little, or what moved.
    ///
    /// # Example
    /// ```
    /// use catchment_siting::{Bridge, BridgeInput};
    ///
    /// // Before, the series holds what the publication holds; after, nine in ten of it.
    /// let input = BridgeInput { before: vec![(40, 40); 24], after: vec![(36, 40); 24], witness: None };
    /// let bridge = Bridge::new(&input)?;
    /// assert!((bridge.ratio - 0.9).abs() < 1e-12);
    /// # Ok::<(), catchment_siting::BridgeError>(())
    /// ```
    pub fn new(input: &BridgeInput) -> Result<Self, BridgeError> {
        let before = SideRatio::new(BridgeSide::Before, &input.before)?;
        let after = SideRatio::new(BridgeSide::After, &input.after)?;
        let moved = input.witness.map(moved).transpose()?;
        let variances = [before.variance, after.variance, moved.map_or(0.0, |m| m.ln().powi(2))];
        let variance: f64 = variances.iter().sum();
        let log = LogRatio {
            log: (after.ratio / before.ratio).ln(),
            variance,
            free: welch(&[(variances[0], before.free), (variances[1], after.free), (variances[2], f64::INFINITY)]),
        };
        let (low, high) = interval(log);
        Ok(Self { ratio: log.log.exp(), low, high, before, after, moved, log })
    }

    /// A change across the break as the series before it would have counted it.
    #[must_use]
    pub fn carry(&self, change: LogRatio) -> LogRatio {
        LogRatio {
            log: change.log - self.log.log,
            variance: change.variance + self.log.variance,
            free: welch(&[(change.variance, change.free), (self.log.variance, self.log.free)]),
        }
    }
}

impl SideRatio {
    fn new(side: BridgeSide, months: &[(i64, i64)]) -> Result<Self, BridgeError> {
        if months.len() < LEAST_MONTHS {
            return Err(BridgeError::Short { side, months: months.len() });
        }
        let sum = |of: &[(i64, i64)]| of.iter().fold((0, 0), |(s, p), m| (s + m.0, p + m.1));
        let (series, publication) = sum(months);
        let quarters: Vec<(i64, i64)> = months.chunks_exact(STEP).map(sum).collect();
        if series.min(publication) < LEAST_COUNT || quarters.iter().any(|q| q.0 <= 0 || q.1 <= 0) {
            return Err(BridgeError::Few { side, count: series.min(publication) });
        }
        let years: Vec<(i64, i64)> = months.chunks_exact(YEAR).map(sum).collect();
        let by_quarter = spread(&quarters);
        let (spread, free) = if years.len() >= YEARS_TELL {
            let (by_year, half) = (spread(&years), by_quarter / ((YEAR / STEP) as f64).sqrt());
            if by_year >= half { (by_year, years.len() - 1) } else { (half, quarters.len() - 1) }
        } else {
            (by_quarter, quarters.len() - 1)
        };
        let ratio = series as f64 / publication as f64;
        let of_year = spread.powi(2) * (1.0 - YEAR as f64 / months.len() as f64);
        let of_ratio = by_quarter.powi(2) / quarters.len() as f64;
        let free = welch(&[(of_year, free as f64), (of_ratio, (quarters.len() - 1) as f64)]);
        Ok(Self { months: months.len(), series, publication, ratio, spread, variance: of_year + of_ratio, free })
    }
}

/// Standard deviation of the logarithms of ratios.
fn spread(of: &[(i64, i64)]) -> f64 {
    let logs: Vec<f64> = of.iter().map(|(s, p)| (*s as f64 / *p as f64).ln()).collect();
    let n = logs.len() as f64;
    let mean = logs.iter().sum::<f64>() / n;
    (logs.iter().map(|l| (l - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt()
}

/// How far the publication moved beside the second one.
fn moved([before, after]: [(i64, i64); 2]) -> Result<f64, BridgeError> {
    for (side, (ours, theirs)) in [(BridgeSide::Before, before), (BridgeSide::After, after)] {
        if ours <= 0 || theirs <= 0 {
            return Err(BridgeError::Unwitnessed { side });
        }
    }
    let ratio = |(ours, theirs): (i64, i64)| ours as f64 / theirs as f64;
    let moved = ratio(after) / ratio(before);
    if (MOST_MOVED.recip()..=MOST_MOVED).contains(&moved) { Ok(moved) } else { Err(BridgeError::Moved { moved }) }
}

/// Degrees of freedom of a sum of variances.
fn welch(parts: &[(f64, f64)]) -> f64 {
    let sum: f64 = parts.iter().map(|p| p.0).sum();
    let down: f64 = parts.iter().map(|(variance, free)| variance.powi(2) / free).sum();
    if down > 0.0 { sum.powi(2) / down } else { f64::INFINITY }
}

/// The 90% interval of a ratio.
#[must_use]
pub fn interval(ratio: LogRatio) -> (f64, f64) {
    let reach = quantile(ratio.free) * ratio.variance.sqrt();
    ((ratio.log - reach).exp(), (ratio.log + reach).exp())
}

/// Student's t beyond which five in a hundred lie; without bound on the degrees of freedom, the normal one.
fn quantile(free: f64) -> f64 {
    /// From here on the two are alike to four digits.
    const MANY: f64 = 10_000.0;
    let at = 0.5 + LEVEL / 2.0;
    if free >= MANY {
        return Normal::standard().inverse_cdf(at);
    }
    StudentsT::new(0.0, 1.0, free.max(1.0)).map_or(f64::INFINITY, |t| t.inverse_cdf(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(before: (i64, i64), after: (i64, i64), months: (usize, usize)) -> BridgeInput {
        BridgeInput { before: vec![before; months.0], after: vec![after; months.1], witness: None }
    }

    #[test]
    fn too_short_or_too_few_is_refused_with_its_side() {
        let refused = |input: &BridgeInput| Bridge::new(input).unwrap_err();
        let short = refused(&input((40, 40), (36, 40), (24, 11)));
        assert_eq!(short, BridgeError::Short { side: BridgeSide::After, months: 11 });
        let few = refused(&input((4, 4), (36, 40), (24, 12)));
        assert_eq!(few, BridgeError::Few { side: BridgeSide::Before, count: 96 });
        let mut empty = input((40, 40), (36, 40), (12, 12));
        empty.before[3..6].fill((0, 40));
        assert!(matches!(refused(&empty), BridgeError::Few { side: BridgeSide::Before, count: 360 }));
    }

    #[test]
    fn a_publication_that_moves_beside_a_second_one_carries_nothing() {
        let with = |after: (i64, i64)| {
            let witness = Some([(1000, 1000), after]);
            Bridge::new(&BridgeInput { witness, ..input((40, 40), (36, 40), (24, 12)) })
        };
        assert_eq!(with((1100, 1000)), Err(BridgeError::Moved { moved: 1.1 }));
        assert_eq!(with((0, 0)), Err(BridgeError::Unwitnessed { side: BridgeSide::After }));
        let moved = with((1020, 1000)).unwrap();
        let still = with((1000, 1000)).unwrap();
        assert_eq!(moved.ratio.to_bits(), still.ratio.to_bits());
        assert!(moved.low < still.low && moved.high > still.high, "what it moved is in the interval: {moved:?}");
    }

    #[test]
    fn years_that_differ_widen_it_more_than_months_that_do() {
        let with = |before: Vec<(i64, i64)>| {
            let found = Bridge::new(&BridgeInput { before, after: vec![(40, 40); 48], witness: None }).unwrap();
            (found.high / found.low).ln()
        };
        let months: Vec<(i64, i64)> = (0..48).map(|m| if m % 2 == 0 { (36, 40) } else { (44, 40) }).collect();
        let years: Vec<(i64, i64)> = (0..48).map(|m| if m / 12 % 2 == 0 { (36, 40) } else { (44, 40) }).collect();
        assert!(with(years.clone()) > 2.0 * with(months), "{}", with(years));
    }

    #[test]
    fn a_change_is_divided_by_the_ratio_and_is_less_sure_than_without() {
        let mut wander = input((40, 40), (36, 40), (24, 24));
        wander.after[0] = (30, 40);
        let bridge = Bridge::new(&wander).unwrap();
        let change = LogRatio { log: 0.45_f64.ln(), variance: 0.04, free: 11.0 };
        let carried = bridge.carry(change);
        assert!((carried.log.exp() - 0.45 / bridge.ratio).abs() < 1e-12);
        assert!(carried.variance > change.variance && carried.free > change.free);
        let even = Bridge::new(&input((40, 40), (40, 40), (12, 12))).unwrap();
        assert_eq!((even.low, even.high), (1.0, 1.0), "nothing moved");
        assert_eq!(even.carry(change).log.to_bits(), change.log.to_bits());
    }

    #[test]
    fn the_interval_is_students() {
        let (low, high) = interval(LogRatio { log: 0.0, variance: 1.0, free: 11.0 });
        assert!((high.ln() - 1.795_884_8).abs() < 1e-6 && (low.ln() + 1.795_884_8).abs() < 1e-6);
        let (_, high) = interval(LogRatio { log: 0.0, variance: 1.0, free: f64::INFINITY });
        assert!((high.ln() - 1.644_853_6).abs() < 1e-5);
    }
}
