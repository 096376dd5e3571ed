//! What rows say beside their counts: labels, and values that could not be read.

use catchment_model::AreaIdx;
use rustc_hash::FxHashMap;

/// What a row says of its area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    /// An area that is known.
    Area(AreaIdx),
    /// A label that is the name of no area, by its number in the file.
    Unknown(u16),
    /// Nothing: a blank, 0, or a word such as "unknown".
    Silent,
}

/// A label that is the name of no area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UnknownText {
    pub(crate) text: String,
    /// Line of its first row.
    pub(crate) line: u64,
}

impl Label {
    /// The area, where it is known.
    pub(crate) fn area(self) -> Option<AreaIdx> {
        match self {
            Self::Area(area) => Some(area),
            Self::Unknown(_) | Self::Silent => None,
        }
    }
}

/// Values that could not be read, by reason and value, with their rows and the line of the first.
#[derive(Debug, Default)]
pub(crate) struct Unread {
    pub(super) counted: FxHashMap<(&'static str, String), Value>,
}

/// What is known of such a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Value {
    pub(crate) column: String,
    pub(crate) rows: u64,
    pub(crate) line: u64,
}

impl Unread {
    /// Reason, value, and what is known of it; in no order.
    pub(crate) fn list(&self) -> impl Iterator<Item = (&'static str, &str, &Value)> {
        self.counted.iter().map(|((reason, text), value)| (*reason, text.as_str(), value))
    }
}
