//! Which column says what happened, and which of its values belong to which group.

use catchment_model::city::{KNOWN, KnownGroup};

use super::table::Table;
use super::words::{DIED, FIREARM, NIBRS, NO, NOT_A_KIND, SAYS, UCR, YES};
use crate::codes::plain_code;

/// Values of one column in one group.
#[derive(Debug, Clone, Default)]
pub(super) struct Group {
    pub(super) id: &'static str,
    /// Values with their rows, the most frequent first.
    pub(super) values: Vec<(String, u64)>,
}

impl Group {
    pub(super) fn rows(&self) -> u64 {
        self.values.iter().map(|(_, n)| n).sum()
    }
}

/// What a column's values are known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Words,
    Nibrs,
    Ucr,
    Flag,
    Nothing,
}

/// The column of offenses, sorted into groups.
#[derive(Debug, Clone)]
pub(super) struct Kinds {
    pub(super) column: Option<usize>,
    pub(super) by: By,
    pub(super) groups: Vec<Group>,
    /// Rows that a known word or code puts into a group.
    pub(super) known: u64,
}

/// The group of a description, by its words.
fn by_words(text: &str) -> Option<&'static str> {
    let text = text.to_uppercase();
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    SAYS.iter().find(|(_, words, never)| has(words) && !has(never)).map(|(group, ..)| *group)
}

fn by_nibrs(code: &str) -> Option<&'static str> {
    let code = code.trim().to_uppercase();
    NIBRS
        .iter()
        .find(|(_, codes)| codes.contains(&code.as_str()) || codes.iter().any(|c| plain_code(c) == code))
        .map(|(group, _)| *group)
}

fn by_ucr(code: &str) -> Option<&'static str> {
    let digits = code.trim();
    if !(3..=4).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: u32 = digits.parse().ok()?;
    UCR.iter().find(|(class, _)| *class == number / 100).map(|(_, group)| *group)
}

/// Whether a column may say what happened, by its name and its values.
fn may_be(table: &Table, at: usize, taken: &[usize]) -> bool {
    let name = table.plain(at);
    let column = &table.columns[at];
    !taken.contains(&at) && !column.many && !column.values.is_empty() && !NOT_A_KIND.iter().any(|n| name.contains(n))
}

impl Kinds {
    /// The column of which most rows are known, words before codes.
    pub(super) fn find(table: &Table, taken: &[usize]) -> Self {
        let columns: Vec<usize> = table.all().filter(|at| may_be(table, *at, taken)).collect();
        let mut all: Vec<(u64, Self)> = Vec::new();
        for at in &columns {
            for (by, group) in
                [(By::Words, by_words as fn(&str) -> _), (By::Nibrs, by_nibrs as fn(&str) -> _), (By::Ucr, by_ucr)]
            {
                let kinds = Self::sorted(table, *at, by, group);
                let distinct = table.columns[*at].values.len();
                // Numbers of three digits stand for much else: nearly all of them must be known, and more than one.
                let fits =
                    by == By::Words || (10 * kinds.known >= 9 * table.columns[*at].filled && kinds.groups.len() > 1);
                let wordy = kinds.groups.iter().any(|g| g.id != "other");
                // Detail is worth something where as many rows are known: not more than a few rows in a thousand.
                if fits && wordy {
                    let weight = kinds.known * 1000 / table.rows.max(1) * 10
                        + u64::from(by == By::Words) * 5
                        + u64::from(distinct <= 60) * 3;
                    all.push((weight, kinds));
                }
            }
        }
        let best = all.into_iter().enumerate().max_by_key(|(at, (weight, _))| (*weight, usize::MAX - at));
        match (best.map(|(_, (_, kinds))| kinds), Self::flag(table, &columns)) {
            (Some(kinds), _) if 2 * kinds.known > table.rows => kinds,
            (_, Some(flag)) => flag,
            (Some(kinds), None) => kinds,
            (None, None) => Self {
                column: None,
                by: By::Nothing,
                groups: vec![Group { id: "other", values: Vec::new() }],
                known: 0,
            },
        }
    }

