//! `catchment basemap`: the map under the data, and the gazetteer of its streets.

use std::io::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use catchment_questions::words::grouped;
use catchment_store::STREETS;
use catchment_tiles::Basemap;

use crate::args::{BasemapArgs, Common};
use crate::output;
use crate::progress;
use crate::workspace::{BASEMAP, GAZETTEER, environment};

/// Builds the map and says what is in it.
pub(crate) fn run(common: &Common, args: &BasemapArgs) -> Result<()> {
    let map = build(&args.city)?;
    let folder = args.out.as_ref().unwrap_or(&common.workspace);
    map.write(folder)?;
    map.tell();
    output::print_text(&map.summary(folder)?)
}

/// A map that was built, and what should be known about its files.
pub(super) struct Built {
    basemap: Basemap,
    warnings: Vec<String>,
}

/// Reads the files that a city file names and makes the map of them.
pub(super) fn build(city: &Path) -> Result<Built> {
    let read = catchment_ingest::basemap(city, &environment)?;
    let basemap = Basemap::build(&read.parts)?;
    Ok(Built { basemap, warnings: read.warnings })
}

impl Built {
    /// Writes all files, each whole or not at all.
    pub(super) fn write(&self, folder: &Path) -> Result<()> {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
        let Basemap { pmtiles, gazetteer, streets, .. } = &self.basemap;
        for (name, bytes) in [(BASEMAP, pmtiles), (GAZETTEER, gazetteer), (STREETS, streets)] {
            let path = folder.join(name);
            replace(folder, &path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
        }
        Ok(())
    }

    /// Says on standard error what was not understood.
    pub(super) fn tell(&self) {
        progress::warn(&self.warnings);
    }

    fn summary(&self, folder: &Path) -> Result<String> {
        let Basemap { pmtiles, gazetteer, streets: lines, tiles, found: (streets, crossings) } = &self.basemap;
        let line = |name: &str, bytes: &[u8], holds: String| {
            let kb = grouped(i64::try_from(bytes.len().div_ceil(1000))?);
            anyhow::Ok(format!("{}: {holds}, {kb} kB", folder.join(name).display()))
        };
        let number = |n: usize| anyhow::Ok(grouped(i64::try_from(n)?));
        let tiles = line(BASEMAP, pmtiles, format!("{} tiles", number(*tiles)?))?;
        let found = format!("{} streets and {} crossings", number(*streets)?, number(*crossings)?);
        let lines = line(STREETS, lines, "the lines of streets with names".to_owned())?;
        Ok(format!("{tiles}\n{}\n{lines}", line(GAZETTEER, gazetteer, found)?))
    }
}

fn replace(folder: &Path, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    // A temporary file is its owner's alone; a map is for whoever may read the workspace.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))?;
    }
    file.persist(path)?;
    Ok(())
}
