//! Writing a dataset: everything is encoded in memory, put down beside the others, and then switched to.

use std::path::Path;

use catchment_model::city::City;
use catchment_model::{
    AreaCount, Areas, BridgeTable, Coverage, Daily, Homes, Incidents, InputFile, Offenses, Quality, Region, Site,
    YearCount,
};
use parquet::errors::ParquetError;
use rayon::prelude::*;

use crate::manifest::{Manifest, RowCounts, SCHEMA, StoredFile, parameters};
use crate::outlines::{areas_to_json, sites_to_json, to_json};
use crate::{StoreError, cube_file, daily_file, dataset, disk, file, incident_file, pass, repeated_file};

/// What becomes a dataset.
#[derive(Debug)]
pub struct NewDataset<'a> {
    /// The city file as it was read.
    pub city_toml: &'a str,
    /// The same, understood.
    pub city: &'a City,
    /// Neighborhoods and parks.
    pub areas: &'a Areas,
    /// Where residents live, below the neighborhood.
    pub homes: &'a [Homes],
    /// Existing sites.
    pub sites: &'a [Site],
    /// Every row that was not rejected.
    pub incidents: &'a Incidents,
    /// Counts published per city and year.
    pub year_counts: Vec<YearCount>,
    /// Counts published per area and month.
    pub area_counts: Vec<AreaCount>,
    /// Months covered.
    pub coverage: Coverage,
    /// The quality report.
    pub quality: Quality,
    /// Files that were read.
    pub inputs: Vec<InputFile>,
    /// The agencies of the region, where the city file names one.
    pub region: Option<&'a Region>,
    /// Third publications beside series breaks.
    pub bridges: &'a [BridgeTable],
}

/// Where a write can be interrupted, for the tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Locked,
    Swept,
    FolderMade,
    FileWritten,
    FolderSynced,
    FolderNamed,
    CurrentWritten,
    CurrentNamed,
}

/// Asked after every step of a write whether to go on.
pub(crate) type Watch<'a> = &'a (dyn Fn(Step) -> Result<(), StoreError> + Sync);

/// Asks a dataset that is written and not yet current; or why it cannot be used.
pub type Ask<'a> = &'a dyn Fn(dataset::Dataset) -> Result<(), String>;

