//! Where a table begins and what separates its fields: delimiter, `sep=` line, title rows, header.
//!
//! The columns that the city file names tell the header from what stands before it, and one sheet from another.

use crate::IngestError;
use crate::records::{DELIMITERS, Records, after_first_line, first_line, likeliest};
use crate::text::Text;

use super::part::{Form, Part, Sheet};

/// Whether a header has the columns that are needed; the error says which are not there.
pub(crate) type Fits<'a> = &'a dyn Fn(&[String]) -> Result<(), IngestError>;

/// Records before which a header is looked for.
const SEARCHED: usize = 60;

/// A table whose header was found: its records go on after it.
#[derive(Debug)]
pub(crate) struct Opened<'p> {
    pub(crate) text: &'p Text,
    pub(crate) records: Records<'p>,
    pub(crate) header: Vec<String>,
    /// Name of the encoding, and of the delimiter where it is no comma.
    pub(crate) label: String,
    /// What was taken for granted.
    pub(crate) told: Vec<String>,
}

/// Opens the sheet of a table that has the columns.
///
/// # Errors
/// [`IngestError::Column`] where there is none, [`IngestError::Format`] where there are several, or of several sheets
/// none has the columns; [`IngestError::Value`] for a delimiter that cannot be one.
pub(crate) fn open<'p>(part: &'p Part, form: &Form<'_>, fits: Fits<'_>) -> Result<Opened<'p>, IngestError> {
    let format = |detail: String| IngestError::Format {
        file: part.name.clone(),
        detail,
        expected: "one sheet with the columns of the city file; layer = \"…\" there chooses one",
    };
    let names = || part.sheets.iter().filter_map(|s| s.name.as_deref()).map(|n| format!("\"{n}\"")).collect::<Vec<_>>();
    let wanted = form.layer.filter(|_| part.sheets.iter().any(|s| s.name.is_some()));
    let sheets: Vec<&Sheet> =
        part.sheets.iter().filter(|s| wanted.is_none_or(|w| s.name.as_deref().is_some_and(|n| n == w))).collect();
    if sheets.is_empty() {
        let missing = wanted.map_or_else(|| "it is empty".to_owned(), |w| format!("no sheet \"{w}\""));
        return Err(format(format!("{missing}; it has: {}", names().join(", "))));
    }
    let mut faults = Vec::new();
    let mut found = Vec::new();
    for sheet in &sheets {
        match header(sheet, form, fits)? {
            Ok(opened) => found.push((sheet.name.as_deref(), opened)),
            Err(fault) => faults.push((sheet.name.as_deref(), fault)),
        }
    }
    if found.len() > 1 {
        let names: Vec<String> = found.iter().filter_map(|(name, _)| *name).map(|n| format!("\"{n}\"")).collect();
        return Err(format(format!("its sheets {} all have the columns", names.join(", "))));
    }
    if let Some((name, mut opened)) = found.pop() {
        if let Some(name) = name.filter(|_| sheets.len() > 1) {
            opened
                .told
                .push(format!("sheet \"{name}\" was read, the only one with the columns ({})", names().join(", ")));
        }
        return Ok(opened);
    }
    if faults.len() == 1 {
        return Err(faults.swap_remove(0).1);
    }
    let each: Vec<String> = faults.iter().map(|(name, e)| format!("{} {e}", name.unwrap_or_default())).collect();
    Err(format(format!("none of its {} sheets has the columns: {}", each.len(), each.join("; "))))
}

/// Where a table begins.
#[derive(Debug, Clone, Copy)]
struct Start {
    at: usize,
    line: u64,
}

