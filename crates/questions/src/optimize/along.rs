//! Chosen catchments with their edges along streets, and what is counted inside those.

use catchment_model::Query;
use catchment_siting::Catchment;
use geo::{GeodesicArea, MultiPolygon};

use super::found::inside;
use super::{AlongStreets, ChosenCatchment, words};
use crate::answers::CityShare;
use crate::drawn::cells_within;
use crate::engine::{Engine, Maximized, StudyCells, candidate, city_blocks, geojson, residents_of};
use crate::error::AskError;

/// Adds to each catchment its outline along streets, with what is counted inside it; false where the workspace has no
/// streets. What is counted are the cells whose middle the outline holds, as for an outline that is drawn by hand.
pub(super) fn follow(
    engine: &Engine,
    (query, study): (&Query, &StudyCells),
    (found, chosen): (&Maximized, &[Catchment]),
    catchments: &mut [ChosenCatchment],
) -> Result<bool, AskError> {
    let blocks = city_blocks(engine)?;
    let Some(blocks) = blocks.as_deref().and_then(Option::as_ref) else { return Ok(false) };
    let outlines: Vec<Option<MultiPolygon<f64>>> = chosen
        .iter()
        .map(|c| Ok(blocks.outline(&candidate(engine, (query.window, study), 0, c.clone())?.outline)))
        .collect::<Result<_, AskError>>()?;
    let held: Vec<Vec<usize>> =
        outlines.iter().map(|o| o.as_ref().map_or_else(Vec::new, |o| cells_within(study, o))).collect();
    let counts = inside(engine, query, study, held.iter().map(Vec::as_slice));
    for (((catchment, outline), cells), count) in catchments.iter_mut().zip(outlines).zip(&held).zip(counts.each) {
        let Some(outline) = outline else { continue };
        let area_km2 = outline.geodesic_area_unsigned() / 1e6;
        let sentence = words::along((area_km2, count), (catchment.area_km2, catchment.count));
        catchment.along = Some(AlongStreets {
            outline: serde_json::to_value(geojson(&outline)).map_err(AskError::internal)?,
            area_km2,
            count,
            harm: cells.iter().map(|c| found.harm[*c]).sum(),
            of_city: CityShare::of(count as f64, counts.city as f64),
            residents: residents_of(engine, query.window, cells),
            sentence,
        });
    }
    Ok(true)
}
