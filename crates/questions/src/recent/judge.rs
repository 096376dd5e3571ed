//! A count beside that of a year before: what chance alone gives, and what stands among many rows.

use catchment_siting::TwoPeriods;
use catchment_spatial::benjamini_hochberg;

use super::days::Sum;
use super::{LEAST, LEVEL, RecentBeside, RecentVerdict, words};
use crate::error::AskError;

/// A row that is not judged yet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    now: Sum,
    then: Sum,
    p: f64,
    low: i64,
    high: i64,
}

impl Row {
    /// Puts a count beside that of a year before, given how chance deals incidents to the two.
    pub(super) fn new((now, then): (Sum, Sum), chance: TwoPeriods) -> Self {
        let count = |n: i64| u64::try_from(n).unwrap_or(0);
        let (low, high) = chance.band(count(then.incidents), LEVEL);
        let signed = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let p = chance.p(count(now.incidents), count(then.incidents));
        Self { now, then, p, low: signed(low), high: signed(high) }
    }

    /// Whether there are incidents enough to be judged.
    pub(super) fn enough(&self) -> bool {
        self.now.incidents + self.then.incidents >= LEAST
    }

    /// Whether it lies outside of the band by itself.
    pub(super) fn outside(&self) -> bool {
        self.enough() && self.p <= LEVEL
    }

    fn told(self, stands: bool) -> RecentBeside {
        let (now, then) = (self.now.incidents, self.then.incidents);
        let verdict = match (self.enough(), stands) {
            (false, _) => RecentVerdict::Few,
            (true, false) => RecentVerdict::Chance,
            (true, true) if now < self.low => RecentVerdict::Fewer,
            (true, true) => RecentVerdict::More,
        };
        let beside = RecentBeside {
            incidents: now,
            incidents_then: then,
            offenses: self.now.offenses,
            offenses_then: self.then.offenses,
            change: (then > 0).then(|| now as f64 / then as f64 - 1.0),
            low: self.low,
            high: self.high,
            verdict,
            sentence: String::new(),
        };
        RecentBeside { sentence: words::row(&beside), ..beside }
    }
}

/// Judges a row by itself.
pub(super) fn alone(row: Row) -> RecentBeside {
    row.told(row.outside())
}

/// Judges many rows together: of those told as changed, no more than a share of `fdr` are expected to be chance.
///
/// # Errors
/// [`AskError::Internal`] for a rate that the city file cannot hold.
pub(super) fn together(rows: &[Row], fdr: f64) -> Result<Vec<RecentBeside>, AskError> {
    let p: Vec<f64> = rows.iter().filter(|r| r.enough()).map(|r| r.p).collect();
    let mut stands = benjamini_hochberg(&p, fdr).map_err(AskError::internal)?.significant.into_iter();
    // A row that stands lies outside of its own band, too: what is said of it is what its band shows.
    Ok(rows.iter().map(|r| r.told(r.enough() && stands.next().unwrap_or(false) && r.outside())).collect())
}
