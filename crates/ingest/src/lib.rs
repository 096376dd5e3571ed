//! Raw files to incidents.
//!
//! Lives here: reading the city file, finding and decoding its sources (CSV, gzip, ZIP, everything GDAL reads),
//! reprojection, point in area, the reconciliation of rows that take others back, published counts, areas and sites,
//! and the quality report that accounts for every row.
//!
//! Does not live here: storing datasets, counting, analysis, flags and the environment (variables come through a
//! closure).
//!
//! # Speed
//! The 156 police files of St. Louis, 2008–2020 (688,776 rows, 100 MB of text in 22 MB of gzip), take 1.23 to 1.35 s
//! for the whole command on two idle cores (2.1 s of processor time, 218 MB; release, Xeon, November 2026): 510,000 to
//! 560,000 rows a second. Nothing stands out: a tenth each is finding fields, decompression, H3 and setting up
//! transformations.
//!
//! # Example
//! A city file, its areas, and one file of incidents.
//! ```
//! let folder = tempfile::tempdir()?;
//! let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text);
//! write(
//!     "areas.geojson",
//!     r#"{"type":"FeatureCollection",
//!     "crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::26996"}},
//!     "features":[{"type":"Feature","properties":{"id":1,"name":"West Side","pop":1000},
//!     "geometry":{"type":"Polygon","coordinates":
//!     [[[270000,310000],[271000,310000],[271000,311000],[270000,311000],[270000,310000]]]}}]}"#,
//! )?;
//! write(
//!     "city.toml",
//!     r#"
//!     schema = 1
//!     id = "made-up"
//!     name = "Made Up"
//!     time_zone = "America/Chicago"
//!     work_crs = "EPSG:26996"
//!     attribution = "nobody"
//!     [areas]
//!     path = "areas.geojson"
//!     id = "id"
//!     name = "name"
//!     population = { 2010 = "pop" }
//!     credit = "nobody"
//!     [[offense]]
//!     id = "robbery"
//!     label = "Robbery"
//!     default = true
//!     [[source]]
//!     id = "police"
//!     name = "Police files"
//!     kind = "incidents"
//!     paths = ["*.csv"]
//!     reporting = "UCR/SRS"
//!     crs = "EPSG:26996"
//!     from = "2015-01"
//!     to = "2015-01"
//!     [source.columns]
//!     incident = ["Complaint"]
//!     reported = ["CodedMonth"]
//!     occurred = ["DateOccur"]
//!     count = ["Count"]
//!     code = ["Crime"]
//!     x = ["XCoord"]
//!     y = ["YCoord"]
//!     [source.dates]
//!     order = "mdy"
//!     [[source.code]]
//!     group = "robbery"
//!     range = [30000, 39999]
//!     "#,
//! )?;
//! write(
//!     "2015-01.csv",
//!     "Complaint,CodedMonth,DateOccur,Count,Crime,XCoord,YCoord\n\
//!      15-1,2015-01,01/05/2015 13:30,1,31111,270500,310500\n",
//! )?;
//!
//! // No variables in the paths, and nobody follows the progress.
//! let read = catchment_ingest::ingest(&folder.path().join("city.toml"), &|_| None, &|_| {})?;
//! assert_eq!(read.incidents.rows.len(), 1);
//! assert!(read.quality.balances());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod alike;
pub mod areas;
mod assemble;
mod basemap;
mod beside;
mod bridges;
mod chance;
pub mod check;
mod codes;
mod columnar;
mod columns;
mod counts;
mod covered;
mod dates;
mod declared;
mod decode;
mod error;
mod fields;
mod files;
mod filled;
pub mod guess;
mod hashes;
mod heard;
mod inputs;
mod judged;
mod key;
mod labels;
mod misplaced;
mod named;
mod numbers;
mod paths;
mod places;
mod point;
mod project;
mod quiet;
mod reading;
mod reconcile;
mod records;
mod region;
mod sites;
mod stacked;
pub mod synth;
mod tables;
mod text;
mod twice;
mod unlabelled;
mod vector;
mod votes;
mod warnings;
mod written;

use std::collections::BTreeMap;
use std::path::Path;

use catchment_model::city::{City, Source, SourceKind};
use catchment_model::{
    AreaCount, Areas, BridgeTable, Coverage, GroupId, Homes, Incidents, InputFile, Month, Offenses, Quality, Region,
    Site, YearCount,
};
use rayon::prelude::*;

