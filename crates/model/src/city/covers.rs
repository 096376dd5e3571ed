//! Which months a source covers, as its city file declares it.

use serde::{Deserialize, Serialize};

use crate::{Month, Window};

/// What `covers` says, as written: one text, or a list of spans.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    untagged,
    expecting = "expected a text (a span such as \"2015-01..2019-12\", a month, \"file-name\" or \"rows\") or a \
                 list of spans and months"
)]
pub enum Covers {
    /// A span such as `2015-01..2019-12`, a month, `file-name` or `rows`.
    One(String),
    /// Several spans and months.
    Many(Vec<String>),
}

/// What `covers` means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Covered {
    /// These months, whether they hold rows or not.
    Months(Vec<Window>),
    /// Of each file the month in its name, whether it holds rows or not.
    FileName,
    /// The months with rows alone; names of files say nothing.
    Rows,
}

/// What `covers` may be.
pub const COVERS: &str = "a span such as \"2015-01..2019-12\", a month, a list of them within from and to, \
    \"file-name\" (one month each by the file's name) or \"rows\" (only months with rows)";

impl Covers {
    /// What is declared; `None` where it cannot be read.
    ///
    /// ```
    /// use catchment_model::city::{Covered, Covers};
    ///
    /// let spans = Covers::One("2015-01..2019-12".to_owned()).read();
    /// assert!(matches!(spans, Some(Covered::Months(w)) if w[0].len() == 60));
    /// assert_eq!(Covers::One("rows".to_owned()).read(), Some(Covered::Rows));
    /// assert_eq!(Covers::One("2019-12..2015-01".to_owned()).read(), None);
    /// ```
    pub fn read(&self) -> Option<Covered> {
        let texts = match self {
            Self::One(text) if text == "file-name" => return Some(Covered::FileName),
            Self::One(text) if text == "rows" => return Some(Covered::Rows),
            Self::One(text) => std::slice::from_ref(text),
            Self::Many(texts) => texts.as_slice(),
        };
        let spans: Vec<Window> = texts.iter().map(|text| span(text)).collect::<Option<_>>()?;
        (!spans.is_empty()).then_some(Covered::Months(spans))
    }
}

/// `2015-01..2019-12`, or one month.
fn span(text: &str) -> Option<Window> {
    let (from, to) = text.split_once("..").unwrap_or((text, text));
    let month = |text: &str| text.parse::<Month>().ok();
    Window::new(month(from)?, month(to)?).ok()
}
