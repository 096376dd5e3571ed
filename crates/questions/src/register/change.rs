//! A change of a site, as a person says it.

use catchment_model::{Month, Site, SiteShape};
use catchment_store::{PeopleError, SiteEntry, SiteFacts};
use geo::{BoundingRect, Contains, MultiPolygon, Point, unary_union};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::drawn::read_outline;
use crate::engine::Engine;
use crate::error::AskError;

/// What is changed: an outline from a month on, what holds from a month on, or the last month; and why.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct SiteChange {
    /// Why, 1 to 2,000 characters: it stays in the history.
    pub why: String,
    /// Name of a new site, 1 to 200 characters.
    pub name: Option<String>,
    /// First month of the outline, or of what holds from then on: `YYYY-MM`.
    pub from: Option<String>,
    /// The outline: `GeoJSON` with polygons, degrees.
    #[schema(value_type = Option<Object>)]
    pub outline: Option<Value>,
    /// Ids of areas whose outlines stand in for one that is not published.
    pub areas: Vec<String>,
    /// Whether the outline is not the program's own.
    pub stand_in: bool,
    /// Where the outline comes from.
    pub source: Option<String>,
    /// Last month of the site: it closes then.
    pub to: Option<String>,
    /// Organizations that run it.
    pub providers: Option<Vec<String>>,
    /// Staff, 0 to 10,000.
    pub staff: Option<u32>,
    /// Budget a year, dollars.
    pub budget_dollars: Option<u64>,
    /// Working hours.
    pub shift: Option<String>,
    /// Whether who runs it is taken over from the city file; only where the register knows nobody, and beside nothing
    /// that is dated.
    pub run_by_city_file: bool,
    /// Contracts, maps and other papers: all that there are now.
    pub documents: Option<Vec<String>>,
}

impl SiteChange {
    /// A new site.
    ///
    /// # Errors
    /// [`AskError`] with what is missing or cannot be.
    pub fn opened(&self, id: &str, engine: &Engine) -> Result<SiteEntry, AskError> {
        let name = self.name.as_deref().ok_or_else(|| AskError::value("name", "", "the name of the new site"))?;
        if self.run_by_city_file {
            return Err(AskError::value("run_by_city_file", "true", "a site that the register has already"));
        }
        let outline = self.moved_to(id, name, engine)?;
        let outline = outline.ok_or_else(|| AskError::value("outline", "", "an outline, or areas that stand in"))?;
        let entry = self.also(SiteEntry::of(outline))?;
        entry.check(id).map_err(refused)?;
        Ok(entry)
    }

    /// A site once it is changed.
    ///
    /// # Errors
    /// [`AskError`] with what has no effect, or cannot be.
    pub fn applied(&self, id: &str, before: &SiteEntry, engine: &Engine) -> Result<SiteEntry, AskError> {
        if let Some(name) = &self.name {
            return Err(AskError::value("name", name, "none: a site keeps its name"));
        }
        let name = before.outlines.last().map_or("", |o| o.name.as_str());
        let entry = match self.moved_to(id, name, engine)? {
            Some(outline) => before.clone().moved(outline).map_err(refused)?,
            None => before.clone(),
        };
        let entry = if self.run_by_city_file { self.taken_over(id, &entry, engine)? } else { self.also(entry)? };
        if entry == *before {
            return Err(AskError::value(
                "change",
                "nothing",
                "an outline, what holds from a month on, or a last month",
            ));
        }
        entry.check(id).map_err(refused)?;
        Ok(entry)
    }

    /// The site with who runs it as the city file says.
    fn taken_over(&self, id: &str, entry: &SiteEntry, engine: &Engine) -> Result<SiteEntry, AskError> {
        let beside = [("providers", self.providers.is_some()), ("staff", self.staff.is_some())];
        let more = [("budget_dollars", self.budget_dollars.is_some()), ("shift", self.shift.is_some())];
        let last = [("from", self.from.is_some()), ("to", self.to.is_some())];
        if let Some((name, _)) = beside.into_iter().chain(more).chain(last).find(|(_, given)| *given) {
            return Err(AskError::value("run_by_city_file", "true", format!("no {name} beside it")));
        }
        let declared = engine.data.city.site.iter().find(|s| s.id == id).map_or(&[][..], |s| &s.provider);
        let filled = entry.filled(declared).ok_or_else(|| {
            let accepted = "a site of which the register knows nobody who runs it, and the city file names somebody";
            AskError::value("run_by_city_file", "true", accepted)
        })?;
        Ok(match &self.documents {
            Some(documents) => SiteEntry { documents: documents.clone(), ..filled },
            None => filled,
        })
    }

