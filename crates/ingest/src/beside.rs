//! Texts that stand beside a point: they name the points that many rows share.

use catchment_model::NO_POSITION;
use rustc_hash::FxHashMap;

use crate::text::Encoding;

/// Rows of a file whose texts are kept, whether or not their point comes again.
const FIRST: usize = 500;
/// Longest text that is kept, characters.
const LONGEST: usize = 80;

/// Columns of the address in a file: those that the city file names, else those whose names say so.
///
/// The number of a house and its street may have columns of their own; of each kind the first is taken.
pub(crate) fn columns(plain: &[String], named: &[usize], taken: &[Option<usize>]) -> Vec<usize> {
    if !named.is_empty() {
        return named.to_vec();
    }
    let free = |at: &usize| !taken.contains(&Some(*at));
    let never = ["type", "lat", "lon", "coord", "state", "zip", "code", "desc", "mail", "comment"];
    let first = |word: &str| {
        let fits =
            |name: &String| name.contains(word) && !name.ends_with("id") && !never.iter().any(|n| name.contains(n));
        (0..plain.len()).filter(free).find(|at| fits(&plain[*at]))
    };
    let both: Vec<usize> = ["address", "street"].into_iter().filter_map(first).collect();
    let one = |word: &str| both.is_empty().then(|| first(word)).flatten();
    let mut found = both.clone();
    found.extend(["intersection", "location", "block"].into_iter().find_map(one));
    found.dedup();
    found
}

/// The texts beside the points of one file.
#[derive(Debug, Default)]
pub(crate) struct Beside {
    columns: Vec<usize>,
    ids: FxHashMap<Vec<u8>, u32>,
    texts: Vec<String>,
    /// Position within the file and text, for rows at a point that an earlier row of the file has, and the first rows.
    seen: Vec<(u32, u32)>,
    scratch: Vec<u8>,
}

impl Beside {
    pub(crate) fn new(columns: Vec<usize>) -> Self {
        Self { columns, ..Self::default() }
    }

    /// Takes in the texts of a row at a position; `known` says that an earlier row of the file has it.
    pub(crate) fn note<'r>(
        &mut self,
        field: impl Fn(usize) -> &'r [u8],
        encoding: Encoding,
        position: u32,
        (known, rows): (bool, usize),
    ) {
        if position == NO_POSITION || self.columns.is_empty() || !(known || rows < FIRST) {
            return;
        }
        self.scratch.clear();
        for at in &self.columns {
            let text = field(*at).trim_ascii();
            if !text.is_empty() {
                self.scratch.extend_from_slice(text);
                self.scratch.push(b' ');
            }
        }
        let text = self.scratch.trim_ascii();
        if text.is_empty() {
            return;
        }
        let id = if let Some(id) = self.ids.get(text) {
            *id
        } else {
            let id = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
            self.ids.insert(text.to_vec(), id);
            self.texts.push(tidy(&encoding.decode(text)));
            id
        };
        self.seen.push((position, id));
    }
}

impl Beside {
    /// What was kept: position within the file, and text, row by row.
    pub(crate) fn seen(&self) -> impl Iterator<Item = (u32, &str)> {
        self.seen.iter().map(|(position, text)| (*position, self.texts[*text as usize].as_str()))
    }
}

/// Without line ends, runs of blanks and zeros before a house number.
fn tidy(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    let text = if text.starts_with(|c: char| c.is_ascii_digit()) { text.trim_start_matches('0') } else { &text };
    text.trim().chars().filter(|c| !c.is_control()).take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_the_address_are_found_by_their_names() {
        let plain = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
        let names = plain(&["complaint", "ileadsaddress", "ileadsstreet", "cadaddress", "xcoord", "locationname"]);
        assert_eq!(columns(&names, &[], &[]), [1, 2]);
        assert_eq!(columns(&plain(&["id", "block", "latitude"]), &[], &[]), [1]);
        assert_eq!(columns(&plain(&["location", "locationtype"]), &[], &[]), [0]);
        assert_eq!(columns(&plain(&["location", "locationtype"]), &[], &[Some(0)]), [0; 0]);
        assert_eq!(columns(&plain(&["incidentnum", "incidentlocation", "latitude"]), &[], &[]), [1]);
        assert_eq!(columns(&plain(&["date", "x"]), &[1], &[]), [1]);
    }

    #[test]
    fn house_numbers_lose_their_zeros() {
        assert_eq!(tidy("03430  S GRAND\nBLVD"), "3430 S GRAND BLVD");
        assert_eq!(tidy("0 N 9TH ST"), "N 9TH ST");
        assert_eq!(tidy("Main 007"), "Main 007");
    }
}
