//! What may be published, checked as a whole: places, times, offenses and hours are bounded together.

use catchment_model::city::{City, PublicStep};
use catchment_model::{Finest, GroupId};

use crate::error::PublishError;

/// Fewest residents that an area with figures may have, whatever the city file says.
const FEWEST_RESIDENTS: f64 = 500.0;
/// Groups that are never told below the city, whatever the city file says.
const NEVER: [&str; 2] = ["rape", "sex_offense"];

/// A group that is published, with the groups of the city behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedOffense {
    /// Its name in the city file.
    pub name: String,
    /// Groups of the city.
    pub groups: Vec<GroupId>,
}

/// What may be published, checked.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "switches of the city file, each of its own")]
pub struct Rule {
    /// Offenses.
    pub offenses: Vec<PublishedOffense>,
    /// Whether there are figures per area.
    pub places: bool,
    /// Fewest residents of an area with figures.
    pub min_residents: f64,
    /// Calendar years.
    pub years: bool,
    /// Rolling twelve months.
    pub rolling: bool,
    /// Counts from 1 to one below this are not shown.
    pub least_count: u32,
    /// Counts are rounded to a multiple of this.
    pub round_to: u32,
    /// Whether zero is shown.
    pub zeros: bool,
    /// Width of what may be worked out of a count that is not shown.
    pub width: u32,
}

#[expect(clippy::needless_pass_by_value, reason = "values of every kind, most of them copied")]
fn refused(key: &'static str, value: impl ToString, expected: impl Into<String>) -> PublishError {
    PublishError::Rule { key, value: value.to_string(), expected: expected.into() }
}

impl Rule {
    /// Checks what a city says under `[public]`.
    ///
    /// # Errors
    /// [`PublishError::Rule`] with the key, its value and what is accepted.
    pub fn check(city: &City) -> Result<Self, PublishError> {
        let p = &city.public;
        let places = p.places;
        if p.hours {
            return Err(refused("hours", true, "false: hours by place and offense name single incidents"));
        }
        if p.steps.contains(&PublicStep::Month) {
            return Err(refused(
                "steps",
                "\"month\"",
                "\"year\" and \"rolling-12\": months by place name single incidents",
            ));
        }
        if p.steps.is_empty() {
            return Err(refused("steps", "[]", "\"year\", \"rolling-12\" or both"));
        }
        if !p.min_residents.is_finite() || p.min_residents < FEWEST_RESIDENTS {
            return Err(refused("min_residents", p.min_residents, format!("{FEWEST_RESIDENTS} or more")));
        }
        if !(3..=100).contains(&p.least_count) {
            return Err(refused("least_count", p.least_count, "3 to 100"));
        }
        if !(1..=10).contains(&p.round_to) || p.round_to > p.least_count {
            return Err(refused(
                "round_to",
                p.round_to,
                format!("1 to 10, and no more than least_count {}", p.least_count),
            ));
        }
        if p.width == 0 || p.width > p.least_count - 2 {
            let most = p.least_count - 2;
            return Err(refused(
                "width",
                p.width,
                format!("1 to {most}: counts not shown lie between 1 and {}", most + 1),
            ));
        }
        Ok(Self {
            offenses: offenses(city, places)?,
            places,
            min_residents: p.min_residents,
            years: p.steps.contains(&PublicStep::Year),
            rolling: p.steps.contains(&PublicStep::Rolling12),
            least_count: p.least_count,
            round_to: p.round_to,
            zeros: p.zeros,
            width: p.width,
        })
    }
}

fn offenses(city: &City, places: bool) -> Result<Vec<PublishedOffense>, PublishError> {
    let known = city.offenses().map_err(|e| refused("offense", "[[offense]]", e.to_string()))?;
    let usual = ["harm", "homicide"].map(str::to_owned).into_iter().filter(|n| known.resolve(n).is_ok());
    let names: Vec<String> = if city.public.offense.is_empty() { usual.collect() } else { city.public.offense.clone() };
    if names.is_empty() || names.len() > 4 {
        return Err(refused("offense", format!("{names:?}"), format!("1 to 4 of {}", known.known())));
    }
    let mut offenses: Vec<PublishedOffense> = Vec::new();
    for name in names {
        let groups = known.resolve(&name).map_err(|e| refused("offense", format!("\"{name}\""), e.to_string()))?;
        let never = |id: &GroupId| {
            let group = known.group(*id);
            group.is_none_or(|g| NEVER.contains(&g.id.as_str()) || g.finest == Finest::CityYear)
        };
        if places && groups.iter().any(never) {
            let expected = "offenses without rape and sex offenses, which are never told below the city";
            return Err(refused("offense", format!("\"{name}\""), expected));
        }
        if offenses.iter().any(|o| o.name == name) {
            return Err(refused("offense", format!("\"{name}\""), "each offense once"));
        }
        offenses.push(PublishedOffense { name, groups });
    }
    Ok(offenses)
}