pub use basemap::{BasemapRead, basemap};
pub use decode::LISTED_REJECTIONS;
pub use error::IngestError;
pub use sites::read_outline;

use alike::{crs_of, layouts, uneven_count};
use assemble::assemble;
use counts::Counts;
use decode::FileRows;
use labels::Labels;
use paths::Env;
use places::Ground;
use reading::Reading;

/// How far an ingest has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// Steps done.
    pub done: usize,
    /// Steps in all.
    pub total: usize,
}

/// Stages of an ingest, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Areas and sites.
    Areas,
    /// Files of incidents and counts; a step is a file.
    Files,
    /// Matching rows that take others back; a step is a source.
    Reconcile,
    /// Reprojection and lookup of positions.
    Locate,
}

/// All that was read of a city.
#[derive(Debug, Clone)]
pub struct Ingested {
    /// The city file as read, with what it leaves to the files written into it.
    pub city_toml: String,
    /// What the city file does not say and was taken by default, a sentence each.
    pub defaults: Vec<String>,
    /// The city file, understood.
    pub city: City,
    /// Neighborhoods and parks.
    pub areas: Areas,
    /// Where residents live, below the neighborhood; empty where the city file names no blocks.
    pub homes: Vec<Homes>,
    /// Existing sites.
    pub sites: Vec<Site>,
    /// Rows and positions.
    pub incidents: Incidents,
    /// Counts published per city and year only.
    pub year_counts: Vec<YearCount>,
    /// Counts published per area and month only.
    pub area_counts: Vec<AreaCount>,
    /// Months covered.
    pub coverage: Coverage,
    /// What became of every row.
    pub quality: Quality,
    /// What to say where no offense that the city shows by default ever happened; the first of the warnings, too.
    pub shows_nothing: Option<String>,
    /// The files read, by content.
    pub inputs: Vec<InputFile>,
    /// The agencies of the region, where the city file names one.
    pub region: Option<Region>,
    /// Third publications beside series breaks, where the city file names such.
    pub bridges: Vec<BridgeTable>,
}

/// Reads the city file at `path`.
///
/// # Errors
/// [`IngestError::Read`], [`IngestError::City`] with the file's name, line and column or key, and what was expected.
///
/// # Example
/// ```
/// let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/stl/city.toml");
/// let (_, city) = catchment_ingest::load_city(&path)?;
/// assert_eq!(city.id, "st-louis");
/// # Ok::<(), catchment_ingest::IngestError>(())
/// ```
pub fn load_city(path: &Path) -> Result<(String, City), IngestError> {
    let text =
        std::fs::read_to_string(path).map_err(|source| IngestError::Read { path: path.to_path_buf(), source })?;
    let city = City::from_toml(&text).map_err(|source| IngestError::City { path: path.to_path_buf(), source })?;
    Ok((text, city))
}

