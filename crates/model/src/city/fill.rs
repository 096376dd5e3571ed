//! What a city file need not say: defaults that follow from the rest of it.
//!
//! Does not live here: defaults that only the files can tell (months, UTM zone); `ingest` writes those into the city
//! file of the dataset.

use std::collections::BTreeSet;

use super::known::{KNOWN, KnownGroup};
use super::source::{Source, SourceKind};
use crate::{Finest, OffenseGroup, ReportedBy};

/// A name's letters and digits, in one case, with a dash between words.
pub(super) fn short(name: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for word in name.split(|c: char| !c.is_alphanumeric()) {
        let plain: String = word.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
        words.extend((!plain.is_empty()).then_some(plain));
    }
    words.join("-")
}

/// A short name for people: `auto_theft` is "Auto theft".
fn shown(id: &str) -> String {
    let words = id.replace(['_', '-'], " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Gives sources without a short name or a name one of their own.
pub(super) fn sources(sources: &mut [Source]) {
    for at in 0..sources.len() {
        if sources[at].id.is_empty() {
            let kind = sources[at].kind;
            let taken = |id: &str| sources.iter().any(|s| s.id == id);
            let mut named = std::iter::once(kind.name().to_owned()).chain((2..).map(|n| format!("{kind}-{n}")));
            let id = named.find(|id| !taken(id)).unwrap_or_default();
            sources[at].id = id;
        }
        if sources[at].name.is_empty() {
            sources[at].name = shown(&sources[at].id);
        }
    }
}

/// Gives groups without a name the usual one.
pub(super) fn labels(groups: &mut [OffenseGroup]) {
    for group in groups.iter_mut().filter(|g| g.label.is_empty()) {
        group.label = KnownGroup::named(&group.id).map_or_else(|| shown(&group.id), |known| known.label.to_owned());
    }
}

/// A group with what sets it apart.
pub(super) fn described(group: &OffenseGroup) -> String {
    let mut notes = Vec::new();
    notes.extend(group.default.then_some("shown by default"));
    notes.extend((group.reported_by == ReportedBy::Police).then_some("found by patrols"));
    notes.extend((group.finest == Finest::CityYear).then_some("per city and year only"));
    if notes.is_empty() { group.id.clone() } else { format!("{} ({})", group.id, notes.join(", ")) }
}

/// The groups that rules name: the known ones in their own order, then the others. Where none of them is one that is
/// shown by default, all are that patrols do not find.
pub(super) fn groups(sources: &[Source]) -> Vec<OffenseGroup> {
    let named: BTreeSet<&str> = sources.iter().flat_map(|s| &s.code).map(|rule| rule.group.as_str()).collect();
    let known = KNOWN.iter().filter(|g| named.contains(g.id)).map(KnownGroup::declared);
    let mut order: Vec<&str> = Vec::new();
    for rule in sources.iter().flat_map(|s| &s.code) {
        if KnownGroup::named(&rule.group).is_none() && !order.contains(&rule.group.as_str()) {
            order.push(&rule.group);
        }
    }
    let other = order.into_iter().map(|id| OffenseGroup {
        id: id.to_owned(),
        label: String::new(),
        weight: 1.0,
        reported_by: ReportedBy::Victim,
        finest: Finest::Cell,
        default: false,
    });
    let mut all: Vec<OffenseGroup> = known.chain(other).collect();
    if !all.iter().any(|g| g.default) {
        for group in all.iter_mut().filter(|g| g.reported_by == ReportedBy::Victim && g.finest == Finest::Cell) {
            group.default = true;
        }
    }
    all
}

impl Source {
    /// Whether the city file leaves its first or last month to the rows.
    pub fn is_open(&self) -> bool {
        self.from == Self::first_of_all() || self.to == Self::last_of_all()
    }

    /// Whether it is of incidents.
    pub fn has_incidents(&self) -> bool {
        self.kind == SourceKind::Incidents
    }
}

#[cfg(test)]
mod tests {
    use crate::city::City;

    const SHORT: &str = r#"
        schema = 1
        name = "São Example, North"
        time_zone = "America/Chicago"
        [areas]
        path = "areas.geojson"
        id = "number"
        [[source]]
        paths = ["in.csv"]
        columns = { occurred = ["date"], code = ["type"], x = ["lon"], y = ["lat"] }
        code = [{ group = "homicide", is = "HOM" }, { group = "drugs", is = "DRUG" }, { group = "dog_bites" }]
        [[source]]
        paths = ["more.csv"]
        code = [{ group = "homicide" }]
        columns = {}
    "#;

    #[test]
    fn a_short_city_file_is_filled_in_and_says_what_was_taken() {
        let city = City::from_toml(SHORT).unwrap();
        assert_eq!((city.id.as_str(), city.areas.name.as_str()), ("so-example-north", "number"));
        let ids: Vec<&str> = city.source.iter().map(|s| s.id.as_str()).collect();
        assert_eq!(ids, ["incidents", "incidents-2"]);
        let groups: Vec<(&str, &str, bool)> =
            city.offense.iter().map(|g| (g.id.as_str(), g.label.as_str(), g.default)).collect();
        let right =
            [("homicide", "Homicide", true), ("drugs", "Drug offenses", false), ("dog_bites", "Dog bites", false)];
        assert_eq!(groups, right);
        let told = City::defaults(SHORT).join("\n");
        for said in ["id = \"so-example-north\"", "areas.name = \"number\"", "homicide (shown by default)", "120"] {
            assert!(told.contains(said), "{said}: {told}");
        }
        assert!(city.source[0].is_open() && city.work_crs.is_empty());
    }

    #[test]
    fn groups_that_nobody_knows_are_all_shown() {
        let text = SHORT.replace("homicide", "crashes").replace("drugs", "fires");
        assert!(City::from_toml(&text).unwrap().offense.iter().all(|g| g.default));
    }

    #[test]
    fn where_groups_are_declared_rules_name_no_others() {
        let text = format!("{SHORT}\n[[offense]]\nid = \"homicide\"\ndefault = true\n");
        let told = City::from_toml(&text).unwrap_err().to_string();
        assert!(told.contains("drugs"), "{told}");
    }
}
