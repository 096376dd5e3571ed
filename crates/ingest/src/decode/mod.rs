//! One row of a police file, understood: fields in, a plain record out, or the reason why not.

mod label;
mod rounded;
mod said;
mod unread;
mod when;

use catchment_model::city::Source;
use catchment_model::{Block, FileQuality, GroupId, InputFile, LocalMinute, Month, NO_POSITION, Rejection};
use rustc_hash::FxHashMap;

use crate::beside::Beside;
use crate::codes::{Rules, plain_code};
use crate::columns::Found;
use crate::dates::{self, Dated};
use crate::fields;
use crate::key::{Key, ROW_HASH};
use crate::labels::Labels;
use crate::named::Named;
use crate::text::Encoding;
use crate::{point, project};

pub(crate) use rounded::ROUNDED;
pub(crate) use said::{Label, UnknownText, Unread};

/// Rejected rows listed per file; the file's `rejected` counts them all.
pub const LISTED_REJECTIONS: usize = 100;

/// Fields of a row, whatever they come from.
pub(crate) trait Fields {
    /// A field by its position in the header.
    fn field(&self, at: usize) -> &[u8];
    /// All of the row, for comparing rows.
    fn raw(&self) -> &[u8];
    /// The row's own point, where it does not come from columns.
    fn point(&self) -> Option<(f64, f64)> {
        None
    }
}

/// A row that was understood. Positions and codes are numbered within the file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RawRow {
    pub(crate) key: Key,
    pub(crate) line: u32,
    pub(crate) position: u32,
    pub(crate) code: u32,
    pub(crate) occurred: Option<LocalMinute>,
    pub(crate) reported: Month,
    pub(crate) label: Label,
    pub(crate) group: GroupId,
    pub(crate) block: Block,
    pub(crate) count: i16,
    pub(crate) bad_coordinates: bool,
    pub(crate) cancelled: bool,
    pub(crate) incident: bool,
    /// Number of an incident that stands in several groups; 0 elsewhere.
    pub(crate) shared: u32,
}

/// A file of incidents, decoded.
#[derive(Debug)]
pub(crate) struct FileRows {
    pub(crate) quality: FileQuality,
    pub(crate) inputs: Vec<InputFile>,
    /// CRS of the points, where the file states its own.
    pub(crate) crs: Option<String>,
    /// Plain names of the columns: files alike in them share a layout.
    pub(crate) header: Vec<String>,
    pub(crate) has_number: bool,
    /// Whether its points stand in one text each.
    pub(crate) point_in_one: bool,
    pub(crate) has_count: bool,
    pub(crate) rows: Vec<RawRow>,
    pub(crate) positions: Vec<(f64, f64)>,
    /// Distinct codes in plain form.
    pub(crate) codes: Vec<String>,
    pub(crate) rejections: Vec<Rejection>,
    /// Texts beside its points.
    pub(crate) beside: Beside,
    /// The month in the file's name beside those of its rows.
    pub(crate) named: Option<Named>,
    /// What tells each row apart over several files, where the city file names columns that do.
    pub(crate) once: Vec<Key>,
    /// An incident number that a spreadsheet rounded.
    pub(crate) rounded: Option<String>,
    /// What was taken for granted when the file was opened.
    pub(crate) told: Vec<String>,
    /// Labels that are the name of no area, by the number in [`Label::Unknown`].
    pub(crate) unknown_labels: Vec<UnknownText>,
    /// Values that could not be read.
    pub(crate) unread: Unread,
}

/// Decodes the rows of one file.
pub(crate) struct Decoder<'a> {
    source: &'a Source,
    rules: &'a Rules,
    labels: &'a Labels,
    found: Found,
    encoding: Encoding,
    dated: &'a Dated,
    /// Whether coordinates are degrees.
    degrees: bool,
    unknown_times: Vec<u16>,
    named: Option<Named>,
    scratch: Vec<u8>,
    groups: FxHashMap<Vec<u8>, (u32, Option<GroupId>)>,
    code_ids: FxHashMap<String, u32>,
    areas: FxHashMap<Vec<u8>, Label>,
    positions: FxHashMap<(u64, u64), u32>,
    remarks: [u64; REMARKS.len()],
    /// Times in a column of their own, and how many of them are a bare number from 0 to 23.
    times: (u64, u64),
    out: FileRows,
}