/// The folder that a city file's paths are relative to.
fn folder_of(city_path: &Path) -> &Path {
    city_path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Reads everything that a city file names. Paths in it are relative to its folder; `env` finds the variables in them.
///
/// The result does not depend on the number of threads. `progress` is called on the calling thread.
///
/// # Errors
/// [`IngestError`] where a file, a column or a reference system cannot be used. Rows that cannot be read are no error;
/// they are in the quality report.
pub fn ingest(
    city_path: &Path,
    env: &dyn Fn(&str) -> Option<String>,
    progress: &dyn Fn(Progress),
) -> Result<Ingested, IngestError> {
    let (mut city_toml, mut city) = load_city(city_path)?;
    paths::permitted(&city, env)?;
    let mut defaults = City::defaults(&city_toml);
    let base = folder_of(city_path);
    if city.work_crs.is_empty() {
        city.work_crs = filled::work_crs(&city.areas, base, env)?;
        defaults.push(filled::note_work_crs(&mut city_toml, &city.work_crs));
    }
    let offenses = city.offenses()?;
    progress(Progress { stage: Stage::Areas, done: 0, total: 1 });
    let read = areas::read_all(&city, base, env)?;
    let (sites, site_inputs) = sites::read(&city, &read.areas, base, env)?;
    let (labels, label_warnings) = Labels::new(&read.areas, &city.areas);
    progress(Progress { stage: Stage::Areas, done: 1, total: 1 });

    for at in (0..city.source.len()).filter(|at| city.source[*at].is_open()).collect::<Vec<_>>() {
        let sources = Sources { city: &city, offenses: &offenses, labels: &labels, base, env, progress };
        let found = filled::period(&city.source[at], &sources.months(at)?)?;
        defaults.push(filled::note_period(&mut city_toml, &mut city, at, found)?);
    }
    let sources = Sources { city: &city, offenses: &offenses, labels: &labels, base, env, progress };
    let AllFiles { files, crs, mut warnings } = sources.incidents()?;
    let counts = sources.counts()?;

    progress(Progress { stage: Stage::Locate, done: 0, total: 1 });
    let mut inputs = read.inputs;
    inputs.extend(site_inputs);
    let (region, bridges) = of_others(&city, base, env, &mut inputs)?;
    inputs.extend(files.iter().flat_map(|f| f.inputs.iter().cloned()));
    inputs.extend(counts.iter().flat_map(|(_, c)| c.inputs.iter().cloned()));
    let ground = Ground { areas: &read.areas, work_crs: &city.work_crs, outside_m: city.positions.outside_m };
    let (mut incidents, mut quality, beside) = assemble(files, &crs, &ground, (&city, &offenses))?;
    let stacked = stacked::treat((&city, &offenses), &ground, (&mut incidents, &mut quality), &beside)?;
    drop(beside);
    progress(Progress { stage: Stage::Locate, done: 1, total: 1 });

    let mut months = warnings::months_of_rows(&city, &incidents, &quality);
    for (source, counted) in &counts {
        months[*source].extend(counted.months.iter().copied());
        quality.files.extend(counted.files.iter().cloned());
        quality.rejections.extend(counted.rejections.iter().cloned());
        warnings.extend(counted.told.iter().cloned());
        quality.labels.extend(counted.labels(&city.source[*source]));
    }
    let (covered, guessed) = covered::covered(&city, &months, &incidents, &quality)?;
    let coverage = warnings::coverage(&city, &covered);
    let published: Vec<GroupId> = (counts.iter())
        .flat_map(|(_, c)| c.area_counts().map(|n| n.group).chain(c.year_counts().map(|n| n.group)))
        .collect();
    let misplaced = std::mem::take(&mut quality.warnings);
    let (first, others) = unlabelled::sentences(&quality.labels, city.areas.by_point);
    let judged::Judged { shows_nothing, warnings: lost } = judged::judge(&city, &incidents, &quality, &published)?;
    quality.warnings = lost;
    quality.warnings.extend(misplaced);
    quality.warnings.extend(first);
    quality.warnings.extend(read.warnings);
    quality.warnings.extend(label_warnings);
    quality.warnings.extend(others);
    quality.warnings.append(&mut warnings);
    quality.warnings.extend(warnings::on_months(&city, &months, &covered));
    quality.warnings.extend(guessed);
    quality.warnings.extend(warnings::on_times(&city, &incidents, &quality));
    quality.warnings.extend(stacked);
    quality.warnings.extend(warnings::on_rows(&quality));
    let area_counts = counts.iter().flat_map(|(_, c)| c.area_counts()).collect();
    let year_counts = counts.iter().flat_map(|(_, c)| c.year_counts()).collect();
    Ok(Ingested {
        city_toml,
        defaults,
        areas: read.areas,
        homes: read.homes,
        sites,
        incidents,
        year_counts,
        area_counts,
        coverage,
        quality,
        shows_nothing,
        inputs,
        region,
        bridges,
        city,
    })
}

/// What others than the city's own police published: agencies of its region, and what stands beside series breaks.
fn of_others(
    city: &City,
    base: &Path,
    env: Env<'_>,
    inputs: &mut Vec<InputFile>,
) -> Result<(Option<Region>, Vec<BridgeTable>), IngestError> {
    let region = city.region.as_ref().map(|source| region::read(source, base, env)).transpose()?;
    let region = region.map(|(region, files)| (inputs.extend(files), region).1);
    let (bridges, files) = bridges::read(&city.bridge, base, env)?;
    inputs.extend(files);
    Ok((region, bridges))
}

/// The sources of a city, and what they are read with.
struct Sources<'a> {
    city: &'a City,
    offenses: &'a Offenses,
    labels: &'a Labels,
    base: &'a Path,
    env: Env<'a>,
    progress: &'a dyn Fn(Progress),
}

