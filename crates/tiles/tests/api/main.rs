//! Tiles read back: what goes in comes out, in the right place.

mod archive;
mod basemap;
mod raster;
mod vector;
