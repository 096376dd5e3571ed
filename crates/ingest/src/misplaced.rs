//! Points that lie nowhere near the city: what would put them there.
//!
//! Swapped axes, a lost sign and the wrong reference system are the usual slips; each is tried on a sample, and those
//! that put nearly all of it among the areas are proposed. Nothing is mended without being asked.

use crate::IngestError;
use crate::decode::FileRows;
use crate::places::{Found, Ground};
use crate::project::{WGS84, between, transform};

/// Points that are tried.
const SAMPLE: usize = 200;
/// Share of them that a proposal must put into the city.
const FITS: f64 = 0.9;
/// Share of a source's points that may lie elsewhere before a slip is looked for.
const ELSEWHERE: f64 = 0.5;
/// Proposals that are named.
const NAMED: usize = 3;
/// Codes of the EPSG register that are tried: the states' plane systems, in feet and in meters, and Web Mercator.
const PLANES: [std::ops::RangeInclusive<u32>; 8] =
    [2222..=2289, 2867..=2888, 3417..=3438, 3451..=3460, 3560..=3570, 26929..=26998, 32100..=32161, 3857..=3857];

/// A file with the CRS of its points and what became of each distinct one.
pub(crate) type Placed<'a> = (&'a FileRows, &'a str, &'a [Found]);

/// Why a source's points are refused: how many lie elsewhere, and what would put them into the city. `None` where most
/// lie where they should, or nothing that is tried would help.
pub(crate) fn slip(
    source: &str,
    files: &[Placed<'_>],
    ground: &Ground<'_>,
) -> Result<Option<IngestError>, IngestError> {
    let (mut placed, mut elsewhere) = (0_u64, 0_u64);
    let mut points = Vec::new();
    for (file, _, found) in files {
        for row in &file.rows {
            match found.get(row.position as usize) {
                Some(Found::At(_)) => placed += 1,
                Some(Found::FarOutside | Found::Bad) => elsewhere += 1,
                None => {}
            }
        }
        points.extend(file.positions.iter().zip(*found).filter(|(_, f)| !matches!(f, Found::At(_))).map(|(p, _)| *p));
    }
    let all = placed + elsewhere;
    if (elsewhere as f64) <= ELSEWHERE * all as f64 {
        return Ok(None);
    }
    let Some((_, crs, _)) = files.first() else { return Ok(None) };
    let step = points.len().div_ceil(SAMPLE).max(1);
    let sample: Vec<(f64, f64)> = points.into_iter().step_by(step).collect();
    let proposals = proposals(crs, &sample, ground)?;
    if proposals.is_empty() {
        return Ok(None);
    }
    Ok(Some(IngestError::Value {
        key: format!("source {source}: crs"),
        value: format!("\"{crs}\" ({elsewhere} of {all} rows with coordinates lie in no area and near none)"),
        expected: format!("points in the city: {}", proposals.join("; or ")),
    }))
}

fn proposals(crs: &str, sample: &[(f64, f64)], ground: &Ground<'_>) -> Result<Vec<String>, IngestError> {
    let fits = |crs: &str, points: &[(f64, f64)]| -> Result<bool, IngestError> {
        let there = transform(&between("source", crs, ground.work_crs)?, points);
        let inside = there.iter().filter(|(x, y)| ground.holds(*x, *y)).count();
        Ok(inside as f64 >= FITS * points.len() as f64)
    };
    let swapped: Vec<_> = sample.iter().map(|(x, y)| (*y, *x)).collect();
    if fits(crs, &swapped)? {
        return Ok(vec!["x and y look swapped (columns.x is the easting or longitude)".to_owned()]);
    }
    let west: Vec<_> = sample.iter().map(|(x, y)| (-x.abs(), *y)).collect();
    if fits(crs, &west)? {
        return Ok(vec!["longitudes look as if they had lost their minus sign".to_owned()]);
    }
    let codes = PLANES.into_iter().flatten().map(|code| format!("EPSG:{code}"));
    let tried = [WGS84.to_owned(), ground.work_crs.to_owned()].into_iter().chain(codes);
    // A code that PROJ does not know, or cannot go from, is no proposal.
    let fit = tried.filter(|code| code != crs && fits(code, sample).unwrap_or(false));
    Ok(fit.take(NAMED).map(|code| format!("with crs = \"{code}\" they would be in it")).collect())
}
