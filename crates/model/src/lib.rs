//! The vocabulary of Catchment.
//!
//! Lives here: months and windows, day/hour blocks, offense groups, the city file, areas and the
//! point-in-area index, cells, incidents as columns, the cube and the daily cube with the sums taken over them,
//! sites, coverage, the quality report, and the choices that have names ([`named!`]).
//!
//! Does not live here: reading or writing anything, clocks, threads, methods of analysis.
//!
//! ```
//! use catchment_model::{Month, Unit, Window};
//!
//! let window = Window::new(Month::new(2019, 11)?, "2020-02".parse()?)?;
//! assert_eq!(window.len(), 4);
//! assert_eq!(window.to_string(), "2019-11 to 2020-02");
//! assert_eq!("incident".parse(), Ok(Unit::Incident));
//! # Ok::<(), catchment_model::MonthError>(())
//! ```

mod area;
pub mod basemap;
mod basis;
mod block;
mod bridge;
mod cell;
pub mod city;
mod coverage;
mod cube;
mod daily;
mod day;
mod entry;
mod heap;
mod heard;
mod homes;
mod incident;
mod input;
mod measure;
mod month;
mod named;
mod offense;
mod quality;
mod query;
mod region;
mod repeated;
mod rule;
#[cfg(feature = "schema")]
mod schema;
mod shared;
mod site;
mod watch;

pub use area::{Area, AreaError, AreaIdx, AreaKind, Areas};
pub use basis::{AreaBasis, TimeBasis, Unit};
pub use block::{Block, BlockError, BlockMask};
pub use bridge::BridgeTable;
pub use cell::{Cell, CellError, RESOLUTIONS, Resolution};
pub use coverage::{Coverage, MonthStatus};
pub use cube::{Cube, CubeBuilder};
pub use daily::{Daily, DayEntry};
pub use day::{Day, Days};
pub use entry::{Entry, Place, YearCount};
pub use heap::Heap;
pub use heard::{CodeRows, LostRows, NearName, PointsIn, SourceLabels, UnknownLabel, UnreadValue};
pub use homes::{CellHomes, Homes};
pub use incident::{IncidentRow, Incidents, LocalMinute, NO_POSITION, Position, RowStatus};
pub use input::{AreaCount, InputFile};
pub use measure::Measure;
pub use month::{Month, MonthError, Window};
pub use named::{NameError, Named};
#[doc(hidden)]
pub use named::{describe_named, deserialize_named};
pub use offense::{Finest, GroupId, OffenseError, OffenseGroup, Offenses, ReportedBy, Selection};
pub use quality::{FileQuality, LocatedShare, Quality, Reason, Rejection};
pub use query::Query;
pub use region::{Region, RegionAgency, RegionMonth, RegionStatus};
pub use repeated::RepeatedPoint;
pub use rule::{Among, Rule, RulePer, Severity};
#[cfg(feature = "schema")]
pub use schema::city_schemas;
pub use shared::Shared;
pub use site::{Site, SiteShape};
pub use watch::{Steps, Unwatched, Watch};

/// What [`named!`] writes its code against, so that a crate that calls it needs no serde of its own.
#[doc(hidden)]
pub use serde;
