//! A city file looked at before it is used: rows as they are understood, sums, and what is doubtful. Writes nothing.
//!
//! Does not live here: reading, which is that of the ingest.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use catchment_model::city::{Columns, Source};
use catchment_model::{IncidentRow, LocalMinute};

use crate::fields::plain_name;
use crate::paths::{Env, Input, find};
use crate::tables::{Form, open};
use crate::vector::tables;
use crate::{IngestError, Ingested, ingest};

/// Rows that are shown.
const SHOWN: usize = 5;
/// Areas that are shown from either end, and values of a list.
const LISTED: usize = 6;

/// A row as the file has it and as it is understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// File and line.
    pub place: String,
    /// Key of the city file, and the text of its column.
    pub raw: Vec<(String, String)>,
    /// What was made of it.
    pub understood: String,
}

/// What a city file makes of its files.
#[derive(Debug)]
pub struct Checked {
    /// All that was read.
    pub ingested: Ingested,
    /// Some rows, spread over all files.
    pub examples: Vec<Example>,
}

/// Reads everything that a city file names, as [`ingest`] does, and finds some of its rows again in their files.
///
/// # Errors
/// As [`ingest`].
pub fn check(city_path: &Path, env: &dyn Fn(&str) -> Option<String>) -> Result<Checked, IngestError> {
    let ingested = ingest(city_path, env, &|_| {})?;
    let base = city_path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let rows = &ingested.incidents.rows;
    let step = (rows.len() / SHOWN).max(1);
    let mut examples = Vec::new();
    for row in rows.iter().step_by(step).take(SHOWN) {
        examples.extend(example(&ingested, row, base, env)?);
    }
    Ok(Checked { ingested, examples })
}

fn example(read: &Ingested, row: &IncidentRow, base: &Path, env: Env<'_>) -> Result<Option<Example>, IngestError> {
    let Some(file) = read.quality.files.get(usize::from(row.file)) else { return Ok(None) };
    let Some(source) = read.city.source.iter().find(|s| s.id == file.source) else { return Ok(None) };
    let raw = raw(source, &file.file, row.line, base, env)?;
    let place = format!("{}, line {}", file.file, row.line);
    Ok(Some(Example { place, raw, understood: understood(read, row) }))
}

/// The texts of a row's columns by the keys of the city file.
fn raw(
    source: &Source,
    file: &str,
    line: u32,
    base: &Path,
    env: Env<'_>,
) -> Result<Vec<(String, String)>, IngestError> {
    let form = Form::from(source);
    for path in &source.paths {
        for input in find(&source.id, path, base, env)? {
            let own = input.name();
            if own != file && !file.starts_with(&format!("{own}/")) {
                continue;
            }
            // Features have no lines: they are counted from 2 on.
            let by_place = matches!(&input, Input::File(path) if crate::tables::parts(path, &form, false)?.is_some());
            let (_, parts) = tables(&input, &form)?;
            let part = if parts.len() == 1 { parts.first() } else { parts.iter().find(|part| part.name == file) };
            let Some(part) = part else { continue };
            let wanted = named(&source.columns);
            let fits = |header: &[String]| {
                let has =
                    |names: &[String]| names.iter().any(|n| header.iter().any(|h| plain_name(h) == plain_name(n)));
                let found = wanted.iter().filter(|(_, names)| has(names)).count();
                let lacks = || crate::columns::missing(file, &[("columns".to_owned(), &[])], header);
                if found > 0 { Ok(()) } else { Err(lacks()) }
            };
            let mut opened = open(part, &form, &fits)?;
            let mut at = 1;
            while let Some(record) = opened.records.advance() {
                at += 1;
                let here = if by_place { record.line } else { at };
                if here != u64::from(line) {
                    continue;
                }
                let text = |name: &String| {
                    let column = opened.header.iter().position(|h| plain_name(h) == plain_name(name))?;
                    let field = opened.text.encoding.decode(opened.records.field(column)).trim().to_owned();
                    Some(field)
                };
                let of = |(key, names): &(&'static str, &Vec<String>)| {
                    Some(((*key).to_owned(), names.iter().find_map(text)?))
                };
                return Ok(wanted.iter().filter_map(of).collect());
            }
        }
    }
    Ok(Vec::new())
}

