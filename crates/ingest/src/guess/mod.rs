//! A first city file, guessed from tables of incidents and a file of outlines.
//!
//! Every guess stands with its evidence and, where there is one, the alternative; what cannot be told from the files is
//! written as a line that is commented out. Does not live here: reading tables and dates, which is done as the ingest
//! does it.

mod codes;
mod dates;
mod places;
mod roles;
mod rules;
mod seen;
mod table;
mod texts;
mod words;
mod write;

use std::path::{Component, Path, PathBuf};

use catchment_model::city::AreaSource;

use crate::IngestError;
use crate::areas::extent;
use codes::Kinds;
use places::Place;
use roles::Where;
pub use seen::Guess;
use seen::Seen;
use table::Table;

/// Guesses the city file of some tables of incidents, all of one layout, and a file of outlines; paths stand in it as
/// seen from `folder`, where the city file is going to be, else as given.
///
/// # Errors
/// [`IngestError`] where a file cannot be read, or in which no header is found.
pub fn new_city(files: &[PathBuf], areas: &Path, folder: Option<&Path>) -> Result<Guess, IngestError> {
    let seen_from = |path: &Path| folder.map_or_else(|| path.to_path_buf(), |folder| relative(path, folder));
    let paths: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    let table = Table::read(&paths)?;
    let places = Table::read(&[areas])?;
    let (columns, _) = roles::areas(&places, &table, &[]);
    let id = columns.id.map_or("id", |at| places.header[at].as_str());
    let source = serde_json::json!({ "path": areas, "id": id });
    let source: AreaSource = serde_json::from_value(source).map_err(|fault| IngestError::Format {
        file: areas.display().to_string(),
        detail: fault.to_string(),
        expected: "a file of outlines",
    })?;
    let (least, most) = extent(&source, Path::new("."), &|_| None)?;
    let place = Place { least, most };
    let (zone, ..) = place.zone();
    let (when, reported) = roles::when(&table, zone);
    let reads = dates::read(&table, when, zone)?;
    let at = roles::place(&table, place);
    let mut taken: Vec<usize> = [when.date, when.time, when.hour, reported].into_iter().flatten().collect();
    taken.extend(when.parts.into_iter().flat_map(|(y, m, d)| [Some(y), Some(m), d].into_iter().flatten()));
    taken.extend(match at {
        Some((Where::Pair(x, y), _)) => vec![x, y],
        Some((Where::Text(at), _)) => vec![at],
        _ => Vec::new(),
    });
    let incident = roles::incident(&table, &taken);
    taken.extend(incident);
    let (columns, label) = roles::areas(&places, &table, &taken);
    taken.extend(label.map(|label| label.at));
    let kinds = Kinds::find(&table, &taken);
    let seen = Seen {
        files: &files.iter().map(|file| seen_from(file)).collect::<Vec<_>>(),
        outlines: &seen_from(areas),
        table: &table,
        places: &places,
        columns,
        label,
        place,
        zone,
        when,
        reported,
        reads,
        at,
        incident,
        kinds,
    };
    Ok(write::write(&seen))
}

/// A whole path as seen from a folder; as it is where the two have no folder in common.
fn relative(path: &Path, folder: &Path) -> PathBuf {
    let common = path.components().zip(folder.components()).take_while(|(a, b)| a == b).count();
    // The root alone is no folder in common.
    if common < 2 {
        return path.to_path_buf();
    }
    let up = folder.components().skip(common).map(|_| Component::ParentDir);
    up.chain(path.components().skip(common)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_seen_from_the_folder_of_the_city_file() {
        for (path, folder, seen) in [
            ("/a/city/raw/in.csv", "/a/city", "raw/in.csv"),
            ("/a/raw/in.csv", "/a/city", "../raw/in.csv"),
            ("/b/in.csv", "/a/city", "/b/in.csv"),
        ] {
            assert_eq!(relative(Path::new(path), Path::new(folder)), Path::new(seen), "{path}");
        }
    }
}
