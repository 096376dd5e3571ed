//! Rows and fields of delimited text, found by one pass over the buffer without copying.
//!
//! Quoted fields may hold delimiters, doubled quotes and line ends. A quote that never closes, or that swallows
//! the rows after it, costs one physical line: reading goes on with the next.

/// Longest record that spans lines, bytes: beyond it the opening quote is taken for a slip.
const LONGEST: usize = 1 << 16;

/// A field: from … to in the buffer, quotes not included.
#[derive(Debug, Clone, Copy)]
struct Span {
    start: u32,
    end: u32,
}

/// Reads records one after the other; the fields of the last one stay accessible.
#[derive(Debug)]
pub(crate) struct Records<'a> {
    specials: Specials<'a>,
    pos: usize,
    line: u64,
    width: Option<usize>,
    /// Fields that a row needs.
    least: Option<usize>,
    /// Fields of the record before.
    before: usize,
    fields: Vec<Span>,
    record: (usize, usize),
}

/// A record as it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Record {
    /// Physical line where it begins, the first being 1.
    pub(crate) line: u64,
    /// Number of fields.
    pub(crate) fields: usize,
    /// Whether it has the width of the header, empty fields at the end aside, or all that a row needs.
    pub(crate) whole: bool,
}

/// What separates fields, the likeliest first.
pub(crate) const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The byte that ends the lines.
fn newline(bytes: &[u8]) -> u8 {
    let old = memchr::memchr(b'\n', bytes).is_none() && memchr::memchr(b'\r', bytes).is_some();
    if old { b'\r' } else { b'\n' }
}

