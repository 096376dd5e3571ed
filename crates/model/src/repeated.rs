//! Positions that many rows share to the meter, and whether chance would give that.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::AreaIdx;
use crate::city::Treat;

/// A position that many rows share, to the meter. Rows of groups that may not be shown per point are not in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RepeatedPoint {
    /// Name by the city file, where it declares the point.
    pub name: Option<String>,
    /// The address that most of its rows have, or the most common text beside it; absent where there is none.
    pub address: Option<String>,
    /// Longitude, degrees.
    pub lng: f64,
    /// Latitude, degrees.
    pub lat: f64,
    /// Easting, whole meters of the work CRS.
    pub x_m: i64,
    /// Northing, whole meters of the work CRS.
    pub y_m: i64,
    /// Area that holds it.
    pub area: Option<AreaIdx>,
    /// Rows here.
    pub rows: u64,
    /// Share of all rows with a position that may be shown.
    pub share: f64,
    /// Rows here whose police label and polygon differ, and rows where both are known.
    pub label_differs: (u64, u64),
    /// Rows by id of the offense group.
    pub by_offense: BTreeMap<String, u64>,
    /// Whether it holds more rows than chance allows.
    pub stacked: bool,
    /// What the city file says to do with it.
    pub treat: Option<Treat>,
}

impl RepeatedPoint {
    /// Whether answers that rest on it say so: it is stacked, and nobody has said what it is.
    pub fn is_told(&self) -> bool {
        self.stacked && self.treat.is_none()
    }

    /// What it is called: its name, else its address, else its place in degrees.
    pub fn called(&self) -> String {
        let known = self.name.as_ref().or(self.address.as_ref());
        known.cloned().unwrap_or_else(|| format!("latitude {:.5}, longitude {:.5}", self.lat, self.lng))
    }
}
