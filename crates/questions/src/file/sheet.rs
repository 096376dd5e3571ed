//! Rows under named columns: what a table holds before it is written anywhere.

use serde_json::{Map, Value, json};

/// One field of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub enum Field {
    /// Words.
    Text(String),
    /// A whole number.
    Int(i64),
    /// A number, shown with so many decimals to people and in full elsewhere.
    Real(f64, usize),
    /// Yes or no.
    Bool(bool),
    /// Not known or not given.
    Empty,
}

/// Rows under named columns.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Rows; the fields of each are in the order of the columns.
    pub rows: Vec<Vec<Field>>,
}

impl Sheet {
    /// A sheet without rows.
    pub fn new<S: Into<String>>(columns: impl IntoIterator<Item = S>) -> Self {
        Self { columns: columns.into_iter().map(Into::into).collect(), rows: Vec::new() }
    }

    /// Adds a row; its fields are in the order of the columns.
    pub fn push(&mut self, row: Vec<Field>) {
        debug_assert_eq!(row.len(), self.columns.len());
        self.rows.push(row);
    }
}

impl Sheet {
    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows as JSON objects.
    pub fn items(&self) -> Value {
        let object = |row: &Vec<Field>| -> Map<String, Value> {
            self.columns.iter().cloned().zip(row.iter().map(Field::json)).collect()
        };
        Value::Array(self.rows.iter().map(|row| Value::Object(object(row))).collect())
    }
}

impl Field {
    fn json(&self) -> Value {
        match self {
            Self::Text(text) => json!(text),
            Self::Int(n) => json!(n),
            Self::Real(x, _) => json!(x),
            Self::Bool(b) => json!(b),
            Self::Empty => Value::Null,
        }
    }

    /// A number that may be absent, shown with so many decimals.
    pub fn maybe(value: Option<f64>, decimals: usize) -> Self {
        value.map_or(Self::Empty, |x| Self::Real(x, decimals))
    }

    /// As it stands in a file: numbers in full.
    pub fn plain(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Int(n) => n.to_string(),
            // As JSON writes it: shortest text that reads back, 7e-7 and not 0.0000007.
            Self::Real(x, _) => format!("{x:?}"),
            Self::Bool(b) => b.to_string(),
            Self::Empty => String::new(),
        }
    }
}

impl From<&str> for Field {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Field {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Field {
    fn from(n: i64) -> Self {
        Self::Int(n)
    }
}

impl From<u64> for Field {
    fn from(n: u64) -> Self {
        Self::Int(i64::try_from(n).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Field {
    fn from(n: usize) -> Self {
        Self::Int(i64::try_from(n).unwrap_or(i64::MAX))
    }
}

impl From<i32> for Field {
    fn from(n: i32) -> Self {
        Self::Int(i64::from(n))
    }
}

impl From<bool> for Field {
    fn from(b: bool) -> Self {
        Self::Bool(b)
    }
}

impl<F: Into<Field>> From<Option<F>> for Field {
    fn from(value: Option<F>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}