/// The keys of columns that the city file names.
fn named(columns: &Columns) -> Vec<(&'static str, &Vec<String>)> {
    let all = [
        ("incident", &columns.incident),
        ("reported", &columns.reported),
        ("occurred", &columns.occurred),
        ("year", &columns.year),
        ("month", &columns.month),
        ("day", &columns.day),
        ("time", &columns.time),
        ("hour", &columns.hour),
        ("count", &columns.count),
        ("victims", &columns.victims),
        ("code", &columns.code),
        ("description", &columns.description),
        ("firearm", &columns.firearm),
        ("area", &columns.area),
        ("area_name", &columns.area_name),
        ("point", &columns.point),
        ("x", &columns.x),
        ("y", &columns.y),
    ];
    all.into_iter().filter(|(_, names)| !names.is_empty()).collect()
}

/// A row in words.
fn understood(read: &Ingested, row: &IncidentRow) -> String {
    let group = read.city.offense.get(usize::from(row.group.0)).map_or("?", |g| g.id.as_str());
    let area = |at: Option<catchment_model::AreaIdx>| {
        at.and_then(|at| read.areas.get(at)).map_or_else(|| "none".to_owned(), |area| area.name.clone())
    };
    let mut text = format!("{group}, reported {}, ", row.reported);
    let _ = match (row.occurred, row.block.hour()) {
        (None, _) => write!(text, "day unknown"),
        (Some(at), None) => write!(text, "{} at an unknown time", day(at)),
        (Some(at), Some(_)) => write!(text, "{} {:02}:{:02}", day(at), at.0.rem_euclid(1440) / 60, at.0.rem_euclid(60)),
    };
    let _ = write!(text, "; area by label: {}", area(row.label));
    match read.incidents.position(row) {
        Some(p) => _ = write!(text, "; by point: {} ({:.5}, {:.5})", area(p.area), p.lat, p.lng),
        None => text.push_str("; no position"),
    }
    if row.count != 1 {
        let _ = write!(text, "; counts {}", row.count);
    }
    text
}

/// A day as `2018-07-04`.
fn day(at: LocalMinute) -> String {
    let Some(month) = at.month() else { return "?".to_owned() };
    let first = LocalMinute::from_civil(i64::from(month.year()), i64::from(month.number()), 1, 0);
    let of_month = first.map_or(0, |first| (at.0.div_euclid(1440) * 1440 - first.0) / 1440 + 1);
    format!("{month}-{of_month:02}")
}

impl Checked {
    /// What to look at, in plain text.
    pub fn report(&self) -> String {
        [self.rows(), self.defaults(), self.by_year(), self.by_area(), self.lists(), self.doubts()].concat()
    }

    fn rows(&self) -> String {
        let t = self.ingested.quality.totals();
        let mut text = format!(
            "{}: {} rows, {} rejected, {} without a position ({:.1} %)\n\nSome rows, as they stand and as they are \
             understood:\n",
            self.ingested.city.name,
            t.rows,
            t.rejected,
            t.unlocated,
            100.0 * t.unlocated as f64 / t.rows.max(1) as f64
        );
        for example in &self.examples {
            let raw: Vec<String> = example.raw.iter().map(|(key, value)| format!("{key} \"{value}\"")).collect();
            let _ = writeln!(text, "  {}\n    raw: {}\n    is:  {}", example.place, raw.join(", "), example.understood);
        }
        text
    }

    fn defaults(&self) -> String {
        let mut text = String::new();
        if !self.ingested.defaults.is_empty() {
            text.push_str("\nTaken by default:\n");
        }
        for taken in &self.ingested.defaults {
            let _ = writeln!(text, "  {taken}");
        }
        text
    }

