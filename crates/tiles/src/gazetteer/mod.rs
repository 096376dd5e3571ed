//! Where streets, crossings, areas and sites of a city are: what the viewer's search reads, made of the same lines as
//! the basemap.

mod crossing;
mod lines;

use std::collections::BTreeMap;

use catchment_model::basemap::{Ground, GroundKind, Network, Parts, Place, Route, Street, StreetClass};
use geo::{BoundingRect, Contains, LineString, MultiPolygon, Point};
use serde::Serialize;

use crate::basemap::inside_point;

pub(crate) use crossing::{Meeting, crossings};
pub(crate) use lines::NamedLines;

/// A place in degrees, longitude first, five decimals (about a meter).
type At = [f64; 2];
/// West, south, east, north.
type Bounds = [f64; 4];

/// Everything that can be looked for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Gazetteer {
    city: String,
    /// Who made what it was made of.
    credits: Vec<String>,
    pub(crate) areas: Vec<FoundArea>,
    pub(crate) sites: Vec<FoundSite>,
    pub(crate) streets: Vec<FoundStreet>,
    pub(crate) crossings: Vec<FoundCrossing>,
}

/// A neighborhood, park or cemetery.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct FoundArea {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    name: String,
    kind: &'static str,
    at: At,
    r#box: Bounds,
}

/// An existing site.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct FoundSite {
    id: String,
    name: String,
    at: At,
    r#box: Bounds,
}

/// All lines of one name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct FoundStreet {
    pub(crate) name: String,
    class: &'static str,
    /// On the street, about the middle of its longest line.
    at: At,
    r#box: Bounds,
    /// Areas that it leads through, by position in the list.
    areas: Vec<usize>,
}

/// Two streets by position in the list, longitude, latitude, and the area by position, −1 outside all.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct FoundCrossing(pub(crate) usize, pub(crate) usize, f64, f64, i32);

impl Gazetteer {
    /// Looks through the parts of a basemap; streets are those that touch the city's box.
    pub(crate) fn of(parts: &Parts, city: Bounds) -> Self {
        let named: Vec<&Ground> = parts.areas.iter().chain(&parts.grounds).filter(|g| shown(g)).collect();
        let index = Index::new(&named);
        let by_name = by_name(&parts.streets, city);
        let streets: Vec<FoundStreet> = by_name.iter().map(|(name, s)| found_street(name, s, &index)).collect();
        let lines = by_name.values().map(|s| if s.crosses { s.lines.as_slice() } else { &[] });
        let crossings = crossings(lines).into_iter().map(|Meeting { pair: (a, b), at }| {
            let area = index.area(at).and_then(|i| i32::try_from(i).ok()).unwrap_or(-1);
            FoundCrossing(a, b, short(at[0]), short(at[1]), area)
        });
        Self {
            city: parts.city.0.clone(),
            credits: parts.credits.clone(),
            areas: named.iter().filter_map(|g| found_area(g)).collect(),
            sites: parts.sites.iter().filter_map(found_site).collect(),
            crossings: crossings.collect(),
            streets,
        }
    }
}

/// Whether a ground can be looked for: it has a name and a point.
fn shown(ground: &Ground) -> bool {
    ground.kind != GroundKind::Water && !ground.name.is_empty() && inside_point(&ground.outline).is_some()
}