/// The first line, without its end.
pub(crate) fn first_line(bytes: &[u8]) -> &[u8] {
    let line = &bytes[..memchr::memchr(newline(bytes), bytes).unwrap_or(bytes.len())];
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// Where the second line begins.
pub(crate) fn after_first_line(bytes: &[u8]) -> usize {
    memchr::memchr(newline(bytes), bytes).map_or(bytes.len(), |end| end + 1)
}

/// The delimiter that a line has most of.
pub(crate) fn likeliest(line: &[u8]) -> u8 {
    let count = |d: u8| memchr::memchr_iter(d, line).count();
    DELIMITERS.into_iter().max_by_key(|d| (count(*d), *d == b',')).unwrap_or(b',')
}

impl<'a> Records<'a> {
    /// Starts at the beginning of a buffer of less than 4 GiB, with the delimiter that its first line has most of.
    #[cfg(test)]
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self::at(bytes, likeliest(first_line(bytes)), 0, 1)
    }

    /// Starts at a byte of a buffer of less than 4 GiB, which is the beginning of a line.
    pub(crate) fn at(bytes: &'a [u8], delimiter: u8, start: usize, line: u64) -> Self {
        let mut specials = Specials::new(bytes, delimiter, newline(bytes));
        specials.seek(start);
        Self { specials, pos: start, line, width: None, least: None, before: 0, fields: Vec::new(), record: (0, 0) }
    }

    /// States how many fields a row needs: one on a single line that lacks others at its end is whole as well.
    pub(crate) fn need(&mut self, least: usize) {
        self.least = Some(least);
    }

    /// Where the last record begins.
    pub(crate) fn start(&self) -> usize {
        self.record.0
    }

    /// Reads the header: the first record. Later records of another width are marked.
    pub(crate) fn header(&mut self) -> Vec<&'a [u8]> {
        if self.advance().is_none() {
            return Vec::new();
        }
        self.width = Some(self.fields.len());
        (0..self.fields.len()).map(|i| self.field(i)).collect()
    }

    /// Moves on to the next record that is not an empty line.
    pub(crate) fn advance(&mut self) -> Option<Record> {
        loop {
            let (start, line) = (self.pos, self.line);
            self.before = self.fields.len();
            if start >= self.specials.bytes.len() {
                return None;
            }
            let closed = self.scan(start);
            let whole = closed && self.width.is_none_or(|w| self.fits(w) || self.is_short(w, line));
            if !whole && self.line > line + 1 {
                // A quote may have swallowed rows: give up this line only.
                self.first_line(start, line);
                return Some(Record { line, fields: self.fields.len(), whole: false });
            }
            let empty = self.fields.len() == 1 && self.field(0).is_empty();
            if !empty {
                return Some(Record { line, fields: self.fields.len(), whole });
            }
        }
    }

    /// A field of the last record; empty where there is none. Doubled quotes stay doubled.
    pub(crate) fn field(&self, at: usize) -> &'a [u8] {
        self.fields.get(at).map_or(&[], |s| &self.specials.bytes[s.start as usize..s.end as usize])
    }

    /// The bytes of the last record.
    pub(crate) fn raw(&self) -> &'a [u8] {
        &self.specials.bytes[self.record.0..self.record.1]
    }

    fn fits(&self, width: usize) -> bool {
        self.fields.len() >= width && (width..self.fields.len()).all(|i| self.field(i).is_empty())
    }

    /// Whether the row lacks nothing but fields at its end that it can do without. A quote that swallows rows makes
    /// short ones as well, but of several lines; and so does the end of a file that was cut, but no two alike.
    fn is_short(&self, width: usize, line: u64) -> bool {
        let n = self.fields.len();
        let ended = self.pos <= self.specials.bytes.len() || n == self.before;
        n < width && self.least.is_some_and(|least| n >= least) && self.line == line + 1 && ended
    }

    /// Cuts the record at the end of its first physical line and goes on after it.
    fn first_line(&mut self, start: usize, line: u64) {
        let bytes = self.specials.bytes;
        let end = memchr::memchr(self.specials.newline, &bytes[start..]).map_or(bytes.len(), |n| start + n);
        self.record = (start, end);
        self.fields.clear();
        self.pos = end + 1;
        self.line = line + 1;
        self.specials.seek(self.pos);
    }

    /// Finds the fields of the record at `start`; false where a quote does not close, or closes in the middle of a
    /// field.
    fn scan(&mut self, start: usize) -> bool {
        self.fields.clear();
        let bytes = self.specials.bytes;
        let mut from = start;
        let mut quoted_to = None;
        let mut proper = true;
        loop {
            let at = self.specials.next();
            match bytes.get(at).copied() {
                Some(b) if b == self.specials.delimiter => {
                    self.push(from, quoted_to.take().unwrap_or(at));
                    from = at + 1;
                }
                Some(b'"') => {
                    if at == from && quoted_to.is_none() {
                        let Some(close) = self.close_quote(start) else {
                            self.record = (start, bytes.len());
                            self.pos = bytes.len();
                            self.line += 2;
                            return false;
                        };
                        from = at + 1;
                        quoted_to = Some(close);
                        proper &= self.ends_field(close + 1);
                    }
                }
                _ => {
                    let end = if at > from && bytes[at - 1] == b'\r' { at - 1 } else { at };
                    self.push(from, quoted_to.unwrap_or(end));
                    self.record = (start, end.max(start));
                    self.pos = at + 1;
                    self.line += 1;
                    return proper;
                }
            }
        }
    }

    /// Whether nothing but blanks stands between here and the end of the field.
    fn ends_field(&self, from: usize) -> bool {
        let next = self.specials.bytes.get(from..).and_then(|rest| rest.iter().find(|b| **b != b' '));
        next.is_none_or(|b| [self.specials.delimiter, self.specials.newline, b'\r'].contains(b))
    }

    /// Position of the quote that closes a field, the opening one having been passed.
    fn close_quote(&mut self, start: usize) -> Option<usize> {
        let bytes = self.specials.bytes;
        loop {
            let at = self.specials.next();
            match bytes.get(at).copied()? {
                b'"' if bytes.get(at + 1) == Some(&b'"') => {
                    self.specials.next();
                }
                b'"' => return Some(at),
                b if b == self.specials.newline => {
                    self.line += 1;
                    if at - start > LONGEST {
                        return None;
                    }
                }
                _ => {}
            }
        }
    }

    fn push(&mut self, start: usize, end: usize) {
        if let (Ok(start), Ok(end)) = (u32::try_from(start), u32::try_from(end)) {
            self.fields.push(Span { start, end });
        }
    }
}

/// Positions of delimiters, quotes and line ends, eight bytes at a time within a register.
#[derive(Debug)]
struct Specials<'a> {
    bytes: &'a [u8],
    delimiter: u8,
    newline: u8,
    /// Byte position of the word that `mask` describes.
    base: usize,
    /// High bit of each byte of the word that is special and not yet passed.
    mask: u64,
}

const LOW: u64 = 0x7F7F_7F7F_7F7F_7F7F;
const ONES: u64 = 0x0101_0101_0101_0101;

/// High bit of each zero byte (exact: no carry crosses bytes; H. S. Warren, Hacker's Delight, 2nd ed., section 6-1).
fn zeros(word: u64) -> u64 {
    !(((word & LOW) + LOW) | word | LOW)
}

impl<'a> Specials<'a> {
    fn new(bytes: &'a [u8], delimiter: u8, newline: u8) -> Self {
        let mut new = Self { bytes, delimiter, newline, base: 0, mask: 0 };
        new.seek(0);
        new
    }

