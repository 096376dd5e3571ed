//! Counts by month and by year.

use std::collections::BTreeMap;

use anyhow::Result;
use catchment_model::city::{City, SourceKind};
use catchment_model::{Finest, GroupId, Month, MonthStatus, OffenseGroup, TimeBasis, Unit};
use catchment_store::Dataset;
use serde_json::{Value, json};

use super::Counted;
use crate::asked::{Asked, Name};
use crate::failure::advised;
use crate::output::{Field, Sheet};

/// One row per month with data × offense.
pub(super) fn by_month(dataset: &Dataset, asked: &Asked) -> Result<Counted> {
    let counts: Vec<BTreeMap<Month, i64>> =
        asked.names.iter().map(|n| months(dataset, asked, &n.ids)).collect::<Result<_>>()?;
    let mut sheet = Sheet::new(["month", "offense", "count"]);
    let mut items = Vec::new();
    for month in asked.window.months() {
        let status = dataset.coverage.months.get(&month).map_or_else(|| json!("missing"), |(s, _)| json!(s));
        for (name, counts) in asked.names.iter().zip(&counts) {
            let count = counts.get(&month);
            if let Some(n) = count {
                sheet.push(vec![month.to_string().into(), name.name.clone().into(), Field::Int(*n)]);
            }
            items.push(json!({ "month": month, "offense": name.name, "count": count, "status": status }));
        }
    }
    Ok(Counted { sheet, items: Value::Array(items), features: None, warnings: Vec::new() })
}

/// Counts of some groups in the months of the window of which they are known.
fn months(dataset: &Dataset, asked: &Asked, ids: &[GroupId]) -> Result<BTreeMap<Month, i64>> {
    let counts = dataset.cube.by_month(&asked.query(ids)?, |_| true);
    Ok(asked.window.months().zip(counts).filter(|(m, _)| asked.knows(*m, ids, &dataset.coverage)).collect())
}

/// One row per year with data × offense. Groups published per city and year come from the yearly counts.
pub(super) fn by_year(dataset: &Dataset, asked: &Asked) -> Result<Counted> {
    let counts: Vec<BTreeMap<i32, Of>> =
        asked.names.iter().map(|n| of_name(dataset, asked, n)).collect::<Result<_>>()?;
    let mut sheet = Sheet::new(["year", "offense", "count"]);
    let (mut items, mut warnings) = (Vec::new(), Vec::new());
    for year in asked.window.from().year()..=asked.window.to().year() {
        for (name, counts) in asked.names.iter().zip(&counts) {
            let of = counts.get(&year);
            if let Some(of) = of {
                sheet.push(vec![Field::from(year), name.name.clone().into(), Field::Int(of.count)]);
            }
            items.push(json!({ "year": year, "offense": name.name, "count": of.map(|o| o.count), "status": of.map_or("missing", Of::status), "covered_months": of.map_or(0, |o| o.months) }));
        }
    }
    let years = asked.window.from().year()..=asked.window.to().year();
    for (name, counts) in asked.names.iter().zip(&counts) {
        let missing: Vec<String> = years.clone().filter(|y| !counts.contains_key(y)).map(|y| y.to_string()).collect();
        let partial: Vec<String> = counts
            .iter()
            .filter(|(_, o)| o.months < 12)
            .map(|(y, o)| format!("{y} ({} of 12 months)", o.months))
            .collect();
        if !missing.is_empty() {
            warnings.push(format!("{}: no count for {}: left out, which is not zero", name.name, missing.join(", ")));
        }
        if !partial.is_empty() {
            warnings.push(format!("{}: not whole years: {}", name.name, partial.join(", ")));
        }
    }
    Ok(Counted { sheet, items: Value::Array(items), features: None, warnings })
}

/// Count of a year, and of how many of its months.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Of {
    count: i64,
    months: usize,
}

impl Of {
    fn status(&self) -> &'static str {
        if self.months == 12 { "complete" } else { "partial" }
    }
}

/// Counts of a name in the years of which they are known.
fn of_name(dataset: &Dataset, asked: &Asked, name: &Name) -> Result<BTreeMap<i32, Of>> {
    let yearly = |id: &GroupId| dataset.offenses.group(*id).is_some_and(|g| g.finest == Finest::CityYear);
    let (per_year, per_month): (Vec<GroupId>, Vec<GroupId>) = name.ids.iter().partition(|id| yearly(id));
    if !per_year.is_empty() && (asked.unit != Unit::Net || asked.time != TimeBasis::Reported) {
        let what = format!("--offense {}: holds groups that are kept per city and year only", name.name);
        return Err(advised(what, "--unit net --time reported, the way they are kept"));
    }
    let mut parts: Vec<BTreeMap<i32, Of>> = per_year.iter().map(|id| of_yearly(dataset, asked, *id)).collect();
    if !per_month.is_empty() {
        let mut years: BTreeMap<i32, Of> = BTreeMap::new();
        for (month, n) in months(dataset, asked, &per_month)? {
            let of = years.entry(month.year()).or_insert(Of { count: 0, months: 0 });
            *of = Of { count: of.count + n, months: of.months + 1 };
        }
        parts.push(years);
    }
    Ok(sum(parts))
}

/// The sum of parts in the years that all of them tell.
fn sum(mut parts: Vec<BTreeMap<i32, Of>>) -> BTreeMap<i32, Of> {
    let Some(mut years) = parts.pop() else { return BTreeMap::new() };
    for part in parts {
        years = years
            .into_iter()
            .filter_map(|(y, a)| {
                part.get(&y).map(|b| (y, Of { count: a.count + b.count, months: a.months.min(b.months) }))
            })
            .collect();
    }
    years
}

/// Yearly counts of a group in the years that the window does not cut.
fn of_yearly(dataset: &Dataset, asked: &Asked, id: GroupId) -> BTreeMap<i32, Of> {
    let in_year = |year: i32| {
        (1..=12)
            .filter_map(move |n| Month::new(i64::from(year), n).ok())
            .filter(|m| dataset.coverage.months.contains_key(m))
    };
    let rows = |year| dataset.offenses.group(id).is_some_and(|g| has_rows(&dataset.city, g, year));
    let of = |year: i32| {
        let mut counts =
            dataset.cube.year_counts().iter().filter(|c| c.group == id && c.year == year).map(|c| c.net).peekable();
        let months = in_year(year).count();
        let known = counts.peek().is_some()
            || (rows(year) && in_year(year).any(|m| matches!(dataset.coverage.months[&m].0, MonthStatus::Incidents)));
        (known && in_year(year).all(|m| asked.window.contains(m)))
            .then(|| Of { count: counts.sum(), months: if months == 0 { 12 } else { months } })
    };
    (asked.window.from().year()..=asked.window.to().year()).filter_map(|y| of(y).map(|o| (y, o))).collect()
}

/// Whether rows of a year could hold a group: then no yearly count means none happened.
fn has_rows(city: &City, group: &OffenseGroup, year: i32) -> bool {
    city.source.iter().any(|s| {
        s.kind == SourceKind::Incidents
            && s.from.year() <= year
            && year <= s.to.year()
            && s.code.iter().any(|rule| rule.group == group.id)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_that_one_part_lacks_has_no_sum() {
        let part = |years: &[(i32, i64)]| years.iter().map(|(y, n)| (*y, Of { count: *n, months: 12 })).collect();
        let total = sum(vec![part(&[(2015, 3), (2016, 4)]), part(&[(2016, 5)])]);
        assert_eq!(total, BTreeMap::from([(2016, Of { count: 9, months: 12 })]));
        assert!(sum(Vec::new()).is_empty());
    }
}
