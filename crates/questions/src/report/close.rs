//! Close-ups of changes of a boundary: a change of a cell cannot be seen on a map of a whole city.

use catchment_model::Cell;
use catchment_store::Walked;

use super::outlines::cells;
use super::{CloseStreet, CloseUp, Outline};
use crate::check::{BoundaryChangeItem, CheckAnswer};
use crate::engine::Engine;
use crate::error::AskError;

/// Ground shown around the site and its change, degrees of latitude: some 250 m.
const AROUND: f64 = 0.002_25;

/// The ground around each change that is supported, the streets within named.
pub(super) fn close_ups(engine: &Engine, check: &CheckAnswer) -> Result<Vec<CloseUp>, AskError> {
    let streets = engine.data.streets().map_err(AskError::internal)?;
    let lines = streets.as_ref().map_or(&[][..], |s| &s.list);
    let changed = check.sites.iter().filter_map(|s| Some((s, s.boundary.as_ref()?.change.as_ref()?)));
    changed.filter_map(|(s, change)| close_up((&s.id, &s.name), change, lines).transpose()).collect()
}

fn close_up(
    (id, name): (&str, &str),
    change: &BoundaryChangeItem,
    lines: &[Walked],
) -> Result<Option<CloseUp>, AskError> {
    let parsed = |ids: &[String]| ids.iter().filter_map(|id| id.parse().ok()).collect::<Vec<Cell>>();
    let (added, given_up) = (parsed(&change.added), parsed(&change.given_up));
    // The site before and after.
    let all: Vec<Cell> = parsed(&change.cells).into_iter().chain(given_up.iter().copied()).collect();
    let Some(bounds) = around(&cells(id, name, &all)?) else { return Ok(None) };
    let near = lines.iter().filter(|l| l.points.windows(2).any(|ends| meets(bounds, ends)));
    let told = |name: &&String| change.streets.iter().any(|s| s.name == **name);
    let street = |l: &Walked| CloseStreet {
        name: l.name.as_ref().filter(|name| l.main || told(name)).cloned(),
        main: l.main,
        points: l.points.clone(),
    };
    let outline = |what: &str, of: &[Cell]| match of {
        [] => Ok(None),
        of => cells(&format!("{id}-{what}"), name, of).map(Some),
    };
    Ok(Some(CloseUp {
        id: id.to_owned(),
        name: name.to_owned(),
        bounds,
        added: outline("added", &added)?,
        given_up: outline("given-up", &given_up)?,
        streets: near.map(street).collect(),
    }))
}

/// A box around an outline, with room: west, south, east, north. `None` where it has no corner.
fn around(outline: &Outline) -> Option<[f64; 4]> {
    let grow = |b: [f64; 4], [lng, lat]: &[f64; 2]| [b[0].min(*lng), b[1].min(*lat), b[2].max(*lng), b[3].max(*lat)];
    let mut corners = outline.geometry.rings().flatten();
    let [lng, lat] = *corners.next()?;
    let [west, south, east, north] = corners.fold([lng, lat, lng, lat], grow);
    let wide = AROUND / lat.to_radians().cos().max(0.1);
    Some([west - wide, south - AROUND, east + wide, north + AROUND])
}

/// Whether a stretch may lie in a box: the box around it does, in part.
fn meets([west, south, east, north]: [f64; 4], ends: &[[f64; 2]]) -> bool {
    let beyond = |axis: usize, low: f64, high: f64| {
        ends.iter().all(|end| end[axis] < low) || ends.iter().all(|end| end[axis] > high)
    };
    !beyond(0, west, east) && !beyond(1, south, north)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{ReachedItem, StreetAdded};
    use catchment_model::Resolution;

    #[test]
    fn the_streets_near_a_change_are_drawn_and_those_it_adds_named() {
        let cell = Cell::at(-90.2, 38.65, Resolution::R10).unwrap();
        let (lng, lat) = cell.center();
        let reached = ReachedItem { share: 0.1, low: 0.09, high: 0.11 };
        let change = BoundaryChangeItem {
            added: vec![cell.to_string()],
            given_up: Vec::new(),
            cells: vec![cell.to_string()],
            added_km2: 0.015,
            given_up_km2: 0.0,
            before: reached,
            after: reached,
            smallest: true,
            streets: vec![StreetAdded { name: "Oak St".into(), meters: 120.0 }],
        };
        let line = |name: &str, main: bool, east: f64| Walked {
            name: Some(name.to_owned()),
            main,
            points: vec![[lng + east, lat], [lng + east, lat + 0.001]],
        };
        // Runs through without a corner within.
        let across = Walked { points: vec![[lng - 0.1, lat], [lng + 0.1, lat]], ..line("Long Ave", true, 0.0) };
        let lines = [line("Oak St", false, 0.0), line("Elm St", false, 0.001), line("Far Ave", true, 0.5), across];
        let found = close_up(("s", "South"), &change, &lines).unwrap().unwrap();
        let names: Vec<Option<&str>> = found.streets.iter().map(|s| s.name.as_deref()).collect();
        assert_eq!(names, [Some("Oak St"), None, Some("Long Ave")]);
        assert!(found.added.is_some() && found.given_up.is_none());
        assert!(found.bounds[0] < lng && lng < found.bounds[2] && found.bounds[3] - found.bounds[1] < 0.008);
    }
}
