//! Opening a dataset: every byte is checked against the manifest before it is believed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use catchment_model::city::{City, SiteProvider};
use catchment_model::{
    Areas, BridgeTable, Coverage, Cube, Daily, Homes, Incidents, Month, Offenses, Quality, Region, Site, YearCount,
};
use rayon::prelude::*;
use serde::Deserialize;

use crate::incident_file::{
    ControlPoint, Points, read_control_points, read_metres, read_points, read_positions, read_rows,
};
use crate::manifest::{Manifest, SCHEMA, StoredFile, is_id};
use crate::people::{Register, SiteEntry};
use crate::streets::Streets;
use crate::table::Table;
use crate::{StoreError, cube_file, daily_file, file, outlines, repeated_file};

/// A dataset, ready for questions.
#[derive(Debug, Clone)]
pub struct Dataset {
    /// Its id: the hash of its content.
    pub id: String,
    /// Its folder.
    pub folder: PathBuf,
    /// What went in and what came out.
    pub manifest: Manifest,
    /// The city file.
    pub city: City,
    /// Offense groups of the city.
    pub offenses: Offenses,
    /// Neighborhoods and parks.
    pub areas: Areas,
    /// Where residents live, below the neighborhood; empty where the city file names no blocks.
    pub homes: Vec<Homes>,
    /// Existing sites: those of the register where the workspace has one, else those of the city file.
    pub sites: Vec<Site>,
    /// BLAKE3 of the register that `sites` come from; absent where they come from the city file.
    pub register: Option<String>,
    /// Who runs each site, by its id: as the register says where it knows, else as the city file does.
    pub run_by: BTreeMap<String, Vec<SiteProvider>>,
    /// Sites of the register that are damaged and not among `sites`.
    pub damaged_sites: Vec<String>,
    /// Counts.
    pub cube: Cube,
    /// Counts by day of the newest months; absent where an earlier program wrote the dataset.
    pub daily: Option<Daily>,
    /// Months covered.
    pub coverage: Coverage,
    /// The quality report.
    pub quality: Quality,
    /// What counts at the positions that the quality report lists as repeated: its places are those, in their order.
    pub repeated: Cube,
    /// The agencies of the region, where the city file names one.
    pub region: Option<Region>,
    /// Third publications beside series breaks, in the order of the city file.
    pub bridges: Vec<BridgeTable>,
    /// Streets of its workspace, read when they are first asked for.
    streets: OnceLock<Option<Arc<Streets>>>,
}

/// The id that `current` names.
///
/// # Errors
/// [`StoreError::NoDataset`] where nothing was ingested yet, [`StoreError::Id`] where the file holds something else.
pub fn current(workspace: &Path) -> Result<String, StoreError> {
    let path = workspace.join("current");
    match fs::read(&path) {
        Ok(bytes) => {
            let text = String::from_utf8_lossy(&bytes);
            let id = text.strip_suffix('\n').unwrap_or(&text).to_owned();
            if is_id(&id) { Ok(id) } else { Err(StoreError::Id { path, id: id.chars().take(40).collect() }) }
        }
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            Err(StoreError::NoDataset { workspace: workspace.to_owned() })
        }
        Err(e) => Err(StoreError::io("read", &path)(e)),
    }
}

/// The ids of all datasets in the workspace, sorted; whether they are whole is seen on opening.
///
/// # Errors
/// [`StoreError::Io`] where the folder cannot be listed.
pub fn versions(workspace: &Path) -> Result<Vec<String>, StoreError> {
    let folder = workspace.join("datasets");
    if !folder.exists() {
        return Ok(vec![]);
    }
    let entries = fs::read_dir(&folder).map_err(StoreError::io("list", &folder))?;
    let names = entries
        .map(|e| e.map(|e| e.file_name().to_string_lossy().into_owned()).map_err(StoreError::io("list", &folder)));
    let mut ids: Vec<String> = names.collect::<Result<_, _>>()?;
    ids.retain(|id| is_id(id));
    ids.sort_unstable();
    Ok(ids)
}

impl Dataset {
    /// Opens the current dataset of a workspace.
    ///
    /// # Errors
    /// [`StoreError`] with the path and what to do: no dataset, another schema version, a file missing or damaged.
    pub fn open(workspace: &Path) -> Result<Self, StoreError> {
        Self::open_version(workspace, &current(workspace)?)
    }