/// A file of a dataset in memory: its name and its bytes.
type NamedFile = (&'static str, Vec<u8>);

/// The files of a dataset in memory, and its manifest.
struct Encoded {
    files: Vec<NamedFile>,
    manifest: Manifest,
}

/// Writes a dataset and makes it the current one; returns its id. An existing dataset of the same content is used
/// again.
///
/// Waits while another process writes to the same workspace. Killed at any moment, `current` names a whole dataset.
///
/// # Errors
/// [`StoreError::Input`] if the parts do not hold together; [`StoreError::Io`] with the path where the disk refuses.
pub fn write(workspace: &Path, new: &NewDataset<'_>) -> Result<String, StoreError> {
    write_watched(workspace, new, (&|_| Ok(()), None))
}

/// As [`write()`], but opens the dataset and asks it first: the one before stays where `ask` says why this one cannot
/// be used.
///
/// # Errors
/// As [`write()`]; [`StoreError::Refused`] where it cannot be used.
pub fn write_asked(workspace: &Path, new: &NewDataset<'_>, ask: Ask<'_>) -> Result<String, StoreError> {
    write_watched(workspace, new, (&|_| Ok(()), Some(ask)))
}

pub(crate) fn write_watched(
    workspace: &Path,
    new: &NewDataset<'_>,
    (watch, ask): (Watch<'_>, Option<Ask<'_>>),
) -> Result<String, StoreError> {
    let encoded = encode(new)?;
    let datasets = workspace.join("datasets");
    std::fs::create_dir_all(&datasets).map_err(StoreError::io("create", &datasets))?;
    let _lock = disk::Lock::take(workspace)?;
    watch(Step::Locked)?;
    disk::sweep(&datasets)?;
    disk::sweep(workspace)?;
    watch(Step::Swept)?;
    let id = encoded.manifest.id.clone();
    let folder = datasets.join(&id);
    if dataset::verify(&folder, &id).is_err() {
        let damaged = disk::unfinished(&datasets, &format!("damaged-{id}"));
        let was_there = folder.exists();
        if was_there {
            disk::rename(&folder, &damaged)?;
        }
        let unfinished = disk::unfinished(&datasets, &id);
        let put = put_down(&encoded, &unfinished, watch).and_then(|()| disk::replace(&unfinished, &folder));
        if put.is_err() {
            // Best effort: a full disk should not stay full. What is left is swept by the next write.
            let _ = disk::remove(&unfinished);
        }
        put?;
        watch(Step::FolderNamed)?;
        if was_there {
            disk::remove(&damaged)?;
        }
    }
    if let Some(ask) = ask {
        let asked = dataset::Dataset::open_version(workspace, &id).map_err(|e| e.to_string()).and_then(ask);
        asked.map_err(|why| StoreError::Refused { id: id.clone(), why })?;
    }
    switch(workspace, &id, watch)?;
    Ok(id)
}

/// Writes the files into a folder of their own and forces them to the medium.
fn put_down(encoded: &Encoded, folder: &Path, watch: Watch<'_>) -> Result<(), StoreError> {
    std::fs::create_dir(folder).map_err(StoreError::io("create", folder))?;
    watch(Step::FolderMade)?;
    let manifest = encoded.manifest.to_json();
    let files = encoded.files.par_iter().map(|(name, bytes)| (*name, bytes)).chain([(file::MANIFEST, &manifest)]);
    files.with_max_len(1).try_for_each(|(name, bytes)| {
        disk::write_synced(&folder.join(name), bytes)?;
        watch(Step::FileWritten)
    })?;
    disk::sync_folder(folder)?;
    watch(Step::FolderSynced)
}

/// Makes a dataset the current one.
fn switch(workspace: &Path, id: &str, watch: Watch<'_>) -> Result<(), StoreError> {
    if dataset::current(workspace).is_ok_and(|now| now == id) {
        return Ok(());
    }
    let next = disk::unfinished(workspace, "current");
    disk::write_synced(&next, format!("{id}\n").as_bytes())?;
    watch(Step::CurrentWritten)?;
    disk::replace(&next, &workspace.join("current"))?;
    watch(Step::CurrentNamed)
}

/// Encodes everything in memory. Nothing here knows the time, the process or the number of threads.
fn encode(new: &NewDataset<'_>) -> Result<Encoded, StoreError> {
    if City::from_toml(new.city_toml).ok().as_ref() != Some(new.city) {
        return Err(StoreError::input("a city that is not the one of its city file"));
    }
    let offenses = new.city.offenses().map_err(|e| StoreError::input(format!("the offense groups: {e}")))?;
    if let Some(row) =
        new.incidents.rows.iter().map(|r| usize::from(r.file)).max().filter(|f| *f >= new.quality.files.len())
    {
        return Err(StoreError::input(format!(
            "rows of file {row}; the quality report has {} files",
            new.quality.files.len()
        )));
    }
    let (cube, incidents) = rayon::join(|| cube(new, &offenses), || incidents(new, &offenses));
    let (cube_rows, cube_files) = cube?;
    let (rows, incident_files) = incidents?;
    let mut files = vec![
        (file::CITY, new.city_toml.as_bytes().to_vec()),
        (file::AREAS, areas_to_json(new.areas)?),
        (file::SITES, sites_to_json(new.sites)?),
        (file::QUALITY, to_json(&new.quality)),
    ];
    // A dataset without homes has no such file, as those of older programs.
    if !new.homes.is_empty() {
        files.push((file::HOMES, to_json(&new.homes)));
    }
    files.extend(new.region.map(|region| (file::REGION, to_json(region))));
    if !new.bridges.is_empty() {
        files.push((file::BRIDGES, to_json(&new.bridges)));
    }
    files.extend(incident_files);
    files.extend(cube_files);
    let repeated = repeated_file::entries(new.incidents, &offenses, &new.quality.repeated);
    if !repeated.is_empty() {
        files.push((file::REPEATED, cube_file::encode_entries(&repeated).map_err(failed(file::REPEATED))?));
    }
    let daily = daily_file::count(new.incidents, &offenses, &new.coverage);
    let (daily_rows, daily_files) = daily.as_ref().map(daily_files).transpose()?.unwrap_or_default();
    files.extend(daily_files);
    let rows = RowCounts {
        incidents: rows.incidents,
        located: rows.located,
        positions: rows.positions,
        repeated: repeated.len() as u64,
        daily: daily_rows.daily,
        daily_shared: daily_rows.daily_shared,
        ..cube_rows
    };
    let stored: Vec<(String, StoredFile)> =
        files.par_iter().map(|(name, bytes)| ((*name).to_owned(), StoredFile::of(bytes))).collect();
    let mut manifest = Manifest {
        schema: SCHEMA,
        id: String::new(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
        city_id: new.city.id.clone(),
        city_name: new.city.name.clone(),
        inputs: new.inputs.clone(),
        files: stored.into_iter().collect(),
        rows,
        coverage: new.coverage.clone(),
        parameters: parameters(new.city),
    };
    manifest.id = manifest.content_id();
    Ok(Encoded { files, manifest })
}

fn failed(file: &'static str) -> impl FnOnce(ParquetError) -> StoreError {
    move |source| StoreError::Encode { file, source }
}

/// The two files of the rows.
fn incidents(new: &NewDataset<'_>, offenses: &Offenses) -> Result<(RowCounts, [NamedFile; 2]), StoreError> {
    let disclosed = incident_file::Disclosed::new(new.incidents, offenses);
    let (located, positions) = disclosed.counts();
    let rows = RowCounts {
        incidents: new.incidents.rows.len() as u64,
        located: located as u64,
        positions: positions as u64,
        ..RowCounts::default()
    };
    let incidents = incident_file::encode_incidents(&disclosed, offenses, new.areas, &new.quality)
        .map_err(failed(file::INCIDENTS))?;
    let positions = incident_file::encode_positions(&disclosed).map_err(failed(file::POSITIONS))?;
    Ok((rows, [(file::INCIDENTS, incidents), (file::POSITIONS, positions)]))
}

/// The cube and its four files.
fn cube(new: &NewDataset<'_>, offenses: &Offenses) -> Result<(RowCounts, [NamedFile; 4]), StoreError> {
    let cube = pass::cube(new.incidents, offenses, new.areas.len(), &new.area_counts, &new.year_counts, &new.coverage)?;
    let rows = RowCounts {
        places: cube.places().len() as u64,
        entries: cube.entries().len() as u64,
        shared: cube.shared().iter().map(|s| s.entries.len() as u64).sum(),
        area_counts: new.area_counts.len() as u64,
        year_counts: cube.year_counts().len() as u64,
        ..RowCounts::default()
    };
    let places = cube_file::encode_places(cube.places()).map_err(failed(file::PLACES))?;
    let entries = cube_file::encode_entries(cube.entries()).map_err(failed(file::CUBE))?;
    let shared = cube_file::encode_shared(cube.shared()).map_err(failed(file::SHARED))?;
    let years = to_json(&cube.year_counts());
    Ok((rows, [(file::PLACES, places), (file::CUBE, entries), (file::SHARED, shared), (file::YEARS, years)]))
}

/// The daily cube and its two files.
fn daily_files(daily: &Daily) -> Result<(RowCounts, Vec<NamedFile>), StoreError> {
    let rows = RowCounts {
        daily: daily.entries().len() as u64,
        daily_shared: daily.shared().iter().map(|s| s.entries.len() as u64).sum(),
        ..RowCounts::default()
    };
    let entries = daily_file::encode_daily(daily.entries()).map_err(failed(file::DAILY))?;
    let shared = cube_file::encode_shared(daily.shared()).map_err(failed(file::DAILY_SHARED))?;
    Ok((rows, vec![(file::DAILY, entries), (file::DAILY_SHARED, shared)]))
}

#[cfg(test)]
#[path = "write_tests.rs"]
mod tests;
