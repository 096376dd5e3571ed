//! The streets of a site, and how the harm to expect on its cells lies along them.

use catchment_model::{Cell, Query, Site};
use catchment_siting::route::WalkEdge;
use geo::{Contains, Point};

use super::streets::CityStreets;
use crate::engine::{Engine, StudyCells, by_incidents, inside_of_place, objective};
use crate::error::AskError;
use crate::pieces::Objective;

/// A street along the border of a site belongs to it where it lies no farther outside, meters.
const BESIDE_M: f64 = 25.0;
/// Steps in which a street is followed through cells, meters.
const STEP_M: f64 = 10.0;
const M_PER_DEGREE: f64 = 111_195.0;

/// What is walked on.
#[derive(Debug)]
pub(super) struct SiteGround {
    /// Segments of the site, by their numbers in the city.
    pub(super) segments: Vec<usize>,
    /// The same for the search: crossings by their numbers in the city.
    pub(super) edges: Vec<WalkEdge>,
    /// Harm to expect on all cells of the site, a year.
    pub(super) harm: f64,
    /// Of it, on cells with a street.
    pub(super) on_streets: f64,
    /// Incidents of the site within the window.
    pub(super) incidents: i64,
    /// Those whose hour is known, by weekday and hour.
    pub(super) hours: [[f64; 24]; 7],
}

impl SiteGround {
    pub(super) fn new(engine: &Engine, query: &Query, site: &Site, city: &CityStreets) -> Result<Self, AskError> {
        let study: &StudyCells = engine.finest_study()?;
        let inside = |at: &[f64; 2]| site.outline.contains(&Point::new(at[0], at[1]));
        let holds: Vec<bool> = study.inside.iter().map(|c| inside(&c.center().into())).collect();
        let segments: Vec<usize> =
            (0..city.degrees.len()).filter(|s| beside(&city.degrees[*s]).iter().any(inside)).collect();
        let (harm, _) = objective(engine, query, Objective::Expected, study)?;
        let parts: Vec<Vec<(usize, f64)>> = segments.iter().map(|s| through(&city.degrees[*s], study)).collect();
        let mut long = vec![0.0; study.inside.len()];
        parts.iter().flatten().for_each(|(cell, meters)| long[*cell] += meters);
        // A cell's harm is shared among its streets by length: nothing finer is known.
        let share = |(cell, meters): &(usize, f64)| if holds[*cell] { harm[*cell] * meters / long[*cell] } else { 0.0 };
        let prize = parts.iter().map(|p| p.iter().map(share).sum::<f64>().max(0.0));
        let edges = segments.iter().zip(prize).map(|(s, prize)| edge(city, *s, prize)).collect();
        let sum = |with: &dyn Fn(usize) -> bool| {
            (0..holds.len()).filter(|c| holds[*c] && with(*c)).map(|c| harm[c]).sum::<f64>()
        };
        let (incidents, hours) = counted(engine, query, study, &holds);
        let (all, on_streets) = (sum(&|_| true), sum(&|c| long[c] > 0.0));
        Ok(Self { segments, edges, harm: all, on_streets, incidents, hours })
    }
}

/// The middle of a line, and a place to its left and to its right.
fn beside(line: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let (mut left, narrow) = (length(line) / 2.0, narrow(line));
    for w in line.windows(2) {
        let long = length(w);
        if long >= left && long > 0.0 {
            let t = left / long;
            let at = [0, 1].map(|i| w[0][i] + t * (w[1][i] - w[0][i]));
            let along = [(w[1][0] - w[0][0]) * narrow, w[1][1] - w[0][1]].map(|d| d * M_PER_DEGREE / long);
            let off = [-along[1] * BESIDE_M / M_PER_DEGREE / narrow, along[0] * BESIDE_M / M_PER_DEGREE];
            return vec![at, [at[0] + off[0], at[1] + off[1]], [at[0] - off[0], at[1] - off[1]]];
        }
        left -= long;
    }
    Vec::new()
}

fn narrow(line: &[[f64; 2]]) -> f64 {
    line.first().map_or(1.0, |p| p[1].to_radians().cos())
}

/// Meters of a line in degrees.
fn length(line: &[[f64; 2]]) -> f64 {
    let narrow = narrow(line);
    line.windows(2).map(|w| ((w[1][0] - w[0][0]) * narrow).hypot(w[1][1] - w[0][1]) * M_PER_DEGREE).sum()
}

/// The cells that a line runs through, with its meters in each.
fn through(line: &[[f64; 2]], study: &StudyCells) -> Vec<(usize, f64)> {
    let mut found: Vec<(usize, f64)> = Vec::new();
    for w in line.windows(2) {
        let long = length(w);
        let steps = (long / STEP_M).ceil().max(1.0);
        let mut step = 0.5;
        while step < steps {
            let at = [0, 1].map(|i| w[0][i] + step / steps * (w[1][i] - w[0][i]));
            let cell = Cell::at(at[0], at[1], study.resolution).ok();
            if let Some(cell) = cell.and_then(|c| study.inside.binary_search(&c).ok()) {
                match found.last_mut().filter(|last| last.0 == cell) {
                    Some(last) => last.1 += long / steps,
                    None => found.push((cell, long / steps)),
                }
            }
            step += 1.0;
        }
    }
    found
}

fn edge(city: &CityStreets, segment: usize, prize: f64) -> WalkEdge {
    let s = &city.network.segments[segment];
    let last = s.points.len() - 1;
    let leaves = |from: (f64, f64), to: (f64, f64)| (to.1 - from.1).atan2(to.0 - from.0);
    let leaves = [leaves(s.points[0], s.points[1]), leaves(s.points[last], s.points[last - 1])];
    WalkEdge { a: s.a, b: s.b, meters: s.meters, prize, street: s.street, leaves }
}

/// Incidents on the cells, and those with a known hour by weekday and hour.
fn counted(engine: &Engine, query: &Query, study: &StudyCells, holds: &[bool]) -> (i64, [[f64; 24]; 7]) {
    let (mut incidents, mut hours) = (0, [[0.0; 24]; 7]);
    let at = inside_of_place(study);
    engine.incidents.fold(&by_incidents(query), |entry, n| {
        if n > 0 && at[entry.place as usize].is_some_and(|cell| holds[cell]) {
            incidents += n;
            if let (Some(day), Some(hour)) = (entry.block.weekday(), entry.block.hour()) {
                hours[usize::from(day)][usize::from(hour)] += n as f64;
            }
        }
    });
    (incidents, hours)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_its_middle_and_two_places_beside_it() {
        let line = [[-90.2, 38.6], [-90.199, 38.6], [-90.198, 38.6]];
        let [at, left, right] = beside(&line).try_into().unwrap();
        assert!((at[0] + 90.199).abs() < 1e-9 && (at[1] - 38.6).abs() < 1e-9);
        let meters = |p: [f64; 2]| (p[1] - 38.6) * M_PER_DEGREE;
        assert!((meters(left) - BESIDE_M).abs() < 0.01 && (meters(right) + BESIDE_M).abs() < 0.01);
        assert!((length(&line) - 173.8).abs() < 0.1, "{}", length(&line));
    }
}
