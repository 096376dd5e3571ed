//! What a city file leaves to its files: the reference system to measure in, and the first and last month of a source.
//!
//! Both are found once and written into the city file that the dataset keeps, so that the dataset does not change its
//! mind. Defaults that need no file are filled in by `model`.

use std::collections::BTreeMap;
use std::path::Path;

use catchment_model::city::{AreaSource, City, Source};
use catchment_model::{Month, Window};

use crate::IngestError;
use crate::areas::extent;
use crate::paths::Env;

/// Years without a row that set stray rows apart from the others, in months.
const STRAY: u16 = 24;

/// The UTM zone that the middle of the outlines lies in.
///
/// # Errors
/// [`IngestError`] where the outlines cannot be read.
pub(crate) fn work_crs(areas: &AreaSource, base: &Path, env: Env<'_>) -> Result<String, IngestError> {
    let ((west, south), (east, north)) = extent(areas, base, env)?;
    Ok(format!("EPSG:{}", utm(f64::midpoint(west, east), f64::midpoint(south, north))))
}

/// The EPSG code of the UTM zone (WGS 84) of a place in degrees.
pub(crate) fn utm(lon: f64, lat: f64) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 59")]
    let zone = ((lon + 180.0) / 6.0).floor().clamp(0.0, 59.0) as u32 + 1;
    if lat < 0.0 { 32_700 + zone } else { 32_600 + zone }
}

/// Writes the reference system into the text of a city file, and says so.
pub(crate) fn note_work_crs(text: &mut String, crs: &str) -> String {
    *text = format!("work_crs = \"{crs}\" # by default: the UTM zone of the middle of the outlines\n{text}");
    format!("work_crs = \"{crs}\", the UTM zone of the middle of the outlines")
}

/// The months of a source by its rows: without stray ones that lie years apart from most, of which is said how many
/// there are.
///
/// # Errors
/// [`IngestError::Value`] where no row has a month.
pub(crate) fn period(source: &Source, rows: &BTreeMap<Month, u64>) -> Result<(Window, u64), IngestError> {
    span_of(rows).ok_or_else(|| IngestError::Value {
        key: format!("source {}: from, to", source.id),
        value: "not stated".to_owned(),
        expected: format!(
            "rows with a date that can be read (order = \"{}\" under [source.dates]), or months such as 2015-01",
            source.dates.order
        ),
    })
}

/// First and last month of some rows, and how many of these lie years apart from most and are left out.
pub(crate) fn span_of(rows: &BTreeMap<Month, u64>) -> Option<(Window, u64)> {
    let months: Vec<(Month, u64)> = rows.iter().map(|(month, n)| (*month, *n)).collect();
    let sum = |run: &[(Month, u64)]| run.iter().map(|(_, n)| n).sum::<u64>();
    let run = months.chunk_by(|a, b| b.0.index() - a.0.index() <= STRAY).max_by_key(|run| sum(run))?;
    let window = Window::new(run.first()?.0, run.last()?.0).ok()?;
    Some((window, sum(&months) - sum(run)))
}

/// States the first and last month of a source in the city and in its text; the sentence that says so.
///
/// # Errors
/// [`IngestError::Value`] where the text is not laid out so that they can be written into it.
pub(crate) fn note_period(
    text: &mut String,
    city: &mut City,
    at: usize,
    (window, stray): (Window, u64),
) -> Result<String, IngestError> {
    let source = &mut city.source[at];
    let mut lines = String::new();
    let mut told = Vec::new();
    for (key, own, open, found) in [
        ("from", &mut source.from, Source::first_of_all(), window.from()),
        ("to", &mut source.to, Source::last_of_all(), window.to()),
    ] {
        if *own == open {
            *own = found;
            lines = format!("{lines}{key} = \"{found}\" # by default: by the rows\n");
            told.push(format!("{key} = \"{found}\""));
        }
    }
    let id = source.id.clone();
    let header = |line: &str| line.split('#').next().is_some_and(|l| l.replace([' ', '\t'], "").trim() == "[[source]]");
    let mut starts = text.match_indices('\n').map(|(at, _)| at + 1).collect::<Vec<_>>();
    starts.insert(0, 0);
    let after = starts.iter().filter(|start| header(text[**start..].lines().next().unwrap_or_default())).nth(at);
    if let Some(start) = after {
        let end = text[*start..].find('\n').map_or(text.len(), |n| start + n + 1);
        let gap = if text[..end].ends_with('\n') { "" } else { "\n" };
        text.insert_str(end, &format!("{gap}{lines}"));
    }
    if City::from_toml(text).ok().as_ref() != Some(city) {
        return Err(IngestError::Value {
            key: format!("source {id}: from, to"),
            value: "not stated".to_owned(),
            expected: format!("{}, as the rows have it: this file's layout leaves no place for it", told.join(", ")),
        });
    }
    let stray = if stray == 0 {
        String::new()
    } else {
        format!(
            "; {stray} {} more than {STRAY} months apart from these {} left out",
            if stray == 1 { "row" } else { "rows" },
            if stray == 1 { "is" } else { "are" }
        )
    };
    Ok(format!("source {id}: {}, by its rows{stray}", told.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_those_of_the_places() {
        for (lon, lat, code) in
            [(-90.2, 38.6, 32_615), (-73.9, 40.7, 32_618), (-56.2, -34.9, 32_721), (180.0, 0.0, 32_660)]
        {
            assert_eq!(utm(lon, lat), code);
        }
    }
}
