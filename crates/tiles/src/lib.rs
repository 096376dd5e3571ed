//! Vector tiles and raster tiles.
