//! Reads the police's own label of a row.

use super::said::{Label, UnknownText};
use super::{Decoder, Fields};
use crate::fields::plain_name;

/// Distinct unknown labels told apart in a file; those beyond share the last number.
const MOST: usize = 2000;

/// Letters and digits of what stands for "no area" in police files.
const SILENT: [&str; 14] = [
    "unknown",
    "unk",
    "na",
    "nan",
    "none",
    "null",
    "nil",
    "undefined",
    "unassigned",
    "unspecified",
    "notavailable",
    "notknown",
    "notapplicable",
    "nodata",
];

/// Whether a label that no area has says that none is known.
fn is_silent(text: &str) -> bool {
    let plain = plain_name(text);
    plain.chars().all(|c| c == '0') || SILENT.contains(&plain.as_str())
}

impl Decoder<'_> {
    pub(super) fn label(&mut self, line: u64, row: &impl Fields) -> Label {
        let id = self.found.area.map_or(&[][..], |at| row.field(at).trim_ascii());
        let name = self.found.area_name.map_or(&[][..], |at| row.field(at).trim_ascii());
        if id.is_empty() && name.is_empty() {
            return Label::Silent;
        }
        self.scratch.clear();
        for part in [id, b"\x1F", name] {
            self.scratch.extend_from_slice(part);
        }
        if let Some(known) = self.areas.get(self.scratch.as_slice()) {
            return *known;
        }
        let (id, name) = (self.encoding.decode(id).into_owned(), self.encoding.decode(name).into_owned());
        let label = match self.labels.id(&id).or_else(|| self.labels.name(&name)) {
            Some(area) => Label::Area(area),
            None if is_silent(&id) && is_silent(&name) => Label::Silent,
            None => self.unknown(line, if is_silent(&name) { &id } else { &name }),
        };
        self.areas.insert(self.scratch.clone(), label);
        label
    }

    fn unknown(&mut self, line: u64, text: &str) -> Label {
        let list = &mut self.out.unknown_labels;
        let text: String = text.trim().chars().filter(|c| !c.is_control()).take(60).collect();
        let at = list.iter().position(|known| known.text == text).unwrap_or_else(|| {
            if list.len() < MOST {
                list.push(UnknownText { text, line });
            }
            list.len() - 1
        });
        Label::Unknown(u16::try_from(at).unwrap_or(u16::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_zeros_and_words_for_nothing_name_no_area() {
        for text in ["", " ", "0", "00", "0.0", "-", "N/A", "Unknown", "UNK", "not available"] {
            assert!(is_silent(text), "{text}");
        }
        for text in ["CARAG", "99", "North", "10", "Nana's Corner"] {
            assert!(!is_silent(text), "{text}");
        }
    }
}
