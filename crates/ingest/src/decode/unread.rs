//! Values that could not be read, counted: the commonest say what is wrong with a file.

use super::said::Value;
use super::{Decoder, Fields};
use crate::fields::plain_name;

/// Distinct values counted in a file.
const MOST: usize = 2000;

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
