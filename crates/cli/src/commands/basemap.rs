//! `catchment basemap`: the map under the data, and the gazetteer of its streets.

use std::io::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use catchment_questions::words::grouped;
use catchment_store::Streets;
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
    /// Lines of streets, for walk routes; none where the city file names no streets.
    streets: Option<Vec<u8>>,
    warnings: Vec<String>,
}

/// Reads the files that a city file names and makes the map of them.
pub(super) fn build(city: &Path) -> Result<Built> {
    let read = catchment_ingest::basemap(city, &environment)?;
    let basemap = Basemap::build(&read.parts)?;
    let streets = Streets::file(&read.parts)?;
    Ok(Built { basemap, streets, warnings: read.warnings })
}

impl Built {
    /// Writes its files, each whole or not at all.
    pub(super) fn write(&self, folder: &Path) -> Result<()> {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
        let own = [(BASEMAP, &self.basemap.pmtiles), (GAZETTEER, &self.basemap.gazetteer)];
        for (name, bytes) in own.into_iter().chain(self.streets.iter().map(|bytes| (Streets::FILE, bytes))) {
            let path = folder.join(name);
            replace(folder, &path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
        }
        // Streets of an earlier map would be those of another city file.
        let old = folder.join(Streets::FILE);
        if self.streets.is_none() && old.exists() {
            std::fs::remove_file(&old).with_context(|| format!("cannot remove {}", old.display()))?;
        }
        Ok(())
    }

    /// Says on standard error what was not understood.
    pub(super) fn tell(&self) {
        progress::warn(&self.warnings);
    }

    fn summary(&self, folder: &Path) -> Result<String> {
        let Basemap { pmtiles, gazetteer, tiles, found: (streets, crossings) } = &self.basemap;
        let line = |name: &str, bytes: &[u8], holds: String| {
            let kb = grouped(i64::try_from(bytes.len().div_ceil(1000))?);
            anyhow::Ok(format!("{}: {holds}, {kb} kB", folder.join(name).display()))
        };
        let number = |n: usize| anyhow::Ok(grouped(i64::try_from(n)?));
        let tiles = line(BASEMAP, pmtiles, format!("{} tiles", number(*tiles)?))?;
        let found = format!("{} streets and {} crossings", number(*streets)?, number(*crossings)?);
        let lines = |bytes: &Vec<u8>| line(Streets::FILE, bytes, "lines of the streets that people walk".to_owned());
        let lines = self.streets.as_ref().map(lines).transpose()?.map_or_else(String::new, |l| format!("\n{l}"));
        Ok(format!("{tiles}\n{}{lines}", line(GAZETTEER, gazetteer, found)?))
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
