//! Published counts without incidents behind them: per area and month, or per city and year.

use std::collections::BTreeMap;

use catchment_model::city::{Source, SourceKind};
use catchment_model::{
    AreaCount, AreaIdx, FileQuality, GroupId, InputFile, Month, Offenses, Rejection, SourceLabels, YearCount,
};

use crate::IngestError;
use crate::codes::Rules;
use crate::columns::Found;
use crate::decode::LISTED_REJECTIONS;
use crate::fields::{integer, month, month_in_name};
use crate::labels::Labels;
use crate::paths::Input;
use crate::records::Records;
use crate::tables::{self, Form, Part};
use crate::text::Encoding;
use crate::vector;

/// Counts of one source.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    pub(crate) areas: BTreeMap<(Month, AreaIdx, GroupId), i64>,
    pub(crate) years: BTreeMap<(i32, GroupId), i64>,
    pub(crate) months: Vec<Month>,
    pub(crate) files: Vec<FileQuality>,
    pub(crate) rejections: Vec<Rejection>,
    pub(crate) inputs: Vec<InputFile>,
    /// What was taken for granted when files were opened.
    pub(crate) told: Vec<String>,
}

impl Counts {
    /// The counts per area and month, sorted.
    pub(crate) fn area_counts(&self) -> impl Iterator<Item = AreaCount> + '_ {
        let small = |net: i64| i32::try_from(net).unwrap_or(i32::MAX);
        self.areas.iter().map(move |((month, area, group), net)| AreaCount {
            month: *month,
            area: *area,
            group: *group,
            net: small(*net),
        })
    }

    /// The counts per city and year, sorted.
    pub(crate) fn year_counts(&self) -> impl Iterator<Item = YearCount> + '_ {
        self.years.iter().map(|((year, group), net)| YearCount { year: *year, group: *group, net: *net })
    }

    /// What their labels are worth; none where counts are of the whole city.
    pub(crate) fn labels(&self, source: &Source) -> Option<SourceLabels> {
        let rows = self.files.iter().map(|f| f.rows - f.rejected).sum();
        let (id, name) = (source.id.clone(), source.name.clone());
        let labels = SourceLabels { source: id, name, named: rows > 0, rows, ..SourceLabels::default() };
        (source.kind == SourceKind::AreaCounts).then_some(labels)
    }

    /// Reads a file of counts.
    ///
    /// # Errors
    /// [`IngestError`] where the file, its encoding or its header cannot be used.
    pub(crate) fn read(
        &mut self,
        source: &Source,
        offenses: &Offenses,
        labels: &Labels,
        input: &Input,
    ) -> Result<(), IngestError> {
        let form = Form::from(source);
        let (files, parts) = vector::tables(input, &form)?;
        self.inputs.extend(files);
        let rules = Rules::new(&source.code, offenses);
        for part in &parts {
            self.table(source, &rules, labels, part, &form)?;
        }
        self.months.sort_unstable();
        self.months.dedup();
        Ok(())
    }

    fn table(
        &mut self,
        source: &Source,
        rules: &Rules,
        labels: &Labels,
        part: &Part,
        form: &Form<'_>,
    ) -> Result<(), IngestError> {
        let name = part.name.as_str();
        let columns = |header: &[String]| Found::new(name, header, source, rules, false);
        let opened = tables::open(part, form, &|header| columns(header).map(drop))?;
        let (text, mut records, header) = (opened.text, opened.records, opened.header);
        self.told.extend(opened.told.iter().map(|what| format!("{}, {name}: {what}.", source.name)));
        let found = columns(&header)?;
        let layout = format!("{} columns", header.len());
        let mut quality = FileQuality {
            source: source.id.clone(),
            file: name.to_owned(),
            layout,
            encoding: opened.label,
            ..FileQuality::default()
        };
        let reading = Table { source, rules, labels, found, encoding: text.encoding, name };
        let mut listed = 0;
        while let Some(record) = records.advance() {
            if record.whole && !reading.found.selects(|at| records.field(at)) {
                *quality.reasons.entry("not-selected".to_owned()).or_default() += 1;
                continue;
            }
            quality.rows += 1;
            let whole = if record.whole {
                Ok(())
            } else {
                Err(("unreadable", format!("{} fields; expected {}", record.fields, header.len())))
            };
            match whole.and_then(|()| reading.row(&records, self)) {
                Ok((count, None)) => {
                    quality.accepted += 1;
                    quality.net += count;
                }
                Ok((count, Some(reason))) => {
                    quality.unlocated += 1;
                    quality.net += count;
                    *quality.reasons.entry(reason.to_owned()).or_default() += 1;
                }
                Err((reason, detail)) => {
                    quality.rejected += 1;
                    *quality.reasons.entry(reason.to_owned()).or_default() += 1;
                    listed += 1;
                    if listed <= LISTED_REJECTIONS {
                        self.rejections.push(Rejection {
                            file: name.to_owned(),
                            line: record.line,
                            reason: reason.to_owned(),
                            detail,
                        });
                    }
                }
            }
        }
        self.files.push(quality);
        Ok(())
    }
}

