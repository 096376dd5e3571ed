//! Third publications beside a series break: their counts of the whole city by month, and by year where a second one is
//! named.

use std::collections::BTreeMap;
use std::path::Path;

use catchment_model::city::BridgeSource;
use catchment_model::{BridgeTable, InputFile, Month};

use crate::IngestError;
use crate::hashes;
use crate::paths::{Env, Input, find_one};
use crate::region::{Row, month_of, of, refused, rows};

/// Reads the files of bridges.
///
/// # Errors
/// [`IngestError`] where a file cannot be read, a column is missing, a month or count is none, or a month stands twice.
pub(crate) fn read(
    sources: &[BridgeSource],
    base: &Path,
    env: Env<'_>,
) -> Result<(Vec<BridgeTable>, Vec<InputFile>), IngestError> {
    let mut inputs = Vec::new();
    let mut table = |path: &str, columns: &[&str]| -> Result<Vec<Row>, IngestError> {
        let Input::File(path) = find_one("bridge", path, base, env)? else {
            return Err(refused("bridge", path, "a CSV file"));
        };
        let (bytes, input) = hashes::read(&path)?;
        inputs.push(input);
        rows("bridge", &bytes, &path, columns)
    };
    let mut bridges = Vec::new();
    for source in sources {
        let columns: Vec<&str> = source.offense.iter().map(|o| o.column.as_str()).collect();
        let mut needed = vec!["year", "month"];
        needed.extend(columns.iter().copied().chain(source.only.keys().map(String::as_str)));
        let mut months: BTreeMap<Month, BTreeMap<String, i64>> = BTreeMap::new();
        let kept = |row: &&Row| source.only.iter().all(|(column, values)| values.iter().any(|v| v == of(row, column)));
        for row in table(&source.path, &needed)?.iter().filter(kept) {
            let month = month_of("bridge", row)?;
            if months.insert(month, counts(row, &columns)?).is_some() {
                return Err(refused("bridge: month", &month.to_string(), "each month once: name one edition by only"));
            }
        }
        let mut years = BTreeMap::new();
        if let Some(witness) = &source.witness {
            let columns: Vec<&str> = source.offense.iter().filter_map(|o| o.witness.as_deref()).collect();
            let needed: Vec<&str> = ["year"].into_iter().chain(columns.iter().copied()).collect();
            for row in &table(&witness.path, &needed)? {
                let year = of(row, "year");
                let year = year.parse().map_err(|_cause| refused("bridge.witness: year", year, "a year"))?;
                years.insert(year, counts(row, &columns)?);
            }
        }
        bridges.push(BridgeTable { name: source.name.clone(), months, years });
    }
    Ok((bridges, inputs))
}

/// Counts of a row; what says nothing, or that nothing is known, is missing.
fn counts(row: &Row, columns: &[&str]) -> Result<BTreeMap<String, i64>, IngestError> {
    let mut all = BTreeMap::new();
    for column in columns {
        let text = of(row, column);
        if text.is_empty() || text == "NA" {
            continue;
        }
        let count = text.parse().map_err(|_cause| refused("bridge", text, "a whole number, NA or nothing"))?;
        all.insert((*column).to_owned(), count);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(monthly: &str) -> Result<BridgeTable, IngestError> {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write("monthly.csv", &format!("ori,year,month,murder,edition\n{monthly}"));
        write("yearly.csv", "year,killed\n2020,NA\n2021,199\n");
        let source = serde_json::json!({
            "name": "state", "publication": "State", "path": "monthly.csv", "source": "made up",
            "only": {"ori": ["A"], "edition": ["v1"]},
            "before": {"from": "2020-01", "to": "2020-12"}, "after": {"from": "2021-01", "to": "2021-12"},
            "offense": [{"groups": ["homicide"], "column": "murder", "witness": "killed"}],
            "witness": {"publication": "FBI", "path": "yearly.csv"},
        });
        let source: BridgeSource = serde_json::from_value(source).unwrap();
        read(&[source], folder.path(), &|_| None).map(|(mut bridges, _)| bridges.remove(0))
    }

    #[test]
    fn one_edition_is_read_and_what_says_nothing_is_missing_and_not_zero() {
        let found = written("A,2020,1,19,v1\nA,2020,1,21,v2\nB,2020,1,3,v1\nA,2020,2,,v1\n").unwrap();
        let january: Month = "2020-01".parse().unwrap();
        assert_eq!(found.months[&january]["murder"], 19);
        assert!(found.months[&"2020-02".parse().unwrap()].is_empty() && found.months.len() == 2);
        assert!(found.years[&2020].is_empty());
        assert_eq!(found.years[&2021]["killed"], 199);
    }

    #[test]
    fn a_month_that_stands_twice_and_what_is_no_count_are_refused() {
        assert!(written("A,2020,1,19,v1\nA,2020,1,21,v1\n").unwrap_err().to_string().contains("2020-01"));
        assert!(written("A,2020,1,many,v1\n").unwrap_err().to_string().contains("\"many\""));
    }
}
