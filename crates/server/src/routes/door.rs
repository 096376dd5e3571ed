//! What belongs to the door and not to the question: the form of an answer, the dataset that an address names.

use catchment_questions::AskError;
use catchment_questions::file::Form;
use catchment_questions::pieces::{Given, Kind, Param, Place};

use crate::error::{Problem, Refused};

/// Names of the parameters of the door.
const FORMAT: &str = "format";
const BYTE_ORDER_MARK: &str = "bom";
const DATASET: &str = "dataset";

/// What belongs to the door, and the rest, which is the question's.
pub(super) struct Door {
    pub(super) form: Option<Form>,
    pub(super) byte_order_mark: bool,
    /// Whether the address names the dataset: what it answers never changes then.
    pub(super) dataset: bool,
    pub(super) rest: Vec<(String, String)>,
}

/// The parameters of the door, as far as a question with these forms has them.
pub(super) fn params(forms: &[Form]) -> Vec<Param> {
    let mut list = Vec::new();
    let param = |name, about: &str, kind, default: Option<&str>| Param {
        name,
        about: about.to_owned(),
        kind,
        default: default.map(str::to_owned),
        required: false,
        place: Place::Query,
    };
    if forms.len() > 1 {
        let words = forms.iter().map(|f| (f.name(), f.about())).collect();
        let about = "Form of the answer; where none is given, the header `Accept` decides.";
        list.push(param(FORMAT, about, Kind::Choice(words), Some(Form::Json.name())));
    }
    if forms.contains(&Form::Csv) {
        let words = vec![("0", "Without."), ("1", "With.")];
        let about = "Whether a table begins with a byte order mark, by which spreadsheets know UTF-8.";
        list.push(param(BYTE_ORDER_MARK, about, Kind::Choice(words), Some("0")));
    }
    list.push(param(
        DATASET,
        "Id of the dataset. An address that names it never changes its answer and may be kept for ever, unless it \
         speaks of sites; where another dataset is served, it is not found.",
        Kind::Text {
            expected: "the id of the dataset that is served",
            pattern: "^[0-9a-f]{16}$",
            example: "0123456789abcdef",
        },
        None,
    ));
    list
}

/// The pairs of a query string.
pub(super) fn pairs(query: &str) -> Result<Vec<(String, String)>, AskError> {
    let refused = |_| AskError::value("query", query.chars().take(100).collect::<String>(), "name=value pairs");
    serde_urlencoded::from_str(query).map_err(refused)
}

/// Takes what belongs to the door out of what was given; refuses every name that neither the door nor the question has.
pub(super) fn take(
    given: Vec<(String, String)>,
    question: &[Param],
    forms: &[Form],
    served: &str,
) -> Result<Door, Refused> {
    let all = [question, &params(forms)].concat();
    Given::new(&all, &given)?;
    let own = |wanted: &str| given.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    let form = own(FORMAT).map(|text| read_form(text, forms)).transpose()?;
    let byte_order_mark = match own(BYTE_ORDER_MARK) {
        None | Some("0") => false,
        Some("1") => true,
        Some(other) => return Err(AskError::value(BYTE_ORDER_MARK, other, "0 or 1").into()),
    };
    let dataset = own(DATASET);
    if let Some(other) = dataset.filter(|id| *id != served) {
        return Err(Problem::other_dataset(other, served).into());
    }
    let dataset = dataset.is_some();
    let own = |name: &str| [FORMAT, BYTE_ORDER_MARK, DATASET].contains(&name);
    let rest = given.into_iter().filter(|(name, _)| !own(name) || question.iter().any(|p| p.name == name)).collect();
    Ok(Door { form, byte_order_mark, dataset, rest })
}

fn read_form(text: &str, forms: &[Form]) -> Result<Form, AskError> {
    let accepted = || forms.iter().map(|f| f.name()).collect::<Vec<_>>().join(" or ");
    let form = forms.iter().copied().find(|form| form.name() == text);
    form.ok_or_else(|| AskError::value(FORMAT, text, accepted()))
}

/// Refuses a mark in front of what is no table: nothing else begins with it.
pub(super) fn only_before_tables(byte_order_mark: bool, form: Form) -> Result<(), AskError> {
    if byte_order_mark && form != Form::Csv {
        let accepted = "format=csv beside it: only a table begins with such a mark";
        return Err(AskError::value(BYTE_ORDER_MARK, "1", accepted));
    }
    Ok(())
}

/// The query that asks for the account of a table instead of the table: the same otherwise.
pub(super) fn about_instead(query: &str) -> String {
    let door = |pair: &&str| {
        let name = pair.split('=').next().unwrap_or_default();
        !pair.is_empty() && name != FORMAT && name != BYTE_ORDER_MARK
    };
    let about = format!("{FORMAT}={}", Form::About.name());
    query.split('&').filter(door).chain([about.as_str()]).collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_of_a_table_is_asked_for_with_what_the_table_was_asked_for() {
        assert_eq!(about_instead("format=csv&k=2&bom=1"), "k=2&format=about");
        assert_eq!(about_instead("k=2&to=2020-12"), "k=2&to=2020-12&format=about");
        assert_eq!(about_instead(""), "format=about");
    }

    #[test]
    fn a_form_is_one_of_the_questions_own() {
        let error = read_form("geojson", &[Form::Json, Form::Csv]).unwrap_err();
        assert_eq!(error.to_string(), "format = \"geojson\" is not accepted; expected json or csv");
        assert!(only_before_tables(true, Form::Json).is_err() && only_before_tables(true, Form::Csv).is_ok());
    }
}
