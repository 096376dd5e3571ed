//! Vector tiles and raster tiles.
//!
//! Lives here: Web Mercator tile addresses, clipping and simplifying outlines into a tile, the encoding
//! of a layer as a Mapbox Vector Tile, class breaks and their colors, and the picture of a surface in a tile.
//!
//! Does not live here: what is counted, which features exist and what they say, HTTP, caching. Pure: no
//! I/O, no clock, no threads.
//!
//! Cities that straddle the 180th meridian are not supported: outlines are taken as they stand.

mod address;
mod classes;
mod clip;
mod raster;
mod vector;

pub use address::{MAX_ZOOM, TileAddress, TileError};
pub use classes::{Classes, PALETTE};
pub use raster::{RASTER_PIXELS, Raster, RasterError};
pub use vector::{EXTENT, Feature, Shapes, Value, VectorError};
