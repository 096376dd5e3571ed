//! The map under the data: streets, water, parks and names of one city as one `PMTiles` archive, and a gazetteer of the
//! same lines for whoever looks for a street.
//!
//! Everything comes in memory and in degrees; what comes out is the same bytes for the same input.
//!
//! | layer | geometry | says |
//! | --- | --- | --- |
//! | `land` | polygons | the city, all areas together |
//! | `water`, `park` | polygons | `name`; parks their `kind` (`park`, `cemetery`) |
//! | `street` | lines | `class`, `name`; highways and state roads `network` and `ref` |
//! | `water_name` | lines | `name`, along the middle of a river |
//! | `place` | points | `name`, `kind` (`neighborhood`, `park`, `cemetery`, `water`), `id`, `km2` |

mod archive;
mod label;
mod line;
mod place;
mod ways;

use geo::MultiPolygon;

pub use archive::{Basemap, BasemapError, MAX_BASEMAP_ZOOM, MIN_BASEMAP_ZOOM};

pub(crate) use label::inside_point;

/// A box in degrees: west, south, east, north.
pub(crate) type Bounds = [f64; 4];

/// How far the map reaches beyond the city, as a share of the city's longer side: what surrounds it is seen around it.
const MARGIN: f64 = 1.2;

/// What the map covers: the city, and boxes of ground around it: two where it lies on the 180th meridian.
pub(crate) struct Covered {
    pub(crate) city: Bounds,
    pub(crate) spans: Vec<Bounds>,
    /// Longitude of its middle, degrees.
    pub(crate) middle: f64,
}

impl Covered {
    /// Of some outlines, and so much around them as a share of their longer side; `None` without any outline.
    pub(crate) fn of(outlines: &[&MultiPolygon<f64>], margin: f64) -> Option<Self> {
        use geo::CoordsIter;
        let coords = || {
            outlines.iter().copied().flat_map(CoordsIter::coords_iter).filter(|c| c.x.is_finite() && c.y.is_finite())
        };
        let [plain, turned] = [0.0, 360.0].map(|by| {
            coords().fold([f64::MAX, f64::MAX, f64::MIN, f64::MIN], |b, c| {
                let x = if c.x < 0.0 { c.x + by } else { c.x };
                [b[0].min(x), b[1].min(c.y), b[2].max(x), b[3].max(c.y)]
            })
        });
        if plain[0] > plain[2] {
            return None;
        }
        let across = plain[2] - plain[0] > 180.0;
        let [west, south, east, north] = if across { turned } else { plain };
        let margin = margin * (east - west).max(north - south);
        let (west, east) = (west - margin, east + margin);
        let span = |west: f64, east: f64| [west, south - margin, east, north + margin];
        let spans = if across && east > 180.0 {
            vec![span(west, 180.0), span(-180.0, east - 360.0)]
        } else {
            vec![span(west, east)]
        };
        let middle = f64::midpoint(west, east);
        Some(Self { city: plain, spans, middle: if middle > 180.0 { middle - 360.0 } else { middle } })
    }

    /// Its middle, degrees.
    pub(crate) fn center(&self) -> (f64, f64) {
        (self.middle, f64::midpoint(self.city[1], self.city[3]))
    }

    /// All of it in one box, which goes around the globe where the city lies on the 180th meridian.
    pub(crate) fn bounds(&self) -> Bounds {
        self.spans
            .iter()
            .skip(1)
            .fold(self.spans[0], |b, s| [b[0].min(s[0]), b[1].min(s[1]), b[2].max(s[2]), b[3].max(s[3])])
    }
}
