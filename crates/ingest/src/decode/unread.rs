//! Values that could not be read, counted: the commonest say what is wrong with a file.

use rustc_hash::FxHashMap;

use super::{Decoder, Fields};
use crate::fields::plain_name;

/// Distinct values counted in a file.
const MOST: usize = 2000;

/// Values that could not be read, by reason and value, with their rows and the line of the first.
#[derive(Debug, Default)]
pub(crate) struct Unread {
    counted: FxHashMap<(&'static str, String), Value>,
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

impl Decoder<'_> {
    /// Counts the value for which a row was rejected or has no date or position.
    pub(super) fn note_unread(&mut self, reason: &'static str, line: u64, row: &impl Fields) {
        let columns: [Option<usize>; 2] = match reason {
            "count-unreadable" => [self.found.count, None],
            "code-unknown" => [self.found.code.or(self.found.description), None],
            "no-report-month" => [self.stated_month(row), None],
            "date-unreadable" => [self.found.occurred, None],
            "bad-coordinates" if self.found.x == self.found.y => [self.found.x, None],
            "bad-coordinates" => [self.found.x, self.found.y],
            _ => return,
        };
        let parts: Vec<usize> = columns.into_iter().flatten().collect();
        if parts.is_empty() {
            return;
        }
        let text = parts.iter().map(|at| self.show(row.field(*at).trim_ascii())).collect::<Vec<_>>().join(", ");
        let room = self.out.unread.counted.len() < MOST;
        let key = (reason, text);
        if let Some(known) = self.out.unread.counted.get_mut(&key) {
            known.rows += 1;
        } else if room {
            let column = parts.iter().map(|at| self.column(*at)).collect::<Vec<_>>().join(", ");
            self.out.unread.counted.insert(key, Value { column, rows: 1, line });
        }
    }

    /// The column that the month of report was looked for in.
    fn stated_month(&self, row: &impl Fields) -> Option<usize> {
        let stated = self.found.reported.filter(|at| !row.field(*at).trim_ascii().is_empty());
        stated.or(self.found.occurred)
    }

    /// A column's name as the city file spells it.
    fn column(&self, at: usize) -> String {
        let plain = self.out.header.get(at).cloned().unwrap_or_default();
        let c = &self.source.columns;
        let named = [&c.count, &c.code, &c.description, &c.reported, &c.occurred, &c.point, &c.x, &c.y];
        named.into_iter().flatten().find(|alias| plain_name(alias) == plain).cloned().unwrap_or(plain)
    }
}
