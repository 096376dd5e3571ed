//! The command that makes a report again.

use super::ReportOf;

/// The command; `settled` are parameters that the report filled in, so that later data give the same pages.
pub(super) fn command(of: ReportOf, pairs: &[(String, String)], settled: &[(&str, String)]) -> String {
    let given = |name: &str| pairs.iter().any(|(known, _)| known == name);
    let filled = settled.iter().filter(|(name, _)| !given(name)).map(|(name, value)| (*name, value.as_str()));
    let all = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain(filled);
    let flag = |(name, value): (&str, &str)| format!(" --{} {}", name.replace('_', "-"), quoted(value));
    format!("catchment report --document {}{}", of.name(), all.map(flag).collect::<String>())
}

/// A value as a shell takes it.
fn quoted(value: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ',' | '.' | ':' | '/');
    if !value.is_empty() && value.chars().all(plain) {
        return value.to_owned();
    }
    format!("'{}'", value.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_filled_in_is_named_once_and_what_was_given_stays() {
        let pairs = [("offense".to_owned(), "homicide, assault".to_owned())];
        let settled = [("to", "2026-04".to_owned()), ("offense", "harm".to_owned())];
        let expected = "catchment report --document check --offense 'homicide, assault' --to 2026-04";
        assert_eq!(command(ReportOf::Check, &pairs, &settled), expected);
    }
}
