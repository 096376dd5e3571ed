//! Whether the program is in a place: inside, at the edge, or never.

use catchment_model::{Area, Month, Site, SiteShape};
use geo::{Distance as _, Euclidean, MapCoords as _, MultiPolygon};

/// Closer than this is the edge, meters.
const EDGE_M: f64 = 60.0;
/// Kilometers in a mile.
const MILE_KM: f64 = 1.609_344;

/// Where a place stands to the sites.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Standing {
    /// A site works in it.
    Inside,
    /// A site is next to it.
    Edge,
    /// None is or was near; how far the nearest is, kilometers.
    Away(f64),
}

/// Where a place stands to the nearest site.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Presence<'a> {
    /// Where it stands.
    pub standing: Standing,
    /// The site.
    pub site: &'a Site,
}

impl Presence<'_> {
    /// Last month of the site, where it has ended before the data does.
    pub(crate) fn ended(&self, through: Option<Month>) -> Option<Month> {
        self.site.to.filter(|to| through.is_none_or(|t| *to < t))
    }

    /// Whether whole neighborhoods stand in for the outline.
    pub(crate) fn stands_in(&self) -> bool {
        self.site.shape == SiteShape::StandIn
    }

    /// Distance in miles.
    pub(crate) fn miles(&self) -> f64 {
        if let Standing::Away(km) = self.standing { km / MILE_KM } else { 0.0 }
    }
}

/// Where an area stands to the sites of the city; none where the city has no sites.
pub(crate) fn presence<'a>(area: &Area, sites: &'a [Site]) -> Option<Presence<'a>> {
    let all = sites.iter().map(|site| {
        let apart = meters_apart(&area.outline, &site.outline);
        let inside = if site.area_ids.is_empty() { apart <= 0.0 } else { site.area_ids.contains(&area.id) };
        let rank = if inside { -1.0 } else { apart };
        (rank, Presence { standing: standing(rank), site })
    });
    // An open site before one that has ended, then the nearest.
    all.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.site.to.is_some().cmp(&b.1.site.to.is_some()))).map(|(_, p)| p)
}

fn standing(apart_m: f64) -> Standing {
    if apart_m < 0.0 {
        Standing::Inside
    } else if apart_m <= EDGE_M {
        Standing::Edge
    } else {
        Standing::Away(apart_m / 1000.0)
    }
}

/// Distance of two outlines in degrees, meters, on a plane that fits a city.
fn meters_apart(a: &MultiPolygon<f64>, b: &MultiPolygon<f64>) -> f64 {
    let lat = a.iter().flat_map(|p| p.exterior().coords()).map(|c| c.y).next().unwrap_or(0.0);
    let narrow = lat.to_radians().cos();
    let plane =
        |m: &MultiPolygon<f64>| m.map_coords(|c| geo::Coord { x: c.x * 111_320.0 * narrow, y: c.y * 110_950.0 });
    Euclidean.distance(&plane(a), &plane(b))
}
