//! What is known without being said: offense groups by name, and the words for what nobody states.

use crate::{Finest, OffenseGroup, ReportedBy};

/// What stands where nobody is named.
pub(super) const UNSAID: &str = "not stated";

pub(super) fn unsaid() -> String {
    UNSAID.to_owned()
}

/// What is known of a group by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownGroup {
    /// Short name.
    pub id: &'static str,
    /// Name for people.
    pub label: &'static str,
    /// Who brings it to light.
    pub reported_by: ReportedBy,
    /// Finest place shown.
    pub finest: Finest,
    /// Whether it belongs to the default selection.
    pub default: bool,
}

const fn known(id: &'static str, label: &'static str, default: bool) -> KnownGroup {
    KnownGroup { id, label, reported_by: ReportedBy::Victim, finest: Finest::Cell, default }
}

const fn withheld(id: &'static str, label: &'static str) -> KnownGroup {
    KnownGroup { finest: Finest::CityYear, ..known(id, label, false) }
}

const fn patrols(id: &'static str, label: &'static str) -> KnownGroup {
    KnownGroup { reported_by: ReportedBy::Police, ..known(id, label, false) }
}

/// The groups, in the order of display. Violence that victims report is a default; what patrols find never is, and sex
/// offenses are shown per city and year alone.
pub const KNOWN: [KnownGroup; 15] = [
    known("homicide", "Homicide", true),
    withheld("rape", "Rape"),
    withheld("sex_offense", "Other sex offenses"),
    known("shooting", "Shooting", true),
    known("robbery", "Robbery", true),
    known("assault", "Aggravated assault", true),
    known("simple_assault", "Simple assault", false),
    known("burglary", "Burglary", false),
    known("vehicle_theft", "Vehicle theft", false),
    known("theft", "Theft", false),
    known("property", "Arson, fraud, damage", false),
    patrols("weapons", "Weapons offenses"),
    patrols("drugs", "Drug offenses"),
    patrols("vice", "Prostitution, gambling, liquor"),
    known("other", "Other offenses", false),
];

impl KnownGroup {
    /// The group of that short name.
    pub fn named(id: &str) -> Option<&'static Self> {
        KNOWN.iter().find(|g| g.id == id)
    }

    /// The same as a city file declares it.
    pub fn declared(&self) -> OffenseGroup {
        OffenseGroup {
            id: self.id.to_owned(),
            label: self.label.to_owned(),
            weight: 1.0,
            reported_by: self.reported_by,
            finest: self.finest,
            default: self.default,
        }
    }
}
