//! Rules from values to groups, and points that need a word, as a city file has them.

use std::fmt::Write as _;

use super::codes::By;
use super::roles::Where;
use super::seen::Seen;
use super::texts::{examples, grouped, quoted, values};
use super::words::SAYS;
use crate::project::WGS84;

/// Rows at one point from which it is told.
const STACKED: u64 = 20;

impl Seen<'_> {
    /// Whether rules look at words in a description: there are too many values to list.
    pub(super) fn by_text(&self) -> bool {
        self.kinds.by == By::Words && self.kinds.column.is_some_and(|at| self.table.columns[at].values.len() > 120)
    }

    /// A rule for each group; what is doubtful comes into `doubts`.
    pub(super) fn rules(&self, doubts: &mut Vec<String>) -> String {
        let kinds = &self.kinds;
        let mut text = String::new();
        let by_text = self.by_text();
        // A rule that takes what is left must come last.
        for group in kinds.groups.iter().filter(|g| g.id != "other") {
            let _ = write!(text, "\n[[source.code]]\ngroup = \"{}\"\n", group.id);
            if by_text {
                let (_, words, never) = SAYS.iter().find(|(id, ..)| *id == group.id).copied().unwrap_or_default();
                let list = |words: &[&str]| words.iter().map(|w| quoted(w)).collect::<Vec<_>>().join(", ");
                let _ = writeln!(
                    text,
                    "# {} rows in {} values, such as {}",
                    grouped(group.rows()),
                    group.values.len(),
                    examples(&group.values)
                );
                let _ = writeln!(text, "contains = [{}]", list(words));
                if !never.is_empty() {
                    let _ = writeln!(text, "lacks = [{}]", list(never));
                }
            } else {
                text.push_str(&values("is", &group.values));
            }
        }
        if by_text {
            // Rules are tried in the order of the words, not of the groups.
            text = in_order(&text);
        }
        let Some(left) = kinds.left() else { return text };
        text.push_str("\n[[source.code]]\ngroup = \"other\"\n");
        if kinds.by == By::Nothing {
            text.push_str(
                "# CHECK: no column says what happened in words or codes that are known: all rows are one group.\n",
            );
            text.push_str(
                "# Name it as code = [\"COLUMN\"] above, and give each group a rule: is = [\"VALUE\", \"VALUE\"]\n",
            );
            doubts.push(
                "No column says what happened in words or codes that are known: all rows are one group.".to_owned(),
            );
        } else {
            let _ = writeln!(
                text,
                "# CHECK: {} rows in {} values that no rule above takes, such as {}",
                grouped(left.rows()),
                left.values.len(),
                examples(&left.values)
            );
            doubts.push(format!("{} rows are of no known group: {}.", grouped(left.rows()), examples(&left.values)));
        }
        text
    }

    /// Points that many rows share, where they stand in the table.
    pub(super) fn stacked(&self) -> String {
        let Some((Where::Pair(x, y), reading)) = &self.at else { return String::new() };
        let (Some((x, n)), Some((y, m))) = (
            self.table.by_count(*x).into_iter().find(|(v, _)| *v != "0"),
            self.table.by_count(*y).into_iter().find(|(v, _)| *v != "0"),
        ) else {
            return String::new();
        };
        let rows = n.min(m);
        if rows < STACKED || 100 * rows < self.table.rows || reading.crs != WGS84 {
            return String::new();
        }
        format!(
            "\n# {} rows are at {x}, {y}: a jail, a hospital, or where addresses go that were not found? Say what it \
             is:\n\
             # [[stacked]]\n# name = \"…\"\n# lon = {x}\n# lat = {y}\n# treat = \"areas-only\" # or keep, or spread\n",
            grouped(rows)
        )
    }
}

/// Rules in the order in which words are looked for.
fn in_order(text: &str) -> String {
    let mut rules: Vec<&str> = text.split("\n[[source.code]]\n").filter(|rule| !rule.is_empty()).collect();
    let place = |rule: &str| SAYS.iter().position(|(id, ..)| rule.starts_with(&format!("group = \"{id}\"\n")));
    rules.sort_by_key(|rule| place(rule).unwrap_or(usize::MAX));
    rules.into_iter().flat_map(|rule| ["\n[[source.code]]\n", rule]).collect()
}