/// The files of all sources of incidents.
#[derive(Debug, Default)]
struct AllFiles {
    files: Vec<FileRows>,
    /// CRS of each file's points.
    crs: Vec<String>,
    warnings: Vec<String>,
}

/// Files decoded between two calls of `progress`.
const BATCH: usize = 32;

impl Sources<'_> {
    /// All files of incidents with their CRS, reconciled source by source.
    fn incidents(&self) -> Result<AllFiles, IngestError> {
        let (mut all, mut shared) = (AllFiles::default(), 0);
        for source in self.city.source.iter().filter(|s| s.kind == SourceKind::Incidents) {
            let (mut own, told) = self.files_of(source)?;
            all.warnings.extend(told);
            all.warnings.extend(twice::once(source, &mut own)?);
            layouts(&mut own);
            all.warnings.extend(uneven_count(source, &own));
            all.warnings.extend(files::told(&source.name, &own));
            (self.progress)(Progress { stage: Stage::Reconcile, done: 0, total: 1 });
            reconcile::reconcile(&mut own, &mut shared);
            all.warnings.extend(numbers::told(source, &own));
            (self.progress)(Progress { stage: Stage::Reconcile, done: 1, total: 1 });
            for file in &own {
                let (crs, told) = crs_of(source, file)?;
                all.crs.push(crs);
                all.warnings.extend(told.filter(|told| !all.warnings.contains(told)));
            }
            all.files.append(&mut own);
        }
        let files = all.files.len();
        if files > usize::from(u16::MAX) {
            return Err(IngestError::Limit {
                what: "files of incidents".to_owned(),
                value: files as u64,
                limit: u64::from(u16::MAX),
            });
        }
        Ok(all)
    }

    /// The files of a source, each once, and what was left out.
    fn files_of(&self, source: &Source) -> Result<(Vec<FileRows>, Vec<String>), IngestError> {
        let mut inputs = Vec::new();
        for path in &source.paths {
            inputs.extend(paths::find(&source.id, path, self.base, self.env)?);
        }
        let mut told = twice::paths(source, &mut inputs);
        let reading = Reading::new(source, self.offenses, self.labels, &self.city.time_zone)?;
        let mut files = Vec::with_capacity(inputs.len());
        for (batch, done) in inputs.chunks(BATCH).zip((BATCH..).step_by(BATCH)) {
            let read: Result<Vec<_>, IngestError> = batch.par_iter().map(|input| reading.file(input)).collect();
            files.extend(read?);
            (self.progress)(Progress { stage: Stage::Files, done: done.min(inputs.len()), total: inputs.len() });
        }
        told.extend(twice::bytes(source, &mut files));
        Ok((files.into_iter().flatten().collect(), told))
    }

    /// Rows of a source by month of report.
    fn months(&self, at: usize) -> Result<BTreeMap<Month, u64>, IngestError> {
        let source = &self.city.source[at];
        let mut months = BTreeMap::new();
        if source.has_incidents() {
            let (files, _) = self.files_of(source)?;
            for row in files.iter().flat_map(|f| &f.rows) {
                *months.entry(row.reported).or_default() += 1;
            }
            return Ok(months);
        }
        let mut counts = Counts::default();
        for path in &source.paths {
            for input in paths::find(&source.id, path, self.base, self.env)? {
                counts.read(source, self.offenses, self.labels, &input)?;
            }
        }
        months.extend(counts.months.iter().map(|month| (*month, 1)));
        months.extend(
            counts
                .year_counts()
                .flat_map(|n| [1, 12].map(|m| (n.year, m)))
                .filter_map(|(year, month)| Some((Month::new(i64::from(year), month).ok()?, 1))),
        );
        Ok(months)
    }

    /// Published counts, each with its source's position in the city file.
    fn counts(&self) -> Result<Vec<(usize, Counts)>, IngestError> {
        let mut all = Vec::new();
        for (at, source) in self.city.source.iter().enumerate().filter(|(_, s)| s.kind != SourceKind::Incidents) {
            let mut counts = Counts::default();
            for path in &source.paths {
                for input in paths::find(&source.id, path, self.base, self.env)? {
                    counts.read(source, self.offenses, self.labels, &input)?;
                }
            }
            all.push((at, counts));
        }
        Ok(all)
    }
}