    fn by_year(&self) -> String {
        let mut years: BTreeMap<i32, BTreeMap<u8, i64>> = BTreeMap::new();
        for row in &self.ingested.incidents.rows {
            *years.entry(row.reported.year()).or_default().entry(row.group.0).or_default() += i64::from(row.count);
        }
        let groups = &self.ingested.city.offense;
        let name = |at: &u8| groups.get(usize::from(*at)).map_or("?", |g| g.id.as_str());
        let mut text = String::from("\nCounts by year:\n");
        for (year, counts) in &years {
            let counts: Vec<String> = counts.iter().map(|(group, n)| format!("{} {n}", name(group))).collect();
            let _ = writeln!(text, "  {year}: {}", counts.join(", "));
        }
        let none: Vec<&str> = (0..groups.len())
            .filter(|at| !years.values().any(|counts| u8::try_from(*at).is_ok_and(|at| counts.contains_key(&at))))
            .map(|at| groups[at].id.as_str())
            .collect();
        if !none.is_empty() {
            let _ = writeln!(text, "  no row at all: {}", none.join(", "));
        }
        text
    }

    fn by_area(&self) -> String {
        let areas = &self.ingested.areas;
        let labelled = self.ingested.incidents.rows.iter().any(|row| row.label.is_some());
        let mut counts = vec![0_i64; areas.len()];
        let mut nowhere = 0;
        for row in &self.ingested.incidents.rows {
            let point = || self.ingested.incidents.position(row).and_then(|p| p.area);
            match if labelled { row.label } else { point() } {
                Some(at) => counts[usize::from(at.0)] += i64::from(row.count),
                None => nowhere += i64::from(row.count),
            }
        }
        let mut all: Vec<(i64, &str)> =
            areas.list().iter().zip(&counts).map(|(area, n)| (*n, area.name.as_str())).collect();
        all.sort_by_key(|(n, name)| (std::cmp::Reverse(*n), *name));
        let list =
            |some: &[(i64, &str)]| some.iter().map(|(n, name)| format!("{name} {n}")).collect::<Vec<_>>().join(", ");
        let by = if labelled { "label" } else { "point" };
        let zero = all.iter().filter(|(n, _)| *n == 0).count();
        format!(
            "\nCounts by area ({by}), all groups:\n  most: {}\n  least: {}\n  in no area: {nowhere}; areas without \
             any: {zero} of {}\n",
            list(&all[..all.len().min(LISTED)]),
            list(&all[all.len().saturating_sub(LISTED)..]),
            all.len()
        )
    }

    fn lists(&self) -> String {
        let quality = &self.ingested.quality;
        let mut text = String::new();
        for source in quality.labels.iter().filter(|s| !s.labels.is_empty()) {
            let _ =
                writeln!(text, "\nLabels of {} that are the name of no area ({} rows):", source.name, source.unknown);
            for label in source.labels.iter().take(LISTED) {
                let near = label.nearest.as_ref().map(|n| format!("; nearest name: {} = \"{}\"", n.name, n.id));
                let there = label.points.first().map(|p| format!("; {} of their points lie in {}", p.rows, p.name));
                let more = [near, there].into_iter().flatten().collect::<String>();
                let _ = writeln!(text, "  \"{}\" {} rows{more}", label.label, label.rows);
            }
        }
        let mut unknown: BTreeMap<&str, u64> = BTreeMap::new();
        for rejected in quality.rejections.iter().filter(|r| r.reason == "code-unknown") {
            let code = rejected.detail.split("; expected").next().unwrap_or_default();
            *unknown.entry(code).or_default() += 1;
        }
        if !unknown.is_empty() {
            text.push_str("\nCodes that no rule takes (of the rejected rows that are listed):\n");
            let mut all: Vec<(&str, u64)> = unknown.into_iter().collect();
            all.sort_by_key(|(code, n)| (std::cmp::Reverse(*n), *code));
            for (code, n) in all.into_iter().take(2 * LISTED) {
                let _ = writeln!(text, "  {code}: {n}");
            }
        }
        text
    }

    fn doubts(&self) -> String {
        let warnings = &self.ingested.quality.warnings;
        let mut text = format!("\nDoubtful ({}):\n", warnings.len());
        for warning in warnings {
            let _ = writeln!(text, "  - {warning}");
        }
        if warnings.is_empty() {
            text.push_str("  nothing that the program knows of\n");
        }
        text
    }
}
