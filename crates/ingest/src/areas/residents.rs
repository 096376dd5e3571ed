//! Residents: read from columns of the areas and from tables, with what was left out said.

use std::collections::BTreeMap;
use std::path::Path;

use catchment_model::city::PopulationTable;
use catchment_model::{Area, InputFile};
use gdal::vector::OGRFieldType;

use crate::IngestError;
use crate::columns::missing;
use crate::fields::{number, plain_id, plain_name};
use crate::paths::{Env, find_one};
use crate::tables::{self, Form, Opened};
use crate::vector;

/// Ids and values that a warning names.
const NAMED: usize = 5;

pub(crate) fn census_year(year: &str) -> Result<u16, IngestError> {
    let parsed = year.trim().parse().ok().filter(|y| (1500..3000).contains(y));
    parsed.ok_or_else(|| IngestError::Value {
        key: "areas.population".to_owned(),
        value: format!("\"{year}\""),
        expected: "a year, such as \"2020\"".to_owned(),
    })
}

/// How numbers of residents are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decimal {
    /// Nobody says: `1.234` may be one or a thousand.
    Unsaid,
    /// 1,234.5
    Point,
    /// 1.234,5
    Comma,
}

impl Decimal {
    /// From the mark in the city file.
    ///
    /// # Errors
    /// [`IngestError::Value`] for another mark than a point or a comma.
    pub(super) fn named(key: &str, mark: Option<&str>) -> Result<Self, IngestError> {
        match mark {
            None => Ok(Self::Unsaid),
            Some(".") => Ok(Self::Point),
            Some(",") => Ok(Self::Comma),
            Some(other) => Err(IngestError::Value {
                key: key.to_owned(),
                value: format!("\"{other}\""),
                expected: "\".\" or \",\"".to_owned(),
            }),
        }
    }

    fn number(self, value: &[u8]) -> Option<f64> {
        match self {
            // A point that cannot set off thousands sets off decimals after all: a cell with a number in it.
            Self::Comma
                if !value.contains(&b',') && !ambiguous(value) && memchr::memchr_iter(b'.', value).count() == 1 =>
            {
                number(value)
            }
            Self::Comma => {
                let text = std::str::from_utf8(value)
                    .ok()?
                    .replace(['.', '\'', '\u{2019}', '\u{a0}', '\u{202f}', '\u{2009}', ' '], "");
                text.replace(',', ".").parse::<f64>().ok().filter(|n| n.is_finite())
            }
            Self::Unsaid if ambiguous(value) => None,
            // 1 234, 1'234: blanks and apostrophes set off thousands everywhere.
            Self::Unsaid | Self::Point => number(value).or_else(|| number(ungrouped(value)?.as_bytes())),
        }
    }
}

/// A number without the blanks and apostrophes between its groups of three digits; none where they stand elsewhere.
fn ungrouped(value: &[u8]) -> Option<String> {
    const MARKS: [char; 6] = [' ', '\'', '\u{2019}', '\u{a0}', '\u{202f}', '\u{2009}'];
    let text = std::str::from_utf8(value).ok()?;
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let mut groups = whole.split(MARKS);
    let first = groups.next()?.trim_start_matches('-');
    let proper =
        (1..=3).contains(&first.len()) && groups.all(|g| g.len() == 3 && g.bytes().all(|b| b.is_ascii_digit()));
    proper.then(|| whole.replace(MARKS, "") + rest)
}

/// Whether a field holds numbers and not text: its decimals are never in doubt.
pub(super) fn is_number(kind: OGRFieldType::Type) -> bool {
    matches!(kind, OGRFieldType::OFTReal | OGRFieldType::OFTInteger | OGRFieldType::OFTInteger64)
}

/// Digits, a point, three digits: one and a fraction, or thousands.
fn ambiguous(value: &[u8]) -> bool {
    let mut parts = value.split(|b| *b == b'.');
    let digits = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
    let first = parts.next().is_some_and(|p| digits(p) && p.len() <= 3 && p != b"0");
    let rest: Vec<&[u8]> = parts.collect();
    first && !rest.is_empty() && rest.iter().all(|p| digits(p) && p.len() == 3)
}

/// Most residents of one place: no city has so many.
const MOST: f64 = 1e8;

