//! Counts of a region's agencies by month, with what is known of each month.

use std::collections::BTreeMap;
use std::path::Path;

use catchment_model::city::RegionSource;
use catchment_model::{InputFile, Month, Region, RegionAgency, RegionMonth, RegionStatus};

use crate::IngestError;
use crate::hashes;
use crate::paths::{Env, Input, find_one};
use crate::records::{Records, first_line, likeliest};

/// A row by the names of its columns.
pub(crate) type Row = BTreeMap<String, String>;

/// Reads the three files of a region. A county of the target whose agencies publish nothing by month keeps them, with
/// no month.
///
/// # Errors
/// [`IngestError`] where a file cannot be read, a column is missing, or a month, status or count is none.
pub(crate) fn read(source: &RegionSource, base: &Path, env: Env<'_>) -> Result<(Region, Vec<InputFile>), IngestError> {
    let mut inputs = Vec::new();
    let mut table = |path: &str, columns: &[&str]| -> Result<Vec<Row>, IngestError> {
        let Input::File(path) = find_one("region", path, base, env)? else {
            return Err(refused("region", path, "a CSV file"));
        };
        let (bytes, input) = hashes::read(&path)?;
        inputs.push(input);
        rows("region", &bytes, &path, columns)
    };
    let mut keys = vec!["ori", "year", "month", "vintage"];
    keys.extend(source.offense.iter().map(String::as_str));
    let monthly = table(&source.monthly, &keys)?;
    let coverage = table(&source.coverage, &["ori", "year", "month", "status", "reason"])?;
    let agencies = table(&source.agencies, &["ori7", "agency", "county", "rtci_monthly_ori"])?;
    let mut months = months(source, &monthly, &coverage)?;
    let named: BTreeMap<&str, &str> =
        monthly.iter().filter_map(|r| Some((of(r, "ori"), r.get("agency")?.as_str()))).collect();
    let agency = |row: &Row| {
        let (own, of_months) = (of(row, "ori7"), of(row, "rtci_monthly_ori"));
        let id = if of_months.is_empty() { own } else { of_months };
        RegionAgency {
            id: id.to_owned(),
            name: named.get(id).copied().unwrap_or(of(row, "agency")).to_owned(),
            county: of(row, "county").to_owned(),
            months: months.remove(id).unwrap_or_default(),
        }
    };
    let inside = |row: &&Row| source.counties.iter().any(|c| c == of(row, "county"));
    let agencies: Vec<RegionAgency> = agencies.iter().filter(inside).map(agency).collect();
    if let Some((id, _)) = months.into_iter().next() {
        return Err(refused("region.monthly: ori", &id, "an agency of the list, in one of the counties"));
    }
    Ok((Region { agencies }, inputs))
}

fn months(
    source: &RegionSource,
    monthly: &[Row],
    coverage: &[Row],
) -> Result<BTreeMap<String, BTreeMap<Month, RegionMonth>>, IngestError> {
    let mut all: BTreeMap<String, BTreeMap<Month, RegionMonth>> = BTreeMap::new();
    for row in coverage {
        let status = match of(row, "status") {
            "reported" => RegionStatus::Reported,
            "provisional" | "late" => RegionStatus::Late,
            "suspect" => RegionStatus::Suspect,
            "missing" | "rejected" => RegionStatus::Missing,
            other => return Err(refused("region.coverage: status", other, "reported, late, suspect or missing")),
        };
        let remark = of(row, "reason").replace('_', " ");
        let month = RegionMonth { status, edition: String::new(), remark, counts: BTreeMap::new() };
        all.entry(of(row, "ori").to_owned()).or_default().insert(month_of("region", row)?, month);
    }
    for row in monthly {
        let Some(month) = all.get_mut(of(row, "ori")).and_then(|a| a.get_mut(&month_of("region", row).ok()?)) else {
            let what = format!("{} {}-{}", of(row, "ori"), of(row, "year"), of(row, "month"));
            return Err(refused("region.monthly", &what, "an agency and month of region.coverage"));
        };
        of(row, "vintage").clone_into(&mut month.edition);
        // What is missing by the mask stays missing, whatever a column holds.
        let missing = month.status == RegionStatus::Missing;
        for offense in source.offense.iter().filter(|_| !missing) {
            let text = of(row, offense);
            if text.is_empty() {
                month.status = RegionStatus::Missing;
                continue;
            }
            let count = text.parse().map_err(|_cause| refused("region.monthly", text, "a whole number or nothing"))?;
            month.counts.insert(offense.clone(), count);
        }
    }
    Ok(all)
}