    fn seek(&mut self, pos: usize) {
        self.base = pos;
        self.load();
    }

    fn load(&mut self) {
        let rest = self.bytes.get(self.base..).unwrap_or(&[]);
        let word = if let Some(chunk) = rest.first_chunk::<8>() {
            u64::from_le_bytes(*chunk)
        } else {
            let mut last = [0; 8];
            last[..rest.len()].copy_from_slice(rest);
            u64::from_le_bytes(last)
        };
        let is = |byte: u8| zeros(word ^ (ONES * u64::from(byte)));
        self.mask = is(self.delimiter) | is(b'"') | is(self.newline);
    }

    /// The next special position; the length of the buffer where there is none.
    fn next(&mut self) -> usize {
        while self.mask == 0 {
            self.base += 8;
            if self.base >= self.bytes.len() {
                return self.bytes.len();
            }
            self.load();
        }
        let at = self.base + (self.mask.trailing_zeros() / 8) as usize;
        self.mask &= self.mask - 1;
        at
    }
}

#[cfg(test)]
#[path = "records_against_csv.rs"]
mod against_csv;

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(u64, bool, Vec<String>)> {
        let mut records = Records::new(text.as_bytes());
        records.header();
        let mut out = Vec::new();
        while let Some(r) = records.advance() {
            let fields = (0..r.fields).map(|i| String::from_utf8_lossy(records.field(i)).into_owned()).collect();
            out.push((r.line, r.whole, fields));
        }
        out
    }

    #[test]
    fn quoted_commas_and_line_ends_stay_in_their_field() {
        let rows = read("a,b,c\r\n1,\"x, y\",3\r\n4,\"l1\r\nl2\",6\r\n7,\"\",\r\n");
        assert_eq!(rows[0], (2, true, vec!["1".into(), "x, y".into(), "3".into()]));
        assert_eq!(rows[1], (3, true, vec!["4".into(), "l1\r\nl2".into(), "6".into()]));
        assert_eq!(rows[2], (5, true, vec!["7".into(), String::new(), String::new()]));
    }

    #[test]
    fn the_last_line_needs_no_end_and_empty_lines_are_no_rows() {
        assert_eq!(read("a,b\n\n1,2\n\r\n3,4").iter().map(|r| r.0).collect::<Vec<_>>(), [3, 5]);
    }

    #[test]
    fn rows_of_another_width_are_marked() {
        let rows = read("a,b\n1\n1,2,3\n1,2,,\n\"x\"\"y\",2\n");
        assert_eq!(rows.iter().map(|r| r.1).collect::<Vec<_>>(), [false, false, true, true]);
        assert_eq!(rows[3].2[0], "x\"\"y");
    }

    #[test]
    fn a_quote_that_never_closes_costs_one_line() {
        let rows = read("a,b\n1,\"x\n3,4\n5,6\n");
        assert_eq!(rows.iter().map(|r| (r.0, r.1)).collect::<Vec<_>>(), [(2, false), (3, true), (4, true)]);
        let rows = read("a,b\n1,\"x\n3,4\n5,\"6\"\n7,8\n");
        assert_eq!(rows.iter().map(|r| (r.0, r.1)).collect::<Vec<_>>(), [(2, false), (3, true), (4, true), (5, true)]);
    }

    #[test]
    fn a_quote_inside_a_field_is_just_a_character() {
        assert_eq!(read("a,b\n5\" pipe,2\n")[0].2[0], "5\" pipe");
    }

    #[test]
    fn other_delimiters_and_old_line_ends_are_recognized() {
        assert_eq!(read("a;b\n1,5;2\n")[0].2, ["1,5", "2"]);
        assert_eq!(read("a\tb\r1\t2\r3\t4").len(), 2);
        assert_eq!(read("a|b\n1|2\n")[0].2, ["1", "2"]);
    }

    #[test]
    fn rows_that_lack_only_what_they_can_do_without_are_whole() {
        for (text, right) in [
            ("a,b,c,d\n1,2\n1\n1,2,3\n1,\"2\n3,4,5,6\n", &[true, false, true, false, true][..]),
            ("a,b,c\n1,2\n1,2", &[true, true]),
            ("a,b,c\n1,2,3\n1,2", &[true, false]),
        ] {
            let mut records = Records::new(text.as_bytes());
            records.header();
            records.need(2);
            let whole: Vec<bool> = std::iter::from_fn(|| records.advance()).map(|r| r.whole).collect();
            assert_eq!(whole, right, "{text}");
        }
    }
}
