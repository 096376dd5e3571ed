//! What the map under the data is made of: streets, water, parks, and the words that sources use for them.

mod class;
mod route;
mod street;

use geo::{LineString, MultiPolygon};

pub use class::{arterial, known_class};
pub use route::{Network, Route};
pub use street::{BasemapKind, StreetClass};

/// A street as a source gives it: often one of several lines of one name.
#[derive(Debug, Clone, PartialEq)]
pub struct Street {
    /// Name as people read it; none for most alleys.
    pub name: Option<String>,
    /// Class.
    pub class: StreetClass,
    /// Its number in a network of roads, where the name is one.
    pub route: Option<Route>,
    /// Lines in degrees.
    pub lines: Vec<LineString<f64>>,
}

/// What a ground is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroundKind {
    /// People live here.
    Neighborhood,
    /// A park or garden.
    Park,
    /// A cemetery.
    Cemetery,
    /// Water.
    Water,
}

impl GroundKind {
    /// Park or cemetery, by what the name says.
    pub fn of_green(name: &str) -> Self {
        let name = name.to_lowercase();
        let words = ["cemetery", "cemeteries", "graveyard", "memorial gardens", "cementerio"];
        if words.iter().any(|w| name.contains(w)) { Self::Cemetery } else { Self::Park }
    }

    /// The name used in tiles and in the gazetteer.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Neighborhood => "neighborhood",
            Self::Park => "park",
            Self::Cemetery => "cemetery",
            Self::Water => "water",
        }
    }
}

/// A named area of the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Ground {
    /// Id of the area that it is, where it is one of the city's.
    pub id: Option<String>,
    /// Name; may be empty.
    pub name: String,
    /// What it is.
    pub kind: GroundKind,
    /// Outline in degrees.
    pub outline: MultiPolygon<f64>,
}

/// An existing site, for the gazetteer.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Short name.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Outline in degrees.
    pub outline: MultiPolygon<f64>,
}

/// Everything that the basemap of a city is made of.
#[derive(Debug, Clone, Default)]
pub struct Parts {
    /// The city's short name and its name for people.
    pub city: (String, String),
    /// Neighborhoods, parks and cemeteries of the city file, whose union is the city.
    pub areas: Vec<Ground>,
    /// Water, and parks beside those of the city file.
    pub grounds: Vec<Ground>,
    /// Streets.
    pub streets: Vec<Street>,
    /// Existing sites.
    pub sites: Vec<Place>,
    /// Who made what, in order.
    pub credits: Vec<String>,
}
