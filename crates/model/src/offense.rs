//! Offense groups: what a city counts together, how heavily, and how finely it may be shown.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Position of a group in [`Offenses::groups`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct GroupId(pub u8);

crate::named! {
    /// Who brings an offense to light: what patrols find depends on where patrols are (Ensign et al. 2018).
    pub enum ReportedBy as "reporter" {
        /// Victims and witnesses.
        Victim = "victim",
        /// Police activity: weapons, drugs, warrants. Never in a default.
        Police = "police",
    }
}

crate::named! {
    /// The finest place at which a group may be shown.
    #[derive(PartialOrd, Ord)]
    pub enum Finest as "finest place" {
        /// Per city and calendar year only.
        CityYear = "city-year",
        /// Per neighborhood.
        Area = "area",
        /// Per cell, point and surface.
        Cell = "cell",
    }
}

/// A group of offenses, as the city file declares it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OffenseGroup {
    /// Short name used in commands and addresses, such as `homicide`.
    pub id: String,
    /// Name for people. Where it is not said, the usual one, or the short name with a capital.
    #[serde(default)]
    pub label: String,
    /// Harm weight per count, 0 or more.
    #[serde(default = "one")]
    pub weight: f64,
    /// Who brings it to light.
    #[serde(default = "victim")]
    pub reported_by: ReportedBy,
    /// Finest place shown.
    #[serde(default = "cell")]
    pub finest: Finest,
    /// Whether it belongs to the default selection.
    #[serde(default)]
    pub default: bool,
}

fn one() -> f64 {
    1.0
}
fn victim() -> ReportedBy {
    ReportedBy::Victim
}
fn cell() -> Finest {
    Finest::Cell
}

/// Why a choice of offense groups was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum OffenseError {
    /// No group and no alias of that name.
    #[error("offense \"{name}\" is not known; expected one or more of: {known}")]
    Unknown {
        /// Name given.
        name: String,
        /// Names that exist.
        known: String,
    },
    /// Nothing was chosen.
    #[error("no offense was chosen; expected one or more of: {known}")]
    Empty {
        /// Names that exist.
        known: String,
    },
    /// The city file's groups do not hold together.
    #[error("{0}")]
    Declaration(String),
}

/// All groups of a city, with names for several groups together.
#[derive(Debug, Clone, PartialEq)]
pub struct Offenses {
    groups: Vec<OffenseGroup>,
    aliases: BTreeMap<String, Vec<GroupId>>,
}

/// Chosen groups with their weights; at least one weight is above zero.
#[derive(Debug, Clone, PartialEq)]
pub struct Selection {
    weights: Vec<f64>,
}

impl Offenses {
    /// Checks the groups and the aliases of a city file.
    ///
    /// # Errors
    /// [`OffenseError::Declaration`] for no group, more than 64, a repeated or malformed name, a bad weight,
    /// an alias of an unknown group, or a police-reported group marked as default.
    pub fn new(groups: Vec<OffenseGroup>, aliases: BTreeMap<String, Vec<String>>) -> Result<Self, OffenseError> {
        let fault = |text: String| Err(OffenseError::Declaration(text));
        if groups.is_empty() || groups.len() > 64 {
            return fault(format!("{} offense groups; expected 1 to 64", groups.len()));
        }
        for (i, g) in groups.iter().enumerate() {
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            if g.id.is_empty() || !g.id.chars().all(plain) {
                return fault(format!("offense id \"{}\"; expected lower-case letters, digits and _", g.id));
            }
            if groups[..i].iter().any(|other| other.id == g.id) || aliases.contains_key(&g.id) {
                return fault(format!("offense id \"{}\" is declared twice", g.id));
            }
            if !g.weight.is_finite() || g.weight < 0.0 {
                return fault(format!("weight {} of offense \"{}\"; expected 0 or more", g.weight, g.id));
            }
            if g.default && g.reported_by == ReportedBy::Police {
                return fault(format!(
                    "offense \"{}\" is found by police activity and cannot be a default: counting what patrols find \
                        feeds back into where patrols go",
                    g.id
                ));
            }
        }
        if !groups.iter().any(|g| g.default && g.weight > 0.0) {
            return fault("no offense group is a default with a weight above 0".to_owned());
        }
        let find = |name: &String| groups.iter().position(|g| &g.id == name);
        let mut resolved = BTreeMap::new();
        for (alias, members) in aliases {
            let mut ids = Vec::new();
            for member in &members {
                let Some(at) = find(member) else {
                    return fault(format!("alias \"{alias}\" names \"{member}\", which is not an offense id"));
                };
                ids.push(GroupId(u8::try_from(at).unwrap_or(u8::MAX)));
            }
            if ids.is_empty() {
                return fault(format!("alias \"{alias}\" has no members"));
            }
            resolved.insert(alias, ids);
        }
        Ok(Self { groups, aliases: resolved })
    }

    /// The groups; a [`GroupId`] is a position in it.
    pub fn groups(&self) -> &[OffenseGroup] {
        &self.groups
    }

    /// The aliases and their groups, by name.
    pub fn aliases(&self) -> &BTreeMap<String, Vec<GroupId>> {
        &self.aliases
    }

    /// The group of that id.
    pub fn group(&self, id: GroupId) -> Option<&OffenseGroup> {
        self.groups.get(usize::from(id.0))
    }

