//! Names of offenses: what may be shown, and what is refused.

use std::collections::BTreeMap;

use catchment_model::{Finest, GroupId, OffenseGroup, Offenses, ReportedBy};

use super::names::{Name, again, shown, unweighted};
use crate::error::AskError;
use crate::pieces::{CountKey, Value as _};

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

fn given(names: &str, by: CountKey) -> Result<(Vec<Name>, Vec<String>), AskError> {
    let names = (!names.is_empty()).then(|| crate::pieces::value::OffenseNames::read(names).unwrap());
    shown(names.as_ref(), by, &offenses())
}

#[test]
fn a_withheld_group_alone_is_refused_with_the_way_that_works() {
    let text = given("rape", CountKey::Neighborhood).unwrap_err().to_string();
    assert!(text.starts_with("rape may not be shown per neighborhood") && text.contains("by=year"), "{text}");
    assert_eq!(given("rape", CountKey::Year).unwrap().0[0].name, "rape");
}

#[test]
fn a_withheld_group_among_others_is_left_out_and_named() {
    let (names, withheld) = given("violent,rape,homicide,homicide", CountKey::Cell).unwrap();
    let shown: Vec<&str> = names.iter().map(|n| n.name.as_str()).collect();
    assert_eq!(shown, ["violent", "homicide"]);
    assert_eq!(withheld, ["rape"]);
    assert_eq!(names[0].ids, [GroupId(0)]);
}

#[test]
fn the_default_is_the_default_groups() {
    let (names, _) = given("", CountKey::Cell).unwrap();
    assert_eq!(names, [Name { name: "default".to_owned(), ids: vec![GroupId(0)] }]);
    assert_eq!(again(&["default".to_owned()], CountKey::Cell, &offenses()).unwrap(), names);
}

#[test]
fn an_unknown_name_is_refused_with_those_that_exist() {
    let text = given("homicide,arson", CountKey::Year).unwrap_err().to_string();
    assert!(text.contains("\"arson\"") && text.contains("homicide, rape, other, violent, all"), "{text}");
}

#[test]
fn groups_of_weight_zero_can_be_counted() {
    let plain = unweighted(&offenses()).unwrap();
    assert_eq!(plain.selection(&[GroupId(2)]).unwrap().weights(), [0.0, 0.0, 1.0]);
}