    /// The outline that is given, with its first month.
    fn moved_to(&self, id: &str, name: &str, engine: &Engine) -> Result<Option<Site>, AskError> {
        let shape = if self.stand_in || !self.areas.is_empty() { SiteShape::StandIn } else { SiteShape::Published };
        let outline = match (&self.outline, self.areas.is_empty()) {
            (Some(_), false) => {
                return Err(AskError::value("areas", self.areas.join(","), "none beside an outline: one or the other"));
            }
            (Some(given), true) => read_outline(given)?,
            (None, false) => of_areas(&self.areas, engine)?,
            (None, true) => match (&self.source, self.stand_in) {
                (Some(source), _) => return Err(AskError::value("source", source, "an outline beside it")),
                (None, true) => return Err(AskError::value("stand_in", "true", "an outline beside it")),
                (None, false) => return Ok(None),
            },
        };
        in_the_city(&outline, engine)?;
        let from = self.first_month()?;
        let note = self.source.clone().unwrap_or_else(|| "Source of the outline not stated.".to_owned());
        let (id, name, area_ids) = (id.to_owned(), name.to_owned(), self.areas.clone());
        Ok(Some(Site { id, name, from, to: None, shape, area_ids, note, outline }))
    }

    /// What is said beside an outline.
    fn also(&self, entry: SiteEntry) -> Result<SiteEntry, AskError> {
        let Self { providers, staff, budget_dollars, shift, documents, .. } = self;
        let dated = providers.is_some() || staff.is_some() || budget_dollars.is_some() || shift.is_some();
        let mut entry = if dated {
            let from = self.first_month()?;
            let before = entry.facts_in(from).cloned().unwrap_or_else(|| SiteFacts::from_month(from));
            entry.with_facts(SiteFacts {
                from,
                providers: providers.clone().unwrap_or(before.providers),
                staff: staff.or(before.staff),
                budget_dollars: budget_dollars.or(before.budget_dollars),
                shift: shift.clone().or(before.shift),
                // Whoever names others says why in the revision; a source is one of what it was stated of.
                source: before.source.filter(|_| providers.is_none()),
            })
        } else {
            entry
        };
        if let Some(documents) = documents {
            entry.documents.clone_from(documents);
        }
        match &self.to {
            Some(to) => entry.closed(month("to", to)?).map_err(refused),
            None => Ok(entry),
        }
    }

    fn first_month(&self) -> Result<Month, AskError> {
        month("from", self.from.as_deref().unwrap_or_default())
    }
}

fn month(name: &str, text: &str) -> Result<Month, AskError> {
    text.parse().map_err(|_cause| AskError::value(name, text, "a month: YYYY-MM"))
}

fn refused(error: PeopleError) -> AskError {
    match error {
        PeopleError::Site { field, value, expected } => AskError::value(field, value, expected),
        other => AskError::internal(other),
    }
}

/// The ground of some areas together.
fn of_areas(ids: &[String], engine: &Engine) -> Result<MultiPolygon<f64>, AskError> {
    let areas = &engine.data.areas;
    let one = |id: &String| {
        let area = areas.find(id).and_then(|at| areas.get(at));
        area.map(|a| &a.outline).ok_or_else(|| AskError::value("areas", id, "the id of an area of the city"))
    };
    Ok(unary_union(ids.iter().map(one).collect::<Result<Vec<_>, _>>()?))
}

/// Refuses ground that holds no cell of the city: nothing could be counted on it.
fn in_the_city(outline: &MultiPolygon<f64>, engine: &Engine) -> Result<(), AskError> {
    let Some(frame) = outline.bounding_rect() else {
        return Err(AskError::value("outline", "nothing", "at least one polygon"));
    };
    let holds = |cell: &catchment_model::Cell| {
        let (lng, lat) = cell.center();
        let center = Point::new(lng, lat);
        frame.contains(&center) && outline.contains(&center)
    };
    if engine.finest_study()?.inside.iter().any(holds) {
        return Ok(());
    }
    let (low, high) = (frame.min(), frame.max());
    let shown = format!("{:.4} to {:.4}, {:.4} to {:.4}", low.x, high.x, low.y, high.y);
    Err(AskError::value("outline", shown, "ground in the city, longitude and latitude in degrees"))
}
