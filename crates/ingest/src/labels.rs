//! The police's own area labels: by id in any spelling, or by name.

use std::collections::BTreeMap;

use catchment_model::city::AreaSource;
use catchment_model::{AreaIdx, Areas};
use rustc_hash::FxHashMap;

use crate::fields::{plain_id, plain_name, spelled_name};

/// Areas by label.
#[derive(Debug)]
pub(crate) struct Labels {
    ids: FxHashMap<String, AreaIdx>,
    /// By the name as it is spelled; `None` where it is the name of several areas.
    spelled: FxHashMap<String, Option<AreaIdx>>,
    /// By letters and digits alone: for names that nobody spells so.
    plain: FxHashMap<String, Option<AreaIdx>>,
}

impl Labels {
    /// Labels from the areas' ids and names, and the city file's further names, which go before the others; with
    /// sentences on names that point to several areas or to none.
    pub(crate) fn new(areas: &Areas, source: &AreaSource) -> (Self, Vec<String>) {
        let mut labels = Self { ids: FxHashMap::default(), spelled: FxHashMap::default(), plain: FxHashMap::default() };
        for (at, area) in (0u16..).zip(areas.list()) {
            labels.ids.insert(plain_id(&area.id), AreaIdx(at));
            one_or_several(&mut labels.spelled, spelled_name(&area.name), AreaIdx(at));
            one_or_several(&mut labels.plain, plain_name(&area.name), AreaIdx(at));
        }
        let mut warnings = Vec::new();
        for (name, id) in &source.names {
            match labels.ids.get(&plain_id(id)) {
                Some(idx) => {
                    labels.spelled.insert(spelled_name(name), Some(*idx));
                    labels.plain.insert(plain_name(name), Some(*idx));
                }
                None => warnings.push(format!("areas.names gives \"{name}\" to {id}, which is no area's id.")),
            }
        }
        warnings.extend(labels.shared(areas));
        (labels, warnings)
    }

    /// Names of several areas: a row with such a name alone has no label.
    fn shared(&self, areas: &Areas) -> Vec<String> {
        let mut named: BTreeMap<String, (&str, Vec<&str>)> = BTreeMap::new();
        for area in areas.list() {
            let name = spelled_name(&area.name);
            if !name.is_empty() && self.spelled.get(&name) == Some(&None) {
                named.entry(name).or_insert((&area.name, vec![])).1.push(&area.id);
            }
        }
        let told = |(name, ids): (&str, Vec<&str>)| {
            format!(
                "Several areas are named {name} (ids {}): rows that give this name alone belong to none of them by \
                 label. Name them by id, or give the name to one of them under [areas.names].",
                ids.join(", ")
            )
        };
        named.into_values().map(told).collect()
    }

    /// The area with that id.
    pub(crate) fn id(&self, text: &str) -> Option<AreaIdx> {
        self.ids.get(&plain_id(text)).copied()
    }

    /// The area with that name: as it is spelled, else by its letters and digits where only one area has these.
    pub(crate) fn name(&self, text: &str) -> Option<AreaIdx> {
        let spelled = self.spelled.get(&spelled_name(text)).copied();
        spelled.unwrap_or_else(|| self.plain.get(&plain_name(text)).copied().flatten())
    }
}

fn one_or_several(names: &mut FxHashMap<String, Option<AreaIdx>>, name: String, area: AreaIdx) {
    names.entry(name).and_modify(|known| *known = known.filter(|k| *k == area)).or_insert(Some(area));
}

#[cfg(test)]
mod tests {
    use catchment_model::city::ByPoint;
    use catchment_model::{Area, AreaKind};
    use geo::MultiPolygon;

    use super::*;

    fn labels(names: &[&str], further: &[(&str, &str)]) -> (Labels, Vec<String>) {
        let area = |(at, name): (usize, &&str)| Area {
            id: (at + 1).to_string(),
            name: (*name).to_owned(),
            kind: AreaKind::Neighborhood,
            population: BTreeMap::new(),
            outline: MultiPolygon(vec![]),
            outline_m: MultiPolygon(vec![]),
            area_km2: 1.0,
        };
        let areas = Areas::new(names.iter().enumerate().map(area).collect()).unwrap();
        let names = further.iter().map(|(name, id)| ((*name).to_owned(), (*id).to_owned())).collect();
        let source = AreaSource {
            path: String::new(),
            layer: None,
            crs: None,
            encoding: None,
            id: String::new(),
            name: String::new(),
            parks: vec![],
            population: BTreeMap::new(),
            decimal: None,
            join: vec![],
            names,
            by_point: ByPoint::default(),
            blocks: vec![],
            inhabited: None,
            credit: String::new(),
            note: None,
        };
        Labels::new(&areas, &source)
    }

    #[test]
    fn names_are_one_however_accents_and_case_are_written() {
        let (labels, told) = labels(&["Pen\u{303}arol", "Groß Weg", "O'Fallon  Park"], &[]);
        for (name, at) in [("PEÑAROL", 0), ("gross weg", 1), ("OFallon Park", 2), ("o'fallon park ", 2)] {
            assert_eq!(labels.name(name), Some(AreaIdx(at)), "{name}");
        }
        assert_eq!((labels.name("Penarol"), told), (None, vec![]));
    }

    #[test]
    fn names_that_differ_by_a_mark_alone_are_never_one() {
        let (labels, told) = labels(&["St. John's", "St Johns"], &[]);
        assert_eq!([labels.name("St. John's"), labels.name("ST JOHNS")], [Some(AreaIdx(0)), Some(AreaIdx(1))]);
        assert_eq!((labels.name("St John's"), told), (None, vec![]), "either could be meant");
    }

    #[test]
    fn a_name_of_several_areas_or_of_none_is_said_and_goes_to_nobody() {
        let (both, told) = labels(&["Chelsea", "Mill", "chelsea"], &[("Old Town", "77"), ("The Mill", "2")]);
        assert_eq!((both.name("Chelsea"), both.name("the mill")), (None, Some(AreaIdx(1))));
        let told = told.join("\n");
        assert!(told.contains("\"Old Town\" to 77, which is no area's id"), "{told}");
        assert!(told.contains("named Chelsea (ids 1"), "{told}");
        let (settled, _) = labels(&["Chelsea", "Mill", "chelsea"], &[("Chelsea", "3")]);
        assert_eq!(settled.name("CHELSEA"), Some(AreaIdx(2)));
    }
}
