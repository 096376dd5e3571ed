//! `catchment synth`: made-up incident files from a table of counts, and the table from a dataset.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use catchment_ingest::synth::{self, Table};
use catchment_model::city::City;

use crate::args::{Common, SynthArgs};
use crate::progress::{self, Meter};
use crate::workspace::{self, environment};
use catchment_questions::words::grouped;

/// Writes the files, or the table.
pub(crate) fn run(common: &Common, args: &SynthArgs) -> Result<()> {
    match (&args.make_table, &args.table, &args.out) {
        (Some(folder), ..) => make_table(common, &home(folder)),
        (None, Some(table), Some(out)) => write_files(args, &home(table), out),
        // Refused by clap already.
        _ => Ok(()),
    }
}

/// The folder that holds `counts/` and `city.toml`; the folder `counts` itself may be named as well.
fn home(folder: &Path) -> PathBuf {
    let parent = folder.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if folder.ends_with("counts") { parent.to_owned() } else { folder.to_owned() }
}

fn write_files(args: &SynthArgs, home: &Path, out: &Path) -> Result<()> {
    let file = args.city.clone().unwrap_or_else(|| home.join("city.toml"));
    let text =
        std::fs::read_to_string(&file).with_context(|| format!("cannot read the city file {}", file.display()))?;
    let city = City::from_toml(&text).with_context(|| format!("city file {}", file.display()))?;
    let offenses = city.offenses()?;
    let base = file.parent().unwrap_or(Path::new("."));
    let areas = catchment_ingest::areas::read(&city, base, &environment)?;
    let table = Table::read(home, &offenses, &areas)?;
    let meter = Meter::new();
    let show = |p: synth::Progress| meter.show("writing files", p.months as u64, p.of as u64);
    let summary = synth::write(&table, &offenses, &areas, out, args.seed, &show)?;
    meter.end();
    let rows = grouped(i64::try_from(summary.rows)?);
    progress::say(&format!(
        "{} files, {rows} rows, net {}, in {} (seed {})",
        summary.files,
        grouped(summary.net),
        out.display(),
        args.seed
    ));
    if summary.unattached > 0 {
        progress::warn([format!(
            "{} rows count as incidents of their own though the table says they are none",
            summary.unattached
        )]);
    }
    Ok(())
}

fn make_table(common: &Common, home: &Path) -> Result<()> {
    let dataset = workspace::open(&common.workspace)?;
    let table = Table::from_cube(&dataset.cube, &dataset.offenses, &dataset.coverage);
    table.write(home, &dataset.offenses, &dataset.areas)?;
    let (rows, years) = (grouped(i64::try_from(table.rows().len())?), table.withheld().len());
    progress::say(&format!("{rows} entries and {years} yearly counts of dataset {} in {}", dataset.id, home.display()));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_counts_and_the_one_above_mean_the_same() {
        assert_eq!(home(Path::new("data/stl/counts")), Path::new("data/stl"));
        assert_eq!(home(Path::new("data/stl")), Path::new("data/stl"));
        assert_eq!(home(Path::new("counts")), Path::new("."));
    }
}
