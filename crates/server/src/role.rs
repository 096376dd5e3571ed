//! Who asks, and what they may do.

use std::fmt;
use std::str::FromStr;

/// What somebody may do. Each may do what those before may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Reads everything, writes nothing.
    Reader,
    /// Saves scenarios.
    Planner,
    /// Reads the figures of the service itself (`/metrics`).
    Administrator,
}

/// The roles by their names.
const ROLES: [(&str, Role); 3] =
    [("reader", Role::Reader), ("planner", Role::Planner), ("administrator", Role::Administrator)];

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(ROLES.iter().find(|(_, role)| role == self).map_or("", |(name, _)| name))
    }
}

impl FromStr for Role {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        ROLES.iter().find(|(known, _)| *known == name).map(|(_, role)| *role).ok_or(())
    }
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) role: Role,
}
