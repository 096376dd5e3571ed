//! Points that hold more rows than chance allows, declared: a jail, a hospital, a station, a geocoder's default.

use serde::{Deserialize, Serialize};

use super::CityError;

crate::named! {
    /// What becomes of the rows at a stacked point.
    pub enum Treat as "treatment of a stacked point" {
        /// They stay where they are, and nothing more is said of them.
        Keep = "keep",
        /// They are spread evenly over the area that holds the point.
        Spread = "spread",
        /// Areas count them; cells, surfaces and catchments do not.
        AreasOnly = "areas-only",
    }
}

/// A stacked point in the city file: by longitude and latitude, by meters of the work CRS, or by address.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StackedEntry {
    /// What stands there, for people.
    pub name: String,
    /// Longitude, degrees.
    pub lon: Option<f64>,
    /// Latitude, degrees.
    pub lat: Option<f64>,
    /// Easting, meters of the work CRS.
    pub x: Option<f64>,
    /// Northing, meters of the work CRS.
    pub y: Option<f64>,
    /// How far from the point a position belongs to it, meters.
    #[serde(default = "radius")]
    pub radius_m: f64,
    /// The address as the quality report lists it, in place of a point.
    pub address: Option<String>,
    /// What becomes of its rows.
    pub treat: Treat,
}

fn radius() -> f64 {
    StackedEntry::RADIUS_M
}

impl StackedEntry {
    /// Radius where the city file says none, meters: the same place, coded twice.
    pub const RADIUS_M: f64 = 10.0;
    /// Largest radius, meters: beyond it a whole neighborhood would be one point.
    pub const LARGEST_M: f64 = 500.0;

    /// Checks what the form alone cannot.
    pub(super) fn check(&self) -> Result<(), CityError> {
        let refused = |key: &str, value: String, expected: &str| {
            let key = format!("stacked \"{}\": {key}", self.name);
            Err(CityError::Value { key, value, expected: expected.to_owned() })
        };
        if self.name.trim().is_empty() {
            return refused("name", "\"\"".to_owned(), "a name for people, such as \"City Justice Center\"");
        }
        let whole = |a: Option<f64>, b: Option<f64>| a.is_some() && b.is_some();
        let any = |a: Option<f64>, b: Option<f64>| a.is_some() || b.is_some();
        let ways = [any(self.lon, self.lat), any(self.x, self.y), self.address.is_some()];
        let complete = [whole(self.lon, self.lat), whole(self.x, self.y), self.address.is_some()];
        if ways.iter().filter(|w| **w).count() != 1 || ways != complete {
            return refused("point", super::values::as_written(self), "one of: lon and lat, x and y, address");
        }
        let (lon, lat) = (self.lon.unwrap_or_default(), self.lat.unwrap_or_default());
        if !(-180.0..=180.0).contains(&lon) || !(-90.0..=90.0).contains(&lat) {
            return refused("lon, lat", format!("{lon}, {lat}"), "degrees, -180 to 180 and -90 to 90");
        }
        if !(0.0..=Self::LARGEST_M).contains(&self.radius_m) {
            return refused("radius_m", self.radius_m.to_string(), "0 to 500 meters");
        }
        Ok(())
    }
}
