//! Surfaces as Cloud-Optimized GeoTIFF, written through GDAL.
//!
//! Any GIS opens the file; the metadata say how it was made.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use gdal::errors::GdalError;
use gdal::raster::{Buffer, RasterCreationOptions};
use gdal::spatial_ref::{AxisMappingStrategy, SpatialRef};
use gdal::{DriverManager, Metadata};

use crate::{StoreError, disk};

/// Pixels of a tile inside the file.
const BLOCK: &str = "256";

/// How the values are stored.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Precision {
    /// 32 bits: seven digits, half the size.
    #[default]
    F32,
    /// 64 bits: every digit.
    F64,
}

/// A grid of values with its place on the ground.
#[derive(Debug, Clone, PartialEq)]
pub struct Raster<'a> {
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// West edge of the first column, meters of `crs`.
    pub west_m: f64,
    /// North edge of the first row, meters of `crs`.
    pub north_m: f64,
    /// Side of a pixel, meters.
    pub pixel_m: f64,
    /// Authority code, such as `EPSG:26996`.
    pub crs: &'a str,
    /// Values row by row, the northern row first, each at the center of its pixel; NaN where there is none.
    pub values: &'a [f64],
    /// How the values are stored.
    pub precision: Precision,
    /// What the values are, such as `kernel density`.
    pub description: &'a str,
    /// How it was made: `method`, `kernel`, `bandwidth_m`, `window`, `offense`, `dataset`, `source`, `units` …
    pub metadata: BTreeMap<String, String>,
}

/// Why a raster could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CogError {
    /// Size, place or number of values do not fit together.
    #[error(
        "raster of {width} × {height} pixels of {pixel_m} m from {west_m}, {north_m} with {values} values; expected \
            one value for each of 1 or more pixels, finite edges and a pixel above 0 m"
    )]
    Shape {
        /// Columns.
        width: usize,
        /// Rows.
        height: usize,
        /// Side of a pixel, meters.
        pixel_m: f64,
        /// West edge, meters.
        west_m: f64,
        /// North edge, meters.
        north_m: f64,
        /// Values given.
        values: usize,
    },
    /// PROJ does not know the CRS.
    #[error("CRS \"{crs}\" is not known; expected an authority code such as EPSG:26996")]
    Crs {
        /// What was given.
        crs: String,
        /// What GDAL says.
        #[source]
        source: GdalError,
    },
    /// The path has no file name.
    #[error("\"{}\" is not the name of a file", path.display())]
    Name {
        /// What was given.
        path: PathBuf,
    },
    /// GDAL refused.
    #[error("cannot write {}", path.display())]
    Gdal {
        /// The file.
        path: PathBuf,
        /// What GDAL says.
        #[source]
        source: GdalError,
    },
    /// The operating system refused.
    #[error(transparent)]
    Disk(#[from] StoreError),
}

/// Writes a raster as a Cloud-Optimized GeoTIFF (deflate, tiles of 256 pixels, averaged overviews, no data = NaN).
///
/// The file appears whole or not at all; an existing one is replaced.
///
/// # Errors
/// [`CogError`] with the offending value or path.
pub fn write(path: &Path, raster: &Raster<'_>) -> Result<(), CogError> {
    check(raster)?;
    let (Some(name), Some(folder)) = (path.file_name(), path.parent()) else {
        return Err(CogError::Name { path: path.to_owned() });
    };
    let unfinished = disk::part_of(folder, &name.to_string_lossy());
    let written = match raster.precision {
        Precision::F32 => create(&unfinished, raster, raster.values.iter().map(|v| narrow(*v)).collect::<Vec<f32>>()),
        Precision::F64 => create(&unfinished, raster, raster.values.to_vec()),
    };
    let done = written.and_then(|()| Ok(disk::sync_file(&unfinished).and_then(|()| disk::replace(&unfinished, path))?));
    if done.is_err() {
        // Best effort: the fault itself is what matters.
        let _ = disk::remove(&unfinished);
    }
    done
}

fn check(raster: &Raster<'_>) -> Result<(), CogError> {
    let Raster { width, height, pixel_m, west_m, north_m, .. } = *raster;
    let side = |n: usize| n > 0 && i32::try_from(n).is_ok();
    let place = west_m.is_finite() && north_m.is_finite() && pixel_m.is_finite() && pixel_m > 0.0;
    if side(width) && side(height) && place && width.checked_mul(height) == Some(raster.values.len()) {
        Ok(())
    } else {
        Err(CogError::Shape { width, height, pixel_m, west_m, north_m, values: raster.values.len() })
    }
}

#[expect(clippy::cast_possible_truncation, reason = "seven digits are what the caller asked for")]
fn narrow(value: f64) -> f32 {
    value as f32
}

fn create<T: gdal::raster::GdalType + Copy>(path: &Path, raster: &Raster<'_>, values: Vec<T>) -> Result<(), CogError> {
    let mut crs = SpatialRef::from_definition(raster.crs)
        .map_err(|source| CogError::Crs { crs: raster.crs.to_owned(), source })?;
    crs.set_axis_mapping_strategy(AxisMappingStrategy::TraditionalGisOrder);
    let copy = || {
        let mut grid = DriverManager::get_driver_by_name("MEM")?.create_with_band_type::<T, _>(
            "",
            raster.width,
            raster.height,
            1,
        )?;
        grid.set_spatial_ref(&crs)?;
        grid.set_geo_transform(&[raster.west_m, raster.pixel_m, 0.0, raster.north_m, 0.0, -raster.pixel_m])?;
        for (key, value) in &raster.metadata {
            grid.set_metadata_item(key, value, "")?;
        }
        let mut band = grid.rasterband(1)?;
        band.set_no_data_value(Some(f64::NAN))?;
        band.set_description(raster.description)?;
        let size = (raster.width, raster.height);
        band.write((0, 0), size, &mut Buffer::new(size, values))?;
        let pairs =
            [("COMPRESS", "DEFLATE"), ("PREDICTOR", "YES"), ("BLOCKSIZE", BLOCK), ("OVERVIEW_RESAMPLING", "AVERAGE")];
        let options = RasterCreationOptions::from_iter(pairs.map(|(key, value)| format!("{key}={value}")));
        let mut file = grid.create_copy(&DriverManager::get_driver_by_name("COG")?, path, &options)?;
        file.flush_cache()
    };
    copy().map_err(|source| CogError::Gdal { path: path.to_owned(), source })
}