/// Reads numbers of residents, and keeps what could not be taken for one: census files mark what they do not know by
/// values below 0, by words, or not at all.
#[derive(Debug)]
pub(super) struct Residents {
    decimal: Decimal,
    below: Vec<String>,
    above: Vec<String>,
    unread: Vec<String>,
    ambiguous: Vec<String>,
}

impl Residents {
    pub(super) fn new(decimal: Decimal) -> Self {
        Self { decimal, below: Vec::new(), above: Vec::new(), unread: Vec::new(), ambiguous: Vec::new() }
    }

    /// The residents that a value says; none, and noted, where it is below 0, could be two numbers, or is none. An
    /// empty value says nothing.
    ///
    /// With the value goes whether it comes from a field of numbers, whose decimals are never in doubt.
    pub(super) fn read(&mut self, year: u16, id: &str, (value, is_number): (&[u8], bool)) -> Option<f64> {
        let value = value.trim_ascii();
        let told = || format!("{id} in {year} (\"{}\")", String::from_utf8_lossy(value));
        let decimal = if is_number { Decimal::Point } else { self.decimal };
        match decimal.number(value) {
            Some(n) if (0.0..=MOST).contains(&n) => return Some(n),
            Some(n) if n > MOST => self.above.push(told()),
            Some(_) => self.below.push(told()),
            None if value.is_empty() => {}
            None if ambiguous(value) => self.ambiguous.push(told()),
            None => self.unread.push(told()),
        }
        None
    }

    /// Sentences on what was left out.
    pub(super) fn warnings(self, file: &str) -> Vec<String> {
        self.warnings_of(file, "area")
    }

