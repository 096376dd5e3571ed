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
    let short: String = value.chars().take(200).collect();
    if short.len() < value.len() { short + "…" } else { short }
}

/// A message without the middle of what is too long in it: where it stands and what was expected are at its ends.
fn without_middle(text: &str) -> String {
    const END: usize = 350;
    let characters: Vec<char> = text.chars().collect();
    if characters.len() <= 2 * END {
        return text.to_owned();
    }
    let part = |of: &[char]| of.iter().collect::<String>();
    format!("{} … {}", part(&characters[..END]), part(&characters[characters.len() - END..]))
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
    }
}