    /// Opens a dataset by its id, current or not, to replay an answer.
    ///
    /// # Errors
    /// As [`Dataset::open`].
    pub fn open_version(workspace: &Path, id: &str) -> Result<Self, StoreError> {
        let folder = workspace.join("datasets").join(id);
        if !is_id(id) {
            return Err(StoreError::Id { path: workspace.join("datasets"), id: id.chars().take(40).collect() });
        }
        let manifest = read_manifest(&folder, id)?;
        for (name, stored) in &manifest.files {
            check_size(&folder.join(name), stored)?;
        }
        // All but the incidents, which most commands never need.
        let cube = [file::PLACES, file::CUBE, file::SHARED, file::YEARS];
        let mut needed: Vec<&str> =
            [file::CITY, file::AREAS, file::SITES, file::QUALITY].into_iter().chain(cube).collect();
        // Not in every dataset: where rows share positions, where blocks of residents are known, where a region has a
        // target or a series break a bridge; days are not known of datasets of programs before they were kept.
        needed.extend(
            [file::REPEATED, file::HOMES, file::REGION, file::BRIDGES, file::DAILY, file::DAILY_SHARED]
                .into_iter()
                .filter(|name| manifest.files.contains_key(*name)),
        );
        let read = needed.par_iter().with_max_len(1).map(|name| Ok((*name, read_checked(&folder, &manifest, name)?)));
        let files: BTreeMap<&str, Vec<u8>> = read.collect::<Result<_, StoreError>>()?;
        Self::from_files(folder, manifest, files)
    }

    fn from_files(folder: PathBuf, manifest: Manifest, mut files: BTreeMap<&str, Vec<u8>>) -> Result<Self, StoreError> {
        let mut take = |name: &str| (folder.join(name), files.remove(name).unwrap_or_default());
        let (path, bytes) = take(file::CITY);
        let text = String::from_utf8(bytes).map_err(|e| StoreError::damaged(&path, e.to_string()))?;
        let city = City::from_toml(&text).map_err(|source| StoreError::City { path: path.clone(), source })?;
        let offenses = city.offenses().map_err(|e| StoreError::damaged(&path, e.to_string()))?;
        let (path, bytes) = take(file::SITES);
        let sites = outlines::sites_from_json(&path, &bytes)?;
        let (path, bytes) = take(file::QUALITY);
        let quality: Quality = outlines::parse(&path, &bytes)?;
        let groups = offenses.groups().len();
        let (path, bytes) = take(file::REPEATED);
        let repeated = if bytes.is_empty() {
            Vec::new()
        } else {
            let table = Table::open(&path, bytes, manifest.rows.repeated)?;
            cube_file::read_entries(&table, quality.repeated.len(), groups)?
        };
        let repeated = repeated_file::cube(&quality.repeated, repeated);
        let (path, bytes) = take(file::AREAS);
        let areas = outlines::areas_from_json(&path, &bytes)?;
        let (path, bytes) = take(file::HOMES);
        let homes: Vec<Homes> = if bytes.is_empty() { Vec::new() } else { outlines::parse(&path, &bytes)? };
        let (path, bytes) = take(file::REGION);
        let region = if bytes.is_empty() { None } else { Some(outlines::parse(&path, &bytes)?) };
        let (path, bytes) = take(file::BRIDGES);
        let bridges = if bytes.is_empty() { Vec::new() } else { outlines::parse(&path, &bytes)? };
        let cube_files = [file::PLACES, file::CUBE, file::SHARED, file::YEARS].map(&mut take);
        let cube = read_cube(&manifest, cube_files, areas.len(), offenses.groups().len())?;
        let daily = read_daily(&manifest, [file::DAILY, file::DAILY_SHARED].map(take), (groups, areas.len()))?;
        let (id, coverage) = (manifest.id.clone(), manifest.coverage.clone());
        let run_by = city.site.iter().map(|s| (s.id.clone(), s.provider.clone())).collect();
        Ok(Self {
            id,
            folder,
            manifest,
            city,
            offenses,
            areas,
            homes,
            sites,
            cube,
            daily,
            coverage,
            quality,
            repeated,
            region,
            bridges,
            register: None,
            run_by,
            damaged_sites: Vec::new(),
            streets: OnceLock::new(),
        })
    }

    /// Whether an outline is the last one of its site: a site that moved has several, each with its months.
    pub fn is_latest(&self, outline: &Site) -> bool {
        !self.sites.iter().any(|s| s.id == outline.id && s.from > outline.from)
    }

