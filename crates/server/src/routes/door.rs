//! What belongs to the door and not to the question: the form of an answer, the dataset that an address names.

use catchment_questions::AskError;
use catchment_questions::file::Form;
use catchment_questions::pieces::{Given, Kind, Param, Place, Value};

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
        "Id of the dataset. An address that names it never changes its answer and may be kept for ever; where another dataset is \
         served, it is not found.",
        Kind::Text { expected: "the id of the dataset that is served", pattern: "^[0-9a-f]{16}$", example: "0123456789abcdef" },
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
    let known = Given::new(&all, &given)?;
    let form = known.get::<Form>(FORMAT)?;
    if let Some(form) = form.filter(|f| !forms.contains(f)) {
        let accepted = forms.iter().map(|f| f.name()).collect::<Vec<_>>().join(" or ");
        return Err(AskError::value(FORMAT, form.write(), accepted).into());
    }
    let byte_order_mark = match given.iter().find(|(name, _)| name == BYTE_ORDER_MARK).map(|(_, v)| v.as_str()) {
        None | Some("0") => false,
        Some("1") => true,
        Some(other) => return Err(AskError::value(BYTE_ORDER_MARK, other, "0 or 1").into()),
    };
    let dataset = given.iter().find(|(name, _)| name == DATASET).map(|(_, value)| value.clone());
    if let Some(other) = dataset.as_deref().filter(|id| *id != served) {
        return Err(Problem::other_dataset(other, served).into());
    }
    let own = |name: &str| [FORMAT, BYTE_ORDER_MARK, DATASET].contains(&name);
    let rest = given.into_iter().filter(|(name, _)| !own(name) || question.iter().any(|p| p.name == name)).collect();
    Ok(Door { form, byte_order_mark, dataset: dataset.is_some(), rest })
}
