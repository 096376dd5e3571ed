//! Areas (neighborhoods, parks) and the question which one a point is in.

use std::collections::BTreeMap;

use geo::{BoundingRect, Intersects, MultiPolygon, Point};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};
use serde::{Deserialize, Serialize};

/// Position of an area in [`Areas::list`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AreaIdx(pub u16);

crate::named! {
    /// What an area is.
    pub enum AreaKind as "kind of area" {
        /// People live here; it is ranked.
        Neighborhood = "neighborhood",
        /// A park, cemetery or garden: counted, not ranked.
        Park = "park",
    }
}

/// A neighborhood or park.
#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    /// The city's own number or code.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// What it is.
    pub kind: AreaKind,
    /// Residents by census year.
    pub population: BTreeMap<u16, f64>,
    /// Outline in degrees (longitude, latitude), for display.
    pub outline: MultiPolygon<f64>,
    /// Outline in meters of the city's work CRS, for counting.
    pub outline_m: MultiPolygon<f64>,
    /// Area, km², from `outline_m`.
    pub area_km2: f64,
}

/// Why a list of areas was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AreaError {
    /// Nothing in it, or more than 65,000.
    #[error("{0} areas; expected 1 to 65000")]
    Count(usize),
    /// Two areas with one id.
    #[error("area id \"{0}\" occurs twice")]
    Repeated(String),
}

type Entry = GeomWithData<Rectangle<[f64; 2]>, u16>;

/// All areas of a city, with a spatial index.
#[derive(Debug, Clone)]
pub struct Areas {
    list: Vec<Area>,
    by_id: BTreeMap<String, AreaIdx>,
    tree: RTree<Entry>,
}

impl Areas {
    /// Indexes the areas; their order is kept.
    ///
    /// # Errors
    /// [`AreaError`] for none, too many, or a repeated id.
    pub fn new(list: Vec<Area>) -> Result<Self, AreaError> {
        if list.is_empty() || list.len() > 65_000 {
            return Err(AreaError::Count(list.len()));
        }
        let mut by_id = BTreeMap::new();
        let mut boxes = Vec::new();
        for (at, area) in (0u16..).zip(&list) {
            if by_id.insert(area.id.clone(), AreaIdx(at)).is_some() {
                return Err(AreaError::Repeated(area.id.clone()));
            }
            if let Some(b) = area.outline_m.bounding_rect() {
                boxes.push(Entry::new(Rectangle::from_corners([b.min().x, b.min().y], [b.max().x, b.max().y]), at));
            }
        }
        Ok(Self { list, by_id, tree: RTree::bulk_load(boxes) })
    }

    /// The areas in the order given.
    pub fn list(&self) -> &[Area] {
        &self.list
    }

    /// Number of areas.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Never: a city has at least one area.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The area at a position.
    pub fn get(&self, idx: AreaIdx) -> Option<&Area> {
        self.list.get(usize::from(idx.0))
    }

    /// The area with that id.
    pub fn find(&self, id: &str) -> Option<AreaIdx> {
        self.by_id.get(id).copied()
    }

    /// The area that holds a point in meters of the work CRS; on a shared border, the first in order.
    pub fn at(&self, x_m: f64, y_m: f64) -> Option<AreaIdx> {
        if !x_m.is_finite() || !y_m.is_finite() {
            return None;
        }
        let point = Point::new(x_m, y_m);
        let mut hits: Vec<u16> =
            self.tree.locate_in_envelope_intersecting(AABB::from_point([x_m, y_m])).map(|e| e.data).collect();
        hits.sort_unstable();
        hits.into_iter().find(|i| self.list[usize::from(*i)].outline_m.intersects(&point)).map(AreaIdx)
    }
}
