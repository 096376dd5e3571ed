//! Vector tiles and raster tiles.
//!
//! Lives here: Web Mercator tile addresses, clipping and simplifying outlines into a tile, the encoding
//! of a layer as a Mapbox Vector Tile, class breaks and their colors, the picture of a surface in a tile, and the
//! basemap of a city as one archive with its gazetteer, areas with what they say as another.
//!
//! Does not live here: what is counted, which features exist and what they say, HTTP, caching. Pure: no
//! I/O, no clock, no threads.
//!
//! ```
//! use catchment_tiles::{Classes, TileAddress};
//!
//! let tile = TileAddress::at(-90.2, 38.6, 12)?;
//! assert_eq!((tile.z(), tile.x(), tile.y()), (12, 1021, 1571));
//! let classes = Classes::quantiles([0.0, 3.0, 7.0, 12.0]);
//! assert_eq!((classes.of(0.0), classes.of(12.0)), (None, Some(2)));
//! # Ok::<(), catchment_tiles::TileError>(())
//! ```
//!
//! Outlines across the 180th meridian are cut there ([`cut_at_180`]), and drawn in the tiles of both sides.

mod address;
mod archive;
mod basemap;
mod classes;
mod clip;
mod gazetteer;
mod meridian;
mod raster;
mod vector;

pub use address::{MAX_ZOOM, TileAddress, TileError};
pub use archive::{ArchiveError, AreaLayer, area_archive};
pub use basemap::{Basemap, BasemapError, MAX_BASEMAP_ZOOM, MIN_BASEMAP_ZOOM};
pub use classes::{Classes, PALETTE};
pub use meridian::{cut_at_180, unwrapped};
pub use raster::{RASTER_PIXELS, Raster, RasterError};
pub use vector::{EXTENT, Feature, Shapes, Value, VectorError};
