//! The vocabulary of Catchment.
//!
//! Lives here: months and windows, day/hour blocks, offense groups, the city file, areas and the
//! point-in-area index, cells, incidents as columns, the cube and the questions it answers,
//! sites, coverage, and the quality report.
//!
//! Does not live here: reading or writing anything, clocks, threads, methods of analysis.

mod area;
mod block;
mod cell;
pub mod city;
mod coverage;
mod cube;
mod incident;
mod input;
mod measure;
mod month;
mod named;
mod offense;
mod quality;
mod rule;
#[cfg(feature = "schema")]
mod schema;
mod site;

pub use area::{Area, AreaError, AreaIdx, AreaKind, Areas};
pub use block::{Block, BlockError, BlockMask};
pub use cell::{Cell, CellError, RESOLUTIONS, Resolution};
pub use coverage::{Coverage, MonthStatus};
pub use cube::{AreaBasis, Cube, CubeBuilder, Entry, Place, Query, TimeBasis, Unit, YearCount};
pub use incident::{IncidentRow, Incidents, LocalMinute, NO_POSITION, Position, RowStatus};
pub use input::{AreaCount, InputFile};
pub use measure::Measure;
pub use month::{Month, MonthError, Window};
pub use named::{NameError, Named};
#[doc(hidden)]
pub use named::{describe_named, deserialize_named};
pub use offense::{Finest, GroupId, OffenseError, OffenseGroup, Offenses, ReportedBy, Selection};
pub use quality::{FileQuality, LocatedShare, Quality, Reason, Rejection};
pub use rule::{Among, Rule, RulePer, Severity};
pub use site::{Site, SiteShape};

/// What [`named!`] writes its code against, so that a crate that calls it needs no serde of its own.
#[doc(hidden)]
pub use serde;
