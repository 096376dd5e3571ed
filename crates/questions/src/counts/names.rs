//! Offenses under the names that were given, as far as they may be shown.

use std::collections::BTreeMap;

use catchment_model::{Finest, GroupId, Offenses};
use catchment_store::Dataset;

use crate::error::AskError;
use crate::pieces::CountKey;
use crate::pieces::value::OffenseNames;

/// Offense groups under one name.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Name {
    /// A group, an alias, or `all`.
    pub(super) name: String,
    /// Its groups that may be shown.
    pub(super) ids: Vec<GroupId>,
}

/// How fine the places are that counts are told by.
pub(super) fn finest(by: CountKey) -> Finest {
    match by {
        CountKey::Year => Finest::CityYear,
        CountKey::Month | CountKey::Neighborhood => Finest::Area,
        CountKey::Cell => Finest::Cell,
    }
}

/// Whether counts are told by places below the city.
pub(super) fn by_place(by: CountKey) -> bool {
    matches!(by, CountKey::Neighborhood | CountKey::Cell)
}

/// Whether a group is told at its finest place, and so by whole steps of time only.
pub(super) fn at_finest(names: &[Name], by: CountKey, data: &Dataset) -> bool {
    let coarse = |id: &GroupId| data.offenses.group(*id).is_some_and(|g| g.finest <= finest(by));
    names.iter().any(|n| n.ids.iter().any(coarse))
}

/// The names that may be shown, and the groups that may not.
///
/// # Errors
/// [`AskError::Value`] for a name that there is not; [`AskError::Withheld`] where nothing is left.
pub(super) fn shown(
    given: Option<&OffenseNames>,
    by: CountKey,
    offenses: &Offenses,
) -> Result<(Vec<Name>, Vec<String>), AskError> {
    let mut names: Vec<Name> = Vec::new();
    let mut withheld: Vec<String> = Vec::new();
    for (name, ids) in asked(given, offenses)? {
        if names.iter().any(|n| n.name == name) {
            continue;
        }
        let coarse = |id: &GroupId| offenses.group(*id).filter(|g| g.finest < finest(by));
        for group in ids.iter().filter_map(coarse) {
            if !withheld.contains(&group.id) {
                withheld.push(group.id.clone());
            }
        }
        let ids: Vec<GroupId> = ids.into_iter().filter(|id| coarse(id).is_none()).collect();
        if !ids.is_empty() {
            names.push(Name { name, ids });
        }
    }
    if names.is_empty() {
        return Err(refused(&withheld, by, offenses));
    }
    Ok((names, withheld))
}

fn refused(withheld: &[String], by: CountKey, offenses: &Offenses) -> AskError {
    let place = match by {
        CountKey::Cell => "per cell",
        CountKey::Neighborhood => "per neighborhood",
        CountKey::Month | CountKey::Year => "per month",
    };
    let others: Vec<&str> =
        offenses.groups().iter().filter(|g| g.finest >= finest(by)).map(|g| g.id.as_str()).collect();
    let accepted =
        format!("by=year, which gives the count for the whole city, or one or more of {}", others.join(", "));
    AskError::Withheld { value: withheld.join(","), place, accepted }
}

/// The names given, or the city's default groups under the name `harm` where it has such an alias, else `default`.
fn asked(given: Option<&OffenseNames>, offenses: &Offenses) -> Result<Vec<(String, Vec<GroupId>)>, AskError> {
    let resolve = |name: &str| {
        let unknown = |_cause| AskError::value("offense", name, format!("one or more of {}", offenses.known()));
        Ok((name.to_owned(), offenses.resolve(name).map_err(unknown)?))
    };
    let Some(given) = given else {
        return Ok(vec![if offenses.aliases().contains_key("harm") {
            resolve("harm")?
        } else {
            ("default".to_owned(), offenses.default_selection().ids().collect())
        }]);
    };
    let names = given.parts().map(resolve).collect::<Result<Vec<_>, _>>()?;
    if names.is_empty() {
        return Err(AskError::value("offense", given.as_str(), format!("one or more of {}", offenses.known())));
    }
    Ok(names)
}

/// The names of a checked question.
///
/// # Errors
/// As [`shown`]: where the dataset is another one.
pub(super) fn again(names: &[String], by: CountKey, offenses: &Offenses) -> Result<Vec<Name>, AskError> {
    let by_default = [("default".to_owned(), offenses.default_selection().ids().collect::<Vec<_>>())];
    let find = |name: &String| match offenses.resolve(name) {
        Ok(ids) => Ok((name.clone(), ids)),
        Err(_) if *name == by_default[0].0 => Ok(by_default[0].clone()),
        Err(other) => Err(AskError::internal(other)),
    };
    let fine = |id: &GroupId| offenses.group(*id).is_some_and(|g| g.finest >= finest(by));
    let name = |(name, ids): (String, Vec<GroupId>)| Name { name, ids: ids.into_iter().filter(fine).collect() };
    names.iter().map(|n| find(n).map(name)).collect()
}

/// The same groups with weight 1 each: counts are not weighted, and a group of weight 0 can be counted too.
///
/// # Errors
/// [`AskError::Internal`] where the groups do not hold together, which loading refuses.
pub(crate) fn unweighted(offenses: &Offenses) -> Result<Offenses, AskError> {
    let mut groups = offenses.groups().to_vec();
    for group in &mut groups {
        group.weight = 1.0;
    }
    Offenses::new(groups, BTreeMap::new()).map_err(AskError::internal)
}
