//! Stacked points that the city file declares: which positions they are, and where their rows go.

use catchment_model::city::{City, StackedEntry};
use catchment_model::{AreaIdx, Incidents, Position, RepeatedPoint};
use geo::BoundingRect;
use rustc_hash::FxHashMap;

use crate::IngestError;
use crate::places::{Distinct, Found, Ground};
use crate::project::{WGS84, degrees_and_metres};

/// Most points that the rows of one area are spread over.
const POINTS: usize = 4096;
/// Tries for each of them: an area that fills less than a tenth of its box is a line.
const TRIES: usize = 40;

/// A position to the meter.
pub(crate) type Metre = (i64, i64);

/// The meter of a position.
#[expect(clippy::cast_possible_truncation, reason = "coordinates are within a few million meters")]
pub(crate) fn metre(position: &Position) -> Metre {
    (position.x_m.round() as i64, position.y_m.round() as i64)
}

/// The declared points of a city, those with a place in meters of the work CRS.
#[derive(Debug)]
pub(crate) struct Declared<'a> {
    entries: Vec<(&'a StackedEntry, Option<(f64, f64)>)>,
}

impl<'a> Declared<'a> {
    /// Finds where the declared points lie.
    pub(crate) fn new(city: &'a City, ground: &Ground<'_>) -> Result<Self, IngestError> {
        let place = |entry: &StackedEntry| -> Result<Option<(f64, f64)>, IngestError> {
            if let Some(degrees) = entry.lon.zip(entry.lat) {
                let there = degrees_and_metres("stacked", WGS84, ground.work_crs, &[degrees])?;
                return Ok(there.first().map(|[_, metres]| *metres));
            }
            Ok(entry.x.zip(entry.y))
        };
        let entries = city.stacked.iter().map(|entry| Ok((entry, place(entry)?)));
        Ok(Self { entries: entries.collect::<Result<_, IngestError>>()? })
    }

    /// The declared point that a meter belongs to by its place.
    pub(crate) fn near(&self, at: Metre) -> Option<&'a StackedEntry> {
        let distance = |(x, y): (f64, f64)| (x - at.0 as f64).hypot(y - at.1 as f64);
        // A meter is rounded: half of its diagonal more.
        let near = |(entry, place): &&(&StackedEntry, Option<(f64, f64)>)| {
            place.is_some_and(|place| distance(place) <= entry.radius_m + std::f64::consts::FRAC_1_SQRT_2)
        };
        self.entries.iter().find(near).map(|(entry, _)| *entry)
    }

    /// The declared point that a meter with this address belongs to.
    pub(crate) fn of(&self, at: Metre, address: Option<&str>) -> Option<&'a StackedEntry> {
        let same = |entry: &StackedEntry| {
            let (Some(a), Some(b)) = (entry.address.as_deref(), address) else { return false };
            a.trim().to_lowercase() == b.to_lowercase()
        };
        self.near(at).or_else(|| self.entries.iter().map(|(entry, _)| *entry).find(|entry| same(entry)))
    }

    /// Sentences on declared points that no listed position belongs to.
    pub(crate) fn without(&self, points: &[RepeatedPoint]) -> Vec<String> {
        let known = |entry: &StackedEntry| points.iter().any(|p| p.name.as_ref() == Some(&entry.name));
        let commonest = points.iter().find_map(|p| p.address.clone()).unwrap_or_else(|| "no address".to_owned());
        let lost = self.entries.iter().filter(|(entry, _)| !known(entry));
        lost.map(|(entry, place)| {
            let how = match (place, &entry.address) {
                (Some((x, y)), _) => format!("within {} m of {x:.0}, {y:.0} (work CRS)", entry.radius_m),
                (None, Some(address)) => {
                    format!("with the address \"{address}\" (the commonest is \"{commonest}\")")
                }
                (None, None) => "there".to_owned(),
            };
            format!("stacked \"{}\": no two rows share a position {how}.", entry.name)
        })
        .collect()
    }
}

/// Spreads the rows at some positions evenly over the areas that hold them.
///
/// The rows of an area go, in reading order, to the points of one fixed sequence that fills its box evenly (Roberts
/// 2018, "The unreasonable effectiveness of quasirandom sequences": steps of 1/φ and 1/φ² for the plastic number φ),
/// those outside of the area passed over. Any part of the rows is spread about as evenly as all of them; the same rows
/// go to the same points every time.
///
/// # Errors
/// [`IngestError::Value`] for a position in no area.
pub(crate) fn spread(from: &[u32], ground: &Ground<'_>, incidents: &mut Incidents) -> Result<(), IngestError> {
    let mut area_of: FxHashMap<u32, AreaIdx> = FxHashMap::default();
    for at in from {
        let Some(position) = incidents.positions.get(*at as usize) else { continue };
        let Some(area) = position.area else {
            return Err(IngestError::Value {
                key: "stacked: treat".to_owned(),
                value: format!("\"spread\" at latitude {:.5}, longitude {:.5}", position.lat, position.lng),
                expected: "a point inside an area; this one lies in none, so \"keep\" or \"areas-only\"".to_owned(),
            });
        };
        area_of.insert(*at, area);
    }
    let mut areas: Vec<AreaIdx> = area_of.values().copied().collect();
    areas.sort_unstable();
    areas.dedup();
    let mut points: FxHashMap<AreaIdx, (Vec<u32>, usize)> = FxHashMap::default();
    for area in areas {
        let rows = incidents.rows.iter().filter(|r| area_of.get(&r.position) == Some(&area)).count();
        points.insert(area, (evenly(area, rows.min(POINTS), ground, incidents)?, 0));
    }
    for row in &mut incidents.rows {
        let Some((list, next)) = area_of.get(&row.position).and_then(|area| points.get_mut(area)) else { continue };
        if !list.is_empty() {
            row.position = list[*next % list.len()];
            *next += 1;
        }
    }
    Ok(())
}

/// Adds so many positions, spread evenly over an area; their numbers.
fn evenly(
    area: AreaIdx,
    points: usize,
    ground: &Ground<'_>,
    incidents: &mut Incidents,
) -> Result<Vec<u32>, IngestError> {
    const STEP: (f64, f64) = (0.754_877_666_246_693, 0.569_840_290_998_053);
    let Some(bounds) = ground.areas.get(area).and_then(|a| a.outline_m.bounding_rect()) else { return Ok(Vec::new()) };
    let mut inside = Distinct::default();
    let mut found = 0;
    for n in 0..TRIES * points {
        let at = |step: f64| (0.5 + step * n as f64).fract();
        let x = bounds.min().x + bounds.width() * at(STEP.0);
        let y = bounds.min().y + bounds.height() * at(STEP.1);
        if ground.areas.at(x, y) == Some(area) {
            inside.id((x, y));
            found += 1;
        }
        if found == points {
            break;
        }
    }
    if inside.is_empty() {
        return Ok(Vec::new());
    }
    let located = inside.locate(ground.work_crs, ground, &mut incidents.positions)?;
    let number = |found: Found| if let Found::At(number) = found { Some(number) } else { None };
    Ok(located.into_iter().filter_map(number).collect())
}