fn found_area(g: &Ground) -> Option<FoundArea> {
    let (at, r#box) = (inside_point(&g.outline)?.map(short), bounds(&g.outline)?);
    Some(FoundArea { id: g.id.clone(), name: g.name.clone(), kind: g.kind.name(), at, r#box })
}

fn found_site(site: &Place) -> Option<FoundSite> {
    let (at, r#box) = (inside_point(&site.outline)?.map(short), bounds(&site.outline)?);
    Some(FoundSite { id: site.id.clone(), name: site.name.clone(), at, r#box })
}

/// Lines of one name.
struct Named {
    class: StreetClass,
    lines: Vec<LineString<f64>>,
    /// Whether crossings with it have its name: numbers of state roads only repeat streets that have one.
    crosses: bool,
}

fn by_name(streets: &[Street], city: Bounds) -> BTreeMap<String, Named> {
    let mut all: BTreeMap<String, Named> = BTreeMap::new();
    for street in streets.iter().filter(|s| s.class != StreetClass::Hidden) {
        let interstate = street.route.as_ref().filter(|r| r.network == Network::Interstate);
        let name = interstate.map(Route::shield).or_else(|| street.name.clone());
        let (Some(name), crosses) = (name, street.route.is_none() || interstate.is_some()) else { continue };
        let near = |l: &&LineString<f64>| l.bounding_rect().is_some_and(|b| touches(b, city)) && l.0.len() > 1;
        let mut lines = street.lines.iter().filter(near).peekable();
        if lines.peek().is_none() {
            continue;
        }
        let entry = all.entry(name).or_insert(Named { class: street.class, lines: Vec::new(), crosses });
        entry.class = entry.class.min(street.class);
        for line in lines {
            if !entry.lines.contains(line) {
                entry.lines.push(line.clone());
            }
        }
    }
    all
}

fn touches(b: geo::Rect<f64>, [west, south, east, north]: Bounds) -> bool {
    b.min().x <= east && b.max().x >= west && b.min().y <= north && b.max().y >= south
}

fn found_street(name: &str, street: &Named, index: &Index<'_>) -> FoundStreet {
    let longest = street.lines.iter().max_by(|a, b| length(a).total_cmp(&length(b)));
    let at = longest.map_or([0.0; 2], middle).map(short);
    let mut areas: Vec<usize> = Vec::new();
    for point in street.lines.iter().flat_map(LineString::coords) {
        if let Some(i) = index.area([point.x, point.y]).filter(|i| !areas.contains(i)) {
            areas.push(i);
        }
    }
    areas.sort_unstable();
    let all = geo::MultiLineString(street.lines.clone());
    let r#box = all.bounding_rect().map_or([0.0; 4], |b| [b.min().x, b.min().y, b.max().x, b.max().y].map(short));
    FoundStreet { name: name.to_owned(), class: street.class.name(), at, r#box, areas }
}

/// Length in degrees of latitude, longitudes shortened as at the line's beginning.
fn length(line: &LineString<f64>) -> f64 {
    let narrow = line.0.first().map_or(1.0, |c| c.y.to_radians().cos());
    line.lines().map(|l| (l.dx() * narrow).hypot(l.dy())).sum()
}

fn middle(line: &LineString<f64>) -> At {
    let (mut left, narrow) = (length(line) / 2.0, line.0.first().map_or(1.0, |c| c.y.to_radians().cos()));
    for l in line.lines() {
        let long = (l.dx() * narrow).hypot(l.dy());
        if long >= left && long > 0.0 {
            let t = left / long;
            return [l.start.x + t * l.dx(), l.start.y + t * l.dy()];
        }
        left -= long;
    }
    line.0.last().map_or([0.0; 2], |c| [c.x, c.y])
}

fn bounds(outline: &MultiPolygon<f64>) -> Option<Bounds> {
    let b = outline.bounding_rect()?;
    Some([b.min().x, b.min().y, b.max().x, b.max().y].map(short))
}

/// Five decimals: about a meter.
fn short(degrees: f64) -> f64 {
    (degrees * 1e5).round() / 1e5
}

/// Which area a point is in.
struct Index<'a>(Vec<(geo::Rect<f64>, &'a MultiPolygon<f64>)>);

impl<'a> Index<'a> {
    fn new(grounds: &[&'a Ground]) -> Self {
        let all = grounds
            .iter()
            .map(|g| (g.outline.bounding_rect().unwrap_or(geo::Rect::new((0., 0.), (0., 0.))), &g.outline));
        Self(all.collect())
    }

    fn area(&self, at: At) -> Option<usize> {
        let point = Point::new(at[0], at[1]);
        self.0.iter().position(|(b, outline)| b.contains(&point) && outline.contains(&point))
    }
}

#[cfg(test)]
mod tests {
    use geo::{line_string, polygon};

    use super::*;

    fn parts() -> Parts {
        let square = |x: f64| {
            MultiPolygon(vec![polygon![(x: x, y: 38.), (x: x + 0.1, y: 38.), (x: x + 0.1, y: 38.1), (x: x, y: 38.1)]])
        };
        let area = |id: &str, x: f64| Ground {
            id: Some(id.to_owned()),
            name: format!("Area {id}"),
            kind: GroundKind::Neighborhood,
            outline: square(x),
        };
        let street = |name: &str, class, lines: Vec<LineString<f64>>| Street {
            name: Some(name.to_owned()),
            class,
            route: Route::of(name),
            lines,
        };
        let long = line_string![(x: -90.1, y: 38.05), (x: -89.9, y: 38.05)];
        Parts {
            city: ("c".into(), "C".into()),
            areas: vec![area("1", -90.1), area("2", -90.0)],
            streets: vec![
                street("Long Ave", StreetClass::Street, vec![long.clone()]),
                street("State Hwy 9", StreetClass::Arterial, vec![long.clone()]),
                street(
                    "Short St",
                    StreetClass::Street,
                    vec![line_string![(x: -90.05, y: 38.01), (x: -90.05, y: 38.09)]],
                ),
                street("Far St", StreetClass::Street, vec![line_string![(x: -80.0, y: 38.0), (x: -80.1, y: 38.0)]]),
            ],
            sites: vec![Place { id: "s".into(), name: "Site".into(), outline: square(-90.1) }],
            ..Parts::default()
        }
    }

    #[test]
    fn streets_crossings_areas_and_sites_are_found() {
        let found = Gazetteer::of(&parts(), [-90.1, 38.0, -89.9, 38.1]);
        let names: Vec<_> = found.streets.iter().map(|s| (s.name.as_str(), s.areas.as_slice())).collect();
        assert_eq!(names, [("Long Ave", &[][..]), ("Short St", &[0]), ("State Hwy 9", &[])]);
        assert_eq!(format!("{:?}", found.streets[0].at), "[-90.0, 38.05]");
        assert_eq!(found.crossings, [FoundCrossing(0, 1, -90.05, 38.05, 0)], "numbered roads only repeat streets");
        assert_eq!(found.areas.iter().map(|a| a.id.as_deref()).collect::<Vec<_>>(), [Some("1"), Some("2")]);
        assert_eq!(found.sites.len(), 1);
    }
}
