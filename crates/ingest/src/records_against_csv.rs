//! On well-formed text, records are what the `csv` crate reads.
//!
//! Well-formed is RFC 4180, with the delimiters and line ends that are recognized, and at least two columns: of one
//! column, an empty value is taken for an empty line. What happens to malformed text, where the two differ on purpose,
//! is tested beside the code.

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::Records;

/// A table, and how it is written.
#[derive(Debug, Clone)]
struct Table {
    delimiter: u8,
    end: &'static [u8],
    /// Whether the last line has an end.
    ended: bool,
    /// Value, and whether it is quoted without need.
    rows: Vec<Vec<(Vec<u8>, bool)>>,
    /// Empty lines before each row.
    gaps: Vec<usize>,
}

impl Table {
    /// The text, and the physical line where each row begins.
    fn write(&self) -> (Vec<u8>, Vec<u64>) {
        let width = self.rows.first().map_or(2, Vec::len);
        let mut text = vec![b"name".to_vec(); width].join(&self.delimiter);
        let newline = self.end[self.end.len() - 1];
        let mut lines = Vec::new();
        for (row, gap) in self.rows.iter().zip(&self.gaps) {
            text.extend(self.end.repeat(gap + 1));
            lines.push(1 + memchr::memchr_iter(newline, &text).count() as u64);
            let cells: Vec<Vec<u8>> = row.iter().map(|(value, quoted)| self.cell(value, *quoted)).collect();
            text.extend(cells.join(&self.delimiter));
        }
        if self.ended {
            text.extend(self.end);
        }
        (text, lines)
    }

    fn cell(&self, value: &[u8], quoted: bool) -> Vec<u8> {
        if !quoted && !value.iter().any(|b| [self.delimiter, b'"', b'\r', b'\n'].contains(b)) {
            return value.to_vec();
        }
        let mut cell = vec![b'"'];
        cell.extend(doubled(value));
        cell.push(b'"');
        cell
    }
}

/// A value as it stands between quotes.
fn doubled(value: &[u8]) -> Vec<u8> {
    value.iter().flat_map(|b| if *b == b'"' { vec![*b, *b] } else { vec![*b] }).collect()
}

/// Values full of what could be mistaken, long enough to cross words of eight bytes at every place. Line feeds stay out
/// of files whose lines end in carriage returns: they would say that lines end otherwise.
fn table() -> impl Strategy<Value = Table> {
    let ends = prop::sample::select(vec![&b"\n"[..], b"\r\n", b"\r"]);
    (prop::sample::select(b",;\t|".to_vec()), ends, 2..6_usize, any::<bool>()).prop_flat_map(
        |(delimiter, end, width, ended)| {
            let letters: &[u8] = if end == b"\r" { b"a \",;\t|\r\xE9" } else { b"a \",;\t|\r\n\xE9" };
            let value = prop::collection::vec(prop::sample::select(letters.to_vec()), 0..20);
            let row = prop::collection::vec((value, any::<bool>()), width);
            let rows = prop::collection::vec((row, 0..2_usize), 0..12);
            rows.prop_map(move |rows| {
                let (rows, gaps) = rows.into_iter().unzip();
                Table { delimiter, end, ended, rows, gaps }
            })
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2_000, rng_seed: RngSeed::Fixed(20_261_128), failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn well_formed_text_reads_as_the_csv_crate_reads_it(table in table()) {
        let (text, lines) = table.write();
        let mut theirs = csv::ReaderBuilder::new().delimiter(table.delimiter).from_reader(&text[..]);
        let mut ours = Records::new(&text);
        prop_assert_eq!(ours.header().len(), theirs.byte_headers().expect("a header").len());
        for (record, line) in theirs.byte_records().zip(&lines) {
            let record = record.expect("well-formed");
            let found = ours.advance().expect("a record");
            prop_assert_eq!((found.line, found.fields, found.whole), (*line, record.len(), true));
            for (at, value) in record.iter().enumerate() {
                prop_assert_eq!(ours.field(at), doubled(value), "field {} of line {}", at, line);
            }
        }
        prop_assert_eq!(ours.advance(), None);
        prop_assert_eq!(lines.len(), table.rows.len());
    }
}
