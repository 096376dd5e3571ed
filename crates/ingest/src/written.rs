//! Tables written anew as delimited text: what spreadsheets, JSON and layers hold goes the way that CSV goes.

/// What separates the cells of a table that was written anew.
pub(crate) const DELIMITER: u8 = b',';

/// A table in the making.
#[derive(Debug, Default)]
pub(crate) struct Written(Vec<u8>);

impl Written {
    /// Adds a row. Line ends inside a cell become blanks, so that a row is a line.
    pub(crate) fn row<'s>(&mut self, cells: impl Iterator<Item = &'s str>) {
        for (at, cell) in cells.enumerate() {
            if at > 0 {
                self.0.push(DELIMITER);
            }
            self.cell(cell);
        }
        self.0.push(b'\n');
    }

    /// Bytes so far.
    pub(crate) const fn len(&self) -> usize {
        self.0.len()
    }

    /// The text so far.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    fn cell(&mut self, cell: &str) {
        if !cell.bytes().any(|b| matches!(b, DELIMITER | b'"' | b'\n' | b'\r')) {
            self.0.extend_from_slice(cell.as_bytes());
            return;
        }
        self.0.push(b'"');
        for b in cell.bytes() {
            match b {
                b'\n' | b'\r' => self.0.push(b' '),
                b'"' => self.0.extend_from_slice(b"\"\""),
                b => self.0.push(b),
            }
        }
        self.0.push(b'"');
    }
}

/// A number that is one, as text. Of three decimals a fourth is written: `1.234` as text could be a thousand.
pub(crate) fn decimal(number: f64) -> String {
    let text = number.to_string();
    match text.split_once('.') {
        Some((_, decimals)) if decimals.len() == 3 => text + "0",
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_a_line_and_a_number_is_itself() {
        let mut table = Written::default();
        table.row(["a,b", "say \"x\"", "two\r\nlines", ""].into_iter());
        assert_eq!(table.into_bytes(), b"\"a,b\",\"say \"\"x\"\"\",\"two  lines\",\n");
        for (number, text) in
            [(1.0, "1"), (1.234, "1.2340"), (-87.6272, "-87.6272"), (1_611_859_560_000.0, "1611859560000")]
        {
            assert_eq!(decimal(number), text);
        }
    }
}