    /// The id of a group by its exact name (not an alias).
    pub fn id(&self, name: &str) -> Option<GroupId> {
        let at = self.groups.iter().position(|g| g.id == name)?;
        u8::try_from(at).ok().map(GroupId)
    }

    /// The groups behind one name: a group, an alias, or `all`.
    ///
    /// # Errors
    /// [`OffenseError::Unknown`].
    pub fn resolve(&self, name: &str) -> Result<Vec<GroupId>, OffenseError> {
        let name = name.trim();
        if let Some(id) = self.id(name) {
            return Ok(vec![id]);
        }
        if let Some(ids) = self.aliases.get(name) {
            return Ok(ids.clone());
        }
        if name == "all" {
            return Ok((0..self.groups.len()).filter_map(|i| u8::try_from(i).ok().map(GroupId)).collect());
        }
        Err(OffenseError::Unknown { name: name.to_owned(), known: self.known() })
    }

    /// The selection behind a comma-separated list of names, each group with the city's weight.
    ///
    /// # Errors
    /// [`OffenseError`] for an unknown name or an empty list.
    pub fn select(&self, names: &str) -> Result<Selection, OffenseError> {
        let mut ids = Vec::new();
        for name in names.split(',').filter(|n| !n.trim().is_empty()) {
            ids.extend(self.resolve(name)?);
        }
        self.selection(&ids)
    }

    /// The selection of some groups, each with the city's weight.
    ///
    /// # Errors
    /// [`OffenseError::Empty`] where nothing is chosen.
    pub fn selection(&self, ids: &[GroupId]) -> Result<Selection, OffenseError> {
        let mut weights = vec![0.0; self.groups.len()];
        for id in ids {
            if let Some(g) = self.group(*id) {
                weights[usize::from(id.0)] = g.weight;
            }
        }
        if weights.iter().all(|w| *w <= 0.0) {
            return Err(OffenseError::Empty { known: self.known() });
        }
        Ok(Selection { weights })
    }

    /// The city's default selection: offenses that victims report.
    pub fn default_selection(&self) -> Selection {
        Selection { weights: self.groups.iter().map(|g| if g.default { g.weight } else { 0.0 }).collect() }
    }

    /// Every accepted name, for messages.
    pub fn known(&self) -> String {
        let groups = self.groups.iter().map(|g| g.id.as_str());
        let names: Vec<&str> = groups.chain(self.aliases.keys().map(String::as_str)).chain(["all"]).collect();
        names.join(", ")
    }
}

impl Selection {
    /// Weight per group, in the order of [`Offenses::groups`]; 0 where not chosen.
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// Weight of a group; 0 where not chosen.
    pub fn weight(&self, id: GroupId) -> f64 {
        self.weights.get(usize::from(id.0)).copied().unwrap_or(0.0)
    }

    /// The chosen groups in order.
    pub fn ids(&self) -> impl Iterator<Item = GroupId> + '_ {
        self.weights
            .iter()
            .enumerate()
            .filter(|(_, w)| **w > 0.0)
            .filter_map(|(i, _)| u8::try_from(i).ok().map(GroupId))
    }

    /// The part of the selection that may be shown at a place as fine as `finest`, and whether anything was left out.
    ///
    /// Returns `None` where nothing is left.
    pub fn shown_at(&self, finest: Finest, offenses: &Offenses) -> Option<(Self, bool)> {
        let mut weights = self.weights.clone();
        let mut dropped = false;
        for (w, g) in weights.iter_mut().zip(offenses.groups()) {
            if *w > 0.0 && g.finest < finest {
                *w = 0.0;
                dropped = true;
            }
        }
        weights.iter().any(|w| *w > 0.0).then_some((Self { weights }, dropped))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(id: &str) -> OffenseGroup {
        OffenseGroup {
            id: id.into(),
            label: id.into(),
            weight: 1.0,
            reported_by: ReportedBy::Victim,
            finest: Finest::Cell,
            default: true,
        }
    }

    fn offenses() -> Offenses {
        let rape = OffenseGroup { finest: Finest::CityYear, default: false, ..group("rape") };
        let aliases = BTreeMap::from([("violent".to_owned(), vec!["homicide".to_owned(), "rape".to_owned()])]);
        Offenses::new(vec![group("homicide"), rape], aliases).unwrap()
    }

    #[test]
    fn an_alias_stands_for_its_groups() {
        assert_eq!(offenses().select("violent").unwrap().weights(), [1.0, 1.0]);
    }

    #[test]
    fn an_unknown_offense_is_refused_with_the_known_ones() {
        let text = offenses().select("arson").unwrap_err().to_string();
        assert!(text.contains("arson") && text.contains("homicide"), "{text}");
    }

    #[test]
    fn a_withheld_group_is_dropped_from_cells() {
        let all = offenses();
        let (shown, dropped) = all.select("violent").unwrap().shown_at(Finest::Cell, &all).unwrap();
        assert!(dropped);
        assert_eq!(shown.weights(), [1.0, 0.0]);
        assert!(all.select("rape").unwrap().shown_at(Finest::Cell, &all).is_none());
    }

    #[test]
    fn what_patrols_find_cannot_be_a_default() {
        let drugs = OffenseGroup { reported_by: ReportedBy::Police, ..group("drugs") };
        assert!(Offenses::new(vec![drugs], BTreeMap::new()).is_err());
    }
}
