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

use catchment_model::basemap::Ground;
use geo::LineString;

pub use archive::{Basemap, BasemapError, MAX_BASEMAP_ZOOM, MIN_BASEMAP_ZOOM};

pub(crate) use label::inside_point;

/// A box in degrees: west, south, east, north.
pub(crate) type Bounds = [f64; 4];

/// How far the map reaches beyond the city, as a share of the city's longer side: what surrounds it is seen around it.
const MARGIN: f64 = 1.2;

/// The box that the map covers: the city and what surrounds it; `None` without any outline.
pub(crate) fn covered(areas: &[Ground]) -> Option<(Bounds, Bounds)> {
    use geo::{BoundingRect, CoordsIter};
    let mut coords = areas.iter().flat_map(|a| a.outline.coords_iter()).filter(|c| c.x.is_finite() && c.y.is_finite());
    let first = coords.next()?;
    let line: LineString<f64> = std::iter::once(first).chain(coords).collect();
    let bounds = line.bounding_rect()?;
    let city = [bounds.min().x, bounds.min().y, bounds.max().x, bounds.max().y];
    let margin = MARGIN * bounds.width().max(bounds.height());
    Some((city, [city[0] - margin, city[1] - margin, city[2] + margin, city[3] + margin]))
}
