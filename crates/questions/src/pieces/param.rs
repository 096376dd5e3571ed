//! What a parameter is, for every door that offers it: the description of the service, the flags of the command line,
//! the messages of a refusal.

/// What values a parameter takes.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// A whole number within a range, both ends included.
    Whole {
        /// Least.
        least: u64,
        /// Most.
        most: u64,
        /// Unit, empty where it is a number of things.
        unit: &'static str,
    },
    /// A number within a range, both ends included.
    Number {
        /// Least.
        least: f64,
        /// Most.
        most: f64,
        /// Unit, empty where it has none.
        unit: &'static str,
    },
    /// One of some words, each with what it means.
    Choice(Vec<(&'static str, &'static str)>),
    /// Text of a form that a pattern tells.
    Text {
        /// What is expected, in words that follow "expected".
        expected: &'static str,
        /// Regular expression (ECMA-262) that every accepted value matches; it may match more.
        pattern: &'static str,
        /// A value that could be given.
        example: &'static str,
    },
}

/// Where an address carries a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// After the question mark.
    Query,
    /// Within the path.
    Path,
    /// As the body of the request: a JSON text.
    Body,
}

/// A parameter of a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Param {
    /// Name, the same at every door.
    pub name: &'static str,
    /// What it is, for people.
    pub about: String,
    /// What values it takes.
    pub kind: Kind,
    /// The value where none is given; `None` where that depends on the city or where there is none.
    pub default: Option<String>,
    /// Whether a value must be given.
    pub required: bool,
    /// Where an address carries it.
    pub place: Place,
}

impl Kind {
    /// What is accepted, in words that follow "expected".
    pub fn expected(&self) -> String {
        let of = |unit: &str| if unit.is_empty() { String::new() } else { format!(" {unit}") };
        match self {
            Self::Whole { least, most, unit } => format!("a whole number from {least} to {most}{}", of(unit)),
            Self::Number { least, most, unit } => format!("a number from {least} to {most}{}", of(unit)),
            Self::Choice(words) => words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(" or "),
            Self::Text { expected, .. } => (*expected).to_owned(),
        }
    }
}
