//! Counts by month and by year.

use std::collections::BTreeMap;

use catchment_model::city::{City, SourceKind};
use catchment_model::{Finest, GroupId, Month, MonthStatus, OffenseGroup};

use super::counting::{Counting, Told};
use super::names::Name;
use super::{CountItem, MonthItem, YearItem, YearKnown, words};
use crate::answers::MonthKnown;
use crate::error::AskError;

/// One per month and offense; a month without data has no count.
pub(super) fn by_month(counting: &Counting<'_>) -> Result<Told, AskError> {
    let known = |name: &Name| months(counting, &name.ids);
    let counts: Vec<BTreeMap<Month, i64>> = counting.names.iter().map(known).collect::<Result<_, _>>()?;
    let mut items = Vec::new();
    for month in counting.window.months() {
        let status = MonthKnown::of(counting.data.coverage.months.get(&month).map(|k| k.0));
        for (name, counts) in counting.names.iter().zip(&counts) {
            let (month, count) = (month.to_string(), counts.get(&month).copied());
            items.push(CountItem::Month(MonthItem { month, offense: name.name.clone(), count, status }));
        }
    }
    Ok((items, Vec::new()))
}

/// Counts of some groups in the months of the window of which they are known.
fn months(counting: &Counting<'_>, ids: &[GroupId]) -> Result<BTreeMap<Month, i64>, AskError> {
    let counts = counting.data.cube.by_month(&counting.query(ids)?, |_| true);
    Ok(counting.window.months().zip(counts).filter(|(m, _)| counting.knows(*m, ids)).collect())
}

/// One per year and offense. Groups published per city and year come from the yearly counts.
pub(super) fn by_year(counting: &Counting<'_>) -> Result<Told, AskError> {
    let known = |name: &Name| of_name(counting, name);
    let counts: Vec<BTreeMap<i32, Of>> = counting.names.iter().map(known).collect::<Result<_, _>>()?;
    let years = counting.window.from().year()..=counting.window.to().year();
    let mut items = Vec::new();
    for year in years.clone() {
        for (name, counts) in counting.names.iter().zip(&counts) {
            let of = counts.get(&year);
            items.push(CountItem::Year(YearItem {
                year,
                offense: name.name.clone(),
                count: of.map(|o| o.count),
                status: of.map_or(YearKnown::Missing, Of::status),
                covered_months: of.map_or(0, |o| o.months),
            }));
        }
    }
    let mut warnings = Vec::new();
    for (name, counts) in counting.names.iter().zip(&counts) {
        let missing: Vec<i32> = years.clone().filter(|y| !counts.contains_key(y)).collect();
        let partial: Vec<(i32, usize)> =
            counts.iter().filter(|(_, o)| o.months < 12).map(|(y, o)| (*y, o.months)).collect();
        warnings.extend(words::years_missing(&name.name, &missing));
        warnings.extend(words::years_partial(&name.name, &partial));
    }
    Ok((items, warnings))
}

/// Count of a year, and of how many of its months.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Of {
    count: i64,
    months: usize,
}

impl Of {
    fn status(&self) -> YearKnown {
        if self.months == 12 { YearKnown::Complete } else { YearKnown::Partial }
    }
}

/// Counts of a name in the years of which they are known.
fn of_name(counting: &Counting<'_>, name: &Name) -> Result<BTreeMap<i32, Of>, AskError> {
    let yearly = |id: &GroupId| counting.data.offenses.group(*id).is_some_and(|g| g.finest == Finest::CityYear);
    let (per_year, per_month): (Vec<GroupId>, Vec<GroupId>) = name.ids.iter().partition(|id| yearly(id));
    let mut parts: Vec<BTreeMap<i32, Of>> = per_year.iter().map(|id| of_yearly(counting, *id)).collect();
    if !per_month.is_empty() {
        let mut years: BTreeMap<i32, Of> = BTreeMap::new();
        for (month, n) in months(counting, &per_month)? {
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
        let both = |(y, a): (i32, Of)| {
            part.get(&y).map(|b| (y, Of { count: a.count + b.count, months: a.months.min(b.months) }))
        };
        years = years.into_iter().filter_map(both).collect();
    }
    years
}

/// Yearly counts of a group in the years that the window does not cut.
fn of_yearly(counting: &Counting<'_>, id: GroupId) -> BTreeMap<i32, Of> {
    let data = counting.data;
    let in_year = |year: i32| {
        let months = (1..=12).filter_map(move |n| Month::new(i64::from(year), n).ok());
        months.filter(|m| data.coverage.months.contains_key(m))
    };
    let rows = |year| data.offenses.group(id).is_some_and(|g| has_rows(&data.city, g, year));
    let of = |year: i32| {
        let counts = data.cube.year_counts().iter().filter(|c| c.group == id && c.year == year).map(|c| c.net);
        let mut counts = counts.peekable();
        let months = in_year(year).count();
        let known = counts.peek().is_some()
            || (rows(year) && in_year(year).any(|m| matches!(data.coverage.months[&m].0, MonthStatus::Incidents)));
        (known && in_year(year).all(|m| counting.window.contains(m)))
            .then(|| Of { count: counts.sum(), months: if months == 0 { 12 } else { months } })
    };
    let years = counting.window.from().year()..=counting.window.to().year();
    years.filter_map(|y| of(y).map(|o| (y, o))).collect()
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
