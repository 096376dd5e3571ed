//! What a query asks of a dataset, resolved: window, offense groups under the names given, and what may not be shown.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use catchment_model::{
    AreaBasis, Coverage, Cube, Finest, GroupId, Month, MonthStatus, Offenses, Query, TimeBasis, Unit, Window,
};
use catchment_store::Dataset;

use crate::args::QueryArgs;
use crate::failure::advised;

/// Offense groups under one name that the user gave.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Name {
    /// A group, an alias, or `all`.
    pub(crate) name: String,
    /// Its groups that may be shown.
    pub(crate) ids: Vec<GroupId>,
}

/// The resolved question.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// Months, both included.
    pub(crate) window: Window,
    /// What to count, in the order given.
    pub(crate) names: Vec<Name>,
    /// Unit of count.
    pub(crate) unit: Unit,
    /// Which date counts.
    pub(crate) time: TimeBasis,
    /// Groups left out because they may not be shown so finely.
    pub(crate) withheld: Vec<String>,
    /// Sentences that a reader must see.
    pub(crate) warnings: Vec<String>,
    /// Groups of which some months have counts published per neighborhood.
    published: BTreeSet<GroupId>,
    /// The groups with weight 1 each: counts are not weighted.
    plain: Offenses,
}

/// Resolves the flags of a query for places as fine as `finest`.
///
/// # Errors
/// Unknown offenses, a window that ends before it begins or has no data, or nothing left that may be shown.
pub(crate) fn resolve(args: &QueryArgs, finest: Finest, dataset: &Dataset) -> Result<Asked> {
    let (offenses, coverage) = (&dataset.offenses, &dataset.coverage);
    let window = window(args.from, args.to, coverage)?;
    let (names, withheld) = names(&args.offense, finest, offenses)?;
    let mut asked = Asked {
        window,
        names,
        unit: args.unit.into(),
        time: args.time.into(),
        withheld,
        warnings: Vec::new(),
        published: published(&dataset.cube, coverage),
        plain: unweighted(offenses)?,
    };
    asked.warn(coverage);
    Ok(asked)
}

fn window(from: Option<Month>, to: Option<Month>, coverage: &Coverage) -> Result<Window> {
    let span = coverage.incidents_span().context("the dataset holds no incident rows")?;
    let (first, last) = (from.unwrap_or_else(|| span.from()), to.unwrap_or_else(|| span.to()));
    let advice = format!("the data spans {} to {}", span.from(), span.to());
    let window = Window::new(first, last).map_err(|e| advised(format!("--from {first} --to {last}: {e}"), &advice))?;
    if !window.months().any(|m| coverage.months.contains_key(&m)) {
        return Err(advised(format!("there is no data from {first} to {last}"), advice));
    }
    Ok(window)
}

fn names(given: &[String], finest: Finest, offenses: &Offenses) -> Result<(Vec<Name>, Vec<String>)> {
    let mut names: Vec<Name> = Vec::new();
    let mut withheld: Vec<String> = Vec::new();
    for (name, ids) in asked_names(given, offenses)? {
        if names.iter().any(|n| n.name == name) {
            continue;
        }
        let coarse = |id: &GroupId| offenses.group(*id).filter(|g| g.finest < finest);
        for group in ids.iter().filter_map(coarse) {
            if !withheld.contains(&group.id) {
                withheld.push(group.id.clone());
            }
        }
        let shown: Vec<GroupId> = ids.into_iter().filter(|id| coarse(id).is_none()).collect();
        if !shown.is_empty() {
            names.push(Name { name, ids: shown });
        }
    }
    if names.is_empty() {
        let what = format!("--offense {}: not shown so finely, to protect the people concerned", withheld.join(","));
        return Err(advised(what, "--by year, which gives the count for the whole city"));
    }
    Ok((names, withheld))
}

/// The names given, or the city's default groups under the name `harm`.
fn asked_names(given: &[String], offenses: &Offenses) -> Result<Vec<(String, Vec<GroupId>)>> {
    let given: Vec<&str> = given.iter().map(|n| n.trim()).filter(|n| !n.is_empty()).collect();
    if !given.is_empty() {
        let resolve =
            |name: &str| Ok((name.to_owned(), offenses.resolve(name).with_context(|| format!("--offense {name}"))?));
        return given.into_iter().map(resolve).collect();
    }
    if offenses.aliases().contains_key("harm") {
        return Ok(vec![("harm".to_owned(), offenses.resolve("harm")?)]);
    }
    Ok(vec![("default".to_owned(), offenses.default_selection().ids().collect())])
}

fn unweighted(offenses: &Offenses) -> Result<Offenses> {
    let mut groups = offenses.groups().to_vec();
    for group in &mut groups {
        group.weight = 1.0;
    }
    Ok(Offenses::new(groups, BTreeMap::new())?)
}

impl Asked {
    /// The query of the cube for some groups.
    ///
    /// # Errors
    /// Where there are none.
    pub(crate) fn query(&self, ids: &[GroupId]) -> Result<Query> {
        let selection = self.plain.selection(ids)?;
        Ok(Query { window: self.window, selection, unit: self.unit, time: self.time, blocks: None })
    }

    /// Whether the dataset tells the count of some groups in a month.
    pub(crate) fn knows(&self, month: Month, ids: &[GroupId], coverage: &Coverage) -> bool {
        match coverage.months.get(&month) {
            Some((MonthStatus::Incidents, _)) => true,
            Some((MonthStatus::AreaCounts, _)) => {
                let as_published = self.unit == Unit::Net && self.time == TimeBasis::Reported;
                as_published && ids.iter().all(|id| self.published.contains(id))
            }
            None => false,
        }
    }