    /// The last outline of each site.
    pub fn latest_sites(&self) -> impl Iterator<Item = &Site> {
        self.sites.iter().filter(|s| self.is_latest(s))
    }

    /// Each site with its last outline and the first month of its first.
    pub fn sites_today(&self) -> Vec<Site> {
        self.latest_sites().map(|s| Site { from: self.first_month(s), ..s.clone() }).collect()
    }

    /// Who runs a site, one after the other.
    pub fn run_by(&self, id: &str) -> &[SiteProvider] {
        self.run_by.get(id).map_or(&[], Vec::as_slice)
    }

    /// What a register begins with: the sites of the city file, with who runs each; none where there is a register.
    pub fn to_begin_with(&self) -> Vec<SiteEntry> {
        let begun = self.register.is_some();
        let sites = self.sites.iter().filter(|_| !begun);
        sites.map(|s| SiteEntry::of_city_file(s.clone(), self.run_by(&s.id))).collect()
    }

    /// The first month of the site that an outline belongs to.
    pub fn first_month(&self, outline: &Site) -> Month {
        self.sites.iter().filter(|s| s.id == outline.id).map(|s| s.from).min().unwrap_or(outline.from)
    }

    /// The same dataset with the sites of a register in place of those that it has.
    #[must_use]
    pub fn with_register(self, register: Register) -> Self {
        let Register { blake3, sites, run_by: said, damaged } = register;
        let mut run_by = self.run_by;
        run_by.extend(said);
        Self { sites, register: Some(blake3), run_by, damaged_sites: damaged, ..self }
    }

    /// The streets of its workspace, where some of this city were written beside the map under the data; read once.
    ///
    /// # Errors
    /// [`StoreError`] for a file that cannot be used.
    pub fn streets(&self) -> Result<Option<Arc<Streets>>, StoreError> {
        if let Some(known) = self.streets.get() {
            return Ok(known.clone());
        }
        let read = match self.folder.ancestors().nth(2) {
            Some(workspace) => Streets::read(workspace)?.filter(|s| s.city == self.city.id).map(Arc::new),
            None => None,
        };
        Ok(self.streets.get_or_init(|| read).clone())
    }

    /// The same dataset with these streets.
    #[must_use]
    pub fn with_streets(self, streets: Streets) -> Self {
        Self { streets: OnceLock::from(Some(Arc::new(streets))), ..self }
    }

    /// Rows with a position that may be used; reads `incidents.parquet` and `positions.parquet`.
    ///
    /// # Errors
    /// [`StoreError`] where a file is missing or damaged.
    pub fn points(&self) -> Result<Points, StoreError> {
        let path = self.folder.join(file::INCIDENTS);
        let table = self.table(&path, file::INCIDENTS, self.manifest.rows.incidents)?;
        let places = self.folder.join(file::POSITIONS);
        let meters = read_metres(&self.table(&places, file::POSITIONS, self.manifest.rows.positions)?)?;
        read_points(&table, &meters, self.offenses.groups().len(), self.manifest.rows.located, &path)
    }

    /// All positions in degrees and in meters, in the order of their numbers: what the mapping between the two can be
    /// learned from. Reads `positions.parquet`.
    ///
    /// # Errors
    /// [`StoreError`] where the file is missing or damaged.
    pub fn control_points(&self) -> Result<Vec<ControlPoint>, StoreError> {
        let places = self.folder.join(file::POSITIONS);
        read_control_points(&self.table(&places, file::POSITIONS, self.manifest.rows.positions)?)
    }

    /// All rows, without what their groups may not show; positions are numbered in the order of first use.
    ///
    /// # Errors
    /// [`StoreError`] where a file is missing or damaged.
    pub fn incidents(&self) -> Result<Incidents, StoreError> {
        let path = self.folder.join(file::INCIDENTS);
        let table = self.table(&path, file::INCIDENTS, self.manifest.rows.incidents)?;
        let places = self.folder.join(file::POSITIONS);
        let positions =
            read_positions(&self.table(&places, file::POSITIONS, self.manifest.rows.positions)?, self.areas.len())?;
        let rows = read_rows(&table, positions.len(), self.offenses.groups().len(), self.areas.len())?;
        Ok(Incidents { rows, positions, ..Incidents::default() })
    }

