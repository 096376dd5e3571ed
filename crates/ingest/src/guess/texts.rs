//! Texts of a city file: values as TOML writes them, numbers and lists for comments.

use std::fmt::Write as _;
use std::path::Path;

/// Values of a group that are written one a line.
const APART: usize = 12;
/// Longest line of values.
const LINE: usize = 108;

/// A text as TOML writes it.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A number with commas between thousands.
pub(super) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A value for a comment, on one line and not too long.
pub(super) fn short(text: &str) -> String {
    let one: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if one.chars().count() > 60 { one.chars().take(59).chain(['…']).collect() } else { one }
}

/// A path as TOML writes it.
pub(super) fn path(path: &Path) -> String {
    quoted(&path.to_string_lossy())
}

/// What was taken for granted, behind a first sentence.
pub(super) fn told(told: &[String]) -> String {
    told.iter().flat_map(|what| ["; ", what.as_str()]).collect()
}

/// The most frequent values with their rows.
pub(super) fn examples(values: &[(String, u64)]) -> String {
    let some: Vec<String> = values
        .iter()
        .take(6)
        .map(|(v, n)| format!("{} ({})", if v.is_empty() { "nothing".to_owned() } else { short(v) }, grouped(*n)))
        .collect();
    some.join(", ")
}

/// As many names as there is room for.
pub(super) fn short_list(names: &[&str]) -> String {
    let mut text = String::new();
    for (at, name) in names.iter().enumerate() {
        if text.len() > 90 {
            return format!("{text} and {} more", names.len() - at);
        }
        let _ = write!(text, "{}{}", if at == 0 { "" } else { ", " }, short(name));
    }
    text
}

/// Values of a rule: a few one a line with their rows, many as a block.
pub(super) fn values(key: &str, all: &[(String, u64)]) -> String {
    if let [(one, rows)] = all {
        return format!("{key} = [{}] # {} rows\n", quoted(one), grouped(*rows));
    }
    let mut text = format!("{key} = [\n");
    if all.len() <= APART {
        for (value, rows) in all {
            let _ = writeln!(text, "  {}, # {}", quoted(value), grouped(*rows));
        }
    } else {
        let mut line = String::from(" ");
        for (value, _) in all {
            let next = format!(" {},", quoted(value));
            if line.len() + next.len() > LINE && line.len() > 1 {
                text.push_str(&line);
                text.push('\n');
                line = String::from(" ");
            }
            line.push_str(&next);
        }
        let rows: u64 = all.iter().map(|(_, n)| n).sum();
        let _ = writeln!(text, "{line} # {} rows in all", grouped(rows));
    }
    text + "]\n"
}