    fn sorted(table: &Table, at: usize, by: By, group: impl Fn(&str) -> Option<&'static str>) -> Self {
        let mut groups: Vec<Group> = KNOWN.iter().map(|g| Group { id: g.id, values: Vec::new() }).collect();
        let mut known = 0;
        for (value, rows) in table.by_count(at) {
            let id = group(value);
            known += if id.is_some() { rows } else { 0 };
            if let Some(own) = groups.iter_mut().find(|g| g.id == id.unwrap_or("other")) {
                own.values.push((value.to_owned(), rows));
            }
        }
        groups.retain(|g| !g.values.is_empty());
        Self { column: Some(at), by, groups, known }
    }

    /// A column that says with yes and no whether someone died.
    fn flag(table: &Table, columns: &[usize]) -> Option<Self> {
        let is_flag = |at: &&usize| {
            let name = table.plain(**at);
            let plain = |v: &str| v.trim().to_uppercase();
            let values = || table.columns[**at].values.keys().map(|v| plain(v));
            let either = |v: &String| YES.contains(&v.as_str()) || NO.contains(&v.as_str());
            DIED.iter().any(|word| name.contains(word))
                && table.columns[**at].values.len() == 2
                && values().all(|v| either(&v))
        };
        let at = *columns.iter().find(is_flag)?;
        let yes = |value: &str| YES.contains(&value.trim().to_uppercase().as_str());
        let other = if armed(table) { "shooting" } else { "assault" };
        Some(Self {
            by: By::Flag,
            ..Self::sorted(table, at, By::Flag, |v| Some(if yes(v) { "homicide" } else { other }))
        })
    }

    /// Rows that are in no known group.
    pub(super) fn left(&self) -> Option<&Group> {
        self.groups.iter().find(|g| g.id == "other")
    }

    /// Whether some group is one that is shown by default.
    pub(super) fn has_default(&self) -> bool {
        self.groups.iter().any(|g| KnownGroup::named(g.id).is_some_and(|known| known.default))
    }

    /// Whether "assault" here is any assault: no value says that it is a grave one.
    pub(super) fn any_assault(&self) -> bool {
        let group = self.groups.iter().find(|g| g.id == "assault");
        group.is_some_and(|g| !g.values.iter().any(|(v, _)| v.to_uppercase().contains("AGG") || self.by != By::Words))
    }
}

/// Whether the table speaks of firearms: in its name, or in those of its columns.
fn armed(table: &Table) -> bool {
    let has = |text: &str| FIREARM.iter().any(|word| text.to_uppercase().contains(word));
    table.header.iter().any(|name| has(name)) || has(&table.label) || table.names().any(has)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn descriptions_and_codes_are_sorted_by_what_they_say() {
        for (text, group) in [
            ("HOMICIDE", Some("homicide")),
            ("Murder & Nonnegligent Manslaughter", Some("homicide")),
            ("ATTEMPTED MURDER", Some("assault")),
            ("ROBBERY - CARJACKING", Some("robbery")),
            ("AGG. ASSAULT", Some("assault")),
            ("Simple Assault", Some("simple_assault")),
            ("MOTOR VEHICLE THEFT", Some("vehicle_theft")),
            ("THEFT FROM MOTOR VEHICLE", Some("theft")),
            ("CRIM SEXUAL ASSAULT", Some("rape")),
            ("Violence and sexual offences", Some("assault")),
            ("WEAPONS VIOLATION", Some("weapons")),
            ("TRAFFIC STOP", None),
        ] {
            assert_eq!(by_words(text), group, "{text}");
        }
        assert_eq!(
            (by_nibrs("09A"), by_nibrs("9A"), by_nibrs("13b")),
            (Some("homicide"), Some("homicide"), Some("simple_assault"))
        );
        assert_eq!((by_ucr("0110"), by_ucr("300"), by_ucr("12")), (Some("homicide"), Some("robbery"), None));
    }
}
