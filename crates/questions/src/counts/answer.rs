//! Counts as an answer.

use catchment_model::{AreaKind, named, named_schema};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Counts;
use crate::answers::{Meta, MonthKnown};

named! {
    /// What is known of a calendar year.
    pub enum YearKnown as "status of a year" {
        /// All twelve months.
        Complete = "complete",
        /// Some of its months.
        Partial = "partial",
        /// Nothing, which is not zero.
        Missing = "missing",
    }
}

named_schema!(YearKnown);

/// Counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CountsAnswer {
    /// What the answer says of itself.
    pub meta: Meta<Counts>,
    /// What is counted here, in a sentence.
    pub caption: String,
    /// One for each key and offense, offenses in the order in which they were given.
    pub items: Vec<CountItem>,
}

/// A count with its key: of the kind that was asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum CountItem {
    /// Of a year.
    Year(YearItem),
    /// Of a month.
    Month(MonthItem),
    /// Of a neighborhood or park.
    Neighborhood(NeighborhoodItem),
    /// Of a cell.
    Cell(CellCountItem),
}

/// Count of a calendar year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct YearItem {
    /// Year.
    pub year: i32,
    /// Offense, under the name given.
    pub offense: String,
    /// Count; null where it is not known, which is not zero.
    pub count: Option<i64>,
    /// What is known of the year.
    pub status: YearKnown,
    /// Months of it that are counted.
    pub covered_months: usize,
}

/// Count of a month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MonthItem {
    /// Month as `YYYY-MM`.
    pub month: String,
    /// Offense, under the name given.
    pub offense: String,
    /// Count; null where it is not known, which is not zero.
    pub count: Option<i64>,
    /// What is known of the month.
    pub status: MonthKnown,
}

/// Count of a neighborhood or park.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct NeighborhoodItem {
    /// Its id; `0` for what lies in none.
    pub neighborhood_id: String,
    /// Its name.
    pub neighborhood: String,
    /// What it is; null for what lies in none.
    pub kind: Option<AreaKind>,
    /// Offense, under the name given.
    pub offense: String,
    /// Count; null where no month of the window is known, which is not zero.
    pub count: Option<i64>,
}

/// Count of a cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CellCountItem {
    /// H3 cell.
    pub cell: String,
    /// Offense, under the name given.
    pub offense: String,
    /// Count.
    pub count: i64,
}