    /// As [`Residents::warnings`], of other places than areas.
    pub(super) fn warnings_of(self, file: &str, place: &str) -> Vec<String> {
        let told = |list: Vec<String>, what: &str, todo: &str| {
            (!list.is_empty()).then(|| {
                format!("{file}: residents {what} were left out, not taken for 0: {place} {}.{todo}", shortened(&list))
            })
        };
        let mark = " Say which with decimal = \".\" or \",\" in the city file.";
        [
            told(self.below, "below 0", ""),
            told(self.above, "above 100,000,000", ""),
            told(self.unread, "that are no number", ""),
            told(self.ambiguous, "whose point may set off decimals or thousands", mark),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// The first of a list, and how many more there are.
fn shortened(list: &[String]) -> String {
    let first = list.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    if list.len() > NAMED { format!("{first}, and {} more", list.len() - NAMED) } else { first }
}

/// Adds residents from a table, by area id. Rows of one id are added up: a table of tracts has several for each area.
///
/// # Errors
/// [`IngestError`] for a table that cannot be read, a missing column or a mark that is none.
pub(super) fn join(
    table: &PopulationTable,
    list: &mut [Area],
    base: &Path,
    env: Env<'_>,
    warnings: &mut Vec<String>,
) -> Result<Vec<InputFile>, IngestError> {
    let input = find_one("areas.join", &table.path, base, env)?;
    let name = input.name();
    let form = Form::from(table);
    let (files, parts) = vector::tables(&input, &form)?;
    let mut residents = Residents::new(Decimal::named("areas.join: decimal", table.decimal.as_deref())?);
    let mut all = Vec::new();
    for part in &parts {
        let opened = tables::open(part, &form, &|header| Columns::of(&part.name, header, table).map(drop))?;
        warnings.extend(opened.told.iter().map(|what| format!("{}: {what}.", part.name)));
        all.extend(rows(&part.name, opened, table, &mut residents)?);
    }
    warnings.extend(residents.warnings(&name));
    warnings.extend(add(&name, &all, list));
    Ok(files)
}

/// Rows of a table: the area's id, and residents by year.
type Row = (String, Vec<(u16, f64)>);

/// Columns of a table that are read.
struct Columns {
    id: usize,
    years: BTreeMap<u16, usize>,
}

impl Columns {
    fn of(file: &str, header: &[String], table: &PopulationTable) -> Result<Self, IngestError> {
        let find = |wanted: &str| header.iter().position(|h| plain_name(h) == plain_name(wanted));
        let mut lacks = Vec::new();
        let id = find(&table.id);
        if id.is_none() {
            lacks.push(("areas.join: id".to_owned(), std::slice::from_ref(&table.id)));
        }
        let mut years = BTreeMap::new();
        for (year, field) in &table.population {
            let year = census_year(year)?;
            match find(field) {
                Some(at) => drop(years.insert(year, at)),
                None => lacks.push((format!("areas.join: population.{year}"), std::slice::from_ref(field))),
            }
        }
        let fault = || missing(file, &lacks, header);
        id.filter(|_| lacks.is_empty()).map(|id| Self { id, years }).ok_or_else(fault)
    }
}

fn rows(
    name: &str,
    opened: Opened<'_>,
    table: &PopulationTable,
    residents: &mut Residents,
) -> Result<Vec<Row>, IngestError> {
    let Opened { text, mut records, header, .. } = opened;
    let Columns { id, years } = Columns::of(name, &header, table)?;
    let mut rows = Vec::new();
    while records.advance().is_some() {
        let key = plain_id(&text.encoding.decode(records.field(id)));
        let known =
            years.iter().filter_map(|(y, at)| Some((*y, residents.read(*y, &key, (records.field(*at), false))?)));
        let known = known.collect();
        rows.push((key, known));
    }
    Ok(rows)
}

/// Adds rows to the areas. A table says all there is to say of an area and year: what the outlines' own file said of it
/// is replaced.
fn add(name: &str, rows: &[Row], list: &mut [Area]) -> Vec<String> {
    let mut sums: BTreeMap<(&str, u16), f64> = BTreeMap::new();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (id, known) in rows {
        *seen.entry(id).or_default() += 1;
        for (year, residents) in known {
            *sums.entry((id, *year)).or_default() += residents;
        }
    }
    for ((id, year), residents) in sums {
        if let Some(area) = list.iter_mut().find(|a| a.id == id) {
            area.population.insert(year, residents);
        }
    }
    let of_area = |id: &str| list.iter().any(|a| a.id == id);
    if !seen.keys().any(|id| of_area(id)) {
        return vec![format!("{name}: no row has the id of an area; no residents were read from it.")];
    }
    let several: Vec<String> =
        seen.iter().filter(|(id, n)| **n > 1 && of_area(id)).map(|(id, n)| format!("{id} ({n} rows)")).collect();
    let told = || format!("{name}: several rows for area {}: their residents were added up.", shortened(&several));
    (!several.is_empty()).then(told).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn residents_are_read_by_the_mark_or_left_out_and_said() {
        for (decimal, value, residents) in [
            (Decimal::Unsaid, "1234", Some(1234.0)),
            (Decimal::Unsaid, "1,234", Some(1234.0)),
            (Decimal::Unsaid, "1 234", Some(1234.0)),
            (Decimal::Unsaid, "1'234", Some(1234.0)),
            (Decimal::Unsaid, "1\u{2019}234\u{2019}567", Some(1_234_567.0)),
            (Decimal::Point, "1\u{a0}234.5", Some(1234.5)),
            (Decimal::Unsaid, "1 23", None),
            (Decimal::Unsaid, "0.125", Some(0.125)),
            (Decimal::Unsaid, "1.234", None),
            (Decimal::Unsaid, "1.234.567", None),
            (Decimal::Point, "1.234", Some(1.234)),
            (Decimal::Comma, "1.234", Some(1234.0)),
            (Decimal::Comma, "1.234,5", Some(1234.5)),
            (Decimal::Comma, "12 345", Some(12345.0)),
            (Decimal::Comma, "512.5", Some(512.5)),
            (Decimal::Unsaid, "-666666666", None),
            (Decimal::Unsaid, "k. A.", None),
            (Decimal::Unsaid, "", None),
        ] {
            let mut read = Residents::new(decimal);
            assert_eq!(read.read(2010, "7", (value.as_bytes(), false)), residents, "{decimal:?} {value}");
            let told = read.warnings("pop.csv").join(" ");
            assert_eq!(told.is_empty(), residents.is_some() || value.is_empty(), "{told}");
            assert!(told.is_empty() || told.contains(&format!("area 7 in 2010 (\"{value}\")")), "{told}");
        }
        // A field of numbers says 512.125 and means it.
        let mut read = Residents::new(Decimal::Unsaid);
        assert_eq!(read.read(2010, "7", (b"512.125", true)), Some(512.125));
        assert!(Decimal::named("areas: decimal", Some(";")).is_err());
    }
}