    fn table<'a>(&self, path: &'a Path, name: &str, rows: u64) -> Result<Table<'a>, StoreError> {
        Table::open(path, read_checked(&self.folder, &self.manifest, name)?, rows)
    }
}

fn read_cube(
    manifest: &Manifest,
    files: [(PathBuf, Vec<u8>); 4],
    areas: usize,
    groups: usize,
) -> Result<Cube, StoreError> {
    let [(places_path, places), (entries_path, entries), (shared_path, shared), (years_path, years)] = files;
    let places = cube_file::read_places(&Table::open(&places_path, places, manifest.rows.places)?, areas)?;
    let entries =
        cube_file::read_entries(&Table::open(&entries_path, entries, manifest.rows.entries)?, places.len(), groups)?;
    let shared = cube_file::read_shared(&Table::open(&shared_path, shared, manifest.rows.shared)?, entries.len())?;
    let years: Vec<YearCount> = outlines::parse(&years_path, &years)?;
    let (found, expected) = (years.len() as u64, manifest.rows.year_counts);
    if found != expected {
        return Err(StoreError::Rows { path: years_path, found, expected });
    }
    Ok(Cube::from_parts(places, entries, years).with_shared(shared))
}

/// The daily cube; none where an earlier program wrote the dataset.
fn read_daily(
    manifest: &Manifest,
    [(path, bytes), (shared_path, shared)]: [(PathBuf, Vec<u8>); 2],
    (groups, areas): (usize, usize),
) -> Result<Option<Daily>, StoreError> {
    let Some(window) = daily_file::window(&manifest.coverage).filter(|_| manifest.files.contains_key(file::DAILY))
    else {
        return Ok(None);
    };
    let table = Table::open(&path, bytes, manifest.rows.daily)?;
    let entries = daily_file::read_daily(&table, window, groups, areas)?;
    let shared_table = Table::open(&shared_path, shared, manifest.rows.daily_shared)?;
    let shared = cube_file::read_shared(&shared_table, entries.len())?;
    Ok(Some(Daily::new(window, entries, shared)))
}

/// Reads the manifest and checks that its content is what its id says.
fn read_manifest(folder: &Path, id: &str) -> Result<Manifest, StoreError> {
    #[derive(Deserialize)]
    struct Version {
        schema: u64,
    }
    if !folder.is_dir() {
        return Err(StoreError::Missing { path: folder.to_owned() });
    }
    let path = folder.join(file::MANIFEST);
    let bytes = fs::read(&path).map_err(StoreError::io("read", &path))?;
    // The version first: of another version nothing else can be expected.
    let version: Version = outlines::parse(&path, &bytes)?;
    if version.schema != u64::from(SCHEMA) {
        return Err(StoreError::Schema { path, found: version.schema, expected: SCHEMA });
    }
    let manifest: Manifest = outlines::parse(&path, &bytes)?;
    let content = manifest.content_id();
    if manifest.id != id || content != id {
        return Err(StoreError::damaged(
            &path,
            format!("it says {} and its content {content}; expected {id}", manifest.id),
        ));
    }
    Ok(manifest)
}

fn check_size(path: &Path, stored: &StoredFile) -> Result<(), StoreError> {
    let found = fs::metadata(path).map_err(StoreError::io("read", path))?.len();
    if found == stored.bytes {
        Ok(())
    } else {
        Err(StoreError::damaged(path, format!("{found} bytes; expected {}", stored.bytes)))
    }
}

/// Reads a file and compares its digest with the manifest's.
fn read_checked(folder: &Path, manifest: &Manifest, name: &str) -> Result<Vec<u8>, StoreError> {
    let path = folder.join(name);
    let Some(stored) = manifest.files.get(name) else {
        return Err(StoreError::damaged(&folder.join(file::MANIFEST), format!("it does not name {name}")));
    };
    let bytes = fs::read(&path).map_err(StoreError::io("read", &path))?;
    if StoredFile::of(&bytes) == *stored {
        Ok(bytes)
    } else {
        Err(StoreError::damaged(&path, "its bytes are not those of the manifest"))
    }
}

/// Whether a folder holds the dataset of that id, byte for byte.
pub(crate) fn verify(folder: &Path, id: &str) -> Result<(), StoreError> {
    let manifest = read_manifest(folder, id)?;
    manifest.files.par_iter().try_for_each(|(name, _)| read_checked(folder, &manifest, name).map(|_| ()))
}
