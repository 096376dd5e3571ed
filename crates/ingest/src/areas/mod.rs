//! Neighborhoods and parks: outlines from any vector file that GDAL reads, residents from its fields and from tables.

mod blocks;
mod extent;
mod features;
mod ground;
mod names;
mod outline;
mod residents;
mod shapes;

use std::path::Path;

use catchment_model::city::City;
use catchment_model::{AreaKind, Areas, Homes, InputFile};

use crate::IngestError;
use crate::fields::plain_id;
use crate::filled::work_crs;
use crate::paths::{Env, find_one};
use crate::project::check_work_crs;
use crate::quiet::quiet;

pub(crate) use extent::{Degrees, extent};
pub(crate) use outline::{check_tangle, moved, polygons_of};

/// Areas with the warnings about them.
#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) areas: Areas,
    pub(crate) warnings: Vec<String>,
    pub(crate) inputs: Vec<InputFile>,
    /// Where residents live, below the neighborhood.
    pub(crate) homes: Vec<Homes>,
}

/// Reads the areas of a city; relative paths start from `base`, the folder of the city file.
///
/// Ids are put into one form (`01` and `1.0` become `1`). Several features with one id become one area: ground that
/// stands in two of them is counted once, and what they say of residents is added up where it differs. A feature
/// without a geometry is left out.
///
/// # Errors
/// [`IngestError`] for a missing file, layer, column or CRS, coordinates that are no degrees, or a table that cannot be
/// read.
pub fn read(city: &City, base: &Path, env: &dyn Fn(&str) -> Option<String>) -> Result<Areas, IngestError> {
    if !city.work_crs.is_empty() {
        return read_all(city, base, env).map(|r| r.areas);
    }
    let work_crs = work_crs(&city.areas, base, env)?;
    read_all(&City { work_crs, ..city.clone() }, base, env).map(|r| r.areas)
}

pub(crate) fn read_all(city: &City, base: &Path, env: Env<'_>) -> Result<Read, IngestError> {
    quiet();
    check_work_crs(&city.work_crs)?;
    let source = &city.areas;
    let input = find_one("areas", &source.path, base, env)?;
    let mut warnings = Vec::new();
    let (mut list, mut inputs) = features::read(&input, source, &city.work_crs, &mut warnings)?;
    ground::measured(&list, &city.work_crs)?;
    for table in &source.join {
        inputs.extend(residents::join(table, &mut list, base, env, &mut warnings)?);
    }
    warnings.extend(ground::overlaps(&list));
    for id in &source.parks {
        match list.iter_mut().find(|a| a.id == plain_id(id)) {
            Some(area) => area.kind = AreaKind::Park,
            None => warnings.push(format!("areas.parks names {id}, which is no area's id.")),
        }
    }
    let file = input.name();
    let areas = |list| Areas::new(list).map_err(|source| IngestError::Areas { file: file.clone(), source });
    let read = blocks::read(city, &areas(list.clone())?, base, env, &mut warnings)?;
    warnings.extend(blocks::fill(&mut list, &read.homes));
    inputs.extend(read.inputs);
    Ok(Read { areas: areas(list)?, warnings, inputs, homes: read.homes })
}