    fn warn(&mut self, coverage: &Coverage) {
        if !self.withheld.is_empty() {
            self.warnings.push(format!("left out, because shown per city and year only: {}", self.withheld.join(", ")));
        }
        let systems = coverage.systems(self.window);
        if systems.len() > 1 {
            let text = format!(
                "the window spans {}: counts on either side of the change do not compare",
                systems.join(" and ")
            );
            self.warnings.push(text);
        }
        let with = |status: Option<MonthStatus>| {
            let of = |m: &Month| coverage.months.get(m).map(|(s, _)| *s);
            runs(&self.window.months().filter(|m| of(m) == status).collect::<Vec<_>>())
        };
        let (missing, counts) = (with(None), with(Some(MonthStatus::AreaCounts)));
        if !missing.is_empty() {
            self.warnings.push(format!("no data for {missing}, which is not zero"));
        }
        if !counts.is_empty() {
            let lacks = |n: &&Name| !n.ids.iter().all(|id| self.published.contains(id));
            let unknown: Vec<&str> = self.names.iter().filter(lacks).map(|n| n.name.as_str()).collect();
            let but = if unknown.is_empty() {
                String::new()
            } else {
                format!("; not or not wholly published: {}", unknown.join(", "))
            };
            let text = format!(
                "{counts}: counts published per neighborhood and month only, which enter counts by month and year{but}"
            );
            self.warnings.push(text);
        }
    }
}

/// The groups that occur in months of which only counts are published.
fn published(cube: &Cube, coverage: &Coverage) -> BTreeSet<GroupId> {
    let counts = |m: &Month| matches!(coverage.months.get(m), Some((MonthStatus::AreaCounts, _)));
    cube.entries().iter().filter(|e| counts(&e.reported)).map(|e| e.group).collect()
}

/// Months as runs: `2021-01 to 2022-03, 2023-07`.
pub(crate) fn runs(months: &[Month]) -> String {
    let mut runs: Vec<(Month, Month)> = Vec::new();
    for &month in months {
        match runs.last_mut() {
            Some((_, end)) if end.next() == month => *end = month,
            _ => runs.push((month, month)),
        }
    }
    let text = |(from, to): &(Month, Month)| if from == to { from.to_string() } else { format!("{from} to {to}") };
    runs.iter().map(text).collect::<Vec<_>>().join(", ")
}

/// The word for a unit of count.
pub(crate) fn unit_label(unit: Unit) -> &'static str {
    match unit {
        Unit::Net => "offenses, less those taken back",
        Unit::Incident => "distinct incidents",
    }
}

/// The word for an area basis.
pub(crate) fn area_label(area: AreaBasis) -> &'static str {
    match area {
        AreaBasis::Label => "police label",
        AreaBasis::Point => "polygon of the point",
    }
}

#[cfg(test)]
mod tests {
    use catchment_model::{OffenseGroup, ReportedBy};

    use super::*;

    fn offenses() -> Offenses {
        let group = |id: &str, finest, weight| OffenseGroup {
            id: id.into(),
            label: id.into(),
            weight,
            reported_by: ReportedBy::Victim,
            finest,
            default: id == "homicide",
        };
        let groups = vec![
            group("homicide", Finest::Cell, 5.0),
            group("rape", Finest::CityYear, 1.0),
            group("other", Finest::Cell, 0.0),
        ];
        let aliases = BTreeMap::from([("violent".to_owned(), vec!["homicide".to_owned(), "rape".to_owned()])]);
        Offenses::new(groups, aliases).unwrap()
    }

    fn months(texts: &[&str]) -> Vec<Month> {
        texts.iter().map(|t| t.parse().unwrap()).collect()
    }

    fn given(names: &[&str], finest: Finest) -> Result<(Vec<Name>, Vec<String>)> {
        super::names(&names.iter().map(ToString::to_string).collect::<Vec<_>>(), finest, &offenses())
    }

    #[test]
    fn runs_of_months_are_written_as_spans() {
        assert_eq!(runs(&months(&["2020-12", "2021-01", "2021-03"])), "2020-12 to 2021-01, 2021-03");
        assert_eq!(runs(&[]), "");
    }

    #[test]
    fn a_withheld_group_alone_is_refused_with_the_way_that_works() {
        let error = given(&["rape"], Finest::Area).unwrap_err();
        let text = crate::failure::render(&error);
        assert!(text.contains("rape") && text.contains("--by year"), "{text}");
        assert_eq!(given(&["rape"], Finest::CityYear).unwrap().0[0].name, "rape");
    }

    #[test]
    fn a_withheld_group_among_others_is_left_out_and_named() {
        let (names, withheld) = given(&["violent", "rape", "homicide", "homicide"], Finest::Cell).unwrap();
        let shown: Vec<&str> = names.iter().map(|n| n.name.as_str()).collect();
        assert_eq!(shown, ["violent", "homicide"]);
        assert_eq!(withheld, ["rape"]);
        assert_eq!(names[0].ids, [GroupId(0)]);
    }

    #[test]
    fn the_default_is_the_default_groups() {
        let (names, _) = given(&[], Finest::Cell).unwrap();
        assert_eq!(names[0], Name { name: "default".to_owned(), ids: vec![GroupId(0)] });
    }

    #[test]
    fn groups_of_weight_zero_can_be_counted() {
        let plain = unweighted(&offenses()).unwrap();
        assert_eq!(plain.selection(&[GroupId(2)]).unwrap().weights(), [0.0, 0.0, 1.0]);
    }
}