/// Remarks counted while decoding, in the order of their counters.
const REMARKS: [&str; 11] = [
    "not-selected",
    "date-unreadable",
    "time-unknown",
    "occurred-after-reported",
    "label-unknown",
    "year-of-two-digits",
    "date-as-number",
    "time-converted",
    "midnight-utc",
    "hour-of-day",
    ROUNDED,
];
const NOT_SELECTED: usize = 0;
const DATE_UNREADABLE: usize = 1;
const TIME_UNKNOWN: usize = 2;
const AFTER_REPORTED: usize = 3;
const LABEL_UNKNOWN: usize = 4;
const TWO_DIGITS: usize = 5;
const AS_NUMBER: usize = 6;
const CONVERTED: usize = 7;
const MIDNIGHT_UTC: usize = 8;
const HOUR_OF_DAY: usize = 9;
const NUMBER_ROUNDED: usize = 10;

type Refused = (&'static str, String);

impl<'a> Decoder<'a> {
    pub(crate) fn new(
        source: &'a Source,
        rules: &'a Rules,
        (labels, dated): (&'a Labels, &'a Dated),
        file: &str,
        found: Found,
        header: Vec<String>,
    ) -> Self {
        let out = FileRows {
            quality: FileQuality { source: source.id.clone(), file: file.to_owned(), ..FileQuality::default() },
            inputs: Vec::new(),
            crs: None,
            header,
            has_number: found.incident.is_some(),
            point_in_one: found.x.is_some() && found.x == found.y,
            has_count: found.count.is_some() || found.victims.is_some(),
            rows: Vec::new(),
            positions: Vec::new(),
            codes: Vec::new(),
            rejections: Vec::new(),
            beside: Beside::new(found.beside.clone()),
            named: None,
            once: Vec::new(),
            rounded: None,
            told: Vec::new(),
            unknown_labels: Vec::new(),
            unread: Unread::default(),
        };
        Self {
            unknown_times: source.dates.unknown_times.iter().filter_map(|t| dates::time(t.as_bytes())).collect(),
            dated,
            degrees: source.crs.as_deref().is_some_and(project::is_degrees),
            named: None,
            source,
            rules,
            labels,
            found,
            encoding: Encoding::Utf8,
            scratch: Vec::new(),
            groups: FxHashMap::default(),
            code_ids: FxHashMap::default(),
            areas: FxHashMap::default(),
            positions: FxHashMap::default(),
            remarks: [0; REMARKS.len()],
            times: (0, 0),
            out,
        }
    }

    /// States the month in the file's name: the month of report of rows that state none.
    pub(crate) fn in_month(&mut self, month: Option<Month>) {
        self.named = month.map(Named::new);
    }

    /// States the encoding of the fields, and room for the rows to come.
    pub(crate) fn prepare(&mut self, encoding: Encoding, rows: usize) {
        self.encoding = encoding;
        self.out.rows.reserve(rows);
    }

    /// Takes in a row.
    pub(crate) fn row(&mut self, line: u64, row: &impl Fields) {
        if !self.found.selects(|at| row.field(at)) {
            self.remarks[NOT_SELECTED] += 1;
            return;
        }
        self.out.quality.rows += 1;
        let before = self.out.positions.len();
        match self.understand(line, row) {
            Ok(raw) => {
                let known = (raw.position as usize) < before;
                self.out.beside.note(|at| row.field(at), self.encoding, raw.position, (known, self.out.rows.len()));
                self.out.rows.push(raw);
                self.once(row);
            }
            Err((reason, detail)) => {
                self.note_unread(reason, line, row);
                self.reject(line, reason, detail);
            }
        }
    }

    fn once(&mut self, row: &impl Fields) {
        if !self.found.once.is_empty() {
            self.scratch.clear();
            for at in &self.found.once {
                self.scratch.extend_from_slice(row.field(*at).trim_ascii());
                self.scratch.push(b'\x1F');
            }
            self.out.once.push(Key::hashed(&self.scratch, ROW_HASH));
        }
    }

    /// Takes in a row that has not the shape of one.
    pub(crate) fn misshapen(&mut self, line: u64, fields: usize, expected: usize) {
        self.out.quality.rows += 1;
        self.reject(
            line,
            "unreadable",
            format!("{fields} fields, or a quote that does not close; expected {expected} fields"),
        );
    }

    /// The file's rows.
    pub(crate) fn finish(mut self) -> FileRows {
        self.hours_of_day();
        for (name, n) in REMARKS.iter().zip(self.remarks).filter(|(_, n)| *n > 0) {
            self.out.quality.reasons.insert((*name).to_owned(), n);
        }
        self.out.named = self.named;
        self.out.quality.net = self.out.rows.iter().map(|r| i64::from(r.count)).sum();
        self.out
    }

    fn reject(&mut self, line: u64, reason: &str, detail: String) {
        let q = &mut self.out.quality;
        q.rejected += 1;
        *q.reasons.entry(reason.to_owned()).or_default() += 1;
        if self.out.rejections.len() < LISTED_REJECTIONS {
            self.out.rejections.push(Rejection { file: q.file.clone(), line, reason: reason.to_owned(), detail });
        }
    }

    fn understand(&mut self, line: u64, row: &impl Fields) -> Result<RawRow, Refused> {
        let count = self.count(row)?;
        let (code, group) = self.code(row)?;
        let (occurred, block, date_remark) = self.occurred(row);
        let reported = self.reported(row, occurred)?;
        let (position, bad_coordinates) = self.position(row);
        let label = self.label(line, row);
        let key = self.key(row);
        let line = u32::try_from(line)
            .ok()
            .ok_or_else(|| ("unreadable", format!("line {line}; at most {} lines are read", u32::MAX)))?;
        if let Some(remark) = date_remark {
            self.remarks[remark] += 1;
            if remark == DATE_UNREADABLE {
                self.note_unread(REMARKS[remark], u64::from(line), row);
            }
        }
        if bad_coordinates {
            self.note_unread("bad-coordinates", u64::from(line), row);
        }
        if occurred.and_then(LocalMinute::month).is_some_and(|m| m > reported) {
            self.remarks[AFTER_REPORTED] += 1;
        }
        if label.area().is_none() && (self.found.area.is_some() || self.found.area_name.is_some()) {
            self.remarks[LABEL_UNKNOWN] += 1;
        }
        Ok(RawRow {
            key,
            line,
            position,
            code,
            occurred,
            reported,
            label,
            group,
            block,
            count,
            bad_coordinates,
            cancelled: false,
            incident: false,
            shared: 0,
        })
    }

    /// What the row is matched by. A number that a spreadsheet rounded would make one incident of many.
    fn key(&mut self, row: &impl Fields) -> Key {
        let number = self.found.incident.map(|at| row.field(at).trim_ascii()).filter(|n| !n.is_empty());
        let rounded = number.is_some_and(rounded::is_rounded);
        if rounded {
            self.remarks[NUMBER_ROUNDED] += 1;
            if let (None, Some(number)) = (&self.out.rounded, number) {
                self.out.rounded = Some(self.show(number));
            }
        }
        match number.filter(|_| !rounded) {
            Some(number) => Key::of_number(number),
            None => Key::hashed(row.raw(), ROW_HASH),
        }
    }

    /// How many the row counts: what its count says, times its victims.
    fn count(&self, row: &impl Fields) -> Result<i16, Refused> {
        let count = self.number(row, self.found.count, "count", i64::from(i16::MIN))?;
        let victims = self.number(row, self.found.victims, "victims", 0)?;
        let product = i16::try_from(count * victims).ok();
        product.ok_or_else(|| ("count-unreadable", format!("{victims} victims; at most {} are read", i16::MAX)))
    }

    /// A whole number of a column; 1 where there is no such column.
    fn number(&self, row: &impl Fields, at: Option<usize>, what: &str, least: i64) -> Result<i64, Refused> {
        let Some(at) = at else { return Ok(1) };
        match row.field(at).trim_ascii() {
            b"1" => Ok(1),
            b"-1" if least < 0 => Ok(-1),
            other => fields::integer(other).filter(|n| (least..=i64::from(i16::MAX)).contains(n)).ok_or_else(|| {
                let expected =
                    if least < 0 { "1, -1 to take one back, or another whole number" } else { "0, 1, 2 …" };
                ("count-unreadable", format!("{what} \"{}\"; expected {expected}", self.show(other)))
            }),
        }
    }

    /// The code's number within the file, and its group.
    fn code(&mut self, row: &impl Fields) -> Result<(u32, GroupId), Refused> {
        let get = |at: Option<usize>| at.map_or(&[][..], |at| row.field(at).trim_ascii());
        let (code, description, firearm) = (get(self.found.code), get(self.found.description), get(self.found.firearm));
        self.scratch.clear();
        for part in [code, b"\x1F", description, b"\x1F", firearm] {
            self.scratch.extend_from_slice(part);
        }
        for at in &self.found.conditions {
            self.scratch.push(b'\x1F');
            self.scratch.extend_from_slice(row.field(*at).trim_ascii());
        }
        let (id, group) = if let Some(known) = self.groups.get(self.scratch.as_slice()) {
            *known
        } else {
            let other = self.found.conditions.iter().map(|at| self.encoding.decode(row.field(*at)).into_owned());
            let other: Vec<String> = other.collect();
            let new = self.new_code((code, description, firearm), &other);
            self.groups.insert(self.scratch.clone(), new);
            new
        };
        let unmatched = || {
            format!(
                "code \"{}\" ({}); expected one that a rule of the city file matches",
                self.show(code),
                self.show(description)
            )
        };
        Ok((id, group.ok_or_else(|| ("code-unknown", unmatched()))?))
    }

    fn new_code(
        &mut self,
        (code, description, firearm): (&[u8], &[u8], &[u8]),
        other: &[String],
    ) -> (u32, Option<GroupId>) {
        let code = self.encoding.decode(code);
        let description = self.encoding.decode(description);
        let firearm =
            matches!(firearm.to_ascii_lowercase().as_slice(), b"yes" | b"y" | b"1" | b"true" | b"t" | b"firearm");
        let group = self.rules.group((&code, &description, firearm), other);
        let plain = if self.found.code.is_some() { plain_code(&code) } else { description.to_uppercase() };
        let next = u32::try_from(self.out.codes.len()).unwrap_or(u32::MAX);
        let id = *self.code_ids.entry(plain).or_insert_with_key(|plain| {
            self.out.codes.push(plain.clone());
            next
        });
        (id, group)
    }

    /// The position's number within the file, and whether there was one that made no sense.
    fn position(&mut self, row: &impl Fields) -> (u32, bool) {
        let point = match (row.point(), self.found.x, self.found.y) {
            (Some(point), ..) => point,
            // Both in one column: a point in one text.
            (None, Some(x), Some(y)) if x == y => match row.field(x).trim_ascii() {
                b"" => return (NO_POSITION, false),
                text => match point::point_in(text, self.source.point_order.as_deref()) {
                    Some(point) => point,
                    None => return (NO_POSITION, true),
                },
            },
            (None, Some(x), Some(y)) => {
                let (x, y) = (row.field(x).trim_ascii(), row.field(y).trim_ascii());
                if x.is_empty() || y.is_empty() {
                    return (NO_POSITION, false);
                }
                match (point::coordinate(x, self.degrees), point::coordinate(y, self.degrees)) {
                    (Some(x), Some(y)) => (x, y),
                    _ => return (NO_POSITION, true),
                }
            }
            _ => return (NO_POSITION, false),
        };
        if !point.0.is_finite() || !point.1.is_finite() {
            return (NO_POSITION, true);
        }
        if self.source.zero_is_missing && (point.0 == 0.0 || point.1 == 0.0) {
            return (NO_POSITION, false);
        }
        let next = u32::try_from(self.out.positions.len()).unwrap_or(NO_POSITION);
        let id = *self.positions.entry((point.0.to_bits(), point.1.to_bits())).or_insert(next);
        if id == next {
            self.out.positions.push(point);
        }
        (id, false)
    }

    /// A value for a message, cut short.
    fn show(&self, bytes: &[u8]) -> String {
        self.encoding.decode(bytes).chars().filter(|c| !c.is_control()).take(60).collect()
    }
}
