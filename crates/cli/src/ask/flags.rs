//! Flags from parameters: what a question may be asked with is declared once, in `questions`, and every flag is one of
//! those.

use anyhow::{Context as _, Error, Result, anyhow};
use catchment_questions::AskError;
use catchment_questions::pieces::{Kind, Param, Piece, Place, read_ask};
use clap::builder::StyledStr;
use clap::{Arg, ArgAction, ArgMatches};
use serde_json::{Value, json};

use crate::failure::advised;

/// Flags that have a shorter name than their parameter; both are accepted.
const SHORT: [(&str, &str); 3] = [("bandwidth_m", "bandwidth"), ("pixel_m", "cell"), ("radius_m", "radius")];

/// A flag for each parameter.
pub(crate) fn of(params: &[Param]) -> Vec<Arg> {
    params.iter().map(flag).collect()
}

fn flag(param: &Param) -> Arg {
    let arg = Arg::new(param.name).action(ArgAction::Set).help(help(param)).value_name(value_name(param));
    let arg = arg.allow_hyphen_values(true).hide_short_help(false);
    if param.place == Place::Path {
        return arg.required(true).value_name(param.name.to_uppercase());
    }
    let long = param.name.replace('_', "-");
    match SHORT.iter().find(|(name, _)| *name == param.name) {
        Some((_, short)) => arg.long(*short).alias(long),
        None => arg.long(long),
    }
}

fn value_name(param: &Param) -> &'static str {
    match (&param.kind, param.place) {
        (_, Place::Body) => "FILE",
        (Kind::Choice(_), _) => "WORD",
        (Kind::Whole { .. }, _) => "N",
        (Kind::Number { .. }, _) => "NUMBER",
        (Kind::Text { .. }, _) if matches!(param.name, "from" | "to") => "YYYY-MM",
        (Kind::Text { .. }, _) => "TEXT",
    }
}

fn help(param: &Param) -> StyledStr {
    let mut text = param.about.trim_end_matches('.').to_owned();
    match &param.kind {
        Kind::Choice(words) => {
            let list: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            text = format!("{text}: {}", list.join(", "));
        }
        kind @ (Kind::Whole { .. } | Kind::Number { .. }) => {
            let range = kind.expected().replacen("a whole number from ", "", 1).replacen("a number from ", "", 1);
            text = format!("{text}, {range}");
        }
        Kind::Text { .. } => {}
    }
    if let Some(default) = &param.default {
        text = format!("{text} (default: {default})");
    }
    text.into()
}

/// What was given on the command line, as a question takes it.
pub(crate) fn pairs(params: &[Param], matches: &ArgMatches) -> Result<Vec<(String, String)>> {
    let given = |p: &Param| {
        let text = matches.get_one::<String>(p.name)?.clone();
        let value = if p.place == Place::Body { drawn(p.name, &text) } else { Ok(text) };
        Some(value.map(|value| (p.name.to_owned(), value)))
    };
    params.iter().filter_map(given).collect()
}

/// Checks those of some flags that a question knows, each by itself: what is wrong whatever the dataset is told before
/// one is looked for.
pub(crate) fn checked<A: Piece>(pairs: &[(String, String)]) -> Result<()> {
    let params = A::params();
    let known = pairs.iter().filter(|(name, _)| params.iter().any(|param| param.name == name));
    read_ask::<A>(&known.cloned().collect::<Vec<_>>()).map_err(told)?;
    Ok(())
}

/// The text of a file that stands for a drawn area: as it is, or, of GeoJSON, its one polygon.
fn drawn(parameter: &str, path: &str) -> Result<String> {
    let flag = name(parameter);
    let text = std::fs::read_to_string(path).with_context(|| format!("{flag} {path}: cannot be read"))?;
    let value: Value = serde_json::from_str(&text).with_context(|| format!("{flag} {path}: not a JSON document"))?;
    let one = match value["type"].as_str() {
        Some("FeatureCollection") => {
            let features = value["features"].as_array().map_or(&[][..], Vec::as_slice);
            let [one] = features else {
                return Err(anyhow!("{flag} {path}: {} features; expected one polygon", features.len()));
            };
            &one["geometry"]
        }
        Some("Feature") => &value["geometry"],
        Some(_) => &value,
        None => return Ok(text),
    };
    Ok(json!({ "polygon": one }).to_string())
}

