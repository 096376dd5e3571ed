//! Names of areas: a column, or a text with columns in braces (`Precinct {number}`).

use crate::fields::plain_id;

/// What a name is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Column(usize),
}

/// How the areas of a file are named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name(Vec<Piece>);

impl Name {
    /// From the city file; `None` where a column is not there. A column whose own name has braces goes first.
    pub(super) fn new(text: &str, find: impl Fn(&str) -> Option<usize>) -> Option<Self> {
        if !text.contains('{') {
            return find(text).map(|at| Self(vec![Piece::Column(at)]));
        }
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (column, after) = after.split_once('}')?;
            pieces.extend([Piece::Text(before.to_owned()), Piece::Column(find(column)?)]);
            rest = after;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        Some(Self(pieces))
    }

    /// The name of an area with these values.
    pub(super) fn of(&self, fields: &[String]) -> String {
        let field = |at: &usize| fields.get(*at).map_or("", |f| f.trim());
        if let [Piece::Column(at)] = self.0.as_slice() {
            return field(at).to_owned();
        }
        let piece = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            // Numbers as ids are written: `1.0` is 1.
            Piece::Column(at) => plain_id(field(at)),
        };
        self.0.iter().map(piece).collect::<String>().trim().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_from_a_column_or_from_a_text_with_columns() {
        let find = |name: &str| ["number", "borough"].iter().position(|n| *n == name);
        let fields = ["14.0".to_owned(), " Queens ".to_owned()];
        for (text, name) in [
            ("borough", Some("Queens")),
            ("number", Some("14.0")),
            ("Precinct {number}", Some("Precinct 14")),
            ("{borough}: {number}", Some("Queens: 14")),
            ("Precinct {nr}", None),
            ("Precinct {number", None),
            ("name", None),
        ] {
            let found = Name::new(text, find).map(|n| n.of(&fields));
            assert_eq!(found.as_deref(), name, "{text}");
        }
    }
}
