//! Names of places as points.

use catchment_model::basemap::Ground;
use fast_mvt::{MvtCoord, MvtError, MvtGeomType, MvtLayerBuilder, MvtValueRef};
use geo::{Area, MultiPolygon};

use super::inside_point;
use crate::address::{TileAddress, to_world};
use crate::vector::EXTENT;

/// Names of places with their points in world coordinates, larger places first.
#[derive(Debug, Clone)]
pub(super) struct Places(Vec<(Ground, [f64; 2], f64)>);

impl Places {
    pub(super) fn new<'a>(grounds: impl IntoIterator<Item = &'a Ground>) -> Self {
        let place = |g: &Ground| {
            let [x, y] = inside_point(&g.outline).filter(|_| !g.name.is_empty())?;
            let named = Ground { outline: MultiPolygon(Vec::new()), ..g.clone() };
            Some((named, to_world(x, y).into(), km2(&g.outline, y)))
        };
        let mut places: Vec<_> = grounds.into_iter().filter_map(place).collect();
        places.sort_by(|a, b| b.2.total_cmp(&a.2).then_with(|| a.0.name.cmp(&b.0.name)));
        Self(places)
    }

    /// The layer within a tile: each place is in one tile of a zoom.
    pub(super) fn tile(&self, address: TileAddress, layer: &str) -> Result<Vec<u8>, MvtError> {
        let (west, north, side) = address.world();
        let within = |at: &[f64; 2]| (0.0..side).contains(&(at[0] - west)) && (0.0..side).contains(&(at[1] - north));
        let scale = f64::from(EXTENT) / side;
        let mut builder = MvtLayerBuilder::new(layer)?;
        let mut none = true;
        for (ground, at, km2) in self.0.iter().filter(|(_, at, _)| within(at)) {
            let [x, y] = [(at[0] - west) * scale, (at[1] - north) * scale].map(crate::clip::whole);
            let mut open = builder.feature_of(MvtGeomType::Point);
            open.points([MvtCoord { x, y }])?;
            open.tag_ref("name", MvtValueRef::String(&ground.name))?;
            open.tag_ref("kind", MvtValueRef::String(ground.kind.name()))?;
            if let Some(id) = &ground.id {
                open.tag_ref("id", MvtValueRef::String(id))?;
            }
            open.tag_ref("km2", MvtValueRef::Double(*km2))?;
            builder = open.end();
            none = false;
        }
        Ok(if none { Vec::new() } else { builder.encode() })
    }
}

/// Rough size, km², two decimals: what matters is which name gives way.
pub(crate) fn km2(outline: &MultiPolygon<f64>, lat: f64) -> f64 {
    const KM_PER_DEGREE: f64 = 111.2;
    (outline.unsigned_area() * KM_PER_DEGREE * KM_PER_DEGREE * lat.to_radians().cos() * 100.0).round() / 100.0
}