/// The flag of a parameter.
pub(crate) fn name(parameter: &str) -> String {
    match SHORT.iter().find(|(name, _)| *name == parameter) {
        Some((_, short)) => format!("--{short}"),
        None => format!("--{}", parameter.replace('_', "-")),
    }
}

/// A refusal, told in flags.
pub(crate) fn told(error: AskError) -> Error {
    match error {
        AskError::Value { parameter, value, accepted } => {
            let given = given(&parameter, &value);
            let what = format!("{given}: expected {}", in_flags(&accepted));
            match accepted.split_once(" beside it") {
                // The way that works is at hand: the same with the other parameter.
                Some((others, _)) if others.contains('=') => {
                    let ways = others.split(" or ").map(|other| format!("{} {given}", in_flags(other)));
                    advised(what, ways.collect::<Vec<_>>().join(", or "))
                }
                _ => anyhow!(what),
            }
        }
        AskError::NotCovered { value, accepted } => anyhow!("{value} is not covered by the data; expected {accepted}"),
        AskError::Withheld { value, place, accepted } => {
            anyhow!("--offense {value}: may not be shown {place}; expected {}", in_flags(&accepted))
        }
        AskError::Unknown { parameter, value, accepted } => {
            let flags: Vec<String> = accepted.split(", ").map(name).collect();
            anyhow!("{}: has no effect here; expected {}", given(&parameter, &value), flags.join(", "))
        }
        AskError::Internal(source) => anyhow!("{source}"),
        other => Error::new(other),
    }
}

/// A flag as it was given.
fn given(parameter: &str, value: &str) -> String {
    let flag = name(parameter);
    if value.is_empty() { flag } else { format!("{flag} {value}") }
}

/// A sentence about parameters, told in flags: `by=year` is `--by year`.
fn in_flags(text: &str) -> String {
    let flag = |word: &str| match word.split_once('=') {
        Some((parameter, value)) if is_name(parameter) => format!("{} {value}", name(parameter)),
        _ => word.to_owned(),
    };
    text.split(' ').map(flag).collect::<Vec<_>>().join(" ")
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// Refuses flags beside another that makes them without effect.
pub(crate) fn none_beside(flag: &str, given: &[(String, String)]) -> Result<()> {
    match given.first() {
        None => Ok(()),
        Some((parameter, value)) => Err(advised(
            format!("{} {value}: has no effect beside {flag}, which has a question of its own", name(parameter)),
            format!("{flag} alone, or the flags without it"),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_are_told_in_flags() {
        let error = told(AskError::value("bandwidth_m", "7", "a number from 50 to 5000"));
        assert_eq!(error.to_string(), "--bandwidth 7: expected a number from 50 to 5000");
        assert_eq!(name("area_km2"), "--area-km2");
        let error = told(AskError::value("area_km2", "0.5", "of=catchments beside it: neighborhoods have a size"));
        let text = crate::failure::render(&error);
        assert!(text.starts_with("error: --area-km2 0.5: expected --of catchments beside it: "), "{text}");
        assert!(text.contains("try: --of catchments --area-km2 0.5"), "{text}");
        let accepted = "method=emerging or method=scan beside it: moran has no such parameter";
        let text = crate::failure::render(&told(AskError::value("step_months", "1", accepted)));
        assert!(text.contains("try: --method emerging --step-months 1, or --method scan --step-months 1"), "{text}");
        assert_eq!(told(AskError::value("by", "", "year or month")).to_string(), "--by: expected year or month");
    }

    #[test]
    fn a_flag_without_effect_is_named() {
        let given = [("basis".to_owned(), "expected".to_owned())];
        let error = none_beside("--scenario 1", &given).unwrap_err().to_string();
        assert!(error.starts_with("--basis expected: has no effect beside --scenario 1"), "{error}");
        assert!(none_beside("--scenario 1", &[]).is_ok());
    }
}
