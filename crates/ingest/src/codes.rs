//! From an offense code and description to the offense group, by the rules of the city file.

use catchment_model::city::CodeRule;
use catchment_model::{GroupId, Offenses};

/// The rules of a source, made ready.
#[derive(Debug)]
pub(crate) struct Rules {
    rules: Vec<Rule>,
    /// Columns that conditions look at, beside code and description.
    columns: Vec<String>,
}

/// A value that a rule asks for.
#[derive(Debug)]
struct Wanted {
    text: String,
    /// Zeros in front matter: the city file puts the value into quotes of its own.
    exact: bool,
}

/// Values that a column must have, or must not have.
#[derive(Debug)]
struct Condition {
    column: usize,
    wanted: Vec<Wanted>,
    holds: bool,
}

#[derive(Debug)]
struct Rule {
    group: GroupId,
    is: Vec<Wanted>,
    conditions: Vec<Condition>,
    range: Option<(u32, u32)>,
    contains: Vec<String>,
    lacks: Vec<String>,
    firearm: Option<bool>,
}

impl Rules {
    /// Rules whose group the city does not have are left out; the city file's own check refuses them.
    pub(crate) fn new(rules: &[CodeRule], offenses: &Offenses) -> Self {
        let upper = |texts: &[String]| texts.iter().map(|t| t.trim().to_uppercase()).collect();
        let mut columns: Vec<String> = Vec::new();
        let mut ready = Vec::new();
        for r in rules {
            let mut conditions = Vec::new();
            for (list, holds) in [(&r.conditions, true), (&r.unless, false)] {
                for (name, values) in list {
                    let column = columns.iter().position(|c| c == name).unwrap_or_else(|| {
                        columns.push(name.clone());
                        columns.len() - 1
                    });
                    conditions.push(Condition { column, wanted: wanted(values), holds });
                }
            }
            let Some(group) = offenses.id(&r.group) else { continue };
            ready.push(Rule {
                group,
                is: wanted(&r.is),
                conditions,
                range: r.range,
                contains: upper(&r.contains),
                lacks: upper(&r.lacks),
                firearm: r.firearm,
            });
        }
        Self { rules: ready, columns }
    }

    /// Columns that conditions look at, beside code and description.
    pub(crate) fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Whether any rule looks at the description.
    pub(crate) fn need_description(&self) -> bool {
        self.rules.iter().any(|r| !r.contains.is_empty() || !r.lacks.is_empty())
    }

    /// Whether any rule looks at the use of a firearm.
    pub(crate) fn need_firearm(&self) -> bool {
        self.rules.iter().any(|r| r.firearm.is_some())
    }

    /// The group of the first rule that matches; `other` are the values of [`Rules::columns`].
    pub(crate) fn group(
        &self,
        (code, description, firearm): (&str, &str, bool),
        other: &[impl AsRef<str>],
    ) -> Option<GroupId> {
        let value = Value::new(code);
        let description = description.to_uppercase();
        let other: Vec<Value> = other.iter().map(|v| Value::new(v.as_ref())).collect();
        let holds = |c: &Condition| other.get(c.column).is_some_and(|v| v.is_one_of(&c.wanted) == c.holds);
        let found =
            self.rules.iter().find(|r| r.matches(&value, &description, firearm) && r.conditions.iter().all(holds));
        found.map(|r| r.group)
    }
}

impl Rule {
    fn matches(&self, code: &Value, description: &str, firearm: bool) -> bool {
        let is = self.is.is_empty() || code.is_one_of(&self.is);
        let range = self.range.is_none_or(|(from, to)| code.number.is_some_and(|n| (from..=to).contains(&n)));
        let contains = self.contains.is_empty() || self.contains.iter().any(|t| description.contains(t));
        let lacks = !self.lacks.iter().any(|t| description.contains(t));
        is && range && contains && lacks && self.firearm.is_none_or(|f| f == firearm)
    }
}

/// A value of a row, ready to be compared.
struct Value {
    /// Without blanks around it, in one case.
    written: String,
    plain: String,
    number: Option<u32>,
}

impl Value {
    fn new(text: &str) -> Self {
        let written = text.trim().to_uppercase();
        let plain = plain_code(&written);
        Self { number: plain.parse().ok(), written, plain }
    }

    fn is_one_of(&self, wanted: &[Wanted]) -> bool {
        wanted.iter().any(|w| w.text == if w.exact { &*self.written } else { &*self.plain })
    }
}

fn wanted(texts: &[String]) -> Vec<Wanted> {
    let one = |text: &String| {
        let text = text.trim();
        let quoted = |mark: char| text.strip_prefix(mark).and_then(|t| t.strip_suffix(mark));
        match quoted('\'').or_else(|| quoted('"')) {
            Some(inner) => Wanted { text: inner.trim().to_uppercase(), exact: true },
            None => Wanted { text: plain_code(text), exact: false },
        }
    };
    texts.iter().map(one).collect()
}

/// A code in one form for comparison: blanks, case, zeros in front of digits and `.0` behind them do not matter.
pub(crate) fn plain_code(code: &str) -> String {
    let code = code.trim().to_uppercase();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let code = match code.split_once('.') {
        Some((whole, rest)) if digits(whole) && digits(rest) && rest.bytes().all(|b| b == b'0') => whole,
        _ => &code,
    };
    let bytes = code.as_bytes();
    let zeros = bytes.windows(2).take_while(|pair| pair[0] == b'0' && pair[1].is_ascii_digit()).count();
    code[zeros..].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_in_front_of_a_code_matter_only_where_it_is_quoted() {
        for (city, file, same) in [
            ("110", "0110", true),
            ("0110", "110", true),
            ("0110", " 110.0 ", true),
            ("09a", "9A", true),
            ("0", "00", true),
            ("'0110'", "0110", true),
            ("'0110'", "110", false),
            ("\"012\"", "12", false),
            ("1.5", "1.50", false),
            ("0A", "A", false),
            ("true", "TRUE ", true),
        ] {
            assert_eq!(Value::new(file).is_one_of(&wanted(&[city.to_owned()])), same, "{city} {file}");
        }
    }
}
