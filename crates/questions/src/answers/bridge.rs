//! A bridge over a series break, as answers show it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A bridge that was used.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BridgeUsed {
    /// Name.
    pub name: String,
    /// Third publication that both series are held against.
    pub publication: String,
    /// Where it comes from, and why it is taken to count by one rule.
    pub source: String,
    /// How the series after the break counts, as a share of how the series before it counted.
    pub ratio: f64,
    /// Lower end of its 90% interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Before the break.
    pub before: BridgeSideUsed,
    /// After it.
    pub after: BridgeSideUsed,
    /// Publication ÷ second publication, after ÷ before; absent where there is none.
    pub moved: Option<f64>,
    /// The same in a sentence.
    pub says: String,
}

/// A side of a bridge.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BridgeSideUsed {
    /// Reporting system.
    pub system: String,
    /// First month.
    pub from: String,
    /// Last month, included.
    pub to: String,
    /// Months known by both.
    pub months: usize,
    /// Count of the city's own series.
    pub series: i64,
    /// Count of the publication.
    pub publication: i64,
    /// Series ÷ publication.
    pub ratio: f64,
    /// Standard deviation of the logarithm of a year's ratio about it.
    pub spread: f64,
}

/// A bridge that may be asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BridgeOffered {
    /// Name.
    pub name: String,
    /// Publication.
    pub publication: String,
}