/// What the rows of a table are read with.
struct Table<'a> {
    source: &'a Source,
    rules: &'a Rules,
    labels: &'a Labels,
    found: Found,
    encoding: Encoding,
    name: &'a str,
}

type Refused = (&'static str, String);

impl Table<'_> {
    /// Adds a row up; the reason where its area is not known.
    fn row(&self, records: &Records<'_>, counts: &mut Counts) -> Result<(i64, Option<&'static str>), Refused> {
        let text = |at: Option<usize>| self.encoding.decode(at.map_or(&[][..], |at| records.field(at).trim_ascii()));
        let (code, description) = (text(self.found.code), text(self.found.description));
        let unmatched = || {
            (
                "code-unknown",
                format!("code \"{code}\" ({description}); expected one that a rule of the city file matches"),
            )
        };
        let other: Vec<_> = self.found.conditions.iter().map(|at| text(Some(*at))).collect();
        let group = self.rules.group((&code, &description, false), &other).ok_or_else(unmatched)?;
        let stated = text(self.found.count);
        let count = integer(stated.as_bytes()).filter(|n| n.abs() <= 1_000_000_000);
        let count =
            count.ok_or_else(|| ("count-unreadable", format!("count \"{stated}\"; expected a whole number")))?;
        if self.source.kind == SourceKind::YearCounts {
            let year = text(self.found.year);
            let number =
                integer(year.as_bytes()).and_then(|y| i32::try_from(y).ok()).filter(|y| (1500..3000).contains(y));
            let number =
                number.ok_or_else(|| ("year-unreadable", format!("year \"{year}\"; expected a calendar year")))?;
            *counts.years.entry((number, group)).or_default() += count;
            return Ok((count, None));
        }
        let stated = text(self.found.reported);
        let reported = month(stated.as_bytes()).or_else(|| month_in_name(self.name).filter(|_| stated.is_empty()));
        let reported = reported.ok_or_else(|| ("no-report-month", format!("month \"{stated}\"; expected YYYY-MM")))?;
        let (from, to) = (self.source.from, self.source.to);
        if reported < from || reported > to {
            return Err((
                "outside-period",
                format!("month {reported}; the city file says that this source has {from} to {to}"),
            ));
        }
        if !counts.months.contains(&reported) {
            counts.months.push(reported);
        }
        let (id, name) = (text(self.found.area), text(self.found.area_name));
        let Some(area) = self.labels.id(&id).or_else(|| self.labels.name(&name)) else {
            return Ok((count, Some("label-unknown")));
        };
        *counts.areas.entry((reported, area, group)).or_default() += count;
        Ok((count, None))
    }
}
