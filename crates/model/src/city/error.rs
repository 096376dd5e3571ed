//! Why a city file was refused.

use crate::OffenseError;

/// Version of the form; other versions are refused.
pub const SCHEMA: u32 = 1;

/// Why a city file was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CityError {
    /// Not TOML, or a key is missing, unknown or of the wrong kind; the message has line and column.
    #[error("{}", without_middle(_0))]
    Form(String),
    /// Written for another version.
    #[error("schema = {0}; expected schema = {SCHEMA}")]
    Schema(u32),
    /// The offense groups do not hold together.
    #[error(transparent)]
    Offense(#[from] OffenseError),
    /// A value that cannot be right.
    #[error("{key} = {}; expected {expected}", cut(value))]
    Value {
        /// Where in the file.
        key: String,
        /// The value found there.
        value: String,
        /// What would be right.
        expected: String,
    },
}

/// The beginning of a value, for a message: what a file says may be of any length.
fn cut(value: &str) -> String {
    const MOST: usize = 400;
    let short: String = value.chars().take(200).collect();
    let short = &short[..short.floor_char_boundary(MOST)];
    if short.len() < value.len() { format!("{short}…") } else { short.to_owned() }
}

/// A message without the middle of what is too long in it: where it stands and what was expected are at its ends. Bytes
/// are counted, since a character may have four.
fn without_middle(text: &str) -> String {
    const END: usize = 350;
    if text.len() <= 2 * END {
        return text.to_owned();
    }
    let (first, last) = (text.floor_char_boundary(END), text.ceil_char_boundary(text.len() - END));
    format!("{} … {}", &text[..first], &text[last..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_is_short_however_long_the_value_is() {
        let text = CityError::Value { key: "name".to_owned(), value: "é".repeat(5000), expected: "a name".to_owned() };
        assert!(text.to_string().ends_with("…; expected a name") && text.to_string().len() < 500);
        let text = CityError::Form(format!("line 3: {} is no date", "x".repeat(5000))).to_string();
        assert!(text.starts_with("line 3: x") && text.ends_with("x is no date") && text.len() < 800, "{text}");
        // Characters of several bytes, marks that nobody sees among them.
        for long in ["\u{feff}", "\u{1f512}", "é"] {
            let text = CityError::Form(format!("line 3: {} is no date", long.repeat(900))).to_string();
            assert!(text.ends_with(" is no date") && text.len() < 800, "{} bytes", text.len());
            let text = CityError::Value { key: "name".into(), value: long.repeat(900), expected: "a name".into() };
            assert!(text.to_string().len() < 500, "{} bytes", text.to_string().len());
        }
    }
}