/// The sheet from its header on; the inner error says what the likeliest header lacks.
fn header<'p>(
    sheet: &'p Sheet,
    form: &Form<'_>,
    fits: Fits<'_>,
) -> Result<Result<Opened<'p>, IngestError>, IngestError> {
    let bytes = sheet.text.bytes();
    let mut start = Start { at: 0, line: sheet.first_line };
    for _ in 0..form.skip_lines.unwrap_or(0) {
        start = Start { at: start.at + after_first_line(&bytes[start.at..]), line: start.line + 1 };
    }
    let mut stated = sheet.delimiter.map_or_else(|| form.delimiter(), |d| Ok(Some(d)))?;
    if let Some(delimiter) = separator(first_line(&bytes[start.at..])) {
        stated = stated.or(Some(delimiter));
        start = Start { at: start.at + after_first_line(&bytes[start.at..]), line: start.line + 1 };
    }
    let first = stated.unwrap_or_else(|| likeliest(first_nonempty(&bytes[start.at..])));
    let mut opened = Head { sheet, delimiter: first, start }.open();
    let fault = match fits(&opened.header) {
        Ok(()) => return Ok(Ok(opened)),
        Err(fault) => fault,
    };
    let delimiters: Vec<u8> = stated.map_or_else(|| DELIMITERS.to_vec(), |d| vec![d]);
    let heads = || delimiters.iter().map(|delimiter| Head { sheet, delimiter: *delimiter, start });
    let lines = if form.skip_lines.is_some() { 1 } else { SEARCHED };
    let fitting = heads().filter_map(|head| head.first_that(lines, |header| fits(header).is_ok()));
    if let Some(head) = fitting.min_by_key(|head| head.start.line) {
        opened = head.open();
        let skipped = head.start.line - start.line;
        if skipped > 0 {
            opened.told.push(format!(
                "{skipped} {} before the header (line {}) {} skipped",
                if skipped == 1 { "line" } else { "lines" },
                head.start.line,
                if skipped == 1 { "was" } else { "were" }
            ));
        }
        return Ok(Ok(opened));
    }
    // For the message: the row that looks most like a header.
    let widest = heads().filter_map(|head| head.widest(lines));
    let widest = widest.max_by_key(|(width, head)| (*width, head.delimiter == first));
    let likely = widest.filter(|(width, _)| *width > opened.header.len()).map(|(_, head)| head.open().header);
    Ok(Err(likely.and_then(|header| fits(&header).err()).unwrap_or(fault)))
}

/// A row that may be the header.
#[derive(Debug, Clone, Copy)]
struct Head<'p> {
    sheet: &'p Sheet,
    delimiter: u8,
    start: Start,
}

impl<'p> Head<'p> {
    fn records(self) -> Records<'p> {
        Records::at(self.sheet.text.bytes(), self.delimiter, self.start.at, self.start.line)
    }

    fn open(self) -> Opened<'p> {
        let text = &self.sheet.text;
        let mut records = self.records();
        let header = records.header().iter().map(|h| shown(text, h)).collect();
        let separated = match self.delimiter {
            _ if self.sheet.delimiter.is_some() => "",
            b';' => ", separated by semicolons",
            b'\t' => ", separated by tabs",
            b'|' => ", separated by bars",
            _ => "",
        };
        Opened { text, records, header, label: format!("{}{separated}", text.label), told: Vec::new() }
    }

    /// The first row, of so many, that is as wanted.
    fn first_that(self, rows: usize, wanted: impl Fn(&[String]) -> bool) -> Option<Self> {
        let text = &self.sheet.text;
        let mut records = self.records();
        for _ in 0..rows {
            let record = records.advance()?;
            let header: Vec<String> = (0..record.fields).map(|at| shown(text, records.field(at))).collect();
            if wanted(&header) {
                return Some(Self { start: Start { at: records.start(), line: record.line }, ..self });
            }
        }
        None
    }

    /// The first row, of so many, with the most fields, and how many.
    fn widest(self, rows: usize) -> Option<(usize, Self)> {
        let mut records = self.records();
        let mut widest: Option<(usize, Self)> = None;
        for _ in 0..rows {
            let Some(record) = records.advance() else { break };
            if widest.is_none_or(|(width, _)| record.fields > width) {
                let start = Start { at: records.start(), line: record.line };
                widest = Some((record.fields, Self { start, ..self }));
            }
        }
        widest
    }
}

fn shown(text: &Text, field: &[u8]) -> String {
    text.encoding.decode(field).trim().to_owned()
}

/// The delimiter of a line `sep=;`, which spreadsheets write and take for no row.
fn separator(line: &[u8]) -> Option<u8> {
    let line = line.trim_ascii_start().strip_prefix(b"\"").unwrap_or(line);
    match line {
        [s, e, p, b'=', delimiter, rest @ ..]
            if [*s, *e, *p].eq_ignore_ascii_case(b"sep") && rest.iter().all(|b| matches!(b, b'"' | b' ')) =>
        {
            Some(*delimiter)
        }
        _ => None,
    }
}

