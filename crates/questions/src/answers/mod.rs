//! What answers have in common: their account of themselves, rates, map classes, ranks. Types alone; what fills them
//! lives with the question.

mod bridge;
mod chance;
mod legend;
mod meta;
mod month;
mod next;
mod part;
mod reach;
mod totals;

pub use bridge::{BridgeOffered, BridgeSideUsed, BridgeUsed};
pub use chance::{Against, ConcentrationFigures, FdrSummary, Figure, NullFigure};
pub use legend::{LegendItem, SearchSummary};
pub use meta::{Meta, PROGRAM, WindowMeta};
pub use month::MonthKnown;
pub use next::NextYear;
pub use part::{CityShare, PricedShape, ShapePrice};
pub use reach::TestReach;
#[cfg(feature = "engine")]
pub(crate) use totals::at_least_none;
pub use totals::{NotRankedItem, RankByMeasure, RankSpan, Totals};
