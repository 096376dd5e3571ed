//! Points that lie nowhere near the city: what would put them there.
//!
//! Swapped axes, a lost sign, feet for meters and the wrong reference system are the usual slips; each is tried on a
//! sample, and those that put nearly all of it among the areas are proposed. Where only some rows lie elsewhere, they
//! are counted and what would put them into the city is said. Nothing is mended without being asked.

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
/// Fewest distinct points elsewhere of which something is said where most lie in the city.
const FEW: usize = 5;
/// Meters of a US survey foot; the international one differs by two millionths.
const FOOT: f64 = 1200.0 / 3937.0;
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
    let Some((file, crs, _)) = files.first() else { return Ok(None) };
    let sample = sampled(points);
    let proposals = proposals(crs, &sample, ground, file.point_in_one)?;
    if proposals.is_empty() {
        return Ok(None);
    }
    Ok(Some(IngestError::Value {
        key: format!("source {source}: crs"),
        value: format!("\"{crs}\" ({elsewhere} of {all} rows with coordinates lie in no area and near none)"),
        expected: format!("points in the city: {}", proposals.join("; or ")),
    }))
}

fn sampled(points: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    let step = points.len().div_ceil(SAMPLE).max(1);
    points.into_iter().step_by(step).collect()
}

/// A sentence on the rows of a source that lie elsewhere while most lie in the city: some may be written another way.
///
/// # Errors
/// As [`slip`].
pub(crate) fn some(source: &str, files: &[Placed<'_>], ground: &Ground<'_>) -> Result<Option<String>, IngestError> {
    let Some((_, crs, _)) = files.first() else { return Ok(None) };
    let elsewhere = |found: &Found| !matches!(found, Found::At(_));
    let points = files.iter().flat_map(|(file, _, found)| file.positions.iter().zip(*found));
    let points: Vec<(f64, f64)> = points.filter(|(_, f)| elsewhere(f)).map(|(p, _)| *p).collect();
    if points.len() < FEW {
        return Ok(None);
    }
    let sample = sampled(points);
    let inside = |points: &[(f64, f64)]| -> Result<usize, IngestError> {
        let there = transform(&between("source", crs, ground.work_crs)?, points);
        Ok(there.iter().filter(|(x, y)| ground.holds(*x, *y)).count())
    };
    let mut told = Vec::new();
    for (slip, read) in SLIPS {
        let n = inside(&sample.iter().map(|p| read(*p)).collect::<Vec<_>>())?;
        if n >= FEW {
            told.push(format!("{n} with {slip}"));
        }
    }
    Ok((!told.is_empty()).then(|| {
        format!(
            "{source}: of {} distinct points that lie in no area and near none, some would be in the city: {}. Their \
             rows have no position; mend them in the file, or read them as a source of their own.",
            sample.len(),
            told.join(", ")
        )
    }))
}

/// A way to read a point otherwise, and how.
type Slip = (&'static str, fn((f64, f64)) -> (f64, f64));

/// The slips that need no other reference system.
const SLIPS: [Slip; 5] = [
    ("x and y swapped", |(x, y)| (y, x)),
    ("a minus sign before the longitude", |(x, y)| (-x.abs(), y)),
    ("a minus sign before the latitude", |(x, y)| (x, -y.abs())),
    ("x and y in feet, not meters", |(x, y)| (x * FOOT, y * FOOT)),
    ("x and y in meters, not feet", |(x, y)| (x / FOOT, y / FOOT)),
];

fn proposals(
    crs: &str,
    sample: &[(f64, f64)],
    ground: &Ground<'_>,
    point_in_one: bool,
) -> Result<Vec<String>, IngestError> {
    let fits = |crs: &str, points: &[(f64, f64)]| -> Result<bool, IngestError> {
        let there = transform(&between("source", crs, ground.work_crs)?, points);
        let inside = there.iter().filter(|(x, y)| ground.holds(*x, *y)).count();
        Ok(inside as f64 >= FITS * points.len() as f64)
    };
    for (at, (slip, read)) in SLIPS.into_iter().enumerate() {
        let read: Vec<_> = sample.iter().map(|p| read(*p)).collect();
        if !fits(crs, &read)? {
            continue;
        }
        return Ok(vec![match at {
            0 if point_in_one => {
                "x and y look swapped (point_order = \"xy\" or \"yx\" says which comes first)".to_owned()
            }
            0 => "x and y look swapped (columns.x is the easting or longitude)".to_owned(),
            1 => "longitudes look as if they had lost their minus sign".to_owned(),
            2 => "latitudes look as if they had lost their minus sign".to_owned(),
            _ => format!("they look like {slip} (crs names a system in that unit, such as ESRI:102696 in feet)"),
        }]);
    }
    let codes = PLANES.into_iter().flatten().map(|code| format!("EPSG:{code}"));
    let tried = [WGS84.to_owned(), ground.work_crs.to_owned()].into_iter().chain(codes);
    // A code that PROJ does not know, or cannot go from, is no proposal.
    let fit = tried.filter(|code| code != crs && fits(code, sample).unwrap_or(false));
    Ok(fit.take(NAMED).map(|code| format!("with crs = \"{code}\" they would be in it")).collect())
}