fn first_nonempty(mut bytes: &[u8]) -> &[u8] {
    loop {
        let line = first_line(bytes);
        if !line.trim_ascii().is_empty() || bytes.is_empty() {
            return line;
        }
        bytes = &bytes[after_first_line(bytes)..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form<'a>(delimiter: Option<&'a str>, skip_lines: Option<u32>, layer: Option<&'a str>) -> Form<'a> {
        Form { key: "source s", encoding: "auto", delimiter, skip_lines, layer }
    }

    fn fits(header: &[String]) -> Result<(), IngestError> {
        let has = |name: &str| header.iter().any(|h| h == name);
        let missing = || IngestError::Column {
            file: "f".to_owned(),
            missing: "columns.occurred = [\"t\"]".to_owned(),
            header: header.join("/"),
        };
        if has("t") && has("x") { Ok(()) } else { Err(missing()) }
    }

    fn part(sheets: &[(Option<&str>, &str)]) -> Part {
        let sheet = |(name, text): &(Option<&str>, &str)| Sheet {
            name: name.map(str::to_owned),
            text: Text::new("f", text.as_bytes().to_vec(), "auto").unwrap(),
            first_line: 1,
            delimiter: None,
        };
        Part { name: "f".to_owned(), sheets: sheets.iter().map(sheet).collect() }
    }

    #[test]
    fn the_header_and_what_separates_its_fields_are_found() {
        for (text, line, told) in [
            ("t,x\n1,2\n", 2, false),
            ("t;x\n1,5;2\n", 2, false),
            ("t|x\n1|2\n", 2, false),
            ("t\tx\n1\t2\n", 2, false),
            ("sep=;\nt;x\n1;2\n", 3, false),
            ("\"sep=|\"\r\nt|x\r\n1|2\r\n", 3, false),
            ("\nt,x\n1,2\n", 3, false),
            ("Crimes, by day, as of 2020\nSource: police\n\nt;x\n1;2\n", 5, true),
            (",,,\nReport,,,\nid,t,x,n\n1,2,3,4\n", 4, true),
        ] {
            let part = part(&[(None, text)]);
            let mut opened = open(&part, &form(None, None, None), &fits).unwrap();
            assert!(opened.header.contains(&"t".to_owned()), "{text}: {:?}", opened.header);
            assert_eq!(opened.records.advance().unwrap().line, line, "{text}");
            assert_eq!(!opened.told.is_empty(), told, "{text}: {:?}", opened.told);
        }
    }

    #[test]
    fn what_is_stated_is_taken() {
        let part = part(&[(None, "x,t\nanother\nt:x\n1:2\n")]);
        let opened = open(&part, &form(Some(":"), Some(2), None), &fits).unwrap();
        assert_eq!((opened.header, opened.told), (vec!["t".to_owned(), "x".to_owned()], vec![]));
        let wrong = open(&part, &form(Some("::"), None, None), &fits).unwrap_err().to_string();
        assert!(wrong.contains("source s: delimiter = \"::\"") && wrong.contains("one character"), "{wrong}");
    }

    #[test]
    fn a_header_that_is_not_there_is_told_by_the_row_most_like_one() {
        let part = part(&[(None, "Crimes\nid;date;x\n1;2;3\n")]);
        let text = open(&part, &form(None, None, None), &fits).unwrap_err().to_string();
        assert!(text.contains("id/date/x"), "{text}");
    }

    #[test]
    fn the_sheet_with_the_columns_is_read_and_others_are_named() {
        let both = part(&[(Some("Notes"), "a,b\n"), (Some("Data"), "t,x\n1,2\n")]);
        let opened = open(&both, &form(None, None, None), &fits).unwrap();
        assert!(opened.told[0].contains("sheet \"Data\" was read") && opened.told[0].contains("\"Notes\""));
        for (layer, said) in [("Notes", "columns.occurred"), ("Other", "it has: \"Notes\", \"Data\"")] {
            let text = open(&both, &form(None, None, Some(layer)), &fits).unwrap_err().to_string();
            assert!(text.contains(said), "{text}");
        }
        let twice = part(&[(Some("A"), "t,x\n"), (Some("B"), "x,t\n")]);
        let text = open(&twice, &form(None, None, None), &fits).unwrap_err().to_string();
        assert!(text.contains("\"A\", \"B\" all have the columns"), "{text}");
        let none = part(&[(Some("A"), "a,x\n"), (Some("B"), "x,b\n")]);
        let text = open(&none, &form(None, None, None), &fits).unwrap_err().to_string();
        assert!(text.contains("none of its 2 sheets") && text.contains("A f:") && text.contains("B f:"), "{text}");
    }
}
