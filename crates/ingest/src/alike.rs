//! What the files of a source have in common, once they are decoded: reference system, layouts, columns of counts.

use catchment_model::city::Source;

use crate::IngestError;
use crate::decode::FileRows;
use crate::project::WGS84;

/// The CRS of a file's points: the source's, else the file's own, else degrees where they can be that, which is told.
pub(crate) fn crs_of(source: &Source, file: &FileRows) -> Result<(String, Option<String>), IngestError> {
    let in_degrees = |(x, y): &(f64, f64)| (-180.0..=180.0).contains(x) && (-90.0..=90.0).contains(y);
    match (&source.crs, &file.crs) {
        (Some(crs), _) | (None, Some(crs)) => Ok((crs.clone(), None)),
        (None, None) if file.positions.is_empty() => Ok((WGS84.to_owned(), None)),
        (None, None) if file.positions.iter().all(in_degrees) => {
            let name = &source.name;
            let told = format!("{name}: no crs is stated; positions were taken for longitude and latitude ({WGS84}).");
            Ok((WGS84.to_owned(), Some(told)))
        }
        (None, None) => Err(IngestError::Value {
            key: format!("source {}: crs", source.id),
            value: "none".to_owned(),
            expected: "the CRS of the x and y columns, such as EPSG:4326".to_owned(),
        }),
    }
}

/// Names the layouts of a source's files in the order of their first use: `A18` is the first, with 18 columns.
pub(crate) fn layouts(files: &mut [FileRows]) {
    let mut seen: Vec<Vec<String>> = Vec::new();
    for file in files {
        let at = seen.iter().position(|h| *h == file.header).unwrap_or_else(|| {
            seen.push(file.header.clone());
            seen.len() - 1
        });
        let letter = char::from(b'A' + u8::try_from(at % 26).unwrap_or(0));
        file.quality.layout = format!("{letter}{}", file.header.len());
    }
}

/// A layout that lost its count column would silently count reversals as offenses.
pub(crate) fn uneven_count(source: &Source, files: &[FileRows]) -> Option<String> {
    let without: Vec<&str> = files.iter().filter(|f| !f.has_count).map(|f| f.quality.file.as_str()).collect();
    let some = files.iter().any(|f| f.has_count);
    (some && !without.is_empty()).then(|| {
        format!(
            "{}: {} of {} files have no count column, so that each of their rows counts 1 ({} is the first).",
            source.name,
            without.len(),
            files.len(),
            without[0]
        )
    })
}