/// The month of a row by its columns `year` and `month`.
pub(crate) fn month_of(key: &str, row: &Row) -> Result<Month, IngestError> {
    let number = |key: &str| of(row, key).parse::<i64>().ok();
    let month = number("year").zip(number("month")).and_then(|(y, m)| Month::new(y, m).ok());
    month.ok_or_else(|| {
        refused(&format!("{key}: month"), &format!("{}-{}", of(row, "year"), of(row, "month")), "a year and a month")
    })
}

pub(crate) fn of<'r>(row: &'r Row, key: &str) -> &'r str {
    row.get(key).map_or("", String::as_str)
}

pub(crate) fn refused(key: &str, value: &str, expected: &str) -> IngestError {
    IngestError::Value { key: key.to_owned(), value: format!("\"{value}\""), expected: expected.to_owned() }
}

/// The rows of a CSV file that has these columns.
pub(crate) fn rows(key: &str, bytes: &[u8], path: &Path, columns: &[&str]) -> Result<Vec<Row>, IngestError> {
    let mut records = Records::at(bytes, likeliest(first_line(bytes)), 0, 1);
    let text = |field: &[u8]| String::from_utf8_lossy(field).trim().trim_start_matches('\u{feff}').to_owned();
    let header: Vec<String> = records.header().into_iter().map(text).collect();
    if let Some(missing) = columns.iter().find(|c| !header.iter().any(|h| h == *c)) {
        let names = header.join(", ");
        return Err(refused(&format!("{key}: columns of {}", path.display()), &names, &format!("a column {missing}")));
    }
    let mut rows = Vec::new();
    while let Some(record) = records.advance() {
        let field = |(at, name): (usize, &String)| (name.clone(), text(records.field(at)));
        rows.push(header.iter().enumerate().take(record.fields).map(field).collect());
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source() -> RegionSource {
        RegionSource {
            name: "Made up".into(),
            monthly: "monthly.csv".into(),
            coverage: "coverage.csv".into(),
            agencies: "agencies.csv".into(),
            counties: vec!["East".into(), "West".into()],
            offense: vec!["murder".into(), "robbery".into()],
            reduction: 0.2,
            years: 3,
            credit: "nobody".into(),
            note: String::new(),
            start: Vec::new(),
        }
    }

    fn written(monthly: &str) -> Result<Region, IngestError> {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write("monthly.csv", &format!("ori,agency,year,month,murder,robbery,vintage\n{monthly}"));
        write("coverage.csv", "ori,year,month,status,reason\nA1,2024,1,reported,\nA1,2024,2,rejected,repeats_2023\n");
        write(
            "agencies.csv",
            "ori7,agency,county,rtci_monthly_ori\nA,\"one, of many\",East,A1\nB,two,West,\nC,three,North,\n",
        );
        read(&source(), folder.path(), &|_| None).map(|(region, _)| region)
    }

    #[test]
    fn an_agency_without_months_is_listed_and_a_rejected_month_is_missing_and_not_zero() {
        let region = written("A1,Police of One,2024,1,2,5,v1\nA1,Police of One,2024,2,9,9,v1\n").unwrap();
        let names: Vec<&str> = region.agencies.iter().map(|a| a.name.as_str()).collect();
        assert_eq!(names, ["Police of One", "two"]);
        let months = &region.agencies[0].months;
        assert_eq!(months[&Month::new(2024, 1).unwrap()].counts["robbery"], 5);
        let rejected = &months[&Month::new(2024, 2).unwrap()];
        assert_eq!((rejected.status, rejected.counts.len()), (RegionStatus::Missing, 0));
        assert_eq!(rejected.remark, "repeats 2023");
        assert!(region.agencies[1].months.is_empty());
    }

    #[test]
    fn what_is_no_count_or_no_known_month_is_refused_with_its_value() {
        assert!(written("A1,One,2024,1,two,5,v1\n").unwrap_err().to_string().contains("\"two\""));
        assert!(written("A9,Nine,2024,1,2,5,v1\n").unwrap_err().to_string().contains("A9 2024-1"));
    }
}
