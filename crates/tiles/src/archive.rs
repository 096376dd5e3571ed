//! Tiles of several zooms in one `PMTiles` file of version 3.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::ops::RangeInclusive;

use flate2::Compression;
use flate2::write::GzEncoder;
use pmtiles::{Compression as Packing, PmTilesWriter, PmtError, TileCoord, TileId, TileType};
use serde_json::json;

use crate::address::{TileAddress, TileError};
use crate::basemap::Bounds;
use crate::vector::{Feature, Shapes, VectorError};

/// Why an archive was not made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ArchiveError {
    /// Nothing has an outline.
    #[error("an archive of tiles needs at least one outline")]
    Nowhere,
    /// A layer that cannot be written.
    #[error("a tile of the archive cannot be written")]
    Vector(#[from] VectorError),
    /// A layer that cannot be written.
    #[error("a layer of the archive cannot be written")]
    Layer(#[from] fast_mvt::MvtError),
    /// An address that is none.
    #[error("a tile of the archive has no address")]
    Address(#[from] TileError),
    /// The archive cannot be written.
    #[error("the archive cannot be written")]
    Archive(#[from] PmtError),
    /// Packing in memory failed.
    #[error("a tile of the archive cannot be packed")]
    Pack(#[from] std::io::Error),
}

/// What an archive says of itself.
pub(crate) struct About {
    pub(crate) zooms: RangeInclusive<u8>,
    pub(crate) spans: Vec<Bounds>,
    /// Around all spans.
    pub(crate) bounds: Bounds,
    pub(crate) center: (f64, f64),
    /// JSON.
    pub(crate) metadata: String,
}

impl About {
    /// The archive, and the number of tiles in it. `tile` makes the tiles of a zoom: what of an address is empty is
    /// left out.
    pub(crate) fn archive<T>(
        &self,
        prepare: impl Fn(u8) -> T,
        tile: impl Fn(&T, TileAddress) -> Result<Vec<u8>, ArchiveError>,
    ) -> Result<(Vec<u8>, usize), ArchiveError> {
        let [west, south, east, north] = self.bounds;
        let writer = PmTilesWriter::new(TileType::Mvt)
            .precompressed(Packing::Gzip)
            .min_zoom(*self.zooms.start())
            .max_zoom(*self.zooms.end())
            .bounds(west, south, east, north)
            .center(self.center.0, self.center.1)
            .center_zoom(11)
            .metadata(self.metadata.clone())
            // Directories are small: the default level is as good as any.
            .internal_compression(Packing::Gzip);
        let mut bytes = Cursor::new(Vec::new());
        let mut archive = writer.create(&mut bytes)?;
        let mut tiles = 0;
        for zoom in self.zooms.clone() {
            let prepared = prepare(zoom);
            let mut all = Vec::new();
            for span in &self.spans {
                for address in addresses(zoom, *span)? {
                    let tile = tile(&prepared, address)?;
                    if !tile.is_empty() {
                        all.push((TileCoord::new(zoom, address.x(), address.y())?, tile));
                    }
                }
            }
            all.sort_by_key(|(coord, _)| TileId::from(*coord));
            for (coord, tile) in all {
                archive.add_tile(coord, &packed(&tile)?)?;
                tiles += 1;
            }
        }
        archive.finalize()?;
        Ok((bytes.into_inner(), tiles))
    }
}

fn packed(tile: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(tile)?;
    packer.finish()
}

fn addresses(zoom: u8, [west, south, east, north]: Bounds) -> Result<Vec<TileAddress>, TileError> {
    let first = TileAddress::at(west, north, zoom.into())?;
    let last = TileAddress::at(east, south, zoom.into())?;
    let rows = first.y()..=last.y();
    rows.flat_map(|y| (first.x()..=last.x()).map(move |x| TileAddress::new(zoom.into(), x, y))).collect()
}

/// A layer of areas: outlines, and what each says of itself.
#[derive(Debug)]
pub struct AreaLayer<'a> {
    /// Name of the layer.
    pub name: &'static str,
    /// Outlines in degrees, each with its names and values.
    pub areas: Vec<(&'a geo::MultiPolygon<f64>, Feature<String>)>,
    /// What each name means.
    pub fields: BTreeMap<String, String>,
}

/// Areas as an archive of tiles, for a map of somebody else: the same layers at every zoom.
///
/// # Errors
/// [`ArchiveError`] where nothing has an outline, or what is to be written exceeds a format.
pub fn area_archive(
    layers: &[AreaLayer<'_>],
    zooms: RangeInclusive<u8>,
    (name, attribution): (&str, &str),
) -> Result<Vec<u8>, ArchiveError> {
    use crate::basemap::Covered;
    let outlines: Vec<_> = layers.iter().flat_map(|l| l.areas.iter().map(|(outline, _)| *outline)).collect();
    let covered = Covered::of(&outlines, 0.0).ok_or(ArchiveError::Nowhere)?;
    let (first, last) = (zooms.start(), zooms.end());
    let described = |l: &AreaLayer<'_>| json!({ "id": l.name, "fields": l.fields, "minzoom": first, "maxzoom": last });
    let metadata = json!({
        "name": name,
        "attribution": attribution,
        "type": "overlay",
        "vector_layers": layers.iter().map(described).collect::<Vec<_>>(),
    });
    let about = About {
        zooms: zooms.clone(),
        bounds: covered.bounds(),
        center: covered.center(),
        spans: covered.spans,
        metadata: metadata.to_string(),
    };
    let shapes: Vec<Shapes> = layers.iter().map(|l| Shapes::new(l.areas.iter().map(|(outline, _)| *outline))).collect();
    let tile = |(): &(), address| {
        let mut tile = Vec::new();
        for (layer, shapes) in layers.iter().zip(&shapes) {
            tile.extend(shapes.tile(address, layer.name, |at| Some(layer.areas[at].1.clone()))?);
        }
        Ok(tile)
    };
    about.archive(|_| (), tile).map(|(bytes, _)| bytes)
}
