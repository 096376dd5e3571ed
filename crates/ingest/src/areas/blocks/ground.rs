//! The ground of a city as points: centers of H3 cells, one resolution finer than those that are shown.

use std::collections::BTreeSet;

use catchment_model::city::City;
use catchment_model::{AreaIdx, AreaKind, Areas, Cell};
use geo::MultiPolygon;
use h3o::geom::{ContainmentMode, TilerBuilder};
use h3o::{CellIndex, LatLng};

use crate::IngestError;
use crate::project::{WGS84, between, transform};

/// A piece of ground, about a seventh of a cell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    /// The piece itself.
    pub(super) small: CellIndex,
    /// Cell of the finest resolution that it belongs to.
    pub(super) cell: Cell,
    pub(super) area: AreaIdx,
    /// Center, meters of the work CRS.
    pub(super) at: [f64; 2],
    /// Whether people live there.
    pub(super) lived_on: bool,
}

/// All ground of a city, in the order of its areas and cells.
#[derive(Debug)]
pub(super) struct Ground {
    pub(super) pieces: Vec<Piece>,
}

impl Ground {
    /// The pieces whose centers lie in an area; those in parks are not lived on. Ground in two areas belongs to the
    /// first.
    pub(super) fn of(areas: &Areas, city: &City) -> Result<Self, IngestError> {
        let shown = u8::from(city.positions.finest_resolution);
        let (cells, pieces) = (resolution(shown), resolution(shown + 1));
        let mut seen: BTreeSet<CellIndex> = BTreeSet::new();
        let mut list = Vec::new();
        for (area, at) in areas.list().iter().zip(0u16..) {
            for small in covered(&area.outline, pieces).map_err(|detail| refused(&area.id, &detail))? {
                let Some(cell) = small.parent(cells).filter(|_| seen.insert(small)) else { continue };
                let lived_on = area.kind == AreaKind::Neighborhood;
                list.push(Piece { small, cell: Cell::from(cell), area: AreaIdx(at), at: [0.0; 2], lived_on });
            }
        }
        let degrees: Vec<(f64, f64)> = list.iter().map(|p| center(p.small)).collect();
        let meters = transform(&between("areas.blocks", WGS84, &city.work_crs)?, &degrees);
        for (piece, (x, y)) in list.iter_mut().zip(meters) {
            piece.at = [x, y];
        }
        list.retain(|p| p.at[0].is_finite() && p.at[1].is_finite());
        Ok(Self { pieces: list })
    }
}

fn center(cell: CellIndex) -> (f64, f64) {
    let c = LatLng::from(cell);
    (c.lng(), c.lat())
}

fn covered(outline: &MultiPolygon<f64>, resolution: h3o::Resolution) -> Result<Vec<CellIndex>, String> {
    let mut all = Vec::new();
    for polygon in outline {
        let mut tiler = TilerBuilder::new(resolution).containment_mode(ContainmentMode::ContainsCentroid).build();
        tiler.add(polygon.clone()).map_err(|e| e.to_string())?;
        all.extend(tiler.into_coverage());
    }
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

/// The resolution of that number; of the city's 8 to 10, and the next.
fn resolution(number: u8) -> h3o::Resolution {
    h3o::Resolution::try_from(number).unwrap_or(h3o::Resolution::Eleven)
}

fn refused(area: &str, detail: &str) -> IngestError {
    IngestError::Value {
        key: "areas.blocks".to_owned(),
        value: format!("area {area}, whose outline no cell can be laid over ({detail})"),
        expected: "closed rings".to_owned(),
    }
}
